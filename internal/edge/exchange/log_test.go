package exchange

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"throughline/internal/casework/administration"
	"throughline/internal/reckoning/impact"
)

// readLog returns the encounters of a package in short, and its rejections.
func readLog(t *testing.T, files map[string]string) (log, rejected []string, err error) {
	t.Helper()
	parcel, err := Open(folder(t, files), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer parcel.Close()
	err = parcel.Log(context.Background(), func(r administration.Rejection) error {
		rejected = append(rejected, fmt.Sprintf("%s %d %s: %s", r.File, r.Row, r.Column, r.Reason))
		return nil
	}, func(e *impact.Encounter) error {
		line := fmt.Sprintf("%s %s %s %q", e.OccurredOn, e.Area, e.PoliceOutcome, e.Ethnicity+e.FirstTime+e.Interpreter+e.Mother+e.Residence)
		if e.Age != nil {
			line += fmt.Sprintf(" aged %d", *e.Age)
		}
		if e.Offered != nil {
			line += fmt.Sprintf(" offered %v", *e.Offered)
		}
		if e.ValueGBP != nil {
			line += fmt.Sprintf(" for %.2f", *e.ValueGBP)
		}
		log = append(log, line)
		return nil
	})
	return log, rejected, err
}

const logged = `encounter_id,person_ref,occurred_on,area,police_outcome,value_gbp,offered
E1,W1,2020-03-01,North,charge,,true
E2,,2020-03-02,South,bail,12.50,
E3,W2,2020-03-03,,,,false
`

func TestALogIsReadWithWhatIsKnownOfTheWomen(t *testing.T) {
	log, rejected, err := readLog(t, map[string]string{"encounters.csv": logged,
		"women.csv": "person_ref,date_of_birth,ethnicity,first_time,interpreter_needed,children_under_18,borough\nW1,1990-03-02,black_african,true,false,2,Hackney\nW2,2021-01-01,,,,0,\n"})
	if err != nil || len(rejected) > 0 {
		t.Fatal(err, rejected)
	}
	want := []string{
		`2020-03-01 North charge "black_africanyesnoyesHackney" aged 29 offered true`,
		`2020-03-02 South bail "" for 12.50`,
		`2020-03-03   "no" offered false`, // born after it: no age
	}
	if got := strings.Join(log, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("the log is\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
}

func TestALogMayStandAlone(t *testing.T) {
	log, rejected, err := readLog(t, map[string]string{"encounters.csv": logged})
	if err != nil || len(rejected) > 0 || len(log) != 3 {
		t.Errorf("%d encounters, rejected %v: %v", len(log), rejected, err)
	}
}

func TestAWrongRowOfALogIsToldAndNotTaken(t *testing.T) {
	log, rejected, err := readLog(t, map[string]string{"encounters.csv": strings.Replace(logged, "2020-03-02", "2 March", 1)})
	if err != nil || len(log) != 2 || len(rejected) != 1 || !strings.Contains(rejected[0], "encounters.csv 3 occurred_on: is not a date") {
		t.Errorf("%d encounters, rejected %q: %v", len(log), rejected, err)
	}
}

func TestALogNeedsItsFile(t *testing.T) {
	var unreadable *Unreadable
	if _, _, err := readLog(t, map[string]string{"women.csv": "person_ref\nW1\n"}); !errors.As(err, &unreadable) || unreadable.File != "encounters.csv" {
		t.Errorf("the error is %v", err)
	}
}

func TestALogStopsWhereItsReaderDoes(t *testing.T) {
	parcel, err := Open(folder(t, map[string]string{"encounters.csv": logged}), Options{})
	if err != nil {
		t.Fatal(err)
	}
	enough := errors.New("enough")
	err = parcel.Log(context.Background(), nil, func(*impact.Encounter) error { return enough })
	if !errors.Is(err, enough) {
		t.Errorf("the error is %v, want the reader's own", err)
	}
}

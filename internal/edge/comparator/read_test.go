package comparator

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"

	"throughline/internal/reckoning/comparison"
)

// The example of the documents: docs/commissioner.md.
const example = "\ufeffage,ethnicity,first_time,offence_group,area,followed_days,event,event_day\r\n" +
	"34,white_british,no,TH68,Central West,365,yes,41\r\n" +
	",not_stated,,CJ88116,,365,no,\r\n"

func TestTheDocumentedFileIsRead(t *testing.T) {
	file, err := Read(strings.NewReader(example))
	if err != nil {
		t.Fatal(err)
	}
	want := []comparison.Person{
		{Age: 34, Coded: map[comparison.Trait]string{
			comparison.Ethnicity: "white_british", comparison.FirstTime: "no", comparison.OffenceGroup: "TH68", comparison.Area: "Central West",
		}, Follow: comparison.Follow{Days: 365, Event: true, EventDay: 41}},
		{Coded: map[comparison.Trait]string{comparison.OffenceGroup: "CJ88"}, Follow: comparison.Follow{Days: 365}},
	}
	if !reflect.DeepEqual(file.People, want) || !reflect.DeepEqual(file.Traits, comparison.Traits) {
		t.Errorf("read %+v, matched on %v", file.People, file.Traits)
	}
	plain, err := Read(strings.NewReader("event,age,followed_days\ntrue,20,365\nfalse,30,365\n"))
	if err != nil || len(plain.Traits) != 1 || !plain.People[0].Follow.Undated || plain.People[1].Follow.Event {
		t.Errorf("read %+v, %v", plain, err)
	}
}

func TestAFileThatIsNotUnderstoodIsNotTaken(t *testing.T) {
	const header = "age,ethnicity,first_time,offence_group,followed_days,event,event_day\n"
	for what, row := range map[string]struct{ text, says string }{
		"nothing":               {"", "header"},
		"a name":                {"surname,age,followed_days,event\nCanary,3,1,yes\n", "column 1 is none of"},
		"a column twice":        {"age,age,followed_days,event\n", "column 2 is none of"},
		"no follow-up":          {"age,event\n", "no column followed_days"},
		"no event":              {"age,followed_days\n", "no column event"},
		"nothing to match on":   {"followed_days,event\n365,yes\n", "no column to match on"},
		"a row too short":       {header + "20\n", "line 2"},
		"an age in words":       {header + "Canary,,,,365,no,\n", "row 2: age: a whole number from 10 to 120"},
		"an age of five":        {header + "5,,,,365,no,\n", "row 2: age"},
		"no days":               {header + "20,,,,,no,\n", "row 2: followed_days"},
		"days below 1":          {header + "20,,,,0,no,\n", "row 2: followed_days"},
		"an event in words":     {header + "20,,,,365,Canary,\n", "row 2: event: one of"},
		"a day without event":   {header + "20,,,,365,no,3\n", "row 2: event_day"},
		"a day after the end":   {header + "20,,,,365,yes,366\n", "row 2: event_day"},
		"a first time in words": {header + "20,,Canary,,365,no,\n", "row 2: first_time"},
		"an ethnicity in words": {header + "20,White Canary,,,365,no,\n", "row 2: ethnicity"},
		"a long offence":        {header + "20,,," + strings.Repeat("x", 81) + ",365,no,\n", "row 2: offence_group"},
		"many wrong rows":       {header + strings.Repeat("5,,,,365,no,\n", 50), "no more rows were looked at"},
	} {
		_, err := Read(strings.NewReader(row.text))
		if err == nil || !strings.Contains(err.Error(), row.says) {
			t.Errorf("%s: %v, want %q", what, err, row.says)
			continue
		}
		if strings.Contains(err.Error(), "Canary") {
			t.Errorf("%s: the refusal says what a cell held: %v", what, err)
		}
	}
	broken := errors.New("the disk is gone")
	if _, err := Read(iotest.ErrReader(broken)); !errors.Is(err, broken) {
		t.Errorf("%v, want %v", err, broken)
	}
}

func TestTheLargestFile(t *testing.T) {
	if testing.Short() {
		t.Skip("a million rows")
	}
	var text strings.Builder
	text.WriteString("age,followed_days,event\n")
	for range mostPeople + 1 {
		fmt.Fprintln(&text, "30,365,no")
	}
	if _, err := Read(strings.NewReader(text.String())); err == nil || !strings.Contains(err.Error(), "more than") {
		t.Errorf("%v", err)
	}
}

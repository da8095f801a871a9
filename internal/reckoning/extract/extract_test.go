package extract

import (
	"encoding/csv"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
)

var (
	asAt     = calendar.On(2021, time.August, 31)
	referred = calendar.On(2020, time.February, 3)
	key      = []byte("of this study")
)

// woman is a case of one of many women who are alike.
func woman(i int) journey.Row {
	age := 30
	return journey.Row{
		Case: fmt.Sprintf("case-%d", i), Woman: fmt.Sprintf("woman-%d", i), Scheme: "lwds", Pathway: journey.ConditionalCaution,
		Referred: referred, Area: "Camden", Age: &age, Ethnicity: "white_british", OffenceCode: "TH68010", Reason: journey.ClosedCompleted,
		Assessed: referred + 10, Needs: need.Set(0), Closed: referred + 100,
		Appointments: journey.Appointments{OnTime: 2, First: referred + 7, Second: referred + 20},
		Answers:      []journey.Answered{{Wave: journey.Exit, Measure: "mental_health_improved", Answer: "yes"}},
	}
}

func women(n int) []journey.Row {
	var rows []journey.Row
	for i := range n {
		rows = append(rows, woman(i))
	}
	return rows
}

// lines returns an extract as maps from column to value.
func lines(t failer, table Table) []map[string]string {
	var text strings.Builder
	if err := table.WriteCSV(&text); err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(strings.NewReader(text.String())).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var list []map[string]string
	for _, record := range records[1:] {
		line := map[string]string{}
		for i, value := range record {
			line[records[0][i]] = value
		}
		list = append(list, line)
	}
	return list
}

type failer interface{ Fatal(...any) }

func TestTheRowOfAStudyHasWeeksAndNoIds(t *testing.T) {
	table, made := Study(women(6), key, asAt)
	if made != (Anonymity{Rows: 6, Women: 6}) {
		t.Fatalf("%+v", made)
	}
	line := lines(t, table)[0]
	for column, want := range map[string]string{
		"pathway": "conditional_caution", "area": "Camden", "age_band": "25 to 34", "ethnic_group": "white", "followed_half_years": "3",
		"offence": "TH68010", "attended": "2", "first_attended_week": "1", "second_attended_week": "2", "assessed_week": "1", "closed_week": "14",
		"re_arrest_week": "", "condition_met": "", "need_health": "no", "exit_mental_health_improved": "yes", "closure_reason": "completed",
	} {
		if line[column] != want {
			t.Errorf("%s is %q, want %q", column, line[column], want)
		}
	}
	for column, value := range line {
		if strings.Contains(value, "woman-") || strings.Contains(value, "case-") || strings.Contains(value, "2020") {
			t.Errorf("%s tells %q", column, value)
		}
	}
	if id := line["study_id"]; len(id) != 16 {
		t.Errorf("the study id is %q", id)
	}
}

func TestAStudyIdIsOfOneStudy(t *testing.T) {
	if studyID(key, "woman-1") != studyID(key, "woman-1") || studyID(key, "woman-1") == studyID(key, "woman-2") {
		t.Error("a study id does not stand for one woman")
	}
	if studyID(key, "woman-1") == studyID([]byte("of another"), "woman-1") {
		t.Error("she can be followed from one study into another")
	}
}

func TestWeeksAreRoundedDown(t *testing.T) {
	for days, want := range map[int]int{0: 0, 6: 0, 7: 1, 13: 1, -1: -1, -7: -1, -8: -2} {
		if got := weeks(referred, referred+calendar.Day(days)); got != want {
			t.Errorf("%d days are %d weeks, want %d", days, got, want)
		}
	}
}

func TestWhatFewWomenShareIsWithheldOrLeftOut(t *testing.T) {
	old, young := 60, 20
	change := func(rows []journey.Row, change func(*journey.Row)) []journey.Row {
		for i := range rows {
			rows[i].Woman, rows[i].Case = "other-"+rows[i].Woman, "other-"+rows[i].Case
			change(&rows[i])
		}
		return rows
	}
	for _, test := range []struct {
		name string
		rows []journey.Row
		want Anonymity
	}{
		{"all alike", women(8), Anonymity{Rows: 8, Women: 8}},
		{"too few in all", women(4), Anonymity{Dropped: 4}},
		{"four of another ethnic group and age", append(women(20), append(
			change(women(2), func(r *journey.Row) { r.Ethnicity, r.Age = "black_african", &old }),
			change(women(4)[2:], func(r *journey.Row) { r.Ethnicity, r.Age = "asian_indian", &young })...)...), Anonymity{Rows: 20, Women: 20, Dropped: 4}},
		{"six, of whom five are each of another age", append(women(20), change(women(6), func(r *journey.Row) {
			age := 15 + 10*int(r.Case[len(r.Case)-1]-'0')
			r.Age = &age
		})...), Anonymity{Rows: 26, Women: 26, Generalised: 5}},
		{"five rows of one woman are one woman", append(women(20), change(append(append(women(1), women(1)...), append(women(1), append(women(1), women(1)...)...)...), func(r *journey.Row) { r.Pathway = journey.Voluntary })...),
			Anonymity{Rows: 20, Women: 20, Dropped: 5}},
	} {
		_, made := Study(test.rows, key, asAt)
		if made != test.want {
			t.Errorf("%s: %+v, want %+v", test.name, made, test.want)
		}
	}
}

func TestARareCodeIsOther(t *testing.T) {
	rows := women(12)
	for i := range 4 {
		rows[i].OffenceCode = "CJ88001"
	}
	table, _ := Study(rows, key, asAt)
	counts := map[string]int{}
	for _, line := range lines(t, table) {
		counts[line["offence"]]++
	}
	if counts["other"] != 4 || counts["TH68010"] != 8 {
		t.Errorf("offences are %v", counts)
	}
}

func TestNoFewWomenCanBeToldInAStudy(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := women(rapid.IntRange(0, 60).Draw(t, "women"))
		for i := range rows {
			age := rapid.IntRange(16, 70).Draw(t, "age")
			rows[i].Age = &age
			rows[i].Area = rapid.SampledFrom([]string{"Camden", "Barnet", "", "Brent"}).Draw(t, "area")
			rows[i].Ethnicity = rapid.SampledFrom([]string{"white_british", "black_african", "", "not_stated"}).Draw(t, "ethnicity")
			rows[i].Referred += calendar.Day(rapid.IntRange(0, 400).Draw(t, "days"))
			if rapid.IntRange(0, 4).Draw(t, "again") == 0 && i > 0 {
				rows[i].Woman = rows[i-1].Woman
			}
		}
		table, made := Study(rows, key, asAt)
		if len(table.rare()) > 0 || made.Rows != len(table.Rows) || made.Rows+made.Dropped != len(rows) {
			t.Fatalf("%+v of %d rows, %d of them rare", made, len(rows), len(table.rare()))
		}
		shared := map[string]map[string]bool{}
		for _, line := range lines(t, table) {
			told := strings.Join([]string{line["pathway"], line["area"], line["age_band"], line["ethnic_group"], line["followed_half_years"]}, "|")
			if shared[told] == nil {
				shared[told] = map[string]bool{}
			}
			shared[told][line["study_id"]] = true
		}
		for told, of := range shared {
			if len(of) < Smallest {
				t.Fatalf("%s are only %d", told, len(of))
			}
		}
	})
}

func TestTheCodebookSaysEveryColumn(t *testing.T) {
	study, _ := Study(women(6), key, asAt)
	for name, table := range map[string]Table{"study": study, "analyst": Analyst(women(2))} {
		book := lines(t, table.Codebook())
		if len(book) != len(table.Columns) {
			t.Fatalf("%s: %d of %d columns", name, len(book), len(table.Columns))
		}
		seen := map[string]bool{}
		for _, line := range book {
			if line["column"] == "" || line["kind"] == "" || line["meaning"] == "" || line["codes"] == "" || line["empty_means"] == "" {
				t.Errorf("%s: %v", name, line)
			}
			if seen[line["column"]] {
				t.Errorf("%s: two columns %s", name, line["column"])
			}
			seen[line["column"]] = true
		}
	}
}

func TestTheAnalystHasDaysAndNoNames(t *testing.T) {
	rows := women(3)
	rows[2].Woman, rows[2].ReArrest, rows[2].ReArrests, rows[2].Provider = rows[0].Woman, referred+40, 2, "=cmd"
	list := lines(t, Analyst(rows))
	for column, want := range map[string]string{
		"woman": "1", "referred_on": "2020-02-03", "age": "30", "ethnicity": "white_british", "mother": "", "first_attended_on": "2020-02-10",
		"re_arrest_on": "2020-03-14", "re_arrests": "2", "provider": "'=cmd",
	} {
		if list[2][column] != want {
			t.Errorf("%s is %q, want %q", column, list[2][column], want)
		}
	}
}

func TestAValueOfNoKindIsNotWritten(t *testing.T) {
	table := Table{Columns: []Column{{Name: "odd"}}, Rows: [][]any{{3.5}}}
	if err := table.WriteCSV(&strings.Builder{}); err == nil || !strings.Contains(err.Error(), "odd") {
		t.Errorf("it is written: %v", err)
	}
	if err := (Table{Columns: []Column{{Name: "x"}}}).WriteCSV(full{}); err == nil {
		t.Error("a full disk is not noticed")
	}
}

// full is a disk with no room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, fmt.Errorf("no room") }

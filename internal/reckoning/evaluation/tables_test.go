package evaluation_test

import (
	"strings"
	"testing"
	"time"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/reckoning/evaluation"
	"throughline/internal/reckoning/suppression"
)

// Every table that the book itself gives: T1 to T28 but for those of costs, of local
// needs and of the directory.
func TestLondonHasEveryTableOfRecords(t *testing.T) {
	book := londonBook(t)
	protected, err := book.Protected(suppression.Default())
	if err != nil {
		t.Fatal(err)
	}
	for _, read := range []evaluation.Reader{book.Exact, protected} {
		var ids []string
		for _, table := range book.Tables(read) {
			ids = append(ids, table.ID)
			if len(table.Rows) == 0 || table.Title == "" || table.Definition == "" || table.Source == "" {
				t.Errorf("%s says too little", table.ID)
			}
			for _, row := range table.Rows {
				if len(row) != len(table.Columns) {
					t.Errorf("%s: %q has %d cells for %d columns", table.ID, cells(row), len(row), len(table.Columns))
				}
			}
		}
		if got := strings.Join(ids, " "); got != "T1 T2 T3 T4 T5 T6 T7 T8 T9 T10 T11 T12 T13 T14 T15 T16 T17 T18 T19 T20 T21 T22 T23 T24 T28 reach fairness" {
			t.Errorf("the tables are %s", got)
		}
	}
}

// Sessions, appointments and days were worked out besides from the exchange files.
func TestLondonTablesOfPractice(t *testing.T) {
	book := londonBook(t)
	tables := book.Tables(book.Exact)
	for _, want := range []struct{ table, row string }{
		{"T3", "This scheme | 102 | As defined here"},
		{"T3", "South Wales | 97 | As printed in the report; not stated what"},
		{"T3", "Surrey | 63 | As printed in the report; not stated what"},
		{"T3", "Humberside | 44 | As printed in the report; not stated what"},
		{"T4", "One to three needs | Tier 1, standard. One to three needs. Two or three one-to-one sessions, up to one month. | 61 of 160 (38.1%, 95% interval 31.0 to 45.8) | 8.84 appointments per woman (539 for 61) | 159.52 days per woman (7,338 for 46)"},
		{"T4", "Four to six needs | Tier 2, medium. Four to six needs. Three to five one-to-one sessions, up to three months. | 71 of 160 (44.4%, 95% interval 36.9 to 52.1) | 8.79 appointments per woman (624 for 71) | 137.63 days per woman (7,845 for 57)"},
		{"T7", "Mental and physical health | 107 of 160 (66.9%, 95% interval 59.3 to 73.7) | Not published"},
		{"T11", "Met | 2,043"},
		{"T11", "Assessed | no women in the base"},
		{"T13", "Theft and handling | 30%, no counts printed | Arrests of women"},
		{"T16", "Five months to March 2020 | 32 | No earlier period of the same length"},
		{"T16", "Twelve months to March 2021 | 80 | No earlier period of the same length"},
		{"T16", "Five months to August 2021 | 30 | 2 fewer than in five months to March 2020"},
		{"T17", "Central South | 21 | 36 | 218 | 14 August 2021 | 14 February 2022"},
		{"T17", "All areas | 42 | 84 | 406 |  | "},
		{"T19", "Came into custody or were met | 2,043"},
		{"T19", "Referred | 175"},
		{"T19", "Came | 164 of 175 (93.7%, 95% interval 89.1 to 96.5)"},
		{"T19", "Women with a new matter | no women in the base"},
		{"T20", "Sent | 0"},
		{"T22", "Met | no women in the base"},
		{"T23", "Eligible | 61 of 1,621 (3.8%, 95% interval 2.9 to 4.8)"},
		{"T24", "Mental and physical health | 107 of 160 (66.9%, 95% interval 59.3 to 73.7)"},
		{"T24", "Has children under 18 | 122 of 175 (69.7%, 95% interval 62.5 to 76.0)"},
		{"T24", "Turned away by another service | no women in the base"},
		{"T23", "Lives outside the area | Given as the reason at no encounter"},
	} {
		found := false
		var rows []string
		for _, row := range tableOf(t, tables, want.table).Rows {
			found = found || cells(row) == want.row
			rows = append(rows, cells(row))
		}
		if !found {
			t.Errorf("%s has no row\n%s in\n%s", want.table, want.row, strings.Join(rows, "\n"))
		}
	}
}

// What no record gives is said, with what would have to be written down. It is never
// none.
func TestWhatIsNotRecordedIsNeverNone(t *testing.T) {
	tables := londonBook(t).Tables(londonBook(t).Exact)
	for _, id := range []string{"T19", "T21", "T23", "T28"} {
		said := 0
		for _, row := range tableOf(t, tables, id).Rows {
			for _, cell := range row {
				if strings.HasPrefix(cell.Words, "Not recorded. ") && len(cell.Words) > len("Not recorded. ") {
					said++
				}
			}
		}
		if said == 0 {
			t.Errorf("%s does not say what is not recorded", id)
		}
	}
}

// A scheme whose rulebook names no windows has the tables too.
func TestTablesOfASchemeWithoutWindows(t *testing.T) {
	var columns evaluation.Columns
	columns.Put(caution("a", nil))
	book, err := columns.Count(evaluation.Scope{Scheme: "lwds", AsAt: asAt, Cohort: scope.Cohort})
	if err != nil {
		t.Fatal(err)
	}
	tables := book.Tables(book.Exact)
	if got := cells(tableOf(t, tables, "T11").Rows[0]); got != "Met | Not counted. The rulebook names no window for encounters" {
		t.Errorf("T11 begins with %s", got)
	}
	if got := cells(tableOf(t, tables, "T3").Rows[0]); !strings.HasPrefix(got, "This scheme | Not counted.") {
		t.Errorf("T3 begins with %s", got)
	}
	if got := cells(tableOf(t, tables, "T4").Rows[0]); !strings.HasPrefix(got, "One to three needs | Not stated |") {
		t.Errorf("T4 begins with %s", got)
	}
}

func TestPracticeFigures(t *testing.T) {
	order := func(met, last calendar.Day) func(*journey.Row) {
		return func(row *journey.Row) {
			row.Pathway = journey.CourtOrder
			row.Condition = &journey.Condition{Required: 2, Met: met}
			row.Appointments = journey.Appointments{OnTime: 2, First: row.Referred, Last: last}
		}
	}
	book := count(t,
		caution("met, and came again", order(from+20, from+30)), caution("met", order(from+20, from+20)), caution("not met", order(0, from+20)),
		caution("sent on", func(row *journey.Row) {
			row.SentOn = []journey.SentOn{{Answer: journey.SentAccepted, Came: journey.Yes}, {Answer: journey.SentDeclined}, {}}
		}))
	for id, want := range map[string]string{
		"orders.met": "2 of 3 (66.7%, 95% interval 20.8 to 93.9)", "orders.went_on": "1 of 2 (50.0%, 95% interval 9.5 to 90.5)",
		"onward.sent": "3", "onward.accepted": "1", "onward.declined": "1", "onward.came": "1", "onward.women": "1",
		"attended.once": "3 of 4 (75.0%, 95% interval 30.1 to 95.4)",
	} {
		if f, ok := book.Figure(id); !ok || f.Text() != want {
			t.Errorf("%s is %s, want %s", id, f.Text(), want)
		}
	}
}

// A feed that was worked through reaches up to its last day, though no arrest came
// then; one that is taken back does not.
func TestTheCutOffIsTheLastDayOfTheFeed(t *testing.T) {
	until := calendar.On(2021, time.June, 30)
	var columns evaluation.Columns
	columns.Put(caution("a", func(row *journey.Row) { row.LastArrest = from + 40 }))
	for _, test := range []struct {
		fact journey.Fact
		want calendar.Day
	}{
		{journey.Fact{ID: "t", Happened: calendar.OnDay(from), Body: journey.TrainingHeld{Session: "t"}}, from + 40},
		{journey.Fact{ID: "f", Happened: calendar.OnDay(from), Body: journey.FeedLinked{Feed: "f", Until: until}}, until},
		{journey.Fact{ID: "w", Supersedes: "f", Happened: calendar.OnDay(from), Body: journey.Withdrawn{}}, from + 40},
	} {
		columns.PutLoose(test.fact)
		book, err := columns.Count(scope)
		if err != nil || book.SinceReferral.CutOff != test.want {
			t.Errorf("after %s the cut-off is %s, want %s (%v)", test.fact.ID, book.SinceReferral.CutOff, test.want, err)
		}
	}
}

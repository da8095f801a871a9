package evaluation_test

import (
	"fmt"
	"strings"
	"testing"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/reckoning/evaluation"
	"throughline/internal/reckoning/grouping"
	"throughline/internal/reckoning/suppression"
)

// referredIn puts so many women of an area, of whom so many engaged.
func referredIn(columns *evaluation.Columns, area string, women, engaged int) {
	for i := range women {
		columns.Put(caution(fmt.Sprint(area, i), func(row *journey.Row) {
			if row.Area = area; i >= engaged {
				row.Closed, row.Reason = row.Referred+30, journey.ClosedDidNotEngage
			}
		}))
	}
}

func tableOf(t *testing.T, tables []evaluation.Table, id string) evaluation.Table {
	t.Helper()
	for _, table := range tables {
		if table.ID == id {
			return table
		}
	}
	t.Fatalf("there is no table %s", id)
	return evaluation.Table{}
}

// The ratios are worked out apart from the program, from the Wilson intervals of the
// two shares.
func TestEachGroupIsSetAgainstAllOthers(t *testing.T) {
	for _, test := range []struct {
		name  string
		areas map[string][2]int // women and engaged
		want  string
	}{
		{"a difference that chance may make", map[string][2]int{"North": {40, 32}, "South": {60, 54}}, "0.89 times, 95% interval 0.72 to 1.05 | no statistically significant effect found, which is not evidence of no effect"},
		{"lower", map[string][2]int{"North": {100, 50}, "South": {100, 90}}, "0.56 times, 95% interval 0.45 to 0.68 | lower"},
		{"higher", map[string][2]int{"North": {100, 90}, "South": {50, 25}, "West": {50, 25}}, "1.80 times, 95% interval 1.48 to 2.24 | higher"},
		{"none engaged", map[string][2]int{"North": {20, 0}, "South": {20, 18}}, "0.00 times, 95% interval 0.00 to 0.18 | lower"},
		{"nobody else", map[string][2]int{"North": {20, 10}}, "No ratio: none of the others did | not enough people"},
	} {
		var columns evaluation.Columns
		for area, women := range test.areas {
			referredIn(&columns, area, women[0], women[1])
		}
		split, err := columns.Split(scope, grouping.Area)
		if err != nil {
			t.Fatal(err)
		}
		found := false
		table := tableOf(t, split.Tables(split.Exact()), "fairness")
		for _, row := range table.Rows {
			text := cells(row)
			if len(row) != len(table.Columns) {
				t.Errorf("%d cells for %d columns", len(row), len(table.Columns))
			}
			if strings.HasPrefix(text, "North | Engaged, all pathways") {
				found = true
				if !strings.HasSuffix(text, " | "+test.want) {
					t.Errorf("%s: %s", test.name, text)
				}
			}
		}
		if !found {
			t.Errorf("%s: North has no row", test.name)
		}
	}
}

// What others read is worked out from what they read, and says nothing of a hidden
// number.
func TestOthersReadNoVerdictOnHiddenNumbers(t *testing.T) {
	var columns evaluation.Columns
	referredIn(&columns, "North", 40, 30)
	referredIn(&columns, "South", 60, 54)
	referredIn(&columns, "West", 30, 3)
	split, err := columns.Split(scope, grouping.Area)
	if err != nil {
		t.Fatal(err)
	}
	whole, err := split.Whole.Protected(suppression.Default())
	if err != nil {
		t.Fatal(err)
	}
	readers, err := split.Protected(suppression.Default(), whole, []string{"engaged.total"})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range tableOf(t, split.Tables(readers), "fairness").Rows {
		text := cells(row)
		if strings.Contains(text, "| * of") && !strings.HasSuffix(text, "| Not shown | Not shown") {
			t.Errorf("a hidden rate is set against all others: %s", text)
		}
	}
}

// Two thousand encounters, and 422 of them with no decision yet: nobody knows whether
// the service was for those women. No other offer was made than to the eligible.
func TestLondonReachSaysWhatIsNotKnown(t *testing.T) {
	book := londonBook(t)
	eligible, _ := book.Figure("reach.eligible")
	if eligible.Text() != "61 of 1,621 (3.8%, 95% interval 2.9 to 4.8)" || eligible.Tally().Missing != 422 {
		t.Errorf("eligible %s, and %d not known", eligible.Text(), eligible.Tally().Missing)
	}
	table := tableOf(t, book.Tables(book.Exact), "reach")
	var lines []string
	for _, row := range table.Rows {
		lines = append(lines, cells(row))
	}
	for _, want := range []string{
		"Encounters | 2,043",
		"Left before eligible: charged | 706",
		"Left before eligible: no decision yet, so not known whether eligible | 422",
		"Left before eligible: no enforcement outcome | 762",
		"Left before eligible: simple caution given | 92",
		"Eligible | 61", "Offered | 61", "Accepted | 61",
		"Offered the service | 61 of 2,043 (3.0%, 95% interval 2.3 to 3.8)",
	} {
		if !strings.Contains(strings.Join(lines, "\n")+"\n", want+"\n") {
			t.Errorf("nothing says %q in\n%s", want, strings.Join(lines, "\n"))
		}
	}
}

func TestWhatAReasonForNoOfferTells(t *testing.T) {
	for reason, want := range map[string]string{
		"not_asked": "1 of 1", "charged": "0 of 1", "no_decision_yet": "no women in the base", "": "no women in the base",
	} {
		var columns evaluation.Columns
		columns.PutLoose(journey.Fact{ID: "e", Happened: calendar.OnDay(from), Known: calendar.OnDay(from), Body: journey.Encounter{
			Encounter: "e", Offered: journey.No, NotOffered: reason,
		}})
		book, err := columns.Count(scope)
		if err != nil {
			t.Fatal(err)
		}
		if f, _ := book.Figure("reach.eligible"); !strings.HasPrefix(f.Text(), want) {
			t.Errorf("%q: %s, want %s", reason, f.Text(), want)
		}
	}
}

// 22 of 23 women engaged, and are printed as 20 of 25: that is no finding against
// them. Where the verdict could turn by rounding alone there is none.
func TestRoundingAloneIsNoFinding(t *testing.T) {
	var columns evaluation.Columns
	referredIn(&columns, "North", 23, 22)
	referredIn(&columns, "South", 152, 138)
	referredIn(&columns, "West", 400, 200)
	split, err := columns.Split(scope, grouping.Area)
	if err != nil {
		t.Fatal(err)
	}
	whole, err := split.Whole.Protected(suppression.Default())
	if err != nil {
		t.Fatal(err)
	}
	readers, err := split.Protected(suppression.Default(), whole, []string{"engaged.total"})
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]string{}
	for _, row := range tableOf(t, split.Tables(readers), "fairness").Rows {
		if row[1].Words == "Engaged, all pathways" {
			said[row[0].Words] = row[len(row)-1].Words
		}
	}
	for area, want := range map[string]string{"North": "not enough people", "South": "higher", "West": "lower"} {
		if said[area] != want {
			t.Errorf("%s is told as %q, want %q", area, said[area], want)
		}
	}
}

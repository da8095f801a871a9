package evaluation_test

import (
	"fmt"
	"testing"
	"time"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/reckoning/evaluation"
	"throughline/internal/reckoning/suppression"
)

// spent is a cost line of the scheme over some days.
func spent(id string, from, to calendar.Day, pence int64) journey.Fact {
	return journey.Fact{ID: id, Happened: calendar.OnDay(to), Known: calendar.OnDay(to), Body: journey.CostRecorded{Scheme: "lwds", From: from, To: to, Pence: pence}}
}

// withCosts are 20 women referred on the eleventh day, of whom 12 met the
// condition, and 10 referred a year on; with cost lines.
func withCosts(t *testing.T, scope evaluation.Scope, lines ...journey.Fact) *evaluation.Book {
	t.Helper()
	var columns evaluation.Columns
	for i := range 30 {
		columns.Put(caution(fmt.Sprintf("c%02d", i), func(row *journey.Row) {
			if i >= 20 {
				row.Referred = from + 365
			}
			if i < 12 {
				row.Condition.Met = row.Referred + 30
			}
			if i < 9 {
				row.Answers = []journey.Answered{{Wave: journey.Exit, Measure: "mental_health_improved", Answer: string(journey.Yes)}}
			}
		}))
	}
	for _, line := range lines {
		columns.PutLoose(line)
	}
	book, err := columns.Count(scope)
	if err != nil {
		t.Fatal(err)
	}
	return book
}

func TestCostIsSharedAmongWomenOfItsOwnDays(t *testing.T) {
	all := scope
	period := calendar.Window{From: from, To: from + 99}
	for _, test := range []struct {
		name  string
		scope evaluation.Scope
		lines []journey.Fact
		says  map[string]string // by figure; "" where there must be none
	}{
		{"over the whole cohort", all, []journey.Fact{spent("1", from, asAt, 300_000), spent("2", from, asAt, 300_000)}, map[string]string{
			"cost.per_referred": "£200 (£6,000 for 30)", "cost.per_engaged_woman": "£200 (£6,000 for 30)", "cost.per_condition_met": "£500 (£6,000 for 12)",
			"cost.per_outcome.mental_health_improved": "£666.67 (£6,000 for 9)", "cost.per_outcome.accommodation_improved": "no women in the base",
			"cost.women.referred": "30", "cost.women.referred.other_days": "",
		}},
		{"over a part of it", all, []journey.Fact{spent("1", from, from+99, 600_000)}, map[string]string{
			"cost.per_referred": "£300 (£6,000 for 20)", "cost.per_condition_met": "£500 (£6,000 for 12)",
			"cost.women.referred": "20", "cost.women.referred.other_days": "10", "cost.women.condition_met.other_days": "",
		}},
		{"with no line", all, nil, map[string]string{"cost.per_engaged_woman": "£0 (£0 for 30)", "cost.per_referred": "", "cost.women.referred": ""}},
		{"for a period that holds a line", all.Narrowed(evaluation.Narrowing{Referred: period}), []journey.Fact{spent("1", from, from+99, 600_000), spent("2", from, asAt, 900_000)}, map[string]string{
			"cost.per_referred": "£300 (£6,000 for 20)", "cost.women.referred.other_days": "",
		}},
		{"for a period that no line lies in", all.Narrowed(evaluation.Narrowing{Referred: period}), []journey.Fact{spent("2", from, asAt, 900_000)}, map[string]string{
			"cost.per_referred": "", "cost.per_engaged_woman": "",
		}},
		{"for one provider", all.Narrowed(evaluation.Narrowing{Provider: "advance"}), []journey.Fact{spent("1", from, asAt, 600_000)}, map[string]string{"cost.per_engaged_woman": ""}},
		{"of another scheme", all, []journey.Fact{{ID: "1", Body: journey.CostRecorded{Scheme: "hull", From: from, To: asAt, Pence: 100}}}, map[string]string{"cost.per_engaged_woman": "£0 (£0 for 30)"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			book := withCosts(t, test.scope, test.lines...)
			for id, says := range test.says {
				f, ok := book.Figure(id)
				if ok != (says != "") || ok && f.Text() != says {
					t.Errorf("%s says %q (%v), want %q", id, f.Text(), ok, says)
				}
			}
		})
	}
}

// The base of a cost is the numerator of another figure. Where that is hidden, the
// base must not show it.
func TestTheBaseOfACostIsHiddenWithWhatItCounts(t *testing.T) {
	book := withCosts(t, scope, spent("1", from, calendar.On(2021, time.March, 31), 600_000))
	for _, pair := range [][2]string{{"referrals.total", "cost.women.referred"}, {"engaged.total", "cost.women.engaged"}, {"condition.met_of_all_referred", "cost.women.condition_met"}, {"exit.mental_health_improved", "cost.women.outcome.mental_health_improved"}} {
		linked := false
		for _, sum := range book.Sums {
			linked = linked || sum.Total == pair[0] && sum.Parts[0] == pair[1]
		}
		if !linked {
			t.Errorf("disclosure control is not told that %s counts %s", pair[1], pair[0])
		}
	}
	read, err := book.Protected(suppression.Default())
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"cost.per_outcome.mental_health_improved", "cost.women.outcome.mental_health_improved"} {
		reading, _ := read(id)
		exact, _ := book.Figure(id)
		if reading.Text() == exact.Text() {
			t.Errorf("%s is exact to those outside: %s", id, reading.Text())
		}
	}
}

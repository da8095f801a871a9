package evaluation_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/reckoning/evaluation"
	"throughline/internal/reckoning/figure"
	"throughline/internal/reckoning/stats"
	"throughline/schemes"
)

var reported = calendar.On(2021, time.August, 31)

func londonColumns(t testing.TB) (*evaluation.Columns, evaluation.Scope) {
	data := readLondon(t)
	var columns evaluation.Columns
	for _, row := range data.rows(reported) {
		columns.Put(row)
	}
	for _, fact := range journey.Effective(data.loose, reported) {
		columns.PutLoose(fact)
	}
	return &columns, londonScope(t, reported)
}

func londonScope(t testing.TB, asAt calendar.Day) evaluation.Scope {
	library, err := schemes.Library()
	if err != nil {
		t.Fatal(err)
	}
	return evaluation.ScopeOf(library.Of("lwds", asAt), nil, asAt)
}

// The figures of the London report, as agreed to the last digit. A row holds
// what is printed: id, numerator, base, per cent, Wilson low and high,
// Clopper–Pearson low and high.
var golden = []struct {
	id                          string
	n, base                     int
	percent                     string
	low, high, exactLow, exactH string
}{
	{"engaged.total", 160, 175, "91.43", "86.34", "94.74", "86.26", "95.12"},
	{"engaged.conditional_caution", 131, 142, "92.25", "86.66", "95.62", "86.56", "96.07"},
	{"engaged.voluntary", 29, 33, "87.88", "72.67", "95.18", "71.80", "96.60"},
	{"condition.met", 127, 131, "96.95", "92.41", "98.81", "92.37", "99.16"},
	{"condition.met_of_all_referred", 127, 142, "89.44", "83.30", "93.49", "83.18", "93.97"},
	{"needs.health", 107, 160, "66.88", "59.26", "73.70", "59.01", "74.10"},
	{"needs.domestic_abuse_vawg", 104, 160, "65.00", "57.34", "71.96", "57.07", "72.36"},
	{"needs.drugs_and_alcohol", 80, 160, "50.00", "42.34", "57.66", "42.00", "58.00"},
	{"needs.accommodation", 91, 160, "56.88", "49.13", "64.30", "48.82", "64.67"},
	{"needs.four_or_more", 99, 160, "61.88", "54.15", "69.04", "53.87", "69.43"},
	{"needs.all_three", 48, 160, "30.00", "23.44", "37.50", "23.02", "37.74"},
	{"needs.all_three.conditional_caution", 39, 131, "29.77", "22.61", "38.09", "22.10", "38.38"},
	{"first_time", 66, 160, "41.25", "33.91", "49.00", "33.54", "49.29"},
	{"offences.assault_with_abuse_known", 31, 44, "70.45", "55.78", "81.84", "54.80", "83.24"},
	{"duration.over_3_months", 22, 35, "62.86", "46.34", "76.83", "44.92", "78.53"},
	{"duration.over_6_months", 7, 35, "20.00", "10.04", "35.89", "8.44", "36.94"},
	{"exit.safer_from_domestic_abuse", 35, 35, "100.00", "90.11", "100.00", "90.00", "100.00"},
	{"exit.mental_health_improved", 33, 37, "89.19", "75.29", "95.71", "74.58", "96.97"},
	{"exit.substance_use_improved", 22, 25, "88.00", "70.04", "95.83", "68.78", "97.45"},
	{"exit.accommodation_improved", 31, 31, "100.00", "88.97", "100.00", "88.78", "100.00"},
	{"exit.alternative_positive_choices", 54, 57, "94.74", "85.63", "98.19", "85.38", "98.90"},
	{"exit.less_likely_to_reoffend", 53, 57, "92.98", "83.30", "97.24", "83.00", "98.05"},
	{"follow_up.less_likely_to_reoffend", 12, 12, "100.00", "75.75", "100.00", "73.54", "100.00"},
	{"follow_up.confidence_improved", 12, 12, "100.00", "75.75", "100.00", "73.54", "100.00"},
	{"follow_up.confident_to_use_services", 12, 12, "100.00", "75.75", "100.00", "73.54", "100.00"},
	{"follow_up.women_only_beneficial", 12, 12, "100.00", "75.75", "100.00", "73.54", "100.00"},
	{"follow_up.positive_for_children", 9, 9, "100.00", "70.09", "100.00", "66.37", "100.00"},
	{"follow_up.safer_from_domestic_abuse", 4, 4, "100.00", "51.01", "100.00", "39.76", "100.00"},
	{"follow_up.in_employment", 8, 12, "66.67", "39.06", "86.19", "34.89", "90.08"},
	{"follow_up.in_education", 1, 12, "8.33", "1.49", "35.39", "0.21", "38.48"},
	{"follow_up.considering_volunteering", 2, 12, "16.67", "4.70", "44.80", "2.09", "48.41"},
	{"follow_up.in_employment_or_education", 9, 12, "75.00", "46.77", "91.11", "42.81", "94.51"},
	{"re_arrest.before_any", 8, 142, "5.63", "2.88", "10.72", "2.46", "10.80"},
	{"re_arrest.after_one", 6, 142, "4.23", "1.95", "8.91", "1.57", "8.97"},
	{"re_arrest.after_two_supported", 4, 142, "2.82", "1.10", "7.02", "0.77", "7.06"},
	{"re_arrest.after_closed", 6, 142, "4.23", "1.95", "8.91", "1.57", "8.97"},
	{"re_arrest.women", 24, 142, "16.90", "11.63", "23.92", "11.14", "24.10"},
	{"re_arrest.before_engaging", 14, 142, "9.86", "5.96", "15.87", "5.50", "15.99"},
	{"re_arrest.after_engaging", 10, 142, "7.04", "3.87", "12.48", "3.43", "12.57"},
	{"re_arrest.after_engaging.of_engaged", 10, 131, "7.63", "4.20", "13.48", "3.72", "13.59"},
	{"re_arrest.after_engaging.of_met", 10, 127, "7.87", "4.33", "13.89", "3.84", "14.00"},
	{"re_arrest.after_engaging.of_not_re_arrested_before", 10, 128, "7.81", "4.30", "13.78", "3.81", "13.90"},
	{"reach.offered", 61, 2043, "2.99", "2.33", "3.82", "2.29", "3.82"},
}

func TestLondonProportions(t *testing.T) {
	columns, scope := londonColumns(t)
	book, err := columns.Count(scope)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range golden {
		got, ok := book.Figure(want.id)
		if !ok {
			t.Errorf("there is no figure %s", want.id)
			continue
		}
		n, _ := got.Numerator()
		base, _ := got.Base()
		percent, _ := got.Percent(2)
		have := fmt.Sprintf("%d of %d, %s%%, %s, %s", n, base, percent, interval(got), interval(got.WithMethod(stats.MethodClopperPearson)))
		should := fmt.Sprintf("%d of %d, %s%%, %s–%s, %s–%s", want.n, want.base, want.percent, want.low, want.high, want.exactLow, want.exactH)
		if have != should {
			t.Errorf("%s = %s, want %s", want.id, have, should)
		}
	}
}

func interval(f figure.Figure) string {
	got, _ := f.Interval()
	return fmt.Sprintf("%.2f–%.2f", 100*got.Low, 100*got.High)
}

func TestLondonCounts(t *testing.T) {
	columns, scope := londonColumns(t)
	book, err := columns.Count(scope)
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]int{
		"referrals.conditional_caution": 142, "referrals.conditional_caution.2020-03": 32, "referrals.conditional_caution.2021-03": 80, "referrals.conditional_caution.2021-08": 30,
		"referrals.voluntary": 33, "referrals.voluntary.2020-03": 5, "referrals.voluntary.2021-03": 20, "referrals.voluntary.2021-08": 8,
		"referrals.total": 175, "referrals.total.2020-03": 37, "referrals.total.2021-03": 100, "referrals.total.2021-08": 38,
		"referrals.year_1": 102,
		"tier.standard":    61, "tier.medium": 71, "tier.high": 28, "tier.not_stated": 0,
		"offences.kinds": 38, "offences.TH68010": 33, "offences.MD71210": 21, "offences.CJ88001": 20, "offences.CJ88116": 14, "offences.CJ88159": 10,
		"activities.total": 337, "activities.women": 137, "activities.onward_referral": 137, "activities.advocacy": 102, "activities.group": 98,
		"open.total": 36, "open.conditional_caution": 32, "open.voluntary": 4,
		"training.sessions": 42, "training.evidence_review_officer": 84, "training.custody_officer": 406,
		"funnel.encounters": 2043, "funnel.offered": 61, "funnel.accepted": 61,
	} {
		got, ok := book.Figure(id)
		if n, counts := got.Numerator(); !ok || !counts || n != want {
			t.Errorf("%s = %d (%v), want %d", id, n, ok, want)
		}
	}
	for id, want := range map[string]string{
		"activities.per_woman_with_any": "2.46", "activities.per_engaged_woman": "2.11", "cost.per_engaged_woman": "2126.00",
		"cost.per_referred": "1943.77", "cost.per_condition_met": "2678.43",
		"cost.per_outcome.safer_from_domestic_abuse": "9718.86", "cost.per_outcome.mental_health_improved": "10307.88",
		"cost.per_outcome.substance_use_improved": "15461.82", "cost.per_outcome.accommodation_improved": "10972.90",
		"cost.per_outcome.alternative_positive_choices": "6299.26", "cost.per_outcome.less_likely_to_reoffend": "6418.11",
	} {
		got, _ := book.Figure(id)
		if value, _ := got.Value(); value != want {
			t.Errorf("%s = %s, want %s", id, value, want)
		}
	}
	cost, _ := book.Figure("cost.per_engaged_woman")
	if cost.Pence() != 34016000 {
		t.Errorf("the cost is %d pence, want £340,160", cost.Pence())
	}
	// The 15 who did not engage: 10 never, 5 after the first; the four
	// who did and have not met the condition are open.
	if f, _ := book.Figure("duration.over_3_months"); f.Tally().NotApplicable != 1 {
		t.Errorf("%d open cases have no attended appointment, want 1 of 36", f.Tally().NotApplicable)
	}
}

// What the report prints can not come from "the 36": figures, section 3.
func TestLondonDurationsAreOfThirtyFive(t *testing.T) {
	for n := range 37 {
		if f, _ := figure.NewProportion(figure.Meaning{ID: "x"}, figure.Tally{Numerator: n, Base: 36}); true {
			if percent, _ := f.Percent(0); percent == "63" || percent == "20" {
				t.Errorf("%d of 36 rounds to %s", n, percent)
			}
		}
	}
}

func TestLondonCasesBehindAFigureAreItsNumerator(t *testing.T) {
	columns, scope := londonColumns(t)
	book, err := columns.Count(scope)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range book.Figures {
		id := f.Meaning().ID
		behind, ok := columns.Behind(book, id)
		n, counts := f.Numerator()
		if !counts || !ok {
			if ok || !(strings.HasPrefix(id, "training.") || strings.HasPrefix(id, "cost.") || id == "offences.kinds" || id == "offences.recorded") {
				t.Errorf("%s: cases behind it: %v", id, ok)
			}
			continue
		}
		if strings.HasPrefix(id, "activities.") && !strings.HasSuffix(id, "women") || id == "re_arrest.per_woman" ||
			strings.HasSuffix(id, ".appointments") || strings.HasSuffix(id, ".days") {
			continue // counts activities, arrests, appointments or days, and its cases are the women
		}
		if base, _ := f.Base(); f.Kind() == figure.Mean {
			n = base // adds up ratings, and its cases are the women who gave them
		}
		if len(behind.Cases)+behind.Without != n {
			t.Errorf("%s: %d cases and %d without for a numerator of %d", id, len(behind.Cases), behind.Without, n)
		}
	}
}

// Further checks on the cohort: figures, section 4.
func TestLondonReArrests(t *testing.T) {
	data := readLondon(t)
	feed := calendar.On(2021, time.August, 24)
	byTiming, arrests := map[journey.ReArrestTiming]int{}, 0
	var lives []stats.Life
	var strictly [2]int
	shortest, longest := 1<<30, 0
	for _, row := range data.rows(reported) {
		if row.ReArrests > 0 {
			arrests += row.ReArrests
			byTiming[row.Timing] += row.ReArrests
			if row.Pathway != journey.ConditionalCaution {
				t.Errorf("%s: a re-arrest outside conditional cautions", row.Case)
			}
		}
		if row.Pathway != journey.ConditionalCaution {
			continue
		}
		life := stats.Life{Days: feed.Sub(row.Referred)}
		shortest, longest = min(shortest, life.Days), max(longest, life.Days)
		if row.ReArrest.Known() {
			life = stats.Life{Days: row.ReArrest.Sub(row.Referred), Event: true}
			switch row.Timing {
			case journey.ReArrestAfterTwoSupported, journey.ReArrestAfterClosed:
				if row.Closed.Known() && row.Closed < row.ReArrest {
					strictly[1]++
				} else {
					strictly[0]++
				}
			}
		}
		lives = append(lives, life)
	}
	if arrests != 30 {
		t.Errorf("%d arrests after referral, want 30", arrests)
	}
	if strictly != [2]int{5, 5} {
		t.Errorf("closure strictly before the arrest gives %v, want 5 and 5", strictly)
	}
	if shortest != 29 || longest != 654 {
		t.Errorf("follow-up of %d to %d days, want 29 to 654", shortest, longest)
	}
	curve, err := stats.KaplanMeier(lives)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []struct {
		days, events, atRisk int
		percent              string
	}{{90, 18, 111, "12.74"}, {180, 0, 92, "13.60"}, {365, 0, 48, "19.93"}} {
		at := curve.At(want.days)
		if got := fmt.Sprintf("%.2f", 100*(1-at.Survival)); got != want.percent || at.AtRisk != want.atRisk || want.events > 0 && at.EventsSoFar != want.events {
			t.Errorf("%d days: %s%%, %d events, %d at risk; want %+v", want.days, got, at.EventsSoFar, at.AtRisk, want)
		}
	}
	year := curve.At(365)
	if got := fmt.Sprintf("%.2f %.2f–%.2f", 100*year.StandardError, 100*(1-year.High), 100*(1-year.Low)); got != "3.87 13.51–28.84" {
		t.Errorf("a year: %s, want 3.87 13.51–28.84", got)
	}
}

func TestLondonReadingLateAsAbsentGivesAnotherCount(t *testing.T) {
	late, met, readAbsent := 0, 0, 0
	data := readLondon(t)
	for _, facts := range data.women {
		for _, row := range journey.Fold(facts, reported) {
			late += row.Appointments.Late
			if row.Pathway != journey.ConditionalCaution {
				continue
			}
			if row.ConditionMet() {
				met++
			}
			onTime := 0
			for _, fact := range facts {
				if came, ok := fact.Body.(journey.Attendance); ok && fact.Case == row.Case && came.Outcome == journey.Attended && came.Counts == journey.Yes {
					onTime++
				}
			}
			if onTime >= 2 {
				readAbsent++
			}
		}
	}
	if late != 102 || met != 127 || readAbsent != 114 {
		t.Errorf("%d late, %d met, %d met if late were absent; want 102, 127, 114", late, met, readAbsent)
	}
}

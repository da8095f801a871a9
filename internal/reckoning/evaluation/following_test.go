package evaluation_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"throughline/internal/domain/journey"
	"throughline/internal/reckoning/figure"
)

// The values agreed for a year to the last digit; those from the second appointment
// and of fixed follow-up were worked out besides from the exchange files.
func TestLondonReArrestsByTime(t *testing.T) {
	book := londonBook(t)
	for _, want := range []struct {
		id                         string
		events, base, atRisk       int
		percent, error, low, highs string
	}{
		{"re_arrest.by_90_days", 18, 142, 111, "12.74", "2.81", "8.22", "19.46"},
		{"re_arrest.by_180_days", 19, 142, 92, "13.60", "2.91", "8.89", "20.51"},
		{"re_arrest.by_365_days", 24, 142, 48, "19.93", "3.87", "13.51", "28.84"},
		{"re_arrest.after_second_by_90_days", 4, 118, 99, "3.39", "1.67", "1.29", "8.78"},
		{"re_arrest.after_second_by_180_days", 5, 118, 86, "4.42", "1.94", "1.86", "10.32"},
		{"re_arrest.after_second_by_365_days", 10, 118, 44, "11.93", "3.75", "6.38", "21.73"},
	} {
		f, _ := book.Figure(want.id)
		at, ok := f.Estimate()
		n, _ := f.Numerator()
		base, _ := f.Base()
		percent, _ := f.Percent(2)
		have := fmt.Sprintf("%d of %d, %d at risk, %s %.2f %.2f–%.2f", n, base, at.AtRisk, percent, 100*at.StandardError, 100*at.Interval.Low, 100*at.Interval.High)
		should := fmt.Sprintf("%d of %d, %d at risk, %s %s %s–%s", want.events, want.base, want.atRisk, want.percent, want.error, want.low, want.highs)
		if !ok || have != should {
			t.Errorf("%s = %s, want %s", want.id, have, should)
		}
	}
	for id, want := range map[string]string{
		"re_arrest.within_90_days":  "18 of 129 (14.0%, 95% interval 9.0 to 21.0)",
		"re_arrest.within_180_days": "17 of 109 (15.6%, 95% interval 10.0 to 23.6)",
		"re_arrest.within_365_days": "12 of 60 (20.0%, 95% interval 11.8 to 31.8)",
		"re_arrest.per_woman":       "0.21 re-arrests per woman (30 for 142)",
	} {
		if f, _ := book.Figure(id); f.Text() != want {
			t.Errorf("%s = %s, want %s", id, f.Text(), want)
		}
	}
	since := book.SinceReferral
	if since.CutOff.String() != "2021-08-24" || since.Shortest != 29 || since.Median != 335 || since.Longest != 654 {
		t.Errorf("followed up to %s for %d to %d days, median %d", since.CutOff, since.Shortest, since.Longest, since.Median)
	}
}

// Every outcome of the feed is not known: nothing can be said of new matters, and
// nothing of proven reoffences.
func TestLondonOutcomesOfArrestsAreNotTold(t *testing.T) {
	book := londonBook(t)
	for id, missing := range map[string]int{"new_matter": 142, "proven_reoffence": 28} {
		if f, _ := book.Figure(id); f.Text() != figure.NoBase || f.Tally().Missing != missing {
			t.Errorf("%s = %s, and %d not known", id, f.Text(), f.Tally().Missing)
		}
	}
}

func TestWhoIsFollowedForAReArrest(t *testing.T) {
	cutOff := from + 600
	arrested := func(row *journey.Row, days int, outcome journey.ArrestOutcome) {
		row.Later = append(row.Later, journey.LaterArrest{On: row.Referred.AddDays(days), Outcome: outcome})
		row.ReArrests, row.ReArrest = len(row.Later), row.Later[0].On
		row.LastArrest = row.Later[len(row.Later)-1].On
	}
	// feed is a woman of another scheme: the police feed is one, and reaches so far.
	feed := caution("feed", func(row *journey.Row) {
		row.Scheme = "hull-womens-triage"
		row.LastArrest = cutOff
	})
	died := func(row *journey.Row) { row.Closed, row.Reason = row.Referred+50, journey.ClosedDied }
	twice := func(days int) func(*journey.Row) {
		return func(row *journey.Row) {
			row.Appointments = journey.Appointments{OnTime: 2, First: row.Referred, Second: row.Referred.AddDays(days)}
		}
	}
	for _, test := range []struct {
		name   string
		change func(*journey.Row)
		figure string
		want   figure.Tally
	}{
		{"arrested on the ninetieth day", func(r *journey.Row) { arrested(r, 90, "") }, "re_arrest.by_90_days", figure.Tally{Numerator: 1, Base: 1}},
		{"arrested on the day after", func(r *journey.Row) { arrested(r, 91, "") }, "re_arrest.by_90_days", figure.Tally{Base: 1}},
		{"referred after the feed ends", func(r *journey.Row) { r.Referred = cutOff + 1 }, "re_arrest.by_90_days", figure.Tally{Missing: 1}},
		{"followed so long", nil, "re_arrest.within_90_days", figure.Tally{Base: 1}},
		{"not followed so long, and arrested", func(r *journey.Row) { r.Referred = cutOff - 80; arrested(r, 20, "") }, "re_arrest.within_90_days", figure.Tally{NotApplicable: 1}},
		{"died before", died, "re_arrest.within_90_days", figure.Tally{NotApplicable: 1}},
		{"came twice, arrested after", func(r *journey.Row) { twice(30)(r); arrested(r, 40, "") }, "re_arrest.after_second_by_90_days", figure.Tally{Numerator: 1, Base: 1}},
		{"arrested before she came twice", func(r *journey.Row) { twice(30)(r); arrested(r, 20, "") }, "re_arrest.after_second_by_90_days", figure.Tally{}},
		{"arrested on the day she came again", func(r *journey.Row) { twice(30)(r); arrested(r, 30, "") }, "re_arrest.after_second_by_90_days", figure.Tally{}},
		{"came once", func(r *journey.Row) { r.Appointments = journey.Appointments{OnTime: 1, First: r.Referred} }, "re_arrest.after_second_by_90_days", figure.Tally{}},
		{"a matter with no action taken", func(r *journey.Row) { arrested(r, 20, journey.ArrestNoAction) }, "new_matter", figure.Tally{Numerator: 1, Base: 1}},
		{"no later arrest, and the feed tells no outcome", nil, "new_matter", figure.Tally{Missing: 1}},
		{"an arrest with no outcome", func(r *journey.Row) { arrested(r, 20, "") }, "new_matter", figure.Tally{Missing: 1}},
		{"cautioned within the year", func(r *journey.Row) { arrested(r, 20, journey.ArrestCaution) }, "proven_reoffence", figure.Tally{Numerator: 1, Base: 1}},
		{"cautioned after it", func(r *journey.Row) { arrested(r, 400, journey.ArrestCaution) }, "proven_reoffence", figure.Tally{Base: 1}},
		{"charged: no conviction is told", func(r *journey.Row) { arrested(r, 20, journey.ArrestCharged) }, "proven_reoffence", figure.Tally{Missing: 1}},
		{"charged, and cautioned as well", func(r *journey.Row) { arrested(r, 20, journey.ArrestCharged); arrested(r, 30, journey.ArrestCaution) }, "proven_reoffence", figure.Tally{Numerator: 1, Base: 1}},
		{"seventeen months of the feed", func(r *journey.Row) { r.Referred = cutOff.AddMonths(-17); arrested(r, 20, journey.ArrestCaution) }, "proven_reoffence", figure.Tally{NotApplicable: 1}},
	} {
		f, ok := count(t, caution("a", test.change), feed).Figure(test.figure)
		have, _ := json.Marshal(f.Tally())
		want, _ := json.Marshal(test.want)
		if !ok || string(have) != string(want) {
			t.Errorf("%s: %s is %s, want %s", test.name, test.figure, have, want)
		}
	}
}

func TestWithoutAPoliceFeedNobodyIsFollowed(t *testing.T) {
	book := count(t, caution("a", nil))
	if f, _ := book.Figure("re_arrest.by_90_days"); f.Text() != figure.NoBase || f.Tally().Missing != 1 {
		t.Errorf("%s, %d not known", f.Text(), f.Tally().Missing)
	}
	if since := book.SinceReferral; since.Followed() || since.CutOff.Known() || since.Longest != 0 {
		t.Errorf("%+v", since)
	}
}

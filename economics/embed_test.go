package economics_test

import (
	"fmt"
	"strings"
	"testing"

	"throughline/economics"
	"throughline/internal/reckoning/chart"
	reckoned "throughline/internal/reckoning/economics"
	"throughline/internal/reckoning/figure"
	"throughline/internal/reckoning/stats"
)

func library(t *testing.T) reckoned.Library {
	t.Helper()
	library, err := economics.Library()
	if err != nil {
		t.Fatal(err)
	}
	return library
}

func TestValuesStandAsTheirSourcesPrintThem(t *testing.T) {
	all := library(t)
	for _, want := range []struct{ id, words, from string }{
		{"support_womens_centre", "£2,126 for each woman, and no range is stated", "004:113"},
		{"place_womens_centre", "£1,223 to £4,125 for a place", "Women's Budget Group, 2020"},
		{"place_prison", "£52,121 for a place, and no range is stated", "004:113"},
		{"liaison_court", "£491 for each woman, and no range is stated", "000:592"},
		{"liaison_salaries", "£640,000 to £728,250 a year", "000:406"},
		{"saved_womens_budget_group", "£2.84 for each £1, and no range is stated", "004:115"},
		{"social_value_nef", "£3.40 to £6.70 for each £1", "000:683"},
		{"saved_ipswich", "£2 for each £1, and no range is stated", "000:420"},
		{"saved_fewer_in_prison", "£9.5m to £14.7m", "004:115"},
		{"spend_linked_to_offending", "£1.7bn, and no range is stated", "004:115"},
		{"gap_core_funding", "£10m, and no range is stated", "004:117"},
		{"justice_cost_ipswich", "55%, and no range is stated", "000:420"},
		{"saved_sector_2022", "£2.75 for each £1, and no range is stated", "Sector study, 2022: £1m reaches 650 women and saves £2.75m"},
		{"gained_sector_2025", "£14 for each £1, and no range is stated", "Sector study, 2025"},
		{"discount_rate", "3.5%, and no range is stated", "HM Treasury, The Green Book"},
	} {
		value, ok := all.Value(want.id)
		if !ok || value.Words() != want.words || !strings.HasPrefix(value.From(), want.from) {
			t.Errorf("%s is %q, from %q; want %q, from %q", want.id, value.Words(), value.From(), want.words, want.from)
		}
	}
	if n := len(all.Values); n != 15 {
		t.Errorf("there are %d values, and 15 were looked at", n)
	}
}

// The rates of other schemes, with both intervals.
var rates = []struct{ id, counts, percent, wilson, exact string }{
	{"hull_attended", "98 of 135", "72.59", "64.52–79.41", "64.25–79.91"},
	{"hull_further_offences", "2 of 98", "2.04", "0.56–7.14", "0.25–7.18"},
	{"durham_no_further", "27 of 36", "75.00", "58.93–86.25", "57.80–87.88"},
	{"sheffield_completed", "33 of 33", "100.00", "89.57–100.00", "89.42–100.00"},
	{"cars_could_be_sent", "64 of 126", "50.79", "42.17–59.37", "41.74–59.81"},
	{"together_followed", "57 of 112", "50.89", "41.76–59.97", "41.27–60.46"},
	{"manchester_voluntary", "22 of 51", "43.14", "30.50–56.73", "29.35–57.75"},
}

func TestRatesOfOtherSchemes(t *testing.T) {
	byID := map[string]reckoned.Benchmark{}
	for _, b := range library(t).Benchmarks {
		byID[b.ID] = b
		if _, made := b.Figure(); made != (b.Count.Value > 0) {
			t.Errorf("%s: a rate without counts is words, and one with counts a figure", b.ID)
		}
	}
	for _, want := range rates {
		f, ok := byID[want.id].Figure()
		if !ok {
			t.Errorf("there is no rate %s", want.id)
			continue
		}
		n, _ := f.Numerator()
		base, _ := f.Base()
		percent, _ := f.Percent(2)
		got := fmt.Sprintf("%d of %d %s %s %s", n, base, percent, interval(f), interval(f.WithMethod(stats.MethodClopperPearson)))
		if should := strings.Join([]string{want.counts, want.percent, want.wilson, want.exact}, " "); got != should {
			t.Errorf("%s is %s, want %s", want.id, got, should)
		}
	}
	for id, says := range map[string]string{
		"durham_no_further":     "The count of 27 is computed.",
		"hull_further_offences": "The base of 98 is assumed.",
		"hull_attended":         "",
	} {
		if got := byID[id].Standing(); strings.TrimSpace(got) != says {
			t.Errorf("%s: %q, want %q", id, got, says)
		}
	}
}

func interval(f figure.Figure) string {
	got, _ := f.Interval()
	return fmt.Sprintf("%.2f–%.2f", 100*got.Low, 100*got.High)
}

func TestRatesOfOtherSchemesNeverShareAnAxis(t *testing.T) {
	var bars []chart.Bar
	for _, b := range library(t).Benchmarks {
		if f, ok := b.Figure(); ok {
			bars = append(bars, chart.Bar{Label: b.Scheme, Figure: f})
		}
	}
	for i, one := range bars {
		for _, other := range bars[i+1:] {
			if _, err := chart.Bars(chart.Spec{ID: "rates", Headline: "Rates", Cohort: "Women"}, []chart.Bar{one, other}); err == nil {
				t.Errorf("%s and %s share an axis", one.Label, other.Label)
			}
		}
	}
}

package chart

import (
	"strings"
	"testing"
)

func swings() []Swing {
	return []Swing{
		{Label: "Would have come anyway", AtLow: "0%", AtHigh: "100%", Low: 8_504_000, High: 0},
		{Label: "Owed to this service, and to nobody else who worked with her", AtLow: "25%", AtHigh: "75%", Low: 2_126_000, High: 6_378_000},
		{Label: "The value itself", AtLow: "£3.40 for each £1", AtHigh: "£6.70 for each £1", Low: 3_000_049, High: 5_504_050},
	}
}

var worth = Spec{ID: "tornado", Headline: "What would have come anyway moves the result most", Cohort: "Women who engaged, 1 November 2019 to 31 August 2021"}

func TestATornadoRefusesWhatMisleads(t *testing.T) {
	turned := swings()
	turned[0], turned[1] = turned[1], turned[0]
	below := swings()
	below[0].High = -1
	for _, test := range []struct {
		name   string
		spec   Spec
		middle int64
		swings []Swing
		says   string
	}{
		{"nothing to draw", worth, 1, nil, "nothing moves the result"},
		{"not the widest first", worth, 1, turned, "farther than the one before it"},
		{"a result below nothing", worth, 1, below, "below nothing"},
		{"a middle below nothing", worth, -1, swings(), "below nothing"},
		{"no headline", Spec{ID: "tornado", Cohort: "Women"}, 1, swings(), "no headline"},
	} {
		if _, err := Tornado(test.spec, test.middle, test.swings); err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: %v, want %q", test.name, err, test.says)
		}
	}
}

func TestATornadoOfNothingKeepsItsAxis(t *testing.T) {
	drawing, err := Tornado(worth, 0, []Swing{{Label: "Owed to this service", AtLow: "0%", AtHigh: "0%"}})
	if err != nil || strings.Contains(string(drawing.SVG), "NaN") || !strings.Contains(string(drawing.SVG), "£0") {
		t.Errorf("%v:\n%s", err, drawing.SVG)
	}
}

package herspace_test

import (
	"testing"

	"throughline/internal/casework/caseworktest"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

func TestSheSeesWhoWorksWithHerWhileHerKeyworkerIsAway(t *testing.T) {
	h := newHome(t)
	today := calendar.DayOf(h.Now())
	pen := h.Bench.Pen(caseworktest.Lead)
	facts, err := pen.Cover(h.row, journey.CoverEntry{Cover: "leave-1", Account: caseworktest.Keyworker.ID + "-other", From: today, Until: today.AddDays(2)})
	if err != nil {
		t.Fatal(err)
	}
	facts = append(facts, pen.HandOver(h.row, "keyworker-2", "She likes mornings")...)
	h.append(t, caseworktest.Lead, facts)
	view := h.open(t)
	if view.Worker != "Priya" || view.CoverUntil != today.AddDays(2) {
		t.Errorf("works with her: %q until %v", view.Worker, view.CoverUntil)
	}
	told := ""
	for _, entry := range view.Entries {
		if entry.Body.Kind() == journey.KindHandover {
			told = entry.Text
		}
	}
	if told != "She likes mornings" {
		t.Errorf("of what was handed over she reads %q", told)
	}
	h.WaitDays(3)
	if view := h.open(t); view.CoverUntil.Known() {
		t.Errorf("after the last day she is told of %v", view.CoverUntil)
	}
}

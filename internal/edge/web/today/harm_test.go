package today_test

import (
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/edge/web/woman"
)

// She who told of harm stands first, once, until somebody writes down what was done.
func TestHarmToHerselfStandsFirst(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	caseID := h.refer("Amina", caseworktest.Keyworker, func(r *journey.Referral) { r.Urgent = []string{"nowhere_safe"} })
	write := func(make func(journey.Pen, journey.Row) ([]journey.Fact, error)) {
		t.Helper()
		row, err := h.Record.Row(ctx, caseID)
		if err != nil {
			t.Fatal(err)
		}
		facts, err := make(h.Bench.Pen(caseworktest.Keyworker), row)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.Record.Append(ctx, casework.Change{Key: h.Key(), Digest: h.Key(), Case: caseID, Seen: casework.AnyVersion, Facts: facts}); err != nil {
			t.Fatal(err)
		}
	}
	tool := need.Tool{ID: "made_up", Version: 1, Questions: []need.Question{{ID: "harm", Area: need.MentalHealth, Ask: "Do you think of harm?", Safety: true}}}
	write(func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
		return pen.Screen(row, tool, journey.ScreenEntry{
			At: calendar.At(h.Now()), Where: journey.AskedAtCentre, Answers: []journey.ScreenedAnswer{{Question: "harm", Answer: journey.ScreenYes}},
		})
	})
	const told = "An answer told of harm to herself. Nobody wrote down what was done"
	shown := h.site.Get("/today").WantText("main li", told)
	if shown.Attr("main a[href="+woman.Path(caseID, "safety-steps")+"]", "href") == "" {
		t.Error("Today does not lead to the safety steps")
	}
	write(func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
		return pen.NoteRisk(row, h.Bench.Today(), journey.RiskEntry{RiskTold: journey.RiskTold{To: journey.RiskToHerself, Present: journey.Yes}, Done: "We rang her sister"})
	})
	h.site.Get("/today").WantText("main li", "Urgent at referral: nowhere safe to go")
}

package woman_test

import (
	"slices"
	"testing"

	"throughline/internal/casework/caseworktest"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/edge/web/woman"
)

func TestWhatAnAssessmentTellsBesideThePathways(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	caseID := h.hers()
	path := woman.Path(caseID, "assessment")
	on := day("on", h.Bench.Today())
	h.site.Post(path, h.form(path, append(slices.Clone(on),
		"strengths", "She sings", "ready", "thinking", "risk-children", "no", "both-needs", "yes", "excluded", "mental_and_emotional_health", "excluded-words", "The clinic",
		"trafficking", "not_sure", "trafficking-referral", "no", "children", "2", "with-her", "1", "ages", "3, 7", "social-care", "child_in_need", "children-need", "yes",
		"pregnant", "yes", "due-day", "1", "due-month", "9", "due-year", "2026", "health", "a_lot", "health-first", "1")...)).
		WantRedirect(woman.Path(caseID, "") + "?done=assessment")
	row, err := h.Record.Row(ctx, caseID)
	if err != nil || row.Concerns != journey.MentalAndSubstance|journey.TurnedAway|journey.MaybeTrafficked|journey.Expecting || row.Mother != journey.Yes {
		t.Errorf("concerns %v, mother %s, %v", row.Concerns.Words(), row.Mother, err)
	}
	if row.Needs != need.Set(0).With(need.Health) {
		t.Errorf("needs %v", row.Needs.Pathways())
	}
	if body := last[journey.NeedAssessed](h); body.First != 1 {
		t.Errorf("her order: %+v", body)
	}
	h.site.Get(woman.Path(caseID, "")).WantText(".tl-alert", "Know this first Mental health and drugs or alcohol together Turned away by a service because of the other need Somebody may have trafficked her Expecting a child")

	// What is known is shown with its day, and asked again only behind Change.
	h.site.Get(path).WantText("main", "2 children under 18, 1 with her. 3 March 2026, told to Advance").
		WantText("main", "Her family: ages 3, 7, social care: helps a child in need, a child needs help").
		WantText("main", "A mental health service turned her away because of the other need: “The clinic”. 3 March 2026, written down by you").
		WantText("details", "Change what is known of her children").WantText("details", "Change whether she is pregnant").
		WantText("main", "She is pregnant, due 1 September 2026").WantText("main", "No risk to children. 3 March 2026").
		WantText("main", "What goes well. Thinking about it: “She sings”").WantNone("details[open]")
}

// That she is at risk comes before anything else.
func TestARiskToHerselfLeadsToTheSafetySteps(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	caseID := h.hers()
	path := woman.Path(caseID, "assessment")
	h.site.Post(path, h.form(path, append(day("on", h.Bench.Today()), "risk-herself", "yes", "risk-herself-when", "now", "risk-herself-done", "We rang her sister")...)).
		WantRedirect(woman.Path(caseID, "safety-steps") + "?done=harm")
	if body := last[journey.RiskTold](h); body.To != journey.RiskToHerself || h.words() != "We rang her sister" {
		t.Errorf("wrote %+v %q", body, h.words())
	}
	h.site.Get(woman.Path(caseID, "timeline")).WantText(".tl-timeline", "Risk to herself, now").WantText(".tl-timeline", "We rang her sister")
}

// Side by side with her, nothing stands there that only staff fill in.
func TestFillingInWithHer(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	path := woman.Path(h.hers(), "assessment")
	h.site.Get(path).WantText("main a", "Fill in with her").WantText("main", "And in yours")
	shown := h.site.Get(path + "?together=yes")
	for _, name := range []string{"health-workers", "risk-staff", "risk-herself-from"} {
		shown.WantNone("[name=" + name + "]")
	}
	h.site.Post(path, h.form(path+"?together=yes", "on-day", "", "together", "yes")).WantStatus(422).WantNone("[name=health-workers]")
}

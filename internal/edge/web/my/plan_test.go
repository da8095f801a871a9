package my_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/sharing"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web/webtest"
	"throughline/internal/reckoning/reading"
)

// stepped is a space with a goal that has two steps.
func stepped(t *testing.T) *space {
	s := newSpace(t)
	s.worker(s.pen().SetGoal(s.row, journey.GoalEntry{Words: "A front door of my own", Measure: "I have keys", State: journey.GoalOpen, Steps: []journey.StepEntry{
		{Words: "Ring the council", Owner: journey.StepHers, State: journey.StepOpen, Due: calendar.DayOf(s.Now()).AddDays(7)},
		{Words: "Write a letter", Owner: journey.StepKeyworker, State: journey.StepOpen},
	}}))
	return s.in()
}

func TestSheTicksAStep(t *testing.T) {
	s := stepped(t)
	s.site.Get("/my").WantText("main", "0 of 2 steps done")
	page := s.site.Get("/my/plan").WantText("main", "Ring the council").WantText("main", "By Tuesday 10 March").WantText("main", "We help with this")
	tick := url.Values{"key": {page.Attr("main li li input[name=key]", "value")}, "step": {page.Attr("main li li input[name=step]", "value")}, "reached": {"yes"}}
	s.site.Post("/my/plan/step", tick).WantRedirect("/my/plan")
	s.site.Post("/my/plan/step", tick).WantRedirect("/my/plan") // pressed twice
	s.site.Get("/my").WantText("main", "1 of 2 steps done")
	s.site.Get("/my/plan").WantText("main", "✓ Done")
	s.site.Get("/my/print").WantText("main", "Ring the council ✓")
	tick.Set("key", s.Key())
	tick.Set("reached", "no")
	s.site.Post("/my/plan/step", tick).WantRedirect("/my/plan")
	s.site.Get("/my").WantText("main", "0 of 2 steps done")
	before := len(s.Record.Facts())
	s.site.Post("/my/plan/step", url.Values{"key": {s.Key()}, "step": {"another"}, "reached": {"yes"}}).WantRedirect("/my/plan")
	if len(s.Record.Facts()) != before {
		t.Error("a step that is not hers was ticked")
	}
}

func TestHerSafetyPlanIsShownOnlyWhereSheTurnsItOn(t *testing.T) {
	s := stepped(t)
	s.worker(s.pen().WriteSafetyPlan(s.row, journey.SafetyPlan{}, map[journey.SafetySection]string{journey.SafetyTake: "Passport\nKeys"}))
	for _, path := range []string{"/my", "/my/more", "/my/list", "/my/plan", "/my/print", "/my/written"} {
		if page := s.site.Get(path).WantStatus(200); strings.Contains(page.Body, "Passport") || path == "/my/written" && strings.Contains(page.Body, "Something was written") {
			t.Errorf("%s tells of it", path)
		}
	}
	send := func(show string) {
		form := url.Values{"key": {s.site.Get("/my/list").Attr("main input[name=key]", "value")}, "show": {show}}
		s.site.Post("/my/list", form).WantRedirect("/my/list")
	}
	send("yes")
	s.site.Get("/my/list").WantText("main", "What to take Passport Keys").WantText("title", "Keeping safe - My Space")
	send("no")
	if strings.Contains(s.site.Get("/my/list").WantText("main", "This list is not shown here").Body, "Passport") {
		t.Error("it is shown after she hid it")
	}
}

func TestSheReadsWhatSheTakesWithHer(t *testing.T) {
	s := stepped(t)
	s.site.Get("/my/summary").WantText("main", "There is nothing to read now")
	lines, err := s.share.Onward(ctx, caseworktest.Keyworker, s.row.Case)
	if err != nil {
		t.Fatal(err)
	}
	var chosen []string
	for _, line := range lines.Lines {
		if strings.Contains(line.Text, "front door") {
			chosen = append(chosen, line.ID)
		}
	}
	if _, err := s.share.MakeSummary(ctx, caseworktest.Keyworker, s.row.Case, s.Key(), sharing.SummaryEntry{Service: "Willow House", Chosen: chosen}); err != nil {
		t.Fatal(err)
	}
	s.site.Get("/my").WantText("main", "There is something for you to read")
	page := s.site.Get("/my/summary").WantText("main", "We wrote this for Willow House").WantText("main", "A front door of my own")
	form := url.Values{"key": {page.Attr("main input[name=key]", "value")}, "digest": {page.Attr("main input[name=digest]", "value")}, "text": {"Kept words"}}
	s.site.Post("/my/summary", form).WantStatus(422).WantText(".govuk-error-summary", "Choose one").WantText("textarea", "Kept words")
	old := url.Values{"key": {s.Key()}, "digest": {"another"}, "choice": {"yes"}}
	s.site.Post("/my/summary", old).WantStatus(422).WantText(".govuk-error-summary", "Please read it again")
	form.Set("choice", "yes")
	s.site.Post("/my/summary", form).WantRedirect("/my/summary")
	s.site.Get("/my/summary").WantText("main", "You said yes")
	s.site.Get("/my").WantNone(".govuk-inset-text")
	s.Wait(time.Minute)
	if _, err := s.share.HandOver(ctx, caseworktest.Keyworker, s.row.Case, s.Key()); err != nil {
		t.Fatal(err)
	}
	s.site.Get("/my/summary").WantText("main", "They have it now").WantNone("main form[id=answers]")
}

func TestThePagesOfHerPlanAreEasyToRead(t *testing.T) {
	s := stepped(t)
	read := map[string]*webtest.Page{}
	for _, path := range []string{"/my/plan", "/my/list", "/my/summary"} {
		read[path] = s.site.Get(path).WantStatus(200)
	}
	webtest.WantReading(t, reading.Hers, read)
}

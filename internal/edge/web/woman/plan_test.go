package woman_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/support"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web/woman"
)

// planned sets a goal with these steps, and returns its id.
func (h *house) planned(caseID, words string, steps ...journey.StepEntry) string {
	h.t.Helper()
	h.must(h.desk.SetGoal(ctx, caseworktest.Keyworker, caseID, casework.AnyVersion, h.Key(), journey.GoalEntry{
		Words: words, Measure: "She has keys", State: journey.GoalOpen, Review: h.Bench.Today().AddDays(28), Steps: steps,
	}))
	goals := 0
	for _, fact := range h.Record.Facts() {
		if body, ok := fact.Body.(journey.GoalSet); ok {
			goals++
			words = body.Goal
		}
	}
	return words
}

func step(words string, due calendar.Day) journey.StepEntry {
	return journey.StepEntry{Words: words, Owner: journey.StepHers, State: journey.StepOpen, Due: due}
}

func TestAGoalIsWrittenWithItsSteps(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	caseID := h.hers()
	path, today := woman.Path(caseID, "plan"), h.Bench.Today()
	h.site.Post(path, h.form(path, "act", "goal", "goal", "My own front door", "state", "open", "measure", "I have keys", "support", "onward_referral",
		"step-1", "Ring the council", "who-1", "she", "due-1", today.AddDays(7).String(),
		"step-2", "Write a letter", "who-2", "service", "service-2", "Shelter")).WantRedirect(path + "?done=goal")
	page := h.site.Get(path).WantText(".govuk-summary-card", "I have keys").WantText(".govuk-summary-card", "Onward referral").
		WantText("main", "Steps (0 of 2 done)").WantText("main", "She does this. By Tuesday 10 March 2026").WantText("main", "Shelter")

	// One press is enough to say that a step is done.
	tick := url.Values{}
	for _, name := range []string{"once", "version", "act", "goal", "id", "state"} {
		tick.Set(name, page.Attr("main li form input[name="+name+"]", "value"))
	}
	h.site.Post(path, tick).WantRedirect(path + "?done=tick")
	h.site.Get(path).WantText("main", "Steps (1 of 2 done)").WantText("main", "Done, 3 March 2026").WantNone("*[class=tl-alert]")
	h.site.Post(path, tick).WantRedirect(path + "?done=tick") // pressed twice
	tick.Set("id", "another")
	tick.Set("once", h.Key())
	h.site.Post(path, tick).WantStatus(409)

	first := last[journey.StepSet](h)
	change := path + "?step=" + first.Step
	h.site.Get(change).WantText("h2", "Change a step")
	h.site.Post(path, h.form(change, append(day("due", today.AddDays(14)), "act", "step", "goal", first.Goal, "id", first.Step, "step", "Visit the council", "who", "keyworker", "state", "open")...)).
		WantRedirect(path + "?done=step")
	h.site.Get(path).WantText("main", "Visit the council").WantText("main", "Priya. By Tuesday 17 March 2026")
	add := path + "?add=" + first.Goal
	h.site.Post(path, h.form(add, "act", "step", "goal", first.Goal, "step", "See a flat", "who", "she", "state", "open")).WantRedirect(path + "?done=step")
	h.site.Get(path).WantText("main", "Steps (0 of 3 done)")

	h.wantRefused(path, map[string]refused{
		"a service without a name": {[]string{"act", "goal", "goal", "Kept words", "state", "open", "step-1", "Kept step", "who-1", "service"}, "Write the name of the service", "service-1", ""},
		"a day not on the list":    {[]string{"act", "goal", "goal", "Kept words", "state", "open", "step-2", "Kept step", "who-2", "she", "due-2", "soon"}, "Choose a day from the list", "due-2", "due-2"},
		"hoped for in the past":    {append(day("target", today.AddDays(-1)), "act", "goal", "goal", "Kept words", "state", "open"), "Enter a day from today on", "target-day", ""},
		"help there is none of":    {[]string{"act", "goal", "goal", "Kept words", "state", "open", "support", "money"}, "Choose from the list", "support", "support"},
	})
	h.wantRefused(add, map[string]refused{
		"a step without words":   {[]string{"act", "step", "goal", first.Goal, "who", "she", "state", "open"}, "Write the step", "step", ""},
		"a step of another goal": {[]string{"act", "step", "goal", "another", "step", "Kept step", "who", "she", "state", "open"}, "Choose one of her goals", "step", ""},
		"due before today":       {append(day("due", today.AddDays(-1)), "act", "step", "goal", first.Goal, "step", "Kept step", "who", "she", "state", "open"), "Choose a day from today on", "due-day", ""},
	})
}

func TestWhatChangedSinceSheAgreedIsShown(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	caseID := h.hers()
	path := woman.Path(caseID, "plan")
	goal := h.planned(caseID, "A flat")
	h.must(h.desk.AgreePlan(ctx, caseworktest.Keyworker, caseID, casework.AnyVersion, h.Key(), support.Answer{Answer: journey.PlanAgreedByHer}))
	h.site.Get(path).WantText("main", "She agreed the plan on 3 March 2026").WantNone(".tl-alert")
	h.Wait(time.Minute)
	h.must(h.desk.SetStep(ctx, caseworktest.Keyworker, caseID, casework.AnyVersion, h.Key(), goal, step("Ring the council", 0)))
	h.site.Get(path).WantText(".tl-alert", "Changed since she answered").WantText(".tl-alert", "Step to take, by you: Ring the council")
}

func TestAReviewGoesGoalByGoal(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	caseID := h.hers()
	path, today := woman.Path(caseID, "review"), h.Bench.Today()
	h.site.Get(path).WantStatus(200).WantText("main", "She works on no goal now")
	flat, job := h.planned(caseID, "A flat"), h.planned(caseID, "A job")
	whole := func(fill ...string) []string {
		return append([]string{"state-" + flat, "open", "state-" + job, "open"}, fill...)
	}
	h.wantRefused(path, map[string]refused{
		"nothing said":          {whole(), "Say something of a goal, or enter the next review", "next-day", ""},
		"a rating of seven":     {whole("rating-"+flat, "7", "changed-"+flat, "Kept words"), "Ratings go from 0", "rating-" + flat, "rating-" + flat},
		"a rating in words":     {whole("rating-"+flat, "good", "changed-"+flat, "Kept words"), "Ratings go from 0", "rating-" + flat, "rating-" + flat},
		"no such day":           {append(whole("changed-"+flat, "Kept words"), "next-day", "30", "next-month", "2", "next-year", "2026"), "Enter a date that exists", "next-day", ""},
		"the next one is today": {append(whole("changed-"+flat, "Kept words"), day("next", today)...), "Enter a day after today", "next-day", ""},
		"it stands in no way":   {[]string{"state-" + job, "open", "changed-" + flat, "Kept words"}, "Choose how the goal stands", "state-" + flat, ""},
	})
	h.site.Post(path, h.form(path, append(day("next", today.AddDays(28)), whole("rating-"+flat, "3", "changed-"+flat, "I have seen two", "state-"+job, "reached")...)...)).
		WantRedirect(woman.Path(caseID, "plan") + "?done=review")
	h.site.Get(woman.Path(caseID, "plan")).WantText("main", "looked at again. Her rating: 3").WantText("main", "“I have seen two”").
		WantText(".govuk-summary-card", "She has keys").WantText("main", "goal reached")
	row, err := h.Record.Row(ctx, caseID)
	if err != nil || row.GoalsReached != 1 || row.NextReview != today.AddDays(28) {
		t.Errorf("row %+v, %v", row, err)
	}
	h.site.Get(path).WantText("main", "she said 3")
}

func TestSheAsksToGoOnLonger(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	caseID := h.hers()
	path, today := woman.Path(caseID, "extend"), h.Bench.Today()
	h.wantRefused(path, map[string]refused{
		"no reason":       {[]string{"words", "Kept words"}, "Choose why she asks to go on", "reason", ""},
		"until yesterday": {append(day("until", today.AddDays(-1)), "reason", "trust_grew", "words", "Kept words"), "Enter a day after today", "until-day", ""},
	})
	h.site.Post(path, h.form(path, append(day("until", today.AddDays(60)), "reason", "told_more", "words", "I never said this before")...)).
		WantRedirect(woman.Path(caseID, "plan") + "?done=extend")
	h.site.Get(woman.Path(caseID, "")).WantText("main", "She asked to go on, on 3 March 2026: she told us more of what she needs, until about 2 May 2026")
	row, err := h.Record.Row(ctx, caseID)
	if err != nil || row.Extended != today || !row.Open() {
		t.Errorf("row %+v, %v", row, err)
	}
}

func TestASafetyPlan(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	caseID := h.hers()
	path := woman.Path(caseID, "safety-plan")
	h.site.Get(path).WantStatus(200).WantNone("input[name=safe]")
	h.wantRefused(path, map[string]refused{
		"nothing in it": {[]string{"act", "write"}, "Nothing is changed yet", "people", ""},
		"far too much":  {[]string{"act", "write", "take", strings.Repeat("x", 5000)}, "Use fewer words", "take", ""},
	})
	h.site.Post(path, h.form(path, "act", "write", "call", "My sister", "take", "Passport\nKeys")).WantRedirect(path + "?done=safety")
	h.site.Get(path).WantText("textarea[name=call]", "My sister").WantText("main", "It is not shown in her own space")
	h.site.Get(woman.Path(caseID, "timeline")).WantText("main", "Safety plan changed")
	if strings.Contains(h.site.Get(woman.Path(caseID, "timeline")).Body, "Passport") {
		t.Error("the timeline says what is in it")
	}

	h.site.Post(path, h.form(path, "act", "show", "shown", "yes")).WantRedirect(path + "?done=shown")
	h.site.Get(path).WantText("main", "It is shown in her own space")
	h.wantRefused(path, map[string]refused{
		"not safe on paper": {[]string{"act", "paper", "safe", "no"}, "Print only where she says it is safe", "safe", ""},
		"nobody asked her":  {[]string{"act", "paper"}, "Print only where she says it is safe", "safe", ""},
	})
	sheet := h.site.Post(path, h.form(path, "act", "paper", "safe", "yes")).WantStatus(200)
	sheet.WantText("title", "My list").WantText(".tl-sheet", "Passport Keys").WantNone(".tl-identity").WantNone("header .govuk-service-navigation--brand")
	if strings.Contains(sheet.Text(".tl-sheet"), "Amina") || strings.Contains(sheet.Text(".tl-sheet"), "Safety plan") {
		t.Errorf("the sheet says %q", sheet.Text(".tl-sheet"))
	}

	for asker, want := range map[access.Asker]string{
		caseworktest.Lead: "Her safety plan stays closed until you give a reason",
	} {
		h.site.As(asker)
		page := h.site.Get(path).WantStatus(200).WantText("main", want)
		if strings.Contains(page.Body, "Passport") {
			t.Errorf("%s reads it without a reason", asker.Role)
		}
	}
	h.site.Post(path, url.Values{"reason": {" "}}).WantStatus(422).WantText(".govuk-error-summary", "Say why you need to read it")
	h.site.Post(path, url.Values{"reason": {"A call from the school"}}).WantStatus(200).WantText("main", "Passport Keys").WantNone("textarea")
	line, _ := h.Record.Last()
	if line.What != "open safety plan" || line.Said != "A call from the school" || line.Purpose != access.ForSafeguarding {
		t.Errorf("the reading was written down as %+v", line)
	}
	before := len(h.Record.Facts())
	h.site.Post(path, url.Values{"act": {"write"}, "take": {"x"}, "reason": {"I would like to"}, "key": {h.Key()}, "version": {"1"}}).WantStatus(200)
	if len(h.Record.Facts()) != before {
		t.Error("a lead wrote in it")
	}
}

func TestOnlyWhatSheAgreedToIsOnPaper(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	caseID := h.hers()
	path, today := woman.Path(caseID, "plan/print"), h.Bench.Today()
	flat := h.planned(caseID, "A flat", step("Ring the council", today.AddDays(7)))
	h.planned(caseID, "Tell the court", step("Ring the solicitor", today.AddDays(8)))
	h.book(caseID, 24*time.Hour)
	h.site.Get(path).WantStatus(200).WantNone(".tl-sheet").WantText("main", "She has not agreed to have anything on paper yet")
	h.wantRefused(path, map[string]refused{
		"nothing":               {[]string{"safe", "yes"}, "Choose what she wants on paper", "goals", ""},
		"not safe":              {[]string{"goals", flat, "safe", "no"}, "Print only where she says it is safe", "safe", ""},
		"another woman's goals": {[]string{"goals", "another", "coming", "yes", "safe", "yes"}, "Choose from her goals", "goals", "goals"},
	})
	h.site.Post(path, h.form(path, "goals", flat, "coming", "yes", "safe", "yes")).WantRedirect(path + "?done=paper")
	page := h.site.Get(path).WantText("title", "My plan").WantText(".tl-sheet", "☐ Ring the council").WantText(".tl-sheet", "we meet").WantNone(".govuk-warning-text")
	for _, word := range []string{"court", "solicitor", "Amina", "Priya"} {
		if strings.Contains(page.Text(".tl-sheet"), word) {
			t.Errorf("the sheet says %q", word)
		}
	}
	form := h.form(path, "safe", "yes")
	form["goals"] = []string{flat, last[journey.PaperAgreed](h).Goals[0]}
	for _, fact := range h.Record.Facts() {
		if body, ok := fact.Body.(journey.GoalSet); ok && body.Goal != flat {
			form["goals"] = []string{flat, body.Goal}
		}
	}
	h.site.Post(path, form).WantStatus(303)
	h.site.Get(path).WantText(".govuk-warning-text", "Look again with her").WantText("main", "the word court")
	h.site.Get(woman.Path(caseID, "plan/weeks")).WantText("main", "one to one").WantText("main", "Ring the solicitor (she does this)")
}

package woman_test

import (
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/support"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/edge/web/woman"
)

func TestSummary(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	caseID := h.hers(func(r *journey.Referral) {
		r.Condition.Due = h.Bench.Today().AddDays(19)
		r.Urgent = []string{"interpreter"}
		r.Identity.Interpret = "Bengali, a woman"
	})
	path := woman.Path(caseID, "")
	h.site.Get(path).WantStatus(200).WantText("h1", "Amina Okafor").
		WantText(".tl-identity", "Needs an interpreter: Bengali, a woman").
		WantText(".tl-clock", "0 of 2 done, 19 days left").
		WantText("main", "Next appointment None booked").
		WantText("main", "Keyworker Priya").
		WantText("main", "Nobody has asked her about the nine pathways yet").
		WantText("main", "Not stated yet: no first meeting is recorded").
		WantText(".tl-subnav", "Summary Timeline Plan Appointments")

	one := 1
	h.must(h.desk.Assess(ctx, caseworktest.Keyworker, caseID, casework.AnyVersion, h.Key(), support.Screening{On: h.Bench.Today(), Answers: []journey.PathwayAnswer{
		{Pathway: need.Accommodation, Asked: true, Present: true, Hers: &one},
		{Pathway: need.SexWork, Asked: true},
	}}))
	h.must(h.desk.SetGoal(ctx, caseworktest.Keyworker, caseID, casework.AnyVersion, h.Key(), journey.GoalEntry{Words: "My own front door", State: journey.GoalOpen}))
	h.WaitDays(21)
	h.site.Get(path).WantText("tbody", "Somewhere to live help wanted, 1 hard (3 March 2026) Not asked again").
		WantText("tbody", "Sex work not now").
		WantText("main", "Standard level of need, from 1 need").
		WantText("main", "Anticipated 2 to 3 meetings within 1 month, about 4 weeks So far No meetings yet").
		WantText("main", "My own front door").
		WantText("main", "0 of 2 done. Not met. The date to complete by, 22 March 2026, has passed. What follows is for police to decide.")
}

func TestAssessment(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	caseID := h.hers()
	path := woman.Path(caseID, "assessment")
	page := h.site.Get(path).WantText("h1", "First meeting").WantText("main", "Who sees this: her keyworker, those who lead the service, who manages the organisation that supports her and a specialist who works with her.")
	if n := len(page.All("legend h2")); n != 9 {
		t.Errorf("%d pathways are asked about", n)
	}
	h.site.Post(path, h.form(path, append(day("on", h.Bench.Today()),
		"accommodation", "a_lot", "accommodation-hers", "0", "accommodation-workers", "2", "accommodation-words", "I sleep on a sofa",
		"sex_work", "not_now", "domestic_abuse_vawg", "a_bit", "domestic_abuse_vawg-detail", "both")...)).WantRedirect(woman.Path(caseID, "") + "?done=assessment")
	row, err := h.Record.Row(ctx, caseID)
	if err != nil || row.Needs != need.Set(0).With(need.Accommodation).With(need.DomesticAbuseVAWG) || row.Abuse != "both" {
		t.Errorf("needs %v, abuse %q, %v", row.Needs.Pathways(), row.Abuse, err)
	}
	first := len(h.Record.Facts())

	h.WaitDays(30)
	again := h.site.Get(path).WantText("h1", "The nine pathways again").
		WantText(".govuk-inset-text", "On 3 March 2026: a lot of help wanted, her rating 0 (very hard). She said: “I sleep on a sofa”").
		WantNone("input[type=radio][checked]")
	if got := again.Text("textarea[name=accommodation-words]"); got != "" {
		t.Errorf("an earlier answer is filled in: %q", got)
	}
	h.site.Post(path, h.form(path, append(day("on", h.Bench.Today()), "accommodation", "not_now", "accommodation-hers", "4")...)).WantStatus(303)
	if body := h.Record.Facts()[first-3].Body.(journey.NeedAssessed); *body.Hers != 0 {
		t.Errorf("the first answer is now %+v", body)
	}
	h.site.Get(woman.Path(caseID, "")).WantText("tbody", "help wanted, 0 very hard (3 March 2026) not now, 4 going well (2 April 2026)")
}

func TestAssessmentsThatAreNotTaken(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	caseID := h.hers()
	on := day("on", h.Bench.Today())
	with := func(fill ...string) []string { return append(append([]string{}, on...), fill...) }
	h.wantRefused(woman.Path(caseID, "assessment"), map[string]refused{
		"nothing answered":        {on, "Answer at least one of the nine pathways", "accommodation", ""},
		"words without choice":    {with("health-words", "I do not sleep"), "Choose Not now, A bit or A lot for: Mental and physical health", "health", ""},
		"a rating of five":        {with("health", "a_bit", "health-hers", "5", "health-words", "Kept"), "Ratings go from 0", "health", "health-hers"},
		"another choice":          {with("health", "rather", "health-words", "Kept"), "Choose Not now, A bit or A lot", "health", "health"},
		"no day":                  {[]string{"on-day", "", "health", "a_bit"}, "Enter the day you talked", "on-day", ""},
		"no place for not now":    {with("health", "not_now", "health-first", "1"), "leave its place empty", "health", ""},
		"a place twice":           {with("health", "a_bit", "health-first", "1", "sex_work", "a_lot", "sex_work-first", "1"), "Two pathways have the same place", "sex_work", ""},
		"a fourth place":          {with("health", "a_bit", "health-first", "4"), "Choose first, second or third", "health", "health-first"},
		"no place at all":         {with("health", "a_bit", "health-first", "soon"), "Choose first, second or third", "health", "health-first"},
		"a risk now, not seen to": {with("risk-herself", "yes", "risk-herself-when", "now"), "write what was done", "risk-herself", ""},
		"no risk, and done":       {with("risk-others", "no", "risk-others-done", "We talked"), "Choose Yes for risk to others", "risk-others", ""},
		"turned away by none":     {with("excluded-words", "The clinic"), "Choose which service turned her away", "excluded", ""},
		"half a child":            {with("children", "two"), "Enter a number", "children", ""},
		"more than there are":     {with("children", "1", "with-her", "2"), "more than all her children", "with-her", ""},
		"ages of the grown":       {with("children", "1", "ages", "19"), "ages from 0 to 17", "ages", ""},
		"ages in words":           {with("ages", "three"), "ages from 0 to 17", "ages", ""},
		"no such due date":        {with("pregnant", "yes", "due-day", "31", "due-month", "2", "due-year", "2026"), "a date that exists", "due-day", ""},
		"agreed to nothing":       {with("trafficking-referral", "yes"), "Choose first whether", "trafficking", ""},
		"before the referral":     {append(day("on", h.Bench.Today().AddDays(-1)), "health", "a_bit"), "before she was referred", "on-day", ""},
	})
}

func TestPlan(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	caseID := h.hers()
	path := woman.Path(caseID, "plan")
	h.site.Get(path).WantText("main", "No goals yet").WantNone("input[name=answer]")
	h.site.Post(path, h.form(path, append(day("review", h.Bench.Today().AddDays(7)), "act", "goal", "goal", "My own front door", "pathway", "accommodation", "state", "open")...)).
		WantRedirect(path + "?done=goal")
	goal := last[journey.GoalSet](h)
	if goal.Pathway != need.Accommodation || goal.Review != h.Bench.Today().AddDays(7) || h.words() != "My own front door" {
		t.Errorf("wrote %+v %q", goal, h.words())
	}

	change := path + "?goal=" + goal.Goal
	page := h.site.Get(change).WantText("h2", "Change a goal").WantText("textarea[name=goal]", "My own front door")
	if page.Attr("input[name=review-day]", "value") != "10" || page.Attr("input[name=state][checked]", "value") != "open" {
		t.Error("the goal is not filled in")
	}
	h.site.Post(path, h.form(change, "act", "goal", "id", goal.Goal, "goal", "My own front door", "state", "reached")).WantStatus(303)
	if got := last[journey.GoalSet](h); got.Goal != goal.Goal || got.State != journey.GoalReached {
		t.Errorf("wrote %+v", got)
	}

	h.site.Post(path, h.form(path, "act", "answer", "answer", "not_agreed", "words", "Not the groups")).WantRedirect(path + "?done=answer")
	h.site.Get(path).WantText("main", "She did not agree the plan on 3 March 2026: “Not the groups”").WantText(".govuk-summary-card", "Reached")

	h.wantRefused(path, map[string]refused{
		"no words":    {[]string{"act", "goal", "state", "open", "pathway", "health"}, "Write the goal", "goal", ""},
		"no state":    {[]string{"act", "goal", "id", goal.Goal, "goal", "Kept words", "state", ""}, "Choose how the goal stands", "state", ""},
		"no such day": {[]string{"act", "goal", "goal", "Kept words", "state", "open", "review-day", "30", "review-month", "2", "review-year", "2026"}, "Enter a date that exists", "review-day", ""},
		"no answer":   {[]string{"act", "answer", "words", "Kept words"}, "Choose what she said", "answer", ""},
	})
}

func TestAppointments(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	caseID := h.hers()
	path := woman.Path(caseID, "appointments")
	tomorrow := h.Bench.Today().AddDays(1)
	h.site.Post(path, h.form(path, append(day("at", tomorrow), "time", "2.30 pm", "how", "group")...)).WantRedirect(path + "?done=booked")
	booked := last[journey.Booked](h)
	if booked.How != journey.Group || booked.At.Words() != "Wednesday 4 March 2026, 2:30pm" {
		t.Errorf("booked %+v at %s", booked, booked.At.Words())
	}
	h.site.Get(path+"?done=booked").WantText(".govuk-notification-banner", "Appointment booked").
		WantText(".govuk-summary-card h3", "Tomorrow, Wednesday 4 March 2026, 2:30pm")

	h.wantRefused(path, map[string]refused{
		"no time":       {append(day("at", tomorrow), "how", "group"), "Enter the day and time", "at-day", ""},
		"in the past":   {append(day("at", h.Bench.Today()), "time", "8am", "how", "group"), "must be in the future", "at-day", ""},
		"no such clock": {append(day("at", tomorrow), "time", "2:30", "how", "group"), "Enter a time such as 2:30pm", "time", ""},
		"clocks change": {append(day("at", calendar.On(2026, time.March, 29)), "time", "1:30am", "how", "group"), "The clocks go forward", "time", ""},
		"no way":        {append(day("at", tomorrow), "time", "2pm"), "Choose how you will meet", "how", ""},
	})

	h.WaitDays(2)
	h.must(h.desk.RecordAttendance(ctx, caseworktest.Keyworker, caseID, casework.AnyVersion, h.Key(),
		journey.Meeting{Appointment: booked.Appointment, Outcome: journey.Missed, Excuse: "Her child was ill"}))
	excuse := path + "?excuse=" + booked.Appointment
	h.site.Get(excuse).WantText("#accepted-hint", "Her child was ill")
	h.site.Post(path, h.form(excuse, "act", "excuse", "appointment", booked.Appointment)).WantStatus(422).
		WantText(".govuk-error-summary", "Choose whether her reason is accepted").WantText(".govuk-error-summary", "Say why")
	h.site.Post(path, h.form(excuse, "act", "excuse", "appointment", "another", "accepted", "yes", "reason", "x")).WantStatus(422)
	h.site.Post(path, h.form(excuse, "act", "excuse", "appointment", booked.Appointment, "accepted", "yes", "reason", "A note from school")).
		WantRedirect(path + "?done=excuse")
	h.site.Get(path).WantText(".govuk-summary-card", "Did not come, with a reasonable excuse").WantText(".govuk-summary-card", "Accepted by you on 5 March 2026: A note from school")

	h.site.As(caseworktest.Lead)
	h.site.Get(excuse).WantStatus(200).WantNone("input[name=accepted]")
	h.site.Post(path, h.form(path, "act", "excuse", "appointment", booked.Appointment, "accepted", "no", "reason", "x")).WantStatus(403)
}

func TestTier(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	caseID := h.hers()
	path := woman.Path(caseID, "tier")
	h.site.Get(path).WantText("main", "Her tier is not stated yet").WantText("main", "3 to 5 meetings within 3 months, about 13 weeks")
	h.wantRefused(path, map[string]refused{
		"no tier":   {[]string{"reason", "Kept words"}, "Choose tier 1, 2 or 3", "tier", ""},
		"no reason": {[]string{"tier", "3"}, "Say why you chose this tier", "reason", ""},
	})
	h.site.Post(path, h.form(path, "tier", "3", "reason", "Two courts at once")).WantRedirect(woman.Path(caseID, "") + "?done=tier")
	h.site.Get(woman.Path(caseID, "")).WantText("main", "High level of need, chosen by a person").WantText("main", "Two courts at once")
}

func TestActivity(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	caseID := h.hers()
	path := woman.Path(caseID, "activity")
	on := day("on", h.Bench.Today())
	with := func(fill ...string) []string { return append(append([]string{}, on...), fill...) }
	h.site.Post(path, h.form(path, with("kind", "hardship_payment", "amount", "£25.50", "service", "Bus fares", "pathway", "finance_benefit_debt", "outcome", "paid")...)).
		WantRedirect(woman.Path(caseID, "") + "?done=activity")
	if got := last[journey.ActivityRecorded](h); got.Pence != 2550 || got.Outcome != "paid" || h.words() != "Bus fares" {
		t.Errorf("wrote %+v %q", got, h.words())
	}
	h.site.Get(woman.Path(caseID, "timeline")).WantText(".tl-timeline", "Hardship payment for money, benefits and debt, £25.50: paid")
	h.wantRefused(path, map[string]refused{
		"nothing chosen": {with("service", "Kept words"), "Choose what you did", "kind", ""},
		"no amount":      {with("kind", "advocacy", "amount", "some"), "Enter the amount in pounds", "amount", ""},
		"half a penny":   {with("kind", "advocacy", "amount", "1.5"), "Enter the amount in pounds", "amount", ""},
		"tomorrow":       {append(day("on", h.Bench.Today().AddDays(1)), "kind", "advocacy"), "today or an earlier day", "on-day", ""},
	})
}

func TestAnswers(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	caseID := h.hers()
	path := woman.Path(caseID, "answers")
	on := day("on", h.Bench.Today())
	with := func(fill ...string) []string { return append(append([]string{}, on...), fill...) }
	h.wantRefused(path, map[string]refused{
		"no wave":    {with("accommodation_improved", "yes"), "Choose when you are asking", "wave", ""},
		"no answer":  {with("wave", "exit"), "Write down at least one answer", "safer_from_domestic_abuse", ""},
		"not a code": {with("wave", "exit", "accommodation_improved", "maybe"), "Choose her answer", "accommodation_improved", "accommodation_improved"},
	})
	h.site.Post(path, h.form(path, with("wave", "exit", "accommodation_improved", "yes", "mental_health_improved", "prefer_not_to_say")...)).
		WantRedirect(woman.Path(caseID, "") + "?done=answers")
	row, err := h.Record.Row(ctx, caseID)
	if err != nil || row.Answer(journey.Exit, "accommodation_improved") != "yes" || row.Answer(journey.Exit, "safer_from_domestic_abuse") != "" {
		t.Errorf("answers %+v, %v", row.Answers, err)
	}
	h.site.Get(path).WantText("#accommodation_improved-hint", "Said on 3 March 2026: yes").WantNone("input[type=radio][checked]")
}

// Some time after the end other questions are asked, and those of the end are not.
func TestAnswersAfterSupportHasEnded(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	caseID := h.hers()
	path := woman.Path(caseID, "answers") + "?wave=follow_up"
	page := h.site.Get(path).WantText("main", "Are you in work?").WantText("main", "some time after support has ended").WantNone("main input[name=accommodation_improved]")
	if n := len(page.All("main fieldset")); n != 10 {
		t.Errorf("%d questions with the day, want 10", n)
	}
	on := day("on", h.Bench.Today())
	posted := woman.Path(caseID, "answers")
	after := []string{"wave", "follow_up", "after", "yes"}
	h.site.Post(posted, h.form(path, append(append(after, on...), "in_employment", "no", "accommodation_improved", "yes")...)).
		WantRedirect(woman.Path(caseID, "") + "?done=answers")
	row, err := h.Record.Row(ctx, caseID)
	if err != nil || row.Answer(journey.FollowUp, "in_employment") != "no" || row.Answer(journey.FollowUp, "accommodation_improved") != "" {
		t.Errorf("answers %+v, %v", row.Answers, err)
	}
	shown := h.site.Post(posted, h.form(path, append(after, on...)...)).WantStatus(422).WantText(".govuk-error-summary", "at least one answer")
	if shown.Attr(".govuk-error-summary a", "href") != "#less_likely_to_reoffend" {
		t.Error("the summary does not lead to the first question")
	}
}

func TestClose(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	caseID := h.hers()
	path := woman.Path(caseID, "close")
	on := day("on", h.Bench.Today())
	with := func(fill ...string) []string { return append(append([]string{}, on...), fill...) }
	h.site.Get(path).WantText(".govuk-inset-text", "The condition is open: 0 of 2 done. Not met yet. No date stated").
		WantText(".govuk-inset-text", "She has not been asked how things have changed")
	h.wantRefused(path, map[string]refused{
		"no reason":        {with("note", "Kept words"), "Choose why support is ending", "reason", ""},
		"moved on nowhere": {with("reason", "transferred", "note", "Kept words"), "Say which service", "onward_scheme", ""},
		"not after one":    {with("reason", "disengaged_after_first_appointment"), "only where she came to one", "reason", ""},
		"before referral":  {append(day("on", h.Bench.Today().AddDays(-2)), "reason", "completed"), "Enter the day support ended", "on-day", ""},
	})
	h.site.Post(path, h.form(path, with("reason", "transferred", "onward_scheme", "Willow House", "note", "Went well")...)).
		WantRedirect(woman.Path(caseID, "") + "?done=closed")
	if got := last[journey.Closed](h); got.Onward != journey.OnwardOther || h.words() != "Went well" {
		t.Errorf("wrote %+v %q", got, h.words())
	}
	h.site.Get(woman.Path(caseID, "")).WantText(".govuk-inset-text", "Her support ended on 3 March 2026: moved on to another service")
	for _, part := range []string{"close", "tier", "assessment"} {
		h.site.Get(woman.Path(caseID, part)).WantStatus(403)
	}
	h.site.Get(woman.Path(caseID, "contact")).WantStatus(200)
	h.site.Get(woman.Path(caseID, "plan")).WantStatus(200).WantNone("form[action=" + woman.Path(caseID, "plan") + "]")
}

func TestAWomanWithoutAName(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	fact := func(body journey.Body) journey.Fact {
		return journey.Fact{Woman: "w1", Case: "c1", Happened: calendar.At(h.Now()), Known: calendar.At(h.Now()), Body: body}
	}
	h.must(h.Record.Append(ctx, casework.Change{Key: h.Key(), Facts: []journey.Fact{
		fact(journey.Referred{Scheme: "lwds", Pathway: journey.Voluntary}), fact(journey.Allocated{Keyworker: caseworktest.Keyworker.ID}),
	}}))
	for _, path := range []string{woman.Path("c1", ""), "/today", "/caseload", "/contact"} {
		h.site.Get(path).WantStatus(200).WantText("main", "Name not recorded")
	}
	h.site.Get(woman.Path("c1", "")).WantText(".tl-identity", "How to reach her safely is not recorded: ask before you call").
		WantNone(".tl-clock")
}

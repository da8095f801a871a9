package woman_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/justice"
	"throughline/internal/casework/support"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/ending"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/report"
	"throughline/internal/edge/web/today"
	"throughline/internal/edge/web/webtest"
	"throughline/internal/edge/web/woman"
)

// newHouseElsewhere is a service whose women are under other schemes than
// London's, and which makes notices into PDFs.
func newHouseElsewhere(t *testing.T) *house {
	t.Helper()
	h := newHouse(t, caseworktest.Keyworker)
	h.desk.Schemes = caseworktest.Rules(t)
	h.site = webtest.Start(t, caseworktest.Keyworker, today.Door{Support: h.desk}, woman.Door{Support: h.desk, Paper: report.Notice})
	return h
}

// fined gives her a penalty notice that is waived after both sessions.
func (h *house) fined() string {
	return h.Under(h.t, caseworktest.Waiver, journey.PenaltyNotice, journey.ConditionEntry{
		Text: "Both sessions", Units: 2, Given: h.Bench.Today(), Due: h.Bench.Today().AddDays(28),
		Parts: []journey.Part{{Unit: "alcohol_awareness_session", Required: 1}, {Unit: "follow-up_session", Required: 1}},
	})
}

// bailed sets her three appointments.
func (h *house) bailed() string {
	return h.Under(h.t, caseworktest.Gateway, journey.Bail, journey.ConditionEntry{Text: "See the mentor", Units: 3, Given: h.Bench.Today()})
}

func TestAContactIsOfOnePartOfTheCondition(t *testing.T) {
	h := newHouseElsewhere(t)
	caseID := h.fined()
	path := woman.Path(caseID, "contact")
	h.site.Get(path).WantText("main", "If she came, which part of the condition was it? Alcohol awareness session 0 of 1 done Follow-up session 0 of 1 done")
	came := func(fill ...string) []string {
		return append(day("at", h.Bench.Today()), append([]string{"how", "group", "outcome", "attended", "counts", "yes"}, fill...)...)
	}
	h.wantRefused(path, map[string]refused{
		"no part": {came("note", "Kept"), "Choose which part of the condition it was", "unit", ""},
		"tea":     {came("unit", "tea", "note", "Kept"), "Choose one of the parts of the condition", "unit", "unit"},
	})
	h.site.Post(path, h.form(path, came("unit", "follow-up_session")...)).WantStatus(303)
	if got := last[journey.Attendance](h); got.Unit != "follow-up_session" || got.Counts != journey.Yes {
		t.Errorf("wrote %+v", got)
	}
	h.site.Get(woman.Path(caseID, "")).WantText("main", "Not met yet. Complete by 31 March 2026.").WantText(".tl-clock", "1 of 2 done, 28 days left")
	h.site.Get(woman.Path(caseID, "appointments")).WantText(".govuk-summary-card", "Towards the condition Counts as follow-up session")
	h.site.Get(woman.Path(caseID, "timeline")).WantText(".tl-timeline", "counts towards the condition as follow-up session")
	h.site.Post(path, h.form(path, came("outcome", "missed", "unit", "follow-up_session")...)).WantStatus(303)
	if got := last[journey.Attendance](h); got.Unit != "" {
		t.Errorf("one she did not come to is a part: %+v", got)
	}
	h.site.Post(path, h.form(path, came("unit", "alcohol_awareness_session")...)).WantStatus(303)
	h.site.Get(woman.Path(caseID, "")).
		WantText("main", "2 of 2 done: alcohol awareness session 1 of 1, follow-up session 1 of 1.").
		WantText("main", "Both sessions done on 3 March 2026, in time: the fine is waived (000:507). Since then she comes by her own choice; police are told nothing more.").
		WantText("main", "Not decided: whether the day she receives the notice is the first of the 28 days; whether what is done on day 28 is in time. So no last day is filled in: it is 29 March 2026 at the earliest and 31 March 2026 at the latest.")
	h.book(caseID, time.Hour)
	h.site.Get("/today").WantText("main", "Both sessions done on 3 March 2026, in time. Since then she comes by her own choice; police are told nothing more")

	one := h.hers()
	h.site.Get(woman.Path(one, "contact")).WantNone("input[name=unit]")
}

func TestReferringBack(t *testing.T) {
	h := newHouseElsewhere(t)
	caseID := h.bailed()
	path := woman.Path(caseID, "refer-back")
	h.site.Get(path).WantText("main", "Did not come, no accepted reason None recorded.").WantText("main", "None recorded. Try to reach her first.")
	missed := func(outcome journey.Outcome, excuse string) {
		t.Helper()
		h.must(h.desk.RecordAttendance(ctx, caseworktest.Keyworker, caseID, casework.AnyVersion, h.Key(), journey.Meeting{
			At: calendar.At(h.Now()), How: journey.OneToOne, Outcome: outcome, Excuse: excuse,
		}))
	}
	missed(journey.MissedWithExcuse, "Her bus")
	h.WaitDays(1)
	missed(journey.Missed, "")
	h.WaitDays(1)
	h.must(h.desk.RecordContact(ctx, caseworktest.Keyworker, caseID, casework.AnyVersion, h.Key(), journey.ContactEntry{At: calendar.At(h.Now()), How: journey.Phone}))
	h.site.Get(woman.Path(caseID, "")).WantText("main", "Refer back to police")
	h.site.Get(path).WantText("main", "By the rules of the scheme the case-worker decides this (000:554). Police decide what follows.").
		WantText("main", "Did not come, no accepted reason Wednesday 4 March 2026, 9:30am: one to one").
		WantText("main", "Did not come, with a reasonable excuse Tuesday 3 March 2026, 9:30am: one to one. She said: Her bus").
		WantText("main", "Calls and messages since then Tried to reach her: phone, Thursday 5 March 2026").
		WantText("main", "How many missed appointments lead to this is not stated.")
	h.wantRefused(path, map[string]refused{
		"not tried": {[]string{"asked", "yes", "reason", "No word"}, "Try to reach her first", "tried", ""},
		"not asked": {[]string{"tried", "yes", "reason", "No word"}, "Ask for her reasons first", "asked", ""},
		"no reason": {[]string{"tried", "yes", "asked", "yes"}, "Say why you refer it back", "reason", ""},
	})
	form := h.form(path, "tried", "yes", "asked", "yes", "reason", "No word for three weeks")
	h.site.Post(path, form).WantRedirect(woman.Path(caseID, "") + "?done=back")
	last[journey.ReferredBack](h)
	if h.words() != "No word for three weeks" {
		t.Errorf("wrote %q", h.words())
	}
	h.site.Get(woman.Path(caseID, "")+"?done=back").WantText(".govuk-notification-banner", "Referred back to police").
		WantText("main", "Not met. Referred back on 5 March 2026. What follows is for police to decide.").WantNone("a[href=" + path + "]")
	h.site.Get(woman.Path(caseID, "timeline")).WantText(".tl-timeline", "Referred back to police")
	h.site.Get(path).WantStatus(403)
	h.site.Post(path, form).WantRedirect(woman.Path(caseID, "") + "?done=back") // sent twice, it is written once
	h.site.Get(woman.Path(h.hers(), "refer-back")).WantStatus(403)
	h.site.As(caseworktest.Lead)
	h.site.Get(path).WantStatus(403)
}

func TestWhatPoliceDecidedStandsInTheTimeline(t *testing.T) {
	h := newHouseElsewhere(t)
	caseID := h.bailed()
	police := justice.Desk{Bench: h.Bench, Schemes: h.desk.Schemes}
	for _, entry := range []journey.DecisionEntry{
		{Consequence: journey.Varied, On: h.Bench.Today(), Terms: journey.Terms{Units: 2, Due: h.Bench.Today().AddDays(28)}, Words: "She was ill"},
		{Decision: journey.DecidedNotMet, Consequence: journey.Warned, On: h.Bench.Today()},
	} {
		h.must(police.DecideCondition(ctx, caseworktest.Officer, caseID, casework.AnyVersion, h.Key(), entry))
	}
	for _, want := range []string{
		"The police decided on the condition: not met. She was warned", "The police decided on the condition: what is asked was changed",
		"The condition from now on: 2 appointments, by 31 March 2026", "She was ill", "Condition given: 3 appointments, no date stated",
	} {
		h.site.Get(woman.Path(caseID, "timeline")).WantText(".tl-timeline", want)
	}
	h.site.Get(woman.Path(caseID, "")).WantText("main", "Police hold it not met, decided on 3 March 2026. She was warned.")
}

func TestADecisionOnHerReasonNamesWhoMayMakeItAndWhoDid(t *testing.T) {
	h := newHouseElsewhere(t)
	caseID := h.bailed()
	h.must(h.desk.RecordAttendance(ctx, caseworktest.Keyworker, caseID, casework.AnyVersion, h.Key(), journey.Meeting{
		At: calendar.At(h.Now()), How: journey.OneToOne, Outcome: journey.Missed,
	}))
	id := last[journey.Attendance](h).Appointment
	page := woman.Path(caseID, "appointments")
	h.site.Get(page+"?excuse="+id).WantText("main", "No reason was written down. By the scheme the case-worker decides.")
	h.must(h.desk.DecideExcuse(ctx, caseworktest.Keyworker, caseID, casework.AnyVersion, h.Key(), support.Excuse{Appointment: id, Accepted: true, Reason: "Ill"}))
	h.site.Get(page).WantText(".govuk-summary-card", "Accepted by you on 3 March 2026: Ill")
	h.must(h.desk.Allocate(ctx, caseworktest.Lead, caseID, casework.AnyVersion, h.Key(), support.Allocation{Keyworker: caseworktest.OtherWorker.ID}))
	h.site.As(caseworktest.OtherWorker)
	h.site.Get(page).WantText(".govuk-summary-card", "Accepted by somebody else of the service on 3 March 2026: Ill")
	h.site.As(caseworktest.Lead)
	h.site.Get(page).WantText(".govuk-summary-card", "Accepted by somebody else of the service on 3 March 2026")
}

func TestHerKeyworkerReadsTheNoticeThatPoliceRead(t *testing.T) {
	h := newHouseElsewhere(t)
	caseID := h.fined()
	h.site.Get(woman.Path(caseID, "")).WantText("main a[href="+woman.Path(caseID, "notice")+"]", "See the notice to police")
	shown := h.site.Get(woman.Path(caseID, "notice")).WantStatus(200).WantText("h1", ending.NoticeTitle).WantText("main dl", "Woman Amina Okafor")
	if strings.Contains(shown.Text("title"), "Amina") {
		t.Error("the title names her")
	}
	kept := h.site.Get(woman.Path(caseID, "notice.pdf")).WantStatus(200)
	if line, _ := h.Record.Last(); line.Action != access.Export || line.What != "condition notice" || line.Actor != caseworktest.Keyworker.ID {
		t.Errorf("written down as %+v", line)
	}
	if !strings.HasPrefix(kept.Body, "%PDF-") || kept.Header.Get("Content-Type") != "application/pdf" {
		t.Errorf("the paper begins with %.20q", kept.Body)
	}
	for asker, status := range map[access.Asker]int{caseworktest.Lead: 200, caseworktest.OtherWorker: 404, caseworktest.Officer: 403} {
		h.site.As(asker)
		for _, page := range []string{"notice", "notice.pdf"} {
			if shown := h.site.Get(woman.Path(caseID, page)).WantStatus(status); status != 200 && strings.Contains(shown.Body, "Okafor") {
				t.Errorf("%s reads her name", asker.Role)
			}
		}
	}
	torn := webtest.Start(t, caseworktest.Keyworker, woman.Door{Support: h.desk, Paper: func(ending.Notice) ([]byte, error) { return nil, errors.New("no ink") }})
	torn.Get(woman.Path(caseID, "notice.pdf")).WantStatus(500)
	plain := webtest.Start(t, caseworktest.Keyworker, woman.Door{Support: h.desk})
	plain.Get(woman.Path(caseID, "notice")).WantStatus(200).WantNone("main p a")
	plain.Get(woman.Path(caseID, "notice.pdf")).WantStatus(404)
}

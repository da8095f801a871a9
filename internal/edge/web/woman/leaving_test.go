package woman_test

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/sharing"
	"throughline/internal/casework/support"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web/today"
	"throughline/internal/edge/web/webtest"
	"throughline/internal/edge/web/woman"
)

func TestTheLastTalk(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	caseID := h.hers()
	flat := h.planned(caseID, "A flat")
	path, today := woman.Path(caseID, "exit"), h.Bench.Today()
	on := day("on", today)
	with := func(fill ...string) []string { return append(append([]string{}, on...), fill...) }
	if got := h.site.Get(path).Attr("input[name=again-month]", "value"); got != "6" {
		t.Errorf("three months from 3 March is in month %q", got)
	}
	h.wantRefused(path, map[string]refused{
		"no way":               {with("words", "Kept words"), "Choose how you asked her", "how", ""},
		"tomorrow":             {append(day("on", today.AddDays(1)), "how", "phone", "words", "Kept words"), "Enter the day you talked", "on-day", ""},
		"not asked, answered":  {with("how", "not_asked", "mental_health_improved", "yes"), "There are answers of hers", "how", ""},
		"another answer":       {with("how", "phone", "mental_health_improved", "maybe"), "Choose her answer", "mental_health_improved", "mental_health_improved"},
		"one view of a goal":   {with("how", "phone", "hers-"+flat, "reached"), "Choose how far you say", "workers-" + flat, ""},
		"again without a day":  {with("how", "phone", "agreed", "yes", "again-day", "", "again-month", "", "again-year", ""), "Enter the day to ask her again", "again-day", ""},
		"again before the end": {append(with("how", "phone", "agreed", "yes"), day("again", today)...), "Enter the day to ask her again", "again-day", ""},
	})
	h.site.Post(path, h.form(path, append(with("how", "together", "mental_health_improved", "yes", "hers-"+flat, "partly", "workers-"+flat, "reached",
		"words", "I sleep again", "agreed", "yes"), day("again", today.AddMonths(3))...)...)).WantRedirect(woman.Path(caseID, "close") + "?done=exit")
	page := h.site.Get(woman.Path(caseID, "close")).WantText(".govuk-inset-text", "A goal is open: A flat")
	for _, settled := range []string{"The last talk is not written down", "has not been asked how", "without her view", "in 3 months"} {
		if strings.Contains(page.Text(".govuk-inset-text"), settled) {
			t.Errorf("still open: %q", settled)
		}
	}
	row, err := h.Record.Row(ctx, caseID)
	if err != nil || !row.Open() || row.FollowUp != today.AddMonths(3) {
		t.Errorf("row %+v, %v", row, err)
	}

	// Said again, it stands in the place of what was said before.
	h.Wait(time.Minute)
	h.site.Get(path).WantText("main", "You talked on 3 March 2026").WantText("textarea[name=words]", "I sleep again")
	h.site.Post(path, h.form(path, with("how", "together", "mental_health_improved", "no", "agreed", "no")...)).WantStatus(303)
	row, err = h.Record.Row(ctx, caseID)
	if err != nil || row.FollowUp.Known() || row.Answer(journey.Exit, "mental_health_improved") != "no" {
		t.Errorf("row %+v, %v", row, err)
	}
}

func TestWhatIsOpenNeverStopsTheEnd(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	caseID := h.hers()
	h.planned(caseID, "A flat")
	h.book(caseID, 24*time.Hour)
	h.must(h.desk.RecordActivity(ctx, caseworktest.Keyworker, caseID, casework.AnyVersion, h.Key(),
		journey.ActivityEntry{What: journey.OnwardReferral, On: h.Bench.Today(), Service: "Shelter"}))
	path := woman.Path(caseID, "close")
	page := h.site.Get(path)
	for says, leads := range map[string]string{
		"A goal is open: A flat":                           "review",
		"An appointment is booked: Wednesday 4 March 2026": "appointments",
		"The condition is open":                            "",
		"1 onward referral without an answer":              "onward",
		"She has not been asked how things have changed":   "exit",
		"The last talk is not written down":                "exit",
		"1 goal without her view":                          "exit",
		"Nobody asked if we may get in touch in 3 months":  "exit",
	} {
		page.WantText(".govuk-inset-text", says)
		if len(page.All(".govuk-inset-text a[href="+woman.Path(caseID, leads)+"]")) == 0 {
			t.Errorf("%q leads nowhere", says)
		}
	}
	h.site.Post(path, h.form(path, append(day("on", h.Bench.Today()), "reason", "completed")...)).WantStatus(303)

	// Contact after the end is aftercare: written down, and no reopening.
	h.WaitDays(3)
	h.must(h.desk.RecordContact(ctx, caseworktest.Keyworker, caseID, casework.AnyVersion, h.Key(), journey.ContactEntry{At: calendar.At(h.Now()), How: journey.Phone, Spoke: true}))
	h.site.Get(woman.Path(caseID, "")).WantText("main", "Since support ended").WantText("main", "Spoke to her: phone")
	row, err := h.Record.Row(ctx, caseID)
	if err != nil || row.Open() {
		t.Errorf("it is open again: %+v, %v", row, err)
	}
}

func TestSheIsAskedAgainWhenTheDayComes(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	caseID := h.hers()
	h.planned(caseID, "A flat", step("Ring the council", h.Bench.Today()))
	h.site.Get("/today").WantText("main", "A step of her plan: Tuesday 3 March 2026")
	h.must(h.desk.TalkAtEnd(ctx, caseworktest.Keyworker, caseID, casework.AnyVersion, h.Key(), journey.ExitEntry{
		On: h.Bench.Today(), How: journey.ExitByPhone, Agreed: journey.Yes, Again: h.Bench.Today().AddDays(5),
	}))
	h.must(h.desk.Close(ctx, caseworktest.Keyworker, caseID, casework.AnyVersion, h.Key(), support.Ending{On: h.Bench.Today(), Reason: journey.ClosedCompleted}))
	const asks = "Ask how things are since support ended"
	if strings.Contains(h.site.Get("/today").Text("main"), asks) {
		t.Error("she is to be asked before the day")
	}
	h.WaitDays(6)
	h.site.Get("/today").WantText("main", asks)
	h.site.Get(woman.Path(caseID, "")).WantText("main", "Ask how things are")
	h.must(h.desk.AnswerOutcomes(ctx, caseworktest.Keyworker, caseID, casework.AnyVersion, h.Key(), support.Answers{
		On: h.Bench.Today(), Wave: journey.FollowUp, Answers: map[string]string{"mental_health_improved": "yes"},
	}))
	if strings.Contains(h.site.Get("/today").Text("main"), asks) {
		t.Error("she is to be asked twice")
	}
}

type nobody struct{}

func (nobody) Colleagues(context.Context) ([]sharing.Colleague, error) { return nil, nil }

// withSharing gives the house pages on sharing, and two schemes of its own.
func withSharing(t *testing.T) *house {
	h := newHouse(t, caseworktest.Keyworker)
	h.desk.Delivers = []string{"lwds", "minerva-wraparound"}
	desk := sharing.Desk{Bench: h.Bench, Schemes: h.desk.Schemes, People: nobody{}}
	h.site = webtest.Start(t, caseworktest.Keyworker, today.Door{Support: h.desk}, woman.Door{Support: h.desk, Sharing: &desk})
	return h
}

// lines are the values of the lines of a summary that say this.
func lines(page *webtest.Page, says string) []string {
	var chosen []string
	labels := page.All("main .govuk-checkboxes__item label")
	for i, input := range page.All("main .govuk-checkboxes__item input") {
		if !strings.Contains(labels[i].FirstChild.Data, says) {
			continue
		}
		for _, attribute := range input.Attr {
			if attribute.Key == "value" {
				chosen = append(chosen, attribute.Val)
			}
		}
	}
	return chosen
}

func TestSheMovesOnWithASummaryThatSheApproved(t *testing.T) {
	h := withSharing(t)
	caseID := h.hers()
	h.planned(caseID, "A flat")
	h.must(h.desk.RecordContact(ctx, caseworktest.Keyworker, caseID, casework.AnyVersion, h.Key(),
		journey.ContactEntry{At: calendar.At(h.Now()), How: journey.Phone, Spoke: true, Note: "She fears her uncle"}))
	path := woman.Path(caseID, "transfer")
	page := h.site.Get(path).WantStatus(200).WantText("main", "A flat").WantText("main", "Minerva")
	chosen := lines(page, "A flat")
	if len(chosen) != 1 {
		t.Fatalf("%d lines on a flat", len(chosen))
	}
	h.wantRefused(path, map[string]refused{
		"nowhere":              {[]string{"act", "make", "to", "", "lines", chosen[0]}, "Write the name of the service", "service", ""},
		"another, not named":   {[]string{"act", "make", "to", "other", "lines", chosen[0]}, "Write the name of the service", "service", ""},
		"nothing to take":      {[]string{"act", "make", "to", "other", "service", "Kept House"}, "Choose at least one line", "lines", ""},
		"a line changed":       {[]string{"act", "make", "to", "other", "service", "Kept House", "lines", "another"}, "A line reads otherwise now", "lines", "lines"},
		"a scheme not of ours": {[]string{"act", "make", "to", "eden-house", "lines", chosen[0]}, "Choose one of the services listed", "service", "to"},
	})
	h.site.Post(path, h.form(path, "act", "make", "to", "minerva-wraparound", "lines", chosen[0])).WantRedirect(path + "?done=summary")
	page = h.site.Get(path).WantText("main", "The summary for").WantText("main", "A flat: Working on it")
	if strings.Contains(page.Text("main"), "uncle") {
		t.Error("a line stands in it that nobody chose")
	}
	digest := page.Attr("input[name=digest]", "value")
	h.wantRefused(path, map[string]refused{
		"no answer": {[]string{"act", "said", "digest", digest, "words", "Kept words"}, "Choose what she says to it", "answer", ""},
	})
	h.site.Post(path, h.form(path, "act", "hand")).WantStatus(422).WantText(".govuk-error-summary", "She has not said yes")
	h.site.Post(path, h.form(path, "act", "said", "digest", digest, "answer", "yes")).WantRedirect(path + "?done=summary-said")
	h.site.Get(path).WantText("main", "She said yes on 3 March 2026, with you or a colleague beside her")
	h.Wait(time.Minute)
	form := h.form(path, "act", "hand")
	h.site.Post(path, form).WantRedirect(path + "?done=handed")
	h.site.Post(path, form).WantRedirect(path + "?done=handed") // pressed twice
	h.site.Get(path).WantText("main", "It was handed over on 3 March 2026").WantText("main", "A new case began there")

	rows, err := h.Record.Rows(ctx, caseworktest.Lead, casework.Filter{Waiting: true})
	if err != nil || len(rows) != 1 || rows[0].Pathway != journey.Transfer || rows[0].Scheme != "minerva-wraparound" {
		t.Fatalf("waiting are %+v, %v", rows, err)
	}
	h.must(h.desk.Allocate(ctx, caseworktest.Lead, rows[0].Case, casework.AnyVersion, h.Key(), support.Allocation{Keyworker: caseworktest.OtherWorker.ID}))
	h.site.Get(woman.Path(caseID, "close")).WantText("main", "End support")
	h.site.As(caseworktest.OtherWorker)
	brought := h.site.Get(woman.Path(rows[0].Case, "plan")).WantText("main", "A flat: Working on it")
	if strings.Contains(brought.Body, "uncle") {
		t.Error("the next keyworker reads what she did not approve")
	}
	h.site.Get(woman.Path(caseID, "")).WantStatus(404)
	h.site.As(caseworktest.Lead)
	h.site.Get(path).WantStatus(403)
}

func TestASummaryForAnotherServiceBeginsNoCase(t *testing.T) {
	h := withSharing(t)
	caseID := h.hers()
	path := woman.Path(caseID, "transfer")
	chosen := lines(h.site.Get(path), "Amina Okafor")
	if len(chosen) == 0 {
		t.Fatal("her name cannot be taken along")
	}
	h.site.Post(path, h.form(path, "act", "make", "to", "other", "service", "Willow House", "lines", chosen[0])).WantStatus(303)
	digest := h.site.Get(path).WantText("main", "The summary for Willow House").Attr("input[name=digest]", "value")
	h.site.Post(path, h.form(path, "act", "said", "digest", digest, "answer", "no", "words", "Not my surname")).WantStatus(303)
	h.site.Get(path).WantText("main", "She said no on 3 March 2026").WantText("main", "Not my surname").WantText("main", "What she takes along")
	h.site.Post(path, h.form(path, "act", "said", "digest", digest, "answer", "yes")).WantStatus(303)
	h.site.Post(path, h.form(path, "act", "hand")).WantStatus(303)
	h.site.Get(path).WantText("main", "Read it to them, or print this page")
	for _, fact := range h.Record.Facts() {
		if body, ok := fact.Body.(journey.Referred); ok && body.Pathway == journey.Transfer {
			t.Errorf("a case began: %+v", body)
		}
	}
	if got := h.site.Get(woman.Path(caseID, "close")).Attr("input[name=onward_scheme]", "value"); got != "Willow House" {
		t.Errorf("the end says she moves on to %q", got)
	}
}

func TestWhoMayUseThePagesOfPlanAndEnd(t *testing.T) {
	h := withSharing(t)
	caseID := h.hers()
	before := len(h.Record.Facts())
	for asker, status := range map[access.Asker]int{caseworktest.OtherWorker: 404, caseworktest.Officer: 403, caseworktest.Commissioner: 403, caseworktest.Admin: 403} {
		h.site.As(asker)
		for _, part := range []string{"plan/weeks", "plan/print", "review", "extend", "safety-plan", "exit", "transfer"} {
			page := h.site.Get(woman.Path(caseID, part)).WantStatus(status)
			if strings.Contains(page.Body, "Okafor") {
				t.Errorf("%s reads her name at %q", asker.Role, part)
			}
			if part != "plan/weeks" {
				h.site.Post(woman.Path(caseID, part), url.Values{"key": {h.Key()}, "version": {"1"}}).WantStatus(status)
			}
		}
	}
	// The door opens the notes to her only where she gives a reason: no summary is
	// put together from them, and no page offers it.
	h.site.As(caseworktest.Lead)
	h.site.Get(woman.Path(caseID, "transfer")).WantStatus(403)
	h.site.Post(woman.Path(caseID, "transfer"), url.Values{"key": {h.Key()}, "version": {"1"}}).WantStatus(403)
	h.site.Get(woman.Path("no-such-case", "transfer")).WantStatus(403)
	if links := h.site.Get(woman.Path(caseID, "")).WantStatus(200).All("a[href=" + woman.Path(caseID, "transfer") + "]"); len(links) > 0 {
		t.Error("her record offers who leads the service a page that is closed to her")
	}
	if len(h.Record.Facts()) != before {
		t.Error("somebody else wrote in her record")
	}
}

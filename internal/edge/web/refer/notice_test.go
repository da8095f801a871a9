package refer_test

import (
	"errors"
	"strings"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/intake"
	"throughline/internal/casework/justice"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/ending"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web/refer"
	"throughline/internal/edge/web/webtest"
)

// paper writes the lines of a notice, as a PDF would.
func paper(notice ending.Notice) ([]byte, error) {
	words := []string{ending.NoticeTitle}
	for _, row := range notice.Rows() {
		words = append(words, row.Key, row.Value)
	}
	return []byte(strings.Join(words, " ")), nil
}

// elsewhere is the front door of a force whose women are under other schemes
// than London's.
func elsewhere(t *testing.T, print func(ending.Notice) ([]byte, error)) front {
	t.Helper()
	room, rules := caseworktest.NewRoom(t), caseworktest.Rules(t)
	rules.Settings[caseworktest.Waiver] = map[string]any{"receipt_day_counts": false, "day_28_counts": true}
	desk := intake.Desk{Bench: room.Bench, Schemes: rules}
	door := refer.New(desk, justice.Desk{Bench: room.Bench, Schemes: rules}, nil)
	door.Paper = print
	return front{webtest.Start(t, caseworktest.Officer, door), room, desk, t}
}

// fined gives her a penalty notice that is waived after both sessions.
func (f front) fined(due calendar.Day) string {
	return f.room.Under(f.t, caseworktest.Waiver, journey.PenaltyNotice, journey.ConditionEntry{
		Text: "Both sessions", Units: 2, Given: f.room.Bench.Today(), Due: due,
		Parts: []journey.Part{{Unit: "alcohol_awareness_session", Required: 1}, {Unit: "follow-up_session", Required: 1}},
	})
}

func (f front) comes(caseID, unit string, outcome journey.Outcome) {
	f.t.Helper()
	f.must(f.centre().RecordAttendance(f.t.Context(), caseworktest.Keyworker, caseID, casework.AnyVersion, f.room.Key(), journey.Meeting{
		At: calendar.At(f.room.Now()), How: journey.Group, Outcome: outcome, Unit: unit, Note: "CANARY-meeting",
	}))
}

func (f front) sentBack(caseID string) {
	f.t.Helper()
	f.must(f.centre().ReferBack(f.t.Context(), caseworktest.Keyworker, caseID, casework.AnyVersion, f.room.Key(), journey.BackEntry{
		Tried: true, Asked: true, Reason: "CANARY-reason",
	}))
}

func TestTheNoticeIsAPageAndAPaperOfTheSameLines(t *testing.T) {
	site := elsewhere(t, paper)
	id := site.fined(site.room.Bench.Today().AddDays(28))
	site.comes(id, "alcohol_awareness_session", journey.Attended)
	site.comes(id, "follow-up_session", journey.Attended)
	plant(t, site, id)
	path := "/refer/list/" + id
	if to := site.Get(path).WantText("main", "Both sessions done on 3 March 2026, in time: the fine is waived (000:507). Since then she comes by her own choice; police are told nothing more.").
		Attr("main a[href="+path+"/notice]", "href"); to == "" {
		t.Error("the referral does not lead to the notice")
	}
	shown := site.Get(path+"/notice").WantStatus(200).WantText("h1", ending.NoticeTitle).
		WantText("main", "Time the scheme allows 28 days from the day she receives the notice (000:507). The day she receives the notice is not counted. What is done on the last day is in time. The last day is 31 March 2026.")
	if line, _ := site.room.Record.Last(); line.What != "condition notice" || line.Action != access.Read {
		t.Errorf("the read was written down as %+v", line)
	}
	kept := site.Get(path + "/notice.pdf").WantStatus(200)
	if line, _ := site.room.Record.Last(); line.What != "condition notice" || line.Action != access.Export {
		t.Errorf("taking it away was written down as %+v", line)
	}
	if kept.Header.Get("Content-Type") != "application/pdf" || !strings.Contains(kept.Header.Get("Content-Disposition"), "notice-"+casework.Reference(id)+".pdf") {
		t.Errorf("the paper comes as %v", kept.Header)
	}
	if lines := shown.Text("main h1") + " " + shown.Text("main dl"); lines != kept.Body {
		t.Errorf("the page says\n%s\nand the paper\n%s", lines, kept.Body)
	}
	if text := shown.Body + kept.Body; strings.Contains(text, "CANARY") || strings.Contains(text, "07700") {
		t.Error("the notice carries more than the condition")
	}
}

func TestWhoGetsANotice(t *testing.T) {
	site := elsewhere(t, paper)
	id := site.fined(0)
	for _, page := range []string{"/refer/list/" + id + "/notice", "/refer/list/" + id + "/notice.pdf"} {
		for asker, status := range map[access.Asker]int{
			caseworktest.Colleague: 200, caseworktest.OtherForce: 404, caseworktest.Keyworker: 403, caseworktest.Commissioner: 403,
		} {
			site.As(asker)
			if shown := site.Get(page).WantStatus(status); status != 200 && strings.Contains(shown.Body, "Okafor") {
				t.Errorf("%s reads her name at %s", asker.Role, page)
			}
		}
	}
	torn := elsewhere(t, func(ending.Notice) ([]byte, error) { return nil, errors.New("no ink") })
	torn.Get("/refer/list/" + torn.fined(0) + "/notice.pdf").WantStatus(500)
	page := elsewhere(t, nil)
	id = page.fined(0)
	page.Get("/refer/list/" + id + "/notice.pdf").WantStatus(404)
	page.Get("/refer/list/" + id + "/notice").WantStatus(200).WantNone("main p a")
}

func TestAMatterReferredBackAsksForADecision(t *testing.T) {
	site := elsewhere(t, paper)
	id := site.room.Under(t, caseworktest.Gateway, journey.Bail, journey.ConditionEntry{Text: "See the mentor", Units: 3, Given: site.room.Bench.Today()})
	site.comes(id, "", journey.Missed)
	site.room.WaitDays(3)
	site.sentBack(id)
	path := "/refer/list/" + id
	list := site.Get("/refer/list").WantText("main h2", "Decision needed: conditions not met (1)").WantText("main", "Decision needed: referred back on 6 March 2026")
	shown := site.Get(path).WantText("main h2", "Decision needed: referred back on 6 March 2026").
		WantText("main", "Appointments she did not come to 1 without a reasonable excuse (3 March 2026), 0 with one").
		WantText("main", "Not met. Referred back on 6 March 2026. What follows is for police to decide.").
		WantText("main", "Not decided: whether the day she is bailed is the first day of the 8 weeks; whether what is done on the last day of the 8 weeks is in time. So no last day is filled in: it is 26 April 2026 at the earliest and 28 April 2026 at the latest.")
	if shown.Attr("#due_on-day", "value") != "" {
		t.Error("a date nobody can count is filled in")
	}
	if strings.Contains(list.Body+shown.Body, "CANARY") {
		t.Error("police read why it was referred back")
	}
	site.Post(path, with(filled(shown), "decision", "extended", "words", "She was ill", "due_on-day", "1", "due_on-month", "5", "due_on-year", "2026")).WantRedirect(path + "?saved=1")
	site.Get(path).WantText("main", "Not met yet. Complete by 1 May 2026. More time was given on 6 March 2026.").WantText("main", "Police wrote She was ill").
		WantText("main h2", "Police decision on the condition")
}

func TestPoliceGiveMoreTimeOrChangeWhatIsAsked(t *testing.T) {
	site := elsewhere(t, paper)
	id := site.fined(0)
	path := "/refer/list/" + id
	shown := site.Get(path).WantText("main", "By the rules of the scheme it is 31 March 2026. Leave it empty if no date is stated.")
	form := filled(shown)
	if form.Get("due_on-day") != "31" || form.Get("due_on-month") != "3" || form.Get("units_required-follow-up_session") != "1" {
		t.Errorf("the form begins with %v", form)
	}
	for _, row := range []struct {
		name   string
		pairs  []string
		says   string
		anchor string
	}{
		{"a date that is none", []string{"decision", "extended", "due_on-day", "31", "due_on-month", "2"}, "Enter a date that exists", "#due_on-day"},
		{"before it was given", []string{"decision", "varied", "due_on-day", "2"}, "must be on or after 3 March 2026", "#due_on-day"},
		{"nothing asked", []string{"decision", "varied", "units_required-follow-up_session", "0", "units_required-alcohol_awareness_session", "0"}, "Enter how many are asked for", "#units_required-alcohol_awareness_session"},
		{"no number", []string{"decision", "varied", "units_required-follow-up_session", "two"}, "Enter how many of each part", "#units_required-alcohol_awareness_session"},
		{"more time and a warning", []string{"decision", "extended", "consequence", "warned"}, "only where it is not met", "#consequence"},
		{"met and a warning", []string{"decision", "met", "consequence", "warned"}, "only where it is not met", "#consequence"},
		{"not met and more time", []string{"decision", "not_met", "consequence", "extended"}, "from the list", "#consequence"},
	} {
		wrong := site.Post(path, with(filled(shown), append([]string{"words", "Kept"}, row.pairs...)...)).WantStatus(422).WantText(".govuk-error-summary", row.says)
		if wrong.Attr(".govuk-error-summary a", "href") != row.anchor || wrong.Text("textarea") != "Kept" {
			t.Errorf("%s: leads to %s, keeps %q", row.name, wrong.Attr(".govuk-error-summary a", "href"), wrong.Text("textarea"))
		}
	}
	site.Post(path, with(filled(shown), "decision", "varied", "units_required-follow-up_session", "2")).WantRedirect(path + "?saved=1")
	site.Get(path).WantText("main", "Not met yet. Complete by 31 March 2026. What is asked was changed on 3 March 2026.").WantText("main", "0 of 3 sessions")
	site.Post(path, with(filled(site.Get(path)), "decision", "not_met", "consequence", "warned")).WantRedirect(path + "?saved=1")
	site.Get(path).WantText("main", "Police hold it not met, decided on 3 March 2026. She was warned.")

	caution := site.room.Under(t, "lwds", journey.ConditionalCaution, *caseworktest.Amina().Condition)
	path = "/refer/list/" + caution
	begun := filled(site.Get(path))
	if begun.Get("units_required") != "2" || begun.Get("due_on-day") != "" {
		t.Errorf("of a caution the form begins with %v", begun)
	}
	site.Post(path, with(begun, "decision", "varied", "units_required", "0")).WantStatus(422).WantText(".govuk-error-summary", "Enter how many are asked for")
	site.Post(path, with(filled(site.Get(path)), "decision", "varied", "units_required", "1")).WantRedirect(path + "?saved=1")
	site.Get(path).WantText("main", "Appointments she came to 0 of 1 appointment")

}

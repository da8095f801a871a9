package partner_test

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/administration"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/sharing"
	"throughline/internal/casework/support"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/edge/web/partner"
	"throughline/internal/edge/web/today"
	"throughline/internal/edge/web/webtest"
	"throughline/internal/edge/web/woman"
)

var ctx = context.Background()

func TestMain(m *testing.M) { caseworktest.Main(m) }

var (
	housing   = access.Asker{ID: "housing-1", Name: "Tom", Agency: "Thameside Housing", Role: access.Partner}
	onward    = access.Asker{ID: "onward-1", Name: "Mina", Agency: "Minerva", Role: access.Keyworker}
	court     = access.Asker{ID: "court-1", Name: "Joan", Agency: "Westgate Court", Role: access.Court}
	probation = access.Asker{ID: "probation-1", Name: "David", Agency: "Probation, Central", Role: access.Probation}
	idva      = access.Asker{ID: "idva-1", Name: "Grace", Agency: "Safe Hands", Role: access.Specialist, Specialism: access.IDVA}
	manager   = access.Asker{ID: "manager-1", Name: "Esther", Agency: "Advance", Role: access.PartnerManager}
	evaluator = access.Asker{ID: "study-1", Name: "Ann", Agency: "University", Role: access.Evaluator}
	everybody = staff{caseworktest.Keyworker, caseworktest.Lead, housing, onward, court, probation, idva, manager, evaluator}
)

type staff []access.Asker

func (s staff) Colleagues(context.Context) ([]sharing.Colleague, error) {
	var all []sharing.Colleague
	for _, one := range s {
		all = append(all, sharing.Colleague{ID: one.ID, Name: one.Name, Agency: one.Agency, Role: one.Role, Specialism: one.Specialism})
	}
	return all, nil
}

type team []support.Keyworker

func (t team) Keyworkers(context.Context) ([]support.Keyworker, error) { return t, nil }

// house is a service with Amina's case, and its site.
type house struct {
	*caseworktest.Room
	t      *testing.T
	desk   sharing.Desk
	site   *webtest.Site
	caseID string
}

func newHouse(t *testing.T, asker access.Asker) *house {
	t.Helper()
	room := caseworktest.NewRoom(t)
	rules := caseworktest.Rules(t)
	h := &house{Room: room, t: t, desk: sharing.Desk{Bench: room.Bench, Schemes: rules, People: everybody}}
	supporting := support.Desk{Bench: room.Bench, Schemes: rules, People: team{{ID: caseworktest.Keyworker.ID, Name: "Priya", OpenLimit: 30, YearLimit: 60}}}
	h.site = webtest.Start(t, asker, today.Door{Support: supporting}, woman.Door{Support: supporting, Sharing: &h.desk}, partner.Door{Desk: &h.desk})
	h.caseID = h.Under(t, "lwds", journey.ConditionalCaution, journey.ConditionEntry{Text: "Attend two appointments", Units: 2, Given: calendar.DayOf(room.Now())})
	priya := room.Bench.Pen(caseworktest.Keyworker)
	h.write(priya.Assess(h.row(), calendar.DayOf(h.Now()), []journey.PathwayAnswer{{Pathway: need.Accommodation, Asked: true, Present: true, Words: "sofa surfing"}}))
	h.write(priya.SetGoal(h.row(), journey.GoalEntry{Words: "a flat of my own", State: journey.GoalOpen}))
	h.write(priya.RecordAttendance(h.row(), journey.Meeting{At: calendar.At(h.Now()), How: journey.OneToOne, Outcome: journey.Attended, Counts: journey.Yes, Note: "talked of her mother"}))
	return h
}

func (h *house) row() journey.Row {
	h.t.Helper()
	row, err := h.Record.Row(ctx, h.caseID)
	if err != nil {
		h.t.Fatal(err)
	}
	return row
}

func (h *house) write(facts []journey.Fact, err error) {
	h.t.Helper()
	if err == nil {
		_, err = h.Record.Append(ctx, casework.Change{Facts: facts})
	}
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) must(_ casework.Receipt, err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) shares(recipient string, purpose access.Purpose, classes ...access.Class) {
	h.t.Helper()
	h.must(h.desk.Answer(ctx, caseworktest.Keyworker, h.caseID, h.Key(), sharing.Answer{
		Recipient: recipient, Purpose: purpose, Classes: access.SetOf(classes...), Answer: journey.Yes, Until: calendar.On(2026, 6, 4),
	}))
}

func (h *house) path(page string) string { return "/woman/" + h.caseID + page }

// form is a page's hidden fields with these filled in.
func (h *house) form(page *webtest.Page, fill ...string) url.Values {
	form := url.Values{"key": {page.Attr("main input[name=key]", "value")}, "version": {page.Attr("main input[name=version]", "value")}}
	for i := 0; i+1 < len(fill); i += 2 {
		form.Add(fill[i], fill[i+1])
	}
	return form
}

// shownIn cuts what is shared out of a page: from its first byte to its last.
func shownIn(page *webtest.Page) string {
	_, rest, _ := strings.Cut(page.Body, `<div class="tl-shared">`)
	depth := 1
	for i := range rest {
		switch {
		case strings.HasPrefix(rest[i:], "<div"):
			depth++
		case strings.HasPrefix(rest[i:], "</div>"):
			depth--
		}
		if depth == 0 {
			return rest[:i]
		}
	}
	return ""
}

func TestSheIsAskedAndTheRecipientReadsWhatWasPreviewed(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	overview := h.site.Get(h.path("/sharing")).WantStatus(200)
	overview.WantText("main", "She shares nothing with another agency now").WantText("main", "Thameside Housing (partner)").
		WantText("main", "Her agreement to what is required of her").WantText("main", "This is another matter than sharing")
	ask := h.site.Get(h.path("/sharing/ask?recipient=Thameside+Housing")).WantStatus(200)
	ask.WantText("main", "Nothing bad happens to your caution").WantText("main", "They never see: what she was met for")

	empty := h.site.Post(h.path("/sharing/ask"), h.form(ask, "recipient", "Thameside Housing", "answer", "yes", "words", "All right")).WantStatus(422)
	empty.WantText(".govuk-error-summary", "Nothing can be shared with Thameside Housing for this").WantText("textarea", "All right")
	undated := h.site.Post(h.path("/sharing/ask"), h.form(ask, "recipient", "Thameside Housing", "answer", "yes", "purpose", "support", "classes", "ND")).WantStatus(422)
	undated.WantText(".govuk-error-summary", "Enter the last day it holds")
	if undated.Attr(".govuk-error-summary__list a", "href") != "#until-day" {
		t.Error("the problem with the day does not lead to it")
	}

	fill := []string{"recipient", "Thameside Housing", "answer", "yes", "purpose", "support", "classes", "ID", "classes", "ND",
		"until-day", "4", "until-month", "6", "until-year", "2026", "words", "So they find me a flat"}
	look := h.site.Post(h.path("/sharing/ask"), h.form(ask, append(fill, "act", "look")...)).WantStatus(200)
	look.WantText("main", "Nothing is shared yet").WantText("main", "A partner of Thameside Housing would see:").WantText(".tl-shared", "sofa surfing").
		WantText(".tl-shared", "You can see this until 4 June 2026")
	if len(h.row().Door.Permissions) != 0 {
		t.Fatal("a preview shares")
	}
	back := h.site.Post(h.path("/sharing/ask"), h.form(look, append(fill, "act", "change")...)).WantStatus(200)
	back.WantText("textarea", "So they find me a flat")
	h.site.Post(h.path("/sharing/ask"), h.form(look, append(fill, "act", "save")...)).WantRedirect(h.path("/sharing?done=asked"))
	overview = h.site.Get(h.path("/sharing?done=asked")).WantStatus(200)
	overview.WantText("main", "Shared now").WantText("main", "asked by Priya of Advance").WantText("main", "So they find me a flat").WantText("main", "Thursday 4 June 2026")
	h.site.Get(h.path("/timeline")).WantText("main", "She shares with Thameside Housing until 4 June 2026: her name")

	h.site.As(housing)
	h.site.Get("/shared").WantStatus(200).WantText("main", "Amina Okafor").WantText("main", "4 June 2026")
	read := h.site.Get("/shared/" + h.caseID).WantStatus(200)
	if got, want := shownIn(read), shownIn(look); got != want || got == "" {
		t.Errorf("the recipient reads\n%s\nand was previewed\n%s", got, want)
	}
	for _, never := range []string{"a flat of my own", "talked of her mother", "Common assault", "105/01"} {
		if strings.Contains(read.Body, never) {
			t.Errorf("housing reads %q", never)
		}
	}
}

func TestANoIsKeptAndRests(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	ask := h.site.Get(h.path("/sharing/ask?recipient=Thameside+Housing"))
	no := []string{"recipient", "Thameside Housing", "answer", "no", "purpose", "support", "classes", "ND", "words", "I do not want that"}
	h.site.Post(h.path("/sharing/ask"), h.form(ask, append(no, "act", "look")...)).WantRedirect(h.path("/sharing?done=asked"))
	h.site.Get(h.path("/sharing")).WantText("main", "She said no").WantText("main", "I do not want that").WantText("main", "Ask again from 31 March 2026")
	again := h.site.Get(h.path("/sharing/ask?recipient=Thameside+Housing")).WantText("main", "She spoke of it herself")
	h.site.Post(h.path("/sharing/ask"), h.form(again, append(no, "act", "look")...)).WantStatus(422).WantText(".govuk-error-summary", "Ask again from 31 March 2026")
	h.site.Get(h.path("/timeline")).WantText("main", "She said no to sharing with Thameside Housing")
	for _, gone := range []string{"/sharing/ask?recipient=Nowhere", "/sharing/ask", "/sharing/back?permission=none"} {
		h.site.Get(h.path(gone)).WantRedirect(h.path("/sharing"))
	}
	h.site.Post(h.path("/sharing/ask"), h.form(again, "recipient", "Nowhere")).WantRedirect(h.path("/sharing"))
}

// What ends a permission binds the next request, whatever ends it. The page says
// the same, to the byte, as of a woman who never shared, and of none at all.
func TestTheEndBindsTheNextRequest(t *testing.T) {
	moved := housing
	moved.Agency = "Another landlord"
	for what, end := range map[string]func(*house) access.Asker{
		"she takes it back": func(h *house) access.Asker {
			h.site.As(caseworktest.Keyworker)
			page := h.site.Get(h.path("/sharing/back?permission=" + h.row().Door.Permissions[0].ID)).WantStatus(200)
			h.site.Post(h.path("/sharing/back"), h.form(page, "permission", h.row().Door.Permissions[0].ID, "words", "I moved")).WantRedirect(h.path("/sharing?done=taken-back"))
			h.site.Get(h.path("/sharing")).WantText("main", "She took it back").WantText("main", "I moved")
			h.site.Post(h.path("/sharing/back"), h.form(page, "key", "", "permission", "none")).WantStatus(422).WantText(".govuk-error-summary", "There is no such permission")
			return housing
		},
		"its last day is over": func(h *house) access.Asker { h.WaitDays(94); return housing },
		"another agency":       func(*house) access.Asker { return moved },
	} {
		h := newHouse(t, housing)
		h.shares(housing.Agency, access.ForSupport, access.Identity)
		h.site.Get("/shared/"+h.caseID).WantStatus(200).WantText("h1", "Amina Okafor")
		h.site.As(end(h))
		ended := h.site.Get("/shared/" + h.caseID).WantStatus(404)
		never := h.site.Get("/shared/no-such-case").WantStatus(404)
		if masked(ended.Body) != masked(never.Body) {
			t.Errorf("%s: the two pages differ", what)
		}
		ended.WantText("h1", "This is no longer shared with you")
		list := h.site.Get("/shared").WantStatus(200).WantText("main", "Nothing is shared with you now")
		if strings.Contains(list.Body, "Amina") || strings.Contains(ended.Body, "Amina") {
			t.Errorf("%s: she is still named", what)
		}
	}
}

var nonce = regexp.MustCompile(`(nonce|value)="[^"]*"`)

func masked(body string) string { return nonce.ReplaceAllString(body, "") }

func TestAnotherRoleBindsTheNextRequest(t *testing.T) {
	h := newHouse(t, housing)
	h.shares(housing.Agency, access.ForSupport, access.Identity)
	h.site.Get("/shared/" + h.caseID).WantStatus(200)
	other := housing
	other.Role = access.Commissioner
	h.site.As(other)
	h.site.Get("/shared/" + h.caseID).WantStatus(403)
}

func TestACourtReadsItsOrderAndDecides(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	page := h.site.Get(h.path("/sharing"))
	h.site.Post(h.path("/sharing"), h.form(page, "act", "supervise", "agency", "Nowhere")).WantStatus(422).WantText(".govuk-error-summary", "Choose a court or a probation office")
	h.site.Post(h.path("/sharing"), h.form(page, "act", "supervise", "agency", court.Agency)).WantRedirect(h.path("/sharing?done=supervise"))
	h.site.Get(h.path("/timeline")).WantText("main", "Her order belongs to Westgate Court")
	h.site.As(court)
	h.site.Get("/shared").WantText("main", "Her order belongs to your office").WantText("main", "No permission needed")
	read := h.site.Get("/shared/" + h.caseID).WantStatus(200)
	read.WantText(".tl-shared", "Attended 1 of 2 done").WantText(".tl-shared", "Common assault")
	for _, never := range []string{"sofa surfing", "Somewhere to live", "07700", "talked of her mother"} {
		if strings.Contains(read.Body, never) {
			t.Errorf("the court reads %q", never)
		}
	}
	h.site.Post("/shared/"+h.caseID+"/decision", h.form(read, "on-day", "3", "on-month", "3", "on-year", "2026", "words", "Noted")).
		WantStatus(422).WantText(".govuk-error-summary", "Choose what was decided").WantText("textarea", "Noted")
	h.site.Post("/shared/"+h.caseID+"/decision", h.form(read, "decision", "met", "on-day", "31", "on-month", "2", "on-year", "2026")).
		WantStatus(422).WantText(".govuk-error-summary", "Enter a date that exists")
	h.site.Post("/shared/"+h.caseID+"/decision", h.form(read, "decision", "met", "on-day", "3", "on-month", "3", "on-year", "2026")).
		WantRedirect("/shared/" + h.caseID + "?done=decision")
	h.site.Get("/shared/"+h.caseID+"?done=decision").WantText("main", "Decision saved")
	if c := h.row().Condition; c.Decision != journey.DecidedMet || c.DecidedBy != court.Agency {
		t.Errorf("decided: %+v", c)
	}
	h.site.As(caseworktest.Keyworker)
	h.site.Get(h.path("")).WantText("main", "Westgate Court holds it met, decided on 3 March 2026")
	h.site.Get(h.path("/timeline")).WantText("main", "Westgate Court decided on the condition: met")
	h.site.Get(h.path("/notice")).WantText("main", "Decision of Westgate Court")
	h.site.As(court)
	h.site.Post("/shared/no-such-case/decision", url.Values{"key": {"k"}}).WantStatus(404)
	h.site.As(probation)
	h.site.Post("/shared/"+h.caseID+"/decision", url.Values{"key": {"k"}, "decision": {"met"}}).WantStatus(404)
}

// A summary goes to the court of her order, with her permission, and holds nothing
// that she told.
func TestASummaryForTheBenchNeedsHerPermission(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	page := func() *webtest.Page { return h.site.Get(h.path("/bench")).WantStatus(200) }
	page().WantText("main", "Nothing may go to the court now. Her order belongs to no court here")
	supervise := func(agency string) {
		h.must(h.desk.Supervise(ctx, caseworktest.Keyworker, h.caseID, h.Key(), agency))
	}
	supervise(probation.Agency)
	page().WantText("main", "Her order belongs to no court here")
	supervise(court.Agency)
	page().WantText("main", "She has not agreed that Westgate Court gets a summary").WantNone(".tl-shared")
	h.shares(court.Agency, access.ForCondition, access.Plan)
	page().WantText("main", "She has not agreed")
	h.shares(court.Agency, access.ForCondition, access.Needs, access.Plan)
	ready := page().WantText("main", "She agreed to it").WantText(".tl-shared", "Attended 1 of 2 done").WantText(".tl-shared", "Somewhere to live She needs help").
		WantText(".tl-shared", "Goals set with her 1").WantText("main", "Supported by Advance")
	for _, never := range []string{"sofa surfing", "a flat of my own", "talked of her mother", "07700"} {
		if strings.Contains(ready.Text(".tl-shared"), never) {
			t.Errorf("the bench reads %q", never)
		}
	}
	line, _ := h.Record.Last()
	if line.What != "summary for the bench" || !strings.HasPrefix(line.Reason, "permission ") || line.Classes != "ID,OF,CO,ND,PL" {
		t.Errorf("the ledger has %+v", line)
	}
	permissions := h.row().Door.Permissions
	h.must(h.desk.Withdraw(ctx, caseworktest.Keyworker, h.caseID, h.Key(), permissions[len(permissions)-1].ID, ""))
	page().WantText("main", "She has not agreed").WantNone(".tl-shared")
	h.site.As(manager)
	h.site.Get(h.path("/bench")).WantStatus(403)
}

func TestASpecialistReadsAndWrites(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	page := h.site.Get(h.path("/sharing")).WantText("main", "No specialist works with her now")
	h.site.Post(h.path("/sharing"), h.form(page, "act", "join", "specialist", "")).WantStatus(422).WantText(".govuk-error-summary", "Choose a specialist")
	h.site.Post(h.path("/sharing"), h.form(page, "act", "join", "specialist", idva.ID)).WantRedirect(h.path("/sharing?done=join"))
	h.site.Get(h.path("/sharing")).WantText("main", "Grace, adviser on domestic abuse, Safe Hands")
	h.site.As(idva)
	h.site.Get("/shared").WantText("main", "You work with her")
	read := h.site.Get("/shared/"+h.caseID).WantStatus(200).WantText(".tl-shared", "talked of her mother")
	if strings.Contains(read.Body, "Common assault") {
		t.Error("the adviser reads the offence")
	}
	h.site.Post("/shared/"+h.caseID+"/note", h.form(read, "class", "OF", "note", "kept", "on-day", "3", "on-month", "3", "on-year", "2026")).
		WantStatus(422).WantText(".govuk-error-summary", "Choose what the note is about").WantText("textarea", "kept")
	h.site.Post("/shared/"+h.caseID+"/note", h.form(read, "class", "CN", "note", "kept", "on-day", "x")).WantStatus(422).WantText(".govuk-error-summary", "Enter a date that exists")
	h.site.Post("/shared/"+h.caseID+"/note", h.form(read, "class", "CN", "note", "kept")).WantStatus(422).WantText(".govuk-error-summary", "Enter the day")
	h.site.Post("/shared/"+h.caseID+"/note", h.form(read, "class", "CN", "note", "We made a safety plan", "on-day", "3", "on-month", "3", "on-year", "2026")).
		WantRedirect("/shared/" + h.caseID + "?done=note")
	h.site.Get("/shared/"+h.caseID).WantText(".tl-shared", "We made a safety plan").WantText(".tl-shared", "3 March 2026, Safe Hands")
	h.site.Post("/shared/no-such-case/note", url.Values{"key": {"k"}}).WantStatus(404)
	h.site.As(caseworktest.Keyworker)
	h.site.Get(h.path("/timeline")).WantText("main", "A specialist wrote about the support").WantText("main", "We made a safety plan")
	page = h.site.Get(h.path("/sharing"))
	h.site.Post(h.path("/sharing"), h.form(page, "act", "leave", "account", idva.ID)).WantRedirect(h.path("/sharing?done=leave"))
	h.site.As(idva)
	h.site.Get("/shared/" + h.caseID).WantStatus(404)
}

func TestWhoManagesAnOrganisationReadsItsRecords(t *testing.T) {
	h := newHouse(t, manager)
	list := h.site.Get("/shared").WantStatus(200).WantText("main", "Amina Okafor").WantText("main", "Your organisation supports her")
	if list.Attr("main table a", "href") != h.path("") {
		t.Errorf("leads to %s", list.Attr("main table a", "href"))
	}
	h.site.Get(h.path("")).WantStatus(200).WantText("h1", "Amina Okafor").WantNone("a.govuk-button")
	timeline := h.site.Get(h.path("/timeline")).WantStatus(200).WantText("main", "Why do you need to read the notes?")
	if strings.Contains(timeline.Body, "talked of her mother") {
		t.Error("notes open without a reason")
	}
	h.site.Post(h.path("/timeline"), url.Values{"reason": {"A complaint"}}).WantStatus(200).WantText("main", "talked of her mother")
	h.site.Get(h.path("/plan")).WantStatus(200).WantText("main", "a flat of my own")
	h.site.Get(h.path("/sharing")).WantStatus(403)
	h.write(h.Bench.Pen(caseworktest.Keyworker).Close(h.row(), calendar.DayOf(h.Now()), journey.ClosedCompleted, "", ""))
	h.site.Get("/shared").WantText("main", "Nothing is shared with you now")
	h.site.Get("/shared?state=closed").WantText("main", "Amina Okafor").WantText("main", "See the women you support now")
	other := manager
	other.Agency = "Lantern House"
	h.site.As(other)
	h.site.Get(h.path("")).WantStatus(404)
}

func TestNobodyComesToADeadEnd(t *testing.T) {
	for _, asker := range []access.Asker{housing, onward, court, probation, idva, manager, evaluator} {
		h := newHouse(t, asker)
		if asker.ID != manager.ID {
			page := h.site.Get("/shared").WantStatus(200).WantText("main", "Nothing is shared with you now")
			if len(strings.Fields(page.Text("main"))) < 25 {
				t.Errorf("%s is not told what the account is for: %s", asker.Role, page.Text("main"))
			}
		}
		h.site.Get("/shared/" + h.caseID + "x").WantStatus(404)
	}
	h := newHouse(t, caseworktest.Officer)
	h.site.Get("/shared").WantStatus(403)
}

func TestAgreementIsCheckedApartFromSharing(t *testing.T) {
	h := newHouse(t, caseworktest.Lead)
	page := h.site.Get(h.path("/agreement")).WantStatus(200).WantText("main", "This is not about sharing")
	short := h.site.Post(h.path("/agreement"), h.form(page, "explained", "yes", "words", "Two meetings")).WantStatus(422)
	short.WantText(".govuk-error-summary", "Choose what she said to legal advice").WantText("textarea", "Two meetings")
	h.site.Post(h.path("/agreement"), h.form(page, "explained", "yes", "said_back", "yes", "on_record", "no", "legal_advice", "taken", "words", "Two meetings")).
		WantRedirect(h.path("/sharing?done=agreement"))
	h.site.Get(h.path("/sharing")).WantText("main", "Checked with her on 3 March 2026, Advance").WantText("main", "Two meetings").WantText("main", "Offered, and she took it").
		WantText("main", "When she was referred, 3 March 2026").WantText("main", "Not written down")
	h.site.Get(h.path("/timeline")).WantText("main", "Talked through what she agreed to")
}

// What lets somebody read more asks for a code anew; what stops it never waits.
func TestSharingMoreAsksForACodeAnew(t *testing.T) {
	h := newHouse(t, housing)
	h.shares(housing.Agency, access.ForSupport, access.Identity)
	h.site.Carry(h.site.Desk.OpenAs(administration.SignedIn{Account: administration.Account{
		ID: caseworktest.Keyworker.ID, DisplayName: "Priya", Agency: caseworktest.Keyworker.Agency, Role: access.Keyworker,
	}}))
	for _, page := range []string{"/sharing/ask?recipient=Minerva", "/bench"} {
		if answer := h.site.Get(h.path(page)); answer.Status != 303 || !strings.HasPrefix(answer.To(), "/sign-in/code") {
			t.Errorf("%s opens without a code: %d %s", page, answer.Status, answer.To())
		}
	}
	overview := h.site.Get(h.path("/sharing")).WantStatus(200)
	h.site.Post(h.path("/sharing"), h.form(overview, "act", "join", "specialist", idva.ID)).WantStatus(401).WantText("h1", "Enter your code")
	if len(h.row().Door.Specialists) != 0 {
		t.Error("a specialist joined without a code")
	}
	permission := h.row().Door.Permissions[0].ID
	back := h.site.Get(h.path("/sharing/back?permission=" + permission)).WantStatus(200)
	h.site.Post(h.path("/sharing/back"), h.form(back, "permission", permission)).WantRedirect(h.path("/sharing?done=taken-back"))
}

// The general timeline never says that somebody must not know of her, nor who.
func TestTheTimelineKeepsConflictsToItself(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	before := h.site.Get(h.path("/timeline")).Text("main")
	h.write(h.Bench.Pen(caseworktest.Keyworker).MarkConflict(h.row(), journey.ConflictEntry{Account: "officer-9", From: journey.ConflictHers, Story: "her cousin"}))
	if after := h.site.Get(h.path("/timeline")).Text("main"); after != before {
		t.Errorf("the timeline tells of a conflict:\n%s\nbefore:\n%s", after, before)
	}
}

func TestALongListIsWhole(t *testing.T) {
	h := newHouse(t, housing)
	for n := range 3 {
		h.caseID = h.Under(t, "lwds", journey.ConditionalCaution, journey.ConditionEntry{Text: fmt.Sprint("Number ", n), Units: 1, Given: calendar.DayOf(h.Now())})
		h.shares(housing.Agency, access.ForSupport, access.Plan)
	}
	page := h.site.Get("/shared")
	if n := len(page.All("main table tbody tr")); n != 3 {
		t.Errorf("%d lines, want 3", n)
	}
	page.WantText("main", "Reference "+casework.Reference(h.caseID))
	h.site.Get("/shared/"+h.caseID).WantText("h1", "Reference "+casework.Reference(h.caseID))
}

// What she told once carries who was told, when, and whether she says it is so. A
// reader who may not know of the offence does not read which agency it was.
func TestWhatSheToldIsToldOnce(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	h.site.Get(h.path("")).WantText("main", "Told once").WantText("main", "Told to Metropolitan Police on 3 March 2026. Not confirmed with her yet.")
	page := h.site.Get(h.path("/told")).WantStatus(200).WantText("main", "do not ask it again")
	h.site.Post(h.path("/told"), h.form(page)).WantStatus(422).WantText(".govuk-error-summary", "Tick what she says is so")
	h.site.Post(h.path("/told"), h.form(page, "topics", "children")).WantStatus(422).WantText(".govuk-error-summary", "Tick only what is written here")
	h.WaitDays(2)
	h.site.Post(h.path("/told"), h.form(page, "topics", "identity")).WantRedirect(h.path("?done=confirmed"))
	const confirmed = "on 3 March 2026, confirmed with her on 5 March 2026."
	h.site.Get(h.path("")).WantText("main", "Told to Metropolitan Police "+confirmed)
	h.site.Get(h.path("/timeline")).WantText("main", "She says it is so: her name and date of birth")

	h.shares(housing.Agency, access.ForSupport, access.Identity, access.Needs)
	h.shares(onward.Agency, access.ForSupport, access.Identity, access.Offence)
	h.site.As(onward)
	h.site.Get("/shared/"+h.caseID).WantText(".tl-shared", "Told to Metropolitan Police "+confirmed)
	h.site.As(housing)
	read := h.site.Get("/shared/"+h.caseID).WantText(".tl-shared", "Told "+confirmed).WantText(".tl-shared", "Not confirmed with her yet")
	if strings.Contains(read.Body, "Police") {
		t.Error("a landlord reads that she told the police")
	}
	h.site.As(manager)
	h.site.Post(h.path("/told"), url.Values{"key": {"k"}, "topics": {"identity"}}).WantStatus(403)
}

// What police raised is shown before she is asked, and is filled in nowhere.
func TestWhatOthersRaisedIsNotAskedAnew(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	entry := caseworktest.Amina()
	entry.Scheme, entry.Pathway, entry.Urgent = "lwds", journey.ConditionalCaution, []string{"children_need_care", "interpreter"}
	entry.Asked.Needs = []string{"trafficking"}
	facts, err := h.Bench.Pen(caseworktest.Officer).Refer(entry, "")
	h.write(facts, err)
	h.caseID = facts[len(facts)-1].Case
	h.write(h.Bench.Pen(caseworktest.Lead).Allocate(h.row(), caseworktest.Keyworker.ID, caseworktest.Keyworker.Agency, ""))
	page := h.site.Get(h.path("/assessment")).WantText("main", "Childcare and family: 3 March 2026, Metropolitan Police").
		WantText("main", "Whether somebody may have trafficked her: 3 March 2026").WantText("main", "It is no answer of hers yet")
	if len(page.All("main input[checked]")) != 0 {
		t.Error("what police raised is filled in")
	}
	h.write(h.Bench.Pen(caseworktest.Keyworker).Assess(h.row(), calendar.DayOf(h.Now()), []journey.PathwayAnswer{{Pathway: need.ChildrenAndFamilies, Asked: true, Present: true}}))
	if again := h.site.Get(h.path("/assessment")).Text("main"); strings.Contains(again, "Childcare and family: 3 March") {
		t.Error("what she answered here still stands as raised by others")
	}
}

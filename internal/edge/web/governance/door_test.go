package governance_test

import (
	"context"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/administration"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/safeguarding"
	"throughline/internal/casework/support"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web/governance"
	"throughline/internal/edge/web/today"
	"throughline/internal/edge/web/webtest"
	"throughline/internal/edge/web/woman"
)

var ctx = context.Background()

var (
	safety   = access.Asker{ID: "ig-1", Name: "Ines", Agency: "Council", Role: access.InformationGovernance}
	stranger = access.Asker{ID: "keyworker-9", Name: "Noor", Agency: "Harbour", Role: access.Keyworker}
	manager  = access.Asker{ID: "manager-1", Name: "Mia", Agency: "Harbour", Role: access.PartnerManager}
	staff    = []access.Asker{caseworktest.Officer, caseworktest.Keyworker, caseworktest.OtherWorker, caseworktest.Lead, caseworktest.Commissioner, caseworktest.Admin, safety, stranger, manager}
)

type team struct{}

func (team) Keyworkers(context.Context) ([]support.Keyworker, error) {
	return []support.Keyworker{{ID: caseworktest.Keyworker.ID, Name: "Priya", Agency: "Advance", OpenLimit: 30, YearLimit: 60}}, nil
}

// house is a service with the pages of this door, Today and her record.
type house struct {
	*caseworktest.Room
	t    *testing.T
	desk safeguarding.Desk
	lead string
	site *webtest.Site
}

func newHouse(t *testing.T, asker access.Asker) *house {
	t.Helper()
	room := caseworktest.NewRoom(t)
	var people caseworktest.Team
	for _, one := range staff {
		people = append(people, casework.Person{ID: one.ID, Name: one.Name, Agency: one.Agency, Role: one.Role})
	}
	h := &house{Room: room, t: t}
	h.desk = safeguarding.Desk{Bench: room.Bench, Guard: room.Guard(), Staff: people, Lead: func(context.Context) (string, error) { return h.lead, nil }}
	desk := support.Desk{Bench: room.Bench, Schemes: caseworktest.Rules(t), People: team{}, Staff: people}
	h.site = webtest.Start(t, asker, today.Door{Support: desk}, woman.Door{Support: desk}, governance.Door{Desk: h.desk})
	return h
}

// hers refers Amina Okafor, whose keyworker is Keyworker.
func (h *house) hers() string {
	h.t.Helper()
	entry := caseworktest.Amina()
	entry.Scheme, entry.Pathway = "lwds", journey.ConditionalCaution
	facts, err := h.Bench.Pen(caseworktest.Officer).Refer(entry, "")
	h.must(err)
	receipt, err := h.Record.Append(ctx, casework.Change{Facts: facts})
	h.must(err)
	facts, err = h.Bench.Pen(caseworktest.Lead).Allocate(h.row(receipt.Case), caseworktest.Keyworker.ID, "Advance", "")
	h.must(err)
	_, err = h.Record.Append(ctx, casework.Change{Facts: facts})
	h.must(err)
	return receipt.Case
}

func (h *house) row(caseID string) journey.Row {
	h.t.Helper()
	row, err := h.Record.Row(ctx, caseID)
	h.must(err)
	return row
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) mark(caseID, account string) journey.Conflict {
	h.t.Helper()
	h.must(h.desk.Mark(ctx, caseworktest.Keyworker, caseID, h.Key(), journey.ConflictEntry{Account: account, From: journey.ConflictHers, Story: "He is her brother"}))
	return h.row(caseID).Door.Conflicts[0]
}

var byName = url.Values{"purpose": {"support"}, "family": {"Okafor"}, "born-day": {"27"}, "born-month": {"3"}, "born-year": {"1990"}}

func with(form url.Values, name, value string) url.Values {
	changed := url.Values{}
	for key, values := range form {
		changed[key] = values
	}
	changed.Set(name, value)
	return changed
}

func TestALeadFindsOneWoman(t *testing.T) {
	h := newHouse(t, caseworktest.Lead)
	amina := h.hers()
	page := h.site.Post("/find", byName).WantStatus(200).WantText("table", "Amina Okafor").WantText("caption", "1 woman found")
	if page.Attr("tbody a", "href") != "/woman/"+amina {
		t.Errorf("her name leads to %q", page.Attr("tbody a", "href"))
	}
	h.site.Post("/find", with(byName, "family", "Okaf")).WantStatus(200).WantText("[role=status]", "Nobody was found whom you may see").WantNone("table")
	h.site.Post("/find", url.Values{"purpose": {"support"}, "family": {"Okafor"}}).WantStatus(422).
		WantText(".govuk-error-summary a[href=#born-day]", "Enter her date of birth too")
	h.site.Post("/find", with(byName, "purpose", "")).WantStatus(422).WantText(".govuk-error-summary a[href=#purpose]", "Choose what you search for")
	if kept := h.site.Post("/find", with(byName, "born-day", "31")); kept.Attr("input[name=family]", "value") != "Okafor" {
		t.Errorf("what was typed is gone: %q", kept.Attr("input[name=family]", "value"))
	}
	h.site.Post("/find", with(with(byName, "born-day", "31"), "born-month", "2")).WantStatus(422).WantText(".govuk-error-summary", "Enter a date that exists")
	h.hers()
	h.site.Post("/find", byName).WantStatus(200).WantText("[role=status]", "More than one woman has these details").WantNone("table")
	for range safeguarding.SearchesAllowed {
		h.site.Post("/find", byName)
	}
	h.site.Post("/find", byName).WantStatus(429).WantText("main", "You have searched 30 times in an hour").WantText("main", "You may search again at")
}

// masked takes out of a page what is new each time.
func masked(page *webtest.Page) string {
	return regexp.MustCompile(`name="key" value="[^"]*"`).ReplaceAllString(page.Body, "")
}

func TestHiddenForbiddenAndAbsentAreTheSameBytes(t *testing.T) {
	for name, prepare := range map[string]func(h *house){
		"forbidden": func(h *house) { h.hers() },
		"hidden":    func(h *house) { h.mark(h.hers(), stranger.ID) },
	} {
		h, empty := newHouse(t, stranger), newHouse(t, stranger)
		prepare(h)
		for what, ask := range map[string]func(h *house) *webtest.Page{
			"search": func(h *house) *webtest.Page { return h.site.Post("/find", byName) },
			"phone": func(h *house) *webtest.Page {
				return h.site.Post("/find", url.Values{"purpose": {"safeguarding"}, "phone": {"07700 900123"}})
			},
			"open": func(h *house) *webtest.Page {
				return h.site.Post("/find/open", with(with(byName, "key", "k-"+h.Key()), "reason", "Danger"))
			},
			"after":   func(h *house) *webtest.Page { return h.site.Get("/find?done=asked") },
			"declare": func(h *house) *webtest.Page { return h.site.Post("/conflicts/declare", with(byName, "what", "her")) },
			"said":    func(h *house) *webtest.Page { return h.site.Get("/conflicts/declare?done=her") },
			"record":  func(h *house) *webtest.Page { return h.site.Get("/woman/id00000002") },
			"mark":    func(h *house) *webtest.Page { return h.site.Get("/woman/id00000002/conflict") },
		} {
			one, other := ask(h), ask(empty)
			one.Header.Del("Date")
			other.Header.Del("Date")
			one.Header.Del("X-Request-Id")
			other.Header.Del("X-Request-Id")
			if one.Status != other.Status || masked(one) != masked(other) || len(one.Header) != len(other.Header) || one.To() != other.To() {
				t.Errorf("%s, %s: %d and %d\n%s\n%s", name, what, one.Status, other.Status, masked(one), masked(other))
			}
		}
	}
}

func TestAKeyworkerElsewhereAsksAndASecondPersonAgrees(t *testing.T) {
	h := newHouse(t, stranger)
	amina := h.hers()
	found := h.site.Post("/find", with(byName, "purpose", "safeguarding")).WantStatus(200).WantText("main", "Ask to open a record").WantNone("table")
	form := with(byName, "key", found.Attr("form[action=/find/open] input[name=key]", "value"))
	h.site.Post("/find/open", form).WantStatus(422).WantText(".govuk-error-summary a[href=#reason]", "Say why her record has to be opened")
	h.site.Post("/find/open", with(form, "born-day", "x")).WantStatus(422)
	h.site.Post("/find/open", with(form, "reason", "She may be in danger tonight")).WantRedirect("/find?done=asked")
	h.site.Get("/find?done=asked").WantText("main", "We cannot tell you whether she is").WantNone("main li")

	h.site.As(safety)
	h.site.Get("/governance").WantStatus(200).WantText("table", "Noor, Harbour")
	ask := h.row(amina).Door.Asks[0].ID
	path := "/governance/openings/" + amina + "/" + ask
	page := h.site.Get(path).WantStatus(200).WantText("main", "She may be in danger tonight")
	if strings.Contains(page.Body, "Okafor") {
		t.Error("the second person reads her name")
	}
	key := page.Attr("input[name=key]", "value")
	h.site.Post(path, url.Values{"key": {key}}).WantStatus(422).WantText(".govuk-error-summary a[href=#answer]", "Choose whether you agree")
	h.site.Post(path, url.Values{"key": {key}, "answer": {"yes"}}).WantStatus(422).WantText(".govuk-error-summary a[href=#reason]", "Say why")
	h.site.Post(path, url.Values{"key": {key}, "answer": {"yes"}, "reason": {"I spoke to the refuge"}}).WantRedirect("/governance?done=agreed")
	h.site.Get("/governance?done=agreed").WantText("main", "Her record is open to them for 4 hours").WantText("table", "Ines, Council")
	h.site.Get(path).WantStatus(404)

	h.site.As(stranger)
	h.site.Get("/find").WantText("main li", "Amina Okafor")
	h.site.Get("/woman/"+amina).WantStatus(200).WantText("main", "Amina Okafor").WantNone("main form").WantNone("a[href=/woman/" + amina + "/conflict]").WantNone("a[href=/woman/" + amina + "/notice]")
	h.site.Get("/woman/"+amina+"/timeline").WantStatus(200).WantText("body", "Her record is open to you until")
	for _, part := range []string{"plan", "appointments"} {
		h.site.Get("/woman/" + amina + "/" + part).WantStatus(200)
	}

	h.site.As(caseworktest.Keyworker)
	h.site.Get("/today").WantText("h2", "Opened outside a role").WantText("main li", "opened by Noor, Harbour, agreed by Ines, Council, until")

	h.Wait(5 * time.Hour)
	h.site.As(stranger)
	h.site.Get("/woman/" + amina).WantStatus(404)
	h.site.Get("/find").WantNone("main li")
}

func TestASecondPersonSaysNo(t *testing.T) {
	h := newHouse(t, caseworktest.Lead)
	amina := h.hers()
	h.must(h.desk.AskToOpen(ctx, stranger, h.Key(), safeguarding.Declaration{Phone: "07700 900123"}, "Danger"))
	path := "/governance/openings/" + amina + "/" + h.row(amina).Door.Asks[0].ID
	h.site.Post(path, url.Values{"key": {h.Key()}, "answer": {"no"}}).WantRedirect("/governance?done=declined")
	h.site.Get("/governance?done=declined").WantText("main", "Her record stays closed").WantText("main", "Nobody asks to open a record")
}

func TestAConflictIsMarkedOnHerRecord(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	amina := h.hers()
	h.site.Get("/woman/"+amina).WantText("main a[href=/woman/"+amina+"/conflict]", "Somebody here must not see her record")
	path := "/woman/" + amina + "/conflict"
	page := h.site.Get(path).WantStatus(200).WantText("option", "Ruth, Service lead, Advance")
	form := url.Values{"key": {page.Attr("input[name=key]", "value")}, "from": {"hers"}, "story": {"He is her brother"}}
	wrong := h.site.Post(path, form).WantStatus(422).WantText(".govuk-error-summary a[href=#person]", "Choose one person, or one whole agency")
	if !strings.Contains(wrong.Text("textarea"), "brother") {
		t.Error("the story she typed is gone")
	}
	h.site.Post(path, with(form, "person", caseworktest.Lead.ID)).WantRedirect("/woman/" + amina + "?done=conflict")
	after := h.site.Get("/woman/"+amina+"?done=conflict").WantText("main", "Her record is hidden from them from now on")
	for _, part := range []string{"", "/timeline"} {
		if body := h.site.Get("/woman/" + amina + part).Body; strings.Contains(body, "Ruth") || strings.Contains(body, "brother") {
			t.Errorf("the record tells who is barred, or why: %s", after.Text("main"))
		}
	}
	h.site.As(caseworktest.Lead)
	h.site.Get("/woman/" + amina).WantStatus(404)
	h.site.As(caseworktest.Keyworker)
	h.site.Post(path, with(with(form, "key", h.Key()), "person", caseworktest.Keyworker.ID)).WantRedirect("/")
	h.site.Get("/woman/" + amina).WantStatus(404)
}

func TestAConflictIsReviewedByTwo(t *testing.T) {
	h := newHouse(t, caseworktest.Lead)
	amina := h.hers()
	conflict := h.mark(amina, caseworktest.Officer.ID)
	path := "/governance/conflicts/" + amina + "/" + conflict.ID
	h.site.Get("/governance").WantStatus(200).WantText("table", "PC Dale, Metropolitan Police").WantText("main", "No safeguarding lead is named")
	page := h.site.Get(path).WantStatus(200).WantText("main", "She named them").WantText("main", "Priya, Advance")
	if strings.Contains(page.Body, "brother") {
		t.Error("the story stands on the page")
	}
	h.site.Post(path, url.Values{"key": {h.Key()}}).WantStatus(422).WantText(".govuk-error-summary a[href=#reason]", "Say why it is no conflict")
	h.site.Post(path, url.Values{"key": {h.Key()}, "reason": {"Another man"}}).WantRedirect("/governance?done=asked")
	h.site.Get(path).WantText("main", "You asked to lift it").WantNone("main form")
	h.site.Post(path, url.Values{"key": {h.Key()}, "reason": {"Again"}}).WantStatus(422)
	h.lead = safety.ID
	h.site.As(safety)
	h.site.Get("/governance").WantText("main", "Safeguarding lead: Ines, Council").WantText("table", "A second person has to agree to lift it")
	h.site.Get(path).WantText("main", "Another man").WantText("button", "Agree, and lift it")
	h.site.Post(path, url.Values{"key": {h.Key()}, "reason": {"I asked her"}}).WantRedirect("/governance?done=lifted")
	h.site.Get("/governance?done=lifted").WantText("main", "No conflict of interest is on record")
	h.site.Get(path).WantStatus(404)
	other := h.mark(amina, caseworktest.Commissioner.ID)
	path = "/governance/conflicts/" + amina + "/" + other.ID
	h.site.Post(path, url.Values{"key": {h.Key()}, "what": {"keep"}}).WantRedirect("/governance?done=kept")
	h.site.Get("/governance").WantText("table", "Looked at, and kept")
}

// What lets somebody read more asks for a code anew: nobody lifts a conflict, or
// opens a record, at a screen that was left open.
func TestLettingSomebodyReadAsksForACodeAnew(t *testing.T) {
	h := newHouse(t, caseworktest.Lead)
	amina := h.hers()
	conflict := h.mark(amina, caseworktest.Officer.ID)
	h.site.Carry(h.site.Desk.OpenAs(administration.SignedIn{Account: administration.Account{
		ID: caseworktest.Lead.ID, DisplayName: "Ruth", Agency: caseworktest.Lead.Agency, Role: access.ServiceLead,
	}}))
	for _, path := range []string{"/governance/conflicts/" + amina + "/" + conflict.ID, "/governance/openings/" + amina + "/any"} {
		h.site.Post(path, url.Values{"key": {h.Key()}, "reason": {"Another man"}, "answer": {"yes"}}).WantStatus(401).WantText("h1", "Enter your code")
	}
	if h.row(amina).Door.Conflicts[0].LiftBy != "" {
		t.Error("it was asked to lift a conflict without a code")
	}
}

func TestATryOfSomebodyBarredIsShownToGovernance(t *testing.T) {
	h := newHouse(t, stranger)
	amina := h.hers()
	h.mark(amina, stranger.ID)
	h.site.Get("/woman/" + amina).WantStatus(404)
	h.site.Post("/find", byName).WantText("[role=status]", "Nobody was found")
	h.site.As(safety)
	page := h.site.Get("/governance").WantStatus(200)
	if tries := strings.Count(page.Text("table"), "Noor, Harbour"); tries < 3 { // the conflict, and two tries
		t.Errorf("shown %d times: %s", tries, page.Text("main"))
	}
}

func TestEverybodyDeclares(t *testing.T) {
	for _, asker := range staff {
		h := newHouse(t, asker)
		amina := h.hers()
		h.site.Get("/conflicts/declare").WantStatus(200).WantText("main", "You do not have to say how you know her")
		h.site.Post("/conflicts/declare", url.Values{"what": {"her"}}).WantStatus(422).WantText(".govuk-error-summary a[href=#family]", "Enter her last name and date of birth")
		h.site.Post("/conflicts/declare", with(with(byName, "what", "her"), "born-month", "x")).WantStatus(422).WantText(".govuk-error-summary a[href=#born-day]", "Enter a date that exists")
		h.site.Post("/conflicts/declare", with(byName, "what", "her")).WantRedirect("/conflicts/declare?done=her")
		h.site.Get("/conflicts/declare?done=her").WantText("main", "We do not tell you which")
		if got := h.row(amina).Door.Conflicts; len(got) != 1 || got[0].Account != asker.ID {
			t.Errorf("%s declared, and on record is %+v", asker.Role, got)
		}
		h.site.Post("/conflicts/declare", url.Values{"what": {"own"}, "own_family": {"Dale"}}).WantStatus(422).WantText(".govuk-error-summary a[href=#postcode]", "Enter your postcode too")
		h.site.Post("/conflicts/declare", url.Values{"what": {"own"}, "own_phone": {"07700 900999"}}).WantRedirect("/conflicts/declare?done=own")
		h.site.Get("/conflicts/declare?done=own").WantText("main", "kept in a form that nobody can read")
	}
}

func TestWhoOpensThePages(t *testing.T) {
	h := newHouse(t, caseworktest.Lead)
	finds := map[access.Role]bool{access.Keyworker: true, access.ServiceLead: true, access.PartnerManager: true}
	governs := map[access.Role]bool{access.InformationGovernance: true, access.ServiceLead: true}
	for _, asker := range staff {
		h.site.As(asker)
		for path, may := range map[string]bool{"/find": finds[asker.Role], "/governance": governs[asker.Role], "/conflicts/declare": true} {
			want := 403
			if may {
				want = 200
			}
			if got := h.site.Get(path); got.Status != want {
				t.Errorf("%s opens %s: %d, want %d", asker.Role, path, got.Status, want)
			}
		}
	}
	h.site.Desk.EndAll()
	h.site.Get("/governance").WantRedirect("/sign-in?next=%2Fgovernance")
}

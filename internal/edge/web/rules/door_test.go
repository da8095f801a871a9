package rules_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	verbs "throughline/internal/casework/rules"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/scheme"
	"throughline/internal/edge/record"
	"throughline/internal/edge/web/rules"
	"throughline/internal/edge/web/webtest"
	"throughline/schemes"
)

// house is a site of London's scheme and South Yorkshire's, with a service lead
// signed in.
type house struct {
	*webtest.Site
	*caseworktest.Room
	t     *testing.T
	desk  *verbs.Desk
	store *record.Store
}

func newHouse(t *testing.T, asker access.Asker) *house {
	t.Helper()
	all, err := schemes.Library()
	if err != nil {
		t.Fatal(err)
	}
	shipped, err := scheme.NewLibrary(append(all.Editions("lwds"), all.Editions("south-yorkshire-alcohol-waiver")...)...)
	if err != nil {
		t.Fatal(err)
	}
	law, err := schemes.Law()
	if err != nil {
		t.Fatal(err)
	}
	h := &house{Room: caseworktest.NewRoom(t), t: t}
	if h.store, err = caseworktest.OpenDisk(t.TempDir(), h.Now); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.store.Close(); err != nil {
			t.Error(err)
		}
	})
	live, err := verbs.Open(context.Background(), shipped, h.store)
	if err != nil {
		t.Fatal(err)
	}
	h.desk = &verbs.Desk{
		Bench: h.Bench, Live: live, Store: h.store, Law: law, Scenarios: schemes.Scenarios,
		Schemes: casework.Schemes{Rules: live, Delivers: []string{"lwds"}, Settings: map[string]scheme.Settings{"lwds": {"covered_areas": []any{"Central West", "Central South"}}}},
	}
	h.Site = webtest.Start(t, asker, rules.Door{Desk: h.desk})
	return h
}

// london is London's rulebook with some of its words replaced, as a browser
// sends it.
func london(t *testing.T, replace ...string) string {
	t.Helper()
	text, err := schemes.Files.ReadFile("lwds.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(replace); i += 2 {
		if !strings.Contains(string(text), replace[i]) {
			t.Fatalf("London's rulebook does not say %q", replace[i])
		}
	}
	return strings.ReplaceAll(strings.NewReplacer(replace...).Replace(string(text)), "\n", "\r\n")
}

// form is the form of an edit that asks for something.
func (h *house) form(do, text string, more ...string) url.Values {
	form := url.Values{"key": {h.Key()}, "seen": {"0"}, "text": {text}, "do": {do}}
	for i := 0; i < len(more); i += 2 {
		form.Set(more[i], more[i+1])
	}
	return form
}

// onDay fills in the first day.
func onDay(day calendar.Day) []string {
	text := strings.Split(day.String(), "-")
	return []string{"from-year", text[0], "from-month", text[1], "from-day", text[2]}
}

func (h *house) tomorrow() calendar.Day { return calendar.DayOf(h.Now()).AddDays(1) }

// put puts an edition in force that asks this many appointments.
func (h *house) put(count string, from calendar.Day) {
	h.t.Helper()
	err := h.desk.PutInForce(context.Background(), caseworktest.Lead, h.Key(), verbs.Edition{
		Scheme: "lwds", Text: strings.ReplaceAll(london(h.t, "- required: 2", "- required: "+count), "\r\n", "\n"), From: from,
		Why: "The commissioner asked for " + count, Seen: casework.AnyVersion,
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

func TestEverybodyWhoSignsInReadsAndOnlyALeadChanges(t *testing.T) {
	h := newHouse(t, access.Asker{})
	h.put("3", h.tomorrow())
	edition := "/schemes/lwds/edition/" + h.tomorrow().String()
	for _, asker := range []access.Asker{
		caseworktest.Officer, caseworktest.Keyworker, caseworktest.Lead, caseworktest.Commissioner, caseworktest.Admin,
		{ID: "governance-1", Name: "Ola", Role: access.InformationGovernance},
	} {
		h.As(asker)
		for _, path := range []string{"/schemes", "/schemes/lwds", "/schemes/lwds/try", "/schemes/compare", edition, edition + "/text"} {
			h.Get(path).WantStatus(200)
		}
		if !strings.Contains(h.Get("/schemes").Text("nav"), "Schemes") {
			t.Errorf("%s has no way to the schemes", asker.Role)
		}
		want := http.StatusForbidden
		if asker.Role == access.ServiceLead {
			want = http.StatusOK
		}
		if got := h.Get("/schemes/lwds/edit").Status; got != want {
			t.Errorf("%s is answered %d to the form, want %d", asker.Role, got, want)
		}
		if asker.Role == access.ServiceLead {
			continue
		}
		h.Post("/schemes/lwds/edit", h.form("force", london(t))).WantStatus(http.StatusForbidden)
		h.Post(edition, url.Values{"key": {"k"}, "why": {"no"}}).WantStatus(http.StatusForbidden)
		if page := h.Get("/schemes/lwds"); strings.Contains(page.Text("main"), "Change the rules") || strings.Contains(h.Get(edition).Text("main"), "Take it back") {
			t.Errorf("%s is offered what is not theirs", asker.Role)
		}
	}
}

func TestTheListSaysHowEachSchemeStands(t *testing.T) {
	h := newHouse(t, caseworktest.Officer)
	h.put("3", h.tomorrow())
	page := h.Get("/schemes").WantStatus(200)
	page.WantText("h1", "Schemes").WantText("h2", "Running")
	page.WantText("li", "London Women's Diversion Service Run by this service "+h.desk.Live.Of("lwds", 0).About[0].Text+" From 1 September 2019. Conditional caution; Her own request. Another edition from 4 March 2026.")
	if page.Attr("main li a", "href") != "/schemes/lwds" {
		t.Errorf("the first scheme leads to %q", page.Attr("main li a", "href"))
	}
}

func TestASchemeIsReadRuleByRuleWithItsSources(t *testing.T) {
	h := newHouse(t, caseworktest.Officer)
	page := h.Get("/schemes/lwds").WantStatus(200)
	page.WantText("h1", "London Women's Diversion Service").WantText("dl", "Run by this service Yes").WantText("dl", "This edition Came with the program, decides today")
	for _, says := range []string{
		"She is over 18 years old. Source 004:166",
		"The encounter is in an area that the service covers. Source 004:158, 273, inferred",
		"Whether she must admit the offence Not stated Source 004:166",
		"Which areas the service covers (setting covered_areas) Decided here: Central West, Central South.",
		"Whether \"over 18\" takes in a woman of 18 (setting over_18_includes_18) Not decided here.",
		"Asked: 2 × appointment Source 004:370, 406",
		"Counts: group Not stated",
		"If it is not met: decided by police.",
		"60 a year for each keyworker",
		"Women's services near her, from the directory. Source 000:756, inferred",
		"Confirm before live use.",
	} {
		page.WantText("main li", says)
	}
	page.WantText("h3", "Who may enter").WantText("h3", "What is asked of her").WantText("h3", "The law beside it")
	text := h.Get("/schemes/lwds/edition/first/text").WantStatus(200)
	text.WantText("#line-7", "7 id: lwds").WantNone("pre strong")
	for _, path := range []string{"/schemes/nowhere", "/schemes/nowhere/try", "/schemes/nowhere/edition/first", "/schemes/lwds/edition/2020-01-01", "/schemes/lwds/edition/soon", "/schemes/lwds/edition/soon/text"} {
		h.Get(path).WantStatus(404)
	}
}

func TestTheHistoryShowsWhatChangedAndWhy(t *testing.T) {
	h := newHouse(t, caseworktest.Lead)
	h.put("3", h.tomorrow())
	page := h.Get("/schemes/lwds").WantStatus(200)
	page.WantText("dl", "Next edition From 4 March 2026, to come")
	page.WantText("h3", "From 4 March 2026, to come").WantText("main p", "By Ruth, Advance, on 3 March 2026. The commissioner asked for 3")
	page.WantText("main li", "Conditional caution: what is asked of her Before: Asked: 2 × appointment (004:370, 406) After: Asked: 3 × appointment (004:370, 406)")
	edition := h.Get("/schemes/lwds/edition/2026-03-04").WantStatus(200)
	edition.WantText("dl", "This edition From 4 March 2026, to come").WantText("dl", "Why The commissioner asked for 3").WantText("main a[href=#conditional_caution]", "Conditional caution").WantText("main li", "Asked: 3 × appointment")
	h.WaitDays(1)
	h.Get("/schemes/lwds").WantText("dl", "From 4 March 2026, decides today")
	h.Get("/schemes/lwds/edition/first").WantText("dl", "Came with the program, followed by another")
}

func TestAnEditionToComeIsTakenBack(t *testing.T) {
	h := newHouse(t, caseworktest.Lead)
	h.put("3", h.tomorrow())
	path := "/schemes/lwds/edition/2026-03-04"
	h.Get(path).WantText("form", "Take it back")
	h.Post(path, url.Values{"key": {"k1"}, "why": {" "}}).WantStatus(422).WantText(".govuk-error-summary", "Say why it is taken back")
	h.Post(path, url.Values{"key": {"k1"}, "why": {"It was a slip"}}).WantRedirect("/schemes/lwds?done=taken-back")
	page := h.Get("/schemes/lwds?done=taken-back").WantText(".govuk-notification-banner", "The edition is taken back")
	page.WantText("h3", "From 4 March 2026, taken back").WantText("main p", "Taken back. By Ruth, Advance, on 3 March 2026. It was a slip")
	h.Get(path).WantStatus(404)
	h.Post(path, url.Values{"key": {"k2"}, "why": {"again"}}).WantStatus(404)
	h.put("4", h.tomorrow())
	h.WaitDays(1)
	if strings.Contains(h.Get(path).Text("main"), "Take it back") {
		t.Error("an edition that decides can be taken back")
	}
	h.Post(path, url.Values{"key": {"k3"}, "why": {"late"}}).WantStatus(http.StatusConflict)
}

func TestTwoSchemesAndTwoEditionsAreCompared(t *testing.T) {
	h := newHouse(t, caseworktest.Commissioner)
	h.Get("/schemes/compare").WantStatus(200).WantNone("table")
	half := h.Get("/schemes/compare?a=lwds").WantStatus(200).WantNone("table")
	if half.Attr("select[name=a] option[selected]", "value") != "lwds" {
		t.Error("what was chosen is not kept")
	}
	page := h.Get("/schemes/compare?a=lwds&b=south-yorkshire-alcohol-waiver").WantStatus(200)
	page.WantText("caption", "Pathway 1: who may enter").WantText("th", "London Women's Diversion Service").WantText("td", "She is over 18 years old. (004:166)")
	page.WantText("td", "Which areas the service covers (setting covered_areas) (004:133, 158, 168)")
	page.WantText("main a[href=#part-1]", "The scheme").WantText("#part-1 caption", "The scheme").WantText("main li", "of 7 the same")
	h.put("3", h.tomorrow())
	editions := h.Get("/schemes/compare?a=lwds@first&b=lwds@2026-03-04").WantStatus(200)
	editions.WantText("th", "Came with the program, decides today From 4 March 2026, to come The same?")
	editions.WantText("tr", "Asked: 2 × appointment (004:370, 406) Asked: 3 × appointment (004:370, 406) No")
	editions.WantText("tr", "She is over 18 years old. (004:166) She is over 18 years old. (004:166) Yes")
	for _, query := range []string{"a=nowhere&b=lwds", "a=lwds@soon&b=lwds", "a=lwds@2020-01-01&b=lwds"} {
		h.Get("/schemes/compare?"+query).WantStatus(422).WantText(".govuk-error-summary", "Choose a scheme from the list").WantNone("table")
	}
}

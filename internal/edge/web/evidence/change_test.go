package evidence_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"throughline/internal/casework/caseworktest"
	"throughline/internal/domain/access"
	"throughline/internal/domain/scheme"
	"throughline/schemes"
)

const example = "/evidence/change?example=lwds-all-outcomes"

// ownChange opens the London door whatever police decide, and takes her age out
// of the rules.
const ownChange = `amends: lwds
title: Any outcome
why: To see.
source: "004:143"
pathways:
  conditional_caution:
    clauses:
      over_18: {remove: true}
      covered_area: {remove: true}
      lower_level_offence: {remove: true}
      police_outcome: {text: Whatever police decide., when: 'kind in ["arrest", "charge"]', source: "004:143", mark: recommended}
`

func TestChangesAreChosenFromTheEvidencePage(t *testing.T) {
	site, _ := newSite(t, caseworktest.Lead)
	if len(site.Get("/evidence").All("a[href=/evidence/change]")) == 0 {
		t.Error("nothing on the evidence page leads to changes")
	}
	page := site.Get("/evidence/change").WantStatus(200)
	page.WantText("h1", "What would a change admit?").WantText("main", "Open to most police outcomes (lwds)").WantText("main", "Source: 004:143, 279.")
	if got := page.Attr("main ul a", "href"); got != example {
		t.Errorf("the example leads to %q", got)
	}
	page.WantText("form", "Change").WantText("label", "Change")
	site.As(caseworktest.Commissioner)
	site.Get("/evidence/change").WantStatus(200).WantText("main", "Open to most police outcomes").WantNone("textarea")
}

// The site holds 40 encounters of Central West with no police outcome recorded:
// whether the door opens hangs on it before and after.
func TestAnExampleIsCountedForWhoeverReadsEvidence(t *testing.T) {
	site, room := newSite(t, caseworktest.Lead)
	page := site.Get(example).WantStatus(200).WantText("h1", "Open to most police outcomes").WantText(".tl-badge", "Not for publication")
	for _, says := range []string{
		"Window 1 September 2019 to 31 August 2020", "As at 3 March 2026", "Base 40 encounters, not women",
		"As it is Police offer a conditional caution", "Source: 004:166, in force.",
		"Source: 004:143, 166, 279, recommended.", "Conditional caution, as it is 0 40 0", "Conditional caution, as changed 0 40 0",
		"None to work out", "Encounters are counted, not women", "Which areas the service covers Undecided",
	} {
		page.WantText("main", says)
	}
	if line, _ := room.Record.Last(); line.Action != access.Read || !strings.Contains(line.What, "what a change would admit to lwds as at 2026-03-03") {
		t.Errorf("the read is written down as %+v", line)
	}
	site.As(caseworktest.Commissioner)
	site.Get(example).WantStatus(200).WantText("main", "Policy nhs-1-7-r5").WantText("dl", "As at 28 February 2026").WantNone("textarea")
	site.Get("/evidence/change?example=none").WantStatus(http.StatusNotFound)
	site.Get("/evidence/change?example=unfit").WantStatus(http.StatusUnprocessableEntity).
		WantText("main", "This change does not fit the rulebook as it is now. Line 5: there is no gone to take out").WantText("main", "Open to most police outcomes")
	site.Get(example+"&as_at=2026-03-04").WantStatus(http.StatusUnprocessableEntity).WantText("main", "Enter today or an earlier date")
}

func TestTheLeadCountsAChangeOfHerOwn(t *testing.T) {
	site, _ := newSite(t, caseworktest.Lead)
	page := site.Post("/evidence/change", url.Values{"change": {ownChange}}).WantStatus(200).WantText("h1", "Any outcome")
	for _, says := range []string{
		"Conditional caution, as it is 0 40 0", "Conditional caution, as changed 40 0 0", "Conditional caution: over 18",
		"As changed Not there", "Rule: kind in",
	} {
		page.WantText("main", says)
	}
	if got := page.Text("textarea"); got != inOneLine(ownChange) {
		t.Errorf("what was pasted is kept as %q", got)
	}
	// A whole rulebook is a change too; this one shuts everybody out.
	whole := rulebook(t, ownChange)
	shut := strings.Replace(whole, `kind in ["arrest", "charge"]`, `kind == "charge"`, 1)
	site.Post("/evidence/change", url.Values{"change": {shut}}).WantStatus(200).WantText("h1", "London Women's Diversion Service, as proposed").
		WantText("main", "Conditional caution, as changed 0 0 40").WantText("table", "Unclear 0 0 40").
		WantText("table", "April 2020 40 40")
	site.Post("/evidence/change", url.Values{"change": {ownChange}, "from": {"2020-04-07"}, "to": {"2020-04-30"}}).WantStatus(200).
		WantText("dl", "Window 7 April 2020 to 30 April 2020").WantText("dl", "Base 0 encounters")
	site.Post("/evidence/change", url.Values{"change": {ownChange}, "every_offence": {"lower_level_offences"}}).WantStatus(200).
		WantText("main", "Supposed, and decided by nobody")
}

// inOneLine is a text as a page gives it back in a test.
func inOneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// rulebook returns the London rulebook with a change made in it.
func rulebook(t *testing.T, change string) string {
	t.Helper()
	library, err := schemes.Library()
	if err != nil {
		t.Fatal(err)
	}
	amendment, err := scheme.ParseAmendment([]byte(change))
	if err != nil {
		t.Fatal(err)
	}
	base, _ := library.Edition("lwds", 0)
	text, err := amendment.Apply(base.Text)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestAWrongChangeIsNamedAndKept(t *testing.T) {
	for _, test := range []struct {
		name, field, says string
		form              url.Values
	}{
		{"nothing pasted", "change", "Paste an amendment or a whole rulebook", url.Values{"change": {" "}}},
		{"no YAML", "change", "did not find expected", url.Values{"change": {"amends: ["}}},
		{"an unknown key", "change", `line 3: "because" is not a key here`, url.Values{"change": {strings.Replace(ownChange, "why:", "because:", 1)}}},
		{"another scheme", "change", `There is no scheme "none" to change`, url.Values{"change": {strings.Replace(ownChange, "lwds", "none", 1)}}},
		{"no such setting", "change", `no local setting "mood"`, url.Values{"change": {ownChange}, "every_offence": {"mood"}}},
		{"no day", "from", "Enter the date as year", url.Values{"change": {ownChange}, "from": {"March"}}},
		{"days the wrong way round", "to", "Enter a last day", url.Values{"change": {ownChange}, "from": {"2020-04-02"}, "to": {"2020-04-01"}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			site, room := newSite(t, caseworktest.Lead)
			before := len(room.Record.Ledger)
			page := site.Post("/evidence/change", test.form).WantStatus(http.StatusUnprocessableEntity)
			if got := strings.ToLower(page.Text(".govuk-error-summary")); !strings.Contains(got, strings.ToLower(test.says)) || strings.Contains(got, ";") {
				t.Errorf("the problems are %q, want %q, each apart", got, test.says)
			}
			if page.Text("#"+test.field+"-error") == "" {
				t.Errorf("no problem stands at %s", test.field)
			}
			if got := page.Text("textarea"); got != inOneLine(test.form.Get("change")) {
				t.Errorf("what was pasted is kept as %q", got)
			}
			if len(room.Record.Ledger) != before {
				t.Error("a read is written down where nothing was read")
			}
		})
	}
}

func TestOnlyTheLeadCountsChangesOfHerOwn(t *testing.T) {
	site, _ := newSite(t, caseworktest.Lead)
	for _, asker := range []access.Asker{caseworktest.Commissioner, caseworktest.Officer, caseworktest.Keyworker, caseworktest.Admin} {
		site.As(asker)
		site.Post("/evidence/change", url.Values{"change": {ownChange}}).WantStatus(http.StatusForbidden)
	}
	for _, asker := range []access.Asker{caseworktest.Officer, caseworktest.Keyworker, caseworktest.Admin} {
		site.As(asker)
		site.Get(example).WantStatus(http.StatusForbidden)
	}
}

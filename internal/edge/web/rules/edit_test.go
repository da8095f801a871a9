package rules_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"throughline/internal/casework/caseworktest"
	"throughline/internal/domain/scheme"
)

func TestTheFormBeginsWithTheLatestEdition(t *testing.T) {
	h := newHouse(t, caseworktest.Lead)
	h.Get("/schemes/lwds/edit").WantStatus(200).WantText("textarea", "- required: 2").WantNone("[name=from-day]")
	h.put("3", h.tomorrow().AddDays(20))
	page := h.Get("/schemes/lwds/edit").WantText("textarea", "- required: 3")
	if page.Attr("[name=seen]", "value") != "1" {
		t.Errorf("the form has seen %q lines", page.Attr("[name=seen]", "value"))
	}
	h.Get("/schemes/nowhere/edit").WantStatus(404)
	h.Post("/schemes/nowhere/edit", h.form("check", "")).WantStatus(404)
	h.Post("/schemes/lwds/edit", url.Values{"text": {"id: lwds"}}).WantStatus(422)
}

func TestEveryProblemLeadsToItsLineAndWhatWasTypedIsKept(t *testing.T) {
	h := newHouse(t, caseworktest.Lead)
	for _, row := range []struct {
		name         string
		replace      []string
		says, anchor string
	}{
		{"a key that is none", []string{"status: live", "statos: live"}, `Line 9: "statos" is not a key here`, "#line-9"},
		{"an expression with an unknown word", []string{"when: area in covered_areas", "when: arae in covered_areas"}, "undeclared reference to 'arae'", ""},
		{"another id", []string{"id: lwds", "id: london"}, `the id is "london": it stays lwds`, "#line-7"},
		{"a rule that can never hold", []string{"age == 18 ? over_18_includes_18 : age > 18", "age > 18 && age < 18"}, "can never hold", "#text"},
	} {
		t.Run(row.name, func(t *testing.T) {
			text := london(t, row.replace...)
			for _, do := range []string{"check", "try", "force"} {
				page := h.Post("/schemes/lwds/edit", h.form(do, text)).WantStatus(422)
				page.WantText(".govuk-error-summary", row.says).WantText("title", "Error:").WantText("textarea", row.replace[1])
				if row.anchor != "" && len(page.All(".govuk-error-summary a[href="+row.anchor+"]")) == 0 {
					t.Errorf("nothing leads to %q", row.anchor)
				}
				if got := page.Attr(".govuk-error-summary a", "href"); len(page.All(got)) != 1 {
					t.Errorf("there is no %q on the page", got)
				}
				page.WantNone("[name=from-day]")
			}
		})
	}
}

func TestADraftIsShownWithItsChangesAndScenarios(t *testing.T) {
	h := newHouse(t, caseworktest.Lead)
	page := h.Post("/schemes/lwds/edit", h.form("check", london(t, "- required: 2", "- required: 3"))).WantStatus(200)
	page.WantText("main li", "Before: Asked: 2 × appointment (004:370, 406) After: Asked: 3 × appointment (004:370, 406)").WantText("main p", "scenarios are answered as the table beside the rulebook says")
	page.WantText("form", "First day it decides The first there can be is 4 March 2026.").WantNone(".govuk-error-summary")
	h.Post("/schemes/lwds/edit", h.form("check", london(t))).WantStatus(200).WantText("main p", "No rule differs from the edition before it.")
	differs := h.Post("/schemes/lwds/edit", h.form("check", london(t, "age > 18", "age > 30"))).WantStatus(200)
	differs.WantText("h3", "answered otherwise").WantText("main li", "Conditional caution is closed; the table says open")
	if len(differs.All("textarea.tl-code")) != 1 {
		t.Error("the rulebook is not set in letters of one width")
	}
	if len(differs.All("textarea")) < 3 {
		t.Error("no reason is asked for another answer")
	}
	h.put("4", h.tomorrow().AddDays(30))
	h.Post("/schemes/lwds/edit", h.form("check", london(t, "- required: 2", "- required: 3"))).WantText(".govuk-inset-text", "Another edition is to come: from 3 April 2026")
}

func TestAnEncounterIsTriedBeforeAndAfter(t *testing.T) {
	h := newHouse(t, caseworktest.Lead)
	text := london(t, "age > 18", "age > 30")
	form := h.form("try", text, "try-age", "25", "try-area", "Central West", "try-police_outcome", "conditional_caution")
	page := h.Post("/schemes/lwds/edit", form).WantStatus(200)
	page.WantText("main p", "Before: Open. After: Not open.").WantText("main li", "Was “Yes”. No: She is over 18 years old. (004:166)").WantText("main p", "Every clause answers the same.")
	page.WantText("main p", "Decided as on 4 March 2026.")
	if page.Attr("[name=try-age]", "value") != "25" || page.Attr("select[name=try-police_outcome] option[selected]", "value") != "conditional_caution" {
		t.Error("what was typed is not kept")
	}
	form.Set("try-day", "2018-01-01")
	h.Post("/schemes/lwds/edit", form).WantText("main p", "Before: Not open. After: Not open.")
	gone := london(t, "- id: covered_area\n", "- id: place\n")
	gone = strings.Replace(gone, "- id: covered_area\r\n", "- id: place\r\n", 1)
	h.Post("/schemes/lwds/edit", h.form("try", gone)).WantText("main li", "New. ").WantText("main li", "Gone. It was")
	for _, row := range []struct{ field, value, says string }{
		{"try-age", "old", "Her age in years: enter a whole number"},
		{"try-age", "150", "Her age in years: age is 150: it is whole years, 0 to 120"},
		{"try-police_outcome", "pardon", "The police outcome: police_outcome is \"pardon\""},
		{"try-day", "soon", "Enter the day as year, month and day"},
	} {
		wrong := h.form("try", text, row.field, row.value)
		page := h.Post("/schemes/lwds/edit", wrong).WantStatus(422).WantText(".govuk-error-summary", row.says)
		if href := page.Attr(".govuk-error-summary a", "href"); href != "#"+row.field {
			t.Errorf("it leads to %q, want #%s", href, row.field)
		}
	}
}

func TestAnEncounterIsTriedUnderTheEditionThatDecides(t *testing.T) {
	h := newHouse(t, caseworktest.Officer)
	h.Get("/schemes/lwds/try").WantStatus(200).WantText("label", "Her age in years")
	page := h.Post("/schemes/lwds/try", url.Values{"try-age": {"17"}, "try-police_outcome": {"conditional_caution"}}).WantStatus(200)
	page.WantText("h2", "Conditional caution: Not open").WantText("h2", "Her own request: Open").WantText("main li", "No: She is over 18 years old.")
	page.WantText("main li", "She may ask for the same support herself").WantText("main li", "Confirm before live use.").WantText("main li", "Not stated: Whether she must admit the offence")
	h.Post("/schemes/lwds/try", url.Values{}).WantText("h2", "Conditional caution: Unclear").WantText("main li", "her age in years")
	h.Post("/schemes/lwds/try", url.Values{"try-age": {"x"}}).WantStatus(422).WantText(".govuk-error-summary", "enter a whole number")
	h.Post("/schemes/nowhere/try", url.Values{}).WantStatus(404)
}

func TestEveryKindOfQuestionIsAsked(t *testing.T) {
	h := newHouse(t, caseworktest.Lead)
	asks := `value_gbp < 100.0 && first_offence && needs.exists(n, n == 'mental_health') && age > 18`
	text := london(t, "age == 18 ? over_18_includes_18 : age > 18", asks)
	for _, row := range []struct {
		name   string
		fields []string
		says   string
	}{
		{"all known", []string{"try-value_gbp", "£99.50", "try-first_offence", "yes", "try-needs", "mental_health", "try-age", "20"}, "Was “Yes”"},
		{"none of the list", []string{"try-value_gbp", "99.50", "try-first_offence", "yes", "try-needs", "none", "try-age", "20"}, "No: She is over 18"},
		{"a no", []string{"try-value_gbp", "99.50", "try-first_offence", "no", "try-needs", "mental_health", "try-age", "20"}, "No: She is over 18"},
		{"the list not known", []string{"try-value_gbp", "99.50", "try-first_offence", "yes", "try-age", "20"}, "which needs she has"},
		{"no amount", []string{"try-value_gbp", "a lot"}, "The value in pounds: enter a number, such as 99.50"},
	} {
		page := h.Post("/schemes/lwds/edit", h.form("try", text, row.fields...))
		if said := page.Text("main"); row.name != "all known" && !strings.Contains(said, row.says) {
			t.Errorf("%s: the page does not say %q: %s", row.name, row.says, said)
		} else if row.name == "all known" && strings.Contains(said, row.says) {
			t.Errorf("all known, and yet an answer differs: %s", said)
		}
	}
}

func TestAnEditionIsPutInForceOnce(t *testing.T) {
	h := newHouse(t, caseworktest.Lead)
	form := h.form("force", london(t, "- required: 2", "- required: 3"), append(onDay(h.tomorrow()), "why", "The board decided")...)
	for range 2 {
		h.Post("/schemes/lwds/edit", form).WantRedirect("/schemes/lwds?done=in-force")
	}
	h.Get("/schemes/lwds?done=in-force").WantText(".govuk-notification-banner", "Women referred before then keep the edition they entered under").WantText("h3", "From 4 March 2026, to come")
	lines, err := h.store.Editions(context.Background())
	if err != nil || len(lines) != 1 || strings.Contains(lines[0].Text, "\r") || lines[0].Account != caseworktest.Lead.ID {
		t.Errorf("kept %d lines, %v", len(lines), err)
	}
	if got := h.desk.Live.Of("lwds", h.tomorrow()).Condition("conditional_caution", scheme.Settings{}).UnitsRequired; got != 3 {
		t.Errorf("from tomorrow %d are asked, want 3", got)
	}
}

func TestWhatKeepsADraftFromBeingPutInForceIsNamed(t *testing.T) {
	h := newHouse(t, caseworktest.Lead)
	changed := london(t, "- required: 2", "- required: 3")
	for _, row := range []struct {
		name, text   string
		fields       []string
		says, anchor string
	}{
		{"no day", changed, []string{"why", "agreed"}, "Enter the first day it decides", "#from-day"},
		{"today", changed, append(onDay(h.tomorrow().AddDays(-1)), "why", "agreed"), "Enter 4 March 2026 or a later day", "#from-day"},
		{"a day that does not exist", changed, []string{"from-day", "31", "from-month", "2", "from-year", "2027", "why", "agreed"}, "Enter a date that exists", "#from-day"},
		{"no reason", changed, onDay(h.tomorrow()), "Say why it changes, and who decided it", "#why"},
		{"nothing changed", london(t), append(onDay(h.tomorrow()), "why", "agreed"), "Change something", "#text"},
		{"a scenario without a reason", london(t, "age > 18", "age > 30"), append(onDay(h.tomorrow()), "why", "agreed"), "Say why another answer is right for", "#scenario-"},
	} {
		t.Run(row.name, func(t *testing.T) {
			page := h.Post("/schemes/lwds/edit", h.form("force", row.text, row.fields...)).WantStatus(422).WantText(".govuk-error-summary", row.says)
			href := page.Attr(".govuk-error-summary a", "href")
			if !strings.HasPrefix(href, row.anchor) || len(page.All(href)) != 1 {
				t.Errorf("it leads to %q, want %q", href, row.anchor)
			}
		})
	}
	if lines, err := h.store.Editions(context.Background()); err != nil || len(lines) != 0 {
		t.Errorf("%d lines are kept, %v", len(lines), err)
	}
}

func TestAReasonForAnotherAnswerIsKept(t *testing.T) {
	h := newHouse(t, caseworktest.Lead)
	form := h.form("force", london(t, "age > 18", "age > 30"), append(onDay(h.tomorrow()), "why", "agreed")...)
	page := h.Post("/schemes/lwds/edit", form).WantStatus(422)
	for _, link := range page.All(".govuk-error-summary a") {
		for _, attribute := range link.Attr {
			form.Set(strings.TrimPrefix(attribute.Val, "#"), "The board raised the age")
		}
	}
	h.Post("/schemes/lwds/edit", form).WantRedirect("/schemes/lwds?done=in-force")
	h.Get("/schemes/lwds/edition/2026-03-04").WantText("dl", "The board raised the age")
	later := h.form("check", strings.ReplaceAll(form.Get("text"), "age > 30", "age > 29"))
	h.Post("/schemes/lwds/edit", later).WantStatus(200).WantText("main li", "otherwise")
}

func TestWhatAColleaguePutInForceMeanwhileIsShownFirst(t *testing.T) {
	h := newHouse(t, caseworktest.Lead)
	form := h.form("force", london(t, "- required: 2", "- required: 3"), append(onDay(h.tomorrow().AddDays(1)), "why", "The board decided")...)
	h.put("4", h.tomorrow())
	page := h.Post("/schemes/lwds/edit", form).WantStatus(http.StatusConflict).WantText(".govuk-error-summary", "Another edition was written or taken back since you opened this page").WantText("textarea", "- required: 3")
	page.WantText("main li", "Before: Asked: 4 × appointment")
	form.Set("key", page.Attr("[name=key]", "value"))
	form.Set("seen", page.Attr("[name=seen]", "value"))
	h.Post("/schemes/lwds/edit", form).WantRedirect("/schemes/lwds?done=in-force")
}

func TestATextIsShownAndNeverRun(t *testing.T) {
	h := newHouse(t, caseworktest.Lead)
	for _, text := range []string{
		london(t, "title: London Women's Diversion Service", "title: </textarea><script>alert(1)</script>"),
		"</textarea></pre><script>alert(1)</script>: 1\n",
	} {
		if page := h.Post("/schemes/lwds/edit", h.form("check", text)); strings.Contains(page.Body, "<script>alert") {
			t.Errorf("the page holds the script of the text: %.200s", text)
		}
	}
}

package refer_test

import (
	"net/url"
	"strings"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/domain/journey"
)

func TestOneReferralSaysWhatPoliceMaySee(t *testing.T) {
	site := open(t, caseworktest.Officer)
	id := site.referred(with(amina(), "urgent", "nowhere_safe"))
	site.accept(id)
	site.attend(id, 2)
	plant(t, site, id)
	shown := site.Get("/refer/list/"+id).WantStatus(200).WantText("h1", "Mina Okafor").WantText(".govuk-caption-l", casework.Reference(id))
	for _, want := range []string{
		"Appointments she came to 2 of 2", "How the condition stands Condition met on 3 March 2026. Since then she comes by her own choice; police are told nothing more.", "Complete by no date stated", "Your reference 01CW/100/26",
		"What is happening Conditional caution", "Offence TH68010 Theft from a shop", "Urgent on that day Nowhere safe to go", "Condition as given Attend 2 appointments, given 3 March 2026",
	} {
		shown.WantText("main", want)
	}
	if strings.Contains(shown.Body, "CANARY") {
		t.Errorf("the page carries what the service wrote: %s", shown.Text("main"))
	}
	voluntary := site.referred(named("Grace", "outcome", "no_further_action"))
	site.accept(voluntary)
	site.attend(voluntary, 1)
	for _, page := range []string{"/refer/list/" + voluntary, "/refer/list/" + id} {
		if text := site.Get(page).Text("main"); strings.Contains(text, "did not come") || strings.Contains(text, "Police are not told") != (page == "/refer/list/"+voluntary) {
			t.Errorf("police read %s", text)
		}
	}
	site.Get("/refer/list/"+voluntary).WantNone("main form").WantText("main", "How it stands First appointment booked")
}

func TestPoliceDecideOnTheCondition(t *testing.T) {
	site := open(t, caseworktest.Officer)
	id := site.referred(with(amina(), "due_on-day", "10", "due_on-month", "3", "due_on-year", "2026"))
	path := "/refer/list/" + id
	site.Get(path).WantText("main", "Police decision on the condition")
	site.Get(path).WantText("main", "How the condition stands Not met yet. Complete by 10 March 2026.")
	site.room.WaitDays(20)
	shown := site.Get(path).WantText("main h2", "Decision needed: conditions not met by 10 March 2026").WantText("main", "Appointments she did not come to None")
	form := filled(shown)
	if form.Has("decision") || form.Get("on-day") != "23" || form.Get("due_on-day") != "10" || form.Get("version") == "" {
		t.Errorf("the form begins with %v", form)
	}
	for _, row := range []struct{ name, value, says, anchor string }{
		{"decision", "", "Choose what was decided", "#decision"},
		{"decision", "breach", "Choose what was decided", "#decision"},
		{"on-day", "31", "Enter the day of the decision", "#on-day"},
		{"on-month", "2027", "Enter the day of the decision", "#on-day"},
	} {
		typed := with(filled(shown), "decision", "not_met", "words", "She moved", row.name, row.value)
		wrong := site.Post(path, typed).WantStatus(422).WantText(".govuk-error-summary", row.says).WantText("title", "Error:")
		if wrong.Attr(".govuk-error-summary a", "href") != row.anchor || wrong.Text("textarea") != "She moved" {
			t.Errorf("%s %q: leads to %s, keeps %q", row.name, row.value, wrong.Attr(".govuk-error-summary a", "href"), wrong.Text("textarea"))
		}
	}
	site.Post(path, url.Values{"key": {"k"}, "decision": {"met"}}).WantStatus(422).WantText("h1", "Something needs to be changed")

	site.accept(id) // meanwhile the service goes on
	typed := with(form, "decision", "not_met", "words", "She moved")
	moved := site.Post(path, typed).WantStatus(409).WantText(".govuk-error-summary", "Something was added since you opened this page")
	again := filled(moved)
	if again.Get("decision") != "not_met" || moved.Text("textarea") != "She moved" || again.Get("version") == form.Get("version") || again.Get("key") == form.Get("key") {
		t.Errorf("what was typed came back as %v", again)
	}
	again.Set("words", "She moved")
	for range 2 { // sending twice decides once
		site.Post(path, again).WantRedirect(path + "?saved=1")
	}
	site.Get(path+"?saved=1").WantText(".govuk-notification-banner", "The decision is saved").WantText("main", "Police hold it not met, decided on 23 March 2026. What follows is not stated. Police decision Not met on 23 March 2026. Police wrote She moved").
		WantText("main h2", "Police decision on the condition")
	decided := 0
	for _, fact := range site.room.Record.Facts() {
		if fact.Body.Kind() == journey.KindConditionDecided {
			decided++
		}
	}
	if decided != 1 {
		t.Errorf("decided %d times, want once", decided)
	}
	site.Get("/refer/list").WantText("main", "Police hold it not met, decided on 23 March 2026.")
}

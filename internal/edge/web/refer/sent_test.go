package refer_test

import (
	"errors"
	"strings"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/domain/access"
)

func TestAfterSendingTheOfficerHasAllThereIsToSay(t *testing.T) {
	site := open(t, caseworktest.Officer)
	id := site.referred(with(amina(), "urgent", "nowhere_safe"))
	shown := site.Get("/refer/sent/" + id).WantStatus(200)
	for selector, want := range map[string]string{
		"h1":                  "Referral sent",
		".govuk-panel":        casework.Reference(id),
		".govuk-inset-text":   "Advance helps women, and it is not the police.",
		"main":                "Advance will contact Mina. By when: not stated.",
		".govuk-summary-list": "no date stated",
		".tl-copy":            "Complete by: no date stated.",
		".govuk-details":      "Not stated By when the condition must be met Source 004:370, 406",
	} {
		shown.WantText(selector, want)
	}
	shown.WantText(".govuk-tag", "Open").WantText("main", "Nowhere safe to go").WantText(".govuk-inset-text", "send you a text that does not say what it is about")
	if got := len(shown.All(".govuk-inset-text p")); got != 3 {
		t.Errorf("%d sentences to read to her, want 3", got)
	}
	if got := len(shown.All("#hers .govuk-details")); got != 2 {
		t.Errorf("%d routes explained, want 2", got)
	}
	if got := len(shown.All("main h3")) - len(shown.All("main .govuk-details h3")); got != 2 {
		t.Errorf("%d routes stand open on the page, want hers alone", got)
	}
	shown.WantText(".govuk-details__summary", "Also open: ").WantText(".govuk-details__summary", "Would need to know more: ")
	if next, routes := strings.Index(shown.Body, "Refer another woman"), strings.Index(shown.Body, "Routes open to her"); next < 0 || next > routes {
		t.Error("what to do next stands below all that is folded")
	}
	for _, hers := range []string{"Amina", "Mina", "Okafor", "07700 900123"} {
		if strings.Contains(shown.Text(".tl-copy"), hers) {
			t.Errorf("the text for the custody record says %q", hers)
		}
	}
	shown.WantText("main a[href=/refer/sent/"+id+"/change]", "Change")
	shown.WantText("main a[href=/refer/list/"+id+"]", "See how this referral stands")
	if last, _ := site.room.Record.Last(); last.What != "referral sent" || last.Case != id {
		t.Errorf("the read was written down as %+v", last)
	}
}

func TestAClosedRouteSaysWhatElseThereIs(t *testing.T) {
	site := open(t, caseworktest.Officer)
	id := site.referred(with(amina(), "place", "Brixton, Central South"))
	site.Get("/refer/sent/"+id).WantText(".govuk-tag", "Closed").WantText("main", "What else there is for her").
		WantText("main", "She may ask for the same support herself").WantText(".govuk-details", "No The encounter is in an area that the service covers.")
	unclear := site.referred(with(amina(), "place", ""))
	site.Get("/refer/sent/"+unclear).WantText(".govuk-tag", "Not clear yet").WantText("main", "the area of the encounter")
}

func TestWhatIsReadToHerFollowsHerChoice(t *testing.T) {
	for _, row := range []struct{ contact, agreed, says string }{
		{"call", "yes", "Someone will call you, and will not say who they are on your voicemail."},
		{"text", "yes_not_today", "Not today, but on another day, someone will send you a text"},
		{"no_message", "yes", "will not leave a message or send a text"},
		{"speak_to_her_here_now", "yes", "Someone will speak to you here."},
	} {
		site := open(t, caseworktest.Officer)
		id := site.referred(with(amina(), "contact", row.contact, "agreed", row.agreed))
		site.Get("/refer/sent/"+id).WantText(".govuk-inset-text", row.says)
	}
}

func TestByHerOwnRequestPoliceAreNotToldIfSheComes(t *testing.T) {
	site := open(t, caseworktest.Officer)
	id := site.referred(named("Grace", "outcome", "no_further_action"))
	site.Get("/refer/sent/"+id).WantText(".govuk-inset-text", "The police are not told if you come, or what you say.")
	site.accept(id)
	site.attend(id, 2)
	site.Get("/refer/list/"+id).WantText("main", "How it stands First appointment booked Appointments she came to Police are not told")
	if list := site.Get("/refer/list").WantText("main h2", "Accepted (1)").Text("main"); strings.Contains(list, "Came to") {
		t.Errorf("the list says that she came: %s", list)
	}
	caution := site.referred(amina())
	site.Get("/refer/sent/"+caution).WantText(".govuk-inset-text", "The police can see if you came, but not what you said.")
}

func TestOnlyTheForceThatSentHerSeesIt(t *testing.T) {
	site := open(t, caseworktest.Officer)
	id := site.referred(amina())
	site.As(caseworktest.Colleague)
	site.Get("/refer/sent/" + id).WantStatus(200)
	for _, row := range []struct {
		asker  access.Asker
		status int
	}{{caseworktest.OtherForce, 404}, {caseworktest.Keyworker, 403}, {caseworktest.Lead, 403}, {caseworktest.Commissioner, 403}} {
		site.As(row.asker)
		for _, path := range []string{"/refer/sent/" + id, "/refer/sent/" + id + "/change"} {
			shown := site.Get(path).WantStatus(row.status)
			for _, canary := range []string{"Amina", "Mina", "Okafor", "01CW/100/26", "Theft"} {
				if strings.Contains(shown.Body, canary) {
					t.Errorf("%s reads %q on %s", row.asker.Role, canary, path)
				}
			}
		}
		site.Post("/refer/sent/"+id+"/change", with(amina(), "key", "k")).WantStatus(row.status)
	}
	site.As(caseworktest.Officer)
	site.Get("/refer/sent/none").WantStatus(404)
	site.room.Record.Deaf = errors.New("the disk is full")
	if shown := site.Get("/refer/sent/" + id).WantStatus(503); strings.Contains(shown.Body, "Okafor") {
		t.Error("a read that cannot be written down shows her name")
	}
}

func TestWhatTheServiceWritesNeverShows(t *testing.T) {
	site := open(t, caseworktest.Officer)
	id := site.referred(amina())
	before := site.Get("/refer/sent/" + id).Text("main")
	plant(t, site, id)
	if after := site.Get("/refer/sent/" + id).Text("main"); after != before {
		t.Errorf("what the service wrote changed the page of the police:\n%s\n%s", before, after)
	}
}

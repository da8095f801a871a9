package refer_test

import (
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

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
	if got := len(shown.All(".govuk-details")); got != 2 {
		t.Errorf("%d routes explained, want 2", got)
	}
	for _, hers := range []string{"Amina", "Mina", "Okafor", "07700 900123"} {
		if strings.Contains(shown.Text(".tl-copy"), hers) {
			t.Errorf("the text for the custody record says %q", hers)
		}
	}
	shown.WantText("main a[href=/refer/sent/"+id+"/change]", "Change")
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

func TestAReferralIsPutRightForTenMinutes(t *testing.T) {
	site := open(t, caseworktest.Officer)
	id := site.referred(with(amina(), "urgent", "nowhere_safe"))
	site.room.Wait(9 * time.Minute)
	shown := site.Get("/refer/sent/"+id+"/change").WantStatus(200).WantText("h1", "Change the referral").WantNone("input[name=agreed][value=no]")
	form := filled(shown)
	for name, values := range amina() {
		if form.Get(name) != values[0] {
			t.Errorf("%s stands as %q, want %q", name, form.Get(name), values[0])
		}
	}
	if form.Get("urgent") != "nowhere_safe" {
		t.Errorf("urgent stands as %q", form["urgent"])
	}

	bad := site.send(shown, with(form, "family_name", "")).WantStatus(422).WantText(".govuk-error-summary", "Enter her last name").WantText("title", "Error: Change the referral")
	form = with(filled(bad), "family_name", "Adeyemi", "outcome", "no_further_action")
	site.send(bad, form).WantRedirect("/refer/sent/" + id + "?changed=1")
	site.Get("/refer/sent/"+id+"?changed=1").WantText(".govuk-notification-banner", "The referral is changed").WantText("main", "Mina Adeyemi")
	row, err := site.room.Record.Row(t.Context(), id)
	if err != nil || row.Pathway != "voluntary" || row.Condition != nil {
		t.Errorf("after the change %+v, %v", row, err)
	}

	late := site.Get("/refer/sent/" + id + "/change").WantStatus(200)
	site.room.Wait(time.Minute)
	site.send(late, with(filled(late), "family_name", "Bello")).WantStatus(409).
		WantText(".govuk-error-summary", "The ten minutes for changes have passed").WantText(".govuk-error-summary", "Advance")
	site.Get("/refer/sent/" + id + "/change").WantRedirect("/refer/sent/" + id + "?late=1")
	site.Get("/refer/sent/"+id+"?late=1").WantText(".govuk-notification-banner", "The ten minutes for changes have passed").
		WantText("main", "Mina Adeyemi").WantNone("main a[href=/refer/sent/" + id + "/change]")
}

func TestAPlaceThatLeftTheListStaysWithItsReferral(t *testing.T) {
	site := open(t, caseworktest.Officer)
	receipt, err := site.desk.Refer(t.Context(), caseworktest.Officer, caseworktest.Amina(), "key")
	if err != nil {
		t.Fatal(err)
	}
	shown := site.Get("/refer/sent/" + receipt.Case + "/change")
	if form := filled(shown); form.Get("place") != "Suite 1, Central West" {
		t.Fatalf("the place stands as %q", form.Get("place"))
	}
	site.send(shown, filled(shown)).WantStatus(303)
	view, err := site.desk.Sent(t.Context(), caseworktest.Officer, receipt.Case)
	if err != nil || view.Entry.Suite != "Suite 1" || view.Entry.Area != "Central West" {
		t.Errorf("after saving: %q %q, %v", view.Entry.Suite, view.Entry.Area, err)
	}
}

func TestSayingNoIsNotedWithoutHerName(t *testing.T) {
	site := open(t, caseworktest.Officer)
	form := with(amina(), "agreed", "no", "reference", "", "outcome", "community_resolution")
	asked := site.send(site.Get("/refer"), form).WantStatus(200).WantText("h1", "She said no, or not now")
	for _, hers := range []string{"Amina", "Mina", "Okafor", "07700 900123", "1990"} {
		if strings.Contains(asked.Body, hers) {
			t.Errorf("the page keeps %q", hers)
		}
	}
	if reasons := asked.All("input[name=declined_reason]"); len(reasons) != 6 {
		t.Errorf("%d reasons, want 6", len(reasons))
	}
	typed := with(filled(asked), "declined_reason", "wants_to_think", "leaflet_given", "yes", "may_ask_again", "no")
	site.send(asked, typed).WantRedirect("/refer?noted=1")
	site.send(asked, typed).WantRedirect("/refer?noted=1")
	site.Get("/refer?noted=1").WantText(".govuk-notification-banner", "Noted. No name is kept.")
	facts := site.room.Record.Facts()
	if len(facts) != 1 || facts[0].Woman != "" || facts[0].Words != nil {
		t.Fatalf("facts %+v: one encounter of nobody", facts)
	}
	met := encounter(t, facts[0])
	if met.What != "arrest" || met.Outcome != "community_resolution" || met.Offence.Code != "TH68010" || met.Suite != "Charing Cross" ||
		met.Declined != "wants_to_think" || met.LeafletGiven != "yes" || met.MayAskAgain != "no" {
		t.Errorf("encounter %+v", met)
	}
}

func TestANoFromItsOwnPage(t *testing.T) {
	site := open(t, caseworktest.Officer)
	asked := site.Get("/refer/declined").WantStatus(200)
	if form := filled(asked); form.Has("declined_reason") || form.Has("leaflet_given") || form.Has("may_ask_again") {
		t.Errorf("answered before anyone answered: %v", form)
	}
	wrong := site.send(asked, url.Values{"leaflet_given": {"yes"}}).WantStatus(422).WantText(".govuk-error-summary", "Choose what she said").WantText("title", "Error:")
	if filled(wrong).Get("leaflet_given") != "yes" || wrong.Attr(".govuk-error-summary a", "href") != "#declined_reason" {
		t.Error("the answer is lost, or the problem leads nowhere")
	}
	site.send(wrong, url.Values{"declined_reason": {"not_now"}}).WantRedirect("/refer?noted=1")
	met := encounter(t, site.room.Record.Facts()[0])
	if met.What != "" || met.LeafletGiven != "" || met.Declined != "not_now" {
		t.Errorf("encounter %+v: what nobody said is not recorded", met)
	}
}

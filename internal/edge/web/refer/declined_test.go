package refer_test

import (
	"net/url"
	"strings"
	"testing"

	"throughline/internal/casework/caseworktest"
)

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

package refer_test

import (
	"testing"
	"time"

	"throughline/internal/casework/caseworktest"
)

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

	bad := site.send(shown, with(form, "family_name", "", "known_as", "Minnie")).WantStatus(422).WantText(".govuk-error-summary", "Enter her last name").WantText("title", "Error: Change the referral")
	if filled(bad).Get("known_as") != "Minnie" {
		t.Error("what was typed is lost")
	}
	form = with(filled(bad), "family_name", "Adeyemi", "outcome", "no_further_action")
	site.send(bad, form).WantRedirect("/refer/sent/" + id + "?changed=1")
	site.Get("/refer/sent/"+id+"?changed=1").WantText(".govuk-notification-banner", "The referral is changed").WantText("main", "Minnie Adeyemi")
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
		WantText("main", "Minnie Adeyemi").WantNone("main a[href=/refer/sent/" + id + "/change]")
}

func TestTwoOfficersChangeOneReferral(t *testing.T) {
	site := open(t, caseworktest.Officer)
	id := site.referred(amina())
	mine := site.Get("/refer/sent/" + id + "/change").WantStatus(200)
	theirs := site.Get("/refer/sent/" + id + "/change").WantStatus(200)
	site.send(mine, with(filled(mine), "phone", "07700 900999")).WantStatus(303)
	kept := site.send(theirs, with(filled(theirs), "known_as", "Minnie")).WantStatus(409).
		WantText(".govuk-error-summary", "See what stands now").WantText(".govuk-summary-list", "07700 900999")
	if filled(kept).Get("known_as") != "Minnie" {
		t.Error("what was typed is lost")
	}
	view, err := site.desk.Sent(t.Context(), caseworktest.Officer, id)
	if err != nil || view.Entry.Identity.Phone != "07700 900999" {
		t.Errorf("the first change is gone: %+v, %v", view.Entry.Identity, err)
	}
	site.send(kept, with(filled(kept), "phone", "07700 900999")).WantStatus(303)
	view, err = site.desk.Sent(t.Context(), caseworktest.Officer, id)
	if err != nil || view.Entry.Identity.Phone != "07700 900999" || view.Entry.Identity.KnownAs != "Minnie" {
		t.Errorf("after both: %+v, %v", view.Entry.Identity, err)
	}
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

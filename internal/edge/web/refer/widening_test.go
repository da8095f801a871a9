package refer_test

import (
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

func TestALighterOutcomeIsSaidBeforeTheReferralIsSent(t *testing.T) {
	for _, row := range []struct {
		name    string
		answers []string
		pathway journey.Pathway
		says    string
	}{
		{"she asks for herself, in one click", []string{"widening", "asks_instead"}, journey.Voluntary, "In place of: Conditional caution"},
		{"police go on, and say why", []string{"widening", "goes_on", "widening_reason", "she_chose_it", "widening_words", "she read both leaflets"},
			journey.ConditionalCaution, "She knows both ways and chose this one. she read both leaflets"},
	} {
		t.Run(row.name, func(t *testing.T) {
			site := open(t, caseworktest.Officer)
			typed := with(amina(), "would_otherwise", "simple_caution", "legal_advice", "declined", "explained", "yes")
			step := site.send(site.Get("/refer"), typed).WantStatus(200).WantText("h1", "Could she ask for support herself?").
				WantText(".govuk-warning-text", "something lighter").WantText(".govuk-summary-list", "Simple caution").WantText("main", "Source 000:501")
			if len(site.room.Record.Facts()) != 0 {
				t.Fatal("something was written before it was answered")
			}
			carried := filled(step)
			for name, values := range typed {
				if carried.Get(name) != values[0] {
					t.Errorf("%s is carried as %q, want %q", name, carried.Get(name), values[0])
				}
			}
			id := site.Post("/refer", with(carried, row.answers...)).WantStatus(303).To()
			site.Get(id).WantStatus(200).WantText(".govuk-summary-list", row.says).
				WantText(".govuk-summary-list", "Offered, and she did not want it").WantText(".govuk-summary-list", "She was told").
				WantText(".tl-copy", "Legal advice: Offered, and she did not want it.")
			rows, err := site.room.Record.Rows(t.Context(), access.Asker{}, casework.Filter{})
			if err != nil || len(rows) != 1 || rows[0].Pathway != row.pathway || rows[0].Warned != journey.Yes || rows[0].Otherwise != "simple_caution" {
				t.Errorf("rows %+v, %v", rows, err)
			}

			// Nothing is asked again when the referral is opened to be changed.
			change := site.Get(id + "/change").WantStatus(200)
			back := filled(change)
			if back.Get("widening") != row.answers[1] || back.Get("would_otherwise") != "simple_caution" || back.Get("legal_advice") != "declined" {
				t.Errorf("the change form shows %v", back)
			}
			site.Post(id+"/change", with(back, "phone", "07700 900999")).WantStatus(303)
			site.Get(id).WantText(".govuk-summary-list", row.says)
		})
	}
}

func TestTheStepMayBeLeftOrAskedForMore(t *testing.T) {
	site := open(t, caseworktest.Officer)
	step := site.send(site.Get("/refer"), with(amina(), "would_otherwise", "no_further_action")).WantStatus(200)
	bare := site.Post("/refer", with(filled(step), "widening", "goes_on")).WantStatus(422).
		WantText(".govuk-error-summary", "Choose why you go on").WantText("h1", "Could she ask for support herself?")
	if got := bare.All("#widening_reason"); len(got) != 1 {
		t.Errorf("the problem leads to %d places", len(got))
	}
	back := site.Post("/refer", with(filled(step), "widening", "change")).WantStatus(200).WantText("h1", "Refer a woman")
	if form := filled(back); form.Get("given_name") != "Amina" || form.Get("would_otherwise") != "no_further_action" {
		t.Errorf("what was typed is lost: %v", form)
	}
	if len(site.room.Record.Facts()) != 0 {
		t.Error("something was written")
	}
	site.send(back, with(filled(back), "would_otherwise", "charge")).WantStatus(303)
}

func TestAChangeThatNowWidensIsToldOfToo(t *testing.T) {
	site := open(t, caseworktest.Officer)
	id := site.referred(amina())
	change := site.Get("/refer/sent/" + id + "/change")
	step := site.send(change, with(filled(change), "would_otherwise", "community_resolution")).WantStatus(200).WantText("h1", "Could she ask for support herself?")
	site.Post(step.Attr("main form", "action"), with(filled(step), "widening", "asks_instead")).WantRedirect("/refer/sent/" + id + "?changed=1")
	row, err := site.room.Record.Row(t.Context(), id)
	if err != nil || row.Pathway != journey.Voluntary || row.Condition != nil {
		t.Errorf("after the change %+v, %v", row, err)
	}
	again := site.Get("/refer/sent/" + id + "/change")
	site.send(again, with(filled(again), "widening", "goes_on", "widening_reason", "already_decided")).WantStatus(303)
	if row, err := site.room.Record.Row(t.Context(), id); err != nil || row.Pathway != journey.ConditionalCaution || row.Condition == nil {
		t.Errorf("after going on %+v, %v", row, err)
	}
}

func TestWhereNobodyMayAskForHerselfTheStepSaysWhatElseThereIs(t *testing.T) {
	site := openRunning(t, caseworktest.Officer, places, "south-yorkshire-alcohol-waiver")
	step := site.send(site.Get("/refer"), with(amina(), "outcome", "penalty_notice", "notice_would_otherwise", "no_further_action",
		"notice_units_required", "2", "notice_given_on-day", "1", "notice_given_on-month", "3", "notice_given_on-year", "2026")).WantStatus(200).
		WantText("main", "Nobody may ask for herself at this service").WantNone("button[value=asks_instead]")
	if len(step.All("main ul li")) == 0 {
		t.Error("nothing else is offered: a dead end")
	}
	site.Post("/refer", with(filled(step), "widening", "asks_instead")).WantStatus(422).WantText(".govuk-error-summary", "Tell her what else there is")
}

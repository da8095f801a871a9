package woman_test

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/sharing"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/safecontact"
	"throughline/internal/edge/web/today"
	"throughline/internal/edge/web/webtest"
	"throughline/internal/edge/web/woman"
	"throughline/locales"
)

// senders are the accounts that ask for messages.
type senders struct{}

func (senders) Asker(context.Context, string) (access.Asker, error) {
	return caseworktest.Keyworker, nil
}

// sends lets the house send messages.
func (h *house) sends() *house {
	h.t.Helper()
	words, err := locales.Catalogue()
	if err != nil {
		h.t.Fatal(err)
	}
	h.desk.Post = sharing.Dispatch{Bench: h.Bench, Senders: senders{}, Words: words}
	h.site = webtest.Start(h.t, caseworktest.Keyworker, today.Door{Support: h.desk}, woman.Door{Support: h.desk})
	return h
}

// sent posts a form that has to be taken, and returns the page it leads to.
func (h *house) sent(path string, form url.Values) *webtest.Page {
	h.t.Helper()
	page := h.site.Post(path, form).WantStatus(303)
	return h.site.Get(page.To()).WantStatus(200)
}

// told is the form of a woman who may be called and texted on weekday mornings.
func (h *house) told(caseID string, fill ...string) url.Values {
	h.t.Helper()
	form := h.form(woman.Path(caseID, "safe-contact"), append([]string{
		"phone_allowed", "yes", "text_allowed", "yes", "email_allowed", "no", "post_allowed", "not_said", "in_person_allowed", "yes",
		"through_somebody_allowed", "not_said", "phone", "07700 900123", "hours", "some", "from", "10am", "to", "12:30pm",
		"voicemail", "none", "wording", "neutral", "ask_for", "the library", "must_not_know", "people at home", "opens_post", "a neighbour",
	}, fill...)...)
	form["days"] = []string{"1", "2", "3", "4", "5"}
	return form
}

func TestHowSheMayBeReachedIsWrittenDownAsSheSaysIt(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	caseID := h.hers()
	path := woman.Path(caseID, "safe-contact")
	h.site.Get(path).WantStatus(200).WantText("main", "Text her. Use neutral words only. She has not said at which hours.")
	page := h.sent(path, h.told(caseID))
	page.WantText("main", "How she may be reached is saved").WantText("main", "Call her. Leave no message. Only Monday to Friday, 10am to 12:30pm").
		WantText("main", "Do not e-mail her. She said no to e-mails.").WantText("main", "Must not know: people at home")
	body := last[journey.SafeContactTold](h)
	if len(body.Channels) != 4 || body.Channels[0].Voicemail != safecontact.NoVoicemail || body.Channels[1].Windows[0].From != 600 {
		t.Errorf("written %+v", body)
	}
	if got := page.Attr("main #ask_for", "value"); got != "the library" {
		t.Errorf("asked again, what to ask for is %q", got)
	}
	h.site.Get(woman.Path(caseID, "")).WantText("main", "Said safe on 3 March 2026. Ask again by 31 March 2026").WantText("main", "people at home").
		WantText("main", "a neighbour").WantText("main", "07700 900123. Call her. Leave no message").WantText(".tl-identity", "What to ask for: the library")
	h.site.Get(woman.Path(caseID, "timeline")).WantText("main", "She said how she may be reached")
	h.WaitDays(29)
	h.site.Get(woman.Path(caseID, "")).WantText("main", "Last said safe on 3 March 2026, more than 28 days ago. Ask her again first")
}

func TestWhatIsWrongWithHowSheMayBeReachedIsSaid(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	caseID := h.hers()
	base := []string{"phone_allowed", "yes", "phone", "07700 900123", "hours", "not_said", "voicemail", "none", "wording", "neutral"}
	with := func(fill ...string) []string { return append(slices.Clone(base), fill...) }
	h.wantRefused(woman.Path(caseID, "safe-contact"), map[string]refused{
		"nothing said":          {fill: []string{"hours", "not_said"}, says: "Write down at least one way", field: "phone_allowed"},
		"an e-mail to nowhere":  {fill: with("email_allowed", "yes"), says: "Enter her e-mail address", field: "email"},
		"through nobody":        {fill: with("through_somebody_allowed", "yes"), says: "Write whom to go through", field: "through"},
		"hours without days":    {fill: with("hours", "some", "from", "10am", "to", "2pm"), says: "Choose the days that are safe", field: "days"},
		"an hour that is none":  {fill: with("hours", "some", "days", "1", "from", "soon", "to", "2pm"), says: "Enter a time such as 10am", field: "from"},
		"hours turned round":    {fill: with("hours", "some", "days", "1", "from", "2pm", "to", "10am"), says: "an hour that ends after it begins", field: "from"},
		"a day there is none":   {fill: with("hours", "some", "days", "9", "from", "10am", "to", "2pm"), says: "Choose the days from the list", field: "days", forge: "days"},
		"hours of no kind":      {fill: with("hours", "often"), says: "Choose at which hours", field: "hours", forge: "hours"},
		"nothing on voicemail":  {fill: with("voicemail", "shout"), says: "Choose what may be left on voicemail", field: "voicemail", forge: "voicemail"},
		"no way, nothing wrong": {fill: []string{"act", "freeze"}, says: "Choose the way to reach her", field: "channel", forge: "act"},
		"no reason":             {fill: []string{"act", "freeze", "channel", "phone"}, says: "Choose what happened", field: "because", forge: "act"},
	})
}

func TestAWayThatIsNotSafeIsShutAndStandsFirstOnToday(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	caseID := h.hers()
	h.sent(woman.Path(caseID, "safe-contact"), h.told(caseID))
	form := h.form(woman.Path(caseID, "safe-contact"), "act", "freeze", "channel", "phone", "because", "wrong_person")
	h.sent(woman.Path(caseID, "safe-contact"), form).WantText("main", "Nothing goes that way now")
	summary := h.site.Get(woman.Path(caseID, "")).WantText("main", "Do not call her. Somebody else answered on 3 March 2026")
	if strings.Contains(summary.Text("main"), "07700 900123") {
		t.Error("the number stands where it must not be called")
	}
	for _, one := range []struct {
		asker access.Asker
		under string
	}{{caseworktest.Keyworker, "Safety"}, {caseworktest.Lead, "Safeguarding to review"}} {
		h.site.As(one.asker)
		h.site.Get("/today").WantText("main", one.under).WantText("main", "Somebody else answered on 3 March 2026. Nothing goes by a call until she says it is safe").
			WantText("main", "Ask her, and write down what she says")
	}
	h.site.As(caseworktest.Keyworker)
	h.sent(woman.Path(caseID, "safe-contact"), h.told(caseID))
	if text := h.site.Get("/today").Text("main"); strings.Contains(text, "Somebody else answered") {
		t.Error("it still stands on Today after she said how she may be reached")
	}
}

func TestSheIsAskedAtEachContactWhetherItIsStillSafe(t *testing.T) {
	for answer, row := range map[string]struct {
		kind journey.Kind
		open bool
	}{
		"yes": {journey.KindSafeConfirmed, true}, "no": {journey.KindChannelIsFrozen, false}, "": {journey.KindContact, true},
	} {
		h := newHouse(t, caseworktest.Keyworker)
		caseID := h.hers()
		h.WaitDays(3)
		fill := append([]string{"how", "phone", "outcome", "spoke", "still_safe", answer}, day("at", h.Bench.Today())...)
		page := h.sent(woman.Path(caseID, "contact"), h.form(woman.Path(caseID, "contact"), fill...))
		page.WantText("main", "Contact recorded")
		facts := h.Record.Facts()
		if got := facts[len(facts)-1].Body.Kind(); got != row.kind {
			t.Errorf("%q writes %s", answer, got)
		}
		found, err := h.Record.Row(ctx, caseID)
		if err != nil || found.SafeContact.Open(safecontact.Text, h.Bench.Today()) != row.open {
			t.Errorf("%q leaves texts %+v, %v", answer, found.SafeContact, err)
		}
	}
	h := newHouse(t, caseworktest.Keyworker)
	caseID := h.hers(func(entry *journey.Referral) { entry.Contact = journey.ContactInPerson })
	h.site.Get(woman.Path(caseID, "contact")).WantText("main", "Is it still safe to reach her in this way?")
}

func TestAReminderIsOfferedOnlyWhereItMayGo(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker).sends()
	caseID := h.hers()
	path := woman.Path(caseID, "appointments")
	h.site.Get(path).WantText("main", "Remind her the day before?").WantText("main", "Do not e-mail her. She has not said whether an e-mail is safe.")
	booking := func(hours time.Duration) url.Values {
		at := calendar.At(h.Now().Add(hours))
		return h.form(path, append([]string{"time", at.Clock(), "how", "one_to_one", "remind", "text"}, day("at", at.Day())...)...)
	}
	page := h.site.Post(path, booking(72*time.Hour)).WantStatus(422)
	page.WantText(".govuk-error-summary", "No message can go. She has not said at which hours a text is safe. Save without it, and tell her yourself")
	if !kept(page, "remind", "text") {
		t.Error("the answer is not kept")
	}
	h.sent(woman.Path(caseID, "safe-contact"), h.told(caseID))
	h.sent(path, booking(72*time.Hour)).WantText("main", "Appointment booked")
	waiting, err := h.Record.Messages(ctx, casework.MessageFilter{Case: caseID})
	if err != nil || len(waiting) != 1 || waiting[0].Template != casework.AppointmentReminder || calendar.At(waiting[0].After).Clock() != "10am" {
		t.Errorf("waiting are %+v, %v", waiting, err)
	}
	quiet := newHouse(t, caseworktest.Keyworker)
	if text := quiet.site.Get(woman.Path(quiet.hers(), "appointments")).Text("main"); strings.Contains(text, "Remind her") {
		t.Error("a reminder is offered where no messages are sent")
	}
}

func TestAMessageSaysWhatIsSoOfAnAppointment(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker).sends()
	caseID := h.hers()
	booked := h.book(caseID, 72*time.Hour)
	path := woman.Path(caseID, "message")
	h.sent(woman.Path(caseID, "safe-contact"), h.told(caseID))
	h.site.Get(woman.Path(caseID, "appointments")).WantText("main", "Send her a message")
	h.wantRefused(path+"?appointment="+booked, map[string]refused{
		"not said how":  {fill: []string{"appointment", booked, "template", "changed"}, says: "Choose a text or an e-mail", field: "channel", forge: "appointment"},
		"not said what": {fill: []string{"appointment", booked, "channel", "text", "template", "off"}, says: "Choose what the message says", field: "template", forge: "template"},
	})
	form := h.form(path+"?appointment="+booked, "appointment", booked, "template", "changed", "channel", "text")
	h.sent(path, form).WantText("main", "The message goes when it is safe")
	waiting, err := h.Record.Messages(ctx, casework.MessageFilter{Case: caseID})
	if err != nil || len(waiting) != 1 || waiting[0].Template != casework.AppointmentChanged {
		t.Errorf("waiting are %+v, %v", waiting, err)
	}
	h.must(h.desk.RecordAttendance(ctx, caseworktest.Keyworker, caseID, casework.AnyVersion, h.Key(), journey.Meeting{Appointment: booked, Outcome: journey.CancelledByService}))
	h.site.Get(path+"?appointment="+booked).WantStatus(200).WantText("main", "That it is off")
	h.site.Get(path + "?appointment=none").WantStatus(404)
	for asker, status := range map[access.Asker]int{caseworktest.OtherWorker: 404, caseworktest.Officer: 403, caseworktest.Commissioner: 403} {
		h.site.As(asker)
		for _, part := range []string{"message?appointment=" + booked, "safe-contact"} {
			h.site.Get(woman.Path(caseID, part)).WantStatus(status)
		}
	}
	h.site.As(caseworktest.Keyworker)
	h.WaitDays(2)
	h.sent(woman.Path(caseID, "safe-contact"), h.form(woman.Path(caseID, "safe-contact"), "act", "freeze", "channel", "text", "because", "not_safe_now"))
	h.site.Get(path+"?appointment="+booked).WantStatus(200).WantText("main", "Do not text her. She said it is not safe now")
}

func TestAMessageThatDidNotGoStandsOnToday(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker).sends()
	caseID := h.hers()
	booked := h.book(caseID, 72*time.Hour)
	h.sent(woman.Path(caseID, "safe-contact"), h.told(caseID))
	h.sent(woman.Path(caseID, "message"), h.form(woman.Path(caseID, "message")+"?appointment="+booked, "appointment", booked, "template", "reminder", "channel", "text"))
	waiting, err := h.Record.Messages(ctx, casework.MessageFilter{Case: caseID})
	if err != nil || len(waiting) != 1 {
		t.Fatal(waiting, err)
	}
	if text := h.site.Get("/today").Text("main"); strings.Contains(text, "Messages that did not go") {
		t.Error("a message that waits stands among those that did not go")
	}
	_, err = h.Record.Append(ctx, casework.Change{Settled: []casework.Settled{{ID: waiting[0].ID, From: casework.MessageWaiting, To: casework.MessageUnknown}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, asker := range []access.Asker{caseworktest.Keyworker, caseworktest.Lead} {
		h.site.As(asker)
		h.site.Get("/today").WantText("main", "Messages that did not go").WantText("main", "It may have arrived, and nobody knows").WantText("main", "Tell her yourself")
	}
	h.site.As(caseworktest.OtherWorker)
	if text := h.site.Get("/today").Text("main"); strings.Contains(text, "Amina") {
		t.Error("another keyworker sees her message")
	}
	h.site.As(caseworktest.Keyworker)
	h.WaitDays(4)
	if text := h.site.Get("/today").Text("main"); strings.Contains(text, "Messages that did not go") {
		t.Error("it still stands there after her appointment")
	}
}

package woman_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web/woman"
)

func TestRecordAContact(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	caseID := h.hers()
	path := woman.Path(caseID, "contact")

	form := h.form(path, append(day("at", h.Bench.Today()), "how", "phone", "outcome", "spoke", "time", "9am", "minutes", "15", "note", "She is safe tonight")...)
	h.site.Post(path, form).WantRedirect(woman.Path(caseID, "") + "?done=contact")
	want := journey.ContactMade{How: journey.Phone, Spoke: true, Minutes: 15}
	if got := last[journey.ContactMade](h); got != want || h.words() != "She is safe tonight" {
		t.Errorf("wrote %+v, %q", got, h.words())
	}
	h.site.Post(path, form).WantStatus(303)
	if n := len(h.Record.Facts()); n != factsAfter(h, want) {
		t.Errorf("sending it twice wrote it twice")
	}
	h.site.Get(woman.Path(caseID, "")+"?done=contact").WantText(".govuk-notification-banner", "Contact recorded").
		WantText(".tl-timeline", "Spoke to her: phone, 15 minutes").WantText(".tl-timeline", "She is safe tonight")
}

// factsAfter counts the facts up to the one with this body, in it.
func factsAfter(h *house, body journey.Body) int {
	for i, fact := range h.Record.Facts() {
		if fact.Body == body {
			return i + 1
		}
	}
	return 0
}

func TestAnAppointmentKeepsItsTimeAndCountsByTheRules(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	caseID := h.hers()
	booked := h.book(caseID, 2*time.Hour)
	h.WaitDays(1)
	path := woman.Path(caseID, "contact")

	page := h.site.Get("/today").WantText("main", "Record what happened")
	var link string
	for _, a := range page.All("main a") {
		for _, attribute := range a.Attr {
			if strings.HasPrefix(attribute.Val, path+"?at=") {
				link = attribute.Val
			}
		}
	}
	if got := h.site.Get(link).Attr("input[name=appointment][checked]", "value"); got != booked {
		t.Errorf("Today leads to the appointment %q, want %q", got, booked)
	}
	h.site.Post(path, h.form(path, append(day("at", h.Bench.Today()), "appointment", booked, "how", "one_to_one", "outcome", "attended", "counts", "rules", "next", "book")...)).
		WantRedirect(woman.Path(caseID, "appointments") + "?done=contact")
	got := last[journey.Attendance](h)
	if got.Counts != journey.Yes || got.Appointment != booked || got.At != calendar.At(caseworktest.Start.Add(2*time.Hour)) {
		t.Errorf("wrote %+v", got)
	}
	h.site.Get(woman.Path(caseID, "")).WantText("main", "1 of 2 done. Not met yet. No date stated.")
}

func TestContactsThatAreNotTaken(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	caseID := h.hers()
	today := day("at", h.Bench.Today())
	with := func(fill ...string) []string { return append(append([]string{}, today...), fill...) }
	h.wantRefused(woman.Path(caseID, "contact"), map[string]refused{
		"nothing chosen":        {with("note", "Kept words"), "Choose what happened", "outcome", ""},
		"no way of meeting":     {with("outcome", "spoke", "note", "Kept words"), "Choose how you met", "how", ""},
		"no such day":           {[]string{"at-day", "31", "at-month", "2", "at-year", "2026", "how", "phone", "outcome", "spoke"}, "Enter a date that exists", "at-day", ""},
		"tomorrow":              {append(day("at", h.Bench.Today().AddDays(1)), "how", "phone", "outcome", "spoke"), "today or an earlier day", "at-day", ""},
		"no time":               {with("how", "phone", "outcome", "spoke", "time", "teatime"), "Enter a time such as 2:30pm", "time", ""},
		"not minutes":           {with("how", "phone", "outcome", "spoke", "minutes", "other", "minutes-other", "long"), "in minutes", "minutes", ""},
		"an excuse without one": {with("how", "phone", "outcome", "missed_with_reasonable_excuse"), "Say what the reason was", "excuse", ""},
		"rules that are silent": {with("how", "custody_visit", "outcome", "attended_late", "counts", "rules"), "Choose yes or no", "counts", ""},
	})
}

func TestWhatWasSavedMeanwhileIsShown(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	caseID := h.hers()
	path := woman.Path(caseID, "contact")
	form := h.form(path, append(day("at", h.Bench.Today()), "how", "phone", "outcome", "spoke", "note", "Mine")...)
	h.must(h.desk.RecordContact(ctx, caseworktest.Keyworker, caseID, casework.AnyVersion, h.Key(),
		journey.ContactEntry{At: calendar.At(h.Now()), How: journey.Outreach, Spoke: true, Note: "Saved by the other tab"}))

	page := h.site.Post(path, form).WantStatus(409)
	page.WantText(".tl-alert", "Spoke to her: outreach, by you at 09:30: Saved by the other tab").WantText(".tl-alert", "Save it again to keep both").WantText("textarea", "Mine")
	for _, name := range []string{"version", "key"} {
		form.Set(name, page.Attr("main input[name="+name+"]", "value"))
	}
	h.site.Post(path, form).WantStatus(303)
	if h.words() != "Mine" {
		t.Errorf("the newest note is %q", h.words())
	}
}

func TestGoingBackAndChangingWhatWasSaved(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	caseID := h.hers()
	path := woman.Path(caseID, "contact")
	form := h.form(path, append(day("at", h.Bench.Today()), "how", "phone", "outcome", "spoke", "note", "First")...)
	h.site.Post(path, form).WantStatus(303)

	form.Set("note", "Second")
	page := h.site.Post(path, form).WantStatus(409).WantText(".tl-alert", "First").WantText("textarea", "Second")
	for _, name := range []string{"version", "key"} {
		form.Set(name, page.Attr("main input[name="+name+"]", "value"))
	}
	h.site.Post(path, form).WantStatus(303)
	if h.words() != "Second" {
		t.Errorf("the newest note is %q", h.words())
	}
}

func TestALeadWritesNoNotes(t *testing.T) {
	h := newHouse(t, caseworktest.Lead)
	caseID := h.hers()
	path := woman.Path(caseID, "contact")
	h.site.Get(path).WantStatus(200).WantNone("textarea[name=note]").WantNone("input[value=missed_with_reasonable_excuse]")
	form := h.form(path, append(day("at", h.Bench.Today()), "how", "phone", "outcome", "spoke")...)
	h.site.Post(path, form).WantStatus(303)
	h.site.Post(path, filled(h.form(path), append(day("at", h.Bench.Today()), "how", "phone", "outcome", "spoke", "note", "Smuggled")...)).WantStatus(403)
}

func TestChooseTheWomanFirst(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	h.site.Get("/contact").WantStatus(200).WantText("main", "No open cases yet").WantNone("form[action=/contact]")
	caseID := h.hers()
	h.site.Get("/contact").WantText("select option", "Amina Okafor")
	h.site.Post("/contact", filled(url.Values{}, "case", caseID)).WantRedirect(woman.Path(caseID, "contact"))
	h.site.Post("/contact", url.Values{}).WantStatus(422).WantText(".govuk-error-summary", "Choose the woman")
	h.site.Post("/contact", filled(url.Values{}, "case", "somebody-elses")).WantStatus(422)
}

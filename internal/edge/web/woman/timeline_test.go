package woman_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web/woman"
)

func TestTimelineStandsAboutToday(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	caseID := h.hers()
	h.book(caseID, 26*time.Hour)
	h.must(h.desk.RecordContact(ctx, caseworktest.Keyworker, caseID, casework.AnyVersion, h.Key(),
		journey.ContactEntry{At: calendar.OnDay(h.Bench.Today()), How: journey.Phone}))

	page := h.site.Get(woman.Path(caseID, "timeline")).WantStatus(200)
	all := page.Text(".tl-timeline")
	for _, order := range [][2]string{
		{"Appointment: one to one", "Today"}, {"Today", "Appointment booked"}, {"Appointment booked", "Condition given: 2 appointments, no date stated"},
	} {
		if a, b := strings.Index(all, order[0]), strings.LastIndex(all, order[1]); a < 0 || b < a {
			t.Errorf("%q does not stand above %q in %q", order[0], order[1], all)
		}
	}
	if strings.Contains(all, "12am") || strings.Contains(all, "00:00") {
		t.Errorf("a time nobody recorded is shown: %q", all)
	}
	page.WantText(".tl-timeline__item--future", "Tomorrow, Wednesday 4 March 2026, 11:30am").WantNone("textarea[name=reason]")
}

func TestALeadReadsNotesForAReason(t *testing.T) {
	const canary = "She told me where she sleeps"
	h := newHouse(t, caseworktest.Keyworker)
	caseID := h.hers()
	h.must(h.desk.RecordContact(ctx, caseworktest.Keyworker, caseID, casework.AnyVersion, h.Key(),
		journey.ContactEntry{At: calendar.At(h.Now()), How: journey.Phone, Spoke: true, Note: canary}))
	path := woman.Path(caseID, "timeline")
	h.site.Get(path).WantText(".tl-timeline", canary)

	h.site.As(caseworktest.Lead)
	for _, part := range []string{"", "timeline", "plan", "appointments", "contact", "close"} {
		if page := h.site.Get(woman.Path(caseID, part)).WantStatus(200); strings.Contains(page.Body, canary) {
			t.Errorf("a lead reads a note at %q without a reason", part)
		}
	}
	page := h.site.Post(path, url.Values{"reason": {"  "}}).WantStatus(422).WantText(".govuk-error-summary a[href=#reason]", "Say why you need to read the notes")
	if strings.Contains(page.Body, canary) {
		t.Error("an empty reason opens the notes")
	}
	h.site.Post(path, url.Values{"reason": {"A worry about her safety"}}).WantStatus(200).WantText(".tl-timeline", canary)
	if line, _ := h.Record.Last(); line.Reason != "notes-opened" || line.Said != "A worry about her safety" || line.Purpose != access.ForSafeguarding {
		t.Errorf("the ledger says %q, %q for %s", line.Reason, line.Said, line.Purpose)
	}
	// A keyworker's reason opens nothing that she does not have, and closes nothing.
	h.site.As(caseworktest.OtherWorker)
	h.site.Post(path, url.Values{"reason": {"Curious"}}).WantStatus(404)
}

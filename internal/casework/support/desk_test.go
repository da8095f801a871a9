package support_test

import (
	"context"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/intake"
	"throughline/internal/casework/support"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/scheme"
	"throughline/schemes"
)

var ctx = context.Background()

func TestMain(m *testing.M) { caseworktest.Main(m) }

type team []support.Keyworker

func (t team) Keyworkers(context.Context) ([]support.Keyworker, error) { return t, nil }

// house is a service with two keyworkers, and the desk that women are sent to.
type house struct {
	*caseworktest.Room
	t      *testing.T
	desk   support.Desk
	intake intake.Desk
}

func newHouse(t *testing.T) *house {
	t.Helper()
	books, err := schemes.Library()
	if err != nil {
		t.Fatal(err)
	}
	room := caseworktest.NewRoom(t)
	settings := map[string]scheme.Settings{"lwds": {"covered_areas": []string{"Central West"}}}
	return &house{room, t,
		support.Desk{Bench: room.Bench, Schemes: casework.Schemes{Rules: books, Delivers: []string{"lwds"}}, People: team{
			{ID: caseworktest.Keyworker.ID, Name: "Priya", Languages: []string{"en", "pl"}, OpenLimit: 2, YearLimit: 60},
			{ID: caseworktest.OtherWorker.ID, Name: "Jo", Languages: []string{"en"}, OpenLimit: 30, YearLimit: 60},
		}},
		intake.Desk{Bench: room.Bench, Schemes: casework.Schemes{Rules: books, Delivers: []string{"lwds"}, Settings: settings}},
	}
}

// refer sends a woman of this first name, with Amina's caution unless changed.
func (h *house) refer(name string, change ...func(*journey.Referral)) string {
	h.t.Helper()
	entry := caseworktest.Amina()
	entry.Identity.Given, entry.Identity.Phone = name, "07700 9001"+name
	for _, one := range change {
		one(&entry)
	}
	receipt, err := h.intake.Refer(ctx, caseworktest.Officer, entry, h.Key())
	if err != nil {
		h.t.Fatal(err)
	}
	return receipt.Case
}

// hers refers a woman and allocates her to the keyworker.
func (h *house) hers(name string, change ...func(*journey.Referral)) string {
	h.t.Helper()
	caseID := h.refer(name, change...)
	h.must(h.desk.Allocate(ctx, caseworktest.Lead, caseID, casework.AnyVersion, h.Key(),
		support.Allocation{Keyworker: caseworktest.Keyworker.ID, Reason: "She asked for Priya"}))
	return caseID
}

func (h *house) must(_ casework.Receipt, err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) row(caseID string) journey.Row {
	h.t.Helper()
	row, err := h.Record.Row(ctx, caseID)
	if err != nil {
		h.t.Fatal(err)
	}
	return row
}

// book books an appointment this long from now, and returns its id.
func (h *house) book(caseID string, in time.Duration) string {
	h.t.Helper()
	h.must(h.desk.Book(ctx, caseworktest.Keyworker, caseID, casework.AnyVersion, h.Key(),
		support.Booking{At: calendar.At(h.Now().Add(in)), How: journey.OneToOne, Despite: "Two at once"}))
	facts := h.Record.Facts()
	return facts[len(facts)-1].Body.(journey.Booked).Appointment
}

func (h *house) attend(caseID, appointment string, outcome journey.Outcome) {
	h.t.Helper()
	h.must(h.desk.RecordAttendance(ctx, caseworktest.Keyworker, caseID, casework.AnyVersion, h.Key(),
		journey.Meeting{Appointment: appointment, Outcome: outcome}))
}

func (h *house) speak(caseID string) {
	h.t.Helper()
	h.must(h.desk.RecordContact(ctx, caseworktest.Keyworker, caseID, casework.AnyVersion, h.Key(),
		journey.ContactEntry{At: calendar.At(h.Now()), How: journey.Phone, Spoke: true}))
}

func names(lines []support.Line) string {
	text := ""
	for _, line := range lines {
		text += line.First + " "
	}
	return text
}

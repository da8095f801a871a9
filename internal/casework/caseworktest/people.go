package caseworktest

import (
	"fmt"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// The people of the tests. Two officers are of one force, one of another.
var (
	Officer      = access.Asker{ID: "officer-1", Name: "PC Dale", Agency: "Metropolitan Police", Role: access.Officer}
	Colleague    = access.Asker{ID: "officer-2", Name: "DS Marsh", Agency: "Metropolitan Police", Role: access.EvidenceReviewOfficer}
	OtherForce   = access.Asker{ID: "officer-3", Name: "PC Reed", Agency: "Surrey Police", Role: access.Officer}
	Keyworker    = access.Asker{ID: "keyworker-1", Name: "Priya", Agency: "Advance", Role: access.Keyworker}
	OtherWorker  = access.Asker{ID: "keyworker-2", Name: "Jo", Agency: "Advance", Role: access.Keyworker}
	Lead         = access.Asker{ID: "lead-1", Name: "Ruth", Agency: "Advance", Role: access.ServiceLead}
	Commissioner = access.Asker{ID: "commissioner-1", Name: "Kim", Agency: "MOPAC", Role: access.Commissioner}
	Admin        = access.Asker{ID: "admin-1", Name: "Sam", Agency: "Advance", Role: access.Administrator}
)

// Start is when the tests begin: a Tuesday morning.
var Start = time.Date(2026, time.March, 3, 9, 30, 0, 0, calendar.London)

// Room is a bench over a record, with a clock that a test turns.
type Room struct {
	Bench  casework.Bench
	Record *Watched

	now time.Time
	ids int
}

// NewRoom returns an empty room at Start.
func NewRoom(t testing.TB) *Room {
	t.Helper()
	room := &Room{now: Start}
	clock := func() time.Time { return room.now }
	under, err := open(clock)
	if err != nil {
		t.Fatal(err)
	}
	room.Record = &Watched{Record: under}
	room.Bench = casework.Bench{Record: room.Record, Now: clock, NewID: func() string {
		room.ids++
		return fmt.Sprintf("id%08d", room.ids)
	}}
	return room
}

// Now returns the time in the room.
func (r *Room) Now() time.Time { return r.now }

// Wait turns the clock on.
func (r *Room) Wait(by time.Duration) { r.now = r.now.Add(by) }

// WaitDays turns the clock on by whole days.
func (r *Room) WaitDays(n int) { r.now = r.now.AddDate(0, 0, n) }

// Key returns a key that was never used.
func (r *Room) Key() string { return "key-" + r.Bench.NewID() }

// Amina is a referral with a conditional caution of two appointments.
func Amina() journey.Referral {
	return journey.Referral{
		Area: "Central West", Suite: "Suite 1", Reference: "01CW/100/26", Met: "arrest",
		Identity: journey.Identity{Given: "Amina", Family: "Okafor", Born: calendar.On(1990, time.March, 27), Phone: "07700 900123"},
		Outcome:  "conditional_caution", Offence: journey.Offence{Code: "105/01", Label: "Common assault"},
		Contact: journey.ContactText, Agreed: journey.AgreedYes,
		Condition: &journey.ConditionEntry{Text: "Attend two appointments", Units: 2, Given: calendar.DayOf(Start)},
	}
}

package undo_test

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/intake"
	"throughline/internal/casework/support"
	"throughline/internal/casework/undo"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/domain/scheme"
	"throughline/schemes"
)

var ctx = context.Background()

func TestMain(m *testing.M) { caseworktest.Main(m) }

type team []support.Keyworker

func (t team) Keyworkers(context.Context) ([]support.Keyworker, error) { return t, nil }

// house is a service with one woman, allocated to Priya a day ago.
type house struct {
	*caseworktest.Room
	t       *testing.T
	support support.Desk
	caseID  string
}

func newHouse(t *testing.T) *house {
	t.Helper()
	books, err := schemes.Library()
	if err != nil {
		t.Fatal(err)
	}
	room := caseworktest.NewRoom(t)
	rules := casework.Schemes{Rules: books, Delivers: []string{"lwds"}, Settings: map[string]scheme.Settings{"lwds": {"covered_areas": []string{"Central West"}}}}
	h := &house{Room: room, t: t, support: support.Desk{Bench: room.Bench, Schemes: rules, People: team{
		{ID: caseworktest.Keyworker.ID, Name: "Priya", OpenLimit: 30, YearLimit: 60}, {ID: caseworktest.OtherWorker.ID, Name: "Jo", OpenLimit: 30, YearLimit: 60},
	}}}
	receipt, err := intake.Desk{Bench: room.Bench, Schemes: rules}.Refer(ctx, caseworktest.Officer, caseworktest.Amina(), h.Key())
	if err != nil {
		t.Fatal(err)
	}
	h.caseID = receipt.Case
	h.allocate(caseworktest.Keyworker)
	h.WaitDays(1)
	return h
}

func (h *house) allocate(to access.Asker) {
	h.t.Helper()
	_, err := h.support.Allocate(ctx, caseworktest.Lead, h.caseID, casework.AnyVersion, h.Key(), support.Allocation{Keyworker: to.ID, Reason: "She asked"})
	h.ok(err)
}

func (h *house) ok(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// row is the row of the case but for its version, which only grows.
func (h *house) row() journey.Row {
	h.t.Helper()
	row, err := h.Record.Row(ctx, h.caseID)
	h.ok(err)
	row.Version = 0
	return row
}

// newest is the id of the first of the facts that were written last.
func (h *house) newest() string {
	facts := h.Record.Facts()
	first := len(facts) - 1
	for first > 0 && facts[first-1].Known == facts[first].Known {
		first--
	}
	return facts[first].ID
}

func (h *house) undo(asker access.Asker, key, first string) (casework.Receipt, error) {
	return undo.Desk{Bench: h.Bench}.Undo(ctx, asker, h.caseID, key, first)
}

func (h *house) speak() {
	h.t.Helper()
	_, err := h.support.RecordContact(ctx, caseworktest.Keyworker, h.caseID, casework.AnyVersion, h.Key(),
		journey.ContactEntry{At: calendar.At(h.Now()), How: journey.Phone, Spoke: true, Note: "She is well"})
	h.ok(err)
}

func TestWhatSomebodyJustSavedIsUndone(t *testing.T) {
	priya, anyVersion := caseworktest.Keyworker, casework.AnyVersion
	hers := 1
	for name, row := range map[string]struct {
		asker access.Asker
		save  func(h *house) error
	}{
		"a contact": {priya, func(h *house) error { h.speak(); return nil }},
		"an appointment": {priya, func(h *house) error {
			_, err := h.support.Book(ctx, priya, h.caseID, anyVersion, h.Key(), support.Booking{At: calendar.At(h.Now().Add(time.Hour)), How: journey.OneToOne})
			return err
		}},
		"that she came to one nobody booked": {priya, func(h *house) error {
			_, err := h.support.RecordAttendance(ctx, priya, h.caseID, anyVersion, h.Key(), journey.Meeting{At: calendar.At(h.Now()), How: journey.OneToOne, Outcome: journey.Attended})
			return err
		}},
		"a goal": {priya, func(h *house) error {
			_, err := h.support.SetGoal(ctx, priya, h.caseID, anyVersion, h.Key(), journey.GoalEntry{Words: "A flat", State: journey.GoalOpen})
			return err
		}},
		"a tier": {priya, func(h *house) error {
			_, err := h.support.SetTier(ctx, priya, h.caseID, anyVersion, h.Key(), support.TierChoice{Tier: need.TierHigh, Reason: "Three things at once"})
			return err
		}},
		"an assessment": {priya, func(h *house) error {
			_, err := h.support.Assess(ctx, priya, h.caseID, anyVersion, h.Key(), support.Screening{On: h.Bench.Today(), Answers: []journey.PathwayAnswer{
				{Pathway: need.Health, Asked: true, Present: true, Hers: &hers}, {Pathway: need.Accommodation, Asked: true},
			}})
			return err
		}},
		"her answer to the plan": {priya, func(h *house) error {
			_, err := h.support.AgreePlan(ctx, priya, h.caseID, anyVersion, h.Key(), support.Answer{Answer: journey.PlanAgreedByHer})
			return err
		}},
		"the end of support": {priya, func(h *house) error {
			_, err := h.support.Close(ctx, priya, h.caseID, anyVersion, h.Key(), support.Ending{On: h.Bench.Today(), Reason: journey.ClosureReasons[0]})
			return err
		}},
		"an allocation": {caseworktest.Lead, func(h *house) error { h.allocate(caseworktest.OtherWorker); return nil }},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			before := h.row()
			h.ok(row.save(h))
			if reflect.DeepEqual(h.row(), before) {
				t.Fatal("nothing was saved")
			}
			first := h.newest()
			h.Wait(9 * time.Minute)
			receipt, err := h.undo(row.asker, "once", first)
			if err != nil || !reflect.DeepEqual(h.row(), before) {
				t.Fatalf("after undoing, %v: %s", err, cmp.Diff(before, h.row()))
			}
			again, err := h.undo(row.asker, "once", first)
			if err != nil || !again.Replayed || again.Version != receipt.Version {
				t.Errorf("sent twice: %+v, %v", again, err)
			}
		})
	}
}

func TestWhatCannotBeUndone(t *testing.T) {
	for name, row := range map[string]struct {
		asker access.Asker
		after func(h *house)
		want  casework.Kind
	}{
		"ten minutes later":                {caseworktest.Keyworker, func(h *house) { h.Wait(10 * time.Minute) }, casework.Invalid},
		"by her lead":                      {caseworktest.Lead, func(*house) {}, casework.Invalid},
		"by a keyworker who is not hers":   {caseworktest.OtherWorker, func(*house) {}, casework.NotFound},
		"by police":                        {caseworktest.Officer, func(*house) {}, casework.NotFound},
		"after something else was saved":   {caseworktest.Keyworker, func(h *house) { h.Wait(time.Minute); h.speak() }, casework.Invalid},
		"where it was undone before":       {caseworktest.Keyworker, func(h *house) { _, err := h.undo(caseworktest.Keyworker, "first", h.newest()); h.ok(err) }, casework.Invalid},
		"once the case is somebody else's": {caseworktest.Keyworker, func(h *house) { h.allocate(caseworktest.OtherWorker) }, casework.NotFound},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			h.speak()
			first := h.newest()
			row.after(h)
			before := len(h.Record.Facts())
			_, err := h.undo(row.asker, "once", first)
			if casework.KindOf(err) != row.want || len(h.Record.Facts()) != before {
				t.Errorf("%v (%d), want %d", err, casework.KindOf(err), row.want)
			}
		})
	}
}

func TestWhatSheWasToldOfIsNotUndone(t *testing.T) {
	for _, row := range []struct {
		state casework.MessageState
		want  bool // it can be undone
	}{
		{casework.MessageWaiting, true}, {casework.MessageHeld, true}, {casework.MessageLate, true},
		{casework.MessageSending, false}, {casework.MessageSent, false}, {casework.MessageDelivered, false},
		{casework.MessageUnknown, false}, {casework.MessageFailed, false},
	} {
		t.Run(string(row.state), func(t *testing.T) {
			h := newHouse(t)
			_, err := h.support.Book(ctx, caseworktest.Keyworker, h.caseID, casework.AnyVersion, h.Key(), support.Booking{At: calendar.At(h.Now().Add(time.Hour)), How: journey.OneToOne})
			h.ok(err)
			first := h.newest()
			var told casework.Outgoing
			for _, fact := range h.Record.Facts() {
				if body, is := fact.Body.(journey.Booked); is {
					told = casework.Outgoing{ID: "m1", Woman: fact.Woman, Case: h.caseID, Appointment: body.Appointment, At: body.At, Template: casework.AppointmentReminder}
				}
			}
			_, err = h.Record.Append(ctx, casework.Change{Outgoing: []casework.Outgoing{told}})
			h.ok(err)
			if row.state != casework.MessageWaiting {
				_, err = h.Record.Append(ctx, casework.Change{Settled: []casework.Settled{{ID: "m1", From: casework.MessageWaiting, To: row.state}}})
				h.ok(err)
			}
			if _, err = h.undo(caseworktest.Keyworker, "once", first); (err == nil) != row.want || err != nil && casework.KindOf(err) != casework.Invalid {
				t.Errorf("undoing: %v", err)
			}
		})
	}
}

// mute is a record whose messages cannot be read.
type mute struct{ casework.Record }

func (mute) Messages(context.Context, casework.MessageFilter) ([]casework.Message, error) {
	return nil, errors.New("disk")
}

func TestUndoingSaysWhereMessagesCannotBeRead(t *testing.T) {
	h := newHouse(t)
	h.speak()
	bench := h.Bench
	bench.Record = mute{bench.Record}
	if _, err := (undo.Desk{Bench: bench}).Undo(ctx, caseworktest.Keyworker, h.caseID, "once", h.newest()); casework.KindOf(err) != casework.Internal {
		t.Errorf("undoing: %v", err)
	}
}

// shut is a record whose facts cannot be read.
type shut struct{ casework.Record }

func (shut) Case(context.Context, string, access.Classes) (casework.Case, error) {
	return casework.Case{}, errors.New("disk")
}

func TestUndoingSaysWhereTheRecordCannotBeRead(t *testing.T) {
	h := newHouse(t)
	h.speak()
	bench := h.Bench
	bench.Record = shut{bench.Record}
	if _, err := (undo.Desk{Bench: bench}).Undo(ctx, caseworktest.Keyworker, h.caseID, "once", h.newest()); casework.KindOf(err) != casework.Internal {
		t.Errorf("undoing: %v", err)
	}
}

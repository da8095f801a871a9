package support

import (
	"context"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// planned is the class of when and where she can meet.
var planned = access.SetOf(access.Plan)

// TellBusy writes down when she cannot come.
func (d Desk) TellBusy(ctx context.Context, asker access.Asker, caseID string, seen int, key string, entry journey.BusyEntry) (casework.Receipt, error) {
	return d.write(ctx, change{
		verb: VerbFree, asker: asker, caseID: caseID, seen: seen, key: key, classes: planned, entered: entry,
		decide: func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) { return pen.TellBusy(row, entry) },
	})
}

// TellUnsafe writes down a place where she is not safe.
func (d Desk) TellUnsafe(ctx context.Context, asker access.Asker, caseID string, seen int, key, place string) (casework.Receipt, error) {
	return d.write(ctx, change{
		verb: VerbFree, asker: asker, caseID: caseID, seen: seen, key: key, classes: planned, entered: place,
		decide: func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) { return pen.TellUnsafe(row, place) },
	})
}

// TakeBackFree writes down that a time or a place she told of stands no more, by
// its id.
func (d Desk) TakeBackFree(ctx context.Context, asker access.Asker, caseID string, seen int, key, id string) (casework.Receipt, error) {
	return d.write(ctx, change{
		verb: VerbFree, asker: asker, caseID: caseID, seen: seen, key: key, classes: planned, entered: id,
		decide: func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
			one, err := d.Record.Case(ctx, row.Case, planned)
			if err != nil {
				return nil, err
			}
			busy, unsafe := journey.BusyTimesOf(one.Facts), journey.UnsafePlacesOf(one.Facts)
			if i := slices.IndexFunc(busy, func(known journey.BusyTime) bool { return known.Time == id }); i >= 0 {
				return pen.TakeBackBusy(row, busy[i]), nil
			}
			if i := slices.IndexFunc(unsafe, func(known journey.UnsafePlace) bool { return known.ID == id }); i >= 0 {
				return pen.TakeBackUnsafe(row, unsafe[i]), nil
			}
			return nil, journey.Problems{{Field: "free", Say: "Choose one of the times or places that stand here"}}
		},
	})
}

// Slot is a time of day that an appointment could have.
type Slot struct {
	At      calendar.Moment
	Against []Against
}

// The day that times are offered from. No source says when a service is open: it is
// our own choice, and any other time may be typed.
const (
	opens  = 9  // o'clock
	closes = 18 // the last slot begins before it
)

// Slots returns the times that a day offers for meeting her, on the hour and on the
// half, with what speaks against each. Those that have passed are left out, and so
// is a time that no clock shows. instead is the appointment that would move, "" for
// none.
func (d Desk) Slots(ctx context.Context, asker access.Asker, caseID string, day calendar.Day, instead string) ([]Slot, error) {
	const op = "choose a time"
	row, _, err := d.Admit(ctx, op, asker, caseID, access.Append, access.ForSupport, plain)
	if err != nil {
		return nil, err
	}
	known, err := d.diaryFor(ctx, asker, row, day, day, journey.Appointment{ID: instead})
	if err != nil {
		return nil, casework.In(op, err)
	}
	now := calendar.At(d.Now())
	var slots []Slot
	for minutes := opens * 60; minutes < closes*60; minutes += 30 {
		if at, real := calendar.AtClock(day, minutes/60, minutes%60); real && !at.Over(now) {
			slots = append(slots, Slot{at, known.at(at)})
		}
	}
	if err := d.Tell(ctx, op, d.Note(asker, access.Read, access.ForSupport, op, plain|planned, row)); err != nil {
		return nil, err
	}
	return slots, nil
}

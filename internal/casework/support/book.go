package support

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/safecontact"
)

// Booking is an appointment as a person enters it.
type Booking struct {
	At      calendar.Moment
	Repeat  calendar.Repeat
	How     journey.AppointmentKind
	Place   string
	Despite string              // why then and there, where something speaks against it
	Remind  safecontact.Channel // by which she is reminded; "" for not at all
}

// Book makes an appointment, or each of those that come back. Where something
// speaks against one it asks why even so, and writes both down.
func (d Desk) Book(ctx context.Context, asker access.Asker, caseID string, seen int, key string, entry Booking) (casework.Receipt, error) {
	return d.write(ctx, change{
		verb: VerbBook, asker: asker, caseID: caseID, seen: seen, key: key, classes: plain, entered: entry,
		decide: func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
			return d.book(ctx, asker, pen, row, entry, journey.Appointment{})
		},
		post: func(facts []journey.Fact) ([]casework.Outgoing, error) {
			return d.remind(ctx, asker, caseID, facts, entry)
		},
	})
}

// book returns the facts of a booking that takes the place of another appointment,
// or of none.
func (d Desk) book(ctx context.Context, asker access.Asker, pen journey.Pen, row journey.Row, entry Booking, instead journey.Appointment) ([]journey.Fact, error) {
	moments := entry.Repeat.From(entry.At)
	found, err := d.against(ctx, asker, row, entry, moments, instead)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 { // a reason typed against what is no longer so is not kept
		entry.Despite = ""
	}
	facts, err := pen.Book(row, journey.BookingEntry{
		At: moments, How: entry.How, Place: entry.Place, Warned: codes(found), Despite: entry.Despite, Instead: instead.ID, Series: instead.Series,
	})
	if len(found) > 0 && strings.TrimSpace(entry.Despite) == "" {
		return nil, together(err, journey.Problems{{Field: "despite", Say: warned(found)}})
	}
	return facts, err
}

// remind returns the reminders of what was booked. That the first can go is asked
// for; those of weeks to come go where what she said of being reached holds so long.
func (d Desk) remind(ctx context.Context, asker access.Asker, caseID string, facts []journey.Fact, entry Booking) ([]casework.Outgoing, error) {
	if entry.Remind == "" {
		return nil, nil
	}
	var all []casework.Outgoing
	for _, fact := range facts {
		booked, ok := fact.Body.(journey.Booked)
		if !ok {
			continue
		}
		out, err := d.release(ctx, asker, "remind", casework.Item{
			Case: caseID, Template: casework.AppointmentReminder, Channel: entry.Remind, Appointment: booked.Appointment, At: booked.At,
		})
		var held journey.Problems
		if errors.As(err, &held) && len(all) > 0 {
			break
		}
		if err != nil {
			return nil, err
		}
		all = append(all, out...)
	}
	return all, nil
}

// Moving is another time for an appointment that is still to be.
type Moving struct {
	Appointment string
	By          journey.Outcome // who called the first time off
	Booking
	Tell safecontact.Channel // by which she is told the new time; "" for not at all
}

// Move changes the time of an appointment in one act: the first time is off, and
// another is booked in its place.
func (d Desk) Move(ctx context.Context, asker access.Asker, caseID string, seen int, key string, entry Moving) (casework.Receipt, error) {
	entry.Repeat = calendar.Repeat{}
	return d.write(ctx, change{
		verb: VerbMove, asker: asker, caseID: caseID, seen: seen, key: key, classes: plain, entered: entry,
		decide: func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
			standing, off, err := d.stillToBe(ctx, row, entry.Appointment, false)
			if err != nil {
				return nil, err
			}
			cancelled, err := pen.CallOff(row, off, entry.By, "")
			booked, more := d.book(ctx, asker, pen, row, entry.Booking, off[0])
			return append(journey.Correcting(cancelled, standing), booked...), together(err, more)
		},
		post: func(facts []journey.Fact) ([]casework.Outgoing, error) {
			all, err := d.remind(ctx, asker, caseID, facts, entry.Booking)
			if err != nil || entry.Tell == "" {
				return all, err
			}
			booked := facts[len(facts)-1].Body.(journey.Booked)
			told, err := d.release(ctx, asker, "tell", casework.Item{
				Case: caseID, Template: casework.AppointmentChanged, Channel: entry.Tell, Appointment: booked.Appointment, At: booked.At,
			})
			return append(all, told...), err
		},
	})
}

// CallingOff is an appointment that is off, or one of those that come back with all
// after it.
type CallingOff struct {
	Appointment string
	Rest        bool // and all of its series after it
	By          journey.Outcome
	Why         string
	Tell        safecontact.Channel // by which she is told of the first; "" for not at all
}

// CallOff writes down that an appointment is off. She is told of the first of
// several and not of each: so many messages would be seen.
func (d Desk) CallOff(ctx context.Context, asker access.Asker, caseID string, seen int, key string, entry CallingOff) (casework.Receipt, error) {
	return d.write(ctx, change{
		verb: VerbCallOff, asker: asker, caseID: caseID, seen: seen, key: key, classes: classesFor(entry.Why), entered: entry,
		decide: func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
			standing, off, err := d.stillToBe(ctx, row, entry.Appointment, entry.Rest)
			if err != nil {
				return nil, err
			}
			facts, err := pen.CallOff(row, off, entry.By, entry.Why)
			if entry.Tell != "" && entry.By != journey.CancelledByService {
				err = together(err, journey.Problems{{Field: "tell", Say: "She called it off herself: no message says so"}})
			}
			return journey.Correcting(facts, standing), err
		},
		post: func(facts []journey.Fact) ([]casework.Outgoing, error) {
			if entry.Tell == "" {
				return nil, nil
			}
			off := facts[0].Body.(journey.Attendance)
			return d.release(ctx, asker, "tell", casework.Item{
				Case: caseID, Template: casework.AppointmentOff, Channel: entry.Tell, Appointment: off.Appointment, At: off.At,
			})
		},
	})
}

// stillToBe returns an appointment without an outcome, with all of its series after
// it where they are asked for, and the facts that stand.
func (d Desk) stillToBe(ctx context.Context, row journey.Row, id string, rest bool) ([]journey.Fact, []journey.Appointment, error) {
	standing, one, err := d.appointment(ctx, row, id)
	if err != nil {
		return nil, nil, err
	}
	if one.Outcome != journey.StillBooked {
		return nil, nil, journey.Problems{{Field: "appointment", Say: "What became of this appointment is written down already"}}
	}
	off := []journey.Appointment{one}
	for _, other := range journey.AppointmentsOf(standing) {
		if rest && one.Series != "" && other.Series == one.Series && other.Outcome == journey.StillBooked && other.At.Compare(one.At) > 0 {
			off = append(off, other)
		}
	}
	return standing, off, nil
}

// together says all that is wrong at once.
func together(err, more error) error {
	var problems, further journey.Problems
	if errors.As(err, &problems) && errors.As(more, &further) {
		return slices.Concat(problems, further)
	}
	return cmp.Or(err, more)
}

package support

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

// RecordAttendance writes down what became of an appointment. Of one that was
// booked, its time is the booked one; recorded again, the new outcome supersedes
// the one before.
func (d Desk) RecordAttendance(ctx context.Context, asker access.Asker, caseID string, seen int, key string, entry journey.Meeting) (casework.Receipt, error) {
	return d.write(ctx, change{
		verb: VerbAttendance, asker: asker, caseID: caseID, seen: seen, key: key,
		classes: classesFor(entry.Note, entry.Excuse), entered: entry,
		decide: func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
			if entry.Appointment == "" {
				return pen.RecordAttendance(row, entry)
			}
			standing, booked, err := d.appointment(ctx, row, entry.Appointment)
			if err != nil {
				return nil, err
			}
			fitted := entry
			fitted.At, fitted.How = booked.At, cmp.Or(entry.How, booked.How)
			facts, err := pen.RecordAttendance(row, fitted)
			return journey.Correcting(facts, standing), err
		},
	})
}

// appointment returns an appointment of a case, with the facts that stand.
func (d Desk) appointment(ctx context.Context, row journey.Row, id string) ([]journey.Fact, journey.Appointment, error) {
	one, err := d.Record.Case(ctx, row.Case, 0)
	if err != nil {
		return nil, journey.Appointment{}, err
	}
	all := journey.AppointmentsOf(one.Facts)
	if i := slices.IndexFunc(all, func(a journey.Appointment) bool { return a.ID == id }); i >= 0 {
		return one.Facts, all[i], nil
	}
	return nil, journey.Appointment{}, journey.Problems{{Field: "appointment", Say: "Choose one of her appointments"}}
}

// RecordContact writes down that the service reached her, or tried to.
func (d Desk) RecordContact(ctx context.Context, asker access.Asker, caseID string, seen int, key string, entry journey.ContactEntry) (casework.Receipt, error) {
	return d.write(ctx, change{
		verb: VerbContact, asker: asker, caseID: caseID, seen: seen, key: key, classes: classesFor(entry.Note), entered: entry,
		decide: func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) { return pen.RecordContact(row, entry) },
	})
}

// Excuse is a decision on her reason for not coming.
type Excuse struct {
	Appointment string
	Accepted    bool
	Reason      string
}

// DecideExcuse writes down whether her reason for not coming was accepted.
func (d Desk) DecideExcuse(ctx context.Context, asker access.Asker, caseID string, seen int, key string, entry Excuse) (casework.Receipt, error) {
	return d.write(ctx, change{
		verb: VerbExcuse, asker: asker, caseID: caseID, seen: seen, key: key, classes: noted, entered: entry,
		decide: func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
			_, missed, err := d.appointment(ctx, row, entry.Appointment)
			if err != nil {
				return nil, err
			}
			if missed.Outcome != journey.Missed && missed.Outcome != journey.MissedWithExcuse {
				return nil, journey.Problems{{Field: "appointment", Say: "Choose an appointment she did not come to"}}
			}
			return pen.DecideExcuse(row, entry.Appointment, entry.Accepted, entry.Reason)
		},
	})
}

// classesFor are the classes of a meeting: notes only where something is written.
func classesFor(words ...string) access.Classes {
	if strings.TrimSpace(strings.Join(words, "")) != "" {
		return noted
	}
	return plain
}

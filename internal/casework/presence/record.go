package presence

import (
	"context"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// Call writes down a call to a suite.
func (d *Desk) Call(ctx context.Context, asker access.Asker, key string, entry journey.CallEntry) error {
	const op = "call custody suite"
	if err := admitted(op, asker); err != nil {
		return err
	}
	return d.append(ctx, op, asker, key, entry, func(pen journey.Pen, facts []journey.Fact) ([]journey.Fact, error) {
		return pen.CallSuite(journey.SuitesOf(facts), entry)
	})
}

// VisitEntry is a visit as a person enters it.
type VisitEntry struct {
	Suite string
	On    calendar.Day
	Seen  int
}

// Visit writes down a visit to a suite.
func (d *Desk) Visit(ctx context.Context, asker access.Asker, key string, entry VisitEntry) error {
	const op = "visit custody suite"
	if err := admitted(op, asker); err != nil {
		return err
	}
	return d.append(ctx, op, asker, key, entry, func(pen journey.Pen, facts []journey.Fact) ([]journey.Fact, error) {
		return pen.VisitSuite(journey.SuitesOf(facts), entry.Suite, entry.On, entry.Seen)
	})
}

// List puts a suite on the list or changes it.
func (d *Desk) List(ctx context.Context, asker access.Asker, key string, entry journey.SuiteEntry) error {
	const op = "list custody suite"
	if err := led(op, asker); err != nil {
		return err
	}
	return d.append(ctx, op, asker, key, entry, func(pen journey.Pen, facts []journey.Fact) ([]journey.Fact, error) {
		return pen.ListSuite(journey.SuitesOf(facts), entry)
	})
}

// TrainingEntry is a session for police as a person enters it.
type TrainingEntry struct {
	Suite     string
	On        calendar.Day
	Audience  string
	Attendees int
}

// Train writes down a session for the police of a suite.
func (d *Desk) Train(ctx context.Context, asker access.Asker, key string, entry TrainingEntry) error {
	const op = "train police"
	if err := led(op, asker); err != nil {
		return err
	}
	return d.append(ctx, op, asker, key, entry, func(pen journey.Pen, facts []journey.Fact) ([]journey.Fact, error) {
		return pen.TrainSuite(journey.SuitesOf(facts), entry.Suite, entry.On, entry.Audience, entry.Attendees)
	})
}

// VettingEntry is a vetting as a person enters it.
type VettingEntry struct {
	Account string
	Force   string
	Until   calendar.Day
}

// Vet writes down until when a force lets a keyworker into its suites.
func (d *Desk) Vet(ctx context.Context, asker access.Asker, key string, entry VettingEntry) error {
	const op = "record vetting"
	if err := led(op, asker); err != nil {
		return err
	}
	people, err := d.people(ctx, nil)
	if err != nil {
		return casework.In(op, err)
	}
	known := slices.ContainsFunc(people, func(p Person) bool { return p.ID == entry.Account })
	if entry.Account != "" && !known {
		return journey.Problems{{Field: "keyworker", Say: "Choose one of the keyworkers of the service"}}
	}
	return d.append(ctx, op, asker, key, entry, func(pen journey.Pen, _ []journey.Fact) ([]journey.Fact, error) {
		return pen.Vet(entry.Account, entry.Force, entry.Until)
	})
}

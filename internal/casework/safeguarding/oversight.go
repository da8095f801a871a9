package safeguarding

import (
	"context"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// LinesShown is how many lines of the ledger the home of governance looks through.
const LinesShown = 200

// Home is what governance looks at first.
type Home struct {
	Lead      string // the safeguarding lead with the agency, "" where nobody is named
	Conflicts []Conflict
	Asks      []Ask
	Openings  []Opening // in force, or of the last days
	Attempts  []Line    // somebody barred tried
	Searches  []Line
	Reads     []Line // outside a role
}

// Opening is a time for which somebody outside the role may read.
type Opening struct {
	Case, Reference string
	By, Agreed      string
	From, Until     calendar.Moment
	Over            bool
}

// Line is one line of the ledger that governance is shown.
type Line struct {
	At        calendar.Moment
	Who       string // with the agency
	What      string
	Purpose   access.Purpose
	Reference string // of the case, where it is about one the reader may know of
	Answers   int    // to a search
}

// Home returns what governance looks at first. A conflict that hides a woman from
// who looks hides her here too.
func (d Desk) Home(ctx context.Context, asker access.Asker) (Home, error) {
	const op = "conflicts, openings and searches"
	if err := governs(op, asker); err != nil {
		return Home{}, err
	}
	people, err := d.people(ctx)
	if err != nil {
		return Home{}, casework.In(op, err)
	}
	lead, err := d.lead(ctx)
	if err != nil {
		return Home{}, casework.In(op, err)
	}
	home := Home{Lead: called(people, lead)}
	var seen []journey.Row
	var rows []journey.Row
	if home.Conflicts, rows, err = d.conflicts(ctx, asker, people); err != nil {
		return Home{}, casework.In(op, err)
	}
	seen = append(seen, rows...)
	if home.Asks, rows, err = d.asks(ctx, asker, people); err != nil {
		return Home{}, casework.In(op, err)
	}
	seen = append(seen, rows...)
	if home.Openings, rows, err = d.openings(ctx, asker, people); err != nil {
		return Home{}, casework.In(op, err)
	}
	seen = append(seen, rows...)
	if err := d.lines(ctx, asker, people, &home); err != nil {
		return Home{}, casework.In(op, err)
	}
	note := d.Note(asker, access.Read, purposeOf(asker), op, access.SetOf(access.Identity), seen...)
	note.Case = ""
	if err := d.Tell(ctx, op, note); err != nil {
		return Home{}, err
	}
	return home, nil
}

// openings returns the times for which records were opened outside a role.
func (d Desk) openings(ctx context.Context, asker access.Asker, people map[string]casework.Person) ([]Opening, []journey.Row, error) {
	rows, err := d.tied(ctx, asker, journey.Tie{How: access.Opened})
	if err != nil {
		return nil, nil, err
	}
	var list []Opening
	for _, row := range rows {
		for _, one := range row.Door.Openings {
			list = append(list, Opening{
				Case: row.Case, Reference: casework.Reference(row.Case), By: called(people, one.Account), Agreed: called(people, one.Second),
				From: calendar.At(one.From), Until: calendar.At(one.Until), Over: !d.Now().Before(one.Until),
			})
		}
	}
	return list, rows, nil
}

// lines sorts what the ledger shows governance. Of a woman who is hidden from the
// reader nothing is said: a search that found her found nobody.
func (d Desk) lines(ctx context.Context, asker access.Asker, people map[string]casework.Person, home *Home) error {
	entries, err := d.Guard.Overseen(ctx, asker, LinesShown)
	if err != nil {
		return err
	}
	rows, err := d.Record.Hidden(ctx, asker)
	if err != nil {
		return err
	}
	hidden := map[string]bool{}
	for _, row := range rows {
		hidden[row.Case] = true
	}
	for _, entry := range entries {
		line := Line{At: calendar.At(entry.Time), Who: called(people, entry.Actor), What: entry.What, Purpose: entry.Purpose, Answers: entry.Answers}
		concealed := hidden[entry.Case]
		if entry.Case != "" && !concealed {
			line.Reference = casework.Reference(entry.Case)
		}
		if concealed {
			line.Answers = 0
		}
		if entry.Reason == access.ReasonConflict && !concealed {
			home.Attempts = append(home.Attempts, line)
		}
		switch {
		case entry.Action == access.Find || entry.What == "ask to open a record":
			line.Reference = "" // whom it meant is not said: the terms are sealed
			home.Searches = append(home.Searches, line)
		case entry.Reason == access.ReasonOpened && !concealed:
			home.Reads = append(home.Reads, line)
		}
	}
	return nil
}

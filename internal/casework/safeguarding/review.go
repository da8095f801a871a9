package safeguarding

import (
	"context"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// Conflict is one conflict as those who look at it again see it: whose case it is
// by reference alone, and never the story.
type Conflict struct {
	ID, Case, Reference string
	With                string // the person with the agency, or the agency
	Whole               bool   // it is with a whole agency
	From                journey.ConflictSource
	On                  calendar.Day
	By                  string // who wrote it down; "" where a match was found
	Kept                bool   // somebody looked at it and found that it holds
	LiftBy              string // who asks to lift it; "" where nobody does
	LiftReason          string
	Yours               bool // the asker is the one who asks
}

// conflicts returns the conflicts that the asker may look at, those not looked at
// yet first.
func (d Desk) conflicts(ctx context.Context, asker access.Asker, people map[string]casework.Person) ([]Conflict, []journey.Row, error) {
	rows, err := d.tied(ctx, asker, journey.Tie{How: access.Blocked})
	if err != nil {
		return nil, nil, err
	}
	var list []Conflict
	for _, row := range rows {
		one, err := d.Record.Case(ctx, row.Case, access.SetOf(access.Identity))
		if err != nil {
			return nil, nil, err
		}
		for _, held := range row.Door.Conflicts {
			list = append(list, conflictOf(one, held, asker, people))
		}
	}
	slices.SortStableFunc(list, func(a, b Conflict) int { return stage(a) - stage(b) })
	return list, rows, nil
}

// stage orders conflicts: those that wait for a second person, those nobody looked
// at, the rest.
func stage(c Conflict) int {
	switch {
	case c.LiftBy != "":
		return 0
	case !c.Kept:
		return 1
	}
	return 2
}

func conflictOf(one casework.Case, held journey.Conflict, asker access.Asker, people map[string]casework.Person) Conflict {
	shown := Conflict{
		ID: held.ID, Case: one.Row.Case, Reference: casework.Reference(one.Row.Case), From: held.From, Kept: held.Kept,
		With: called(people, held.Account), LiftBy: called(people, held.LiftBy), Yours: held.LiftBy == asker.ID,
	}
	if held.Agency != "" {
		shown.With, shown.Whole = held.Agency, true
	}
	for _, fact := range one.Facts {
		switch body := fact.Body.(type) {
		case journey.ConflictMarked:
			if body.Conflict == held.ID {
				shown.On, shown.By = day(fact), called(people, fact.By)
			}
		case journey.LiftAsked:
			if body.Conflict == held.ID && fact.Words != nil {
				shown.LiftReason = fact.Words.Text
			}
		}
	}
	return shown
}

// Conflict returns one conflict to look at again.
func (d Desk) Conflict(ctx context.Context, asker access.Asker, caseID, id string) (Conflict, error) {
	const op = "look at a conflict of interest"
	row, err := d.admit(ctx, op, asker, caseID)
	if err != nil {
		return Conflict{}, err
	}
	i := slices.IndexFunc(row.Door.Conflicts, func(c journey.Conflict) bool { return c.ID == id })
	if i < 0 {
		return Conflict{}, casework.Fail(casework.NotFound, op, "there is no such conflict any more")
	}
	people, err := d.people(ctx)
	if err != nil {
		return Conflict{}, casework.In(op, err)
	}
	one, err := d.Record.Case(ctx, row.Case, access.SetOf(access.Identity))
	if err != nil {
		return Conflict{}, casework.In(op, err)
	}
	if err := d.Tell(ctx, op, d.Note(asker, access.Read, purposeOf(asker), op, access.SetOf(access.Identity), row)); err != nil {
		return Conflict{}, err
	}
	return conflictOf(one, row.Door.Conflicts[i], asker, people), nil
}

// Keep says that a conflict was looked at and holds.
func (d Desk) Keep(ctx context.Context, asker access.Asker, caseID, id, key string) error {
	const op = "keep a conflict of interest"
	if err := governs(op, asker); err != nil {
		return err
	}
	return d.write(ctx, op, asker, caseID, key, decided, id, func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
		return pen.KeepConflict(row, id)
	})
}

// Lift asks a second person to agree that a conflict is none, or agrees where
// somebody else asked. One of the two is the safeguarding lead: the one who is
// named, or else anybody of information governance.
func (d Desk) Lift(ctx context.Context, asker access.Asker, caseID, id, key, reason string) error {
	const op = "lift a conflict of interest"
	if err := governs(op, asker); err != nil {
		return err
	}
	return d.write(ctx, op, asker, caseID, key, decided, []string{id, reason}, func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
		i := slices.IndexFunc(row.Door.Conflicts, func(c journey.Conflict) bool { return c.ID == id })
		if i < 0 || row.Door.Conflicts[i].LiftBy == "" {
			return pen.AskLift(row, id, reason)
		}
		first := row.Door.Conflicts[i].LiftBy
		independent, err := d.independent(ctx, asker, first)
		if err != nil {
			return nil, err
		}
		if first != asker.ID && !independent {
			return nil, journey.Problems{{Field: "reason", Say: "One of the two people has to be the safeguarding lead"}}
		}
		return pen.LiftConflict(row, id, first, reason)
	})
}

// independent says whether one of the two people is the safeguarding lead.
func (d Desk) independent(ctx context.Context, asker access.Asker, first string) (bool, error) {
	lead, err := d.lead(ctx)
	if err != nil {
		return false, err
	}
	if lead != "" {
		return asker.ID == lead || first == lead, nil
	}
	people, err := d.people(ctx)
	return asker.Role == access.InformationGovernance || people[first].Role == access.InformationGovernance, err
}

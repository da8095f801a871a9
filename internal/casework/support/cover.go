package support

import (
	"context"
	"fmt"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// The verbs of leave and cover.
const (
	VerbCover    Verb = "arrange cover"
	VerbEndCover Verb = "end cover"
)

// Leave is an absence as the lead enters it.
type Leave struct {
	Keyworker string // account id
	From      calendar.Day
	Until     calendar.Day
	Cover     string // account id of who acts; "" where that is said later
}

// Arranged says for how many women somebody acts, and for whom she cannot.
type Arranged struct {
	Women int
	Left  int // a conflict of interest is on record: somebody else has to
}

// PlanLeave writes down that a keyworker is away, and who acts for her women. The
// leave has the key as its id, so that sending it twice plans it once.
func (d Desk) PlanLeave(ctx context.Context, asker access.Asker, key string, entry Leave) (Arranged, error) {
	if entry.Cover != "" {
		check := journey.CoverEntry{Account: entry.Cover, From: entry.From, Until: entry.Until}
		if err := check.Check(entry.Keyworker, d.Bench.Today()); err != nil {
			return Arranged{}, err
		}
		if err := d.mayCover(ctx, entry.Cover); err != nil {
			return Arranged{}, err
		}
	}
	err := d.ofTeam(ctx, "plan leave", asker, key, entry.Keyworker, entry, func(pen journey.Pen, team journey.Team) ([]journey.Fact, error) {
		return pen.PlanLeave(team, entry.Keyworker, key, entry.From, entry.Until)
	})
	if err != nil || entry.Cover == "" {
		return Arranged{}, err
	}
	return d.CoverLeave(ctx, asker, key, entry.Keyworker, key, entry.Cover)
}

// mayCover refuses whoever is none of the keyworkers.
func (d Desk) mayCover(ctx context.Context, account string) error {
	keyworkers, _, err := d.team(ctx)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(keyworkers, func(k Keyworker) bool { return k.ID == account }) {
		return journey.Problems{{Field: "cover", Say: "Choose one of the keyworkers of the service"}}
	}
	return nil
}

// CoverLeave lets somebody act, for a leave, for every woman of the keyworker for
// whom nobody does yet. Whom a conflict of interest hides a woman from never acts
// for her.
func (d Desk) CoverLeave(ctx context.Context, asker access.Asker, key, keyworker, leave, account string) (Arranged, error) {
	op := string(VerbCover)
	if err := leads(op, asker); err != nil {
		return Arranged{}, err
	}
	keyworkers, team, err := d.team(ctx)
	if err != nil {
		return Arranged{}, casework.In(op, err)
	}
	at := slices.IndexFunc(team[keyworker].Leaves, func(l journey.LeavePlanned) bool { return l.Leave == leave })
	if at < 0 {
		return Arranged{}, casework.Fail(casework.NotFound, op, "there is no such leave")
	}
	planned := team[keyworker].Leaves[at]
	who := slices.IndexFunc(keyworkers, func(k Keyworker) bool { return k.ID == account })
	if account != "" && who < 0 {
		return Arranged{}, journey.Problems{{Field: "cover", Say: "Choose one of the keyworkers of the service"}}
	}
	entry := journey.CoverEntry{Cover: leave, Account: account, From: planned.From, Until: planned.Until}
	if err := entry.Check(keyworker, d.Bench.Today()); err != nil {
		return Arranged{}, err
	}
	entry.Agency = keyworkers[who].Agency
	rows, err := d.Record.Rows(ctx, asker, casework.Filter{Worker: keyworker, Open: true})
	if err != nil {
		return Arranged{}, casework.In(op, err)
	}
	var done Arranged
	for _, row := range rows {
		switch {
		case slices.ContainsFunc(row.Door.Covers, func(c journey.Cover) bool { return c.ID == leave }):
			continue
		case row.Door.Barred(account, entry.Agency):
			done.Left++
			continue
		}
		if err := d.each(ctx, VerbCover, asker, row.Case, key, entry, func(pen journey.Pen, now journey.Row) ([]journey.Fact, error) {
			if now.Worker != keyworker { // she was moved meanwhile
				return nil, journey.Problems{{Field: "cover", Say: "She has another keyworker now"}}
			}
			return pen.Cover(now, entry)
		}); err != nil {
			return done, fmt.Errorf("covering a case: %w", err)
		}
		done.Women++
	}
	return done, nil
}

// CancelLeave writes down that a leave is not taken, or not to its end. Nobody
// acts for her women any more.
func (d Desk) CancelLeave(ctx context.Context, asker access.Asker, key, keyworker, leave string) error {
	if err := d.ofTeam(ctx, "cancel leave", asker, key, keyworker, leave, func(pen journey.Pen, team journey.Team) ([]journey.Fact, error) {
		return pen.CancelLeave(team, keyworker, leave)
	}); err != nil {
		return err
	}
	rows, err := d.Record.Rows(ctx, asker, casework.Filter{Worker: keyworker, Open: true})
	if err != nil {
		return casework.In(string(VerbEndCover), err)
	}
	for _, row := range rows {
		if !slices.ContainsFunc(row.Door.Covers, func(c journey.Cover) bool { return c.ID == leave }) {
			continue
		}
		if err := d.each(ctx, VerbEndCover, asker, row.Case, key, leave, func(pen journey.Pen, now journey.Row) ([]journey.Fact, error) {
			return pen.EndCover(now, leave)
		}); err != nil {
			return fmt.Errorf("ending the cover of a case: %w", err)
		}
	}
	return nil
}

// each writes one verb of several that one form sends, each of its own case and
// once.
func (d Desk) each(ctx context.Context, verb Verb, asker access.Asker, caseID, key string, entered any, decide func(journey.Pen, journey.Row) ([]journey.Fact, error)) error {
	_, err := d.Bench.Write(ctx, casework.Writing{
		Op: string(verb), Asker: asker, Case: caseID, Key: key + "-" + string(verb) + "-" + caseID, Action: access.Append, Purpose: access.ForSupport,
		Classes: access.SetOf(access.Plan), Entered: entered,
		May: func(standing casework.Standing) bool { return standing.Is(access.Service) },
		Decide: func(pen journey.Pen, row journey.Row, _ casework.Standing) ([]journey.Fact, error) {
			return decide(pen, row)
		},
	})
	return err
}

// covering returns the open cases in which somebody acts for another keyworker
// now.
func (d Desk) covering(ctx context.Context, asker access.Asker) ([]journey.Row, error) {
	rows, err := d.Record.Rows(ctx, asker, casework.Filter{Open: true, Tied: journey.Tie{Who: asker.ID, How: access.Allocated}})
	if err != nil {
		return nil, err
	}
	now := d.Now()
	return slices.DeleteFunc(rows, func(row journey.Row) bool { return !row.CoveredBy(asker.ID, now) }), nil
}

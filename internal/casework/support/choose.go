package support

import (
	"context"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// Choice is one woman to allocate, or to move, with whom to ask.
type Choice struct {
	WaitingLine
	// Title is who she gets under her scheme, "" where its rulebook does not say;
	// where that depends on what is not known, Titles are those it may be.
	Title  string
	Titles []string
	Cohort *Cohort // nil where her scheme names no number of women
}

// Choose returns whom to ask for a woman: every keyworker but the one she has.
func (d Desk) Choose(ctx context.Context, asker access.Asker, caseID string) (Choice, error) {
	const op = "choose a keyworker"
	if err := leads(op, asker); err != nil {
		return Choice{}, err
	}
	row, _, err := d.Admit(ctx, op, asker, caseID, access.Read, access.ForSupport, listed)
	if err != nil {
		return Choice{}, err
	}
	loads, err := d.loads(ctx, asker)
	if err != nil {
		return Choice{}, casework.In(op, err)
	}
	who, err := d.who(ctx, []journey.Row{row})
	if err != nil {
		return Choice{}, casework.In(op, err)
	}
	choice := Choice{}
	choice.Version = row.Version
	choice.Line = d.line(row, who[row.Woman], calendar.At(d.Now()), row.Referred)
	choice.Days = row.At(d.Bench.Today()).Waiting
	choice.WorkerName = namesOf(loads)[row.Worker]
	choice.Title, choice.Titles = d.workerTitle(row)
	cohort, stated, err := d.cohort(ctx, asker, row)
	if err != nil {
		return Choice{}, casework.In(op, err)
	}
	if stated {
		choice.Cohort = &cohort
	}
	others := slices.DeleteFunc(loads, func(load Load) bool { return load.Keyworker.ID == row.Worker })
	choice.Suggested = suggest(row, others, nil)
	if err := d.Tell(ctx, op, d.Note(asker, access.Read, access.ForSupport, op, listed, row)); err != nil {
		return Choice{}, err
	}
	return choice, nil
}

// Carried is what one keyworker carries, woman by woman.
type Carried struct {
	Load
	Lines []Line // open cases, the longest since referral first
}

// Carried returns the women of one keyworker, for a lead who may move one.
func (d Desk) Carried(ctx context.Context, asker access.Asker, keyworker string) (Carried, error) {
	const op = "cases of a keyworker"
	if err := leads(op, asker); err != nil {
		return Carried{}, err
	}
	loads, err := d.loads(ctx, asker)
	if err != nil {
		return Carried{}, casework.In(op, err)
	}
	i := slices.IndexFunc(loads, func(load Load) bool { return load.Keyworker.ID == keyworker })
	if i < 0 {
		return Carried{}, casework.Fail(casework.NotFound, op, "there is no such keyworker")
	}
	rows, err := d.Record.Rows(ctx, asker, casework.Filter{Worker: keyworker, Open: true, Order: casework.OldestFirst})
	if err != nil {
		return Carried{}, casework.In(op, err)
	}
	who, err := d.who(ctx, rows)
	if err != nil {
		return Carried{}, casework.In(op, err)
	}
	carried, names, today := Carried{Load: loads[i]}, namesOf(loads), d.Bench.Today()
	for _, row := range rows {
		one := d.line(row, who[row.Woman], calendar.At(d.Now()), row.Referred)
		if cover, holds := row.CoverOn(today); holds {
			one.CoverFor, one.CoverBy, one.CoverUntil = names[row.Worker], names[cover.Account], cover.Until
		}
		carried.Lines = append(carried.Lines, one)
	}
	if err := d.Tell(ctx, op, d.Note(asker, access.Read, access.ForSupport, op, listed, rows...)); err != nil {
		return Carried{}, err
	}
	return carried, nil
}

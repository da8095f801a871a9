package evidence

import (
	"context"
	"fmt"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/reckoning/evaluation"
)

// hidden are the women whom somebody who reads exact figures must not know to be
// here: one woman more or less would tell of them. Protected figures are made so
// that nobody can be told in them, and are the same for everybody who reads them.
type hidden map[string]bool

// hiddenFrom brings the desk up to date, and returns the women hidden from an
// asker.
func (d *Desk) hiddenFrom(ctx context.Context, asker access.Asker) (hidden, error) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	if err := d.refresh(ctx); err != nil {
		return nil, err
	}
	from := hidden{}
	for woman, conflicts := range d.conflicts {
		if slices.ContainsFunc(conflicts, func(c journey.Conflict) bool { return c.Bars(asker.ID, asker.Agency) }) {
			from[woman] = true
		}
	}
	return from, nil
}

// bars keeps whom a woman is hidden from, as her row says it, and that she was
// erased.
func (d *Desk) bars(row journey.Row) {
	if !row.Keeping.Erased.IsZero() {
		if d.erased == nil {
			d.erased = map[string]bool{}
		}
		d.erased[row.Case] = true
	}
	if len(row.Door.Conflicts) == 0 {
		delete(d.conflicts, row.Woman)
		return
	}
	if d.conflicts == nil {
		d.conflicts = map[string][]journey.Conflict{}
	}
	d.conflicts[row.Woman] = row.Door.Conflicts
}

// toldEvery is after how many women progress is told.
const toldEvery = 10_000

// foldedAt folds every journey as it was known on a day, but for those of women
// who are hidden.
func (d *Desk) foldedAt(ctx context.Context, asAt calendar.Day, from hidden) (*evaluation.Columns, error) {
	var columns evaluation.Columns
	folded := 0
	err := d.Record.History(ctx, func(facts []journey.Fact) error {
		if folded++; d.Progress != nil && folded%toldEvery == 0 {
			d.Progress(folded)
		}
		for _, row := range journey.Fold(facts, asAt) {
			if !from[row.Woman] {
				columns.Put(row)
			}
		}
		return ctx.Err()
	})
	if err != nil {
		return nil, fmt.Errorf("folding journeys as at %s: %w", asAt, err)
	}
	facts, _, err := d.Record.Loose(ctx, 0, evaluation.LooseKinds...)
	if err != nil {
		return nil, fmt.Errorf("reading the facts of the service as at %s: %w", asAt, err)
	}
	for _, fact := range journey.Effective(facts, asAt) {
		if !from[fact.Woman] {
			columns.PutLoose(fact)
		}
	}
	return &columns, nil
}

// leftOut returns whom exact figures have to leave out for an asker, and whom
// protected ones have: nobody.
func (d *Desk) leftOut(ctx context.Context, op string, asker access.Asker, exactly bool) (hidden, error) {
	if !exactly {
		return nil, nil
	}
	from, err := d.hiddenFrom(ctx, asker)
	if err != nil {
		return nil, casework.In(op, err)
	}
	return from, nil
}

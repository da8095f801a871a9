package evidence

import (
	"context"
	"fmt"
	"strings"

	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
	"throughline/internal/reckoning/evaluation"
)

// hidden are the women whom a conflict of interest hides from an asker: every
// figure is what it would be if they had never come.
type hidden struct {
	women, encounters map[string]bool
	key               string // the same for the same cases
}

// hiddenFrom returns whom a conflict hides from the asker.
func (d *Desk) hiddenFrom(ctx context.Context, asker access.Asker) (hidden, error) {
	rows, err := d.Record.Hidden(ctx, asker)
	if err != nil {
		return hidden{}, fmt.Errorf("reading whom figures leave out: %w", err)
	}
	h := hidden{women: map[string]bool{}, encounters: map[string]bool{}}
	var cases []string
	for _, row := range rows {
		h.women[row.Woman] = true
		if row.Encounter != "" {
			h.encounters[row.Encounter] = true
		}
		cases = append(cases, row.Case)
	}
	h.key = strings.Join(cases, " ")
	return h, nil
}

// holds says whether the fact is of one of them.
func (h hidden) holds(fact journey.Fact) bool {
	body, met := fact.Body.(journey.Encounter)
	return h.women[fact.Woman] || met && h.encounters[body.Encounter]
}

// without returns the columns of everything known, without whom is hidden.
func (d *Desk) without(ctx context.Context, hidden hidden) (*evaluation.Columns, error) {
	var columns evaluation.Columns
	if _, err := d.Record.Changes(ctx, 0, func(row journey.Row) error {
		if !hidden.women[row.Woman] {
			columns.Put(row)
		}
		return ctx.Err()
	}); err != nil {
		return nil, fmt.Errorf("counting without whom is hidden: %w", err)
	}
	facts, _, err := d.Record.Loose(ctx, 0, evaluation.LooseKinds...)
	if err != nil {
		return nil, fmt.Errorf("counting without whom is hidden: %w", err)
	}
	for _, fact := range facts {
		if !hidden.holds(fact) {
			columns.PutLoose(fact)
		}
	}
	return &columns, nil
}

package herspace

import (
	"context"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

// SeeTo says that somebody saw to what she asked for.
func (d Desk) SeeTo(ctx context.Context, asker access.Asker, caseID, key, ask, note string) error {
	return d.reply(ctx, "see to what she asked", asker, caseID, key, planned, []string{ask, note}, func(pen journey.Pen, one casework.Case) ([]journey.Fact, error) {
		return pen.SeeTo(one.Row, ask, note)
	})
}

// HoldBack keeps a note from her because it would put another person in danger,
// or shows it to her again.
func (d Desk) HoldBack(ctx context.Context, asker access.Asker, caseID, key, entry string, held bool, reason string) error {
	return d.reply(ctx, "hold a note back", asker, caseID, key, access.SetOf(access.Notes), []any{entry, held, reason}, func(pen journey.Pen, one casework.Case) ([]journey.Fact, error) {
		i := slices.IndexFunc(one.Facts, func(fact journey.Fact) bool { return fact.ID == entry })
		if i < 0 {
			return nil, journey.Problems{{Field: "held", Say: "Choose an entry of her record"}}
		}
		return pen.HoldBack(one.Row, one.Facts[i], held, reason)
	})
}

// reply writes what somebody who supports her does about what she wrote.
func (d Desk) reply(ctx context.Context, op string, asker access.Asker, caseID, key string, classes access.Classes, entered any, decide func(journey.Pen, casework.Case) ([]journey.Fact, error)) error {
	_, err := d.Bench.Write(ctx, casework.Writing{
		Op: op, Asker: asker, Case: caseID, Key: key, Action: access.Append, Purpose: access.ForSupport, Classes: classes, Entered: entered,
		May: func(standing casework.Standing) bool { return !standing.Is(access.Herself) },
		Decide: func(pen journey.Pen, row journey.Row, _ casework.Standing) ([]journey.Fact, error) {
			one, err := d.Record.Case(ctx, row.Case, 0)
			if err != nil {
				return nil, err
			}
			return decide(pen, one)
		},
	})
	return err
}

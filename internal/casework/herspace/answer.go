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
	row, err := d.supporter(ctx, op, asker, caseID, classes)
	if err != nil {
		return err
	}
	one, err := d.Record.Case(ctx, caseID, 0)
	if err != nil {
		return failed(op, err)
	}
	facts, err := decide(d.Pen(asker), one)
	if err != nil {
		return failed(op, err)
	}
	digest, err := casework.Digest(key, op, asker, caseID, entered)
	if err != nil {
		return err
	}
	_, err = d.Record.Append(ctx, casework.Change{
		Key: key, Digest: digest, Case: caseID, Seen: casework.AnyVersion, Facts: facts,
		Entry: d.Note(asker, access.Append, access.ForSupport, op, classes, row),
	})
	return err
}

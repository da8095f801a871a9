package support

import (
	"context"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/ending"
	"throughline/internal/domain/journey"
)

// mayReferBack says whether the matter can be sent back to police: the rulebook
// names who does so, and the condition is neither met nor decided, nor sent back
// already. Source: 000:554.
func (d Desk) mayReferBack(row journey.Row) bool {
	if row.Condition == nil || d.RuleOf(row).RefBack == nil {
		return false
	}
	state := row.At(d.Bench.Today()).Condition
	return !state.Settled() && state != journey.ConditionReferredBack
}

// ReferBack sends the matter back to police, who decide what follows. No number
// of missed appointments does so by itself.
func (d Desk) ReferBack(ctx context.Context, asker access.Asker, caseID string, seen int, key string, entry journey.BackEntry) (casework.Receipt, error) {
	return d.write(ctx, change{
		verb: VerbReferBack, asker: asker, caseID: caseID, seen: seen, key: key, classes: noted, entered: entry,
		decide: func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
			if row.Condition != nil && d.RuleOf(row).RefBack == nil {
				return nil, journey.Problems{{Field: "reason", Say: "The rules of this scheme name nobody who refers a matter back"}}
			}
			return pen.ReferBack(row, entry)
		},
	})
}

// Notice returns the notice that certifies to police how a condition stands. To
// read it is one act, and to take it away another: both are written down.
func (d Desk) Notice(ctx context.Context, asker access.Asker, caseID string, action access.Action) (ending.Notice, error) {
	const op = "condition notice"
	if _, err := standing(op, asker); err != nil {
		return ending.Notice{}, err
	}
	row, _, err := d.Admit(ctx, op, asker, caseID, action, access.ForCondition, casework.Noticed)
	if err != nil {
		return ending.Notice{}, err
	}
	one, err := d.Record.Case(ctx, caseID, casework.Noticed)
	if err != nil {
		return ending.Notice{}, casework.In(op, err)
	}
	notice, made := d.NoticeOf(one, d.Bench.Today())
	if !made {
		return ending.Notice{}, casework.Fail(casework.NotFound, op, "there is no condition")
	}
	if err := d.Tell(ctx, op, d.Note(asker, action, access.ForCondition, op, casework.Noticed, row)); err != nil {
		return ending.Notice{}, err
	}
	return notice, nil
}

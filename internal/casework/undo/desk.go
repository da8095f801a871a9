package undo

import (
	"context"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

// Desk is where things are undone.
type Desk struct{ casework.Bench }

// written are the classes that whoever undoes must be allowed to write: those of
// everybody who may record that a woman came.
var written = access.SetOf(access.Condition)

// Undo undoes what the asker saved last of a case, where it is what she was shown
// under the id of its first fact. It answers journey.Problems where it can be
// undone no more.
func (d Desk) Undo(ctx context.Context, asker access.Asker, caseID, key, first string) (casework.Receipt, error) {
	return d.Write(ctx, casework.Writing{
		Op: "undo", Asker: asker, Case: caseID, Key: key,
		Action: access.Append, Purpose: access.ForSupport, Classes: written, Entered: first,
		Decide: func(pen journey.Pen, row journey.Row, _ casework.Standing) ([]journey.Fact, error) {
			one, err := d.Record.Case(ctx, row.Case, 0)
			if err != nil {
				return nil, err
			}
			last := journey.Undoable(one.Facts, asker.ID, pen.Now)
			if !slices.ContainsFunc(last, func(fact journey.Fact) bool { return fact.ID == first }) {
				last = nil
			}
			return pen.Undo(last)
		},
	})
}

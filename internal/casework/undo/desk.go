package undo

import (
	"context"
	"slices"
	"time"

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
			told, err := d.told(ctx, row.Case, last)
			if err != nil {
				return nil, err
			}
			if told {
				return nil, outside
			}
			if !slices.ContainsFunc(last, func(fact journey.Fact) bool { return fact.ID == first }) {
				last = nil
			}
			return pen.Undo(last)
		},
	})
}

// outside says why what she was told of is not undone.
var outside = journey.Problems{{Say: "A message about this has left. Put it right, and tell her"}}

// stay are the states of a message that never left, or has not left yet: one that
// waits is looked at again before it goes, and what was undone is no longer so.
var stay = []casework.MessageState{casework.MessageWaiting, casework.MessageHeld, casework.MessageLate}

// told says whether a message has left that says of an appointment what these facts
// say of it. What she reads on her phone cannot be undone here.
func (d Desk) told(ctx context.Context, caseID string, facts []journey.Fact) (bool, error) {
	if len(facts) == 0 {
		return false, nil
	}
	sent, err := d.Record.Messages(ctx, casework.MessageFilter{Case: caseID})
	if err != nil {
		return false, err
	}
	about, saved := map[string]bool{}, facts[0].Written.Truncate(time.Second) // messages are kept by the second
	for _, fact := range facts {
		switch body := fact.Body.(type) {
		case journey.Booked:
			about[body.Appointment] = true
		case journey.Attendance:
			about[body.Appointment] = true
		}
	}
	return slices.ContainsFunc(sent, func(message casework.Message) bool {
		return about[message.Appointment] && !slices.Contains(stay, message.State) && !message.Changed.Before(saved)
	}), nil
}

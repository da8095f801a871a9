package support

import (
	"context"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/journey"
)

// Unsent is a message about an appointment to come that did not go: somebody has to
// tell her.
type Unsent struct {
	Line
	Why string
}

// notGone are the states of messages that somebody has to look at.
var notGone = []casework.MessageState{casework.MessageHeld, casework.MessageFailed, casework.MessageUnknown}

// unsent lists the messages of these cases that did not go and could still matter,
// and adds their rows to those that are shown.
func (s *sorting) unsent(ctx context.Context, rows []journey.Row, shown *[]journey.Row) error {
	of := make(map[string]journey.Row, len(rows))
	for _, row := range rows {
		of[row.Case] = row
	}
	for _, state := range notGone {
		messages, err := s.desk.Record.Messages(ctx, casework.MessageFilter{State: state})
		if err != nil {
			return err
		}
		for _, message := range messages {
			row, theirs := of[message.Case]
			if !theirs || !message.ToHer() || message.At.Over(s.now) {
				continue
			}
			one := s.line(row, message.At.Day())
			one.At = message.At
			why := message.Why
			if state == casework.MessageUnknown {
				why = "It may have arrived, and nobody knows"
			}
			s.Unsent = append(s.Unsent, Unsent{one, why})
			if !slices.ContainsFunc(*shown, func(r journey.Row) bool { return r.Case == row.Case }) {
				*shown = append(*shown, row)
			}
		}
	}
	slices.SortStableFunc(s.Unsent, func(a, b Unsent) int { return a.At.Compare(b.At) })
	return nil
}

package onward

import (
	"context"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// Answered writes down what a service answered by phone or in any other way than by
// its link.
func (d Desk) Answered(ctx context.Context, asker access.Asker, caseID, key, referral string, entry journey.SentAnswerEntry) (casework.Receipt, error) {
	return d.write(ctx, "note answer", asker, caseID, key, []any{referral, entry}, func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
		return pen.AnswerSent(row, referral, entry)
	})
}

// Reply answers what a service asked.
func (d Desk) Reply(ctx context.Context, asker access.Asker, caseID, key, referral, words string) (casework.Receipt, error) {
	return d.write(ctx, "reply to service", asker, caseID, key, []any{referral, words}, func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
		return pen.SaySent(row, referral, words, false)
	})
}

// Chase writes down that the service was asked for an answer, and when it will be
// asked again. What was said stays with those who support her.
func (d Desk) Chase(ctx context.Context, asker access.Asker, caseID, key, referral string, next calendar.Day, words string) (casework.Receipt, error) {
	return d.write(ctx, "chase referral", asker, caseID, key, []any{referral, next, words}, func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
		return pen.ChaseSent(row, referral, next, words)
	})
}

// Follow writes down whether she came there, and what came of it.
func (d Desk) Follow(ctx context.Context, asker access.Asker, caseID, key, referral string, came journey.YesNo, outcome journey.SentOutcome, words string) (casework.Receipt, error) {
	return d.write(ctx, "follow referral", asker, caseID, key, []any{referral, came, outcome, words}, func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
		return pen.FollowSent(row, referral, came, outcome, words)
	})
}

// TakeBack takes her permission back on her word. The next thing the service asks
// for is no longer there.
func (d Desk) TakeBack(ctx context.Context, asker access.Asker, caseID, key, referral, words string) (casework.Receipt, error) {
	const op = "take referral back"
	return d.Bench.Write(ctx, casework.Writing{
		Op: op, Asker: asker, Case: caseID, Key: key, Action: access.Append, Purpose: access.ForSupport, Classes: access.SetOf(access.Plan),
		Entered: []string{referral, words}, May: supports(asker),
		Decide: func(pen journey.Pen, row journey.Row, _ casework.Standing) ([]journey.Fact, error) {
			one, sent := row.Sent(referral)
			if _, shared := row.SharedUntil(one, pen.Now); !sent || !shared {
				return nil, problem("words", "Nothing is shared by this referral any more")
			}
			return pen.WithdrawPermission(row, one.Permission, words)
		},
	})
}

// Advocate writes down what was done on her behalf.
func (d Desk) Advocate(ctx context.Context, asker access.Asker, caseID, key string, entry journey.AdvocacyEntry) (casework.Receipt, error) {
	const op = "note advocacy"
	return d.Bench.Write(ctx, casework.Writing{
		Op: op, Asker: asker, Case: caseID, Key: key, Action: access.Append, Purpose: access.ForSupport, Classes: access.SetOf(access.Plan),
		Entered: entry, May: supports(asker),
		Decide: func(pen journey.Pen, row journey.Row, _ casework.Standing) ([]journey.Fact, error) {
			return pen.NoteAdvocacy(row, entry)
		},
	})
}

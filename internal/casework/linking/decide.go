package linking

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

// arrests is what linking writes.
var arrests = access.SetOf(access.Offence)

// mostReason is how many letters somebody may write about a pair.
const mostReason = 500

// Decide answers one pair. Only the same woman is linked: the arrest then stands on
// her record, with its weight, the model and who decided.
func (d Desk) Decide(ctx context.Context, asker access.Asker, id string, n int, answer Answer, reason string) error {
	const op = "decide on a pair of a police feed"
	feed, err := d.open(ctx, op, asker, id)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(feed.pairs, func(pair Pair) bool { return pair.N == n })
	reason = strings.TrimSpace(reason)
	switch {
	case i < 0:
		return casework.Fail(casework.NotFound, op, "there is no such pair")
	case !slices.Contains(Answers, answer):
		return casework.In(op, problem("answer", "Choose whether it is the same woman"))
	case len([]rune(reason)) > mostReason:
		return casework.In(op, problem("reason", fmt.Sprintf("Write up to %d letters", mostReason)))
	}
	pair := feed.pairs[i]
	if pair.Reason != reason {
		pair.Reason = reason
		if err := d.keep(ctx, id, firstPair+n, pair); err != nil {
			return casework.In(op, err)
		}
	}
	return d.settle(ctx, op, asker, feed, pair, answer, journey.MatchedAlone)
}

// settle keeps what was decided of a pair, and links it where it is the same woman.
func (d Desk) settle(ctx context.Context, op string, asker access.Asker, feed opened, pair Pair, answer Answer, how journey.MatchedHow) error {
	before := feed.decided[pair.N]
	switch {
	case before.Answer == answer:
		return nil // a second click
	case before.Answer == Same:
		return casework.In(op, problem("answer", "The arrest is on her record. Take it back first"))
	case answer == Same && feed.linked(pair.Line.Arrest):
		return casework.In(op, problem("answer", "The arrest was linked to another woman. Take that back first"))
	}
	made := Decided{
		N: pair.N, Arrest: pair.Line.Arrest, On: pair.Line.On, Her: pair.Her, Weight: pair.Weight,
		Answer: answer, By: asker.ID, At: d.Now(), Back: before.Back,
	}
	if answer == Same {
		fact, err := d.link(ctx, op, asker, feed, pair, before.Back, how)
		if err != nil {
			return err
		}
		made.Fact = fact
	} else {
		entry := d.Note(asker, access.Find, access.ForEvidence, op, names, feed.rows[pair.Her])
		if err := d.Tell(ctx, op, entry); err != nil {
			return err
		}
	}
	if err := d.keep(ctx, feed.ID, firstDecision+pair.N, made); err != nil {
		return casework.In(op, err)
	}
	feed.decided[pair.N] = made
	return nil
}

// link writes an arrest to her record, and returns the id of the fact. One that
// stands there already is not written twice.
func (d Desk) link(ctx context.Context, op string, asker access.Asker, feed opened, pair Pair, back int, how journey.MatchedHow) (string, error) {
	told, err := d.Telling.Told(ctx, []string{pair.Her})
	if err != nil {
		return "", casework.In(op, err)
	}
	for _, fact := range journey.Effective(told[pair.Her], 0) {
		if arrest, is := fact.Body.(journey.Arrested); is && arrest.Arrest == pair.Line.Arrest {
			if arrest.Match.Feed == feed.ID { // an earlier try was cut short after it was written
				return fact.ID, nil
			}
			return "", casework.In(op, problem("answer", "The arrest is on her record already. Choose Not the same to leave it as it is"))
		}
	}
	match := journey.ArrestMatch{Feed: feed.ID, Weight: int(math.Round(pair.Weight * 100)), Model: feed.Model, How: how}
	receipt, err := d.Write(ctx, casework.Writing{
		Op: op, Asker: asker, Case: feed.rows[pair.Her].Case, Key: fmt.Sprintf("link %s %d %d", feed.ID, pair.N, back),
		Action: access.Append, Purpose: access.ForAdministration, Classes: arrests, Entered: []any{feed.ID, pair.N},
		Decide: func(pen journey.Pen, row journey.Row, _ casework.Standing) ([]journey.Fact, error) {
			return pen.LinkArrest(row, pair.Line.On, pair.Line.arrested(match))
		},
	})
	if err != nil {
		return "", err
	}
	return receipt.Facts[0], nil
}

// Take links all pairs over the threshold that were shown, by one explicit press.
// It returns how many were linked.
func (d Desk) Take(ctx context.Context, asker access.Asker, id string, version int) (int, error) {
	const op = "take the pairs of a police feed over the threshold"
	queue, err := d.Queue(ctx, asker, id)
	if err != nil {
		return 0, err
	}
	switch {
	case len(queue.Together) == 0:
		return 0, casework.In(op, problem("take", "There is no pair over this weight any more"))
	case queue.Version != version:
		return 0, casework.In(op, problem("take", "The pairs are others than you were shown. Look at them again"))
	}
	feed, err := d.open(ctx, op, asker, id)
	if err != nil {
		return 0, err
	}
	for i, one := range queue.Together {
		if err := d.settle(ctx, op, asker, feed, one.Pair, Same, journey.MatchedTogether); err != nil {
			return i, err
		}
	}
	return len(queue.Together), nil
}

// Back takes an arrest back that was linked, also after the names of the feed are
// gone.
func (d Desk) Back(ctx context.Context, asker access.Asker, id string, n int) error {
	const op = "take a linked arrest back"
	feed, err := d.open(ctx, op, asker, id)
	if err != nil {
		return err
	}
	was, known := feed.decided[n]
	switch {
	case !known:
		return casework.Fail(casework.NotFound, op, "there is no such pair")
	case was.Answer == "":
		return nil // a second click
	case was.Answer == Same:
		if _, err := d.Write(ctx, casework.Writing{
			Op: op, Asker: asker, Case: feed.rows[was.Her].Case, Key: fmt.Sprintf("unlink %s %d %d", feed.ID, n, was.Back),
			Action: access.Append, Purpose: access.ForAdministration, Classes: arrests, Entered: []any{feed.ID, n},
			Decide: func(pen journey.Pen, row journey.Row, _ casework.Standing) ([]journey.Fact, error) {
				return pen.UnlinkArrest(row, was.Fact, was.On), nil
			},
		}); err != nil {
			return err
		}
	default:
		if err := d.Tell(ctx, op, d.Note(asker, access.Find, access.ForEvidence, op, names, feed.rows[was.Her])); err != nil {
			return err
		}
	}
	was.Answer, was.Fact, was.By, was.At, was.Back = "", "", asker.ID, d.Now(), was.Back+1
	if err := d.keep(ctx, id, firstDecision+n, was); err != nil {
		return casework.In(op, err)
	}
	return nil
}

// SetThreshold chooses from which weight on pairs may be taken together.
func (d Desk) SetThreshold(ctx context.Context, asker access.Asker, id string, threshold float64) error {
	const op = "choose the threshold of a police feed"
	sent, err := d.sent(ctx, op, asker, id)
	if err != nil {
		return err
	}
	if !slices.Contains(ShownThresholds, threshold) {
		return casework.In(op, problem("threshold", "Choose a weight from the table"))
	}
	if err := d.Tell(ctx, op, d.Note(asker, access.Append, access.ForEvidence, op, 0)); err != nil {
		return err
	}
	sent.Threshold = threshold
	if err := d.keep(ctx, id, headPart, sent); err != nil {
		return casework.In(op, err)
	}
	return nil
}

// Finish ends the work on a feed: the names that are left go, and the record says
// up to which day arrests are told. What was not decided on is linked to nobody.
func (d Desk) Finish(ctx context.Context, asker access.Asker, id string) error {
	const op = "finish a police feed"
	feed, err := d.open(ctx, op, asker, id)
	if err != nil {
		return err
	}
	switch {
	case !feed.Finished.IsZero(): // a second click, or a try that was cut short
		return d.Store.DropPoliceFeed(ctx, id, firstLines, firstDecision)
	case feed.Compared.IsZero():
		return casework.Fail(casework.Conflict, op, "it was not compared yet")
	}
	sent := feed.Sent
	decided, err := parts[Decided](ctx, d, id, firstDecision, endOfDecisions)
	if err != nil {
		return casework.In(op, err)
	}
	sent.Linked, sent.Unsure = 0, len(feed.waiting())
	for _, one := range decided {
		switch one.Answer {
		case Same:
			sent.Linked++
		case CannotTell:
			sent.Unsure++
		}
	}
	sent.Finished = d.Now()
	if _, err := d.Record.Append(ctx, casework.Change{
		Key: "finish " + id, Digest: id, Seen: casework.AnyVersion, Entry: d.Note(asker, access.Append, access.ForEvidence, op, 0),
		Facts: []journey.Fact{d.Pen(asker).LinkFeed(journey.FeedLinked{
			Feed: id, Until: sent.Until, Rows: sent.Rows, Linked: sent.Linked, Unsure: sent.Unsure, Model: sent.Model,
		})},
	}); err != nil {
		return casework.In(op, err)
	}
	if err := d.keep(ctx, id, headPart, sent); err != nil {
		return casework.In(op, err)
	}
	return d.Store.DropPoliceFeed(ctx, id, firstLines, firstDecision)
}

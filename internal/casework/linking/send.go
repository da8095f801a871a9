package linking

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/reckoning/linkage"
)

func problem(field, say string) error { return journey.Problems{{Field: field, Say: say}} }

// Send keeps a feed, sealed, and asks for it to be compared with the women who are
// here. until is the last day the feed tells of. It returns the id of the job.
func (d Desk) Send(ctx context.Context, asker access.Asker, until calendar.Day, content []byte) (string, error) {
	const op = "send a police feed"
	if !may(asker) {
		return "", casework.Fail(casework.Forbidden, op, "%s may not link a police feed", asker.Role.Words())
	}
	feed, err := ReadFeed(content)
	var wrong *Unreadable
	switch {
	case errors.As(err, &wrong):
		return "", casework.In(op, problem("file", wrong.Say))
	case err != nil:
		return "", casework.In(op, err)
	case len(feed.Lines) == 0:
		return "", casework.In(op, problem("file", fmt.Sprintf("No row is right. Row %d: %s %s", feed.Rejected[0].Row, feed.Rejected[0].Column, feed.Rejected[0].Reason)))
	case !until.Known():
		return "", casework.In(op, problem("until", "Enter the last day that the feed tells of"))
	case until > d.Today():
		return "", casework.In(op, problem("until", "The last day of the feed must be today or before"))
	case slices.ContainsFunc(feed.Lines, func(line Line) bool { return line.On > until }):
		return "", casework.In(op, problem("until", "The feed has an arrest on a later day than this"))
	}
	sent := Sent{ID: d.NewID(), By: asker.ID, Agency: asker.Agency, At: d.Now(), Until: until, Rows: feed.Rows(), Rejected: feed.Rejected, Job: d.NewID()}
	if err := d.Tell(ctx, op, d.Note(asker, access.Append, access.ForEvidence, op, names)); err != nil {
		return "", err
	}
	for part, some := range slices.Collect(slices.Chunk(feed.Lines, linesAPart)) {
		if err := d.keep(ctx, sent.ID, firstLines+part, some); err != nil {
			return "", casework.In(op, err)
		}
	}
	if err := d.keep(ctx, sent.ID, headPart, sent); err != nil {
		return "", casework.In(op, err)
	}
	text, err := json.Marshal(arguments{sent.ID})
	if err != nil {
		return "", fmt.Errorf("asking for background work: %w", err)
	}
	if _, err := d.Record.Append(ctx, casework.Change{
		Entry: d.Note(asker, access.Append, access.ForEvidence, op, 0),
		Jobs:  []casework.Job{{ID: sent.Job, Kind: comparingCode, By: asker.ID, Agency: asker.Agency, Key: sent.ID, Arguments: string(text)}},
	}); err != nil {
		return "", casework.In(op, err)
	}
	return sent.Job, nil
}

// arguments are those of a job: the feed alone.
type arguments struct {
	Feed string `json:"feed"`
}

func feedOf(job casework.Job) string {
	var given arguments
	if json.Unmarshal([]byte(job.Arguments), &given) != nil {
		return ""
	}
	return given.Feed
}

// Comparing is the long work of comparing a feed with the women who are here.
type Comparing struct{ Desk Desk }

const comparingCode = "police_feed"

var _ casework.JobKind = Comparing{}

// Code names the kind.
func (Comparing) Code() string { return comparingCode }

// Words says what it does.
func (Comparing) Words() (title, unit string) { return "Compare a police feed", "names" }

// Path is the page of what came of it.
func (Comparing) Path(job casework.Job) string { return "/link/" + feedOf(job) }

// May lets those in who may link a feed that they see.
func (c Comparing) May(ctx context.Context, asker access.Asker, job casework.Job) bool {
	_, err := c.Desk.sent(ctx, "", asker, feedOf(job))
	return err == nil
}

// Run compares a feed, keeps the pairs that somebody has to decide on, and lets go
// of every name that fits nobody.
func (c Comparing) Run(ctx context.Context, asker access.Asker, job casework.Job, progress casework.Progress) (casework.JobEnd, error) {
	const op = "compare a police feed"
	d := c.Desk
	end := casework.JobEnd{Result: feedOf(job)}
	sent, err := d.sent(ctx, op, asker, feedOf(job))
	if err != nil {
		return end, err
	}
	if sent.Compared.IsZero() {
		if sent, err = d.compareSent(ctx, op, asker, sent, progress); err != nil {
			return end, err
		}
	}
	if err := d.Store.DropPoliceFeed(ctx, sent.ID, firstLines, firstPair); err != nil {
		return end, casework.In(op, err)
	}
	end.Problems = len(sent.Rejected) > 0
	end.Said = fmt.Sprintf("%d arrests compared with %d women: %d pairs to decide on, %d arrests on record already, %d rows left out.",
		sent.Rows-len(sent.Rejected), sent.Women, sent.Pairs, sent.Before, len(sent.Rejected))
	return end, nil
}

// compareSent compares a feed that was sent, and keeps the pairs to decide on.
func (d Desk) compareSent(ctx context.Context, op string, asker access.Asker, sent Sent, progress casework.Progress) (Sent, error) {
	chunks, err := parts[[]Line](ctx, d, sent.ID, firstLines, firstPair)
	if err != nil {
		return sent, casework.In(op, err)
	}
	feed := Feed{Lines: slices.Concat(chunks...), Rejected: sent.Rejected}
	if feed.Rows() != sent.Rows {
		return sent, casework.Fail(casework.NotFound, op, "the names of the feed are no longer kept: send it again")
	}
	rows, err := d.rows(ctx, asker)
	if err != nil {
		return sent, casework.In(op, err)
	}
	made, err := d.compare(ctx, op, asker, rows, feed, Order{Progress: progress})
	if err != nil {
		return sent, err
	}
	if err := d.Store.DropPoliceFeed(ctx, sent.ID, firstPair, firstDecision); err != nil { // of a run that was cut short
		return sent, casework.In(op, err)
	}
	sent.Pairs, sent.Before = 0, 0
	for _, match := range made.Matches {
		if match.Compared && match.OnRecord {
			sent.Before++
			continue
		}
		for _, pair := range pairsOf(match, made.Thresholds) {
			pair.N = sent.Pairs
			sent.Pairs++
			if err := d.keep(ctx, sent.ID, firstPair+pair.N, pair); err != nil {
				return sent, casework.In(op, err)
			}
		}
	}
	sent.Women, sent.Model, sent.Frequencies, sent.Threshold = made.Women, made.ModelID, made.Frequencies, made.Thresholds.Link
	sent.Expected = nil
	for _, threshold := range ShownThresholds {
		sent.Expected = append(sent.Expected, made.Expect(threshold))
	}
	sent.Compared = d.Now()
	if err := d.keep(ctx, sent.ID, headPart, sent); err != nil {
		return sent, casework.In(op, err)
	}
	return sent, nil
}

// pairsOf returns the pairs of an arrest that somebody has to decide on: none, one,
// or two where a second woman fits nearly as well.
func pairsOf(match Match, at linkage.Thresholds) []Pair {
	if match.Decision == linkage.None {
		return nil
	}
	second := match.Second
	contested := second != nil && second.Weight >= at.Review && match.Weight-second.Weight < at.Margin
	list := []Pair{{Line: match.Line, Fit: match.Fit, Contested: contested}}
	if contested {
		list = append(list, Pair{Line: match.Line, Fit: *second, Contested: true})
	}
	return list
}

// rows returns the cases whose women's names the asker may open.
func (d Desk) rows(ctx context.Context, asker access.Asker) ([]journey.Row, error) {
	rows, err := d.Record.Rows(ctx, asker, casework.Filter{})
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(rows, func(row journey.Row) bool {
		return !d.Standing(asker, row).Allowed(access.Find, access.ForEvidence).Has(access.Identity)
	}), nil
}

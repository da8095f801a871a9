package linking

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
)

// Kept is how long the names of a feed are kept while it is worked through.
const Kept = 28 * 24 * time.Hour

// Store keeps feeds sealed, in numbered parts.
type Store interface {
	// KeepPoliceFeed seals a part and keeps it in place of what stood there; when it was
	// first kept stays.
	KeepPoliceFeed(ctx context.Context, id string, part int, plain []byte) error
	// PoliceFeedParts opens the parts from one number up to and without another.
	PoliceFeedParts(ctx context.Context, id string, from, to int) (map[int][]byte, error)
	// PoliceFeeds returns the ids of all feeds, the newest first.
	PoliceFeeds(ctx context.Context) ([]string, error)
	// DropPoliceFeed takes parts away from one number up to and without another.
	DropPoliceFeed(ctx context.Context, id string, from, to int) error
	// ForgetPoliceFeeds takes these parts away of every feed, where they were first kept
	// before a moment.
	ForgetPoliceFeeds(ctx context.Context, before time.Time, from, to int) error
}

// Parts of a feed. The head and the decisions hold ids and weights; all between
// them hold names, and go.
const (
	headPart       = 0
	firstLines     = 1
	firstPair      = 1_000_000
	firstDecision  = 20_000_000
	endOfDecisions = 40_000_000
)

// linesAPart is how many lines of a feed are sealed together.
const linesAPart = 500

// Sent is a feed that is being worked through, or was. It holds no name.
type Sent struct {
	ID       string       `json:"id"`
	By       string       `json:"by"`
	Agency   string       `json:"agency"`
	At       time.Time    `json:"at"`
	Until    calendar.Day `json:"cut_off"` // the last day the feed tells of
	Rows     int          `json:"rows"`
	Rejected []Rejected   `json:"rejected,omitempty"`
	Job      string       `json:"job"`

	Compared    time.Time   `json:"compared,omitzero"`
	Women       int         `json:"women,omitempty"`
	Pairs       int         `json:"pairs,omitempty"`     // that somebody has to decide on
	Before      int         `json:"before,omitempty"`    // arrests that stood on record already
	Expected    []Expected  `json:"expected,omitempty"`  // by threshold
	Threshold   float64     `json:"threshold,omitempty"` // from which pairs may be taken together
	Model       string      `json:"model,omitempty"`
	Frequencies Frequencies `json:"frequencies,omitempty"`

	Finished time.Time `json:"finished,omitzero"`
	Linked   int       `json:"linked,omitempty"` // when it was finished
	Unsure   int       `json:"unsure,omitempty"`
}

// NamesUntil is until when the names of the feed are kept where nobody finishes it.
func (s Sent) NamesUntil() time.Time { return s.At.Add(Kept) }

// Named says whether the names of the feed are there at a moment.
func (s Sent) Named(now time.Time) bool { return s.Finished.IsZero() && now.Before(s.NamesUntil()) }

// shows says whether a feed is somebody's to see: those who lead the service see
// those of their agency.
func shows(asker access.Asker, sent Sent) bool {
	return may(asker) && !sent.At.IsZero() && (sent.By == asker.ID || asker.Agency != "" && sent.Agency == asker.Agency)
}

// keep keeps a part of a feed.
func (d Desk) keep(ctx context.Context, id string, part int, what any) error {
	text, err := json.Marshal(what)
	if err != nil {
		return fmt.Errorf("keeping a police feed: %w", err)
	}
	return d.Store.KeepPoliceFeed(ctx, id, part, text)
}

// parts opens parts of a feed, in their order.
func parts[T any](ctx context.Context, d Desk, id string, from, to int) ([]T, error) {
	found, err := d.Store.PoliceFeedParts(ctx, id, from, to)
	if err != nil {
		return nil, err
	}
	numbers := make([]int, 0, len(found))
	for number := range found {
		numbers = append(numbers, number)
	}
	slices.Sort(numbers)
	list := make([]T, len(numbers))
	for i, number := range numbers {
		if err := json.Unmarshal(found[number], &list[i]); err != nil {
			return nil, fmt.Errorf("opening a police feed: %w", err)
		}
	}
	return list, nil
}

// sent opens the head of a feed that is the asker's to see.
func (d Desk) sent(ctx context.Context, op string, asker access.Asker, id string) (Sent, error) {
	if !may(asker) {
		return Sent{}, casework.Fail(casework.Forbidden, op, "%s may not link a police feed", asker.Role.Words())
	}
	heads, err := parts[Sent](ctx, d, id, headPart, headPart+1)
	if err != nil {
		return Sent{}, casework.In(op, err)
	}
	if len(heads) == 0 || !shows(asker, heads[0]) {
		return Sent{}, casework.Fail(casework.NotFound, op, "there is no such feed")
	}
	return heads[0], nil
}

// List returns the feeds that somebody may see, the newest first.
func (d Desk) List(ctx context.Context, asker access.Asker) ([]Sent, error) {
	const op = "list police feeds"
	if !may(asker) {
		return nil, casework.Fail(casework.Forbidden, op, "%s may not link a police feed", asker.Role.Words())
	}
	ids, err := d.Store.PoliceFeeds(ctx)
	if err != nil {
		return nil, casework.In(op, err)
	}
	var list []Sent
	for _, id := range ids {
		sent, err := d.sent(ctx, op, asker, id)
		switch {
		case casework.KindOf(err) == casework.NotFound:
			continue
		case err != nil:
			return nil, err
		}
		list = append(list, sent)
	}
	return list, nil
}

// Forget takes away the names of feeds that were kept long enough, and those that
// stand beside a woman whose record was erased.
func (d Desk) Forget(ctx context.Context) error {
	const op = "let go of the names of police feeds"
	if err := d.Store.ForgetPoliceFeeds(ctx, d.Now().Add(-Kept), firstLines, firstDecision); err != nil {
		return casework.In(op, err)
	}
	ids, err := d.Store.PoliceFeeds(ctx)
	if err != nil {
		return casework.In(op, err)
	}
	var here map[string]bool
	for _, id := range ids {
		pairs, err := parts[Pair](ctx, d, id, firstPair, firstDecision)
		if err != nil {
			return casework.In(op, err)
		}
		for _, pair := range pairs {
			if here == nil {
				if here, err = d.here(ctx); err != nil {
					return casework.In(op, err)
				}
			}
			if !here[pair.Her] {
				if err := d.Store.DropPoliceFeed(ctx, id, firstPair+pair.N, firstPair+pair.N+1); err != nil {
					return casework.In(op, err)
				}
			}
		}
	}
	return nil
}

// here returns the women who have a record, whoever may see it.
func (d Desk) here(ctx context.Context) (map[string]bool, error) {
	rows, err := d.Record.Rows(ctx, access.Asker{}, casework.Filter{})
	if err != nil {
		return nil, err
	}
	here := make(map[string]bool, len(rows))
	for _, row := range rows {
		here[row.Woman] = true
	}
	return here, nil
}

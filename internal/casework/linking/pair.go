package linking

import (
	"cmp"
	"context"
	"slices"
	"time"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// Pair is an arrest beside a woman it may be of.
type Pair struct {
	N    int  `json:"n"`
	Line Line `json:"line"`
	Fit
	Contested bool   `json:"contested,omitempty"` // another woman fits the arrest nearly as well
	Reason    string `json:"reason,omitempty"`    // somebody's words; it goes with the names
}

// Answer is what somebody decided of a pair.
type Answer string

// The answers.
const (
	Same       Answer = "same"
	NotSame    Answer = "not_same"
	CannotTell Answer = "cannot_tell"
)

// Words returns the answer as people read it.
func (a Answer) Words() string {
	return map[Answer]string{Same: "Same woman", NotSame: "Not the same", CannotTell: "Cannot tell"}[a]
}

// Answers lists them.
var Answers = []Answer{Same, NotSame, CannotTell}

// Decided is what was decided of a pair, in ids and weights.
type Decided struct {
	N      int          `json:"n"`
	Arrest string       `json:"arrest"`
	On     calendar.Day `json:"on"`
	Her    string       `json:"her"`
	Weight float64      `json:"weight"`
	Answer Answer       `json:"answer,omitempty"` // "" where it was taken back
	By     string       `json:"by"`
	At     time.Time    `json:"at"`
	Fact   string       `json:"fact,omitempty"` // id of the arrest on her record
	Back   int          `json:"back,omitempty"` // how often it was taken back
}

// Listed is a pair as a list shows it.
type Listed struct {
	Pair
	Who       journey.Identity // who she is now
	Case      string           // her newest case
	Reference string
}

// Settled is a pair that was decided on, as a list shows it. It names nobody.
type Settled struct {
	Decided
	Case      string
	Reference string
	Name      string // of who decided, as colleagues read it
}

// Queue is a feed with what there is to decide.
type Queue struct {
	Sent
	Together []Listed  // over the threshold, and no other woman fits nearly as well
	Alone    []Listed  // the others, those that fit best first
	Settled  []Settled // the last first
	Linked   int
	Unsure   int
	Version  int // of Together, so that what is taken is what was shown
}

// MostTogether is how many pairs are shown and taken at once.
const MostTogether = 200

// opened is a feed with its pairs and decisions as somebody may see them.
type opened struct {
	Sent
	pairs   []Pair
	decided map[int]Decided
	rows    map[string]journey.Row // the newest case of each woman, by her id
}

// open opens a feed. A pair with a woman who is not there for the asker is not
// among its pairs.
func (d Desk) open(ctx context.Context, op string, asker access.Asker, id string) (opened, error) {
	sent, err := d.sent(ctx, op, asker, id)
	if err != nil {
		return opened{}, err
	}
	feed := opened{Sent: sent, decided: map[int]Decided{}, rows: map[string]journey.Row{}}
	if feed.pairs, err = parts[Pair](ctx, d, id, firstPair, firstDecision); err != nil {
		return opened{}, casework.In(op, err)
	}
	decided, err := parts[Decided](ctx, d, id, firstDecision, endOfDecisions)
	if err != nil {
		return opened{}, casework.In(op, err)
	}
	rows, err := d.rows(ctx, asker)
	if err != nil {
		return opened{}, casework.In(op, err)
	}
	for _, row := range rows {
		if known, there := feed.rows[row.Woman]; !there || cmp.Or(cmp.Compare(known.Referred, row.Referred), cmp.Compare(known.Case, row.Case)) < 0 {
			feed.rows[row.Woman] = row
		}
	}
	here := func(woman string) bool { _, there := feed.rows[woman]; return there }
	for _, one := range decided {
		if here(one.Her) {
			feed.decided[one.N] = one
		}
	}
	feed.pairs = slices.DeleteFunc(feed.pairs, func(pair Pair) bool { return !here(pair.Her) || !sent.Named(d.Now()) })
	return feed, nil
}

// linked says whether an arrest of the feed was linked to somebody.
func (o opened) linked(arrest string) bool {
	for _, one := range o.decided {
		if one.Arrest == arrest && one.Answer == Same {
			return true
		}
	}
	return false
}

// waiting returns the pairs that nobody has decided on, those that fit best first.
func (o opened) waiting() []Pair {
	var list []Pair
	for _, pair := range o.pairs {
		if o.decided[pair.N].Answer == "" && !o.linked(pair.Line.Arrest) {
			list = append(list, pair)
		}
	}
	slices.SortStableFunc(list, func(a, b Pair) int { return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.N, b.N)) })
	return list
}

// Queue returns what there is to decide of a feed. The women whose names it shows
// are named in the ledger.
func (d Desk) Queue(ctx context.Context, asker access.Asker, id string) (Queue, error) {
	const op = "pairs of a police feed"
	feed, err := d.open(ctx, op, asker, id)
	if err != nil {
		return Queue{}, err
	}
	names, err := casework.NamesOf(ctx, d.Staff)
	if err != nil {
		return Queue{}, casework.In(op, err)
	}
	queue := Queue{Sent: feed.Sent}
	var women []string
	for _, pair := range feed.waiting() {
		row := feed.rows[pair.Her]
		one := Listed{Pair: pair, Case: row.Case, Reference: casework.Reference(row.Case)}
		list := &queue.Alone
		if pair.Weight >= feed.Threshold && !pair.Contested {
			list = &queue.Together
		}
		if len(*list) < MostTogether {
			*list, women = append(*list, one), append(women, pair.Her)
		}
	}
	for _, one := range feed.decided {
		row := feed.rows[one.Her]
		queue.Settled = append(queue.Settled, Settled{one, row.Case, casework.Reference(row.Case), names[one.By]})
		switch one.Answer {
		case Same:
			queue.Linked++
		case CannotTell:
			queue.Unsure++
		}
	}
	slices.SortFunc(queue.Settled, func(a, b Settled) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.N, b.N)) })
	if err := d.name(ctx, op, asker, women, queue.Together, queue.Alone); err != nil {
		return Queue{}, err
	}
	var shown []int
	for _, one := range queue.Together {
		shown = append(shown, one.N)
	}
	queue.Version = casework.Version(shown)
	return queue, nil
}

// name opens who the women of these lists are, after the ledger was told.
func (d Desk) name(ctx context.Context, op string, asker access.Asker, women []string, lists ...[]Listed) error {
	entry := d.Note(asker, access.Find, access.ForEvidence, op, names)
	slices.Sort(women)
	entry.Women = slices.Compact(women)
	if err := d.Tell(ctx, op, entry); err != nil {
		return err
	}
	who, err := d.Record.Who(ctx, entry.Women)
	if err != nil {
		return casework.In(op, err)
	}
	for _, list := range lists {
		for i := range list {
			list[i].Who = who[list[i].Her]
		}
	}
	return nil
}

// Side is one pair, side by side.
type Side struct {
	Sent
	Listed
	Names   []journey.Identity // of hers; the one that fits is At
	At      int
	Answer  Answer // "" where nobody has decided
	Waiting int    // pairs that wait, this one among them
}

// One returns one pair that waits, or was decided on and has its names still. She is
// named in the ledger.
func (d Desk) One(ctx context.Context, asker access.Asker, id string, n int) (Side, error) {
	const op = "a pair of a police feed"
	feed, err := d.open(ctx, op, asker, id)
	if err != nil {
		return Side{}, err
	}
	i := slices.IndexFunc(feed.pairs, func(pair Pair) bool { return pair.N == n })
	if i < 0 {
		return Side{}, casework.Fail(casework.NotFound, op, "there is no such pair")
	}
	pair := feed.pairs[i]
	row := feed.rows[pair.Her]
	side := Side{
		Sent: feed.Sent, Listed: Listed{Pair: pair, Case: row.Case, Reference: casework.Reference(row.Case)},
		Answer: feed.decided[n].Answer, Waiting: len(feed.waiting()),
	}
	list := []Listed{side.Listed}
	if err := d.name(ctx, op, asker, []string{pair.Her}, list); err != nil {
		return Side{}, err
	}
	side.Listed = list[0]
	told, err := d.Telling.Told(ctx, []string{pair.Her})
	if err != nil {
		return Side{}, casework.In(op, err)
	}
	for _, one := range herOf(pair.Her, told[pair.Her]).names {
		side.Names = append(side.Names, journey.Identity{Given: one.Given, Family: one.Family, Born: one.Born, Postcode: one.Postcode})
	}
	if len(side.Names) == 0 {
		return Side{}, casework.Fail(casework.NotFound, op, "there is no such pair")
	}
	side.At = min(pair.Name, len(side.Names)-1)
	return side, nil
}

// Next returns the number of the pair that waits and fits best, false where none
// waits.
func (d Desk) Next(ctx context.Context, asker access.Asker, id string) (int, bool, error) {
	feed, err := d.open(ctx, "the next pair of a police feed", asker, id)
	if err != nil {
		return 0, false, err
	}
	waiting := feed.waiting()
	if len(waiting) == 0 {
		return 0, false, nil
	}
	return waiting[0].N, true, nil
}

package evidence

import (
	"context"
	"fmt"
	"sync"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/scheme"
	"throughline/internal/reckoning/evaluation"
	"throughline/internal/reckoning/suppression"
)

// Desk is where figures are read. It keeps all cases in memory as columns and
// brings them up to date before every answer. It is safe for use by several at
// once, and is not copied after its first use.
type Desk struct {
	casework.Bench
	casework.Schemes
	// Policy protects what people outside the service read; where it hides
	// nothing, the default policy does.
	Policy suppression.Policy
	// Library returns every edition of every rulebook, which changes are counted
	// against, and Examples are the changes that anybody may count.
	Library  func() *scheme.Library
	Examples []Example

	mutex sync.Mutex
	now   evaluation.Columns // everything known
	rows  int64              // mark up to which rows are in now
	loose int64              // mark up to which facts of the service are
	held  map[counted]held   // books counted since anything changed
}

// Query asks for the figures of a scheme as at a day. A zero day is today.
type Query struct {
	Scheme string
	AsAt   calendar.Day
}

// counted is what was counted: a query, without whom is hidden from who asked.
type counted struct {
	Query
	without string
}

// held is a counted book with the columns it was counted from.
type held struct {
	book    *evaluation.Book
	columns *evaluation.Columns
}

// mostHeld is how many counted books are kept: an earlier day brings columns of
// its own.
const mostHeld = 4

// count returns the figures a query asks for, as if whom a conflict hides from the
// asker had never come. The desk is locked.
func (d *Desk) count(ctx context.Context, asker access.Asker, query Query, book *scheme.Rulebook) (held, error) {
	changed, err := d.refresh(ctx)
	if err != nil {
		return held{}, err
	}
	hidden, err := d.hiddenFrom(ctx, asker)
	if err != nil {
		return held{}, err
	}
	if changed || len(d.held) >= mostHeld || d.held == nil {
		d.held = map[counted]held{}
	}
	asked := counted{query, hidden.key}
	if known, ok := d.held[asked]; ok {
		return known, nil
	}
	columns := &d.now
	switch {
	case query.AsAt < d.now.Newest():
		columns, err = d.foldedAt(ctx, query.AsAt, hidden)
	case hidden.key != "":
		columns, err = d.without(ctx, hidden)
	}
	if err != nil {
		return held{}, err
	}
	figures, err := columns.Count(evaluation.ScopeOf(book, d.Settings[book.ID], query.AsAt))
	if err != nil {
		return held{}, err
	}
	d.held[asked] = held{figures, columns}
	return d.held[asked], nil
}

// Load brings the columns into memory before anybody asks, so that the first
// report after a start waits for no one. It shows nobody anything.
func (d *Desk) Load(ctx context.Context) error {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	_, err := d.refresh(ctx)
	return err
}

// refresh brings the columns up to date and says whether anything was new.
func (d *Desk) refresh(ctx context.Context) (changed bool, err error) {
	rows, err := d.Record.Changes(ctx, d.rows, func(row journey.Row) error {
		changed = true
		d.now.Put(row)
		return nil
	})
	if err != nil {
		return changed, fmt.Errorf("bringing the figures up to date: %w", err)
	}
	facts, loose, err := d.Record.Loose(ctx, d.loose, evaluation.LooseKinds...)
	if err != nil {
		return changed, fmt.Errorf("bringing the figures up to date: %w", err)
	}
	for _, fact := range facts {
		changed = true
		d.now.PutLoose(fact)
	}
	d.rows, d.loose = rows, loose
	return changed, nil
}

// foldedAt folds every journey as it was known on an earlier day, without whom is
// hidden.
func (d *Desk) foldedAt(ctx context.Context, asAt calendar.Day, hidden hidden) (*evaluation.Columns, error) {
	var columns evaluation.Columns
	err := d.Record.History(ctx, func(facts []journey.Fact) error {
		if hidden.women[facts[0].Woman] {
			return nil
		}
		for _, row := range journey.Fold(facts, asAt) {
			columns.Put(row)
		}
		return ctx.Err()
	})
	if err != nil {
		return nil, fmt.Errorf("folding journeys as at %s: %w", asAt, err)
	}
	facts, _, err := d.Record.Loose(ctx, 0, evaluation.LooseKinds...)
	if err != nil {
		return nil, fmt.Errorf("reading the facts of the service as at %s: %w", asAt, err)
	}
	for _, fact := range journey.Effective(facts, asAt) {
		if !hidden.holds(fact) {
			columns.PutLoose(fact)
		}
	}
	return &columns, nil
}

// settled names the scheme and day of a query, or says what to ask instead.
func (d *Desk) settled(op string, query Query) (Query, *scheme.Rulebook, error) {
	today := d.Today()
	if !query.AsAt.Known() {
		query.AsAt = today
	}
	if query.AsAt > today {
		return query, nil, casework.Fail(casework.Invalid, op, "%s is still to come: choose a day up to today", query.AsAt.Short())
	}
	var ids []string
	for _, book := range d.Rules.On(query.AsAt) {
		if book.ID == query.Scheme {
			return query, book, nil
		}
		ids = append(ids, book.ID)
	}
	return query, nil, casework.Fail(casework.NotFound, op, "there is no scheme %q: choose one of %q", query.Scheme, ids)
}

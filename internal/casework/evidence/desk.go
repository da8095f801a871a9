package evidence

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"throughline/internal/casework"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/directory"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/scheme"
	"throughline/internal/reckoning/economics"
	"throughline/internal/reckoning/evaluation"
	"throughline/internal/reckoning/grouping"
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
	// Studies returns what was agreed with evaluators, and Secret a key for a use that
	// nobody has who has only the database.
	Studies  func(ctx context.Context) ([]Study, error)
	Secret   func(use string) ([]byte, error)
	Released Releases // where what leaves is written down; without it nothing protected leaves
	Shelf    Shelf    // nil: nothing is kept between two runs
	// Progress is told how many women's journeys were folded so far, where an earlier
	// day asks for all of them; nil: nobody waits to be told.
	Progress func(folded int)
	// Economics is what sources say of costs, returns and the rates of others.
	Economics economics.Library
	// Delivered are the services of the directory that came with the program.
	Delivered []directory.Entry
	// Downloads keeps packs until they are taken, and Write makes their files.
	Downloads Downloads
	Write     WritePack

	mutex sync.Mutex
	now   evaluation.Columns // everything known
	rows  int64              // mark up to which rows are in now
	loose int64              // mark up to which facts of the service are
	held  map[Query]held     // books counted since anything changed
	// conflicts are whom a woman is hidden from, by her id, where she is hidden.
	conflicts map[string][]journey.Conflict
	erased    map[string]bool // cases of women who were erased
	looked    bool            // what was kept was looked for
	changed   int             // rows that came since the columns were kept

	releasing sync.Mutex
	released  released // guarded by releasing
}

// Query asks for the figures of a scheme as at a day. A zero day is today.
type Query struct {
	Scheme string
	AsAt   calendar.Day
	Narrow evaluation.Narrowing // which part of the scheme's cases; zero: all
	By     string               // grouping that tables are given by besides; "": none
}

// held is a counted book with the columns it was counted from.
type held struct {
	book    *evaluation.Book
	split   *evaluation.Split // nil: no groups were asked for
	columns *evaluation.Columns
}

// mostHeld is how many counted books are kept: an earlier day brings columns of
// its own.
const mostHeld = 4

// count returns the figures a query asks for, without the women who are hidden
// from whoever asks. The desk is locked.
func (d *Desk) count(ctx context.Context, query Query, book *scheme.Rulebook, from hidden) (held, error) {
	if err := d.refresh(ctx); err != nil {
		return held{}, err
	}
	if known, ok := d.held[query]; ok && len(from) == 0 {
		return known, nil
	}
	if len(d.held) >= mostHeld || d.held == nil {
		d.held = map[Query]held{}
	}
	columns := &d.now
	if query.AsAt < d.now.Newest() || len(from) > 0 {
		var err error
		if columns, err = d.foldedAt(ctx, query.AsAt, from); err != nil {
			return held{}, err
		}
	}
	scope := evaluation.ScopeOf(book, d.Settings[book.ID], query.AsAt).Narrowed(query.Narrow)
	made := held{columns: columns}
	var err error
	if query.By != "" {
		made.split, err = columns.Split(scope, query.By)
	} else {
		made.book, err = columns.Count(scope)
	}
	if err != nil {
		return held{}, err
	}
	if made.split != nil {
		made.book = made.split.Whole
	}
	if len(from) == 0 {
		d.held[query] = made
	}
	return made, nil
}

// Load brings the columns into memory before anybody asks, so that the first
// report after a start waits for no one, and keeps them for the next start where
// many are new. It shows nobody anything.
func (d *Desk) Load(ctx context.Context) error {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	if err := d.refresh(ctx); err != nil {
		return err
	}
	return d.putAway(ctx)
}

// refresh brings the columns up to date, and forgets what was counted from older
// ones. The desk is locked.
func (d *Desk) refresh(ctx context.Context) error {
	if err := d.takeDown(ctx); err != nil {
		return fmt.Errorf("bringing the figures up to date: %w", err)
	}
	changed := false
	rows, err := d.Record.Changes(ctx, d.rows, func(row journey.Row) error {
		changed = true
		d.changed++
		d.now.Put(row)
		d.bars(row)
		return nil
	})
	if err != nil {
		return fmt.Errorf("bringing the figures up to date: %w", err)
	}
	facts, loose, err := d.Record.Loose(ctx, d.loose, append(slices.Clone(evaluation.LooseKinds), journey.KindImportUndone)...)
	if err != nil {
		return fmt.Errorf("bringing the figures up to date: %w", err)
	}
	if d.loose > 0 && slices.ContainsFunc(facts, func(fact journey.Fact) bool { return fact.Body.Kind() == journey.KindImportUndone }) {
		// Cases are no more, which no change tells: all is counted anew.
		d.now, d.rows, d.loose, d.held, d.conflicts, d.erased = evaluation.Columns{}, 0, 0, nil, nil, nil
		return d.refresh(ctx)
	}
	for _, fact := range facts {
		changed = true
		d.changed++
		d.now.PutLoose(fact)
	}
	d.rows, d.loose = rows, loose
	if changed {
		d.held = nil
	}
	return nil
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
	if err := sound(op, query); err != nil {
		return query, nil, err
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

// sound says what is wrong with the groups and the period a query asks for.
func sound(op string, query Query) error {
	var known []string
	for _, way := range grouping.All() {
		known = append(known, way.Code)
	}
	for _, by := range []string{query.By, query.Narrow.Group.By, query.Narrow.And.By} {
		if by != "" && !slices.Contains(known, by) {
			return casework.Fail(casework.Invalid, op, "there are no groups by %q: choose one of %s", by, strings.Join(known, ", "))
		}
	}
	if group := query.Narrow.Group; (group.By == "") != (group.Value == "") {
		return casework.Fail(casework.Invalid, op, "say by what the group %q is a group, and which of them", group.By+group.Value)
	}
	if period := query.Narrow.Referred; period.From.Known() && period.To.Known() && period.From > period.To {
		return casework.Fail(casework.Invalid, op, "the period ends on %s, before it begins on %s", period.To.Short(), period.From.Short())
	}
	return nil
}

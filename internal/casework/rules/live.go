package rules

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"

	"throughline/internal/casework"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/scheme"
)

// Live is the library that decides: the editions that came with the program and
// those written here. It is safe for use by several goroutines.
type Live struct {
	shipped *scheme.Library
	store   EditionStore
	reading sync.Mutex // one reads anew at a time, so that none puts an older state back
	held    atomic.Pointer[held]
}

// held is what stood when it was last read.
type held struct {
	library *scheme.Library
	lines   []Kept
}

var _ casework.Rules = (*Live)(nil)

// Open reads the editions written here on top of those that came with the
// program.
func Open(ctx context.Context, shipped *scheme.Library, store EditionStore) (*Live, error) {
	l := &Live{shipped: shipped, store: store}
	return l, l.Refresh(ctx)
}

// Refresh reads the editions anew, as after another instance wrote one. After an
// error everything stands as before.
func (l *Live) Refresh(ctx context.Context) error {
	l.reading.Lock()
	defer l.reading.Unlock()
	lines, err := l.store.Editions(ctx)
	if err != nil {
		return fmt.Errorf("reading the editions written here: %w", err)
	}
	if before := l.held.Load(); before != nil && len(before.lines) == len(lines) {
		return nil // lines are only ever added
	}
	library := l.shipped
	for _, line := range standing(lines) {
		edition, err := line.edition()
		if err != nil {
			return err
		}
		if library, err = library.With(edition); err != nil {
			return fmt.Errorf("reading the editions written here: %w", err)
		}
	}
	l.held.Store(&held{library, lines})
	return nil
}

// standing returns the lines of editions that were not taken back.
func standing(lines []Kept) []Kept {
	var stands []Kept
	for i, line := range lines {
		if !line.TakesBack() && takenBack(lines, i) == nil {
			stands = append(stands, line)
		}
	}
	return stands
}

// takenBack returns the line that takes the edition of another line back, nil
// where it stands.
func takenBack(lines []Kept, i int) *Kept {
	for j := i + 1; j < len(lines); j++ {
		if lines[j].Scheme == lines[i].Scheme && lines[j].From == lines[i].From {
			if lines[j].TakesBack() {
				return &lines[j]
			}
			return nil
		}
	}
	return nil
}

// edition reads the edition of a line.
func (k Kept) edition() (scheme.Edition, error) {
	edition := k.unread()
	var err error
	if edition.Book, err = scheme.Parse(edition.Text); err != nil {
		return scheme.Edition{}, fmt.Errorf("the edition of %s from %s, written here, cannot be read by this version of the program: %w", k.Scheme, k.From, err)
	}
	return edition, nil
}

// unread is the edition of a line without its rulebook.
func (k Kept) unread() scheme.Edition {
	return scheme.Edition{Text: []byte(k.Text), From: k.From, Written: calendar.DayOf(k.Written), By: k.Account, Why: k.Why}
}

// Library returns the library as it stands now. It does not change.
func (l *Live) Library() *scheme.Library { return l.held.Load().library }

// On returns the rulebook of every scheme that decides on a day, in order of id.
func (l *Live) On(on calendar.Day) []*scheme.Rulebook { return l.Library().On(on) }

// Of returns the rulebook of a scheme that decides on a day, nil where there is
// no such scheme.
func (l *Live) Of(id string, on calendar.Day) *scheme.Rulebook { return l.Library().Of(id, on) }

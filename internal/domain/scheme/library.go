package scheme

import (
	"fmt"
	"maps"
	"slices"

	"throughline/internal/domain/calendar"
)

// Edition is a rulebook as it is decided under from a day on, until the next
// edition of the same scheme. The days on which the scheme itself is in force
// are its rulebook's own matter.
type Edition struct {
	Book *Rulebook
	Text []byte       // the YAML that it was read from
	From calendar.Day // the first day it decides; zero: since the scheme began
	// Written, By and Why say when it was put in place, by which account and for
	// what reason; empty for an edition that came with the program.
	Written calendar.Day
	By, Why string
}

// Library holds the editions of every scheme. It does not change: With returns
// another one.
type Library struct {
	editions map[string][]Edition // by scheme, the earliest first
}

// NewLibrary puts editions in order. Two editions of one scheme that begin on
// the same day are an error.
func NewLibrary(editions ...Edition) (*Library, error) {
	l := &Library{editions: map[string][]Edition{}}
	for _, e := range editions {
		l.editions[e.Book.ID] = append(l.editions[e.Book.ID], e)
	}
	for id, of := range l.editions {
		slices.SortStableFunc(of, func(a, b Edition) int { return int(a.From - b.From) })
		for i := range of[1:] {
			if of[i].From == of[i+1].From {
				return nil, fmt.Errorf("two editions of %s begin on %s", id, of[i].From)
			}
		}
	}
	return l, nil
}

// With returns a library that holds one more edition.
func (l *Library) With(e Edition) (*Library, error) {
	var all []Edition
	for _, id := range l.IDs() {
		all = append(all, l.editions[id]...)
	}
	return NewLibrary(append(all, e)...)
}

// IDs returns the schemes, in alphabetical order.
func (l *Library) IDs() []string { return slices.Sorted(maps.Keys(l.editions)) }

// Editions returns the editions of a scheme, the earliest first.
func (l *Library) Editions(id string) []Edition { return slices.Clone(l.editions[id]) }

// Edition returns the edition of a scheme that decides on a day; the first one
// on an earlier or an unknown day. It is false where there is no such scheme.
func (l *Library) Edition(id string, on calendar.Day) (Edition, bool) {
	of := l.editions[id]
	if len(of) == 0 {
		return Edition{}, false
	}
	chosen := of[0]
	for _, e := range of[1:] {
		if on.Known() && e.From <= on {
			chosen = e
		}
	}
	return chosen, true
}

// Of returns the rulebook of a scheme that decides on a day, nil where there is
// no such scheme. A case asks with the day it was referred, and so keeps the
// edition it entered under.
func (l *Library) Of(id string, on calendar.Day) *Rulebook {
	e, _ := l.Edition(id, on)
	return e.Book
}

// On returns the rulebook of every scheme that decides on a day, in order of id.
func (l *Library) On(on calendar.Day) []*Rulebook {
	books := make([]*Rulebook, 0, len(l.editions))
	for _, id := range l.IDs() {
		books = append(books, l.Of(id, on))
	}
	return books
}

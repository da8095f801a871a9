package casework

import (
	"slices"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/scheme"
)

// Rules are the rulebooks that an installation works under, edition by edition.
type Rules interface {
	// On returns the rulebook of every scheme that decides on a day, in order of id.
	On(calendar.Day) []*scheme.Rulebook
	// Of returns the rulebook of a scheme that decides on a day, nil where there is
	// no such scheme. Of a case, ask with the day it was referred: it keeps the
	// edition it entered under.
	Of(id string, on calendar.Day) *scheme.Rulebook
}

// Schemes are the rules with what this place decided about them.
type Schemes struct {
	Rules    Rules
	Settings map[string]scheme.Settings // local settings by scheme id
	// Delivers are the schemes this service runs itself, the first one first: women
	// are referred to these, and to others only by being told of them.
	Delivers []string
}

// Delivered returns the rulebooks of the schemes that this service runs, as they
// decide on a day.
func (s Schemes) Delivered(on calendar.Day) []*scheme.Rulebook {
	var books []*scheme.Rulebook
	for _, id := range s.Delivers {
		if book := s.Rules.Of(id, on); book != nil {
			books = append(books, book)
		}
	}
	return books
}

// Listed returns the rulebook of every scheme as it decides on a day, those that
// this service runs first.
func (s Schemes) Listed(on calendar.Day) []*scheme.Rulebook {
	books := s.Delivered(on)
	for _, book := range s.Rules.On(on) {
		if !slices.Contains(s.Delivers, book.ID) {
			books = append(books, book)
		}
	}
	return books
}

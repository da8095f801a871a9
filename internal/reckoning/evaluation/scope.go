package evaluation

import (
	"strings"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/scheme"
)

// Scope says over what figures are counted: one scheme, as at a day, over the
// windows its rulebook names.
type Scope struct {
	Scheme string
	AsAt   calendar.Day
	// Cohort is when a woman was referred to be counted at all.
	Cohort calendar.Window
	// Periods split the cohort; YearOne is the first year; a window whose ends
	// are both zero is not in the rulebook, and its figures are left out.
	Periods []Period
	YearOne calendar.Window
	// Reach is when an encounter counts as a chance to offer support.
	Reach calendar.Window
	// Areas are those the scheme covers; none: undecided, and every area counts.
	Areas []string
}

// Period is a named window of referrals.
type Period struct {
	Title  string
	Window calendar.Window
}

// code names the period in the id of a figure, by its last month.
func (p Period) code() string { return p.Window.To.String()[:len("2006-01")] }

// ScopeOf returns the scope of a rulebook as at a day. The cohort begins with
// the rulebook's window "whole" and runs to the day: support goes on, and so does
// the count. Periods are the windows whose name begins with "to_".
func ScopeOf(book *scheme.Rulebook, settings scheme.Settings, asAt calendar.Day) Scope {
	scope := Scope{Scheme: book.ID, AsAt: asAt, Cohort: calendar.Window{To: asAt}}
	if whole, ok := book.Window("whole"); ok && whole.From <= asAt {
		scope.Cohort.From = whole.From
	}
	scope.YearOne, _ = book.Window("year_1")
	scope.Reach, _ = book.Window("reach")
	for _, window := range book.Windows {
		if strings.HasPrefix(window.Name, "to_") && window.To.Known() {
			scope.Periods = append(scope.Periods, Period{window.Text, calendar.Window{From: window.From, To: window.To}})
		}
	}
	if areas, ok := book.Names("covered_areas", settings); ok {
		scope.Areas = areas
	}
	return scope
}

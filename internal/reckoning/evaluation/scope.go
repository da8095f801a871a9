package evaluation

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/scheme"
	"throughline/internal/reckoning/grouping"
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
	// Tiers say what support the rulebook plans for each tier.
	Tiers []string
	// Narrow is the part of the scheme's cases that is counted.
	Narrow Narrowing
}

// Narrowing is a part of a scheme's cases; the zero Narrowing is all of them. A
// value that is grouping.NotKnown asks for those of whom it is not known.
type Narrowing struct {
	Provider string
	Area     string
	Group    Group
	And      Group // a second group, where groups are asked for within one
	// Referred is a period in the place of the whole cohort.
	Referred calendar.Window
}

// Group is those of one group, such as those of an age; By is a code of the
// grouping package.
type Group struct{ By, Value string }

// Words says in words what a narrowing leaves, "" where that is all.
func (n Narrowing) Words() string {
	var parts []string
	for _, part := range n.groups() {
		way, _ := grouping.Named(part.By)
		parts = append(parts, lowerFirst(way.Title)+": "+way.Words(part.Value))
	}
	if n.Referred != (calendar.Window{}) {
		parts = append(parts, "referred "+n.Referred.Words())
	}
	return strings.Join(parts, "; ")
}

// Code names a narrowing, "" where it leaves all: the same part of the cases has
// the same code.
func (n Narrowing) Code() string {
	code := url.Values{}
	for _, part := range n.groups() {
		code.Add(part.By, cmp.Or(part.Value, grouping.NotKnown))
	}
	if n.Referred != (calendar.Window{}) {
		code.Set(referredWithin, n.Referred.From.String()+"/"+n.Referred.To.String())
	}
	for _, values := range code {
		slices.Sort(values)
	}
	return code.Encode()
}

// referredWithin stands in a code for when they were referred.
const referredWithin = "referred"

// Filters is how many things narrow the cases.
func (n Narrowing) Filters() int {
	filters := len(n.groups())
	if n.Referred != (calendar.Window{}) {
		filters++
	}
	return filters
}

// Within says whether a part of the cases lies within another, both by their
// codes.
func Within(part, whole string) bool {
	inner, err := url.ParseQuery(part)
	outer, wrong := url.ParseQuery(whole)
	if err != nil || wrong != nil {
		return false
	}
	for by, values := range outer {
		if by == referredWithin {
			if !within(inner.Get(by), values[0]) {
				return false
			}
			continue
		}
		for _, value := range values {
			if !slices.Contains(inner[by], value) {
				return false
			}
		}
	}
	return true
}

// within says whether a span of days as a code writes it lies within another.
func within(inner, outer string) bool {
	from, to, ok := strings.Cut(inner, "/")
	first, last, _ := strings.Cut(outer, "/")
	return ok && (first == "" || from >= first) && (last == "" || to != "" && to <= last)
}

// groups are the groups that are left, those of whom it is not known by "".
func (n Narrowing) groups() []Group {
	var parts []Group
	for _, part := range []Group{{grouping.Provider, n.Provider}, {grouping.Area, n.Area}, n.Group, n.And} {
		switch part.Value {
		case "":
		case grouping.NotKnown:
			parts = append(parts, Group{part.By, ""})
		default:
			parts = append(parts, part)
		}
	}
	return parts
}

// Narrowed returns the scope with only a part of its cases. Windows of the
// rulebook that do not lie within a period asked for are left out; reach is
// counted where both hold.
func (s Scope) Narrowed(to Narrowing) Scope {
	s.Narrow = to
	if to.Referred == (calendar.Window{}) {
		return s
	}
	within := func(w calendar.Window) bool {
		return w.From >= to.Referred.From && (!to.Referred.To.Known() || w.To.Known() && w.To <= to.Referred.To)
	}
	s.Cohort = both(s.Cohort, to.Referred)
	s.Periods = slices.DeleteFunc(slices.Clone(s.Periods), func(p Period) bool { return !within(p.Window) })
	if !within(s.YearOne) {
		s.YearOne = calendar.Window{}
	}
	if s.Reach != (calendar.Window{}) {
		if s.Reach = both(s.Reach, to.Referred); s.Reach.To.Known() && s.Reach.From > s.Reach.To {
			s.Reach = calendar.Window{}
		}
	}
	return s
}

// both is the days that lie in two windows; it ends before it begins where there
// are none.
func both(a, b calendar.Window) calendar.Window {
	a.From = max(a.From, b.From)
	if !a.To.Known() || b.To.Known() && b.To < a.To {
		a.To = b.To
	}
	return a
}

// narrowed says whether only a part of the scheme's cases is counted, by
// something other than when they were referred.
func (s Scope) narrowed() bool { return len(s.Narrow.groups()) > 0 }

// until is all time up to the day, or the period asked for as far as it lies
// before it.
func (s Scope) until() calendar.Window { return both(calendar.Window{To: s.AsAt}, s.Narrow.Referred) }

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
	for _, tier := range book.Tiers {
		if !tier.NotStated {
			scope.Tiers = append(scope.Tiers, tier.Text)
		}
	}
	if areas, ok := book.Names("covered_areas", settings); ok {
		scope.Areas = areas
	}
	return scope
}

// where says in words which areas encounters are counted in.
func (s Scope) where() string {
	if len(s.Areas) == 0 {
		return "in every area recorded (which areas the scheme covers is not decided)"
	}
	return "in the areas covered (" + strings.Join(s.Areas, ", ") + ")"
}

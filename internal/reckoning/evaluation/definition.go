package evaluation

import (
	"throughline/internal/domain/calendar"
	"throughline/internal/reckoning/figure"
)

// verdict is what a figure says of one case.
type verdict uint8

const (
	outside   verdict = iota // not one of those the figure is about
	among                    // in the base
	counted                  // in the base and in the numerator
	notKnown                 // should be in the base, but the answer is not known
	notTheirs                // left out of the base: the question is not hers
	verdicts
)

// when returns counted where the condition holds and among where it does not.
// It is written so that the processor need not guess which.
func when(holds bool) verdict {
	v := among
	if holds {
		v = counted
	}
	return v
}

// onlyWhen returns counted where the condition holds and outside where it does
// not.
func onlyWhen(holds bool) verdict {
	v := outside
	if holds {
		v = counted
	}
	return v
}

// cohort is a part of the cases that several figures are about: only its cases
// are put to them.
type cohort uint8

const (
	allReferred cohort = iota
	cautions           // referred with a conditional caution
	volunteers         // referred by the voluntary pathway
	engaged            // engaged
	stillOpen
	active    // with any activity beyond appointments
	answering // asked any outcome question
	cohorts
)

// definition is one figure of cases: what it is called, whom it is about, and
// what it says of a case of hers referred to the scheme within the figure's
// window.
type definition struct {
	id, title, text, source string
	kind                    figure.Kind
	measure, unit           string
	window                  calendar.Window // zero: the cohort's
	of                      cohort
	judge                   func(*line) verdict // nil: nothing of the kind was ever recorded
	amount                  func(*line) int     // what a counted case adds to the numerator; nil: one
}

func (d definition) meaning(scope Scope) figure.Meaning {
	window := d.window
	if window == (calendar.Window{}) {
		window = scope.Cohort
	}
	return figure.Meaning{
		ID: d.id, Title: d.title, Measure: d.measure, Unit: d.unit,
		Definition: d.text, Source: d.source, Window: window,
	}
}

// definitions lists every figure of cases, in the order of the report.
func (c *Columns) definitions(scope Scope) []definition {
	var all []definition
	for _, list := range [][]definition{
		referralFigures(scope), conditionFigures(), wideningFigures(), needFigures(), c.offenceFigures(),
		c.supportFigures(), durationFigures(scope), c.outcomeFigures(), reArrestFigures(),
	} {
		all = append(all, list...)
	}
	return all
}

// in returns the parts of the cases that a case belongs to.
func (l *line) in(part cohort) bool {
	switch part {
	case cautions:
		return l.caution
	case volunteers:
		return l.voluntary
	case engaged:
		return l.engaged
	case active:
		return allActivities(l) > 0
	case stillOpen:
		return l.open
	case answering:
		return len(l.answers) > 0
	}
	return true
}

// everyone counts every case it is put.
func everyone(*line) verdict { return counted }

// proportionOf and countOf begin a definition.
func proportionOf(of cohort, id, title, text, source string, judge func(*line) verdict) definition {
	return definition{id: id, title: title, text: text, source: source, kind: figure.Proportion, of: of, judge: judge}
}

func countOf(of cohort, id, title, text, source string, judge func(*line) verdict) definition {
	return definition{id: id, title: title, text: text, source: source, kind: figure.Count, of: of, judge: judge}
}

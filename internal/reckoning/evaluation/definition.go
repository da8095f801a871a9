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
func when(holds bool) verdict {
	if holds {
		return counted
	}
	return among
}

// definition is one figure of cases: what it is called, and what it says of a
// case. The case was referred to the scheme within the figure's window.
type definition struct {
	id, title, text, source string
	kind                    figure.Kind
	measure, unit           string
	window                  calendar.Window // zero: the cohort's
	judge                   func(*line) verdict
	amount                  func(*line) int // what a counted case adds to the numerator; nil: one
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
		referralFigures(scope), conditionFigures(), needFigures(), c.offenceFigures(),
		supportFigures(), durationFigures(scope), c.outcomeFigures(), reArrestFigures(),
	} {
		all = append(all, list...)
	}
	return all
}

// proportionOf and countOf begin a definition.
func proportionOf(id, title, text, source string, judge func(*line) verdict) definition {
	return definition{id: id, title: title, text: text, source: source, kind: figure.Proportion, judge: judge}
}

func countOf(id, title, text, source string, belongs func(*line) bool) definition {
	return definition{id: id, title: title, text: text, source: source, kind: figure.Count, judge: func(l *line) verdict {
		if belongs(l) {
			return counted
		}
		return outside
	}}
}

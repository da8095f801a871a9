package evaluation

import (
	"throughline/internal/domain/calendar"
	"throughline/internal/reckoning/column"
	"throughline/internal/reckoning/figure"
	"throughline/internal/reckoning/stats"
)

// definition is one figure of cases: what it is called, whom it is about, and
// what it says of a case of hers referred to the scheme within the figure's
// window.
type definition struct {
	id, title, text, source string
	kind                    figure.Kind
	measure, unit           string
	window                  calendar.Window            // zero: the cohort's
	ended                   calendar.Window            // zero: whenever support ended, or goes on
	of                      flag                       // whom it is about
	judge                   func(block) marks          // nil: nothing of the kind was ever recorded
	plain                   *plain                     // the same judgement, where columns give it by themselves
	amount                  column.Numbers             // what a counted case adds to the numerator; nil: one
	at                      func(*counting) stats.Step // of a share by a time
}

func (d definition) meaning(scope Scope) figure.Meaning {
	window := d.window
	switch {
	case d.ended != (calendar.Window{}):
		window = d.ended
	case window == (calendar.Window{}):
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
		referralFigures(scope), conditionFigures(), wideningFigures(), needFigures(), offenceFigures(),
		c.supportFigures(), durationFigures(), c.outcomeFigures(), c.exitAskedFigures(scope), c.surveyFigures(scope),
		c.distanceFigures(), c.scoreFigures(), c.reArrestFigures(), c.practiceFigures(), c.profileFigures(),
	} {
		all = append(all, list...)
	}
	return all
}

// proportionOf and countOf begin a definition.
func proportionOf(of flag, id, title, text, source string, judge func(block) marks) definition {
	return definition{id: id, title: title, text: text, source: source, kind: figure.Proportion, of: of, judge: judge}
}

func countOf(of flag, id, title, text, source string, judge func(block) marks) definition {
	return definition{id: id, title: title, text: text, source: source, kind: figure.Count, of: of, judge: judge}
}

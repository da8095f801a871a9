package evaluation

import (
	"slices"
	"strings"

	"throughline/internal/domain/calendar"
	"throughline/internal/reckoning/figure"
)

// Behind is the cases behind the numerator of a figure.
type Behind struct {
	Figure figure.Figure
	Cases  []string // their ids, in the order they came
	// Without is how many of the numerator are no case: an encounter of a woman
	// who was never referred.
	Without int
}

// Behind returns the cases behind a figure, by the very definition that counts
// it, and false where there is no such figure or its numerator is not of cases.
func (c *Columns) Behind(scope Scope, id string) (Behind, bool, error) {
	book, err := c.Count(scope)
	if err != nil {
		return Behind{}, false, err
	}
	made, ok := book.Figure(id)
	if !ok {
		return Behind{}, false, nil
	}
	behind := Behind{Figure: made}
	scheme := c.schemes.find(scope.Scheme)
	for _, mean := range means() {
		if mean.id == id {
			id = mean.of
		}
	}
	for _, one := range c.definitions(scope) {
		if one.id != id {
			continue
		}
		for i := range c.cases {
			l := &c.cases[i]
			if one.judge != nil && l.scheme == scheme && l.in(one.of) && scope.Cohort.Holds(l.referred) &&
				(one.window == calendar.Window{} || one.window.Holds(l.referred)) && one.judge(l) == counted {
				behind.Cases = append(behind.Cases, l.id)
			}
		}
		return behind, true, nil
	}
	if code, found := strings.CutPrefix(id, "offences."); found && slices.Contains(book.offences, code) {
		offences, _, _ := c.offencesOf(scope, scheme)
		for _, place := range offences[slices.IndexFunc(offences, func(o offence) bool { return o.code == code })].cases {
			behind.Cases = append(behind.Cases, c.cases[place].id)
		}
		return behind, true, nil
	}
	return c.behindReach(book, behind, id)
}

// behindReach finds the cases that came from the encounters of a figure.
func (c *Columns) behindReach(book *Book, behind Behind, id string) (Behind, bool, error) {
	found := false
	c.chances(book.Scope, func(e *encounter) {
		last, referred := c.reached(e)
		counts := false
		for i, stage := range stages {
			if id != "funnel."+stage.code && id != areaID(c.areas.texts[e.area], stage.code) && (i != 1 || id != "reach.offered") {
				continue
			}
			counts = counts || last >= i
			found = true
		}
		for i, stage := range stages {
			if last == i-1 && id == "funnel.before_"+stage.code+"."+c.whyNot(e, last, referred) {
				counts, found = true, true
			}
		}
		if !counts {
			return
		}
		if one := c.caseFrom(e); one != nil {
			behind.Cases = append(behind.Cases, one.id)
			return
		}
		behind.Without++
	})
	return behind, found, nil
}

package evaluation

import (
	"slices"
	"strings"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// Behind is the cases behind the numerator of a figure.
type Behind struct {
	Cases []Case // in the order they came
	// Without is how many of the numerator are no case: an encounter of a woman
	// who was never referred.
	Without int
}

// Case is one case behind a figure, as it stood on the day of the book.
type Case struct {
	ID, Woman string
	Referred  calendar.Day
	Pathway   journey.Pathway
	Worker    string // her keyworker; "" where none is allocated
}

func (c *Columns) caseOf(l *line) Case {
	return Case{
		ID: l.id, Woman: c.women.texts[l.woman], Referred: l.referred,
		Pathway: journey.Pathway(c.pathways.texts[l.pathway]), Worker: c.workers.texts[l.worker],
	}
}

// Behind returns the cases behind a figure of a book counted from these
// columns, by the very definition that counted it. It is false where the book has
// no such figure, or what it counts are no cases: costs, training, kinds of
// offence.
func (c *Columns) Behind(book *Book, id string) (Behind, bool) {
	for _, mean := range means() {
		if mean.id == id {
			id = mean.of
		}
	}
	scheme := c.schemes.find(book.Scope.Scheme)
	for _, one := range c.definitions(book.Scope) {
		if one.id == id {
			return c.behindDefinition(book.Scope, scheme, one), true
		}
	}
	if code, found := strings.CutPrefix(id, "offences."); found && slices.Contains(book.offences, code) {
		return c.behindOffence(book.Scope, scheme, code), true
	}
	return c.behindReach(book, id)
}

func (c *Columns) behindDefinition(scope Scope, scheme int32, one definition) (behind Behind) {
	for i := range c.cases {
		l := &c.cases[i]
		if one.judge != nil && l.scheme == scheme && l.in(one.of) && scope.Cohort.Holds(l.referred) &&
			(one.window == calendar.Window{} || one.window.Holds(l.referred)) && one.judge(l) == counted && (one.amount == nil || one.amount(l) > 0) {
			behind.Cases = append(behind.Cases, c.caseOf(l))
		}
	}
	return behind
}

func (c *Columns) behindOffence(scope Scope, scheme int32, code string) (behind Behind) {
	offences, _, _ := c.offencesOf(scope, scheme)
	for _, one := range offences {
		if one.code != code {
			continue
		}
		for _, place := range one.cases {
			behind.Cases = append(behind.Cases, c.caseOf(&c.cases[place]))
		}
	}
	return behind
}

// behindReach finds the cases that came from the encounters of a figure.
func (c *Columns) behindReach(book *Book, id string) (Behind, bool) {
	var behind Behind
	if _, ok := book.places[id]; !ok || !strings.HasPrefix(id, "reach.") && !strings.HasPrefix(id, "funnel.") && !strings.HasPrefix(id, "area.") {
		return behind, false
	}
	c.chances(book.Scope, func(e *encounter) {
		last, referred := c.reached(e)
		if !c.counts(id, e, last, referred) {
			return
		}
		if one := c.caseFrom(e); one != nil {
			behind.Cases = append(behind.Cases, c.caseOf(one))
			return
		}
		behind.Without++
	})
	return behind, true
}

// counts says whether a figure of reach counts an encounter that led so far.
func (c *Columns) counts(id string, e *encounter, last int, referred bool) bool {
	for i, stage := range stages {
		switch {
		case last >= i && (id == "funnel."+stage.code || id == areaID(c.areas.texts[e.area], stage.code)):
			return true
		case last >= i && stage.code == "offered" && id == "reach.offered":
			return true
		case last == i-1 && id == exitID(stage.code, c.reason(whyNot(e, last, referred))):
			return true
		}
	}
	return false
}

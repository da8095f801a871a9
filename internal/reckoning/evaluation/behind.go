package evaluation

import (
	"math/bits"
	"slices"
	"strings"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/reckoning/column"
	"throughline/internal/reckoning/figure"
	"throughline/internal/reckoning/grouping"
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

func (c *Columns) caseOf(at int) Case {
	return Case{
		ID: c.cases.Text(int32(at)), Woman: c.women.Text(at), Referred: c.referred.At(at),
		Pathway: journey.Pathway(c.grouped(grouping.Pathway).Text(at)), Worker: c.workers.Text(at),
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
	n := c.counting(book.Scope)
	for _, one := range c.definitions(book.Scope) {
		if one.id == id {
			return n.behind(one), true
		}
	}
	if code, found := strings.CutPrefix(id, "offences."); found && slices.Contains(book.offences, code) {
		n.keep(c.grouped(grouping.Offence).Are(code, c.Len()))
		return n.behind(withOffence), true
	}
	return n.behindReach(book, id)
}

// behind returns the cases that a definition counts.
func (n *counting) behind(one definition) (behind Behind) {
	if one.judge == nil {
		return behind
	}
	n.judged(one, func(b block, m marks) {
		those := m.counted
		if one.amount != nil && one.kind != figure.Mean { // a rating of 0 is one that was given
			those &= one.amount.Some(b.at)
		}
		for ; those != 0; those &= those - 1 {
			behind.Cases = append(behind.Cases, n.caseOf(b.at*column.Span+bits.TrailingZeros64(those)))
		}
	})
	return behind
}

// behindReach finds the cases that came from the encounters of a figure.
func (n *counting) behindReach(book *Book, id string) (Behind, bool) {
	var behind Behind
	if _, ok := book.places[id]; !ok || !strings.HasPrefix(id, "reach.") && !strings.HasPrefix(id, "funnel.") && !strings.HasPrefix(id, "area.") {
		return behind, false
	}
	for at := range n.chances().Places() {
		last, referred := n.reached(at)
		if !n.counts(id, at, last, referred) {
			continue
		}
		if one, ok := n.met.caseFrom(at); ok {
			behind.Cases = append(behind.Cases, n.caseOf(one))
			continue
		}
		behind.Without++
	}
	return behind, true
}

// counts says whether a figure of reach counts the encounter at a place, which
// led so far.
func (n *counting) counts(id string, at, last int, referred bool) bool {
	switch id {
	case "reach.informed":
		return n.met.informed.Has(at)
	case "reach.assessed":
		return n.met.assessed.Has(at)
	}
	area := n.met.areas().Text(at)
	for i, stage := range stages {
		switch {
		case last >= i && (id == "funnel."+stage.code || id == areaID(area, stage.code)):
			return true
		case last >= i && (i == stageOffered && (id == "reach.offered" || id == "reach.offered_of_eligible") || i == stageEligible && id == "reach.eligible"):
			return true
		case last == i-1 && id == exitID(stage.code, n.reason(n.whyNot(at, last, referred))):
			return true
		}
	}
	return false
}

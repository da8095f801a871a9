package impact

import (
	"fmt"
	"slices"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/scheme"
)

// Encounter is one line of the log, with what is known of the woman where she
// herself is known. Empty text is not known.
type Encounter struct {
	scheme.Encounter
	Ethnicity   string
	Interpreter string // yes or no: needs one
	FirstTime   string // yes or no: reports no earlier offence
	Mother      string // yes or no: has children under 18
}

// Count counts a change over a log. Make one with New, give it every encounter
// with Add, then ask for the Result. What it holds grows with the groups and the
// women known, not with the encounters.
type Count struct {
	before, after scheme.Local
	window        calendar.Window
	sorter        *scheme.Sorter

	base            int
	first, last     calendar.Day
	offered, agreed int
	unanswered      int // offered, but whether she accepted is not recorded
	pathways        []pathway
	groups          []map[string]*groupLine // by dimension
	months          map[calendar.Day]string
	women           map[string]struct{}
}

// pathway is the count of one pathway.
type pathway struct {
	code          string
	before, after int // its place in each rulebook, -1 where it has none
	pairs         map[[2]*scheme.Stand]*pair
	women         map[string]moved
}

// pair is how many encounters stand so before and so after.
type pair struct {
	from, to   int
	encounters int
}

// moved is a set of what a change does to a woman's encounters.
type moved uint8

const (
	letIn moved = 1 << iota
	mayBeLetIn
	shutOut
)

// groupLine is one group of a dimension.
type groupLine struct {
	code, label string
	base        int
	moves       []Moves // by pathway
}

// absent is how a pathway stands under a rulebook that has no such pathway.
var absent = &scheme.Stand{Decision: scheme.Closed, No: []string{NoSuchPathway}}

// NoSuchPathway stands among the clauses where a rulebook has no such pathway.
const NoSuchPathway = "pathway"

// New returns a count of what replacing the one by the other would do to the
// encounters of a window. It fails where they are rulebooks of different schemes.
func New(before, after scheme.Local, window calendar.Window) (*Count, error) {
	if before.Book.ID != after.Book.ID {
		return nil, fmt.Errorf("counting a change: %s cannot become %s, which is another scheme", before.Book.ID, after.Book.ID)
	}
	c := &Count{
		before: before, after: after, window: window, sorter: scheme.NewSorter(before, after),
		months: map[calendar.Day]string{}, women: map[string]struct{}{},
	}
	for range dimensions {
		c.groups = append(c.groups, map[string]*groupLine{})
	}
	for _, code := range codesOf(before.Book, after.Book) {
		c.pathways = append(c.pathways, pathway{
			code: code, before: placeOf(before.Book, code), after: placeOf(after.Book, code),
			pairs: map[[2]*scheme.Stand]*pair{}, women: map[string]moved{},
		})
	}
	return c, nil
}

// codesOf returns the pathways of both rulebooks, those of the first in front.
func codesOf(books ...*scheme.Rulebook) []string {
	var codes []string
	for _, book := range books {
		for _, p := range book.Pathways {
			if !slices.Contains(codes, p.Code) {
				codes = append(codes, p.Code)
			}
		}
	}
	return codes
}

func placeOf(book *scheme.Rulebook, code string) int {
	return slices.IndexFunc(book.Pathways, func(p scheme.Pathway) bool { return p.Code == code })
}

// standings are in the order of Moves.
var standings = [3]scheme.Standing{scheme.Open, scheme.Unclear, scheme.Closed}

// The places of standings in Moves.
const (
	open = iota
	unclear
	closed
)

// Add counts an encounter. One outside the window changes nothing.
func (c *Count) Add(e *Encounter) {
	if c.window != (calendar.Window{}) && !c.window.Holds(e.OccurredOn) {
		return
	}
	c.base++
	if on := e.OccurredOn; on.Known() {
		c.last = max(c.last, on)
		if c.first == 0 || on < c.first {
			c.first = on
		}
	}
	c.takeUp(e)
	if e.PersonRef != "" {
		c.women[e.PersonRef] = struct{}{}
	}
	stands := c.sorter.Sort(&e.Encounter, e.OccurredOn)
	var room [8]*pair
	pairs := room[:0]
	for i := range c.pathways {
		pairs = append(pairs, c.pathways[i].add(stands[0], stands[1], e.PersonRef))
	}
	for i := range dimensions {
		line := c.lineOf(i, e)
		line.base++
		for p, made := range pairs {
			line.moves[p][made.from][made.to]++
		}
	}
}

// takeUp counts what became of an offer.
func (c *Count) takeUp(e *Encounter) {
	if e.Offered == nil || !*e.Offered {
		return
	}
	c.offered++
	switch {
	case e.Accepted == nil:
		c.unanswered++
	case *e.Accepted:
		c.agreed++
	}
}

// add counts an encounter of a woman, "" where she is not known, and returns
// those that stand as it does.
func (p *pathway) add(before, after []*scheme.Stand, woman string) *pair {
	key := [2]*scheme.Stand{absent, absent}
	if p.before >= 0 {
		key[0] = before[p.before]
	}
	if p.after >= 0 {
		key[1] = after[p.after]
	}
	made, known := p.pairs[key]
	if !known {
		made = &pair{from: slices.Index(standings[:], key[0].Decision), to: slices.Index(standings[:], key[1].Decision)}
		p.pairs[key] = made
	}
	made.encounters++
	if how := made.moved(); woman != "" && how != 0 {
		p.women[woman] |= how
	}
	return made
}

// moved says what the change does to these encounters.
func (p *pair) moved() moved {
	switch {
	case p.from == closed && p.to == open:
		return letIn
	case p.from == closed && p.to == unclear:
		return mayBeLetIn
	case p.from != closed && p.to == closed:
		return shutOut
	}
	return 0
}

// lineOf returns the group of a dimension that an encounter belongs to.
func (c *Count) lineOf(dimension int, e *Encounter) *groupLine {
	code := dimensions[dimension].of(c, e)
	line, known := c.groups[dimension][code]
	if !known {
		line = &groupLine{code: code, moves: make([]Moves, len(c.pathways))}
		if label := dimensions[dimension].label; label != nil {
			line.label = label(e)
		}
		c.groups[dimension][code] = line
	}
	return line
}

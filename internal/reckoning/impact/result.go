package impact

import (
	"cmp"
	"maps"
	"slices"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/scheme"
)

// Moves counts encounters by how they stand before, then after: open, unclear,
// closed.
type Moves [3][3]int

// Before returns how many encounters stand so under the rulebook as it is.
func (m Moves) Before(standing int) int {
	return m[standing][open] + m[standing][unclear] + m[standing][closed]
}

// After returns how many stand so under the rulebook as changed.
func (m Moves) After(standing int) int {
	return m[open][standing] + m[unclear][standing] + m[closed][standing]
}

// LetIn returns how many doors were closed and are open.
func (m Moves) LetIn() int { return m[closed][open] }

// MayBeLetIn returns how many doors were closed and are unclear: something would
// have to be known first.
func (m Moves) MayBeLetIn() int { return m[closed][unclear] }

// ShutOut returns how many doors were open or unclear and are closed.
func (m Moves) ShutOut() int { return m[open][closed] + m[unclear][closed] }

// Base returns how many encounters there are.
func (m Moves) Base() int { return m.Before(open) + m.Before(unclear) + m.Before(closed) }

// Moved says whether any encounter stands otherwise after.
func (m Moves) Moved() bool { return m[open][open]+m[unclear][unclear]+m[closed][closed] != m.Base() }

// Result is what a change does to the encounters of a window.
type Result struct {
	Window calendar.Window // as asked; zero: all dates
	// First and Last are the days of the first and the last encounter counted.
	First, Last calendar.Day
	Base        int // encounters, not women
	Women       int // known among them, each once
	// Offered, Accepted and Unanswered are the log's own offers, what was said to
	// them, and those to which no answer is recorded.
	Offered, Accepted, Unanswered int
	Pathways                      []Pathway
}

// Pathway is what a change does to one pathway.
type Pathway struct {
	Code, Title string
	Moves       Moves
	// Women known, each once, who have such an encounter.
	WomenLetIn, WomenMayBeLetIn, WomenShutOut int
	// Opened are the clauses that answered no and no longer do, where a door was
	// closed and is not; Shut those that answer no where a door was not closed and
	// is. An encounter counts under each of its clauses.
	Opened, Shut []Clause
	// Needs are what would have to be known where a door may open.
	Needs  []Need
	Groups []Group
}

// Clause is a clause that made a difference, and to how many encounters.
type Clause struct {
	ID, Text   string
	Encounters int
}

// Need is what would have to be known, and of how many encounters.
type Need struct {
	Text       string
	Encounters int
}

// Group is the encounters of a pathway in one dimension.
type Group struct {
	Code, Title string
	Lines       []Line
}

// Line is one group. Its code is "" where it is not known.
type Line struct {
	Code, Name string
	Moves      Moves
}

// Result returns what was counted so far.
func (c *Count) Result() Result {
	result := Result{
		Window: c.window, First: c.first, Last: c.last, Base: c.base, Women: len(c.women),
		Offered: c.offered, Accepted: c.agreed, Unanswered: c.unanswered,
	}
	for i := range c.pathways {
		result.Pathways = append(result.Pathways, c.pathway(i))
	}
	return result
}

func (c *Count) pathway(place int) Pathway {
	p := &c.pathways[place]
	told := Pathway{Code: p.code, Title: c.title(p.code)}
	opened, shut, needs := map[string]int{}, map[string]int{}, map[string]int{}
	for stands, made := range p.pairs {
		told.Moves[made.from][made.to] += made.encounters
		before, after := stands[0], stands[1]
		switch made.moved() {
		case letIn, mayBeLetIn:
			differing(opened, before.No, after.No, made.encounters)
			for _, need := range after.WouldNeed {
				needs[need] += made.encounters
			}
		case shutOut:
			differing(shut, after.No, before.No, made.encounters)
		}
	}
	for _, how := range p.women {
		told.WomenLetIn += bit(how, letIn)
		told.WomenMayBeLetIn += bit(how, mayBeLetIn)
		told.WomenShutOut += bit(how, shutOut)
	}
	told.Opened, told.Shut = c.clauses(p.code, opened, c.before), c.clauses(p.code, shut, c.after)
	for _, text := range byCount(needs) {
		told.Needs = append(told.Needs, Need{text, needs[text]})
	}
	for i, d := range dimensions {
		group := Group{Code: d.Code, Title: d.Title}
		for _, line := range c.lines(i) {
			group.Lines = append(group.Lines, Line{line.code, d.name(line), line.moves[place]})
		}
		told.Groups = append(told.Groups, group)
	}
	return told
}

// differing counts the clauses that are on the one list and not on the other.
func differing(counts map[string]int, on, not []string, encounters int) {
	for _, id := range on {
		if !slices.Contains(not, id) {
			counts[id] += encounters
		}
	}
}

func bit(set, one moved) int {
	if set&one != 0 {
		return 1
	}
	return 0
}

// title returns the title of a pathway, as changed where both rulebooks have it.
func (c *Count) title(code string) string {
	if p := c.after.Book.Pathway(code); p != nil {
		return p.Title
	}
	return c.before.Book.Pathway(code).Title
}

// clauses returns clauses by how many encounters they made a difference to, in
// the words of a rulebook.
func (c *Count) clauses(code string, counts map[string]int, rules scheme.Local) []Clause {
	var list []Clause
	for _, id := range byCount(counts) {
		made := Clause{ID: id, Encounters: counts[id], Text: "The rulebook has no such pathway."}
		if id == inForce {
			made.Text = rules.Book.InForce.Text
		}
		if p := rules.Book.Pathway(code); p != nil {
			for i := range p.Clauses {
				if p.Clauses[i].ID == id {
					made.Text = p.Clauses[i].Text
				}
			}
		}
		list = append(list, made)
	}
	return list
}

// inForce is the clause that a scheme is in force on the day.
const inForce = "in_force"

// byCount returns the keys, the highest count first.
func byCount(counts map[string]int) []string {
	return slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
}

package scheme

import (
	"slices"
	"strings"

	"cel.dev/cel-go/cel"

	"throughline/internal/domain/calendar"
)

// Decide says, pathway by pathway in the rulebook's order, which doors are open
// for an encounter on a day and why. A pathway with any clause answered no is
// closed; otherwise with any clause not known it is unclear, and what would have
// to be known is named; a clause not stated never decides. Every pathway that is
// not open carries what else there is for her.
func Decide(book *Rulebook, e Encounter, s Settings, on calendar.Day) []Decision {
	facts := book.facts(&e, s)
	inForce := book.inForce(on)
	decisions := make([]Decision, 0, len(book.Pathways))
	for i := range book.Pathways {
		decisions = append(decisions, book.decide(&book.Pathways[i], inForce, facts))
	}
	for i := range decisions {
		decisions[i].Offers = book.Pathways[i].offers(decisions)
	}
	return decisions
}

// DecideAll decides under every rulebook in turn, each with the settings kept
// under its own id. Of several rulebooks of one scheme, each for its own days,
// only the one in force on the day answers.
func DecideAll(books []*Rulebook, e Encounter, settings map[string]Settings, on calendar.Day) []Decision {
	var decisions []Decision
	for _, book := range books {
		replaced := book.inForce(on).Holds == No && slices.ContainsFunc(books, func(other *Rulebook) bool {
			return other != book && other.ID == book.ID && other.inForce(on).Holds != No
		})
		if !replaced {
			decisions = append(decisions, Decide(book, e, settings[book.ID], on)...)
		}
	}
	return decisions
}

// facts gathers what is known of an encounter and the place, and marks the rest
// as not known.
func (b *Rulebook) facts(e *Encounter, s Settings) cel.PartialActivation {
	known := make(map[string]any, len(words)+len(b.Settings))
	var unknown []*cel.AttributePatternType
	for i := range words {
		if value, ok := words[i].known(e); ok {
			known[words[i].name] = value
		} else {
			unknown = append(unknown, cel.AttributePattern(words[i].name))
		}
	}
	for i := range b.Settings {
		if value, ok := b.Settings[i].decided(s); ok {
			known[b.Settings[i].Name] = value
		} else {
			unknown = append(unknown, cel.AttributePattern(b.Settings[i].Name))
		}
	}
	// A map of plain values is always an activation: there is no error to meet.
	facts, _ := cel.PartialVars(known, unknown...)
	return facts
}

// inForce answers whether the scheme is in force on a day.
func (b *Rulebook) inForce(on calendar.Day) ClauseAnswer {
	answer := ClauseAnswer{ID: inForceID, Text: b.InForce.Text, Source: b.InForce.Source, Mark: b.InForce.Mark}
	switch window := (calendar.Window{From: b.InForce.From, To: b.InForce.To}); {
	case b.Status == ProposedOnly:
		answer.Holds = No
	case b.InForce.NotStated:
		answer.Holds = NotStated
	case !on.Known():
		answer.Holds = NotKnown
		answer.Text += notYetKnown + theDay + "."
	case window.Holds(on):
		answer.Holds = Yes
	default:
		answer.Holds = No
	}
	return answer
}

// inForceID is the clause every decision begins with.
const inForceID = "in_force"

const notYetKnown = " Not yet known: "

func (b *Rulebook) decide(p *Pathway, inForce ClauseAnswer, facts cel.PartialActivation) Decision {
	decision := Decision{Scheme: b.ID, Pathway: p.Code, Decision: Open, Clauses: make([]ClauseAnswer, 0, len(p.Clauses)+1)}
	add := func(answer ClauseAnswer) {
		decision.Clauses = append(decision.Clauses, answer)
		switch {
		case answer.Holds == No:
			decision.Decision = Closed
		case answer.Holds == NotKnown && decision.Decision == Open:
			decision.Decision = Unclear
		}
	}
	if inForce.Holds == NotKnown {
		decision.WouldNeed = append(decision.WouldNeed, theDay)
	}
	add(inForce)
	for i := range p.Clauses {
		clause := &p.Clauses[i]
		answer, needs := b.answer(clause, facts)
		for _, need := range needs {
			if !slices.Contains(decision.WouldNeed, need) {
				decision.WouldNeed = append(decision.WouldNeed, need)
			}
		}
		add(answer)
	}
	return decision
}

// answer answers one clause, and names in plain words what would have to be
// known where it is not.
func (b *Rulebook) answer(c *Clause, facts cel.PartialActivation) (ClauseAnswer, []string) {
	answer := ClauseAnswer{ID: c.ID, Text: c.Text, Source: c.Source, Mark: c.Mark}
	switch {
	case c.NotStated:
		answer.Holds = NotStated
		return answer, nil
	case c.Given:
		answer.Holds = Yes
		return answer, nil
	}
	holds, missing := c.test.answer(facts)
	answer.Holds = holds
	if holds != NotKnown {
		return answer, nil
	}
	needs := make([]string, len(missing))
	for i, name := range missing {
		needs[i] = b.title(name)
	}
	if len(needs) == 0 {
		needs = []string{"how this clause applies: it cannot be worked out from what is given"}
	}
	answer.Text += notYetKnown + strings.Join(needs, "; ") + "."
	return answer, needs
}

// title says what a word or a setting is, as what would have to be known.
func (b *Rulebook) title(name string) string {
	if w := wordNamed(name); w != nil {
		return w.title
	}
	for _, s := range b.Settings {
		if s.Name == name {
			return "local setting " + name + " (" + strings.TrimSuffix(s.Text, ".") + ")"
		}
	}
	return name
}

// offers returns what there is for her where the pathway is not open: another
// pathway of the scheme only while that one is not closed itself.
func (p *Pathway) offers(decisions []Decision) []OfferMade {
	made := []OfferMade{}
	for _, d := range decisions {
		if d.Pathway == p.Code && d.Decision == Open {
			return made
		}
	}
	for _, o := range p.Offers {
		shut := o.Scheme == "" && o.Pathway != "" && slices.ContainsFunc(decisions, func(d Decision) bool {
			return d.Pathway == o.Pathway && d.Decision == Closed
		})
		if !shut {
			made = append(made, OfferMade{ID: o.ID, Text: o.Text, Scheme: o.Scheme, Pathway: o.Pathway, Source: o.Source})
		}
	}
	return made
}

package scheme

import (
	"slices"
	"strings"

	"throughline/internal/domain/calendar"
)

// Decide says, pathway by pathway in the rulebook's order, which doors are open
// for an encounter on a day and why. A pathway with any clause answered no is
// closed; otherwise with any clause not known it is unclear, and what would have
// to be known is named; a clause not stated never decides. Every pathway that is
// not open carries what else there is for her.
func Decide(book *Rulebook, e Encounter, s Settings, on calendar.Day) []Decision {
	return book.decideAll(knownOf(&e, on), s, on)
}

func (b *Rulebook) decideAll(k *known, s Settings, on calendar.Day) []Decision {
	f := b.facts(k, s)
	inForce := b.inForce(on)
	decisions := make([]Decision, 0, len(b.Pathways))
	for i := range b.Pathways {
		decisions = append(decisions, b.decide(&b.Pathways[i], inForce, f))
	}
	for i := range decisions {
		decisions[i].Offers = b.Pathways[i].offers(decisions)
	}
	return decisions
}

// DecideAll decides under every rulebook in turn, each with the settings kept
// under its own id. Of several rulebooks of one scheme, each for its own days,
// only the one in force on the day answers.
func DecideAll(books []*Rulebook, e Encounter, settings map[string]Settings, on calendar.Day) []Decision {
	var decisions []Decision
	k := knownOf(&e, on)
	for _, book := range books {
		replaced := book.inForce(on).Holds == No && slices.ContainsFunc(books, func(other *Rulebook) bool {
			return other != book && other.ID == book.ID && other.inForce(on).Holds != No
		})
		if !replaced {
			decisions = append(decisions, book.decideAll(k, settings[book.ID], on)...)
		}
	}
	return decisions
}

// inForce answers whether the scheme is in force on a day.
func (b *Rulebook) inForce(on calendar.Day) ClauseAnswer {
	answer := ClauseAnswer{ID: inForceID, Text: b.InForce.Text, Source: b.InForce.Source, Mark: b.InForce.Mark}
	switch window := (calendar.Window{From: b.InForce.From, To: b.InForce.To}); {
	case b.Status == ProposedOnly:
		answer.Holds = No
	case b.InForce.NotStated && b.InForce.SeenFrom.Known() && calendar.Window{From: b.InForce.SeenFrom, To: b.InForce.SeenTo}.Holds(on):
		answer.Holds = Yes
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

func (b *Rulebook) decide(p *Pathway, inForce ClauseAnswer, f *facts) Decision {
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
		answer, missing := b.ask(clause, f)
		for _, name := range missing {
			if need := b.title(name); !slices.Contains(decision.WouldNeed, need) {
				decision.WouldNeed = append(decision.WouldNeed, need)
			}
			if b.setting(name) != nil && !slices.Contains(decision.Undecided, name) {
				decision.Undecided = append(decision.Undecided, name)
			}
		}
		add(answer)
	}
	decision.Worker = p.worker(f)
	return decision
}

// worker says who she gets: the first whose rule holds. Where an earlier rule is
// not known, neither is she, and it is "".
func (p *Pathway) worker(f *facts) string {
	for i := range p.Workers {
		w := &p.Workers[i]
		if w.When == "" {
			return w.Title
		}
		switch holds, _ := w.test.answer(f); holds {
		case Yes:
			return w.Title
		case NotKnown:
			return ""
		}
	}
	return ""
}

// WorkerFor says who a woman gets in a pathway, such as a keyworker or a lead
// professional; "" where the rulebook does not say or it cannot be known yet.
func (b *Rulebook) WorkerFor(pathway string, e Encounter, s Settings) string {
	p := b.Pathway(pathway)
	if p == nil {
		return ""
	}
	return p.worker(b.facts(knownOf(&e, e.OccurredOn), s))
}

// Asks lists the words of an encounter that the clauses and workers of the
// rulebook ask for, in alphabetical order. Its settings are not among them.
func (b *Rulebook) Asks() []string {
	var names []string
	for i := range b.Pathways {
		names = append(names, b.Pathways[i].asks()...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func (p *Pathway) asks() []string {
	var names []string
	for _, c := range p.Clauses {
		names = append(names, c.test.asks...)
	}
	for _, w := range p.Workers {
		names = append(names, w.test.asks...)
	}
	return slices.DeleteFunc(names, func(name string) bool { return wordNamed(name) == nil })
}

// answer answers one clause, and says in plain words what would have to be known
// where it is not.
func (b *Rulebook) answer(c *Clause, f *facts) (ClauseAnswer, []string) {
	answer, missing := b.ask(c, f)
	return answer, b.titles(missing)
}

// ask answers one clause, and lists the words and settings that would have to be
// known where it is not.
func (b *Rulebook) ask(c *Clause, f *facts) (ClauseAnswer, []string) {
	answer := ClauseAnswer{ID: c.ID, Text: c.Text, Source: c.Source, Mark: c.Mark}
	switch {
	case c.NotStated:
		answer.Holds = NotStated
		return answer, nil
	case c.Given:
		answer.Holds = Yes
		if shut, _ := c.test.answer(f); shut == Yes { // without an expression, never
			answer.Holds = No
		}
		return answer, nil
	}
	holds, missing := c.test.answer(f)
	answer.Holds = holds
	if holds != NotKnown {
		return answer, nil
	}
	if len(missing) == 0 {
		missing = []string{"how this clause applies: it cannot be worked out from what is given"}
	}
	answer.Text += notYetKnown + strings.Join(b.titles(missing), "; ") + "."
	return answer, missing
}

func (b *Rulebook) titles(names []string) []string {
	titles := make([]string, len(names))
	for i, name := range names {
		titles[i] = b.title(name)
	}
	return titles
}

// title says what a word or a setting is, as what would have to be known.
func (b *Rulebook) title(name string) string {
	if w := wordNamed(name); w != nil {
		return w.title
	}
	for _, s := range b.Settings {
		if s.Name == name {
			return strings.TrimSuffix(s.Text, ".") + " (for this place to decide" + settingNamed(name) + ")"
		}
	}
	return name
}

// settingNamed names a local setting behind the matter that it decides.
func settingNamed(name string) string { return ": local setting " + name }

// WithoutNames returns words of the decision, such as a clause or what would have
// to be known, with the matters that the place decides and not the names of the
// settings for them: those are for whoever sets them.
func (d Decision) WithoutNames(words string) string {
	for _, name := range d.Undecided {
		words = strings.ReplaceAll(words, settingNamed(name), "")
	}
	return words
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

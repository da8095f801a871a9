package rules

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/scheme"
)

// Draft is what is found of a text that is to be the next edition of a scheme.
// It is worked out anew each time, and never kept.
type Draft struct {
	Follows  scheme.Edition // the edition that decides on the day before it would begin
	Book     *scheme.Rulebook
	Problems scheme.Problems // what keeps it from being one; then there is no Book
	Changes  []scheme.Change // what it says otherwise than the one it follows
	Outcomes []Outcome       // how it answers the table of scenarios
	Next     calendar.Day    // first day of an edition that would come after it
}

// Outcome is how a draft answers one scenario of the table beside a rulebook.
type Outcome struct {
	Scenario string
	Source   scheme.Source
	Differs  []string // each way in which the answer is not the table's; none where it agrees
	// Before says that the edition it follows already answers the same way.
	Before bool
}

// New says whether the draft answers the scenario otherwise than the table and
// than the edition it follows: somebody has to say why that is right.
func (o Outcome) New() bool { return len(o.Differs) > 0 && !o.Before }

// Check finds everything there is to say about a text that is to be the edition
// of a scheme from a day on. Without a day it is the earliest there may be.
func (d *Desk) Check(id, text string, from calendar.Day) (Draft, error) {
	const op = "check rulebook"
	if !from.Known() {
		from = d.Earliest()
	}
	follows, known := d.Live.Library().Edition(id, from.AddDays(-1))
	if !known {
		return Draft{}, casework.Fail(casework.NotFound, op, "there is no scheme %q", id)
	}
	draft := Draft{Follows: follows}
	for _, edition := range d.Live.Library().Editions(id) {
		if edition.From > from && !draft.Next.Known() {
			draft.Next = edition.From
		}
	}
	book, err := scheme.Parse([]byte(text))
	if err != nil {
		if !errors.As(err, &draft.Problems) {
			return Draft{}, &casework.Error{Kind: casework.Internal, Op: op, Err: err}
		}
		return draft, nil
	}
	if draft.Problems = d.outOfPlace(book, id, text, from); len(draft.Problems) > 0 {
		return draft, nil
	}
	draft.Book, draft.Changes = book, scheme.Changes(follows.Book, book)
	scenarios, err := d.Scenarios(id)
	if err != nil {
		return Draft{}, &casework.Error{Kind: casework.Internal, Op: op, Err: err}
	}
	for _, scenario := range scenarios {
		outcome := Outcome{Scenario: scenario.Name, Source: scenario.Source, Differs: scenario.Try(book)}
		outcome.Before = slices.Equal(outcome.Differs, scenario.Try(follows.Book))
		draft.Outcomes = append(draft.Outcomes, outcome)
	}
	return draft, nil
}

// outOfPlace finds what is right in a rulebook by itself and wrong here: the id
// of another scheme, and what it leads to that is not there on its first day.
func (d *Desk) outOfPlace(book *scheme.Rulebook, id, text string, from calendar.Day) scheme.Problems {
	problems := book.Contradictions()
	if book.ID != id {
		lines := strings.Split(text, "\n")
		line := 1 + slices.IndexFunc(lines, func(one string) bool { return strings.HasPrefix(one, "id:") })
		problems = append(problems, scheme.Problem{Line: line, Text: fmt.Sprintf("the id is %q: it stays %s, since the cases of the scheme are known by it", book.ID, id)})
		return problems
	}
	// Other schemes may lead to this one too: what it takes away is missed there.
	all := d.Live.On(from)
	before := scheme.CheckReferences(all, d.Law)
	all[slices.IndexFunc(all, func(other *scheme.Rulebook) bool { return other.ID == id })] = book
	for _, problem := range scheme.CheckReferences(all, d.Law) {
		if !slices.Contains(before, problem) {
			problems = append(problems, problem)
		}
	}
	return problems
}

// Trial is what one encounter is answered before and after a draft.
type Trial struct {
	On       calendar.Day
	Pathways []Tried
}

// Tried is the answer of one pathway; nil where its rulebook has none.
type Tried struct {
	Pathway       string
	Before, After *scheme.Decision
}

// Try decides an encounter under a draft and under the edition it follows, on a
// day, with what this place decided. Nothing is kept.
func (d *Desk) Try(draft Draft, encounter scheme.Encounter, on calendar.Day) Trial {
	trial := Trial{On: on}
	if draft.Book == nil {
		return trial
	}
	settings := d.Settings[draft.Book.ID]
	before := scheme.Decide(draft.Follows.Book, encounter, settings, on)
	after := scheme.Decide(draft.Book, encounter, settings, on)
	for i := range after {
		trial.Pathways = append(trial.Pathways, Tried{Pathway: after[i].Pathway, Before: decisionOf(before, after[i].Pathway), After: &after[i]})
	}
	for i := range before {
		if decisionOf(after, before[i].Pathway) == nil {
			trial.Pathways = append(trial.Pathways, Tried{Pathway: before[i].Pathway, Before: &before[i]})
		}
	}
	return trial
}

func decisionOf(decisions []scheme.Decision, pathway string) *scheme.Decision {
	for i := range decisions {
		if decisions[i].Pathway == pathway {
			return &decisions[i]
		}
	}
	return nil
}

// Answered is what one pathway answers to an encounter, with the law beside it.
type Answered struct {
	Title string
	scheme.Decision
	Law []scheme.LawAnswer
}

// Answer decides an encounter under the edition of a scheme that decides on a
// day, with what this place decided. Nothing is kept.
func (d *Desk) Answer(id string, encounter scheme.Encounter, on calendar.Day) ([]Answered, error) {
	book := d.Live.Of(id, on)
	if book == nil {
		return nil, casework.Fail(casework.NotFound, "try encounter", "there is no scheme %q", id)
	}
	var all []Answered
	for _, decision := range scheme.Decide(book, encounter, d.Settings[id], on) {
		pathway := book.Pathway(decision.Pathway)
		all = append(all, Answered{Title: pathway.Title, Decision: decision, Law: pathway.LawAnswers(d.Law, encounter, on)})
	}
	return all, nil
}

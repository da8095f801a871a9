package comparison

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"throughline/internal/reckoning/figure"
)

// Question says what is compared, and how.
type Question struct {
	// Meaning is of the event on both sides: its measure, its definition, and when
	// the women were referred.
	Meaning figure.Meaning
	// Traits are what both sides shall be alike in.
	Traits []Trait
	// Days is how long everybody is followed from her first day: an event after
	// that is none, and who was followed for less is left out.
	Days int
	// Each is how many others are matched to each woman.
	Each int
}

// Fewest is how many women, and others, it takes to compare: the least that the
// Justice Data Lab works with.
const Fewest = 60

// calliper is how far two scores may lie apart, in standard deviations of the
// scores (Austin 2011, Pharmaceutical Statistics 10: 150–161).
const calliper = 0.2

// Result is a comparison with everything that has to be known to believe it.
type Result struct {
	Question
	// Loss tells, step by step, who was left out; the last step is who was matched.
	Loss    []Step
	Balance []Balance
	// Alike says that no standardised difference is 0.1 or more after matching.
	Alike bool
	// Held says that the weights of the score had to be held back, because answers
	// told the sides apart completely or said the same twice.
	Held bool
	// Effect is nil where too few are left or the sides are not alike; Verdict is
	// then "not enough people", or nothing.
	Effect  *figure.Difference
	Verdict figure.Verdict
}

// Step is one reason why people are in the comparison no more.
type Step struct {
	What   string `json:"what"`
	Women  int    `json:"women"`
	Others int    `json:"others"`
}

// People compares women of the service with others. It fails where the question
// cannot be asked, or where the others' events cannot be cut at the same day.
func People(question Question, women, others []Person) (Result, error) {
	if err := question.check(others); err != nil {
		return Result{}, fmt.Errorf("comparing: %w", err)
	}
	result := Result{Question: question}
	women, others = inOrder(women), inOrder(others)
	result.lose("to begin with", len(women), len(others))
	women, others = result.followed(women, others)
	women, others = result.shared(women, others)
	if len(women) < Fewest || len(others) < Fewest {
		return result.tooFew(len(women), len(others)), nil
	}
	women, others = question.pooled(women, others)
	matched, chosen, err := result.match(women, others)
	if err != nil {
		return Result{}, fmt.Errorf("comparing: %w", err)
	}
	result.lose("nobody on the other side is near enough, or no woman was nearer to them", len(women)-len(matched), len(others)-len(chosen))
	if len(matched) < Fewest {
		return result.tooFew(len(matched), len(chosen)), nil
	}
	result.lose("matched", len(matched), len(chosen))
	result.weigh(women, others, matched, chosen)
	if result.Alike = alike(result.Balance); !result.Alike {
		return result, nil
	}
	effect, err := question.effect(matched, chosen)
	if err != nil {
		return Result{}, fmt.Errorf("comparing: %w", err)
	}
	result.Effect, result.Verdict = &effect, effect.Verdict
	return result, nil
}

func (q Question) check(others []Person) error {
	switch {
	case q.Days < 1:
		return fmt.Errorf("everybody has to be followed for at least one day")
	case q.Each < 1:
		return fmt.Errorf("%d others for each woman are none", q.Each)
	case len(q.Traits) == 0:
		return fmt.Errorf("there is nothing that both sides shall be alike in")
	}
	for _, person := range others {
		if person.Follow.Event && person.Follow.Undated && person.Follow.Days > q.Days {
			return fmt.Errorf("somebody was followed for %d days, and the comparison counts %d: without the day of the event it cannot be said on which side of the cut it lies",
				person.Follow.Days, q.Days)
		}
	}
	return nil
}

func (r *Result) lose(what string, women, others int) {
	r.Loss = append(r.Loss, Step{what, women, others})
}

func (r *Result) tooFew(women, others int) Result {
	r.lose("left, which is not enough", women, others)
	r.Verdict = figure.NotEnough
	return *r
}

// followed leaves out who was not followed for long enough, whatever happened to
// them: to keep those with an event and drop those without would make a rate of
// its own.
func (r *Result) followed(women, others []Person) (stillWomen, stillOthers []Person) {
	briefly := func(p Person) bool { return p.Follow.Days < r.Days }
	stillWomen, stillOthers = slices.DeleteFunc(women, briefly), slices.DeleteFunc(others, briefly)
	r.lose(fmt.Sprintf("followed for less than %s days", figure.Thousands(int64(r.Days))), r.Loss[0].Women-len(stillWomen), r.Loss[0].Others-len(stillOthers))
	return stillWomen, stillOthers
}

// shared leaves out whoever has a value that nobody on the other side has: she
// cannot be matched in it. What the value is, is not said: on the others' side
// nobody vouches for it.
func (r *Result) shared(women, others []Person) (stillWomen, stillOthers []Person) {
	lost := map[Trait]*Step{}
	for again := true; again; {
		again = false
		for _, trait := range r.Traits {
			for _, value := range valuesOf(trait, women, others) {
				has := func(p Person) bool { return p.answer(trait) == value }
				if slices.ContainsFunc(women, has) && slices.ContainsFunc(others, has) {
					continue
				}
				if lost[trait] == nil {
					lost[trait] = &Step{What: string(trait) + ": an answer that nobody on the other side gave"}
				}
				lost[trait].Women += len(women)
				lost[trait].Others += len(others)
				women, others = slices.DeleteFunc(women, has), slices.DeleteFunc(others, has)
				lost[trait].Women -= len(women)
				lost[trait].Others -= len(others)
				again = true
			}
		}
	}
	for _, trait := range r.Traits {
		if lost[trait] != nil {
			r.Loss = append(r.Loss, *lost[trait])
		}
	}
	return women, others
}

// rare is below how many women an answer is taken together with other such ones:
// of a few women one makes the sides differ.
const rare = 10

// together is the answer of everybody whose own is rare.
const together = "another"

// pooled takes rare answers together, on both sides alike.
func (q Question) pooled(women, others []Person) (pooledWomen, pooledOthers []Person) {
	women, others = slices.Clone(women), slices.Clone(others)
	for _, trait := range q.Traits {
		if trait == Age {
			continue
		}
		count := map[string]int{}
		for _, woman := range women {
			count[woman.answer(trait)]++
		}
		for _, side := range [][]Person{women, others} {
			for i, person := range side {
				if count[person.answer(trait)] < rare {
					side[i].Coded = maps.Clone(person.Coded)
					if side[i].Coded == nil {
						side[i].Coded = map[Trait]string{}
					}
					side[i].Coded[trait] = together
				}
			}
		}
	}
	return women, others
}

// match returns the women who were matched and their others.
func (r *Result) match(women, others []Person) (matched, chosen []Person, err error) {
	everybody := append(slices.Clone(women), others...)
	var columns []column
	seen := map[Trait]bool{}
	for _, one := range columnsOf(r.Traits, everybody) {
		if one.value == "" || seen[one.trait] {
			columns = append(columns, one)
			continue
		}
		seen[one.trait] = true // the first value is what the others are told apart from
	}
	rows := numbers(columns, everybody)
	for at := range columns {
		all := spreadOf(rows, at)
		for _, row := range rows {
			row[at] = standardised(spread{mean: row[at]}, spread{mean: all.mean}, math.Sqrt(all.variance))
		}
	}
	ours := make([]bool, len(everybody))
	for i := range women {
		ours[i] = true
	}
	model, err := fit(rows, ours)
	if err != nil {
		return nil, nil, err
	}
	r.Held = model.held
	scores := make([][]float64, len(rows)) // one column, as spreadOf reads it
	flat := make([]float64, len(rows))
	for i, row := range rows {
		flat[i] = model.score(row)
		scores[i] = flat[i : i+1]
	}
	reach := calliper * pooled(spreadOf(scores[:len(women)], 0), spreadOf(scores[len(women):], 0))
	for i, places := range nearest(flat[:len(women)], flat[len(women):], r.Each, reach) {
		if places == nil {
			continue
		}
		matched = append(matched, women[i])
		for _, place := range places {
			chosen = append(chosen, others[place])
		}
	}
	return matched, chosen, nil
}

// weigh fills the balance of every column before and after matching.
func (r *Result) weigh(women, others, matched, chosen []Person) {
	columns := columnsOf(r.Traits, women, others)
	before, beforeOthers := numbers(columns, women), numbers(columns, others)
	after, afterOthers := numbers(columns, matched), numbers(columns, chosen)
	for at, one := range columns {
		ours, theirs := spreadOf(before, at), spreadOf(beforeOthers, at)
		deviation := pooled(ours, theirs)
		r.Balance = append(r.Balance, Balance{
			What: one.title(), Before: standardised(ours, theirs, deviation),
			After: standardised(spreadOf(after, at), spreadOf(afterOthers, at), deviation),
		})
	}
}

// numbers returns a row of numbers for everybody.
func numbers(columns []column, people []Person) [][]float64 {
	sum, stated := 0.0, 0.0
	for _, person := range people {
		if person.Age > 0 {
			sum += float64(person.Age)
			stated++
		}
	}
	middle := 0.0
	if stated > 0 {
		middle = sum / stated
	}
	rows := make([][]float64, len(people))
	for i, person := range people {
		for _, one := range columns {
			rows[i] = append(rows[i], one.of(person, middle))
		}
	}
	return rows
}

// effect is how much the women's share differs from that of the others. The
// interval takes both sides for independent, which is wide rather than narrow
// where matching made them alike.
func (q Question) effect(women, others []Person) (figure.Difference, error) {
	count := func(who string, people []Person) (figure.Figure, error) {
		meaning := q.Meaning
		meaning.ID, meaning.Title = q.Meaning.ID+"."+who, q.Meaning.Title+", "+who
		tally := figure.Tally{Base: len(people)}
		for _, person := range people {
			if person.Follow.within(q.Days) {
				tally.Numerator++
			}
		}
		return figure.NewProportion(meaning, tally)
	}
	ours, err := count("women", women)
	if err != nil {
		return figure.Difference{}, err
	}
	theirs, err := count("others", others)
	if err != nil {
		return figure.Difference{}, err
	}
	return figure.Compare(ours, theirs)
}

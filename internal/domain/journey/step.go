package journey

import (
	"slices"
	"strconv"
	"strings"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/need"
)

// The kinds of fact of her plan beside its goals.
const (
	KindStep         Kind = "step_set"
	KindGoalReviewed Kind = "goal_reviewed"
)

// StepSet is one step towards a goal as it stands after this fact; its words, and
// the name of a service that takes it, are sealed. Source: 004:211.
type StepSet struct {
	Step  string       `json:"step"`
	Goal  string       `json:"goal"`
	Owner StepOwner    `json:"owner"`
	State StepState    `json:"state"`
	Due   calendar.Day `json:"due_on,omitzero"` // zero: no day was agreed
}

// GoalReviewed is what she said of a goal when it was looked at again; how the
// goal stands since is a GoalSet beside it. What changed is in its sealed words.
// Source: 004:213.
type GoalReviewed struct {
	Goal   string `json:"goal"`
	Rating *int   `json:"her_rating,omitempty"` // 0 very hard to 4 going well; nil where she did not rate it
}

// Kind is KindStep.
func (StepSet) Kind() Kind { return KindStep }

// Kind is KindGoalReviewed.
func (GoalReviewed) Kind() Kind { return KindGoalReviewed }

// StepOwner is who takes a step.
type StepOwner string

// Who takes it.
const (
	StepHers      StepOwner = "she"
	StepKeyworker StepOwner = "keyworker"
	StepService   StepOwner = "service" // one that is named
)

// StepOwners lists them.
var StepOwners = []StepOwner{StepHers, StepKeyworker, StepService}

// StepState is how a step stands.
type StepState string

// The states of a step.
const (
	StepOpen      StepState = "open"
	StepDone      StepState = "done"
	StepNotNeeded StepState = "not_needed"
)

// StepStates lists them.
var StepStates = []StepState{StepOpen, StepDone, StepNotNeeded}

// GoalSupport is help that is offered towards a goal.
type GoalSupport string

// The kinds of help. Source: 004:217, 301-304.
const (
	SupportOneToOne GoalSupport = "one_to_one"
	SupportGroup    GoalSupport = "group"
	SupportOnward   GoalSupport = "onward_referral"
	SupportHardship GoalSupport = "hardship_fund"
)

// GoalSupports lists them.
var GoalSupports = []GoalSupport{SupportOneToOne, SupportGroup, SupportOnward, SupportHardship}

// Step is a step of her plan as it stands.
type Step struct {
	StepSet
	Words   string       // sealed
	Service string       // who takes it, where a service does
	By      string       // who wrote how it stands: an account id, or the woman's own
	Since   calendar.Day // when that was
}

// StepsOf returns the steps of her plan as they stand, in the order they were
// first set. The facts are effective ones, in the order they happened.
func StepsOf(facts []Fact) []Step {
	var steps []Step
	for _, fact := range facts {
		body, ok := fact.Body.(StepSet)
		if !ok {
			continue
		}
		step := Step{StepSet: body, By: fact.By, Since: fact.Happened.Day()}
		if fact.Words != nil {
			step.Words, step.Service = fact.Words.Text, fact.Words.Service
		}
		if i := slices.IndexFunc(steps, func(s Step) bool { return s.Step == body.Step }); i >= 0 {
			steps[i] = step
		} else {
			steps = append(steps, step)
		}
	}
	return steps
}

// StepEntry is a step as a person enters it.
type StepEntry struct {
	Step    string // id of the step that changes, "" for a new one
	Words   string
	Owner   StepOwner
	Service string // where a service takes it
	State   StepState
	Due     calendar.Day
}

// empty says whether nothing was entered of a step.
func (e StepEntry) empty() bool {
	return e.Step == "" && strings.TrimSpace(e.Words) == "" && strings.TrimSpace(e.Service) == ""
}

// SetStep writes a step towards a goal as it stands now.
func (p Pen) SetStep(row Row, goal string, entry StepEntry) ([]Fact, error) {
	var problems Problems
	fact := problems.step(p, row, goal, entry, "")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{fact}, nil
}

// step checks a step, and writes it; its fields are named with the number it has
// on a form of several.
func (p *Problems) step(pen Pen, row Row, goal string, entry StepEntry, number string) Fact {
	p.check(row.Open(), "step"+number, "Her support has ended: the plan can no longer change")
	p.check(strings.TrimSpace(entry.Words) != "", "step"+number, "Write the step")
	p.check(oneOf(entry.Owner, StepOwners), "who"+number, "Choose who takes the step")
	p.check(entry.Owner != StepService || strings.TrimSpace(entry.Service) != "", "service"+number, "Write the name of the service")
	p.check(oneOf(entry.State, StepStates), "state"+number, "Choose how the step stands")
	if entry.Step == "" {
		p.check(!entry.Due.Known() || entry.Due >= pen.today(), "due"+number, "Choose a day from today on")
		entry.Step = pen.NewID()
	}
	words := sealedText(entry.Words)
	if service := strings.TrimSpace(entry.Service); words != nil && entry.Owner == StepService {
		words.Service = service
	}
	body := StepSet{Step: entry.Step, Goal: goal, Owner: entry.Owner, State: entry.State, Due: entry.Due}
	return pen.write(row.Woman, row.Case, calendar.At(pen.Now), body, words)
}

// steps writes those of several steps that were entered. On their form they are
// numbered from 1.
func (p *Problems) steps(pen Pen, row Row, goal string, entries []StepEntry) []Fact {
	var facts []Fact
	for i, entry := range entries {
		if entry.empty() {
			continue
		}
		facts = append(facts, p.step(pen, row, goal, entry, "-"+strconv.Itoa(i+1)))
	}
	return facts
}

// GoalReview is one goal as it is looked at again.
type GoalReview struct {
	Goal    GoalEntry // as it stood, and its state from now on
	Rating  *int
	Changed string // what changed, in her words
	Asked   bool   // something was said of it
}

// Review writes down that her plan was looked at again: what she said of each goal,
// how it stands, and when those that are open are looked at next. Goals of which
// nothing was said keep their story, and get the next date too.
func (p Pen) Review(row Row, reviews []GoalReview, next calendar.Day) ([]Fact, error) {
	var problems Problems
	problems.check(row.Open(), "next", "Her support has ended: the plan can no longer change")
	problems.check(!next.Known() || next > p.today(), "next", "Enter a day after today for the next review")
	var facts []Fact
	said := false
	for _, one := range reviews {
		id := one.Goal.Goal
		problems.check(one.Rating == nil || rated(*one.Rating), "rating-"+id, "Ratings go from 0, very hard, to 4, going well")
		problems.check(oneOf(one.Goal.State, GoalStates), "state-"+id, "Choose how the goal stands")
		if one.Asked {
			said = true
			facts = append(facts, p.write(row.Woman, row.Case, calendar.At(p.Now), GoalReviewed{Goal: id, Rating: one.Rating}, sealedText(one.Changed)))
		}
		moved := one.Goal
		if moved.State == GoalOpen && next.Known() {
			moved.Review = next
		}
		facts = append(facts, p.goal(row, moved))
	}
	problems.check(said || next.Known(), "next", "Say something of a goal, or enter the next review")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return facts, nil
}

// rated says whether a number is one of the five ratings.
func rated(rating int) bool {
	return rating >= int(need.RatingLowest) && rating <= int(need.RatingHighest)
}

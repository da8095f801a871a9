package support

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// Goal is a goal of her plan as it stands.
type Goal struct {
	journey.GoalSet
	Words   string
	Measure string       // how she will know that it is reached
	Since   calendar.Day // when it was last changed
	Steps   []journey.Step
	Story   []GoalMoment // how it went, the oldest first
	Hers    journey.GoalReach
	Workers journey.GoalReach // how far it was reached, as judged at the end; "" where nobody judged
}

// GoalMoment is one thing that became of a goal.
type GoalMoment struct {
	On     calendar.Day
	State  journey.GoalState // "" at a review
	Rating *int              // hers, at a review
	Words  string            // what changed
}

// Next returns the first day that something of a goal is due, zero where nothing
// is: a step, a review, or what is hoped for.
func (g Goal) Next() calendar.Day {
	if g.State != journey.GoalOpen {
		return 0
	}
	var next calendar.Day
	sooner := func(day calendar.Day) {
		if day.Known() && (!next.Known() || day < next) {
			next = day
		}
	}
	sooner(g.Review)
	sooner(g.Target)
	for _, step := range g.Steps {
		if step.State == journey.StepOpen {
			sooner(step.Due)
		}
	}
	return next
}

// Done returns how many steps are done, of all that are needed.
func (g Goal) Done() (done, all int) {
	for _, step := range g.Steps {
		switch step.State {
		case journey.StepDone:
			done, all = done+1, all+1
		case journey.StepOpen:
			all++
		}
	}
	return done, all
}

// entry returns the goal as a person would enter it again.
func (g Goal) entry() journey.GoalEntry {
	return journey.GoalEntry{
		Goal: g.Goal, Words: g.Words, Measure: g.Measure, Pathway: g.Pathway, State: g.State, Target: g.Target, Review: g.Review, Support: g.Support,
	}
}

// goalsOf returns her goals: those she works on by what is due next, then those
// that are reached, and those set aside.
func goalsOf(facts []journey.Fact) []Goal {
	goals := goalsSet(facts)
	goalsTold(goals, facts)
	place := func(g Goal) int { return slices.Index(journey.GoalStates, g.State) }
	slices.SortStableFunc(goals, func(a, b Goal) int {
		next, then := a.Next(), b.Next()
		if place(a) != place(b) || next.Known() != then.Known() {
			return cmp.Or(cmp.Compare(place(a), place(b)), cmp.Compare(then, next))
		}
		return cmp.Compare(next, then)
	})
	return goals
}

// goalsSet returns her goals as they were set, in the order they first were.
func goalsSet(facts []journey.Fact) []Goal {
	var goals []Goal
	for _, fact := range facts {
		body, ok := fact.Body.(journey.GoalSet)
		if !ok {
			continue
		}
		i := slices.IndexFunc(goals, func(g Goal) bool { return g.Goal == body.Goal })
		if i < 0 {
			i, goals = len(goals), append(goals, Goal{})
		}
		goal := &goals[i]
		goal.Since = fact.Happened.Day()
		if goal.State != body.State {
			goal.Story = append(goal.Story, GoalMoment{On: goal.Since, State: body.State})
		}
		goal.GoalSet, goal.Words, goal.Measure = body, "", ""
		if fact.Words != nil {
			goal.Words, goal.Measure = fact.Words.Text, fact.Words.Measure
		}
	}
	return goals
}

// goalsTold adds the steps of goals and what was said of them. That may carry no
// more than the day on which a goal was set, and so stand before it.
func goalsTold(goals []Goal, facts []journey.Fact) {
	of := func(id string) *Goal {
		if i := slices.IndexFunc(goals, func(g Goal) bool { return g.Goal == id }); i >= 0 {
			return &goals[i]
		}
		return &Goal{} // of no goal of hers: what is written there is not shown
	}
	for _, fact := range facts {
		switch body := fact.Body.(type) {
		case journey.GoalReviewed:
			goal, moment := of(body.Goal), GoalMoment{On: fact.Happened.Day(), Rating: body.Rating}
			if fact.Words != nil {
				moment.Words = fact.Words.Text
			}
			goal.Story = append(goal.Story, moment)
		case journey.GoalJudged:
			goal := of(body.Goal)
			goal.Hers, goal.Workers = body.Hers, body.Workers
		}
	}
	for _, step := range journey.StepsOf(facts) {
		goal := of(step.Goal)
		goal.Steps = append(goal.Steps, step)
	}
	for i := range goals {
		slices.SortStableFunc(goals[i].Story, func(a, b GoalMoment) int { return cmp.Compare(a.On, b.On) })
	}
}

// planKinds are the facts that make the plan another one.
var planKinds = []journey.Kind{journey.KindGoal, journey.KindStep, journey.KindGoalReviewed}

// changedSince returns what of the plan was written after she last answered to it,
// the oldest first; nothing where she never answered.
func changedSince(facts []journey.Fact) []TimelineItem {
	answered := ""
	for _, fact := range facts {
		if fact.Body.Kind() == journey.KindPlanAgreed {
			answered = max(answered, fact.ID)
		}
	}
	if answered == "" {
		return nil
	}
	changed := slices.DeleteFunc(timeline(facts), func(item TimelineItem) bool {
		return item.Fact <= answered || !slices.Contains(planKinds, item.Kind)
	})
	slices.SortFunc(changed, func(a, b TimelineItem) int { return strings.Compare(a.Fact, b.Fact) })
	return changed
}

// SetGoal writes a goal of her plan as it stands now, with new steps towards it.
func (d Desk) SetGoal(ctx context.Context, asker access.Asker, caseID string, seen int, key string, entry journey.GoalEntry) (casework.Receipt, error) {
	return d.write(ctx, change{
		verb: VerbGoal, asker: asker, caseID: caseID, seen: seen, key: key, classes: access.SetOf(access.Plan), entered: entry,
		decide: func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
			if entry.Goal != "" {
				if _, err := d.goal(ctx, row, entry.Goal, "goal"); err != nil {
					return nil, err
				}
			}
			return pen.SetGoal(row, entry)
		},
	})
}

// goal returns one of her goals, with its words.
func (d Desk) goal(ctx context.Context, row journey.Row, id, field string) (Goal, error) {
	goals, err := d.goals(ctx, row)
	if err != nil {
		return Goal{}, err
	}
	if i := slices.IndexFunc(goals, func(goal Goal) bool { return goal.Goal == id }); i >= 0 {
		return goals[i], nil
	}
	return Goal{}, journey.Problems{{Field: field, Say: "Choose one of her goals"}}
}

// goals returns her goals with their words, to be written anew as they stand.
func (d Desk) goals(ctx context.Context, row journey.Row) ([]Goal, error) {
	one, err := d.Record.Case(ctx, row.Case, access.SetOf(access.Plan))
	if err != nil {
		return nil, err
	}
	return goalsOf(one.Facts), nil
}

// SetStep writes a step towards a goal as it stands now.
func (d Desk) SetStep(ctx context.Context, asker access.Asker, caseID string, seen int, key, goal string, entry journey.StepEntry) (casework.Receipt, error) {
	return d.write(ctx, change{
		verb: VerbStep, asker: asker, caseID: caseID, seen: seen, key: key, classes: access.SetOf(access.Plan), entered: []any{goal, entry},
		decide: func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
			stands, err := d.goal(ctx, row, goal, "step")
			if err != nil {
				return nil, err
			}
			if entry.Step != "" && !slices.ContainsFunc(stands.Steps, func(step journey.Step) bool { return step.Step == entry.Step }) {
				return nil, journey.Problems{{Field: "step", Say: "Choose one of the steps of this goal"}}
			}
			return pen.SetStep(row, goal, entry)
		},
	})
}

// Reviewed is what was said of one goal at a review.
type Reviewed struct {
	Goal    string
	Rating  *int // hers; nil where she did not rate it
	Changed string
	State   journey.GoalState
}

// said says whether anything was said of the goal.
func (r Reviewed) said(stands Goal) bool {
	return r.Rating != nil || strings.TrimSpace(r.Changed) != "" || r.State != stands.State
}

// Look is her plan looked at again.
type Look struct {
	Goals []Reviewed
	Next  calendar.Day // when it is looked at again; zero: no day agreed
}

// Review writes down that her plan was looked at again, goal by goal.
func (d Desk) Review(ctx context.Context, asker access.Asker, caseID string, seen int, key string, entry Look) (casework.Receipt, error) {
	return d.write(ctx, change{
		verb: VerbReview, asker: asker, caseID: caseID, seen: seen, key: key, classes: access.SetOf(access.Plan), entered: entry,
		decide: func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
			goals, err := d.goals(ctx, row)
			if err != nil {
				return nil, err
			}
			var reviews []journey.GoalReview
			for _, said := range entry.Goals {
				i := slices.IndexFunc(goals, func(goal Goal) bool { return goal.Goal == said.Goal && goal.State == journey.GoalOpen })
				if i < 0 {
					return nil, journey.Problems{{Field: "next", Say: "Choose goals that she works on"}}
				}
				review := journey.GoalReview{Goal: goals[i].entry(), Rating: said.Rating, Changed: said.Changed, Asked: said.said(goals[i])}
				review.Goal.State = said.State
				reviews = append(reviews, review)
			}
			return pen.Review(row, reviews, entry.Next)
		},
	})
}

// Extension is that she asks for support to go on.
type Extension struct {
	journey.SupportExtended
	Words string // hers
}

// Extend writes down that she asks for support to go on, beside what her tier was
// designed for.
func (d Desk) Extend(ctx context.Context, asker access.Asker, caseID string, seen int, key string, entry Extension) (casework.Receipt, error) {
	return d.write(ctx, change{
		verb: VerbExtend, asker: asker, caseID: caseID, seen: seen, key: key, classes: access.SetOf(access.Plan), entered: entry,
		decide: func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
			return pen.Extend(row, entry.SupportExtended, entry.Words)
		},
	})
}

package woman

import (
	"fmt"
	"strconv"
	"strings"

	"throughline/internal/casework/support"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// The forms of the plan, by what they send as "act".
const (
	actGoal   = "goal"
	actStep   = "step"
	actTick   = "tick"
	actAnswer = "answer"
)

// stepsAtOnce is how many steps a new goal can be written with; more are added to
// it one by one.
const stepsAtOnce = 2

// planPage is her plan: goals with their steps, and what she said to it.
type planPage struct {
	record
	form // of the act that was sent, or of all where nothing was
	done string

	goal     string // id of the goal that changes, or that a step belongs to; "" for a new one
	words    string
	measure  string
	pathway  string
	state    string
	supports []string
	target   govuk.DateParts
	review   govuk.DateParts
	steps    []stepTyped // of a new goal

	single  bool // the form is of one step
	step    stepTyped
	stepID  string // of the step that changes, "" for a new one
	stepDue govuk.DateParts

	said     string // what she said to the plan
	herWords string
}

// stepTyped is a step as it was typed.
type stepTyped struct{ words, who, service, due, state string }

func (d Door) plan(r *web.Request) (web.Response, error) {
	c, err := d.open(r)
	if err != nil {
		return web.Response{}, err
	}
	return d.planOf(r, c).response(), nil
}

// planOf is the page as it is asked for: with a goal or a step to change, or with
// an empty goal.
func (d Door) planOf(r *web.Request, c record) planPage {
	p := planPage{record: c, form: d.blank(c), done: r.Query("done"), state: string(journey.GoalOpen)}
	p.steps = make([]stepTyped, stepsAtOnce)
	for i := range p.steps {
		p.steps[i].who = string(journey.StepHers)
	}
	p.step = stepTyped{who: string(journey.StepHers), state: string(journey.StepOpen)}
	for _, goal := range c.Goals {
		if goal.Goal == r.Query("goal") {
			p.goal, p.words, p.measure, p.pathway, p.state = goal.Goal, goal.Words, goal.Measure, string(goal.Pathway), string(goal.State)
			p.review, p.target = govuk.DateOf(goal.Review), govuk.DateOf(goal.Target)
			for _, one := range goal.Support {
				p.supports = append(p.supports, string(one))
			}
		}
		if goal.Goal == r.Query("add") {
			p.goal, p.single = goal.Goal, true
		}
		for _, step := range goal.Steps {
			if step.Step == r.Query("step") {
				p.goal, p.single, p.stepID = goal.Goal, true, step.Step
				p.step = stepTyped{words: step.Words, who: string(step.Owner), service: step.Service, state: string(step.State)}
				p.stepDue = govuk.DateOf(step.Due)
			}
		}
	}
	return p
}

func (d Door) changePlan(r *web.Request) (web.Response, error) {
	c, err := d.open(r)
	if err != nil {
		return web.Response{}, err
	}
	p := d.planOf(r, c)
	p.form, p.done = posted(r), ""
	act := r.Field("act")
	switch act {
	case actAnswer:
		p.said, p.herWords = r.Field("answer"), r.Field("words")
		_, err = d.Support.AgreePlan(r.Context(), r.Asker, c.Row.Case, p.Version, p.Key,
			support.Answer{Answer: journey.PlanAnswer(p.said), Words: p.herWords})
	case actStep:
		entry := p.readStep(r)
		if p.Stopped() {
			return p.response(), nil
		}
		_, err = d.Support.SetStep(r.Context(), r.Asker, c.Row.Case, p.Version, p.Key, p.goal, entry)
	case actTick:
		p.Key = r.Field("once") // each step on the page has its own
		_, err = d.Support.SetStep(r.Context(), r.Asker, c.Row.Case, p.Version, p.Key, r.Field("goal"), c.ticked(r))
	default:
		act = actGoal
		entry := p.readGoal(r)
		if p.Stopped() {
			return p.response(), nil
		}
		_, err = d.Support.SetGoal(r.Context(), r.Asker, c.Row.Case, p.Version, p.Key, entry)
	}
	if err != nil {
		if err := p.settle(err, d.Support.NewID); err != nil {
			return web.Response{}, err
		}
		return p.response(), nil
	}
	return c.done("plan", act), nil
}

// readGoal reads the form of a goal.
func (p *planPage) readGoal(r *web.Request) journey.GoalEntry {
	p.goal, p.words, p.measure, p.pathway, p.state = r.Field("id"), r.Field("goal"), r.Field("measure"), r.Field("pathway"), r.Field("state")
	p.supports = r.Posted["support"]
	entry := journey.GoalEntry{
		Goal: p.goal, Words: p.words, Measure: p.measure, Pathway: need.Pathway(p.pathway), State: journey.GoalState(p.state),
	}
	for _, one := range p.supports {
		entry.Support = append(entry.Support, journey.GoalSupport(one))
	}
	p.target, entry.Target = p.ReadDay(r, "target")
	p.review, entry.Review = p.ReadDay(r, "review")
	for i := range p.steps {
		number := "-" + strconv.Itoa(i+1)
		p.steps[i] = stepTyped{words: r.Field("step" + number), who: r.Field("who" + number), service: r.Field("service" + number), due: r.Field("due" + number)}
		step := p.steps[i]
		due, err := calendar.ParseDay(step.due)
		if err != nil && step.due != "" {
			p.Add("due"+number, "Choose a day from the list")
		}
		entry.Steps = append(entry.Steps, journey.StepEntry{
			Words: step.words, Owner: journey.StepOwner(step.who), Service: step.service, State: journey.StepOpen, Due: due,
		})
	}
	return entry
}

// readStep reads the form of one step.
func (p *planPage) readStep(r *web.Request) journey.StepEntry {
	p.single, p.goal, p.stepID = true, r.Field("goal"), r.Field("id")
	p.step = stepTyped{words: r.Field("step"), who: r.Field("who"), service: r.Field("service"), state: r.Field("state")}
	entry := journey.StepEntry{
		Step: p.stepID, Words: p.step.words, Owner: journey.StepOwner(p.step.who), Service: p.step.service, State: journey.StepState(p.step.state),
	}
	p.stepDue, entry.Due = p.ReadDay(r, "due")
	return entry
}

// ticked is a step as it stands, but for whether it is done. Of one that is not
// there it is nothing, and the verb says so.
func (c record) ticked(r *web.Request) journey.StepEntry {
	for _, goal := range c.Goals {
		for _, step := range goal.Steps {
			if step.Step == r.Field("id") {
				return journey.StepEntry{
					Step: step.Step, Words: step.Words, Owner: step.Owner, Service: step.Service, State: journey.StepState(r.Field("state")), Due: step.Due,
				}
			}
		}
	}
	return journey.StepEntry{Step: "none"}
}

func (p planPage) response() web.Response {
	return p.show(sheet{title: "Plan", part: "plan", form: p.form, body: planBody(p)})
}

var stateWords = map[journey.GoalState]string{
	journey.GoalOpen: "Working on it", journey.GoalReached: "Reached", journey.GoalSetAside: "Set aside",
}

var supportWords = map[journey.GoalSupport]string{
	journey.SupportOneToOne: "One-to-one", journey.SupportGroup: "Group or workshop", journey.SupportOnward: "Onward referral",
	journey.SupportHardship: "Hardship fund",
}

// ownerWords says who takes a step.
func (c record) ownerWords(step journey.Step) string {
	switch step.Owner {
	case journey.StepHers:
		return "She does this"
	case journey.StepService:
		return step.Service
	}
	if c.Worker != "" {
		return c.Worker
	}
	return "Her keyworker"
}

// goalRows show a goal as it stands.
func (p planPage) goalRows(goal support.Goal) []govuk.SummaryRow {
	rows := []govuk.SummaryRow{{Key: "Goal", Value: goal.Words}, {Key: "How it stands", Value: stateWords[goal.State]}}
	add := func(key, value string) {
		if value != "" {
			rows = append(rows, govuk.SummaryRow{Key: key, Value: value})
		}
	}
	add("How we will know", goal.Measure)
	add("Pathway", goal.Pathway.Title())
	var offered []string
	for _, one := range goal.Support {
		offered = append(offered, lowerFirst(supportWords[one]))
	}
	add("Help offered", capital(strings.Join(offered, ", ")))
	if goal.Target.Known() {
		add("Hoped for by", goal.Target.Words())
	}
	review := "None agreed"
	if goal.Review.Known() {
		review = goal.Review.Words()
	}
	add("Review", review)
	add("Last changed", goal.Since.Short())
	return rows
}

// stepLine says who takes a step, by when, and how it stands.
func (p planPage) stepLine(step journey.Step) string {
	line := p.ownerWords(step)
	switch {
	case step.State == journey.StepDone:
		line += ". Done, " + step.Since.Short()
		if step.By == p.Row.Woman {
			line += ", she says"
		}
	case step.State == journey.StepNotNeeded:
		line += ". Not needed any more"
	case step.Due.Known():
		line += ". By " + step.Due.Words()
		if late := p.At.Day.Sub(step.Due); late > 0 {
			line += " (" + Days(late) + " ago)"
		}
	}
	return line
}

// stepsHeading counts the steps of a goal.
func stepsHeading(goal support.Goal) string {
	done, all := goal.Done()
	return fmt.Sprintf("Steps (%d of %d done)", done, all)
}

// story tells how a goal went, the newest first, where more became of it than
// that it was set.
func (c record) story(goal support.Goal) []string {
	if len(goal.Story) < 2 {
		return nil
	}
	var lines []string
	for _, moment := range goal.Story {
		line := moment.On.Short() + ": "
		switch {
		case moment.State != "":
			line += lowerFirst(goalTitles[moment.State])
		case moment.Rating != nil:
			line += "looked at again. Her rating: " + strconv.Itoa(*moment.Rating) + ", " + need.Rating(*moment.Rating).Words()
		default:
			line += "looked at again"
		}
		if moment.Words != "" {
			line += ". “" + moment.Words + "”"
		}
		lines = append([]string{line}, lines...)
	}
	return lines
}

func (p planPage) goalActions(goal support.Goal) []govuk.Link {
	if !p.May(support.VerbGoal) {
		return nil
	}
	return []govuk.Link{
		{Text: "Change", Href: p.path("plan") + "?goal=" + goal.Goal + "#change"},
		{Text: "Add a step", Href: p.path("plan") + "?add=" + goal.Goal + "#change"},
	}
}

// ways lead to what else belongs to her plan.
func (p planPage) ways() []govuk.Link {
	var links []govuk.Link
	add := func(holds bool, text, page string) {
		if holds {
			links = append(links, govuk.Link{Text: text, Href: p.path(page)})
		}
	}
	open := false
	for _, goal := range p.Goals {
		open = open || goal.State == journey.GoalOpen
	}
	add(open && p.May(support.VerbReview), "Look at the plan again with her", "review")
	add(true, "Week by week", "plan/weeks")
	add(len(p.Goals) > 0 && p.May(support.VerbPaper), "On paper, for her", "plan/print")
	add(true, "Safety plan", "safety-plan")
	add(p.May(support.VerbExtend), "She asks for support to go on longer", "extend")
	return links
}

// weeks tells designed against actual support in one line.
func (p planPage) weeks() string {
	line := "So far: " + lowerFirst(p.soFar()) + "."
	if p.Tier.HasDesign {
		line = "Anticipated for her tier: " + Anticipated(p.Tier.Design) + ". " + line
	}
	if len(p.Extensions) > 0 {
		line += " " + extensionLine(p.Extensions[0]) + "."
	}
	return line
}

// formHeading names the form of a goal or a step.
func (p planPage) formHeading() string {
	switch {
	case p.single && p.stepID != "":
		return "Change a step"
	case p.single:
		return "Add a step"
	case p.goal != "":
		return "Change a goal"
	}
	return "Add a goal"
}

// agreed says what she said to the plan as a whole, "" where she was not asked.
func (p planPage) agreed() string {
	said := planTitles[p.Row.PlanAnswer]
	if said != "" && p.PlanSaid.Known() {
		said += " on " + p.PlanSaid.Short()
	}
	if said != "" && p.PlanWords != "" {
		said += ": “" + p.PlanWords + "”"
	}
	return said
}

package woman

import (
	"throughline/internal/casework/support"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// The forms of the plan, by what they send as "act".
const (
	actGoal   = "goal"
	actAnswer = "answer"
)

// planPage is her plan: goals, and what she said to it.
type planPage struct {
	record
	form // of the act that was sent, or of all where nothing was
	done string

	goal    string // id of the goal that changes, "" for a new one
	words   string
	pathway string
	state   string
	review  govuk.DateParts

	said     string // what she said to the plan
	herWords string
}

func (d Door) plan(r *web.Request) (web.Response, error) {
	c, err := d.open(r)
	if err != nil {
		return web.Response{}, err
	}
	p := planPage{record: c, form: d.blank(c), done: r.Query("done"), state: string(journey.GoalOpen)}
	for _, goal := range c.Goals {
		if goal.Goal == r.Query("goal") {
			p.goal, p.words, p.pathway, p.state = goal.Goal, goal.Words, string(goal.Pathway), string(goal.State)
			p.review = govuk.DateOf(goal.Review)
		}
	}
	return p.response(), nil
}

func (d Door) changePlan(r *web.Request) (web.Response, error) {
	c, err := d.open(r)
	if err != nil {
		return web.Response{}, err
	}
	p := planPage{record: c, form: posted(r), state: string(journey.GoalOpen)}
	act := r.Field("act")
	if act == actAnswer {
		p.said, p.herWords = r.Field("answer"), r.Field("words")
		_, err = d.Support.AgreePlan(r.Context(), r.Asker, c.Row.Case, p.Version, p.Key,
			support.Answer{Answer: journey.PlanAnswer(p.said), Words: p.herWords})
	} else {
		act = actGoal
		p.goal, p.words, p.pathway, p.state = r.Field("id"), r.Field("goal"), r.Field("pathway"), r.Field("state")
		entry := journey.GoalEntry{Goal: p.goal, Words: p.words, Pathway: need.Pathway(p.pathway), State: journey.GoalState(p.state)}
		if p.review, entry.Review = p.readDay(r, "review"); p.stopped() {
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

func (p planPage) response() web.Response {
	return p.show(sheet{title: "Plan", part: "plan", form: p.form, body: planBody(p)})
}

var stateWords = map[journey.GoalState]string{
	journey.GoalOpen: "Working on it", journey.GoalReached: "Reached", journey.GoalSetAside: "Set aside",
}

// goalRows show a goal as it stands.
func (p planPage) goalRows(goal support.Goal) []govuk.SummaryRow {
	rows := []govuk.SummaryRow{{Key: "Goal", Value: goal.Words}, {Key: "How it stands", Value: stateWords[goal.State]}}
	if goal.Pathway != "" {
		rows = append(rows, govuk.SummaryRow{Key: "Pathway", Value: goal.Pathway.Title()})
	}
	review := "None agreed"
	if goal.Review.Known() {
		review = goal.Review.Words()
	}
	return append(rows, govuk.SummaryRow{Key: "Review", Value: review}, govuk.SummaryRow{Key: "Last changed", Value: goal.Since.Short()})
}

func (p planPage) goalActions(goal support.Goal) []govuk.Link {
	if !p.May(support.VerbGoal) {
		return nil
	}
	return []govuk.Link{{Text: "Change", Href: p.path("plan") + "?goal=" + goal.Goal + "#goal"}}
}

// goalHeading names the form of a goal.
func (p planPage) goalHeading() string {
	if p.goal != "" {
		return "Change a goal"
	}
	return "Add a goal"
}

func (p planPage) goalField() govuk.Field {
	return p.textField("goal", "The goal, in her words", "", p.words, 3)
}

func (p planPage) pathwayField() govuk.Field {
	return p.choiceField("pathway", "Which pathway is it about? (optional)", "", p.pathway)
}

func (p planPage) stateField() govuk.Field {
	return p.choiceField("state", "How does it stand?", "", p.state)
}

func stateOptions() []govuk.Option {
	var options []govuk.Option
	for _, state := range journey.GoalStates {
		options = append(options, govuk.Option{Value: string(state), Label: stateWords[state]})
	}
	return options
}

// agreed says what she said to the plan as a whole, "" where she was not asked.
func (p planPage) agreed() string {
	said := planTitles[p.Row.PlanAnswer]
	if said != "" && p.PlanWords != "" {
		said += ": “" + p.PlanWords + "”"
	}
	return said
}

func (p planPage) answerField() govuk.Field {
	return p.choiceField("answer", "What did she say to the plan?", "", p.said)
}

var planOptions = []govuk.Option{
	{Value: string(journey.PlanAgreedByHer), Label: "She agrees"},
	{Value: string(journey.PlanNotAgreed), Label: "She does not agree"},
	{Value: string(journey.PlanCouldNotAnswer), Label: "She could not answer"},
}

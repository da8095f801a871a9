package woman

import (
	"strconv"

	"throughline/internal/domain/journey"
	"throughline/internal/edge/web/govuk"
)

func (p planPage) goalField() govuk.Field {
	return p.Area("goal", "The goal, in her words", "", p.words, 2)
}

func (p planPage) measureField() govuk.Field {
	return p.Field("measure", "How will you both know? (optional)", "For example, she has her own keys", p.measure)
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

func (p planPage) supportField() govuk.Field {
	f := p.choiceField("support", "What help do you offer? (optional)", "", "")
	f.Values, f.Compact = p.supports, true
	return f
}

func supportOptions() []govuk.Option {
	var options []govuk.Option
	for _, one := range journey.GoalSupports {
		options = append(options, govuk.Option{Value: string(one), Label: supportWords[one]})
	}
	return options
}

// stepField is one field of the step with this number, 1 being the first; 0 is the
// step that has the form to itself.
func (p planPage) stepField(name, label, value string, number int) govuk.Field {
	f := p.Field(name, label, "", value)
	if number > 0 {
		f.Name += "-" + strconv.Itoa(number)
		f.Error = p.Problems.For(f.Name)
	}
	return f
}

// stepLabel names the first field of a step.
func stepLabel(number int) string {
	if number == 0 {
		return "The step"
	}
	return "Step " + strconv.Itoa(number) + " (optional)"
}

// whoOptions are those who may take a step.
func (p planPage) whoOptions() []govuk.Option {
	worker := "Her keyworker"
	if p.Worker != "" {
		worker = p.Worker
	}
	return []govuk.Option{
		{Value: string(journey.StepHers), Label: "She does"}, {Value: string(journey.StepKeyworker), Label: worker},
		{Value: string(journey.StepService), Label: "Another service"},
	}
}

// dueOptions are days to choose from, so that one key is enough.
func (p planPage) dueOptions() []govuk.Option {
	options := []govuk.Option{{Value: "", Label: "No day agreed"}}
	for _, ahead := range []struct {
		weeks int
		words string
	}{{1, "In a week"}, {2, "In 2 weeks"}, {4, "In 4 weeks"}, {8, "In 8 weeks"}, {12, "In 12 weeks"}} {
		day := p.At.Day.AddDays(7 * ahead.weeks)
		options = append(options, govuk.Option{Value: day.String(), Label: ahead.words + ", " + day.Words()})
	}
	return options
}

var stepStates = []govuk.Option{
	{Value: string(journey.StepOpen), Label: "Still to do"},
	{Value: string(journey.StepDone), Label: "Done"},
	{Value: string(journey.StepNotNeeded), Label: "Not needed any more"},
}

func (p planPage) answerField() govuk.Field {
	return p.choiceField("answer", "What did she say to the plan?", "", p.said)
}

var planOptions = []govuk.Option{
	{Value: string(journey.PlanAgreedByHer), Label: "She agrees"},
	{Value: string(journey.PlanNotAgreed), Label: "She does not agree"},
	{Value: string(journey.PlanCouldNotAnswer), Label: "She could not answer"},
}

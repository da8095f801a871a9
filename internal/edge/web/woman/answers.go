package woman

import (
	"slices"

	"throughline/internal/casework/support"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// question is one outcome question: its code and how it is asked.
type question struct{ measure, asks string }

// questions are the six of the end of support, in plain words of our own.
// Source of what they ask: 004:330-335.
var questions = []question{
	{"safer_from_domestic_abuse", "Are you safer from domestic abuse?"},
	{"mental_health_improved", "Is your mental health better?"},
	{"substance_use_improved", "Are drink or drugs less of a problem for you?"},
	{"accommodation_improved", "Is where you live better?"},
	{"alternative_positive_choices", "Do you feel able to make other, good choices?"},
	{"less_likely_to_reoffend", "Do you feel less likely to get into trouble again?"},
}

// questionsAfter are those asked some time after support has ended. Source of what
// they ask: 004:343-354, 398.
var questionsAfter = []question{
	{"less_likely_to_reoffend", "Do you feel less likely to get into trouble again?"},
	{"confidence_improved", "Do you feel more sure of yourself?"},
	{"confident_to_use_services", "Do you feel more able to go to other services?"},
	{"positive_for_children", "Was the support good for your children?"},
	{"in_employment", "Are you in work?"},
	{"in_education", "Are you learning or in training?"},
	{"considering_volunteering", "Are you thinking of voluntary work?"},
	{"safer_from_domestic_abuse", "Are you safer from domestic abuse?"},
	{"women_only_beneficial", "Was it good that the service is for women only?"},
}

// asks are the questions of the page.
func (p answersPage) asks() []question {
	if p.after {
		return questionsAfter
	}
	return questions
}

// questionOf is how a measure is asked; the code of one this page does not ask.
func questionOf(measure string) string {
	for _, q := range append(slices.Clone(questions), questionsAfter...) {
		if q.measure == measure {
			return q.asks
		}
	}
	return measure
}

var answerWords = map[string]string{
	"yes": "Yes", "no": "No", "not_applicable": "Does not apply to her", "prefer_not_to_say": "She prefers not to say", "no_answer": "She gave no answer",
}

// answersPage writes down her answers to the outcome questions.
type answersPage struct {
	record
	form
	on    govuk.DateParts
	wave  string
	after bool              // what is asked some time after support has ended
	given map[string]string // by measure
}

func (d Door) answers(r *web.Request) (web.Response, error) {
	c, err := d.open(r)
	if err != nil {
		return web.Response{}, err
	}
	if err := c.forbid(support.VerbAnswers); err != nil {
		return web.Response{}, err
	}
	return answersPage{record: c, form: d.blank(c), on: govuk.DateOf(c.At.Day), after: r.Query("wave") == string(journey.FollowUp)}.response(), nil
}

func (d Door) recordAnswers(r *web.Request) (web.Response, error) {
	c, err := d.open(r)
	if err != nil {
		return web.Response{}, err
	}
	p := answersPage{record: c, form: posted(r), wave: r.Field("wave"), after: r.Field("after") == "yes", given: map[string]string{}}
	entry := support.Answers{Wave: journey.Wave(p.wave), Answers: p.given}
	p.on, entry.On = p.ReadDay(r, "on")
	if !slices.Contains([]journey.Wave{journey.Exit, journey.FollowUp}, entry.Wave) {
		p.Add("wave", "Choose when you are asking")
	}
	for _, q := range p.asks() {
		if answer := r.Field(q.measure); answer != "" {
			p.given[q.measure] = answer
		}
	}
	if p.Stopped() {
		return p.response(), nil
	}
	if _, err := d.Support.AnswerOutcomes(r.Context(), r.Asker, c.Row.Case, p.Version, p.Key, entry); err != nil {
		if err := p.settle(err, d.Support.NewID); err != nil {
			return web.Response{}, err
		}
		return p.response(), nil
	}
	return c.done("", "answers"), nil
}

func (p answersPage) response() web.Response {
	// A problem with all of them leads to the first question.
	for i := range p.Problems {
		if p.Problems[i].Field == "answers" {
			p.Problems[i].Anchor = p.asks()[0].measure
		}
	}
	return p.show(sheet{title: "How things have changed", form: p.form, body: answersBody(p)})
}

func (p answersPage) waveField() govuk.Field {
	return p.choiceField("wave", "When are you asking?", "", p.wave)
}

var waveOptions = []govuk.Option{
	{Value: string(journey.Exit), Label: "As support ends"},
	{Value: string(journey.FollowUp), Label: "Some time after support ended"},
}

// questionField shows what she said before, with its day, and never fills it in.
func (p answersPage) questionField(q question) govuk.Field {
	f := p.choiceField(q.measure, q.asks, "", p.given[q.measure])
	for _, said := range p.Row.Answers {
		if said.Measure == q.measure {
			f.Hint = "Said on " + said.On.Short() + ": " + lowerFirst(answerWords[said.Answer])
		}
	}
	f.Compact = true
	return f
}

func answerOptions() []govuk.Option {
	var options []govuk.Option
	for _, code := range journey.OutcomeAnswers {
		options = append(options, govuk.Option{Value: code, Label: answerWords[code]})
	}
	return options
}

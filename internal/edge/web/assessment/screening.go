package assessment

import (
	"throughline/internal/casework/assessment"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
	"throughline/internal/edge/web/woman"
)

// screeningPage asks the screening questions of the seven areas.
type screeningPage struct {
	woman.Frame
	form
	asker     access.Asker
	screening assessment.Screening
	where     string
	typed     map[string]journey.ScreenedAnswer
	done      string
}

func (d Door) screening(r *web.Request) (web.Response, error) {
	p, err := d.screeningPage(r)
	if err != nil {
		return web.Response{}, err
	}
	p.form, p.done = d.blank(), r.Query("done")
	return p.response(), nil
}

func (d Door) screeningPage(r *web.Request) (screeningPage, error) {
	frame, err := d.Woman.Open(r)
	if err != nil {
		return screeningPage{}, err
	}
	screening, err := d.Desk.Screening(r.Context(), r.Asker, r.PathValue("case"))
	return screeningPage{Frame: frame, asker: r.Asker, screening: screening}, err
}

func (d Door) screen(r *web.Request) (web.Response, error) {
	p, err := d.screeningPage(r)
	if err != nil {
		return web.Response{}, err
	}
	p.form, p.where, p.typed = posted(r), r.Field("where"), map[string]journey.ScreenedAnswer{}
	entry := journey.ScreenEntry{At: calendar.OnDay(p.day), Where: journey.AskedWhere(p.where)}
	for _, question := range p.screening.Questions {
		answer := journey.ScreenedAnswer{
			Question: question.ID, Answer: journey.ScreenAnswer(r.Field(question.ID)), Words: r.Field(question.ID + "-words"),
		}
		p.typed[question.ID] = answer
		entry.Answers = append(entry.Answers, answer)
	}
	harm := false
	if !p.Problems.Any() {
		if harm, err = d.Desk.Screen(r.Context(), r.Asker, r.PathValue("case"), p.Key, entry); err != nil {
			err = p.Settle(err)
		}
	}
	switch {
	case err != nil:
		return web.Response{}, err
	case p.Problems.Any():
		p.anchor("questions", p.screening.Questions[0].ID)
		return p.response(), nil
	case harm:
		return p.Done("safety-steps", "harm"), nil
	}
	return p.Done("screening", "screening"), nil
}

func (p screeningPage) response() web.Response {
	return p.Show("Screening questions", "", p.Problems, screeningBody(p))
}

func (p screeningPage) path() string { return woman.Path(p.View().Row.Case, "screening") }

// areas are the seven, each with its questions.
func (p screeningPage) areas() []area {
	var all []area
	for _, one := range need.Areas() {
		a := area{Area: one}
		for _, question := range p.screening.Questions {
			if question.Area == one {
				a.questions = append(a.questions, question)
			}
		}
		all = append(all, a)
	}
	return all
}

type area struct {
	need.Area
	questions []assessment.Asked
}

// open says whether a question is shown to be answered: it is not where she told,
// unless something was typed.
func (p screeningPage) open(q assessment.Asked) bool {
	typed := p.typed[q.ID]
	return !q.Told || typed.Answer != "" || typed.Words != "" || p.Problems.For(q.ID) != ""
}

// finding tells in one line what is known.
func (p screeningPage) finding(f journey.Finding) string {
	who := whoWrote(p.Frame, p.asker, f.By, f.Agency)
	if f.Answer == "" {
		line := "Raised on " + f.On.Day().Short()
		if who != "" {
			line += ", by " + who
		}
		return line + ". She was not asked this there"
	}
	line := f.Answer.Words() + ". " + f.On.Words() + ", " + lowerFirst(f.Where.Words())
	if who != "" {
		line += ", asked by " + who
	}
	if !f.Same {
		line += ", in other words"
	}
	if f.Words != "" {
		line += ". She said: “" + f.Words + "”"
	}
	return line
}

func (p screeningPage) answerField(q assessment.Asked) govuk.Field {
	label := q.Ask
	return govuk.Field{
		Name: q.ID, Label: label, LabelSize: govuk.Small, Hint: q.Hint, Value: string(p.typed[q.ID].Answer),
		Error: p.Problems.For(q.ID), Inline: true, Compact: true,
	}
}

func (p screeningPage) whereField() govuk.Field {
	return govuk.Field{Name: "where", Label: "Where do you ask her?", LabelSize: govuk.Small, Value: p.where, Error: p.Problems.For("where"), Inline: true, Compact: true}
}

func whereOptions() []govuk.Option {
	var options []govuk.Option
	for _, where := range journey.AskedWheres {
		options = append(options, govuk.Option{Value: string(where), Label: where.Words()})
	}
	return options
}

func answerOptions() []govuk.Option {
	options := []govuk.Option{}
	for _, answer := range journey.ScreenAnswers {
		options = append(options, govuk.Option{Value: string(answer), Label: answer.Words()})
	}
	return append(options, govuk.Option{Value: "", Label: "Not asked"})
}

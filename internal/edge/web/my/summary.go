package my

import (
	"errors"

	"throughline/internal/casework/sharing"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/wording"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// summaryPage is what she takes with her to another service, word for word as it
// is handed over if she says yes.
type summaryPage struct {
	wording.Words
	sharing.SummaryView
	key          string
	choice, said string
	problems     govuk.Problems
}

func (d Door) summaryPage(r *web.Request) (summaryPage, string, error) {
	view, w, err := d.view(r)
	if err != nil {
		return summaryPage{}, "", err
	}
	p := summaryPage{Words: w, key: d.Desk.NewKey()}
	p.SummaryView, err = d.Share.Summary(r.Context(), r.Asker, view.Row.Case)
	return p, view.Row.Case, err
}

func (d Door) summary(r *web.Request) (web.Response, error) {
	p, _, err := d.summaryPage(r)
	if err != nil {
		return web.Response{}, err
	}
	return p.answer(), nil
}

// answerSummary takes what she says to it.
func (d Door) answerSummary(r *web.Request) (web.Response, error) {
	p, caseID, err := d.summaryPage(r)
	if err != nil {
		return web.Response{}, err
	}
	p.choice, p.said = r.Field("choice"), r.Field("text")
	if r.ChoosesLanguage() {
		return p.answer(), nil
	}
	_, err = d.Share.AnswerSummary(r.Context(), r.Asker, caseID, r.Field("key"), sharing.SummaryAnswer{
		Digest: r.Field("digest"), Answer: journey.YesNo(p.choice), Words: p.said,
	})
	var wrong journey.Problems
	switch {
	case errors.As(err, &wrong) && p.choice == "":
		p.problems.Add("choice", p.Say("my.problem.choice"))
		return p.answer(), nil
	case errors.As(err, &wrong):
		p.problems.Add("", p.Say("my.summary.old"))
		return p.answer(), nil
	case err != nil:
		return web.Response{}, err
	}
	return web.Redirect(summaryPath), nil
}

func (p summaryPage) answer() web.Response {
	shown := page(p.Words, "summary", summaryBody(p))
	shown.Problems, shown.Answers = p.problems, form
	return web.Show(shown)
}

func (p summaryPage) choiceField() govuk.Field {
	return govuk.Field{Name: "choice", Label: p.Say("my.summary.ask"), LabelSize: govuk.Medium, Value: p.choice, Error: p.problems.For("choice")}
}

func (p summaryPage) options() []govuk.Option {
	return []govuk.Option{{Value: "yes", Label: p.Say("my.summary.yes")}, {Value: "no", Label: p.Say("my.summary.no")}}
}

func (p summaryPage) textField() govuk.Field {
	return govuk.Field{Name: "text", Label: p.Say("my.summary.words"), Value: p.said, Autocomplete: "off", Rows: 3}
}

package onward

import (
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/forms"
	"throughline/internal/edge/web/govuk"
)

// advocacyPage writes down what was done on her behalf.
type advocacyPage struct {
	sheet
	forms.Form
	what, with, minutes, accompanied, outcome, pathway, words string
	on                                                        govuk.DateParts
}

func (d Door) advocacy(r *web.Request) (web.Response, error) {
	s, err := d.open(r)
	if err != nil {
		return web.Response{}, err
	}
	return advocacyPage{sheet: s, Form: dates.Blank(d.keyOf(r)), on: govuk.DateOf(s.Today)}.response(), nil
}

func (d Door) noteAdvocacy(r *web.Request) (web.Response, error) {
	s, err := d.open(r)
	if err != nil {
		return web.Response{}, err
	}
	p := advocacyPage{
		sheet: s, Form: dates.Blank(d.keyOf(r)), what: r.Field("what"), with: r.Field("with"), minutes: r.Field("minutes"),
		accompanied: r.Field("accompanied"), outcome: r.Field("outcome"), pathway: r.Field("pathway"), words: r.Field("words"),
	}
	var on calendar.Day
	p.on, on = p.ReadDay(r, "on")
	minutes := p.ReadNumber("minutes", r.Field("minutes"), "Enter how long it took in minutes, such as 30")
	if p.Problems.Any() {
		return p.response(), nil
	}
	entry := journey.AdvocacyEntry{
		What: journey.AdvocacyKind(p.what), With: journey.AdvocacyWith(p.with), On: on, Accompanied: journey.YesNo(p.accompanied),
		Outcome: journey.AdvocacyOutcome(p.outcome), Pathway: need.Pathway(p.pathway), Words: p.words,
	}
	if minutes != nil {
		entry.Minutes = *minutes
	}
	if _, err := d.Desk.Advocate(r.Context(), r.Asker, s.Row.Case, p.Key, entry); err != nil {
		if err := p.Settle(err); err != nil {
			return web.Response{}, err
		}
		return p.response(), nil
	}
	return web.Redirect(s.path("/onward") + "?done=advocacy"), nil
}

func (p advocacyPage) response() web.Response {
	return p.page("Advocacy", p.Form, p.toReferrals(), web.Page{Body: advocacyBody(p)})
}

// optionsOf makes the answers to a question from codes that have words.
func optionsOf[C interface {
	~string
	Words() string
}](codes []C, none ...string) []govuk.Option {
	var options []govuk.Option
	for _, text := range none {
		options = append(options, govuk.Option{Value: "", Label: text})
	}
	for _, code := range codes {
		options = append(options, govuk.Option{Value: string(code), Label: code.Words()})
	}
	return options
}

package hardship

import (
	"fmt"
	"slices"

	"github.com/a-h/templ"

	"throughline/internal/casework"
	"throughline/internal/casework/hardship"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
	"throughline/internal/edge/web/pattern"
	"throughline/internal/edge/web/woman"
)

// hersPage is what was asked for a woman, and the form to ask.
type hersPage struct {
	form
	hardship.Hers
	said                                   string
	fund, buys, amount, what, urgent, safe string
	now, why, paid                         string
}

func (d Door) hers(r *web.Request) (web.Response, error) {
	return d.showHers(r, hersPage{form: blank(d.Desk.NewID()), said: done[r.Query("done")], now: waits})
}

func (d Door) showHers(r *web.Request, page hersPage) (web.Response, error) {
	hers, err := d.Desk.Hers(r.Context(), r.Asker, r.PathValue("case"))
	if err != nil {
		return web.Response{}, err
	}
	page.Hers = hers
	if page.fund == "" && len(hers.Funds) == 1 {
		page.fund = hers.Funds[0].Fund
	}
	return web.Show(web.Page{
		Title: "Hardship fund", Problems: page.Problems, Above: identity(hers), Body: hersBody(page),
		Back: govuk.Link{Text: "Back to her record", Href: woman.Path(hers.Case, "")},
	}), nil
}

// identity is the bar that says whose page it is.
func identity(hers hardship.Hers) templ.Component {
	return pattern.IdentityBar(pattern.Identity{Name: woman.Called(hers.Name), Reference: hers.Reference, Contact: hers.Contact})
}

// When it is given: now, or once it is agreed.
const (
	waits = "later"
	ahead = "now"
)

func (d Door) ask(r *web.Request) (web.Response, error) {
	caseID := r.PathValue("case")
	page := hersPage{
		form: posted(r), fund: r.Field("fund"), buys: r.Field("buys"), amount: r.Field("amount"), what: r.Field("for"), urgent: r.Field("urgent"),
		safe: r.Field("safe"), now: r.Field("now"), why: r.Field("why"), paid: r.Field("paid"),
	}
	entry := journey.HardshipEntry{
		Buys: journey.HardshipKind(page.buys), Pence: page.readPounds("amount", page.amount), For: page.what, Urgent: page.urgent == string(journey.Yes),
		Safe: journey.HardshipSafe(page.safe), Now: page.now == ahead, Why: page.why, Paid: journey.PaidBy(page.paid),
	}
	if page.Stopped() {
		return d.showHers(r, page)
	}
	if err := d.Desk.Ask(r.Context(), r.Asker, caseID, page.Key, page.fund, entry); err != nil {
		if _, err := page.SettleMoved(err); err != nil {
			return web.Response{}, err
		}
		return d.showHers(r, page)
	}
	said := "asked"
	hers, err := d.Desk.Hers(r.Context(), r.Asker, caseID)
	if err != nil {
		return web.Response{}, err
	}
	switch last := hers.Requests[0]; {
	case last.Ahead:
		said = "ahead"
	case last.Given.Known():
		said = "given"
	case last.MayGive:
		said = "may"
	}
	return web.Redirect(woman.Path(caseID, "hardship") + "?done=" + said), nil
}

// state says how a request stands.
func state(one hardship.Request) string {
	switch {
	case one.Ahead:
		return "Given on " + one.Given.Short() + ". A lead looks at it afterwards"
	case one.Given.Known() && one.Returned > 0:
		return "Given on " + one.Given.Short() + ". Came back: " + journey.Pounds(one.Returned)
	case one.Given.Known():
		return "Given on " + one.Given.Short()
	case one.Answer == journey.HardshipDeclined:
		return "The answer was no"
	case one.Answer == journey.HardshipQuestion:
		return "There is a question for you"
	case one.MayGive:
		return "Agreed: you can give it"
	}
	return "Waits for a lead"
}

func (p hersPage) table() govuk.TableOf {
	t := govuk.TableOf{
		Caption: "Asked for her before", CaptionSize: govuk.Medium, RowHeads: true,
		Columns: []govuk.Column{{Text: "For"}, {Text: "Amount", Numeric: true}, {Text: "Fund"}, {Text: "State"}},
	}
	for _, one := range p.Requests {
		fund := one.FundName
		if fund == "" {
			fund = "No fund named"
		}
		t.Rows = append(t.Rows, []govuk.Cell{{Content: requestLink(p.Case, one)}, {Text: journey.Pounds(one.Pence)}, {Text: fund}, {Text: state(one)}})
	}
	return t
}

func (p hersPage) fundField() (govuk.Field, []govuk.Option) {
	var options []govuk.Option
	for _, fund := range p.Funds {
		hint := "Left: " + optional(fund.Left) + ". "
		if fund.Left != nil && *fund.Left <= 0 {
			hint = "The budget is used up. You can still ask. "
		}
		options = append(options, govuk.Option{Value: fund.Fund, Label: fund.Name, Hint: hint + second(fund.FundSet)})
	}
	return p.Field("fund", "From which fund?", "", p.fund), options
}

// second says what one person may give alone.
func second(fund journey.FundSet) string {
	if fund.Ceiling == nil {
		return "A lead agrees to every request."
	}
	return "Up to " + journey.Pounds(*fund.Ceiling) + " you can give it yourself."
}

func (p hersPage) safeOptions() []govuk.Option {
	var options []govuk.Option
	for _, safe := range journey.HardshipSafes {
		options = append(options, govuk.Option{Value: string(safe), Label: safe.Words()})
	}
	return options
}

func (p hersPage) nowOptions() []govuk.Option {
	return []govuk.Option{
		{Value: waits, Label: "It can wait until it is agreed"},
		{Value: ahead, Label: "She cannot wait: I give it now", Hint: "A lead looks at it afterwards.", Reveal: aheadFields(p)},
	}
}

// requestPage is one request, with what can be done about it.
type requestPage struct {
	form
	hardship.Hers
	hardship.Request
	answer, reason, amount, paid, returned, why string
	given                                       govuk.DateParts
}

func (d Door) request(r *web.Request) (web.Response, error) {
	return d.showRequest(r, requestPage{form: blank(d.Desk.NewID()), given: govuk.DateOf(d.Desk.Today())})
}

func (d Door) showRequest(r *web.Request, page requestPage) (web.Response, error) {
	hers, err := d.Desk.Hers(r.Context(), r.Asker, r.PathValue("case"))
	if err != nil {
		return web.Response{}, err
	}
	i := slices.IndexFunc(hers.Requests, func(one hardship.Request) bool { return one.Grant.Request == r.PathValue("request") })
	if i < 0 {
		return web.Response{}, casework.Fail(casework.NotFound, "opening a request", "there is no such request")
	}
	page.Hers, page.Request = hers, hers.Requests[i]
	if page.amount == "" && len(page.Problems) == 0 {
		page.amount = bare(&page.Grant.Pence)
	}
	return web.Show(web.Page{
		Title: "A request to the hardship fund", Problems: page.Problems, Above: identity(hers), Body: requestBody(page),
		Back: govuk.Link{Text: "Back to her hardship fund", Href: woman.Path(hers.Case, "hardship")},
	}), nil
}

// acts of a request: each is a form of its own.
const (
	decides = "decide"
	gives   = "give"
	returns = "return"
)

func (d Door) act(r *web.Request) (web.Response, error) {
	caseID, request := r.PathValue("case"), r.PathValue("request")
	page := requestPage{
		form: posted(r), answer: r.Field("answer"), reason: r.Field("reason"), amount: r.Field("amount"), paid: r.Field("paid"),
		returned: r.Field("returned"), why: r.Field("why"),
	}
	var err error
	said, to := "", woman.Path(caseID, "hardship")
	switch r.Field("act") {
	case decides:
		said = "answered"
		err = d.Desk.Decide(r.Context(), r.Asker, caseID, page.Key, request, journey.HardshipDecision(page.answer), page.reason)
		to = "/funds"
	case gives:
		said = "given"
		entry := journey.GivenEntry{Request: request, Paid: journey.PaidBy(page.paid)}
		page.given, entry.On = page.ReadDay(r, "given")
		entry.Pence = page.readPounds("amount", page.amount)
		if page.Stopped() {
			return d.showRequest(r, page)
		}
		err = d.Desk.Give(r.Context(), r.Asker, caseID, page.Key, entry)
	case returns:
		said = "returned"
		pence := page.readPounds("returned", page.returned)
		if page.Stopped() {
			return d.showRequest(r, page)
		}
		err = d.Desk.Return(r.Context(), r.Asker, caseID, page.Key, request, pence, page.why)
	default:
		return web.Response{}, casework.Fail(casework.Invalid, "reading the form", "%q is nothing that can be done", r.Field("act"))
	}
	if err == nil {
		return web.Redirect(to + "?done=" + said), nil
	}
	if _, err := page.SettleMoved(err); err != nil {
		return web.Response{}, err
	}
	return d.showRequest(r, page)
}

func (p requestPage) facts() []govuk.SummaryRow {
	fund := p.FundName
	if fund == "" {
		fund = "No fund named"
	}
	rows := []govuk.SummaryRow{
		{Key: "For", Value: p.Buys.Words()}, {Key: "Amount", Value: journey.Pounds(p.Pence)}, {Key: "Fund", Value: fund}, {Key: "State", Value: state(p.Request)},
	}
	add := func(key, value string) {
		if value != "" {
			rows = append(rows, govuk.SummaryRow{Key: key, Value: value})
		}
	}
	add("What for", p.For)
	if p.Asked.Known() {
		add("Asked", fmt.Sprintf("%s, by %s", p.Asked.Short(), p.By))
		add("Safe for her to have", p.Safe.Words())
	}
	add("Why it could not wait", p.Why)
	add("Answered by", p.Then)
	add("Answer", p.Said)
	if p.Grant.Given.Known() {
		add("How", p.Grant.Paid.Words())
	}
	return rows
}

func (p requestPage) answers() []govuk.Option {
	var options []govuk.Option
	for _, one := range journey.HardshipDecisions {
		options = append(options, govuk.Option{Value: string(one), Label: one.Words()})
	}
	return options
}

// urgentField asks whether it is urgent.
func urgentField(p hersPage) govuk.Field {
	one := p.Field("urgent", "Is it urgent? (optional)", "", "")
	if p.urgent != "" {
		one.Values = []string{p.urgent}
	}
	return one
}

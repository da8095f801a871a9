package governance

import (
	"errors"
	"net/http"

	"throughline/internal/casework/safeguarding"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// findPage is the search for one woman, and what it found.
type findPage struct {
	terms
	asker    access.Asker
	purpose  string
	reason   string // to open her record
	key      string
	searched bool
	found    safeguarding.Found
	opened   []safeguarding.OpenRecord
	asked    bool
	limited  string // why no search may be made now
	problems govuk.Problems
}

func (d Door) blankFind(r *web.Request) (web.Response, error) {
	page := findPage{asker: r.Asker, asked: r.Query("done") == "asked"}
	if err := d.listOpened(r, &page); err != nil {
		return web.Response{}, err
	}
	return page.response(), nil
}

// listOpened puts on the page which records are open to the asker outside the role.
func (d Door) listOpened(r *web.Request, page *findPage) (err error) {
	if safeguarding.MayAskToOpen(r.Asker) {
		page.opened, err = d.Desk.Opened(r.Context(), r.Asker)
	}
	return err
}

// find is posted, so that no name stands in an address.
func (d Door) find(r *web.Request) (web.Response, error) {
	page := findPage{asker: r.Asker, terms: termsFrom(r.Posted), purpose: r.Field("purpose")}
	query := page.read(&page.problems)
	if page.problems.Any() {
		return page.response(), nil
	}
	found, err := d.Desk.Find(r.Context(), r.Asker, safeguarding.Search{Purpose: access.Purpose(page.purpose), Declaration: query})
	if err != nil {
		return page.settle(err)
	}
	page.searched, page.found, page.key = true, found, d.Desk.NewID()
	return page.response(), nil
}

// askToOpen asks a second person. What is shown is the same whether or not she is
// known.
func (d Door) askToOpen(r *web.Request) (web.Response, error) {
	page := findPage{asker: r.Asker, terms: termsFrom(r.Posted), purpose: string(access.ForSafeguarding), reason: r.Field("reason"), key: r.Field("key"), searched: true}
	query := page.read(&page.problems)
	if page.problems.Any() {
		return page.response(), nil
	}
	if err := d.Desk.AskToOpen(r.Context(), r.Asker, page.key, query, page.reason); err != nil {
		return page.settle(err)
	}
	return web.Redirect("/find?done=asked"), nil
}

// settle shows an error that the page can show, and returns any other.
func (p findPage) settle(err error) (web.Response, error) {
	var limit safeguarding.LimitReached
	problems, mend := problemsOf(err)
	switch {
	case mend:
		p.problems = problems
		return p.response(), nil
	case errors.As(err, &limit):
		p.limited = "You may search again at " + calendar.At(limit.Until).Words() + ". If somebody is in danger now, call the lead of the service."
		return p.response().WithStatus(http.StatusTooManyRequests), nil
	}
	return web.Response{}, err
}

func (p findPage) response() web.Response {
	return web.Show(web.Page{Title: "Find one woman", Body: findBody(p), Problems: p.problems})
}

func (p findPage) purposeField() (govuk.Field, []govuk.Option) {
	field := govuk.Field{
		Name: "purpose", Label: "What do you search for?", LabelSize: govuk.Small, Value: p.purpose, Error: p.problems.For("purpose"),
		Hint: "Each search is written down with your name and this answer.",
	}
	var options []govuk.Option
	for _, purpose := range safeguarding.Purposes(p.asker) {
		options = append(options, govuk.Option{Value: string(purpose), Label: purposeWords[purpose]})
	}
	return field, options
}

func (p findPage) familyField() govuk.Field {
	return p.field(p.problems, "family", "Her last name", "The whole name, with her date of birth", p.family)
}

func (p findPage) bornField() govuk.Field {
	return p.field(p.problems, "born", "Her date of birth", "For example, 27 3 1990", "")
}

func (p findPage) phoneField() govuk.Field {
	return p.field(p.problems, "phone", "Or her phone number", "", p.phone)
}

func (p findPage) referenceField() govuk.Field {
	return p.field(p.problems, "reference", "Or a reference", "Such as TZ3H-6ABC", p.reference)
}

// asksToOpen says whether the page offers to ask a second person.
func (p findPage) asksToOpen() bool {
	return p.searched && len(p.found.Cases) == 0 && !p.found.More && safeguarding.MayAskToOpen(p.asker)
}

func (p findPage) reasonField() govuk.Field {
	return govuk.Field{
		Name: "reason", Label: "Why must her record be opened?", LabelSize: govuk.Small, Value: p.reason, Error: p.problems.For("reason"), Rows: 3,
		Hint: "A second person reads this. It is written down.",
	}
}

func (p findPage) table() govuk.TableOf {
	t := govuk.TableOf{Caption: "1 woman found", RowHeads: true, Columns: []govuk.Column{{Text: "Name"}, {Text: "Reference"}, {Text: "Referred"}, {Text: "Support"}}}
	for _, one := range p.found.Cases {
		support := "Open"
		if one.Closed.Known() {
			support = "Ended " + one.Closed.Short()
		}
		row := govuk.Text("", one.Reference, one.Referred.Short(), support)
		row[0] = govuk.Cell{Content: caseLink(one.Name, one.Case)}
		t.Rows = append(t.Rows, row)
	}
	return t
}

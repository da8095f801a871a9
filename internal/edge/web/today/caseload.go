package today

import (
	"net/url"
	"strconv"

	"throughline/internal/casework/support"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
	"throughline/internal/edge/web/woman"
)

// caseloadPage is Caseload: a page of cases, or what a search found.
type caseloadPage struct {
	support.Caseload
	lead     bool
	today    calendar.Day
	chosen   url.Values // how the list is chosen, by chosenNames
	query    support.Query
	text     string
	searched bool
}

func (d Door) caseload(r *web.Request) (web.Response, error) {
	number, err := strconv.Atoi(r.Query("page"))
	if err != nil || number < 1 {
		number = 1
	}
	page := d.blankCaseload(r, r.Chosen(chosenNames...))
	page.query.Page = number
	page.Caseload, err = d.Support.Caseload(r.Context(), r.Asker, page.query)
	if err != nil {
		return web.Response{}, err
	}
	return page.response(), nil
}

// search shows whom of her own caseload a text finds. It is posted, so that no name
// stands in an address, and shows the first page only.
func (d Door) search(r *web.Request) (web.Response, error) {
	page := d.blankCaseload(r, r.Posted)
	r.Choose("/caseload", page.chosen)
	if page.text = r.Field("text"); page.text == "" || page.lead {
		return web.Redirect(page.href(1)), nil
	}
	page.searched = true
	page.query.Text = page.text
	found, err := d.Support.Caseload(r.Context(), r.Asker, page.query)
	if err != nil {
		return web.Response{}, err
	}
	page.Caseload = found
	return page.response(), nil
}

func (d Door) blankCaseload(r *web.Request, chosen url.Values) caseloadPage {
	page := caseloadPage{lead: r.Asker.Role == access.ServiceLead, today: d.Support.Bench.Today()}
	page.read(chosen)
	return page
}

func (p caseloadPage) response() web.Response {
	return web.Show(web.Page{Title: "Caseload", Wide: true, Body: caseloadBody(p)})
}

// href is the address of a page of the list, with how it is chosen.
func (p caseloadPage) href(page int) string {
	query := url.Values{}
	for name := range p.chosen {
		query.Set(name, p.chosen.Get(name))
	}
	if page > 1 {
		query.Set("page", strconv.Itoa(page))
	}
	if len(query) == 0 {
		return "/caseload"
	}
	return "/caseload?" + query.Encode()
}

func (p caseloadPage) pages() govuk.Pages {
	return govuk.Pages{Current: p.Page, Total: p.Pages, Href: p.href}
}

func (p caseloadPage) textField() govuk.Field {
	return govuk.Field{
		Name: "text", Label: "Name or reference", LabelSize: govuk.Small, Value: p.text,
		Autocomplete: "off", NoSpelling: true, Width: 20,
	}
}

// stateField and its options: the empty state is what is asked for without one.
func (p caseloadPage) stateField() govuk.Field {
	return govuk.Field{Name: "state", Label: "Which cases", LabelSize: govuk.Small, Value: p.chosen.Get("state")}
}

func (p caseloadPage) stateOptions() []govuk.Option {
	options := []govuk.Option{{Value: support.StateOpen, Label: "Open"}, {Value: support.StateClosed, Label: "Closed"}}
	if p.lead {
		options = append(options, govuk.Option{Value: support.StateWaiting, Label: "Without a keyworker"})
	}
	return append(options, govuk.Option{Value: support.StateAll, Label: "Open and closed"})
}

// found says how many there are.
func (p caseloadPage) found() string {
	switch {
	case p.Total == 0 && !p.searched && p.narrowed() && p.chosen.Encode() != "state=closed":
		return "No cases are like this. Choose less, or clear what you chose."
	case p.Total == 0 && p.searched:
		return "Nobody was found. Check the spelling, or choose open and closed cases."
	case p.Total == 0:
		return "No cases here yet."
	case p.Total == 1:
		return "1 case"
	case p.Pages > 1 && p.searched:
		return "The first " + strconv.Itoa(len(p.Lines)) + " of " + strconv.Itoa(p.Total) + " cases. Enter more of her name to see fewer."
	}
	return strconv.Itoa(p.Total) + " cases"
}

func (p caseloadPage) table() govuk.TableOf {
	t := govuk.TableOf{
		Caption: "Cases", RowHeads: true,
		Columns: []govuk.Column{{Text: "Name"}, {Text: "Reference"}, {Text: "Referred"}, {Text: "Next appointment"}, {Text: "Without contact for"}, {Text: "Condition"}},
	}
	if !p.searched { // a search stands in no address, and is not sorted by one
		t.Columns[2] = p.referredColumn()
		t.Columns[3] = p.column("Next appointment", support.Soonest, govuk.Ascending)
		t.Columns[4] = p.column("Without contact for", support.Quiet, govuk.Descending)
		t.Columns[5] = p.column("Condition", support.Due, govuk.Ascending)
	}
	if p.lead {
		t.Columns = append(t.Columns, govuk.Column{Text: "Keyworker"})
	}
	for _, one := range p.Lines {
		row := govuk.Text("", one.Reference, one.Referred.Short(), p.next(one), without(one), condition(one))
		row[0] = govuk.Cell{Content: nameLink(woman.Called(one.Name), woman.Path(one.Case, ""))}
		if p.lead {
			name := one.WorkerName
			if name == "" {
				name = "Nobody yet"
			}
			row = append(row, govuk.Cell{Text: name})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (p caseloadPage) next(one support.Line) string {
	switch {
	case one.Closed.Known():
		return "Ended " + one.Closed.Short()
	case one.Next.Known():
		return woman.When(one.Next, p.today)
	}
	return "None booked"
}

// without says how long nobody has met or spoken to her, since referral where
// nobody has yet; for a closed case it no longer matters.
func without(one support.Line) string {
	if one.Closed.Known() {
		return ""
	}
	return woman.Days(one.Silent)
}

func condition(one support.Line) string {
	if one.Condition == nil {
		return "No condition"
	}
	return one.Ending.Brief()
}

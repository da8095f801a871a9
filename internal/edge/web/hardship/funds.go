package hardship

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"fmt"
	"strconv"

	"throughline/internal/casework/hardship"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
	"throughline/internal/reckoning/figure"
)

// fundsPage is what waits, what is left and what a month cost.
type fundsPage struct {
	hardship.Kept
	said string
}

// monthOf reads a month such as 2026-03; none where it is not one.
func monthOf(text string) calendar.Day {
	day, err := calendar.ParseDay(text + "-01")
	if err != nil {
		return 0
	}
	return day
}

// monthCode writes a month as monthOf reads it.
func monthCode(day calendar.Day) string {
	year, month, _ := day.Date()
	return fmt.Sprintf("%04d-%02d", year, month)
}

// monthWords writes a month as people say it.
func monthWords(day calendar.Day) string {
	year, month, _ := day.Date()
	return fmt.Sprintf("%s %d", month, year)
}

func (d Door) funds(r *web.Request) (web.Response, error) {
	kept, err := d.Desk.Keep(r.Context(), r.Asker, monthOf(r.Query("month")))
	if err != nil {
		return web.Response{}, err
	}
	return web.Show(web.Page{Title: "Funds", Body: fundsBody(fundsPage{kept, done[r.Query("done")]}), Wide: true}), nil
}

// optional writes an amount that may not be stated.
func optional(pence *int64) string {
	if pence == nil {
		return "Not stated"
	}
	return journey.Pounds(*pence)
}

func (p fundsPage) bookTable() govuk.TableOf {
	t := govuk.TableOf{
		Caption: "Funds", CaptionSize: govuk.Medium, RowHeads: true,
		Columns: []govuk.Column{{Text: "Fund"}, {Text: "Pays"}, {Text: "Budget", Numeric: true}, {Text: "Spent", Numeric: true}, {Text: "Agreed, not given", Numeric: true}, {Text: "Left", Numeric: true}, {Text: "Second person"}},
	}
	for _, book := range p.Books {
		t.Rows = append(t.Rows, []govuk.Cell{
			{Content: fundLink(book)}, {Text: book.From.Short() + " to " + book.To.Short()}, {Text: optional(book.Pence)}, {Text: journey.Pounds(book.Spent)},
			{Text: journey.Pounds(book.Committed)}, {Content: left(book)}, {Text: ceiling(book.FundSet)},
		})
	}
	return t
}

// ceiling says when a second person has to agree.
func ceiling(fund journey.FundSet) string {
	if fund.Ceiling == nil {
		return "Always: no ceiling is stated"
	}
	return "Above " + journey.Pounds(*fund.Ceiling)
}

func (p fundsPage) waitingTable() govuk.TableOf {
	t := govuk.TableOf{
		Caption: "Waiting for your answer", CaptionSize: govuk.Medium, RowHeads: true,
		Columns: []govuk.Column{{Text: "Woman"}, {Text: "Amount", Numeric: true}, {Text: "For"}, {Text: "Asked"}, {Text: "State"}},
	}
	for _, one := range p.Waiting {
		t.Rows = append(t.Rows, []govuk.Cell{
			{Content: waitingLink(one)}, {Text: journey.Pounds(one.Pence)}, {Text: one.Buys.Words() + ": " + one.For},
			{Text: one.Asked.Short() + ", by " + one.By}, {Text: waitingState(one)},
		})
	}
	return t
}

func waitingState(one hardship.Waiting) string {
	switch {
	case one.Ahead && one.Why != "":
		return "Given already: " + one.Why
	case one.Ahead:
		return "Given already"
	case one.Answer == journey.HardshipQuestion:
		return "A question was asked"
	case one.Urgent == journey.Yes:
		return "Urgent today"
	}
	return "Waits"
}

func (p fundsPage) spentTable() govuk.TableOf {
	t := govuk.TableOf{
		Caption: "Spent in " + monthWords(p.Month), CaptionSize: govuk.Medium,
		Columns: []govuk.Column{{Text: "Fund"}, {Text: "For"}, {Text: "How"}, {Text: "Payments", Numeric: true}, {Text: "Amount", Numeric: true}},
	}
	for _, line := range p.Lines {
		t.Rows = append(t.Rows, govuk.Text(cmp.Or(line.FundName, "No fund named"), line.Buys.Words(), line.Paid.Words(), strconv.Itoa(line.Payments), journey.Pounds(line.Pence)))
	}
	return t
}

// effect says what happened after, and nothing about why.
func (p fundsPage) effect() string {
	came := p.Effect.Came
	if of, _ := came.Base(); of == 0 {
		return "No woman who was given something has had an appointment since."
	}
	return fmt.Sprintf("Women who came to their next appointment after a first payment: %s. %s had no appointment since. This does not say why they came. Counted from the first payment, %s.",
		figure.InSentence(came), women(p.Effect.Waiting), came.Meaning().Window.Words())
}

func women(n int) string {
	if n == 1 {
		return "1 more woman has"
	}
	return fmt.Sprintf("%d more women have", n)
}

func (d Door) spending(r *web.Request) (web.Response, error) {
	month, lines, err := d.Desk.Spend(r.Context(), r.Asker, monthOf(r.Query("month")))
	if err != nil {
		return web.Response{}, err
	}
	var text bytes.Buffer
	out := csv.NewWriter(&text)
	rows := [][]string{{"month", "fund", "kind", "paid_by", "payments", "amount_pence"}}
	for _, line := range lines {
		rows = append(rows, []string{monthCode(month), inCell(line.FundName), string(line.Buys), string(line.Paid), strconv.Itoa(line.Payments), strconv.FormatInt(line.Pence, 10)})
	}
	if err := out.WriteAll(rows); err != nil {
		return web.Response{}, fmt.Errorf("writing the spending: %w", err)
	}
	return web.Download("funds-"+monthCode(month)+".csv", "text/csv; charset=utf-8", text.Bytes()), nil
}

// fundPage sets a fund.
type fundPage struct {
	form
	fund                          string // "" for a new one
	name, funder, budget, ceiling string
	from, to                      govuk.DateParts
	buys, approvers               []string
	people                        []govuk.Option
}

// bare writes an amount for a box, without its sign; none where it is not stated.
func bare(pence *int64) string {
	if pence == nil {
		return ""
	}
	return fmt.Sprintf("%d.%02d", *pence/100, *pence%100)
}

func (d Door) fund(r *web.Request) (web.Response, error) {
	page := fundPage{form: blank(d.Desk.NewID()), fund: r.PathValue("fund")}
	if page.fund != "" {
		known, err := d.Desk.Fund(r.Context(), r.Asker, page.fund)
		if err != nil {
			return web.Response{}, err
		}
		page.Version, page.name, page.funder = hardship.Version(known), known.Name, known.Funder
		page.budget, page.ceiling, page.approvers = bare(known.Pence), bare(known.Ceiling), known.Approvers
		page.from, page.to = govuk.DateOf(known.From), govuk.DateOf(known.To)
		for _, kind := range known.Buys {
			page.buys = append(page.buys, string(kind))
		}
	}
	return d.showFund(r, page)
}

func (d Door) showFund(r *web.Request, page fundPage) (web.Response, error) {
	people, err := d.Desk.Approvers(r.Context(), r.Asker)
	if err != nil {
		return web.Response{}, err
	}
	for _, person := range people {
		page.people = append(page.people, govuk.Option{Value: person.ID, Label: person.Name + ", " + person.Agency})
	}
	return web.Show(web.Page{Title: page.title(), Body: fundBody(page), Problems: page.Problems, Back: govuk.Link{Text: "Back to Funds", Href: "/funds"}}), nil
}

func (p fundPage) title() string {
	if p.fund == "" {
		return "Add a fund"
	}
	return "Change the fund"
}

func (d Door) set(r *web.Request) (web.Response, error) {
	page := fundPage{
		form: posted(r), fund: r.PathValue("fund"), name: r.Field("name"), funder: r.Field("funder"), budget: r.Field("budget"), ceiling: r.Field("ceiling"),
		buys: r.Posted["buys"], approvers: r.Posted["approvers"],
	}
	entry := journey.FundSet{
		Fund: page.fund, Name: page.name, Funder: page.funder, Approvers: page.approvers,
	}
	page.from, entry.From = page.ReadDay(r, "from")
	page.to, entry.To = page.ReadDay(r, "to")
	for name, into := range map[string]struct {
		text string
		to   **int64
	}{"budget": {page.budget, &entry.Pence}, "ceiling": {page.ceiling, &entry.Ceiling}} {
		if into.text != "" {
			pence := page.readPounds(name, into.text)
			*into.to = &pence
		}
	}
	for _, kind := range page.buys {
		entry.Buys = append(entry.Buys, journey.HardshipKind(kind))
	}
	if page.Stopped() {
		return d.showFund(r, page)
	}
	err := d.Desk.Set(r.Context(), r.Asker, page.Version, page.Key, entry)
	if err == nil {
		return web.Redirect("/funds?done=set"), nil
	}
	moved, err := page.SettleMoved(err)
	if err != nil {
		return web.Response{}, err
	}
	if moved {
		known, err := d.Desk.Fund(r.Context(), r.Asker, page.fund)
		if err != nil {
			return web.Response{}, err
		}
		page.Key, page.Version = d.Desk.NewID(), hardship.Version(known)
	}
	return d.showFund(r, page)
}

func (p fundPage) buysField() govuk.Field {
	one := p.Field("buys", "What may it be spent on? (optional)", "Nothing chosen means that nobody has said.", "")
	one.Values = p.buys
	return one
}

func (p fundPage) approversField() govuk.Field {
	one := p.Field("approvers", "Who agrees to payments? (optional)", "Nobody chosen means any lead of the service.", "")
	one.Values = p.approvers
	return one
}

// inCell writes a text that somebody typed so that no spreadsheet runs it.
func inCell(text string) string {
	if text != "" && bytes.ContainsAny([]byte{text[0]}, "'=+-@\t\r") {
		return "'" + text
	}
	return text
}

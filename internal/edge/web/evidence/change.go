package evidence

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/casework/evidence"
	"throughline/internal/domain/calendar"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
	"throughline/internal/reckoning/evaluation"
	"throughline/internal/reckoning/impact"
)

// changeView is what a change would admit, or where to choose one.
type changeView struct {
	reading
	examples []evidence.Example
	report   impact.Report
	counted  bool // a change was chosen
	may      bool // the reader may count changes of her own
	typed    url.Values
}

// change shows an example counted, or the list of them.
func (d Door) change(r *web.Request) (web.Response, error) {
	v := d.changeView(r)
	name := r.Query("example")
	if name == "" || v.asked.problems.Any() {
		return v.show(), nil
	}
	report, err := d.Desk.Impact(r.Context(), r.Asker, evidence.ChangeQuery{Example: name, AsAt: v.asked.asAt})
	if casework.KindOf(err) == casework.Invalid { // an edition written here took away what it changes
		for _, said := range saidOf(err) {
			v.asked.problems.Add("", "This change does not fit the rulebook as it is now. "+said)
		}
		return v.show(), nil
	}
	if err != nil {
		return web.Response{}, err
	}
	return v.with(report).show(), nil
}

// propose counts a change that the reader wrote. It writes nothing but the line
// in the ledger: to put a rulebook in force is another act.
func (d Door) propose(r *web.Request) (web.Response, error) {
	v := d.changeView(r)
	v.typed = r.Posted
	query := evidence.ChangeQuery{AsAt: v.asked.asAt, Text: []byte(r.Posted.Get("change")), EveryOffence: r.Field("every_offence")}
	if strings.TrimSpace(r.Posted.Get("change")) == "" {
		v.asked.problems.Add("change", "Paste an amendment or a whole rulebook")
	}
	for _, day := range []struct {
		name string
		into *calendar.Day
	}{{"from", &query.Window.From}, {"to", &query.Window.To}} {
		var err error
		if *day.into, err = calendar.ParseDay(r.Field(day.name)); err != nil {
			v.asked.problems.Add(day.name, "Enter the date as year, month and day, such as 2020-08-31")
		}
	}
	if query.Window.To.Known() && query.Window.From > query.Window.To {
		v.asked.problems.Add("to", "Enter a last day that is not before the first")
	}
	if v.asked.problems.Any() {
		return v.show(), nil
	}
	report, err := d.Desk.Impact(r.Context(), r.Asker, query)
	if casework.KindOf(err) == casework.Invalid {
		for _, said := range saidOf(err) {
			v.asked.problems.Add("change", said)
		}
		return v.show(), nil
	}
	if err != nil {
		return web.Response{}, err
	}
	return v.with(report).show(), nil
}

func (d Door) changeView(r *web.Request) changeView {
	return changeView{
		reading: reading{asked: d.ask(r)}, examples: d.Desk.Examples, may: evidence.MayPropose(r.Asker), typed: url.Values{},
	}
}

// saidOf returns all that is wrong with a change, each in its own words.
func saidOf(err error) []string {
	var failed *casework.Error
	if errors.As(err, &failed) {
		err = failed.Err
	}
	said := strings.Split(err.Error(), "\n")
	for i := range said {
		said[i] = upper(said[i])
	}
	return said
}

func (v changeView) with(report impact.Report) changeView {
	v.report, v.counted = report, true
	v.reading.Report = evidence.Report{
		Scheme: report.Scheme, Title: report.Title, AsAt: report.AsAt, Publication: report.Publication, Policy: report.Policy,
	}
	return v
}

func (v changeView) show() web.Response {
	page := web.Page{
		Title: "What would a change admit?", Wide: true, Problems: v.asked.problems,
		Back: govuk.Link{Text: "Back to Evidence", Href: v.asked.address("/evidence")}, Body: chooseChangePage(v),
	}
	if v.counted {
		page.Title, page.Body = v.report.Change.Title, changePage(v)
	}
	return web.Show(page)
}

// example returns the address of an example counted.
func (v changeView) example(name string) string {
	values := url.Values{"example": {name}}
	if v.asked.typed != "" {
		values.Set("as_at", v.asked.asAt.String())
	}
	return "/evidence/change?" + values.Encode()
}

// field is one question of the form, with what was typed.
func (v changeView) field(name, label, hint string) govuk.Field {
	return govuk.Field{
		Name: name, Label: label, Hint: hint, Value: v.typed.Get(name), Error: v.asked.problems.For(name),
		Autocomplete: "off", NoSpelling: true, Code: true, Rows: 14, Width: 20,
	}
}

// over says what was counted, over which days, and as known when.
func (v changeView) over() []govuk.SummaryRow {
	rows := []govuk.SummaryRow{
		{Key: "Why", Value: v.report.Change.Why},
		{Key: "Source", Value: string(v.report.Change.Source)},
		{Key: "Window", Value: upper(v.report.Window.Words())},
		{Key: "As at", Value: v.report.AsAt.Short()},
	}
	if base, ok := v.report.Figure("base"); ok {
		rows = append(rows, govuk.SummaryRow{Key: "Base", Value: base.Text() + " encounters, not women"})
	}
	var kept []govuk.SummaryRow
	for _, row := range rows {
		if row.Value != "" {
			kept = append(kept, row)
		}
	}
	return kept
}

// spaced writes a code as words.
func spaced(code string) string { return strings.ReplaceAll(code, "_", " ") }

// wording is a clause as it reads, for a summary.
func wording(w *impact.Wording) string {
	if w == nil {
		return "Not there"
	}
	return fmt.Sprintf("%s Rule: %s. Source: %s, %s.", w.Text, w.Rule, w.Source, w.Mark)
}

func (v changeView) settings() []govuk.SummaryRow {
	var rows []govuk.SummaryRow
	for _, setting := range v.report.Settings {
		rows = append(rows, govuk.SummaryRow{Key: upper(setting.Text), Value: upper(setting.Value)})
	}
	return rows
}

// shownTable is a table for the page: counts are set right.
func shownTable(table evaluation.Table) govuk.TableOf {
	t := govuk.TableOf{Caption: table.Title, CaptionSize: govuk.Medium, RowHeads: true, Compact: true}
	for i, name := range table.Columns {
		t.Columns = append(t.Columns, govuk.Column{Text: name, Numeric: i > 0})
	}
	for _, row := range table.Cells() {
		row[0] = monthWords(row[0])
		t.Rows = append(t.Rows, govuk.Text(row...))
	}
	return t
}

// monthWords says a month such as 2020-03 as March 2020, and leaves all else.
func monthWords(text string) string {
	day, err := calendar.ParseDay(text + "-01")
	if err != nil || len(text) != len("2020-03") {
		return text
	}
	year, month, _ := day.Date()
	return fmt.Sprintf("%s %d", month, year)
}

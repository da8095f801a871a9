package evidence

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
	"throughline/internal/reckoning/chart"
	"throughline/internal/reckoning/evaluation"
	"throughline/internal/reckoning/figure"
	"throughline/internal/reckoning/reportpack"
)

// tableView is a table of a report, with its chart where it has one.
type tableView struct {
	reading
	table evaluation.Table
	drawn *evaluation.Drawn
}

func (d Door) part(r *web.Request) (web.Response, error) {
	a := d.ask(r)
	if a.problems.Any() {
		return web.Show(web.Page{Title: "Evidence", Body: choosePage(a), Problems: a.problems}), nil
	}
	id, file := strings.CutSuffix(r.PathValue("part"), ".csv")
	if file {
		return d.file(r, a, id)
	}
	report, err := d.read(r, a)
	if err != nil {
		return web.Response{}, err
	}
	table, ok := report.Table(id)
	if !ok {
		return web.Response{}, noPart(id)
	}
	view := tableView{reading: report, table: table}
	if drawn, ok := report.Chart(reportpack.Beside(id)); ok {
		view.drawn = &drawn
	}
	return web.Show(web.Page{
		Title: table.Heading(), Body: tablePage(view), Wide: true,
		Back: comesFrom(r, a),
	}), nil
}

func noPart(id string) error {
	return casework.Fail(casework.NotFound, "opening evidence", "the report has no table or chart %q", id)
}

// file answers with a table or chart as CSV. Its name says what kind of copy it
// is, for a file outlives the page it came from.
func (d Door) file(r *web.Request, a asked, id string) (web.Response, error) {
	report, err := d.Desk.Take(r.Context(), r.Asker, a.query())
	if err != nil {
		return web.Response{}, err
	}
	var write func(io.Writer) error
	if table, ok := report.Table(id); ok {
		write = table.WriteCSV
	} else if drawn, ok := report.Chart(id); ok {
		write = drawn.WriteCSV
	} else {
		return web.Response{}, noPart(id)
	}
	var content bytes.Buffer
	if err := write(&content); err != nil {
		return web.Response{}, fmt.Errorf("writing %s: %w", id, err)
	}
	kind := report.Policy
	if report.Exact() {
		kind = "not-for-publication"
	}
	if a.narrowed() {
		kind = "of-a-part-" + kind
	}
	name := fmt.Sprintf("%s-%s-%s-%s.csv", id, report.Scheme, report.AsAt, kind)
	return web.Download(name, "text/csv; charset=utf-8", content.Bytes()), nil
}

// ours lists the figures of the table that the report has, row by row: those of
// another scheme say beside them which days they are of.
func (v tableView) ours() []chart.Reading {
	return slices.DeleteFunc(reportpack.Readings(v.table), func(one chart.Reading) bool { return !v.has(one) })
}

// has says whether the report has a figure, and so its workings.
func (r reading) has(one chart.Reading) bool {
	_, ours := r.Figure(one.Meaning().ID)
	return ours
}

// alone returns the one column of figures of a table, and false where it has
// several, or a cost: a cost has no percentage to open into.
func (v tableView) alone() (int, bool) {
	column, found := 0, false
	for _, row := range v.table.Rows {
		for i, cell := range row {
			if cell.Figure == nil {
				continue
			}
			if found && i != column || cell.Figure.Kind() == figure.Money {
				return 0, false
			}
			column, found = i, true
		}
	}
	return column, found
}

// says is a figure as a cell that leads to its workings, where the report has
// them: those of another scheme stand in its own document.
func (r reading) says(text string, one chart.Reading) govuk.Cell {
	if !r.has(one) {
		return govuk.Cell{Text: text}
	}
	return govuk.Cell{Content: figureLink(text, r, one)}
}

// mostWhole is how many columns a table may have that shows every figure whole. In
// a wider one the interval stands with the workings, but for none and all.
const mostWhole = 8

// shown is the table for the page. One column of figures opens into numerator,
// base, percentage and interval; several each keep theirs in the cell.
func (v tableView) shown() govuk.TableOf {
	t := govuk.TableOf{Caption: v.table.Title, CaptionSize: govuk.Medium, RowHeads: true, Compact: true}
	open, alone := v.alone()
	wide := len(v.table.Columns) > mostWhole
	for i, name := range v.table.Columns {
		t.Columns = append(t.Columns, govuk.Column{Text: name, Numeric: alone && i == open})
		if alone && i == open {
			t.Columns = append(t.Columns, govuk.Column{Text: "Base", Numeric: true}, govuk.Column{Text: "Per cent", Numeric: true}, govuk.Column{Text: "95% interval", Numeric: true})
		}
	}
	for n, row := range v.table.Rows {
		var cells []govuk.Cell
		from := v.reading
		if n < len(v.table.Groups) {
			from.asked = from.asked.group(v.table.Groups[n])
		}
		for i, cell := range row {
			switch {
			case cell.Figure == nil:
				cells = append(cells, govuk.Cell{Text: cell.Words})
				if alone && i == open {
					cells = append(cells, govuk.Text("", "", "")...)
				}
			case alone:
				cells = append(cells, from.opened(cell.Figure)...)
			case wide:
				cells = append(cells, from.says(cell.Figure.Short(), cell.Figure))
			default:
				cells = append(cells, from.says(cell.Figure.Text(), cell.Figure))
			}
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

// opened is a figure as four cells.
func (r reading) opened(one chart.Reading) []govuk.Cell {
	written := one.Written()
	first := fmt.Sprint(written.Numerator)
	if one.Kind() == figure.Mean || one.Kind() == figure.Money {
		first = one.Text()
	}
	cells := append([]govuk.Cell{r.says(first, one)}, govuk.Text("", "", "")...)
	if one.Kind() != figure.Proportion {
		return cells
	}
	cells[1].Text = fmt.Sprint(written.Base)
	cells[2].Text, cells[3].Text = written.Marker, written.Marker
	if written.Percent != nil {
		cells[2].Text = written.Percent.String() + "%"
	}
	if written.Interval != nil {
		cells[3].Text = written.Interval.Low.String() + " to " + written.Interval.High.String()
	}
	return cells
}

// workings say what the table counts.
func (v tableView) workings() []govuk.SummaryRow {
	rows := []govuk.SummaryRow{
		{Key: "Definition", Value: v.table.Definition},
		{Key: "Window", Value: upper(reportpack.Windows(v.ours()))},
		{Key: "Interval", Value: "95%, Wilson"},
		{Key: "Source", Value: v.table.Source},
	}
	if v.table.Note != "" {
		rows = append(rows, govuk.SummaryRow{Key: "Read with care", Value: v.table.Note})
	}
	return rows
}

func upper(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

package spreadsheet

import (
	"net/url"
	"strconv"
	"strings"

	"throughline/internal/casework/spreadsheet"
	"throughline/internal/domain/calendar"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// reporting is the page of what came of a sheet.
type reporting struct {
	spreadsheet.Sheet
	problems govuk.Problems
}

func (d Door) report(r *web.Request) (web.Response, error) { return d.showReport(r, nil) }

func (d Door) showReport(r *web.Request, problems govuk.Problems) (web.Response, error) {
	sheet, err := d.Desk.Reported(r.Context(), r.Asker, r.PathValue("sheet"))
	if err != nil {
		return web.Response{}, err
	}
	return web.Show(web.Page{
		Title: "What came of it", Body: reportPage(reporting{sheet, problems}), Problems: problems,
		Back: govuk.Link{Text: "Back to spreadsheets", Href: "/import"},
	}), nil
}

func (d Door) undo(r *web.Request) (web.Response, error) {
	job, wrong := d.Desk.Undo(r.Context(), r.Asker, r.PathValue("sheet"))
	if wrong == nil {
		return web.Redirect("/jobs/" + url.PathEscape(job)), nil
	}
	problems, err := problemsOf(wrong)
	if err != nil {
		return web.Response{}, err
	}
	return d.showReport(r, problems)
}

// wrong answers with the rows that are to be put right, and why, as a file.
func (d Door) wrong(r *web.Request) (web.Response, error) {
	headings, left, err := d.Desk.Wrong(r.Context(), r.Asker, r.PathValue("sheet"))
	if err != nil {
		return web.Response{}, err
	}
	lines := [][]string{harmless(append([]string{}, append(headings, "Row", "Why it was left out")...))}
	for _, row := range left {
		line := make([]string, len(headings), len(headings)+2)
		copy(line, row.Cells)
		lines = append(lines, harmless(append(line, strconv.Itoa(row.Number), strings.Join(row.Why, ". "))))
	}
	body, err := file(lines)
	if err != nil {
		return web.Response{}, err
	}
	return web.Download("rows-to-put-right.csv", "text/csv; charset=utf-8", body), nil
}

// harmless keeps a spreadsheet from taking a cell for a formula.
func harmless(cells []string) []string {
	for i := range cells {
		cells[i] = spreadsheet.Harmless(cells[i])
	}
	return cells
}

// totals counts what became of the rows.
func (r reporting) totals() []govuk.SummaryRow {
	of := r.Report
	list := []govuk.SummaryRow{
		{Key: "Rows read", Value: grouped(of.Read)}, {Key: "New", Value: grouped(of.Created)}, {Key: "Changed", Value: grouped(of.Updated)},
		{Key: "As they were", Value: grouped(of.Unchanged)}, {Key: "Skipped, as you chose", Value: grouped(of.Skipped)}, {Key: "Left out", Value: grouped(of.Left)},
	}
	if !of.Undone.IsZero() {
		list = append(list, govuk.SummaryRow{Key: "Taken back", Value: grouped(of.Back) + ", " + calendar.At(of.Undone).Words()})
	}
	return list
}

// staying lists the rows that were not taken back.
func (r reporting) staying() string {
	list := make([]string, len(r.Report.Staying))
	for i, n := range r.Report.Staying {
		list[i] = strconv.Itoa(n)
	}
	return strings.Join(list, ", ")
}

// back says until when it can be taken back, "" where it cannot.
func (r reporting) back() string {
	until := r.UndoUntil()
	if until.IsZero() {
		return ""
	}
	return calendar.At(until).Words()
}

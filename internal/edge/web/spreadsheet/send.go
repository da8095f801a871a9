package spreadsheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"net/http"

	"throughline/internal/casework"
	"throughline/internal/casework/spreadsheet"
	"throughline/internal/domain/calendar"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// sending is the page where a file is sent, with those that are under way.
type sending struct {
	name     string
	list     []spreadsheet.Sheet
	dropped  bool
	leads    bool
	problems govuk.Problems
}

func (d Door) start(r *web.Request) (web.Response, error) {
	return d.showSending(r, sending{dropped: r.Query("done") == "drop"})
}

func (d Door) showSending(r *web.Request, page sending) (web.Response, error) {
	var err error
	if page.list, err = d.Desk.List(r.Context(), r.Asker); err != nil {
		return web.Response{}, err
	}
	page.leads = spreadsheet.Leads(r.Asker)
	return web.Show(web.Page{Title: "Bring in a spreadsheet", Body: sendPage(page), Problems: page.problems}), nil
}

func (d Door) send(r *web.Request) (web.Response, error) {
	name, content, err := uploaded(r)
	page := sending{name: name}
	var tooLarge *http.MaxBytesError
	if err != nil && !errors.As(err, &tooLarge) {
		return web.Response{}, err
	}
	if name == "" {
		page.problems.Add("name", "Enter a name for the spreadsheet")
	}
	switch {
	case tooLarge != nil:
		page.problems.Add("file", "The file is larger than 50 MB. Split it")
	case len(content) == 0:
		page.problems.Add("file", "Choose the file")
	}
	if page.problems.Any() {
		return d.showSending(r, page)
	}
	id, wrong := d.Desk.Send(r.Context(), r.Asker, name, content)
	if wrong == nil {
		return web.Redirect(Path(id, "match")), nil
	}
	if page.problems, err = problemsOf(wrong); err != nil {
		return web.Response{}, err
	}
	return d.showSending(r, page)
}

// uploaded reads the form that carries a file. Its own name for the file is not
// read: it may name a woman.
func uploaded(r *web.Request) (name string, content []byte, err error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return "", nil, casework.Fail(casework.Invalid, "reading the form", "%w", err)
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return name, content, nil
		}
		if err != nil {
			return name, nil, fmt.Errorf("reading the file: %w", err)
		}
		switch part.FormName() {
		case "name":
			text, err := io.ReadAll(io.LimitReader(part, 1000))
			if err != nil {
				return name, nil, fmt.Errorf("reading the form: %w", err)
			}
			name = string(bytes.TrimSpace(text))
		case "file":
			if content, err = io.ReadAll(part); err != nil {
				return name, nil, fmt.Errorf("reading the file: %w", err)
			}
		}
	}
}

// template answers with an empty spreadsheet.
func (d Door) template(*web.Request) (web.Response, error) {
	body, err := file([][]string{spreadsheet.Template()})
	if err != nil {
		return web.Response{}, err
	}
	return web.Download("template.csv", "text/csv; charset=utf-8", body), nil
}

// file writes lines as CSV that a spreadsheet opens as text.
func file(lines [][]string) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString("\ufeff")
	write := csv.NewWriter(&out)
	write.UseCRLF = true
	if err := write.WriteAll(lines); err != nil {
		return nil, fmt.Errorf("writing a file: %w", err)
	}
	return out.Bytes(), nil
}

// underWay lists the sheets that are kept.
func (s sending) underWay() govuk.TableOf {
	t := govuk.TableOf{Caption: "Spreadsheets of the last day", CaptionSize: govuk.Medium, RowHeads: true,
		Columns: []govuk.Column{{Text: "Name"}, {Text: "Sent"}, {Text: "Rows", Numeric: true}, {Text: "Now"}}}
	for _, one := range s.list {
		t.Rows = append(t.Rows, []govuk.Cell{{Content: sheetLink(one, s.leads)}, {Text: calendar.At(one.Sent).Words()}, {Text: grouped(one.Rows)}, {Text: standsAs(one)}})
	}
	return t
}

// standsAs says in words how far a sheet has come.
func standsAs(sheet spreadsheet.Sheet) string {
	switch {
	case !sheet.Report.Undone.IsZero():
		return "Taken back"
	case !sheet.Done.IsZero():
		return "Brought in"
	case !sheet.Open():
		return "Being brought in"
	case sheet.Matched:
		return "Ready to check"
	}
	return "Columns to match"
}

// nextStep is the page on which a sheet goes on.
func nextStep(sheet spreadsheet.Sheet, leads bool) string {
	switch {
	case !sheet.Open() && leads:
		return Path(sheet.ID, "report")
	case !sheet.Open():
		return "/jobs"
	case sheet.Matched:
		return Path(sheet.ID, "check")
	}
	return Path(sheet.ID, "match")
}

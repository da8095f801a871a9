package report

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"

	"throughline/internal/domain/calendar"
	"throughline/internal/reckoning/chart"
	"throughline/internal/reckoning/evaluation"
	"throughline/internal/reckoning/figure"
	"throughline/internal/reckoning/reportpack"
)

// figuresJSON writes the figures as the command report does.
func figuresJSON(pack reportpack.Pack) ([]File, error) {
	text, err := indented(struct {
		Scheme      string             `json:"scheme"`
		AsAt        calendar.Day       `json:"as_at"`
		Part        string             `json:"part,omitempty"`
		By          string             `json:"by,omitempty"`
		Groups      []reportpack.Group `json:"groups,omitempty"`
		Publication string             `json:"publication"`
		Policy      string             `json:"policy,omitempty"`
		Figures     []chart.Reading    `json:"figures"`
	}{pack.Scheme, pack.AsAt, pack.Part, pack.By, pack.Groups, pack.Publication, pack.Policy, pack.Figures})
	if err != nil {
		return nil, fmt.Errorf("writing the figures as JSON: %w", err)
	}
	return []File{{"report.json", text, "Every figure, for programs"}}, nil
}

var figureColumns = []string{
	"id", "title", "numerator", "base", "percent", "method", "low", "high", "value", "unit",
	"from", "to", "as_at", "definition", "source", "publication",
}

// FiguresCSV writes one figure a line, with its workings.
func FiguresCSV(out io.Writer, figures []chart.Reading, asAt calendar.Day, publication string) error {
	w := csv.NewWriter(out)
	w.UseCRLF = true
	if err := w.Write(figureColumns); err != nil {
		return err
	}
	for _, reading := range figures {
		form := reading.Written()
		record := []string{form.ID, figure.SafeText(form.Title), numberText(form.Numerator), numberText(form.Base), "", "", "", "", "", form.Unit,
			form.Window.From.String(), form.Window.To.String(), asAt.String(), figure.SafeText(form.Definition), figure.SafeText(form.Source), publication}
		if form.Percent != nil {
			record[4] = form.Percent.String()
		}
		if form.Interval != nil {
			record[5], record[6], record[7] = string(form.Interval.Method), form.Interval.Low.String(), form.Interval.High.String()
		}
		if form.Value != nil {
			record[8] = form.Value.String()
		}
		if err := w.Write(record); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

func numberText(value any) string {
	if value == nil {
		return ""
	}
	return fmt.Sprint(value)
}

// lists writes the figures, and each table and chart, as CSV. Each line carries the
// day and what kind of copy it is; what the tables mean stands in a list of them.
func lists(pack reportpack.Pack) ([]File, error) {
	var figures bytes.Buffer
	if err := FiguresCSV(&figures, pack.Figures, pack.AsAt, pack.Publication); err != nil {
		return nil, fmt.Errorf("writing the figures as CSV: %w", err)
	}
	files := []File{{"figures.csv", figures.Bytes(), "Every figure with its workings"}}
	meanings := [][]figure.CSVCell{}
	add := func(name, title string, columns []string, rows [][]figure.CSVCell) error {
		var out bytes.Buffer
		for i := range rows {
			rows[i] = append(rows[i], words(pack.AsAt.String(), copyOf(pack))...)
		}
		if err := figure.WriteCSV(&out, append(append([]string{}, columns...), "as_at", "publication"), rows); err != nil {
			return fmt.Errorf("writing %s as CSV: %w", name, err)
		}
		files = append(files, File{name + ".csv", out.Bytes(), title})
		return nil
	}
	for _, table := range pack.Tables {
		if err := add(table.ID, table.Title, table.Columns, cellsOf(table.Table)); err != nil {
			return nil, err
		}
		meanings = append(meanings, words(table.ID, table.Title, table.Definition, table.Windows, table.Source, table.Note))
	}
	for _, drawn := range pack.Charts {
		if err := add("chart-"+drawn.ID, "Numbers of the chart: "+drawn.Headline, drawn.Columns, drawn.Cells()); err != nil {
			return nil, err
		}
		meanings = append(meanings, words("chart-"+drawn.ID, drawn.Headline, drawn.Caption, "", "", ""))
	}
	if err := add("tables", "What each table counts", []string{"table", "title", "definition", "window", "source", "note"}, meanings); err != nil {
		return nil, err
	}
	return files, nil
}

// copyOf says in a cell what kind of copy a line is of.
func copyOf(pack reportpack.Pack) string {
	if pack.Exact() {
		return pack.Publication
	}
	return pack.Policy
}

// words makes cells of texts.
func words(texts ...string) []figure.CSVCell {
	cells := make([]figure.CSVCell, len(texts))
	for i, text := range texts {
		cells[i].Text = text
	}
	return cells
}

// cellsOf returns the cells of a table as they are written.
func cellsOf(table evaluation.Table) [][]figure.CSVCell {
	rows := make([][]figure.CSVCell, len(table.Rows))
	for i, row := range table.Rows {
		for _, cell := range row {
			written := figure.CSVCell{Text: cell.Words}
			if cell.Figure != nil {
				form := cell.Figure.Written()
				written.Figure = &form
			}
			rows[i] = append(rows[i], written)
		}
	}
	return rows
}

package figure

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"
)

// CSVCell is a cell on its way to CSV: a written figure or some text.
type CSVCell struct {
	Text   string
	Figure *Written
}

// SafeText guards text that a spreadsheet would run as a formula: where, after
// spaces, it starts with ' = + - @, a tab or a carriage return, or one of the
// full-width forms, an apostrophe goes before it. Numbers do not pass here.
func SafeText(text string) string {
	bare := strings.TrimLeft(text, " \u00a0\u3000")
	if bare != "" && strings.ContainsRune("'=+-@\t\r＇＝＋－＠", []rune(bare)[0]) {
		return "'" + text
	}
	return text
}

// numbersOf gives the columns into which a column of figures opens.
var numbersOf = map[Kind][]string{
	Proportion: {"", ": of", ": %", ": 95% low", ": 95% high"},
	ByTime:     {"", ": of", ": %", ": 95% low", ": 95% high", ": still followed", ": standard error"},
	Count:      {""},
	Mean:       {"", ": total", ": of"},
	Money:      {"", ": total", ": of"},
}

// WriteCSV writes rows under a header, in UTF-8 by RFC 4180. It fails where a
// row has not as many cells as there are columns, and where writing does.
func WriteCSV(w io.Writer, columns []string, rows [][]CSVCell) error {
	kinds := make([]Kind, len(columns))
	for i, row := range rows {
		if len(row) != len(columns) {
			return fmt.Errorf("row %d has %d cells for %d columns", i+1, len(row), len(columns))
		}
		for column, cell := range row {
			if cell.Figure == nil || cell.Figure.Kind == kinds[column] {
				continue
			}
			// A plain count fits the first field of any other kind.
			switch {
			case kinds[column] == "" || kinds[column] == Count:
				kinds[column] = cell.Figure.Kind
			case cell.Figure.Kind != Count:
				return fmt.Errorf("the column %q mixes a %s with a %s", columns[column], kinds[column], cell.Figure.Kind)
			}
		}
	}
	writer := csv.NewWriter(w)
	writer.UseCRLF = true
	var header []string
	for i, column := range columns {
		if kinds[i] == "" {
			header = append(header, SafeText(column))
		}
		for _, number := range numbersOf[kinds[i]] {
			header = append(header, SafeText(column+number))
		}
	}
	if err := writer.Write(header); err != nil {
		return err
	}
	for _, row := range rows {
		var record []string
		for i, cell := range row {
			record = append(record, cell.numbers(max(1, len(numbersOf[kinds[i]])))...)
		}
		if err := writer.Write(record); err != nil {
			return err
		}
	}
	writer.Flush()
	return writer.Error()
}

// numbers opens a cell into exactly width fields.
func (c CSVCell) numbers(width int) []string {
	fields := make([]string, width)
	if c.Figure == nil {
		fields[0] = SafeText(c.Text)
		return fields
	}
	written := c.Figure
	var opened []string
	switch written.Kind {
	case Proportion:
		opened = written.share()
	case ByTime:
		opened = append(written.share(), "", "")
		if written.AtRisk != nil && written.Error != nil {
			opened[5], opened[6] = field(*written.AtRisk), written.Error.String()
		}
	case Count:
		opened = []string{field(written.Numerator)}
	default:
		opened = []string{"", field(written.Numerator), field(written.Base)}
		if written.Value != nil {
			opened[0] = written.Value.String()
		}
	}
	for i := range opened {
		if opened[i] == "" {
			opened[i] = written.Marker
		}
	}
	copy(fields, opened)
	return fields
}

// share opens a percentage with what it stands on.
func (w Written) share() []string {
	opened := []string{field(w.Numerator), field(w.Base), "", "", ""}
	if w.Percent != nil {
		opened[2] = w.Percent.String()
	}
	if w.Interval != nil {
		opened[3], opened[4] = w.Interval.Low.String(), w.Interval.High.String()
	}
	return opened
}

func field(value any) string {
	if value == nil {
		return ""
	}
	return fmt.Sprint(value)
}

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

// Field is one field of an opened row: some words, or a number as it is written.
type Field struct {
	Text   string
	Number bool
}

// Open opens rows of cells, under a header, into fields: a column of figures
// becomes one for each of its numbers. It fails where a row has not as many cells as
// there are columns, or a column mixes figures of two kinds.
func Open(columns []string, rows [][]CSVCell) (header []string, records [][]Field, err error) {
	kinds := make([]Kind, len(columns))
	for i, row := range rows {
		if len(row) != len(columns) {
			return nil, nil, fmt.Errorf("row %d has %d cells for %d columns", i+1, len(row), len(columns))
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
				return nil, nil, fmt.Errorf("the column %q mixes a %s with a %s", columns[column], kinds[column], cell.Figure.Kind)
			}
		}
	}
	for i, column := range columns {
		if kinds[i] == "" {
			header = append(header, column)
		}
		for _, number := range numbersOf[kinds[i]] {
			header = append(header, column+number)
		}
	}
	for _, row := range rows {
		var record []Field
		for i, cell := range row {
			record = append(record, cell.opened(max(1, len(numbersOf[kinds[i]])))...)
		}
		records = append(records, record)
	}
	return header, records, nil
}

// WriteCSV writes rows under a header, in UTF-8 by RFC 4180. It fails where they
// cannot be opened, and where writing does.
func WriteCSV(w io.Writer, columns []string, rows [][]CSVCell) error {
	header, records, err := Open(columns, rows)
	if err != nil {
		return err
	}
	writer := csv.NewWriter(w)
	writer.UseCRLF = true
	for i := range header {
		header[i] = SafeText(header[i])
	}
	if err := writer.Write(header); err != nil {
		return err
	}
	for _, record := range records {
		texts := make([]string, len(record))
		for i, field := range record {
			if texts[i] = field.Text; !field.Number {
				texts[i] = SafeText(field.Text)
			}
		}
		if err := writer.Write(texts); err != nil {
			return err
		}
	}
	writer.Flush()
	return writer.Error()
}

// opened opens a cell into exactly width fields. What a policy hides is its marker.
func (c CSVCell) opened(width int) []Field {
	fields := make([]Field, width)
	if c.Figure == nil {
		fields[0].Text = c.Text
		return fields
	}
	written := c.Figure
	var numbers []string
	switch written.Kind {
	case Proportion:
		numbers = written.share()
	case ByTime:
		numbers = append(written.share(), "", "")
		if written.AtRisk != nil && written.Error != nil {
			numbers[5], numbers[6] = numberText(*written.AtRisk), written.Error.String()
		}
	case Count:
		numbers = []string{numberText(written.Numerator)}
	default:
		numbers = []string{"", numberText(written.Numerator), numberText(written.Base)}
		if written.Value != nil {
			numbers[0] = written.Value.String()
		}
	}
	for i, number := range numbers {
		hidden := number == "" || number == written.Marker
		if fields[i] = (Field{Text: number, Number: !hidden}); hidden {
			fields[i].Text = written.Marker
		}
	}
	return fields
}

// share opens a percentage with what it stands on.
func (w Written) share() []string {
	numbers := []string{numberText(w.Numerator), numberText(w.Base), "", "", ""}
	if w.Percent != nil {
		numbers[2] = w.Percent.String()
	}
	if w.Interval != nil {
		numbers[3], numbers[4] = w.Interval.Low.String(), w.Interval.High.String()
	}
	return numbers
}

func numberText(value any) string {
	if value == nil {
		return ""
	}
	return fmt.Sprint(value)
}

package extract

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"

	"throughline/internal/domain/calendar"
	"throughline/internal/reckoning/figure"
)

// Kind is what the values of a column are.
type Kind string

// The kinds, with what a value of each is in Go. A missing value is nil.
const (
	Text  Kind = "text"         // string
	Whole Kind = "whole number" // int
	Date  Kind = "date"         // calendar.Day
	YesNo Kind = "yes or no"    // bool
)

// Column is one column of an extract, as its codebook says it.
type Column struct {
	Name    string
	Kind    Kind
	Meaning string
	Codes   string // what the values are
	Source  string // of the definition; "" where it is the record's own
	Missing string // what an empty value means
	// Tells is set where somebody could know the value of a woman by other means.
	Tells bool
}

// Table is an extract.
type Table struct {
	Columns []Column
	Rows    [][]any
}

// WriteCSV writes the rows under their names, in UTF-8 by RFC 4180. It fails where
// writing does, and where a value is not of its column's kind.
func (t Table) WriteCSV(w io.Writer) error {
	writer := csv.NewWriter(w)
	writer.UseCRLF = true
	record := make([]string, len(t.Columns))
	for i, column := range t.Columns {
		record[i] = column.Name
	}
	if err := writer.Write(record); err != nil {
		return fmt.Errorf("writing an extract: %w", err)
	}
	for _, row := range t.Rows {
		for i, value := range row {
			text, err := written(value)
			if err != nil {
				return fmt.Errorf("writing an extract: the column %s: %w", t.Columns[i].Name, err)
			}
			record[i] = text
		}
		if err := writer.Write(record); err != nil {
			return fmt.Errorf("writing an extract: %w", err)
		}
	}
	writer.Flush()
	return writer.Error()
}

func written(value any) (string, error) {
	switch value := value.(type) {
	case nil:
		return "", nil
	case string:
		return figure.SafeText(value), nil
	case int:
		return strconv.Itoa(value), nil
	case calendar.Day:
		return value.String(), nil
	case bool:
		if value {
			return "yes", nil
		}
		return "no", nil
	}
	return "", fmt.Errorf("%T is no value of an extract", value)
}

// Codebook returns a table with a row for every column of this one.
func (t Table) Codebook() Table {
	book := Table{Columns: []Column{
		{Name: "column", Kind: Text}, {Name: "kind", Kind: Text}, {Name: "meaning", Kind: Text}, {Name: "codes", Kind: Text},
		{Name: "empty_means", Kind: Text}, {Name: "source", Kind: Text}, {Name: "could_be_known_otherwise", Kind: YesNo},
	}}
	for _, c := range t.Columns {
		book.Rows = append(book.Rows, []any{c.Name, string(c.Kind), c.Meaning, c.Codes, c.Missing, c.Source, c.Tells})
	}
	return book
}

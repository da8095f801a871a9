package linkage

import (
	"fmt"
	"slices"
)

// Words holds every value of the tables that are compared with each other once,
// under a number. Number 0 is a value that is not known.
type Words struct {
	numbers map[string]int32
	texts   []string
}

// NewWords returns an empty collection.
func NewWords() *Words {
	return &Words{numbers: map[string]int32{}, texts: []string{""}}
}

// number returns the number of a value.
func (w *Words) number(text string) int32 {
	if text == "" {
		return 0
	}
	number, known := w.numbers[text]
	if !known {
		number = int32(len(w.texts))
		w.numbers[text] = number
		w.texts = append(w.texts, text)
	}
	return number
}

// Table is a list of records with the same columns.
type Table struct {
	words   *Words
	columns []string
	values  [][]int32 // by column, then record
	rows    int
}

// NewTable returns an empty table with these columns.
func NewTable(words *Words, columns ...string) *Table {
	return &Table{words: words, columns: slices.Clone(columns), values: make([][]int32, len(columns))}
}

// Add adds a record, with a value for each column; "" is not known.
func (t *Table) Add(values ...string) error {
	if len(values) != len(t.columns) {
		return fmt.Errorf("adding a record: %d values for %d columns", len(values), len(t.columns))
	}
	for i, value := range values {
		t.values[i] = append(t.values[i], t.words.number(value))
	}
	t.rows++
	return nil
}

// Len returns how many records there are.
func (t *Table) Len() int { return t.rows }

// Value returns what a record says in a column, "" where it is not known or there
// is no such column.
func (t *Table) Value(row int, column string) string {
	i := slices.Index(t.columns, column)
	if i < 0 || row < 0 || row >= t.rows {
		return ""
	}
	return t.words.texts[t.values[i][row]]
}

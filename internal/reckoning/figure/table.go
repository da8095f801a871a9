package figure

import (
	"fmt"
	"io"
	"regexp"
)

// Cell is a figure or some text.
type Cell struct {
	text   string
	figure *Figure
}

// Text returns a cell of words.
func Text(words string) Cell { return Cell{text: words} }

// Of returns a cell that shows a figure.
func Of(f Figure) Cell { return Cell{figure: &f} }

// Figure returns the figure in the cell, if it is one.
func (c Cell) Figure() (Figure, bool) {
	if c.figure == nil {
		return Figure{}, false
	}
	return *c.figure, true
}

// String returns the cell as a page shows it.
func (c Cell) String() string {
	if c.figure == nil {
		return c.text
	}
	return c.figure.Text()
}

// Place is a cell of a table, counted from 0: what it counts, or the base of that.
type Place struct {
	Row, Column int
	Base        bool
}

// Sum says that the counts at the parts add up to that of the total; with one
// part, that the same women are counted at both. A reader can do the same sum, so
// disclosure control must know of it.
type Sum struct {
	Total Place
	Parts []Place
}

// Table is one of the tables T1 to T28, with what it means printed on it.
type Table struct {
	ID         string
	Title      string
	Columns    []string
	Rows       [][]Cell
	Sums       []Sum
	Note       string
	Definition string
	Source     string
}

var tableID = regexp.MustCompile(`^T([1-9]|1[0-9]|2[0-8])$`)

// Check says what is wrong with the table: its id, a row of the wrong width,
// or a sum that does not add up.
func (t Table) Check() error {
	if !tableID.MatchString(t.ID) {
		return fmt.Errorf("the table %q: its id is not one of T1 to T28", t.ID)
	}
	for i, row := range t.Rows {
		if len(row) != len(t.Columns) {
			return fmt.Errorf("the table %s: row %d has %d cells for %d columns", t.ID, i+1, len(row), len(t.Columns))
		}
	}
	for _, sum := range t.Sums {
		total, err := t.countAt(sum.Total)
		if err != nil {
			return err
		}
		added := 0
		for _, place := range sum.Parts {
			part, err := t.countAt(place)
			if err != nil {
				return err
			}
			added += part
		}
		if added != total {
			return fmt.Errorf("the table %s: the parts of row %d, column %d add to %d, not %d",
				t.ID, sum.Total.Row+1, sum.Total.Column+1, added, total)
		}
	}
	return nil
}

func (t Table) countAt(place Place) (int, error) {
	if place.Row < 0 || place.Row >= len(t.Rows) || place.Column < 0 || place.Column >= len(t.Columns) {
		return 0, fmt.Errorf("the table %s: a sum names row %d, column %d, which is not in it", t.ID, place.Row+1, place.Column+1)
	}
	f, ok := t.Rows[place.Row][place.Column].Figure()
	count, counted := f.Numerator()
	if place.Base {
		count, counted = f.Base()
	}
	if !ok || !counted {
		return 0, fmt.Errorf("the table %s: a sum names row %d, column %d, which is no count", t.ID, place.Row+1, place.Column+1)
	}
	return count, nil
}

// WriteCSV writes the table as CSV. A column of figures becomes one column for
// each of its numbers.
func (t Table) WriteCSV(w io.Writer) error {
	rows := make([][]CSVCell, len(t.Rows))
	for i, row := range t.Rows {
		for _, cell := range row {
			written := CSVCell{Text: cell.text}
			if cell.figure != nil {
				form := cell.figure.Written()
				written.Figure = &form
			}
			rows[i] = append(rows[i], written)
		}
	}
	if err := WriteCSV(w, t.Columns, rows); err != nil {
		return fmt.Errorf("writing the table %s: %w", t.ID, err)
	}
	return nil
}

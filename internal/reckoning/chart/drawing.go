package chart

import (
	"fmt"
	"io"
	"regexp"
	"slices"

	"throughline/internal/reckoning/figure"
)

// Reading is a figure as its reader may see it: a figure.Figure for the
// service's own people, a suppression.ProtectedFigure for everyone else.
type Reading interface {
	figure.Described
	Shown() (figure.Figure, bool)
	Short() string
	Text() string
	Written() figure.Written
}

// Spec is what a drawing says besides its numbers.
type Spec struct {
	// ID is unique on the page: lower-case letters, digits and hyphens.
	ID string
	// Headline states the finding, in a sentence.
	Headline string
	// Cohort says who is drawn, such as "Women engaged".
	Cohort string
	// Rows heads the first column of the table of a bar chart, such as "Need".
	Rows string
}

// Drawing is a chart and the same figures in words.
type Drawing struct {
	SVG      []byte
	Headline string
	// Caption gives the definition, the cohort, the window and the base.
	Caption string
	// Columns and Rows are the table behind "Show as a table".
	Columns []string
	Rows    [][]string
	cells   [][]figure.CSVCell
}

// WriteCSV writes the table behind the drawing.
func (d Drawing) WriteCSV(w io.Writer) error {
	if err := figure.WriteCSV(w, d.Columns, d.cells); err != nil {
		return fmt.Errorf("writing the table of a chart: %w", err)
	}
	return nil
}

// Cells returns the table behind the drawing, as it is written.
func (d Drawing) Cells() [][]figure.CSVCell {
	rows := make([][]figure.CSVCell, len(d.cells))
	for i, row := range d.cells {
		rows[i] = slices.Clone(row)
	}
	return rows
}

// row adds one row to the table, the same in words and for CSV.
func (d *Drawing) row(cells ...any) {
	var words []string
	var written []figure.CSVCell
	for _, cell := range cells {
		switch cell := cell.(type) {
		case Reading:
			form := cell.Written()
			words, written = append(words, cell.Text()), append(written, figure.CSVCell{Figure: &form})
		case string:
			words, written = append(words, cell), append(written, figure.CSVCell{Text: cell})
		}
	}
	d.Rows, d.cells = append(d.Rows, words), append(d.cells, written)
}

var plainID = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)

func (s Spec) check() error {
	switch {
	case !plainID.MatchString(s.ID):
		return fmt.Errorf("a chart: %q is no id of lower-case letters, digits and hyphens", s.ID)
	case s.Headline == "":
		return fmt.Errorf("the chart %s: it has no headline that states the finding", s.ID)
	case s.Cohort == "":
		return fmt.Errorf("the chart %s: it does not say who is drawn", s.ID)
	}
	return nil
}

// number returns what the figure counts, and false where it is hidden.
func number(reading Reading) (int, bool) {
	shown, ok := reading.Shown()
	if !ok {
		return 0, false
	}
	return shown.Numerator()
}

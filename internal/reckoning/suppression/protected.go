package suppression

import (
	"encoding/json"
	"fmt"
	"io"

	"throughline/internal/reckoning/figure"
)

// ProtectedFigure is a figure that has passed a policy. Only this package
// makes one, so whatever asks for it cannot be handed an exact figure.
type ProtectedFigure struct {
	policy     Policy
	shown      figure.Figure // rounded; its hidden counts are 0
	hidden     bool
	baseHidden bool
}

// ProtectedTable is a table that has passed a policy.
type ProtectedTable struct {
	policy Policy
	table  figure.Table // words and headings; its figures are never read
	cells  map[figure.Place]ProtectedFigure
	// withheld is set where nothing of it is shown.
	withheld bool
}

// Table passes a table through the policy. It fails where the table is not
// sound, for then nothing can be said about what its sums give away.
func (p Policy) Table(table figure.Table) (ProtectedTable, error) {
	if err := table.Check(); err != nil {
		return ProtectedTable{}, fmt.Errorf("protecting a table: %w", err)
	}
	return p.protect(table)
}

// Figures passes figures that are read together through the policy. Sums say
// which add up to which; their rows count the figures from 0, their columns
// are 0.
func (p Policy) Figures(figures []figure.Figure, sums ...figure.Sum) ([]ProtectedFigure, error) {
	together := figure.Table{ID: "T1", Columns: []string{""}, Sums: sums}
	for _, f := range figures {
		together.Rows = append(together.Rows, []figure.Cell{figure.Of(f)})
	}
	if err := together.Check(); err != nil {
		return nil, fmt.Errorf("protecting figures: %w", err)
	}
	protected, err := p.protect(together)
	if err != nil {
		return nil, err
	}
	list := make([]ProtectedFigure, len(figures))
	for i := range figures {
		list[i] = protected.cells[figure.Place{Row: i}]
	}
	return list, nil
}

func (p Policy) protect(table figure.Table) (ProtectedTable, error) {
	puzzle := newPuzzle(p, table)
	protected := ProtectedTable{policy: p, table: table, cells: map[figure.Place]ProtectedFigure{}}
	if p.Publishable() {
		puzzle.close()
		protected.withheld = true
	}
	for row, cells := range table.Rows {
		for column, cell := range cells {
			f, ok := cell.Figure()
			if !ok {
				continue
			}
			place := figure.Place{Row: row, Column: column}
			made := ProtectedFigure{policy: p}
			tally := f.Tally()
			tally.Missing, tally.NotApplicable = 0, 0
			if i, ok := puzzle.bases[place]; ok {
				tally.Base = p.Stands(f, true)
				made.baseHidden = made.baseHidden || puzzle.numbers[i].hidden
			}
			if i, ok := puzzle.numerators[place]; ok {
				tally.Numerator = p.Stands(f, false)
				made.hidden = made.hidden || puzzle.numbers[i].hidden
			}
			// Without its base a share or a mean says nothing that may be said.
			made.hidden = made.hidden || made.baseHidden
			// Earlier counts may stand for each that do not go together.
			if f.Kind() == figure.Proportion && tally.Numerator > tally.Base {
				made.hidden = true
			}
			tally.Numerator, tally.Base = p.rounded(tally.Numerator), p.rounded(tally.Base)
			if made.hidden {
				tally.Numerator = 0
			}
			if made.baseHidden {
				tally.Base = 0
			}
			var err error
			if made.shown, err = f.Recounted(tally); err != nil {
				return ProtectedTable{}, fmt.Errorf("protecting a figure: %w", err)
			}
			protected.cells[place] = made
			protected.withheld = protected.withheld && made.hidden && (made.baseHidden || f.Kind() == figure.Count)
		}
	}
	if protected.withheld { // the reader learns only that something in it is small
		for place, made := range protected.cells {
			made.baseHidden = true
			protected.cells[place] = made
		}
	}
	return protected, nil
}

// Policy returns the policy the figure passed.
func (f ProtectedFigure) Policy() Policy { return f.policy }

// Hidden says whether the figure is shown as the marker.
func (f ProtectedFigure) Hidden() bool { return f.hidden }

// BaseHidden says whether the base is shown as the marker.
func (f ProtectedFigure) BaseHidden() bool { return f.baseHidden }

// Shown returns the figure as it may be read, rounded, and false where it is
// hidden.
func (f ProtectedFigure) Shown() (figure.Figure, bool) {
	if f.hidden {
		return figure.Figure{}, false
	}
	return f.shown, true
}

// Meaning returns everything about the figure but its numbers.
func (f ProtectedFigure) Meaning() figure.Meaning { return f.shown.Meaning() }

// Kind says what sort of number it is.
func (f ProtectedFigure) Kind() figure.Kind { return f.shown.Kind() }

// Text returns the figure in words, with the marker for what is hidden.
func (f ProtectedFigure) Text() string {
	if !f.hidden {
		return f.shown.Text()
	}
	if base, ok := f.shown.Base(); ok && !f.baseHidden && f.shown.Kind() == figure.Proportion {
		return Marker + " of " + figure.Thousands(int64(base))
	}
	return Marker
}

// Short returns the figure in words without its interval, as figure.Figure does.
func (f ProtectedFigure) Short() string {
	if f.hidden {
		return f.Text()
	}
	return f.shown.Short()
}

// Written returns the figure as a report writes it.
func (f ProtectedFigure) Written() figure.Written {
	written := f.shown.Written()
	written.Policy = f.policy.name
	if !f.hidden {
		return written
	}
	written.Marker = Marker
	written.Numerator = Marker
	written.Percent, written.Interval, written.Value = nil, nil, nil
	if f.baseHidden {
		written.Base = Marker
	}
	return written
}

// MarshalJSON writes the figure as a report does.
func (f ProtectedFigure) MarshalJSON() ([]byte, error) { return json.Marshal(f.Written()) }

// Policy returns the policy the table passed.
func (t ProtectedTable) Policy() Policy { return t.policy }

// ID returns the table's id, T1 to T28.
func (t ProtectedTable) ID() string { return t.table.ID }

// Title returns the table's title.
func (t ProtectedTable) Title() string { return t.table.Title }

// Definition returns what the table counts.
func (t ProtectedTable) Definition() string { return t.table.Definition }

// Source returns where the definition comes from.
func (t ProtectedTable) Source() string { return t.table.Source }

// Note returns the table's note, with what the policy did to it.
func (t ProtectedTable) Note() string {
	note := t.policy.Words()
	if t.withheld {
		note = "Every count is withheld: with any of them shown, a small one could be worked out."
	}
	if t.table.Note == "" {
		return note
	}
	return t.table.Note + " " + note
}

// Columns returns the headings.
func (t ProtectedTable) Columns() []string { return append([]string(nil), t.table.Columns...) }

// Rows returns the cells as a page shows them.
func (t ProtectedTable) Rows() [][]string {
	rows := make([][]string, len(t.table.Rows))
	for i, cells := range t.table.Rows {
		for column, cell := range cells {
			text := cell.String()
			if f, ok := t.Figure(figure.Place{Row: i, Column: column}); ok {
				text = f.Text()
			}
			rows[i] = append(rows[i], text)
		}
	}
	return rows
}

// Figure returns the figure at a place, if one is there.
func (t ProtectedTable) Figure(place figure.Place) (ProtectedFigure, bool) {
	f, ok := t.cells[place]
	return f, ok
}

// WriteCSV writes the table as CSV, as figure.Table does.
func (t ProtectedTable) WriteCSV(w io.Writer) error {
	rows := make([][]figure.CSVCell, len(t.table.Rows))
	for i, cells := range t.table.Rows {
		for column, cell := range cells {
			if f, ok := t.Figure(figure.Place{Row: i, Column: column}); ok {
				written := f.Written()
				rows[i] = append(rows[i], figure.CSVCell{Figure: &written})
				continue
			}
			rows[i] = append(rows[i], figure.CSVCell{Text: cell.String()})
		}
	}
	if err := figure.WriteCSV(w, t.table.Columns, rows); err != nil {
		return fmt.Errorf("writing the table %s: %w", t.table.ID, err)
	}
	return nil
}

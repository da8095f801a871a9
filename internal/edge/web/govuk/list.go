package govuk

import "github.com/a-h/templ"

// Link is a way to another page. Hidden text is read aloud after the visible
// text, so that a link named "Change" says what it changes.
type Link struct{ Text, Href, Hidden string }

// SummaryRow is one known fact in a summary list.
type SummaryRow struct {
	Key     string
	Value   string          // plain text
	Content templ.Component // instead of Value
	Actions []Link
}

func anyActions(rows []SummaryRow) bool {
	for _, row := range rows {
		if len(row.Actions) > 0 {
			return true
		}
	}
	return false
}

func (r SummaryRow) class(othersHaveActions bool) string {
	if othersHaveActions && len(r.Actions) == 0 {
		return "govuk-summary-list__row govuk-summary-list__row--no-actions"
	}
	return "govuk-summary-list__row"
}

// Column is the head of one column of a table.
type Column struct {
	Text    string
	Numeric bool   // figures are set right
	Href    string // sorts the table by the column; "" where it cannot be
	Sorted  string // Ascending or Descending where it is; else ""
}

// How a table is sorted by a column.
const (
	Ascending  = "ascending"
	Descending = "descending"
)

// Cell is one cell of a table: plain text, or Content instead.
type Cell struct {
	Text    string
	Content templ.Component
}

// Text makes a row of plain cells.
func Text(cells ...string) []Cell {
	row := make([]Cell, len(cells))
	for i, cell := range cells {
		row[i] = Cell{Text: cell}
	}
	return row
}

// TableOf is a table: what it shows, its columns and its rows. With RowHeads
// the first cell of each row names the row.
type TableOf struct {
	Caption     string
	CaptionSize Size
	Columns     []Column
	Rows        [][]Cell
	RowHeads    bool
	Compact     bool // smaller text, for a lot of data
}

func (t TableOf) class() string {
	if t.Compact {
		return "govuk-table govuk-table--small-text-until-tablet"
	}
	return "govuk-table"
}

func (t TableOf) cellClass(base string, column int) string {
	if column < len(t.Columns) && t.Columns[column].Numeric {
		return base + " " + base + "--numeric"
	}
	return base
}

func (t TableOf) hasHead() bool {
	for _, column := range t.Columns {
		if column.Text != "" {
			return true
		}
	}
	return false
}

package spreadsheet

import (
	"cmp"
	"slices"
	"strings"

	"throughline/internal/domain/journey"
)

// How much a spreadsheet may hold.
const (
	MostBytes   = 50 << 20
	MostRows    = 20_000
	MostColumns = 120
	MostLetters = 2_000 // in one cell
)

// Line is a row of a spreadsheet with its number in the file, the first being 1.
type Line struct {
	Number int      `json:"n"`
	Cells  []string `json:"c"`
}

// Table is what a file holds: its cells as text, days written as 2021-08-31 where
// the file says that a cell is a day. Lines without a cell are left out.
type Table struct {
	Lines []Line
	Notes []string // what was done to read it, in words
}

// Unreadable is why a file cannot be read, in words for whoever sent it.
type Unreadable struct{ Say string }

// Error says why.
func (u *Unreadable) Error() string { return u.Say }

// Read reads the cells of a file, whatever its name says it is. It returns an
// *Unreadable where it cannot.
type Read func(content []byte) (Table, error)

// headingsWithin is how many lines may stand above the headings.
const headingsWithin = 12

// headed splits a table into its headings and the lines below them. A line above
// the headings that groups them, as a merged cell does, goes before each of its
// own. Columns without a heading and without a cell are left out.
func headed(table Table) (headings []string, lines []Line, ok bool) {
	at, best := -1, 1
	for i, line := range table.Lines[:min(headingsWithin, len(table.Lines))] {
		if found := recognised(line.Cells); found > best {
			at, best = i, found
		}
	}
	if at < 0 {
		return nil, nil, false
	}
	headings = slices.Clone(table.Lines[at].Cells)
	if at > 0 && grouping(table.Lines[at-1].Cells, headings) {
		group := ""
		for i := range headings {
			if i < len(table.Lines[at-1].Cells) {
				group = cmp.Or(strings.TrimSpace(table.Lines[at-1].Cells[i]), group)
			}
			if strings.TrimSpace(headings[i]) != "" {
				headings[i] = strings.TrimSpace(group + " " + headings[i])
			}
		}
	}
	lines = table.Lines[at+1:]
	width := len(headings)
	for _, line := range lines {
		width = max(width, len(line.Cells))
	}
	var kept []int
	for i := range width {
		named := i < len(headings) && strings.TrimSpace(headings[i]) != ""
		filled := slices.ContainsFunc(lines, func(line Line) bool { return cell(line.Cells, i) != "" })
		if named || filled {
			kept = append(kept, i)
		}
	}
	return picked(headings, kept), pickedLines(lines, kept), true
}

// grouping says whether a line above the headings groups them: some headings stand
// twice, so that only the line above tells them apart.
func grouping(above, headings []string) bool {
	seen := map[string]bool{}
	twice := false
	for _, heading := range headings {
		plain := journey.PlainLetters(heading)
		twice = twice || plain != "" && seen[plain]
		seen[plain] = true
	}
	filled := 0
	for _, text := range above {
		if strings.TrimSpace(text) != "" {
			filled++
		}
	}
	return twice && filled > 1
}

// recognised counts the cells that are headings of a field.
func recognised(cells []string) int {
	seen := map[string]bool{}
	for _, text := range cells {
		if field := guess(text); field != "" {
			seen[field] = true
		}
	}
	return len(seen)
}

func picked(cells []string, kept []int) []string {
	out := make([]string, len(kept))
	for i, at := range kept {
		out[i] = cell(cells, at)
	}
	return out
}

func pickedLines(lines []Line, kept []int) []Line {
	out := make([]Line, len(lines))
	for i, line := range lines {
		out[i] = Line{line.Number, picked(line.Cells, kept)}
	}
	return out
}

// cell returns a cell of a line without the space around it, "" where it has none.
func cell(cells []string, at int) string {
	if at < 0 || at >= len(cells) {
		return ""
	}
	return strings.Join(strings.Fields(cells[at]), " ")
}

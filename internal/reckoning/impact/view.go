package impact

import (
	"fmt"
	"slices"
	"strings"

	"throughline/internal/domain/scheme"
	"throughline/internal/reckoning/chart"
	"throughline/internal/reckoning/evaluation"
	"throughline/internal/reckoning/figure"
)

// view is a result through the eyes of a reader.
type view struct {
	Result
	read    evaluation.Reader
	rules   scheme.Local // as changed
	exact   bool
	unnamed map[string]bool // figures of groups that may not even be named
}

// row begins with words and goes on with figures, by their ids.
func (v *view) row(words string, ids ...string) []evaluation.Cell {
	cells := []evaluation.Cell{{Words: words}}
	for _, id := range ids {
		var cell evaluation.Cell
		if reading, ok := v.read(id); ok {
			cell.Figure = reading
		}
		cells = append(cells, cell)
	}
	return cells
}

// countedRow is a row of words and of a share as n of N: of a whole log there is
// nothing to estimate, and an interval would say otherwise.
func (v *view) countedRow(words, id string) []evaluation.Cell {
	reading, _ := v.read(id)
	return []evaluation.Cell{{Words: words}, {Words: counted(reading)}}
}

func (v *view) tables() []evaluation.Table {
	v.unnamed = map[string]bool{}
	standing := evaluation.Table{
		ID: "standing", Title: "How the doors stand", Columns: []string{"Pathway and rulebook", "Open", "Unclear", "Closed"},
		Definition: "Encounters by how the rulebook answers them; unclear: something would have to be known first",
	}
	tables := []evaluation.Table{{}}
	for _, p := range v.Pathways {
		standing.Rows = append(standing.Rows,
			v.row(p.Title+", as it is", beforeID(p, open), beforeID(p, unclear), beforeID(p, closed)),
			v.row(p.Title+", as changed", afterID(p, open), afterID(p, unclear), afterID(p, closed)))
		if p.Moves.Moved() {
			tables = append(tables, v.moveTable(p))
			tables = append(tables, v.reasonTables(p)...)
			tables = append(tables, v.groupTables(p)...)
		}
	}
	tables[0] = standing
	return tables
}

func (v *view) moveTable(p Pathway) evaluation.Table {
	t := evaluation.Table{
		ID: p.Code + ".moves", Title: p.Title + ": from and to", Columns: []string{"As it is", "Open as changed", "Unclear as changed", "Closed as changed"},
		Definition: "Let in: closed as it is, open as changed. May be let in: closed, then unclear. Shut out: open or unclear, then closed",
	}
	for from, words := range standingWords {
		t.Rows = append(t.Rows, v.row(upperFirst(words), moveID(p, from, open), moveID(p, from, unclear), moveID(p, from, closed)))
	}
	return t
}

// reasonTables say which clauses made the difference, and what would have to be
// known.
func (v *view) reasonTables(p Pathway) []evaluation.Table {
	var tables []evaluation.Table
	add := func(id, title, column, definition string, rows [][]evaluation.Cell) {
		if len(rows) > 0 {
			tables = append(tables, evaluation.Table{ID: p.Code + "." + id, Title: p.Title + ": " + title, Columns: []string{column, "Encounters"}, Definition: definition, Rows: rows})
		}
	}
	clauses := func(how string, list []Clause) [][]evaluation.Cell {
		var rows [][]evaluation.Cell
		for _, c := range list {
			rows = append(rows, v.countedRow(c.Text+" ("+c.ID+")", clauseID(p, how, c.ID)))
		}
		return rows
	}
	add("opened", "what no longer closes the door", "Clause as it is", "Of encounters let in or that may be. One may be closed by several clauses", clauses("opened", p.Opened))
	add("shut", "what newly closes the door", "Clause as changed", "Of encounters shut out. One may be closed by several clauses", clauses("shut", p.Shut))
	var needs [][]evaluation.Cell
	for i, need := range p.Needs {
		needs = append(needs, v.countedRow(upperFirst(need.Text), needID(p, i)))
	}
	add("needs", "what would still have to be known", "Not known", "Of encounters that may be let in. Of one, several things may have to be known", needs)
	return tables
}

// groupTables say whom the change moves. What is known of no encounter has no
// table; an offence whose count is hidden is not named.
func (v *view) groupTables(p Pathway) []evaluation.Table {
	var tables []evaluation.Table
	for _, g := range p.Groups {
		if _, told := v.read(baseID(g, g.Lines[0])); !told || !g.known() {
			continue
		}
		t := evaluation.Table{
			ID: p.Code + "." + g.Code, Title: p.Title + ": by " + strings.ToLower(g.Title), Columns: []string{g.Title, "Encounters"},
			Definition: "Encounters of the group in the window, and those whose door the change moves",
		}
		var told []string
		for _, effect := range effects {
			if effect.of(p.Moves) > 0 {
				t.Columns, told = append(t.Columns, effect.title), append(told, effect.code)
			}
		}
		left := false
		for _, line := range g.Lines {
			ids := []string{baseID(g, line)}
			for _, effect := range told {
				ids = append(ids, groupID(p, g, line, effect))
			}
			if base, ok := v.read(ids[0]); ok && g.Code == offence && line.Code != "" && hidden(base) {
				left = true
				for _, id := range ids {
					v.unnamed[id] = true
				}
				continue
			}
			t.Rows = append(t.Rows, v.row(line.Name, ids...))
		}
		if left {
			t.Note = "Offences whose count is hidden are not named."
		}
		tables = append(tables, t)
	}
	return tables
}

// offence is the dimension whose names alone tell that a woman was met for it.
const offence = "offence"

func hidden(reading chart.Reading) bool {
	_, shown := reading.Shown()
	return !shown
}

func upperFirst(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

// notes are what a reader must know to read the figures rightly.
func (v *view) notes() []string {
	notes := []string{
		"Encounters are counted, not women: one woman may be met several times.",
		"A door that opens is not an offer made, nor one accepted. Nobody can count who would come.",
	}
	if v.exact {
		notes = append(notes, fmt.Sprintf("Women known among the encounters, each once: %s. Of the others nobody knows who they are.", figure.Thousands(int64(v.Women))))
		for _, p := range v.Pathways {
			if p.Moves.Moved() {
				notes = append(notes, fmt.Sprintf("%s, women known, each once: let in %d, may be let in %d, shut out %d.", p.Title, p.WomenLetIn, p.WomenMayBeLetIn, p.WomenShutOut))
			}
		}
	}
	notes = append(notes, "Ethnicity, age and the like are known only where she herself is. Disability and the other protected characteristics are not recorded of encounters.")
	if len(v.Pathways) > 0 {
		var none []string
		for _, g := range v.Pathways[0].Groups {
			if !g.known() {
				none = append(none, strings.ToLower(g.Title))
			}
		}
		if len(none) > 0 {
			notes = append(notes, "Known of no encounter: "+strings.Join(none, "; ")+".")
		}
	}
	return notes
}

// known says whether the group is known of any encounter.
func (g Group) known() bool {
	return slices.ContainsFunc(g.Lines, func(l Line) bool { return l.Code != "" })
}

package spreadsheet

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// How much of a check a page shows.
const (
	shownRows  = 20
	shownCells = 12
	shownAlike = 25
)

// Checked is what bringing a sheet in would do.
type Checked struct {
	Sheet
	Lead bool // the asker may bring it in

	Create int // rows that are new
	Known  int // rows brought in before: changed where their cells are
	Skip   int // rows somebody chose to leave out
	Ask    int // rows that may be of a woman who is here, and nobody has chosen
	Wrong  int // rows with something to put right
	Twice  int // women who stand in the file more than once, each brought in as one woman
	First  []CheckedRow
	Groups []Group
	Alike  []Alike
	More   int // alike rows beyond those shown
}

// CheckedRow is one of the first rows, as it would be brought in.
type CheckedRow struct {
	Number   int
	Name     string
	Born     calendar.Day
	Referred calendar.Day
	Verdict  string
}

// Group is one thing that is wrong, with the rows it is wrong in.
type Group struct {
	Field, Title string
	Say          string
	Rows         int
	Order        bool    // another order of day and month may put it right
	Cells        []Cell  // the cells, each once, the most frequent first
	More         int     // cells beyond those shown
	Values       []Value // what a cell can be said to stand for; none: it cannot
}

// Cell is one thing that stands in some rows.
type Cell struct {
	Text string
	Rows int
}

// Alike is a row that may be of a woman who is here.
type Alike struct {
	Number     int
	Who        journey.Identity // as the row says
	Referred   calendar.Day
	Candidates []Candidate
	Chosen     string
}

// Candidate is a woman who may be meant.
type Candidate struct {
	Woman     string
	Who       journey.Identity
	Reference string // of her newest case
	Referred  calendar.Day
	Open      bool
}

// examine reads every line as the sheet is matched.
func (d Desk) examine(ctx context.Context, asker access.Asker, sheet Sheet) ([]row, error) {
	lines, err := d.lines(ctx, sheet)
	if err != nil {
		return nil, err
	}
	workers, err := d.workers(ctx)
	if err != nil {
		return nil, err
	}
	reading := reading{Match: sheet.Match, agency: sheet.Agency, name: sheet.Name, pen: d.Pen(asker), today: d.Today(), workers: workers}
	rows := make([]row, len(lines))
	sources := make([]string, 0, len(lines))
	first := map[string]int{}
	for i, line := range lines {
		rows[i] = reading.row(line)
		digest, err := d.digest(rows[i].mark)
		if err != nil {
			return nil, err
		}
		rows[i].source = "sheet/" + digest
		sources = append(sources, rows[i].source+journey.BroughtReferral)
		if before, twice := first[rows[i].source]; twice {
			rows[i].troubles = append(rows[i].troubles, Trouble{Field: "reference", Say: "The same woman and referral stand in the file twice", Cell: fmt.Sprintf("Row %d", before)})
		} else {
			first[rows[i].source] = line.Number
		}
	}
	known, err := d.Store.Sourced(ctx, sources)
	if err != nil {
		return nil, err
	}
	for i := range rows {
		rows[i].standing = known[sources[i]]
		rows[i].before = rows[i].standing != ""
	}
	return rows, nil
}

// look looks for women who are here already, once for a match. Only women whom the
// asker may find are kept.
func (d Desk) look(ctx context.Context, asker access.Asker, sheet *Sheet, rows []row) error {
	if sheet.Looked || !leads(asker) {
		return nil
	}
	sheet.Alike = map[int][]string{}
	for _, row := range rows {
		if len(row.troubles) > 0 || row.before {
			continue
		}
		who := row.entry.Identity
		found, err := d.Record.Find(ctx, journey.Identity{Family: who.Family, Born: who.Born, Phone: who.Phone})
		if err != nil {
			return err
		}
		for _, woman := range found {
			cases, err := d.findable(ctx, asker, woman)
			if err != nil {
				return err
			}
			if len(cases) > 0 {
				sheet.Alike[row.line.Number] = append(sheet.Alike[row.line.Number], woman)
			}
		}
	}
	sheet.Looked = true
	return d.keep(ctx, *sheet, headPart, sheet)
}

// findable returns the cases of a woman that the asker may find, the newest first.
func (d Desk) findable(ctx context.Context, asker access.Asker, woman string) ([]journey.Row, error) {
	rows, err := d.Record.Rows(ctx, asker, casework.Filter{Woman: woman})
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(rows, func(row journey.Row) bool {
		return !d.Standing(asker, row).Decide(access.Identity, access.Find, access.ForSupport).Allow
	}), nil
}

// asks says whether somebody has still to choose about a row.
func (s Sheet) asks(row row) bool {
	return len(row.troubles) == 0 && !row.before && len(s.Alike[row.line.Number]) > 0 && s.Choices[row.line.Number] == ""
}

// Check says what bringing a sheet in would do, and writes nothing of it.
func (d Desk) Check(ctx context.Context, asker access.Asker, id string) (Checked, error) {
	const op = "check a spreadsheet"
	sheet, err := d.sheet(ctx, op, asker, id)
	if err != nil {
		return Checked{}, err
	}
	if !sheet.Open() || !sheet.Matched {
		return Checked{}, casework.Fail(casework.NotFound, op, "its columns are not matched, or it is being brought in")
	}
	rows, err := d.examine(ctx, asker, sheet)
	if err != nil {
		return Checked{}, casework.In(op, err)
	}
	if err := d.look(ctx, asker, &sheet, rows); err != nil {
		return Checked{}, casework.In(op, err)
	}
	workers, err := d.workers(ctx)
	if err != nil {
		return Checked{}, casework.In(op, err)
	}
	checked := Checked{Sheet: sheet, Lead: leads(asker), Groups: grouped(rows, workers)}
	women := map[string]int{}
	var alike []row
	for _, row := range rows {
		verdict := sheet.count(&checked, row)
		if row.her != "" && len(row.troubles) == 0 {
			women[row.her]++
		}
		if len(checked.First) < shownRows {
			checked.First = append(checked.First, CheckedRow{
				Number: row.line.Number, Name: row.entry.Identity.Name(), Born: row.entry.Identity.Born, Referred: row.entry.Referred, Verdict: verdict,
			})
		}
		if len(row.troubles) == 0 && !row.before && len(sheet.Alike[row.line.Number]) > 0 {
			alike = append(alike, row)
		}
	}
	for _, n := range women {
		if n > 1 {
			checked.Twice++
		}
	}
	shown, err := d.alike(ctx, asker, &checked, alike)
	if err != nil {
		return Checked{}, casework.In(op, err)
	}
	note := d.Note(asker, access.Find, access.ForSupport, op, access.SetOf(access.Identity), shown...)
	if !checked.Lead {
		note = d.Note(asker, access.Read, access.ForAdministration, op, access.SetOf(access.Identity))
	}
	if err := d.Tell(ctx, op, note); err != nil {
		return Checked{}, err
	}
	return checked, nil
}

// count counts a row and says in words what becomes of it.
func (s Sheet) count(checked *Checked, row row) string {
	switch {
	case len(row.troubles) > 0:
		checked.Wrong++
		return row.troubles[0].Say
	case row.before:
		checked.Known++
		return "Brought in before"
	case s.asks(row):
		checked.Ask++
		return "May be here already: choose"
	case s.Choices[row.line.Number] == ChooseSkip:
		checked.Skip++
		return "Left out, as you chose"
	case s.Choices[row.line.Number] != "" && s.Choices[row.line.Number] != ChooseNew:
		checked.Create++
		return "New referral of a woman who is here"
	}
	checked.Create++
	return "New"
}

// alike adds the rows that may be of women who are here, those without a choice
// first, and returns the rows of the women who are shown.
func (d Desk) alike(ctx context.Context, asker access.Asker, checked *Checked, rows []row) ([]journey.Row, error) {
	slices.SortStableFunc(rows, func(a, b row) int {
		return cmp.Compare(len(checked.Choices[a.line.Number]), len(checked.Choices[b.line.Number]))
	})
	checked.More = max(0, len(rows)-shownAlike)
	rows = rows[:min(len(rows), shownAlike)]
	var women []string
	for _, row := range rows {
		women = append(women, checked.Sheet.Alike[row.line.Number]...)
	}
	who, err := d.Record.Who(ctx, women)
	if err != nil {
		return nil, err
	}
	var shown []journey.Row
	for _, row := range rows {
		one := Alike{Number: row.line.Number, Who: row.entry.Identity, Referred: row.entry.Referred, Chosen: checked.Choices[row.line.Number]}
		for _, woman := range checked.Sheet.Alike[row.line.Number] {
			cases, err := d.findable(ctx, asker, woman) // again: a conflict may have come since
			if err != nil {
				return nil, err
			}
			if len(cases) == 0 {
				continue
			}
			shown = append(shown, cases[0])
			one.Candidates = append(one.Candidates, Candidate{
				Woman: woman, Who: who[woman], Reference: casework.Reference(cases[0].Case), Referred: cases[0].Referred, Open: cases[0].Open(),
			})
		}
		checked.Alike = append(checked.Alike, one)
	}
	return shown, nil
}

// grouped gathers what is wrong: one thing with all rows it is wrong in.
func grouped(rows []row, workers []casework.Person) []Group {
	type key struct{ field, say string }
	groups, cells := map[key]*Group{}, map[key]map[string]int{}
	var order []key
	for _, row := range rows {
		for _, trouble := range row.troubles {
			at := key{trouble.Field, trouble.Say}
			if groups[at] == nil {
				field, _ := FieldOf(trouble.Field)
				groups[at] = &Group{Field: trouble.Field, Title: field.Title, Say: trouble.Say, Order: field.Kind == Day && strings.HasSuffix(trouble.Say, "is not a date")}
				if trouble.Maps {
					groups[at].Values = valuesOf(field, workers)
				}
				cells[at] = map[string]int{}
				order = append(order, at)
			}
			groups[at].Rows++
			cells[at][trouble.Cell]++
		}
	}
	list := make([]Group, 0, len(order))
	for _, at := range order {
		group := groups[at]
		for _, text := range slices.Sorted(maps.Keys(cells[at])) {
			group.Cells = append(group.Cells, Cell{text, cells[at][text]})
		}
		slices.SortStableFunc(group.Cells, func(a, b Cell) int { return cmp.Compare(b.Rows, a.Rows) })
		group.More = max(0, len(group.Cells)-shownCells)
		group.Cells = group.Cells[:min(len(group.Cells), shownCells)]
		list = append(list, *group)
	}
	slices.SortStableFunc(list, func(a, b Group) int { return cmp.Compare(b.Rows, a.Rows) })
	return list
}

// Choose keeps what somebody chose of rows that may be of women who are here. rest
// is what she chose for all rows that are still open: ChooseNew, ChooseSkip, or ""
// for nothing.
func (d Desk) Choose(ctx context.Context, asker access.Asker, id string, choices map[int]string, rest string) error {
	const op = "choose who a row is of"
	sheet, err := d.sheet(ctx, op, asker, id)
	if err != nil {
		return err
	}
	if !leads(asker) {
		return casework.Fail(casework.Forbidden, op, "whoever leads the service chooses")
	}
	if !sheet.Open() {
		return casework.Fail(casework.Conflict, op, "it is being brought in, or was")
	}
	if sheet.Choices == nil {
		sheet.Choices = map[int]string{}
	}
	for number, choice := range choices {
		if choice != ChooseNew && choice != ChooseSkip && !slices.Contains(sheet.Alike[number], choice) {
			return casework.In(op, problem(fmt.Sprintf("row-%d", number), fmt.Sprintf("Choose from the list who row %d is of", number)))
		}
		sheet.Choices[number] = choice
	}
	if rest != "" && rest != ChooseNew && rest != ChooseSkip {
		return casework.In(op, problem("rest", "Choose from the list what becomes of the other rows"))
	}
	for number := range sheet.Alike {
		sheet.Choices[number] = cmp.Or(sheet.Choices[number], rest)
	}
	return d.kept(ctx, op, asker, sheet)
}

// Left are rows that were not brought in, each with its cells and why.
type Left struct {
	Number int      `json:"n"`
	Cells  []string `json:"c"`
	Why    []string `json:"why"`
}

// Wrong returns the rows that have something to put right, for a file of their own.
func (d Desk) Wrong(ctx context.Context, asker access.Asker, id string) (headings []string, rows []Left, err error) {
	const op = "take the rows of a spreadsheet to put right"
	sheet, err := d.sheet(ctx, op, asker, id)
	if err != nil {
		return nil, nil, err
	}
	if sheet.Open() {
		if !sheet.Matched {
			return nil, nil, casework.Fail(casework.NotFound, op, "its columns are not matched")
		}
		read, err := d.examine(ctx, asker, sheet)
		if err != nil {
			return nil, nil, casework.In(op, err)
		}
		for _, row := range read {
			if len(row.troubles) > 0 {
				rows = append(rows, row.left())
			}
		}
	} else if err := d.open(ctx, id, leftPart, &rows); err != nil {
		return nil, nil, casework.In(op, err)
	}
	if err := d.Tell(ctx, op, d.Note(asker, access.Read, access.ForAdministration, op, access.SetOf(access.Identity))); err != nil {
		return nil, nil, err
	}
	return sheet.Headings, rows, nil
}

// left returns a row as one that was not brought in.
func (r row) left(more ...string) Left {
	left := Left{Number: r.line.Number, Cells: r.line.Cells}
	for _, trouble := range r.troubles {
		left.Why = append(left.Why, trouble.Say)
	}
	left.Why = append(left.Why, more...)
	return left
}

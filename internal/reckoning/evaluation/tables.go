package evaluation

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/reckoning/chart"
	"throughline/internal/reckoning/figure"
	"throughline/internal/reckoning/suppression"
)

// Reader returns a figure as its reader may see it: exact, or protected. One
// reader serves a whole report, so a figure that is hidden is hidden wherever it
// would be printed.
type Reader func(id string) (chart.Reading, bool)

// Exact reads the figures of the book as they are.
func (b *Book) Exact(id string) (chart.Reading, bool) {
	f, ok := b.Figure(id)
	return f, ok
}

// Table is one of the tables T1 to T28.
type Table struct {
	ID         string
	Title      string
	Definition string
	Source     string
	Note       string // what a reader must know to read it rightly
	Columns    []string
	Rows       [][]Cell
	// Groups say of which group each row is, as Group.Value names it, where the
	// table is given by groups; "" is all of them.
	Groups []string
}

// Heading is the title with the number of the table, where it has one: two others
// are called by what they tell.
func (t Table) Heading() string {
	if strings.HasPrefix(t.ID, "T") {
		return t.ID + " " + t.Title
	}
	return t.Title
}

// Cell is a figure or some words.
type Cell struct {
	Words  string
	Figure chart.Reading // nil: words
}

// String returns the cell as a page shows it.
func (c Cell) String() string {
	if c.Figure == nil {
		return c.Words
	}
	return c.Figure.Text()
}

// WriteCSV writes the table as CSV; a column of figures becomes one column for
// each of its numbers.
func (t Table) WriteCSV(w io.Writer) error {
	rows := make([][]figure.CSVCell, len(t.Rows))
	for i, row := range t.Rows {
		for _, cell := range row {
			written := figure.CSVCell{Text: cell.Words}
			if cell.Figure != nil {
				form := cell.Figure.Written()
				written.Figure = &form
			}
			rows[i] = append(rows[i], written)
		}
	}
	if err := figure.WriteCSV(w, t.Columns, rows); err != nil {
		return fmt.Errorf("writing the table %s: %w", t.ID, err)
	}
	return nil
}

// Tables returns the tables that case records give, read through a reader, in the
// order of their numbers.
func (b *Book) Tables(read Reader) []Table {
	tables := []Table{
		b.referralTable(read), b.reArrestTable(read), b.yearOneTable(read), b.supportTable(read), b.levelTable(read), b.needTable(read),
		b.besideTable(read), b.durationTable(read), b.exitTable(read), b.followUpTable(read),
		b.processTable(read), b.distanceTable(read), b.nationalTable(read), b.offenceTable(read),
	}
	_, reach := b.Figure("reach.offered")
	if reach {
		tables = append(tables, b.areaTable(read))
	}
	tables = append(tables, b.cautionTable(read), b.trainingTable(read), b.activityTable(read), b.triageTable(read), b.onwardTable(read),
		b.courtTable(read), b.orderTable(read), b.eligibilityTable(read), b.profileTable(read), b.storyTable(read))
	if reach {
		tables = append(tables, b.reachTable(read))
	}
	return append(tables, b.fairTable(read))
}

// row begins with words and goes on with figures, by their ids; an id that the
// book does not have is left empty.
func row(read Reader, words string, ids ...string) []Cell {
	cells := []Cell{{Words: words}}
	for _, id := range ids {
		var cell Cell
		if reading, ok := read(id); ok {
			cell.Figure = reading
		}
		cells = append(cells, cell)
	}
	return cells
}

func (b *Book) referralTable(read Reader) Table {
	t := Table{
		ID: "T1", Title: "Referrals by pathway and period", Source: "004:174-177, 186",
		Definition: "Referrals by date of referral; engaged means not closed as did_not_engage or disengaged_after_first_appointment; condition met means as many attended appointments as the caution asks for",
		Columns:    []string{"Pathway"},
	}
	for _, period := range b.Scope.Periods {
		t.Columns = append(t.Columns, period.Title)
	}
	t.Columns = append(t.Columns, "Referrals", "Engaged", "Condition met")
	for _, group := range groups {
		var ids []string
		for _, period := range b.Scope.Periods {
			ids = append(ids, "referrals."+group.code+"."+period.code())
		}
		met := "condition.met"
		if group.code == "voluntary" {
			met = "" // a voluntary referral has no condition
		}
		t.Rows = append(t.Rows, row(read, upperFirst(group.title), append(ids, "referrals."+group.code, "engaged."+group.code, met)...))
	}
	return t
}

func (b *Book) reArrestTable(read Reader) Table {
	t := Table{
		ID: "T2", Title: "When women were re-arrested", Source: "004:415-421", Columns: []string{"Timing of re-arrest", "Women"},
		Definition: "First arrest after the day of referral, of women referred with a conditional caution, each counted once",
		Note:       "Re-arrest is not re-offending. Some women are followed for longer than others. To attend twice, a woman must stay without an arrest so long.",
	}
	for _, id := range []string{"before_any", "after_one", "after_two_supported", "after_closed", "women"} {
		t.Rows = append(t.Rows, row(read, b.title("re_arrest."+id), "re_arrest."+id))
	}
	t.Rows = append(t.Rows, row(read, "Referrals with a conditional caution", "referrals.conditional_caution"))
	return t
}

func (b *Book) title(id string) string {
	f, _ := b.Figure(id)
	return f.Meaning().Title
}

func (b *Book) levelTable(read Reader) Table {
	t := Table{
		ID: "T5", Title: "Level of need", Source: "004:248, 251", Columns: []string{"Needs at the first assessment", "Women"},
		Definition: "Number of the nine pathways with need present at the first assessment, of women who engaged and were assessed",
	}
	for _, level := range levels {
		if f, _ := b.Figure("tier." + level.code); level.tier == need.TierNotStated && f.Tally().Numerator == 0 {
			continue
		}
		t.Rows = append(t.Rows, row(read, level.title, "tier."+level.code))
	}
	return t
}

func (b *Book) needTable(read Reader) Table {
	t := Table{
		ID: "T6", Title: "Needs", Source: "004:256-261", Columns: []string{"Need", "Women"},
		Definition: "Need present at the first assessment, of women who engaged and were assessed",
	}
	for _, pathway := range need.Pathways() {
		t.Rows = append(t.Rows, row(read, pathway.Title(), "needs."+string(pathway)))
	}
	return t
}

var bands = []string{"duration.up_to_3_months", "duration.over_3_to_6_months", "duration.over_6_months"}

func (b *Book) durationTable(read Reader) Table {
	t := Table{
		ID: "T8", Title: "How long open cases have lasted", Source: "004:293", Columns: []string{"Since the first attended appointment", "Cases"},
		Definition: "Calendar months from the first attended appointment to the day, of cases open on it with an attended appointment",
		Note:       "A view of one day: long cases are likelier to be open on it, so this is not how long support lasts.",
	}
	for _, band := range bands {
		t.Rows = append(t.Rows, row(read, b.title(band), band))
	}
	return t
}

func (b *Book) offenceTable(read Reader) Table {
	t := Table{
		ID: "T14", Title: "Offences of conditional cautions", Source: "004:192-194", Columns: []string{"Code", "Offence", "Women"},
		Definition: "Conditional cautions by offence code, and, of those for assault, domestic abuse at the first assessment",
	}
	unnamed := false
	for i, code := range b.offences {
		if _, named := read("offences." + code); !named {
			unnamed = true
			continue
		}
		t.Rows = append(t.Rows, slices.Concat([]Cell{{Words: code}}, row(read, b.labels[i], "offences."+code)))
	}
	if unnamed {
		t.Rows = append(t.Rows, []Cell{{}, {Words: "Other offences, too few of each to name"}, {Words: suppression.Marker}})
	}
	t.Rows = append(t.Rows,
		slices.Concat([]Cell{{}}, row(read, "With an offence code", "offences.recorded")),
		slices.Concat([]Cell{{Words: strings.Join(assaults, ", ")}}, row(read, "Assault, domestic abuse known", "offences.assault_with_abuse_known")))
	return t
}

// areaStages are those that T15 has. Source: 004:133, 273.
var areaStages = []int{stageEncounter, stageOffered, stageAccepted, stageOnce, stageTwice}

func (b *Book) areaTable(read Reader) Table {
	t := Table{
		ID: "T15", Title: "Encounters, offers and attendance by area", Source: "004:133, 273", Columns: []string{"Area"},
		Definition: "Encounters in the window and how far they led, each stage of the one before",
		Note:       "Arrests and other encounters, not women.",
	}
	for _, stage := range areaStages {
		t.Columns = append(t.Columns, stages[stage].title)
	}
	add := func(words string, id func(stage string) string) {
		var ids []string
		for _, stage := range areaStages {
			ids = append(ids, id(stages[stage].code))
		}
		t.Rows = append(t.Rows, row(read, words, ids...))
	}
	for _, area := range b.areas {
		add(upperFirst(areaTitle(area)), func(stage string) string { return areaID(area, stage) })
	}
	add("All areas", func(stage string) string {
		if stage == "offered" {
			return "reach.offered"
		}
		return "funnel." + stage
	})
	return t
}

func (b *Book) activityTable(read Reader) Table {
	t := Table{
		ID: "T18", Title: "Additional activities", Source: "004:301-304",
		Columns:    []string{"Kind", "Activities", "Women", "For each woman with any"},
		Definition: "Activities beyond appointments, and the women with at least one",
	}
	for i, kind := range journey.ActivityKinds {
		id := activityKinds[i]
		t.Rows = append(t.Rows, row(read, kind.Words(), id, id+".women", id+".per_woman"))
	}
	t.Rows = append(t.Rows,
		row(read, "All", "activities.total", "activities.women", "activities.per_woman_with_any"),
		row(read, "For each woman who engaged", "activities.total", "engaged.total", "activities.per_engaged_woman"))
	return t
}

// Cells returns the rows as a page shows them.
func (t Table) Cells() [][]string {
	rows := make([][]string, len(t.Rows))
	for i, row := range t.Rows {
		for _, cell := range row {
			rows[i] = append(rows[i], cell.String())
		}
	}
	return rows
}

// Order is where a table stands among the others: T1 to T28 by their numbers, then
// those that have a name.
func (t Table) Order() int {
	if number, err := strconv.Atoi(strings.TrimPrefix(t.ID, "T")); err == nil {
		return number
	}
	return named
}

// named is behind every number of a table.
const named = 1000

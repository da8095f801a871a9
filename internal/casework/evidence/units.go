package evidence

import (
	"context"
	"fmt"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/reckoning/chart"
	"throughline/internal/reckoning/comparison"
	"throughline/internal/reckoning/evaluation"
	"throughline/internal/reckoning/figure"
	"throughline/internal/reckoning/grouping"
)

// UnitSort is what is set beside one another.
type UnitSort string

// The units that are compared: never single keyworkers.
const (
	UnitAreas     UnitSort = grouping.Area     // where support was offered, of encounters
	UnitProviders UnitSort = grouping.Provider // who took support up, of those referred
	UnitMonths    UnitSort = grouping.Month    // referrals
)

// UnitSorts lists them.
var UnitSorts = []UnitSort{UnitAreas, UnitProviders, UnitMonths}

// unitFigures are the figure that each sort is compared by, and what the drawing
// says of whom it counts.
var unitFigures = map[UnitSort]struct{ id, cohort, rows, several string }{
	UnitAreas:     {"reach.offered", "Arrests and other encounters, not women", "Area", "areas"},
	UnitProviders: {"engaged.total", "Women referred", "Provider", "providers"},
	UnitMonths:    {"referrals.total", "Women referred", "Month", "months"},
}

// Units are areas, providers or months beside the limits in which chance alone
// would keep them.
type Units struct {
	Report
	Sort   UnitSort
	Whole  chart.Reading // what all units come to; nil where nothing is counted
	Points []chart.Point
	Placed comparison.Units
	// Drawing is nil where there is nothing to compare, and Why says why.
	Drawing *chart.Drawing
	Why     string
}

// Units compares the units of a scheme as at a day. What they are is read from a
// report of their groups, by whom and as a report is read, so that nothing is shown
// here that is not shown there.
func (d *Desk) Units(ctx context.Context, asker access.Asker, query Query, sort UnitSort) (Units, error) {
	return d.units(ctx, asker, query, sort, d.Report)
}

// TakeUnits returns the same for a file that leaves, which is written down as such.
func (d *Desk) TakeUnits(ctx context.Context, asker access.Asker, query Query, sort UnitSort) (Units, error) {
	return d.units(ctx, asker, query, sort, d.Take)
}

func (d *Desk) units(ctx context.Context, asker access.Asker, query Query, sort UnitSort, read func(context.Context, access.Asker, Query) (Report, error)) (Units, error) {
	const op = "compare units"
	if !slices.Contains(UnitSorts, sort) {
		return Units{}, casework.Fail(casework.NotFound, op, "there is nothing to compare by %q: choose one of %q", sort, UnitSorts)
	}
	query.By = string(sort)
	few := false
	if sort == UnitMonths {
		asked, book, err := d.settled(op, query)
		if err != nil {
			return Units{}, err
		}
		query = asked
		cohort := evaluation.ScopeOf(book, d.Settings[book.ID], query.AsAt).Narrowed(query.Narrow).Cohort
		var window calendar.Window
		if window, few = lastMonths(cohort, query.AsAt); !few {
			query.Narrow.Referred = window
		}
	}
	report, err := read(ctx, asker, query)
	if err != nil {
		return Units{}, err
	}
	units := Units{Report: report, Sort: sort}
	if few {
		units.Why = fmt.Sprintf("It takes %d whole months to say what is usual in one.", leastMonths)
		return units, nil
	}
	if err := units.place(); err != nil {
		return Units{}, &casework.Error{Kind: casework.Internal, Op: op, Err: err}
	}
	return units, nil
}

// place reads the units from the report, places them about the whole and draws
// them; or says why there is nothing to draw.
func (u *Units) place() error {
	of := unitFigures[u.Sort]
	var ok bool
	if u.Whole, ok = u.Figure(of.id); !ok {
		u.Why = "The rulebook of this scheme names no days over which this is counted."
		return nil
	}
	whole, shown := u.Whole.Shown()
	base, hasBase := whole.Base()
	n, _ := whole.Numerator()
	u.Points = u.groups(of.id)
	switch {
	case !shown:
		u.Why = "The whole is too small to be shown."
	case hasBase && base == 0 || n == 0 && !hasBase:
		u.Why = "Nothing was counted yet."
	case len(u.Points) == 0 && !u.Exact():
		u.Why = "The " + of.several + " are withheld: beside the whole they would tell of a few women."
	}
	if u.Why != "" {
		return nil
	}
	if u.Sort == UnitMonths {
		return u.months(whole)
	}
	// Where nobody wrote down which unit it was is none of them.
	way, _ := grouping.Named(string(u.Sort))
	u.Points = slices.DeleteFunc(u.Points, func(p chart.Point) bool { return p.Label == way.Words("") || empty(p.Figure) })
	if len(u.Points) < 2 {
		u.Why = "There are not two " + of.several + " to compare."
		return nil
	}
	var err error
	if u.Placed, err = comparison.AboutWhole(whole, chart.Readables(u.Points)); err != nil {
		return err
	}
	return u.draw(chart.Limits)
}

// groups returns a figure of every group, as the tables of the report show it.
func (u *Units) groups(id string) []chart.Point {
	var points []chart.Point
	seen := map[string]bool{evaluation.AllGroups: true}
	for _, table := range u.Tables {
		for _, row := range table.Rows {
			for _, cell := range row {
				if cell.Figure != nil && cell.Figure.Meaning().ID == id && !seen[row[0].Words] {
					seen[row[0].Words] = true
					points = append(points, chart.Point{Label: row[0].Words, Figure: cell.Figure})
				}
			}
		}
	}
	return points
}

// empty says whether a share is of nobody.
func empty(reading chart.Reading) bool {
	shown, ok := reading.Shown()
	base, _ := shown.Base()
	return ok && base == 0
}

// months places the months of the window, all of them whole. A month in which
// nobody was referred is none of the split, and counts as 0.
func (u *Units) months(whole figure.Figure) error {
	counted := map[string]chart.Reading{}
	for _, point := range u.Points {
		counted[point.Label] = point.Figure
	}
	u.Points = nil
	window := whole.Meaning().Window
	for month := window.From; month <= window.To; month = month.AddMonths(1) {
		label := grouping.MonthOf(month)
		reading, ok := counted[label]
		if !ok {
			none, err := whole.Recounted(figure.Tally{})
			if err != nil {
				return fmt.Errorf("a month without anybody: %w", err)
			}
			reading = none
		}
		u.Points = append(u.Points, chart.Point{Label: label, Figure: reading})
	}
	total, _ := whole.Numerator()
	var err error
	if u.Placed, err = comparison.AboutMean(float64(total)/float64(len(u.Points)), chart.Readables(u.Points)); err != nil {
		return err
	}
	return u.draw(chart.Months)
}

// lastMonths returns the last whole months of a cohort up to a day, and whether
// they are too few to say what is usual in one.
func lastMonths(cohort calendar.Window, asAt calendar.Day) (window calendar.Window, few bool) {
	if cohort.To.Known() {
		asAt = min(asAt, cohort.To)
	}
	window.To = monthEnd(asAt)
	window.From = window.To.AddDays(1).AddMonths(-mostMonths)
	if cohort.From > window.From {
		window.From = monthEnd(cohort.From.AddDays(-1)).AddDays(1)
		if window.From < cohort.From {
			window.From = window.From.AddMonths(1)
		}
	}
	return window, window.From.AddMonths(leastMonths) > window.To.AddDays(1)
}

// leastMonths is how many months it takes to say what is usual in one, and
// mostMonths how far back the usual reaches.
const (
	leastMonths = 6
	mostMonths  = 36
)

func (u *Units) draw(as func(chart.Spec, []chart.Point, comparison.Units) (chart.Drawing, error)) error {
	of := unitFigures[u.Sort]
	some, _ := u.Placed.Outside()
	hidden := 0
	for _, where := range u.Placed.Where {
		if where == comparison.NotToBeShown {
			hidden++
		}
	}
	headline := fmt.Sprintf("%d of %d %s lie outside the limits of chance", some, len(u.Points)-hidden, of.several)
	switch some {
	case 0:
		headline = fmt.Sprintf("None of %d %s lies outside the limits of chance", len(u.Points)-hidden, of.several)
	case 1:
		headline = fmt.Sprintf("1 of %d %s lies outside the limits of chance", len(u.Points)-hidden, of.several)
	}
	switch {
	case hidden == 1:
		headline += "; 1 is too small to be shown"
	case hidden > 1:
		headline += fmt.Sprintf("; %d are too small to be shown", hidden)
	}
	drawing, err := as(chart.Spec{ID: "compare-" + of.several, Headline: headline, Cohort: of.cohort, Rows: of.rows}, u.Points, u.Placed)
	if err != nil {
		return err
	}
	u.Drawing = &drawing
	return nil
}

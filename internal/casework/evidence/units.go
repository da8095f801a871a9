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
	"throughline/internal/reckoning/suppression"
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
	Report // without its tables and charts: the whole, and how it was protected
	Sort   UnitSort
	Points []chart.Point
	Placed comparison.Units
	// Drawing is nil where there is nothing to compare, and Why says why.
	Drawing *chart.Drawing
	Why     string
}

// Units compares the units of a scheme as at a day, as a report is read and by
// whom; it is written down as one.
func (d *Desk) Units(ctx context.Context, asker access.Asker, query Query, sort UnitSort) (Units, error) {
	const op = "compare units"
	if decision := access.Decide(asker, relationTo(asker), access.Aggregates, access.Read, access.ForEvidence); !decision.Allow {
		return Units{}, casework.Fail(casework.Forbidden, op, "%s", decision.Reason)
	}
	if !slices.Contains(UnitSorts, sort) {
		return Units{}, casework.Fail(casework.NotFound, op, "there is nothing to compare by %q: choose one of %q", sort, UnitSorts)
	}
	exactly := asker.Role == access.ServiceLead
	from, err := d.leftOut(ctx, op, asker, exactly)
	if err != nil {
		return Units{}, err
	}
	query.By = string(sort)
	units, err := d.units(ctx, op, query, sort, exactly, from)
	if err != nil {
		return Units{}, err
	}
	if units.release.Number > 0 {
		if err := d.give(ctx, op, asker, units.release, AsPage, "units of "+units.name()); err != nil {
			return Units{}, err
		}
	}
	what := op + " " + units.name()
	if err := d.Tell(ctx, op, d.Note(asker, access.Read, access.ForEvidence, what, access.SetOf(access.Aggregates))); err != nil {
		return Units{}, err
	}
	return units, nil
}

// TakeUnits returns the same for a file that leaves, which is written down as such.
func (d *Desk) TakeUnits(ctx context.Context, asker access.Asker, query Query, sort UnitSort) (Units, error) {
	const op = "take compared units away"
	if !MayTake(asker) {
		return Units{}, casework.Fail(casework.Forbidden, op, "%s may not take figures away", asker.Role.Words())
	}
	units, err := d.Units(ctx, asker, query, sort)
	if err != nil {
		return Units{}, err
	}
	if units.release.Number > 0 {
		if err := d.give(ctx, op, asker, units.release, AsFile, "units of "+units.name()); err != nil {
			return Units{}, err
		}
	}
	what := op + " " + units.name()
	if err := d.Tell(ctx, op, d.Note(asker, access.Export, access.ForEvidence, what, access.SetOf(access.Aggregates))); err != nil {
		return Units{}, err
	}
	return units, nil
}

func (d *Desk) units(ctx context.Context, op string, query Query, sort UnitSort, exactly bool, from hidden) (Units, error) {
	query, book, err := d.settled(op, query)
	if err != nil {
		return Units{}, err
	}
	if !exactly {
		query.AsAt = monthEnd(query.AsAt)
	}
	units := Units{Sort: sort}
	if sort == UnitMonths {
		var enough bool
		query.Narrow.Referred, enough = lastMonths(evaluation.ScopeOf(book, d.Settings[book.ID], query.AsAt).Cohort.From, query.AsAt)
		if !enough {
			query.Narrow.Referred = calendar.Window{}
			units.Why = fmt.Sprintf("It takes %d whole months to say what is usual in one.", leastMonths)
		}
	}
	units.Report = Report{
		Scheme: book.ID, Title: book.Title, AsAt: query.AsAt, Part: query.Narrow.Words(), By: query.By, Publication: suppression.NotForPublication,
	}
	var policy suppression.Policy
	if !exactly {
		policy = d.Protects()
		units.Policy, units.Publication = policy.Name(), policy.Words()
	}
	if units.Why != "" {
		return units, nil
	}
	d.mutex.Lock()
	counted, err := d.count(ctx, query, book, from)
	d.mutex.Unlock()
	if err != nil {
		return Units{}, casework.In(op, err)
	}
	readers := counted.split.Exact()
	if !exactly {
		if units.release, err = d.releaseUnits(ctx, op, query, policy, counted.split, unitFigures[sort].id, &readers); err != nil {
			return Units{}, err
		}
	}
	if err := units.place(counted.split, readers); err != nil {
		return Units{}, &casework.Error{Kind: casework.Internal, Op: op, Err: err}
	}
	return units, nil
}

// unitsKind is the kind of release that compared units are.
const unitsKind = "units"

// releaseUnits reads one figure of the whole and of each unit as it is released.
func (d *Desk) releaseUnits(ctx context.Context, op string, query Query, policy suppression.Policy, split *evaluation.Split, id string, readers *evaluation.Readers) (Release, error) {
	m := making{Release: Release{Kind: unitsKind, Scheme: query.Scheme, AsAt: query.AsAt, Part: query.Narrow.Code(), By: query.By}}
	for _, book := range split.Books() {
		if f, ok := book.Figure(id); ok {
			m.exact = append(m.exact, f)
		}
	}
	m.show = func(protecting suppression.Policy) (shown []suppression.ProtectedFigure, err error) {
		if *readers, err = split.Protected(protecting, []string{id}); err != nil {
			return nil, err
		}
		for _, read := range append([]evaluation.Reader{readers.Whole}, readers.Parts...) {
			reading, _ := read(id)
			if f, ok := reading.(suppression.ProtectedFigure); ok {
				shown = append(shown, f)
			}
		}
		return shown, nil
	}
	return d.release(ctx, op, policy, m)
}

// place reads the units, places them about the whole and draws them; or says why
// there is nothing to draw.
func (u *Units) place(split *evaluation.Split, readers evaluation.Readers) error {
	of := unitFigures[u.Sort]
	reading, ok := readers.Whole(of.id)
	if !ok {
		u.Why = "The rulebook of this scheme names no days over which this is counted."
		return nil
	}
	u.Figures = []chart.Reading{reading}
	whole, shown := reading.Shown()
	base, hasBase := whole.Base()
	n, _ := whole.Numerator()
	switch {
	case readers.Withheld:
		u.Why = "The " + of.several + " are withheld: beside the whole they would tell of a few women."
		return nil
	case !shown:
		u.Why = "The whole is too small to be shown."
		return nil
	case hasBase && base == 0 || n == 0 && !hasBase:
		u.Why = "Nothing was counted yet."
		return nil
	}
	for i, part := range split.Parts {
		if one, ok := readers.Parts[i](of.id); ok {
			u.Points = append(u.Points, chart.Point{Label: part.Title, Figure: one})
		}
	}
	if u.Sort == UnitMonths {
		return u.months(whole)
	}
	// Where nobody wrote down which unit it was is none of them.
	u.Points = slices.DeleteFunc(u.Points, func(p chart.Point) bool { return p.Label == split.By.Words("") || empty(p.Figure) })
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

// lastMonths returns the last whole months up to a day, from the first whole one of
// a cohort on, and whether they are enough to say what is usual in one.
func lastMonths(cohort calendar.Day, asAt calendar.Day) (calendar.Window, bool) {
	end := monthEnd(asAt)
	year, month, _ := end.Date()
	window := calendar.Window{From: calendar.On(year, month, 1).AddMonths(1 - mostMonths), To: end}
	if year, month, day := cohort.Date(); cohort.Known() && cohort > window.From {
		window.From = calendar.On(year, month, 1)
		if day > 1 {
			window.From = window.From.AddMonths(1)
		}
	}
	return window, window.From.AddMonths(leastMonths).AddDays(-1) <= window.To
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
	headline := fmt.Sprintf("%d of %d %s lie outside the limits of chance", some, len(u.Points), of.several)
	switch some {
	case 0:
		headline = fmt.Sprintf("None of %d %s lies outside the limits of chance", len(u.Points), of.several)
	case 1:
		headline = fmt.Sprintf("1 of %d %s lies outside the limits of chance", len(u.Points), of.several)
	}
	drawing, err := as(chart.Spec{ID: "compare-" + of.several, Headline: headline, Cohort: of.cohort, Rows: of.rows}, u.Points, u.Placed)
	if err != nil {
		return err
	}
	u.Drawing = &drawing
	return nil
}

package hardship

import (
	"cmp"
	"context"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/reckoning/figure"
)

// Book is what became of one fund, in pence.
type Book struct {
	journey.FundSet
	Committed, Spent int64
	Left             *int64 // nil where no budget is stated; below 0 where more was spent
}

// rows returns the cases for which a fund was asked, those of women whose record
// was erased too: their amounts stay, and nothing else of them does.
func (d Desk) rows(ctx context.Context, asker access.Asker) ([]journey.Row, error) {
	return d.Record.Rows(ctx, asker, casework.Filter{Tied: journey.Tie{Who: journey.HardshipFund, How: journey.Granted}, Order: casework.OldestFirst, Gone: true})
}

// books sums up every fund.
func (d Desk) books(ctx context.Context, asker access.Asker, funds []journey.FundSet) ([]Book, error) {
	rows, err := d.rows(ctx, asker)
	if err != nil {
		return nil, err
	}
	books := make([]Book, len(funds))
	for i, fund := range funds {
		books[i].FundSet = fund
		for _, row := range rows {
			for _, grant := range row.Hardship {
				if grant.Fund == fund.Fund {
					books[i].Committed += grant.Committed()
					books[i].Spent += grant.Spent()
				}
			}
		}
		if fund.Pence != nil {
			left := *fund.Pence - books[i].Committed - books[i].Spent
			books[i].Left = &left
		}
	}
	return books, nil
}

// Waiting is one request that waits for an answer.
type Waiting struct {
	Request
	Case, Reference, Name string
}

// Kept is what the page of the funds shows.
type Kept struct {
	Day      calendar.Day
	Books    []Book
	Waiting  []Waiting // those given already first, then urgent ones, then the oldest
	Months   []calendar.Day
	Month    calendar.Day // the first day of the month that is shown
	Lines    []Line
	Total    int64 // pence, of the month
	Erased   int64 // of it, for women whose record is kept no more
	Effect   Effect
	NoFund   int   // payments of the month that name no fund
	NoFundIn int64 // and what they came to, in pence
}

// Line is what one fund spent in one month on one thing in one way.
type Line struct {
	Fund, FundName string
	Buys           journey.HardshipKind
	Paid           journey.PaidBy
	Payments       int
	Pence          int64
}

// Effect is what happened after a first payment. It says nothing about why.
type Effect struct {
	// Came are the women who came to their next appointment, of those who had one
	// whose outcome is known. Source: 004:144, 315.
	Came    figure.Figure
	Waiting int // women given something who have had no appointment since
}

// Keep returns the funds, what waits, and what a month cost; the month of today
// where none is given.
func (d Desk) Keep(ctx context.Context, asker access.Asker, month calendar.Day) (Kept, error) {
	const op = "hardship funds"
	if err := leads(op, asker); err != nil {
		return Kept{}, err
	}
	funds, err := d.funds(ctx)
	if err != nil {
		return Kept{}, casework.In(op, err)
	}
	kept := Kept{Day: d.Today(), Month: monthOf(cmp.Or(month, d.Today()))}
	if kept.Books, err = d.books(ctx, asker, funds); err != nil {
		return Kept{}, casework.In(op, err)
	}
	rows, err := d.rows(ctx, asker)
	if err != nil {
		return Kept{}, casework.In(op, err)
	}
	kept.spent(rows, funds)
	shown, err := d.waiting(ctx, asker, &kept, rows, funds)
	if err != nil {
		return Kept{}, casework.In(op, err)
	}
	if kept.Effect, err = d.effect(ctx, rows); err != nil {
		return Kept{}, casework.In(op, err)
	}
	return kept, d.Tell(ctx, op, d.Note(asker, access.Read, access.ForSupport, op, asked, shown...))
}

// monthOf returns the first day of the month of a day.
func monthOf(day calendar.Day) calendar.Day {
	year, month, _ := day.Date()
	return calendar.On(year, month, 1)
}

// spent sums up one month, by fund, thing and way. What came back is taken off in
// the month in which it was given.
func (k *Kept) spent(rows []journey.Row, funds []journey.FundSet) {
	lines := map[Line]Line{}
	months := map[calendar.Day]bool{monthOf(k.Day): true, k.Month: true}
	for _, row := range rows {
		for _, grant := range row.Hardship {
			if !grant.Given.Known() {
				continue
			}
			months[monthOf(grant.Given)] = true
			if monthOf(grant.Given) != k.Month {
				continue
			}
			name := ""
			if i := slices.IndexFunc(funds, func(f journey.FundSet) bool { return f.Fund == grant.Fund }); i >= 0 {
				name = funds[i].Name
			}
			key := Line{Fund: grant.Fund, FundName: name, Buys: grant.Buys, Paid: grant.Paid}
			line := lines[key]
			line.Payments++
			line.Pence += grant.Spent()
			lines[key] = line
			k.Total += grant.Spent()
			if grant.Fund == "" {
				k.NoFund++
				k.NoFundIn += grant.Spent()
			}
			if !row.Keeping.Erased.IsZero() {
				k.Erased += grant.Spent()
			}
		}
	}
	for key, line := range lines {
		key.Payments, key.Pence = line.Payments, line.Pence
		k.Lines = append(k.Lines, key)
	}
	slices.SortFunc(k.Lines, func(a, b Line) int {
		return cmp.Or(cmp.Compare(a.FundName, b.FundName), cmp.Compare(a.Fund, b.Fund),
			cmp.Compare(slices.Index(journey.HardshipKinds, a.Buys), slices.Index(journey.HardshipKinds, b.Buys)), cmp.Compare(a.Paid, b.Paid))
	})
	for month := range months {
		k.Months = append(k.Months, month)
	}
	slices.SortFunc(k.Months, func(a, b calendar.Day) int { return cmp.Compare(b, a) })
}

// waiting lists the requests that wait for an answer, and returns the cases it
// names.
func (d Desk) waiting(ctx context.Context, asker access.Asker, kept *Kept, rows []journey.Row, funds []journey.FundSet) (shown []journey.Row, err error) {
	names, err := casework.NamesOf(ctx, d.Staff)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		if !row.Keeping.Erased.IsZero() {
			continue
		}
		var open []Request
		for _, grant := range row.Hardship {
			if one := d.request(asker, funds, names, grant, nil); one.Second && grant.Asked.Known() && (grant.Answer == "" || grant.Answer == journey.HardshipQuestion) {
				open = append(open, one)
			}
		}
		standing := d.Standing(asker, row)
		if len(open) == 0 || asked&^standing.Allowed(access.Read, access.ForSupport) != 0 {
			continue
		}
		one, err := d.Record.Case(ctx, row.Case, asked)
		if err != nil {
			return nil, err
		}
		shown = append(shown, row)
		for _, request := range open {
			kept.Waiting = append(kept.Waiting, Waiting{
				Request: d.request(asker, funds, names, request.Grant, one.Facts), Case: row.Case, Reference: casework.Reference(row.Case), Name: one.Who.Name(),
			})
		}
	}
	slices.SortStableFunc(kept.Waiting, func(a, b Waiting) int {
		return cmp.Or(first(a.Ahead, b.Ahead), first(a.Urgent == journey.Yes, b.Urgent == journey.Yes), cmp.Compare(a.Asked, b.Asked))
	})
	return shown, nil
}

// first orders what is so before what is not.
func first(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// effect counts the women who were given something by the next appointment after
// the first payment. An appointment that the service called off is none.
func (d Desk) effect(ctx context.Context, rows []journey.Row) (Effect, error) {
	var waiting int
	var counted figure.Tally
	var window calendar.Window
	seen := map[string]bool{}
	for _, row := range rows {
		given := firstGiven(row.Hardship)
		if !given.Known() || seen[row.Woman] || !row.Keeping.Erased.IsZero() {
			continue
		}
		seen[row.Woman] = true
		window.To = d.Today()
		if !window.From.Known() || given < window.From {
			window.From = given
		}
		one, err := d.Record.Case(ctx, row.Case, 0)
		if err != nil {
			return Effect{}, err
		}
		all := journey.AppointmentsOf(one.Facts)
		next := slices.IndexFunc(all, func(a journey.Appointment) bool {
			return a.At.Day() > given && a.Outcome != journey.StillBooked && a.Outcome != journey.CancelledByService
		})
		if next < 0 {
			waiting++
			continue
		}
		counted.Base++
		if all[next].Outcome.Came() {
			counted.Numerator++
		}
	}
	came, err := figure.NewProportion(figure.Meaning{
		ID: "hardship.came_next", Title: "Came to the next appointment", Source: "004:144, 315", Window: window,
		Definition: "women who came to their next appointment after a first payment or thing given, of the women given one who have had an appointment since whose outcome is known; one that the service called off is none",
	}, counted)
	return Effect{Came: came, Waiting: waiting}, err
}

// firstGiven returns the day on which something was given first, 0 where nothing
// was.
func firstGiven(grants []journey.Grant) calendar.Day {
	var first calendar.Day
	for _, grant := range grants {
		if grant.Given.Known() && (!first.Known() || grant.Given < first) {
			first = grant.Given
		}
	}
	return first
}

// Spend returns what a month cost, to be taken away: sums in which no woman is a
// row.
func (d Desk) Spend(ctx context.Context, asker access.Asker, month calendar.Day) (calendar.Day, []Line, error) {
	const op = "take hardship spending"
	allowed := access.Decide(asker, access.Service, access.Aggregates, access.Export, access.ForEvidence)
	if err := leads(op, asker); err != nil || !allowed.Allow {
		return 0, nil, cmp.Or(err, casework.Fail(casework.Forbidden, op, "%s", allowed.Reason))
	}
	funds, err := d.funds(ctx)
	if err != nil {
		return 0, nil, casework.In(op, err)
	}
	rows, err := d.rows(ctx, asker)
	if err != nil {
		return 0, nil, casework.In(op, err)
	}
	kept := Kept{Day: d.Today(), Month: monthOf(cmp.Or(month, d.Today()))}
	kept.spent(rows, funds)
	return kept.Month, kept.Lines, d.Tell(ctx, op, d.Note(asker, access.Export, access.ForEvidence, op, access.SetOf(access.Aggregates)))
}

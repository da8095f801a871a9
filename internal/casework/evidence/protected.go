package evidence

import (
	"context"

	"throughline/internal/casework"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/scheme"
	"throughline/internal/reckoning/chart"
	"throughline/internal/reckoning/evaluation"
	"throughline/internal/reckoning/figure"
	"throughline/internal/reckoning/suppression"
)

// Protects returns the policy that protects what leaves.
func (d *Desk) Protects() suppression.Policy {
	if d.Policy.Publishable() {
		return d.Policy
	}
	return suppression.Default()
}

// mostFilters is how many things may narrow the cases of protected figures where
// few are left.
const mostFilters = 1

// protected fills a report with figures that may leave, as they are released.
func (d *Desk) protected(ctx context.Context, op string, query Query, book *scheme.Rulebook, counted held, report Report) (Report, error) {
	policy := d.Protects()
	if err := narrowable(op, policy, query, counted.book); err != nil {
		return Report{}, err
	}
	if query.Narrow != (evaluation.Narrowing{}) || query.By != "" {
		// The whole first: were a part before it, the whole would be hidden for it.
		if _, err := d.report(ctx, op, Query{Scheme: query.Scheme, AsAt: query.AsAt}, false, nil); err != nil {
			return Report{}, err
		}
	}
	report.Policy, report.Publication = policy.Name(), policy.Words()
	made, err := d.release(ctx, op, policy, making{
		Release: Release{Kind: ReportKind, Scheme: book.ID, AsAt: query.AsAt, Part: query.Narrow.Code(), By: query.By},
		exact:   counted.figures(),
		show: func(protecting suppression.Policy) ([]suppression.ProtectedFigure, error) {
			read, err := counted.book.Protected(protecting)
			if err == nil {
				err = counted.fill(&report, read, protecting)
			}
			return report.shown(), err
		},
	})
	report.release = made
	return report, err
}

// narrowable says why so few cases are not narrowed further for somebody outside
// the service: what is left of several filters at once points to single women, and
// days that can be chosen freely date them.
func narrowable(op string, policy suppression.Policy, query Query, book *evaluation.Book) error {
	if period := query.Narrow.Referred; !wholeMonths(period) {
		return casework.Fail(casework.Invalid, op, "choose whole months: the first day of one and the last day of one")
	}
	base, ok := book.Figure("referrals.total")
	if count, _ := base.Numerator(); ok && query.Narrow.Filters() > mostFilters && policy.Few(count) {
		return casework.Fail(casework.Invalid, op, "too few women are left for so many filters at once: take one of them away")
	}
	return nil
}

// wholeMonths says whether a period begins and ends with a month.
func wholeMonths(period calendar.Window) bool {
	first := !period.From.Known() || period.From.AddDays(-1) == monthEnd(period.From.AddDays(-1))
	return first && (!period.To.Known() || period.To == monthEnd(period.To))
}

// figures are all that a report of the book may show, exact.
func (h held) figures() []figure.Figure {
	if h.split == nil {
		return h.book.Figures
	}
	all := append([]figure.Figure(nil), h.book.Figures...)
	inTables := map[string]bool{}
	for _, table := range h.book.Tables(h.book.Exact) {
		for _, id := range h.book.IDs(table.ID) {
			inTables[id] = true
		}
	}
	for _, part := range h.split.Parts {
		for _, f := range part.Book.Figures {
			if inTables[f.Meaning().ID] {
				all = append(all, f)
			}
		}
	}
	return all
}

// shown lists the protected figures of a report, in its tables too.
func (r Report) shown() []suppression.ProtectedFigure {
	var all []suppression.ProtectedFigure
	put := func(reading chart.Reading) {
		if f, ok := reading.(suppression.ProtectedFigure); ok {
			all = append(all, f)
		}
	}
	for _, reading := range r.Figures {
		put(reading)
	}
	for _, table := range r.Tables {
		for _, row := range table.Rows {
			for _, cell := range row {
				put(cell.Figure)
			}
		}
	}
	return all
}

package evidence

import (
	"context"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/reckoning/chart"
	"throughline/internal/reckoning/economics"
	"throughline/internal/reckoning/evaluation"
)

// Worth is what support cost and what it may be worth, as the asker may read it:
// a range for each value that sources give, and none of them the truth.
type Worth struct {
	Report
	Costs       []chart.Reading
	Assumptions []economics.Assumption
	Estimates   []economics.Estimate // in the order of the documents
	Without     []string             // what could not be worked out, with the reason
	Doubled     []string             // what would be counted twice, were estimates added
	Values      []economics.Value
}

// Assumptions returns what every estimate hangs on and nobody has stated, each
// undecided.
func (d *Desk) Assumptions() []economics.Assumption { return economics.Undecided(d.Economics) }

// Worth returns what a scheme cost and what that may be worth under the
// assumptions that the asker tries. Nothing that is tried is kept. Whoever reads
// protected figures reads what follows from those: money for each of a rounded
// count, and nothing from one that is hidden.
func (d *Desk) Worth(ctx context.Context, asker access.Asker, query Query, tried []economics.Assumption) (Worth, error) {
	const op = "what support costs and is worth"
	report, err := d.Report(ctx, asker, query)
	if err != nil {
		return Worth{}, casework.In(op, err)
	}
	worth := Worth{Report: report, Costs: costsOf(report), Assumptions: tried, Values: d.Economics.Values}
	worth.Estimates, worth.Without = economics.Estimates(d.Economics, tried, counted(worth))
	worth.Doubled = economics.Doubled(worth.Estimates)
	what := op + ", " + report.Scheme + " as at " + report.AsAt.String() + report.Within()
	if err := d.Tell(ctx, op, d.Note(asker, access.Read, access.ForEvidence, what, access.SetOf(access.Aggregates))); err != nil {
		return Worth{}, err
	}
	return worth, nil
}

// costsOf lists the figures of what support cost, none where no cost is recorded.
func costsOf(report Report) []chart.Reading {
	if _, recorded := report.Figure("cost.per_referred"); !recorded {
		return nil
	}
	var costs []chart.Reading
	for _, one := range report.Figures {
		if strings.HasPrefix(one.Meaning().ID, "cost.per_") {
			costs = append(costs, one)
		}
	}
	return costs
}

// counted reads what values are multiplied by off the figures of cost.
func counted(worth Worth) economics.Counts {
	counts := economics.Counts{Pence: worth.spent}
	for _, cost := range worth.Costs {
		counts.Costed, counts.Window = true, cost.Meaning().Window
		if shown, ok := cost.Shown(); ok && cost.Meaning().ID == "cost.per_engaged_woman" {
			counts.Women, counts.Known = shown.Tally().Base, true
		}
	}
	return counts
}

// worthTables are the tables of costs and of the rates of other schemes, as far as
// there are documents for them.
func (d *Desk) worthTables(report Report) []evaluation.Table {
	if len(d.Economics.Values) == 0 {
		return nil
	}
	var rates []chart.Reading
	for _, id := range []string{"engaged.total", "condition.met_of_all_referred"} {
		if one, ok := report.Figure(id); ok {
			rates = append(rates, one)
		}
	}
	return []evaluation.Table{d.Economics.CostTable(report.Title, costsOf(report)), d.Economics.RateTable(report.Title, rates)}
}

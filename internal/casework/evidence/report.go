package evidence

import (
	"context"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/reckoning/chart"
	"throughline/internal/reckoning/evaluation"
	"throughline/internal/reckoning/suppression"
)

// Report is the figures of a scheme as at a day, as the asker may read them.
type Report struct {
	Scheme string       `json:"scheme"`
	Title  string       `json:"-"`
	AsAt   calendar.Day `json:"as_at"`
	// Publication is "Not for publication" over exact figures, and what the
	// policy did over protected ones.
	Publication string             `json:"publication"`
	Policy      string             `json:"policy,omitempty"` // its name; "" over exact figures
	Figures     []chart.Reading    `json:"figures"`
	Tables      []evaluation.Table `json:"-"`
	Charts      []evaluation.Drawn `json:"-"`
}

// Figure returns the figure of this id, and false where the report has none.
func (r Report) Figure(id string) (chart.Reading, bool) {
	for _, reading := range r.Figures {
		if reading.Meaning().ID == id {
			return reading, true
		}
	}
	return nil, false
}

// Exact says whether the figures are exact, and so not for publication.
func (r Report) Exact() bool { return r.Policy == "" }

// Table returns the table of this id, and false where the report has none.
func (r Report) Table(id string) (evaluation.Table, bool) {
	for _, table := range r.Tables {
		if table.ID == id {
			return table, true
		}
	}
	return evaluation.Table{}, false
}

// Chart returns the chart of this id, and false where the report has none.
func (r Report) Chart(id string) (evaluation.Drawn, bool) {
	for _, drawn := range r.Charts {
		if drawn.ID == id {
			return drawn, true
		}
	}
	return evaluation.Drawn{}, false
}

// relationTo says how the asker stands to the service's figures.
func relationTo(asker access.Asker) access.Relation {
	if asker.Role == access.ServiceLead {
		return access.Service
	}
	return access.Unrelated
}

// Report returns every figure, table and chart of a scheme as at a day. Every
// report that is read is written down. A service lead reads exact figures;
// whoever else the door lets in reads protected ones, and those only as at the
// ends of months: figures of two neighbouring days would date a single event.
func (d *Desk) Report(ctx context.Context, asker access.Asker, query Query) (Report, error) {
	const op = "report"
	if decision := access.Decide(asker, relationTo(asker), access.Aggregates, access.Read, access.ForEvidence); !decision.Allow {
		return Report{}, casework.Fail(casework.Forbidden, op, "%s", decision.Reason)
	}
	exactly := asker.Role == access.ServiceLead
	from, err := d.leftOut(ctx, op, asker, exactly)
	if err != nil {
		return Report{}, err
	}
	report, err := d.report(ctx, op, query, exactly, from)
	if err != nil {
		return Report{}, err
	}
	what := op + " " + report.Scheme + " as at " + report.AsAt.String()
	if err := d.Tell(ctx, op, d.Note(asker, access.Read, access.ForEvidence, what, access.SetOf(access.Aggregates))); err != nil {
		return Report{}, err
	}
	return report, nil
}

// AtServer returns an exact report for whoever runs commands on the record
// itself: she already holds the file, and may have opened it for reading only,
// so no line is written. No page calls it.
func (d *Desk) AtServer(ctx context.Context, query Query) (Report, error) {
	return d.report(ctx, "report at the server", query, true, nil)
}

func (d *Desk) report(ctx context.Context, op string, query Query, exactly bool, from hidden) (Report, error) {
	query, book, err := d.settled(op, query)
	if err != nil {
		return Report{}, err
	}
	if !exactly {
		query.AsAt = monthEnd(query.AsAt)
	}
	d.mutex.Lock()
	counted, err := d.count(ctx, query, book, from)
	d.mutex.Unlock()
	if err != nil {
		return Report{}, casework.In(op, err)
	}
	report := Report{Scheme: book.ID, Title: book.Title, AsAt: query.AsAt, Publication: suppression.NotForPublication}
	read := evaluation.Reader(counted.book.Exact)
	if !exactly {
		policy := d.Policy
		if !policy.Publishable() {
			policy = suppression.Default()
		}
		report.Policy, report.Publication = policy.Name(), policy.Words()
		if read, err = counted.book.Protected(policy); err != nil {
			return Report{}, &casework.Error{Kind: casework.Internal, Op: op, Err: err}
		}
	}
	for _, figure := range counted.book.Figures {
		if reading, ok := read(figure.Meaning().ID); ok {
			report.Figures = append(report.Figures, reading)
		}
	}
	report.Tables = counted.book.Tables(read)
	if report.Charts, err = counted.book.Charts(read); err != nil {
		return Report{}, &casework.Error{Kind: casework.Internal, Op: op, Err: err}
	}
	return report, nil
}

// monthEnd returns the last day of a month that is not after the day.
func monthEnd(day calendar.Day) calendar.Day {
	year, month, _ := day.AddDays(1).Date()
	return calendar.On(year, month, 1).AddDays(-1)
}

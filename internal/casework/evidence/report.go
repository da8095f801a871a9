package evidence

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/scheme"
	"throughline/internal/reckoning/chart"
	"throughline/internal/reckoning/evaluation"
	"throughline/internal/reckoning/grouping"
	"throughline/internal/reckoning/suppression"
)

// Report is the figures of a scheme as at a day, as the asker may read them.
type Report struct {
	Scheme string       `json:"scheme"`
	Title  string       `json:"-"`
	AsAt   calendar.Day `json:"as_at"`
	// Part says in words which part of the scheme's cases is counted, "" for all.
	Part string `json:"part,omitempty"`
	// By is the grouping that tables are given by, and Groups the exact figures of
	// each group; protected figures by group are in the tables alone.
	By string `json:"by,omitempty"`
	// Providers and Areas are those the scheme's cases are of, to choose from.
	Providers []string `json:"-"`
	Areas     []string `json:"-"`
	Groups    []Group  `json:"groups,omitempty"`
	// Publication is "Not for publication" over exact figures, and what the
	// policy did over protected ones.
	Publication string             `json:"publication"`
	Policy      string             `json:"policy,omitempty"` // its name; "" over exact figures
	Figures     []chart.Reading    `json:"figures"`
	Tables      []evaluation.Table `json:"-"`
	Charts      []evaluation.Drawn `json:"-"`

	release Release // of protected figures
	spent   int64   // pence that the cost lines come to: no count of women, and so never hidden
}

// Group is the figures of one group.
type Group struct {
	Code    string          `json:"code"` // "" where it is not known
	Title   string          `json:"title"`
	Figures []chart.Reading `json:"figures"`
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

// Within says which part of the cases the figures are of, and by which groups,
// after a comma; "" for all of them.
func (r Report) Within() string {
	words := ""
	if r.Part != "" {
		words = ", " + r.Part
	}
	if r.By != "" {
		way, _ := grouping.Named(r.By)
		words += ", by " + strings.ToLower(way.Title)
	}
	return words
}

// name says in codes which report it is.
func (r Report) name() string { return r.Scheme + " as at " + r.AsAt.String() + r.Within() }

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
	relation, query, err := d.studied(ctx, asker, query)
	if err != nil {
		return Report{}, casework.In(op, err)
	}
	if decision := access.Decide(asker, relation, access.Aggregates, access.Read, access.ForEvidence); !decision.Allow {
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
	if !exactly {
		if err := d.give(ctx, op, asker, report.release, AsPage, report.name()); err != nil {
			return Report{}, err
		}
	}
	what := op + " " + report.name()
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
	var report Report
	if err == nil {
		report = counted.titled(book, query) // it reads the columns, which the next change writes to
	}
	d.mutex.Unlock()
	if err != nil {
		return Report{}, casework.In(op, err)
	}
	if exactly {
		err = counted.fill(&report, counted.book.Exact, suppression.Policy{})
	} else {
		report, err = d.protected(ctx, op, query, book, counted, report)
	}
	if err != nil {
		return Report{}, casework.In(op, err)
	}
	services, err := d.serviceTable(ctx, query.AsAt, counted.book.Scope.Areas)
	if err != nil {
		return Report{}, casework.In(op, err)
	}
	report.Tables = append(append(report.Tables, services), d.worthTables(report)...)
	slices.SortStableFunc(report.Tables, func(a, b evaluation.Table) int { return cmp.Compare(a.Order(), b.Order()) })
	if cost, recorded := counted.book.Figure("cost.per_referred"); recorded {
		report.spent = cost.Pence()
	}
	return report, nil
}

// leastNamed is how many cases a provider or an area has to have to stand in a list
// to choose from: fewer would tell of single women.
const leastNamed = 10

// titled begins a report, exact until something else is said.
func (h held) titled(book *scheme.Rulebook, query Query) Report {
	return Report{
		Scheme: book.ID, Title: book.Title, AsAt: query.AsAt, Part: query.Narrow.Words(), By: query.By, Publication: suppression.NotForPublication,
		Providers: h.columns.Groups(book.ID, grouping.Provider, leastNamed), Areas: h.columns.Groups(book.ID, grouping.Area, leastNamed),
	}
}

// fill reads everything there is into a report.
func (h held) fill(report *Report, read evaluation.Reader, policy suppression.Policy) (err error) {
	report.Figures, report.Groups = readingsOf(h.book, read), nil
	if report.Tables, err = h.tables(report, read, policy); err != nil {
		return err
	}
	report.Charts, err = h.book.Charts(read)
	return err
}

// readingsOf reads every figure of a book that may be read.
func readingsOf(book *evaluation.Book, read evaluation.Reader) []chart.Reading {
	var readings []chart.Reading
	for _, figure := range book.Figures {
		if reading, ok := read(figure.Meaning().ID); ok {
			readings = append(readings, reading)
		}
	}
	return readings
}

// tables are the tables as a reader reads them. Of a split, each table is
// protected with its groups, and exact figures of the groups go into the report.
func (h held) tables(report *Report, read evaluation.Reader, policy suppression.Policy) ([]evaluation.Table, error) {
	switch {
	case h.split == nil:
		return h.book.Tables(read), nil
	case !policy.Publishable():
		readers := h.split.Exact()
		for i, part := range h.split.Parts {
			report.Groups = append(report.Groups, Group{part.Code, part.Title, readingsOf(part.Book, readers.Parts[i])})
		}
		return h.split.Tables(readers), nil
	}
	var tables []evaluation.Table
	for _, table := range h.book.Tables(h.book.Exact) {
		readers, err := h.split.Protected(policy, read, h.book.IDs(table.ID))
		if err != nil {
			return nil, err
		}
		for _, one := range h.split.Tables(readers) {
			if one.ID == table.ID {
				tables = append(tables, one)
			}
		}
	}
	return tables, nil
}

// monthEnd returns the last day of a month that is not after the day.
func monthEnd(day calendar.Day) calendar.Day {
	year, month, _ := day.AddDays(1).Date()
	return calendar.On(year, month, 1).AddDays(-1)
}

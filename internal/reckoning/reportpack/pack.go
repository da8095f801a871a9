package reportpack

import (
	"throughline/internal/domain/calendar"
	"throughline/internal/reckoning/chart"
	"throughline/internal/reckoning/evaluation"
)

// Report is the figures, tables and charts of a scheme as at a day, as their
// reader may see them.
type Report struct {
	Scheme string // its id
	Title  string
	AsAt   calendar.Day
	Part   string // which part of the cases is counted, "" for all
	By     string // grouping that the tables are given by besides, "" for none
	// Publication is "Not for publication" over exact figures, and what the policy
	// did over protected ones.
	Publication string
	Policy      string // its name; "" over exact figures
	Figures     []chart.Reading
	Tables      []evaluation.Table
	Charts      []evaluation.Drawn
	Groups      []Group // exact figures of each group of By
}

// Group is the figures of one group.
type Group struct {
	Code    string          `json:"code"` // "" where it is not known
	Title   string          `json:"title"`
	Figures []chart.Reading `json:"figures"`
}

// Pack is a report in the order in which it is read.
type Pack struct {
	Report
	Answers []Answer
	Tables  []Table
	// Further are the charts that belong to no answer and no table.
	Further []evaluation.Drawn
	Method  []Definition
	Unknown []Limit
	Notes   []Note
}

// Table is a table with the charts that show its numbers.
type Table struct {
	evaluation.Table
	Windows string // over which days its figures were counted
	Charts  []evaluation.Drawn
}

// Definition is a figure with everything it means.
type Definition struct {
	chart.Reading
	// NotKnown and NotApplicable are how many were left out of the base, and why.
	// They are counted over exact figures alone.
	NotKnown, NotApplicable int
}

// Of puts a report in order.
func Of(report Report) Pack {
	pack := Pack{Report: report, Answers: Answers(report.Figures), Unknown: unknown(report), Notes: notesOn(report)}
	pack.place()
	for _, reading := range report.Figures {
		one := Definition{Reading: reading}
		if shown, ok := reading.Shown(); ok && report.Exact() {
			one.NotKnown, one.NotApplicable = shown.Tally().Missing, shown.Tally().NotApplicable
		}
		pack.Method = append(pack.Method, one)
	}
	return pack
}

// Exact says whether the figures are exact, and so not for publication.
func (r Report) Exact() bool { return r.Policy == "" }

// Kind names the sort of copy in the names of files: a file outlives the page it
// came from.
func (r Report) Kind() string {
	if r.Exact() {
		return "not-for-publication"
	}
	return r.Policy
}

// Name is what the files of the pack are called together.
func (r Report) Name() string { return r.Scheme + "-" + r.AsAt.String() + "-" + r.Kind() }

// Line is one thing that stands at the head of everything a pack holds.
type Line struct{ Key, Text string }

// Head says what the pack is, for the head of every page and sheet.
func (r Report) Head() []Line {
	head := []Line{{"Scheme", r.Title}}
	if r.Part != "" {
		head = append(head, Line{"Counted", r.Part})
	}
	if r.By != "" {
		head = append(head, Line{"Tables by", r.By})
	}
	head = append(head, Line{"As at", r.AsAt.Short() + ": what was known by then"}, Line{"Publication", r.Publication})
	if !r.Exact() {
		head = append(head, Line{"Policy", r.Policy})
	}
	return append(head, Line{"Interval", "95%, by the method of Wilson unless another is named"})
}

// drawnBeside says which chart shows the numbers of which table.
var drawnBeside = map[string]string{"T15": "funnel", "T6": "needs", "T8": "duration", "T12": "distance"}

// Beside returns the id of the chart that shows the numbers of a table, "" where
// there is none.
func Beside(table string) string { return drawnBeside[table] }

// place puts every chart once: with the answer that it is part of, else beside its
// table, else after them all.
func (p *Pack) place() {
	left := map[string]evaluation.Drawn{}
	for _, drawn := range p.Charts {
		left[drawn.ID] = drawn
	}
	take := func(ids ...string) (taken []evaluation.Drawn) {
		for _, id := range ids {
			if drawn, ok := left[id]; ok {
				taken = append(taken, drawn)
				delete(left, id)
			}
		}
		return taken
	}
	for i := range p.Answers {
		p.Answers[i].Charts = take(p.Answers[i].draws...)
	}
	for _, table := range p.Report.Tables {
		p.Tables = append(p.Tables, Table{Table: table, Windows: Windows(Readings(table)), Charts: take(Beside(table.ID))})
	}
	for _, drawn := range p.Charts {
		p.Further = append(p.Further, take(drawn.ID)...)
	}
}

package impact

import (
	"fmt"
	"strings"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/scheme"
	"throughline/internal/reckoning/chart"
	"throughline/internal/reckoning/evaluation"
	"throughline/internal/reckoning/suppression"
)

// Report is what a change does, as its reader may see it.
type Report struct {
	Scheme string       `json:"scheme"`
	Title  string       `json:"-"`
	Change Change       `json:"change"`
	AsAt   calendar.Day `json:"as_at"`
	// Window is the days that were counted over, and First and Last those of the
	// first and the last encounter in it.
	Window calendar.Window `json:"window"`
	First  calendar.Day    `json:"-"`
	Last   calendar.Day    `json:"-"`
	// Publication is "Not for publication" over exact figures, and what the
	// policy did over protected ones.
	Publication string             `json:"publication"`
	Policy      string             `json:"policy,omitempty"` // its name; "" over exact figures
	Settings    []Decided          `json:"settings"`
	Figures     []chart.Reading    `json:"figures"`
	Keyworkers  []Keyworkers       `json:"keyworkers"`
	Notes       []string           `json:"notes"`
	Tables      []evaluation.Table `json:"-"`
}

// Decided is a local setting of the rulebook as changed, and how it was taken.
type Decided struct {
	Name  string `json:"name"`
	Text  string `json:"text"`
	Value string `json:"value"` // "undecided" where nobody decided it
}

// Exact says whether the figures are exact, and so not for publication.
func (r Report) Exact() bool { return r.Policy == "" }

// Figure returns the figure of this id, and false where the report has none.
func (r Report) Figure(id string) (chart.Reading, bool) {
	for _, reading := range r.Figures {
		if reading.Meaning().ID == id {
			return reading, true
		}
	}
	return nil, false
}

// Table returns the table of this id, and false where the report has none.
func (r Report) Table(id string) (evaluation.Table, bool) {
	for _, table := range r.Tables {
		if table.ID == id {
			return table, true
		}
	}
	return evaluation.Table{}, false
}

// Report returns what was counted: exact and not for publication, or, given a
// policy that protects, protected by it.
func (c *Count) Report(change Change, asAt calendar.Day, policy suppression.Policy) (Report, error) {
	result := c.Result()
	change.Clauses = Differences(c.before.Book, c.after.Book)
	source := strings.Join(sourcesOf(change), "; ")
	b, err := bookOf(result, source, byWeight)
	if err != nil {
		return Report{}, fmt.Errorf("counting a change: %w", err)
	}
	report := Report{
		Scheme: c.after.Book.ID, Title: c.after.Book.Title, Change: change, AsAt: asAt, Window: result.Window,
		First: result.First, Last: result.Last, Publication: suppression.NotForPublication, Settings: decided(c.after),
	}
	read, left := evaluation.Reader(b.exact), []string(nil)
	if policy.Publishable() {
		report.Policy, report.Publication = policy.Name(), policy.Words()
		if b, read, left, err = protectedBook(result, source, policy); err != nil {
			return Report{}, err
		}
	}
	v := view{Result: result, read: read, rules: c.after, exact: report.Exact()}
	report.Tables, report.Keyworkers, report.Notes = v.tables(), v.keyworkers(), v.notes()
	if len(left) > 0 {
		report.Notes = append(report.Notes, "Left out, since small numbers could be worked out from it: "+strings.Join(left, "; ")+".")
	}
	for _, f := range b.figures {
		if reading, ok := read(f.Meaning().ID); ok && !v.unnamed[f.Meaning().ID] {
			report.Figures = append(report.Figures, reading)
		}
	}
	return report, nil
}

// sourcesOf returns the authority of the change.
func sourcesOf(change Change) []string {
	if change.Source != "" {
		return []string{string(change.Source)}
	}
	var list []string
	for _, d := range change.Clauses {
		if d.After != nil {
			list = append(list, string(d.After.Source))
		}
	}
	return list
}

// decided says how every local setting of the rules was taken.
func decided(rules scheme.Local) []Decided {
	var list []Decided
	for _, s := range rules.Book.Settings {
		one := Decided{Name: s.Name, Text: s.Text, Value: "undecided"}
		if value, ok := rules.Book.Decided(s.Name, rules.Settings); ok {
			one.Value = fmt.Sprint(value)
			if names, list := value.([]string); list {
				one.Value = strings.Join(names, ", ")
				if len(names) > 12 {
					one.Value = fmt.Sprintf("%s and %d more", strings.Join(names[:12], ", "), len(names)-12)
				}
			}
		}
		list = append(list, one)
	}
	return list
}

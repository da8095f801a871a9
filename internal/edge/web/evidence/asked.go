package evidence

import (
	"net/url"
	"slices"
	"strings"

	"throughline/internal/casework/evidence"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/scheme"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
	"throughline/internal/reckoning/evaluation"
	"throughline/internal/reckoning/grouping"
)

// asked is which report a page is about: the scheme and the day it is as at.
type asked struct {
	book     *scheme.Rulebook
	books    []*scheme.Rulebook
	asAt     calendar.Day
	typed    string // the day as it was typed, "" for today
	narrow   evaluation.Narrowing
	by       string
	from, to string // of the period, as they were typed
	problems govuk.Problems
}

// ask reads the query: without a scheme the first, without a day today.
func (d Door) ask(r *web.Request) asked {
	a := d.asking(r.Query("scheme"), r.Query("as_at"))
	a.part(r)
	return a
}

// asking reads a scheme and a day as they were sent.
func (d Door) asking(id, typed string) asked {
	today := d.Desk.Today()
	books := d.Desk.Listed(today)
	a := asked{books: books, book: books[0], asAt: today, typed: typed}
	if id != "" {
		found := false
		for _, book := range books {
			if book.ID == id {
				a.book, found = book, true
			}
		}
		if !found {
			a.problems.Add("scheme", "Choose a scheme from the list")
		}
	}
	if a.typed != "" {
		switch day, err := calendar.ParseDay(a.typed); {
		case err != nil:
			a.problems.Add("as_at", "Enter the date as year, month and day, such as 2021-08-31")
		case day > today:
			a.problems.Add("as_at", "Enter today or an earlier date: nothing is known of later days")
		default:
			a.asAt = day
		}
	}
	return a
}

// part reads which part of the cases is asked for, and by which groups.
func (a *asked) part(r *web.Request) {
	a.by, a.narrow.Provider, a.narrow.Area = r.Query("by"), r.Query("provider"), r.Query("area")
	a.from, a.to = r.Query("from"), r.Query("to")
	if _, known := grouping.Named(a.by); a.by != "" && !known {
		a.problems.Add("by", "Choose groups from the list")
		a.by = ""
	}
	if by, value, found := strings.Cut(r.Query("group"), "="); found {
		if _, known := grouping.Named(by); known && value != "" {
			a.narrow.Group = evaluation.Group{By: by, Value: value}
		}
	}
	period := &a.narrow.Referred
	for _, one := range []struct {
		name, typed string
		day         *calendar.Day
	}{{"from", a.from, &period.From}, {"to", a.to, &period.To}} {
		var err error
		if *one.day, err = calendar.ParseDay(one.typed); err != nil {
			a.problems.Add(one.name, "Enter the date as year, month and day, such as 2020-04-01")
		}
	}
	if period.From.Known() && period.To.Known() && period.From > period.To {
		a.problems.Add("to", "Enter a day on or after the first: the period ends before it begins")
	}
}

func (a asked) query() evidence.Query {
	return evidence.Query{Scheme: a.book.ID, AsAt: a.asAt, Narrow: a.narrow, By: a.by}
}

// group asks for one group of those the tables are given by, and for all where it
// is "".
func (a asked) group(value string) asked {
	if value != "" {
		a.narrow.Group, a.by = evaluation.Group{By: a.by, Value: value}, ""
	}
	return a
}

// narrowed says whether only a part of the cases, or groups, are asked for.
func (a asked) narrowed() bool { return a.narrow != evaluation.Narrowing{} || a.by != "" }

// all asks for the same report over all cases.
func (a asked) all() asked {
	a.narrow, a.by, a.from, a.to = evaluation.Narrowing{}, "", "", ""
	return a
}

// address returns the address of a page of the same report.
func (a asked) address(path string) string {
	values := url.Values{}
	if a.book != a.books[0] {
		values.Set("scheme", a.book.ID)
	}
	if a.typed != "" {
		values.Set("as_at", a.asAt.String())
	}
	group := ""
	if a.narrow.Group.Value != "" {
		group = a.narrow.Group.By + "=" + a.narrow.Group.Value
	}
	for _, part := range [][2]string{{"provider", a.narrow.Provider}, {"area", a.narrow.Area}, {"group", group}, {"by", a.by}, {"from", a.from}, {"to", a.to}} {
		if part[1] != "" {
			values.Set(part[0], part[1])
		}
	}
	if len(values) == 0 {
		return path
	}
	return path + "?" + values.Encode()
}

// figure returns the address of the workings of a figure.
func (a asked) figure(id string) string {
	a.by = "" // one figure is of one part
	return a.address("/evidence/figure/" + url.PathEscape(id))
}

// choice is a list to choose from, with the words for none first.
type choice struct {
	field   govuk.Field
	options []govuk.Option
}

// choices are the lists of a report: provider, area, and groups.
func (a asked) choices(providers, areas []string) []choice {
	list := func(name, label, none, value, by string, values []string) choice {
		way, _ := grouping.Named(by)
		options := []govuk.Option{{Label: none}}
		if value != "" && !slices.Contains(values, value) {
			values = append(slices.Clone(values), value) // what was asked for stays, though nobody is of it
		}
		for _, one := range values {
			options = append(options, govuk.Option{Value: one, Label: way.Words(one)})
		}
		return choice{govuk.Field{Name: name, Label: label, Value: value, Error: a.problems.For(name)}, options}
	}
	groups := choice{govuk.Field{Name: "by", Label: "Tables by", Hint: "Each table is then given for every group as well.", Value: a.by, Error: a.problems.For("by")}, []govuk.Option{{Label: "No groups"}}}
	for _, way := range grouping.All() {
		groups.options = append(groups.options, govuk.Option{Value: way.Code, Label: way.Title})
	}
	return []choice{
		list("provider", "Provider", "All providers", a.narrow.Provider, grouping.Provider, providers),
		list("area", "Area", "All areas", a.narrow.Area, grouping.Area, areas), groups,
	}
}

// periodFields ask for the first and the last day of referral.
func (a asked) periodFields() []govuk.Field {
	day := func(name, label, hint, value string) govuk.Field {
		return govuk.Field{Name: name, Label: label, Hint: hint, Value: value, Error: a.problems.For(name), Width: 10, Autocomplete: "off", NoSpelling: true}
	}
	return []govuk.Field{
		day("from", "Referred from", "Year, month and day, such as 2020-04-01. Empty for the beginning.", a.from),
		day("to", "Referred up to", "Empty for the day the report is as at.", a.to),
	}
}

func (a asked) asAtField() govuk.Field {
	return govuk.Field{
		Name: "as_at", Label: "As at", Hint: "What was known on that day. Year, month and day, such as 2021-08-31. Empty for today.",
		Value: a.typed, Error: a.problems.For("as_at"), Width: 10, Autocomplete: "off", NoSpelling: true,
	}
}

func (a asked) schemeField() (govuk.Field, []govuk.Option) {
	options := make([]govuk.Option, len(a.books))
	for i, book := range a.books {
		options[i] = govuk.Option{Value: book.ID, Label: book.Title}
	}
	return govuk.Field{Name: "scheme", Label: "Scheme", Value: a.book.ID, Error: a.problems.For("scheme")}, options
}

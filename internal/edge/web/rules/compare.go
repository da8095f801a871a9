package rules

import (
	"strconv"
	"strings"

	"throughline/internal/casework/rules"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/scheme"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// comparison is two editions or two schemes, part by part.
type comparison struct {
	a, b     string // as they were asked for: a scheme, or a scheme@its first day
	options  []govuk.Option
	of, with *rules.Sheet // nil until both are chosen
	parts    []scheme.Compared
	problems govuk.Problems
}

// named writes which edition of which scheme, such as lwds@2026-03-04.
func named(id string, from calendar.Day) string {
	if !from.Known() {
		return id + "@" + first
	}
	return id + "@" + from.String()
}

func (d Door) compare(r *web.Request) (web.Response, error) {
	c := comparison{a: r.Query("a"), b: r.Query("b"), options: d.editions()}
	if c.a != "" || c.b != "" {
		c.of, c.with = d.chosen(&c, "a", c.a), d.chosen(&c, "b", c.b)
	}
	if c.of != nil && c.with != nil {
		c.parts = scheme.Compare(c.of.Book, c.with.Book, d.Desk.Law)
	}
	return web.Show(web.Page{
		Title: "Compare schemes", Body: comparePage(c), Problems: c.problems, Wide: true,
		Back: govuk.Link{Text: "Back to Schemes", Href: "/schemes"},
	}), nil
}

// chosen opens what was chosen, or says that something has to be.
func (d Door) chosen(c *comparison, field, what string) *rules.Sheet {
	id, from, edition := strings.Cut(what, "@")
	open := d.Desk.Open
	if edition {
		day, err := calendar.ParseDay(strings.TrimPrefix(from, first))
		if err != nil {
			id = ""
		}
		open = func(id string) (rules.Sheet, error) { return d.Desk.OpenEdition(id, day) }
	}
	of, err := open(id)
	if err != nil {
		if what != "" || c.a != "" && c.b != "" {
			c.problems.Add(field, "Choose a scheme from the list")
		}
		return nil
	}
	return &of
}

// editions lists every scheme, and each edition of those that have several.
func (d Door) editions() []govuk.Option {
	options := []govuk.Option{{Label: "Choose a scheme"}}
	for _, listed := range d.Desk.List() {
		id := listed.Book.ID
		options = append(options, govuk.Option{Value: id, Label: listed.Book.Title})
		of, err := d.Desk.Open(id)
		if err != nil || len(of.History) < 2 {
			continue
		}
		for _, version := range of.History {
			if version.TakenBack == nil {
				options = append(options, govuk.Option{Value: named(id, version.From), Label: listed.Book.Title + ": " + editionWords(version)})
			}
		}
	}
	return options
}

func (c comparison) field(name, label, value string) govuk.Field {
	return govuk.Field{Name: name, Label: label, Value: value, Error: c.problems.For(name)}
}

// column names one side.
func (c comparison) column(of *rules.Sheet) string {
	if c.of.Book.ID == c.with.Book.ID {
		return editionWords(of.Version)
	}
	return of.Book.Title
}

// partID is where a part stands on the page.
func partID(i int) string { return "part-" + strconv.Itoa(i+1) }

// differing counts the lines of a part that are the same and that are not.
func differing(part scheme.Compared) string {
	same, all := 0, part.Pairs()
	for _, pair := range all {
		if pair.Same() {
			same++
		}
	}
	return strconv.Itoa(same) + " of " + strconv.Itoa(len(all)) + " the same"
}

// table sets the lines of a part beside each other.
func (c comparison) table(part scheme.Compared) govuk.TableOf {
	t := govuk.TableOf{
		Caption: part.Title, CaptionSize: govuk.Medium, Compact: true,
		Columns: []govuk.Column{{Text: c.column(c.of)}, {Text: c.column(c.with)}, {Text: "The same?"}},
	}
	for _, pair := range part.Pairs() {
		same := "No"
		if pair.Same() {
			same = "Yes"
		}
		t.Rows = append(t.Rows, govuk.Text(lineWords(pair.A, pair.B), lineWords(pair.B, pair.A), same))
	}
	return t
}

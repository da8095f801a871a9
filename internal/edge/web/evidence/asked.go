package evidence

import (
	"net/url"

	"throughline/internal/casework/evidence"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/scheme"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// asked is which report a page is about: the scheme and the day it is as at.
type asked struct {
	book     *scheme.Rulebook
	books    []*scheme.Rulebook
	asAt     calendar.Day
	typed    string // the day as it was typed, "" for today
	problems govuk.Problems
}

// ask reads the query: without a scheme the first, without a day today.
func (d Door) ask(r *web.Request) asked { return d.asking(r.Query("scheme"), r.Query("as_at")) }

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

func (a asked) query() evidence.Query { return evidence.Query{Scheme: a.book.ID, AsAt: a.asAt} }

// to returns the address of a page of the same report.
func (a asked) to(path string) string {
	values := url.Values{}
	if a.book != a.books[0] {
		values.Set("scheme", a.book.ID)
	}
	if a.typed != "" {
		values.Set("as_at", a.asAt.String())
	}
	if len(values) == 0 {
		return path
	}
	return path + "?" + values.Encode()
}

// figure returns the address of the workings of a figure.
func (a asked) figure(id string) string { return a.to("/evidence/figure/" + url.PathEscape(id)) }

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

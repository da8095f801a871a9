package diary

import (
	"net/url"
	"strconv"
	"strings"

	diaries "throughline/internal/casework/diary"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
	"throughline/internal/edge/web/woman"
)

// The two views, and the name under which the browser keeps which was chosen.
const (
	asAgenda   = "agenda"
	asWeek     = "week"
	viewChoice = "diary"
)

// aWeek is how many days are shown at once.
const aWeek = 7

// page is the diary as it is shown.
type page struct {
	diaries.Agenda
	view string
	lead bool
	feed bool // there is a calendar address to be had
	done string
}

func (d Door) diary(r *web.Request) (web.Response, error) {
	p := page{view: r.Query("view"), lead: r.Asker.Role == access.ServiceLead, feed: d.Desk.Feeds != nil}
	chosen := p.view == asWeek || p.view == asAgenda
	if !chosen {
		p.view = asAgenda
		if r.Preference(viewChoice) == asWeek {
			p.view = asWeek
		}
	}
	from, err := calendar.ParseDay(r.Query("from"))
	if err != nil || !from.Known() {
		from = d.Desk.Bench.Today()
	}
	if p.view == asWeek {
		from = from.Monday()
	}
	p.Agenda, err = d.Desk.Agenda(r.Context(), r.Asker, diaries.Query{From: from, To: from.AddDays(aWeek - 1), Worker: r.Query("worker")})
	if err != nil {
		return web.Response{}, err
	}
	response := web.Show(web.Page{Title: "Diary", Wide: true, Body: diaryBody(p)})
	if chosen {
		response = r.Remember(response, viewChoice, p.view)
	}
	return response, nil
}

// href is the address of the diary from a day, in a view.
func (p page) href(from calendar.Day, view string) string {
	query := url.Values{"from": {from.String()}, "view": {view}}
	if p.lead && p.Worker != "" {
		query.Set("worker", p.Worker)
	}
	return home + "?" + query.Encode()
}

// ways lead to the other weeks and to today.
func (p page) ways() []govuk.Link {
	links := []govuk.Link{{Text: "Week before", Href: p.href(p.From.AddDays(-aWeek), p.view)}}
	if p.From > p.Today || p.To < p.Today || p.view == asAgenda && p.From != p.Today {
		links = append(links, govuk.Link{Text: "Today", Href: p.href(p.Today, p.view)})
	}
	return append(links, govuk.Link{Text: "Week after", Href: p.href(p.From.AddDays(aWeek), p.view)})
}

// views are the two ways of looking at it.
func (p page) views() []govuk.NavItem {
	return []govuk.NavItem{
		{Text: "Day by day", Href: p.href(p.From, asAgenda), Current: p.view == asAgenda},
		{Text: "Week", Href: p.href(p.From, asWeek), Current: p.view == asWeek},
	}
}

// span says which days are shown.
func (p page) span() string { return calendar.Window{From: p.From, To: p.To}.Words() }

// heading is how a day is named: with "today" or "tomorrow" before it.
func (p page) heading(on calendar.Day) string { return woman.When(calendar.OnDay(on), p.Today) }

// short is a day as it heads a column of the week.
func short(on calendar.Day) string {
	_, month, date := on.Date()
	return on.Weekday().String()[:3] + " " + strconv.Itoa(date) + " " + month.String()[:3]
}

// empty says whether nothing stands in it.
func (p page) empty() bool {
	for _, day := range p.Days {
		if len(day.Entries) > 0 {
			return false
		}
	}
	return true
}

// shownDays are the days of the agenda: today, and those on which there is something.
func (p page) shownDays() []diaries.Day {
	var days []diaries.Day
	for _, day := range p.Days {
		if len(day.Entries) > 0 || day.On == p.Today {
			days = append(days, day)
		}
	}
	return days
}

func (p page) workerField() govuk.Field {
	return govuk.Field{Name: "worker", Label: "Whose diary", LabelSize: govuk.Small, Value: p.Worker}
}

func (p page) workerOptions() []govuk.Option {
	options := []govuk.Option{{Value: "", Label: "Everybody"}}
	for _, one := range p.Workers {
		options = append(options, govuk.Option{Value: one.ID, Label: one.Name})
	}
	return options
}

// clock is the time of an entry, in words.
func clock(e diaries.Entry) string {
	if !e.At.Timed() {
		return "No time"
	}
	return e.At.Clock()
}

// called is what an entry is: her name, or the title of a group.
func called(e diaries.Entry) string {
	if e.Session != nil {
		return e.Session.Title
	}
	return woman.Called(e.First)
}

// href leads to an entry: her appointments, or the page of the group.
func href(e diaries.Entry) string {
	if e.Session != nil {
		return e.Session.Href
	}
	return woman.Path(e.Case, "appointments")
}

// kind says in a few words what an entry is, and what became of it.
func kind(e diaries.Entry) string {
	if s := e.Session; s != nil {
		words := "Group"
		if s.Places > 0 {
			words += ", " + strconv.Itoa(s.Taken) + " of " + strconv.Itoa(s.Places) + " places taken"
		}
		return words
	}
	words := e.How.Words()
	if e.ComesBack {
		words += ", comes back"
	}
	switch {
	case e.Outcome != journey.StillBooked:
		words += ". " + e.Outcome.Words()
	case e.Over:
		words += ". No outcome recorded yet"
	}
	return words
}

// off says whether nobody is expected any more.
func off(e diaries.Entry) bool {
	return e.Outcome == journey.CancelledByHer || e.Outcome == journey.CancelledByService
}

// toCome says whether it is an appointment that is still to be.
func toCome(e diaries.Entry) bool {
	return e.Session == nil && e.Outcome == journey.StillBooked && !e.Over
}

// place is where it is, in words.
func place(e diaries.Entry) string {
	if e.Session != nil {
		return e.Session.Place
	}
	return e.Place
}

// warnings are what speaks against it, and why it stands even so.
func warnings(e diaries.Entry) string {
	if len(e.Warned) == 0 {
		return ""
	}
	words := make([]string, len(e.Warned))
	for i, one := range e.Warned {
		words[i] = one.Words()
	}
	text := strings.Join(words, ". ")
	if e.Despite != "" {
		text += ". Even so: " + e.Despite
	}
	return text
}

// speaks says which interpreter she needs, "" for none.
func speaks(e diaries.Entry) string {
	if !e.Interpreter {
		return ""
	}
	return strings.TrimSuffix("Needs an interpreter: "+woman.LanguageName(e.Language), ": ")
}

// record leads to writing down what happened, for an appointment of today or before.
func record(e diaries.Entry, today calendar.Day) (govuk.Link, bool) {
	if e.Session != nil || e.Outcome != journey.StillBooked || e.At.Day() > today {
		return govuk.Link{}, false
	}
	return govuk.Link{Text: "Record what happened", Hidden: " with " + called(e) + " at " + clock(e), Href: woman.Path(e.Case, "contact") + "?appointment=" + url.QueryEscape(e.Appointment)}, true
}

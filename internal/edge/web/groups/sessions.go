package groups

import (
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/forms"
	"throughline/internal/edge/web/govuk"
	"throughline/internal/edge/web/woman"
)

// sessionsPage plans sessions.
type sessionsPage struct {
	forms.Form
	group, title                 string
	at                           govuk.DateParts
	clock, minutes, weeks, topic string
}

func (d Door) sessions(r *web.Request) (web.Response, error) {
	return d.showSessions(r, sessionsPage{Form: dates.Blank(d.Desk.NewID()), weeks: "1"})
}

func (d Door) showSessions(r *web.Request, page sessionsPage) (web.Response, error) {
	view, err := d.Desk.Open(r.Context(), r.Asker, r.PathValue("group"))
	if err != nil {
		return web.Response{}, err
	}
	page.group, page.title = view.Group, view.Title
	return web.Show(web.Page{
		Title: "Plan sessions", Body: sessionsBody(page), Problems: page.Problems, Back: govuk.Link{Text: "Back to the group", Href: path(page.group, "")},
	}), nil
}

func (d Door) addSessions(r *web.Request) (web.Response, error) {
	page := sessionsPage{
		Form: dates.Posted(r), at: govuk.DateFrom(r.Posted, "at"), clock: r.Field("time"), minutes: r.Field("minutes"), weeks: r.Field("weeks"), topic: r.Field("topics"),
	}
	entry := journey.SessionEntry{
		Minutes: count(page.ReadNumber("minutes", page.minutes, "Enter how long it takes in minutes, such as 90")),
		Weeks:   count(page.ReadNumber("weeks", page.weeks, "Enter how many weeks it runs, such as 6")), Topics: lines(page.topic),
	}
	at, day, clock := woman.ReadMoment(page.at, page.clock)
	if !day {
		page.Add("at", "Enter the day of the first session, such as 27 3 2026")
	}
	if !clock {
		page.Add("time", "Enter a time such as 2:30pm or 14:30")
	}
	entry.First = at
	if page.Stopped() {
		return d.showSessions(r, page)
	}
	err := d.Desk.AddSessions(r.Context(), r.Asker, r.PathValue("group"), page.Key, entry)
	if err == nil {
		return web.Redirect(path(r.PathValue("group"), "") + "?done=planned"), nil
	}
	if _, err := page.SettleMoved(err); err != nil {
		return web.Response{}, err
	}
	return d.showSessions(r, page)
}

func (p sessionsPage) topics() govuk.Field {
	one := p.Field("topics", "Topics (optional)", "One a line: the first session, then the next.", p.topic)
	one.Rows = 4
	return one
}

func (p sessionsPage) time() govuk.Field {
	one := p.Field("time", "At what time?", "Such as 2:30pm or 14:30", p.clock)
	one.Width, one.NoSpelling = 10, true
	return one
}

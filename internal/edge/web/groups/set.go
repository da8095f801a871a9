package groups

import (
	"strconv"

	"throughline/internal/casework"
	"throughline/internal/casework/groups"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/forms"
	"throughline/internal/edge/web/govuk"
)

// setPage plans a group, or changes one.
type setPage struct {
	forms.Form
	group   string // "" for a new one
	entry   journey.GroupSet
	numbers map[string]string // as typed
	people  []casework.Person
}

func (d Door) plan(r *web.Request) (web.Response, error) {
	page := setPage{Form: dates.Blank(d.Desk.NewID()), group: r.PathValue("group")}
	if page.group != "" {
		view, err := d.Desk.Open(r.Context(), r.Asker, page.group)
		if err != nil {
			return web.Response{}, err
		}
		if !view.MayChange {
			return web.Response{}, casework.Fail(casework.Forbidden, "changing a group", "only who runs it, or leads the service, changes it")
		}
		page.entry, page.Version = view.GroupSet, view.Version
	} else {
		page.entry.Workers = []string{r.Asker.ID}
	}
	page.numbers = map[string]string{
		"places": number(page.entry.Places), "creche": number(page.entry.Creche),
		"youngest": number(page.entry.YoungestYear), "oldest": number(page.entry.OldestYear),
	}
	return d.showSet(r, page)
}

// number writes a number for a box; none for 0.
func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func (d Door) showSet(r *web.Request, page setPage) (web.Response, error) {
	people, err := d.Desk.Choices(r.Context(), r.Asker)
	if err != nil {
		return web.Response{}, err
	}
	page.people = people
	back := govuk.Link{Text: "Back to Groups", Href: "/groups"}
	if page.group != "" {
		back = govuk.Link{Text: "Back to the group", Href: path(page.group, "")}
	}
	return web.Show(web.Page{Title: page.title(), Body: setBody(page), Problems: page.Problems, Back: back}), nil
}

func (p setPage) title() string {
	if p.group == "" {
		return "Plan a group"
	}
	return "Change the group"
}

func (d Door) set(r *web.Request) (web.Response, error) {
	page := setPage{Form: dates.Posted(r), group: r.PathValue("group"), numbers: map[string]string{}}
	for _, name := range []string{"places", "creche", "youngest", "oldest"} {
		page.numbers[name] = r.Field(name)
	}
	const whole = "Enter a whole number, such as 10"
	page.entry = journey.GroupSet{
		Group: page.group, Title: r.Field("title"), About: r.Field("about"), Pathway: need.Pathway(r.Field("pathway")), Place: r.Field("place"),
		Places: count(page.ReadNumber("places", page.numbers["places"], whole)), Workers: r.Posted["workers"], Language: r.Field("language"),
		Open: journey.GroupOpen(r.Field("open")), Terms: r.Field("terms"), Creche: count(page.ReadNumber("creche", page.numbers["creche"], whole)),
		YoungestYear: count(page.ReadNumber("youngest", page.numbers["youngest"], whole)), OldestYear: count(page.ReadNumber("oldest", page.numbers["oldest"], whole)),
		StepFree: journey.YesNo(r.Field("step_free")), Travel: journey.YesNo(r.Field("travel")),
	}
	if page.Stopped() {
		return d.showSet(r, page)
	}
	group, err := d.Desk.Set(r.Context(), r.Asker, page.Version, page.Key, page.entry)
	if err == nil {
		return web.Redirect(path(group, "") + "?done=set"), nil
	}
	moved, err := page.SettleMoved(err)
	if err != nil {
		return web.Response{}, err
	}
	if moved {
		view, err := d.Desk.Open(r.Context(), r.Asker, page.group)
		if err != nil {
			return web.Response{}, err
		}
		page.Key, page.Version = d.Desk.NewID(), groups.Version(view.ServiceGroup)
	}
	return d.showSet(r, page)
}

func (d Door) end(r *web.Request) (web.Response, error) {
	if err := d.Desk.End(r.Context(), r.Asker, r.PathValue("group"), r.Field("key")); err != nil {
		return web.Response{}, err
	}
	return web.Redirect("/groups?done=ended"), nil
}

func (p setPage) pathways() []govuk.Option {
	options := []govuk.Option{{Value: "", Label: "None in particular"}}
	for _, one := range need.Pathways() {
		options = append(options, govuk.Option{Value: string(one), Label: one.Title()})
	}
	return options
}

func (p setPage) workers() (govuk.Field, []govuk.Option) {
	field := p.Field("workers", "Who runs it?", "They see the register: names and what each woman needs to take part.", "")
	field.Values = p.entry.Workers
	var options []govuk.Option
	for _, person := range p.people {
		options = append(options, govuk.Option{Value: person.ID, Label: person.Name + ", " + person.Agency})
	}
	return field, options
}

func (p setPage) opens() (govuk.Field, []govuk.Option) {
	options := []govuk.Option{{Value: "", Label: journey.GroupOpen("").Words()}}
	for _, one := range journey.GroupOpens {
		options = append(options, govuk.Option{Value: string(one), Label: one.Words()})
	}
	return p.Field("open", "Who may come?", "Each provider decides this itself. Write below what it means where you are.", string(p.entry.Open)), options
}

// answers are yes, no and not stated.
func answers() []govuk.Option {
	return []govuk.Option{{Value: string(journey.Yes), Label: "Yes"}, {Value: string(journey.No), Label: "No"}}
}

func (p setPage) yesNo(name, label string, value journey.YesNo) govuk.Field {
	one := p.Field(name, label, "", string(value))
	one.Inline, one.Compact = true, true
	return one
}

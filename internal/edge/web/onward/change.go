package onward

import (
	"strconv"
	"strings"

	"throughline/internal/domain/access"
	"throughline/internal/domain/directory"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/forms"
	"throughline/internal/edge/web/govuk"
)

func leads(r *web.Request) bool { return r.Asker.Role == access.ServiceLead }

// changePage adds a service to the directory, or changes its entry.
type changePage struct {
	forms.Form
	service string // "" for a new one
	values  map[string]string
	helps   []string
	routes  []string
}

// single are the fields of the form that hold one value.
var single = []string{"name", "group", "about", "areas", "age_from", "age_to", "women_only", "female_staff", "children", "creche", "languages", "hours", "phone", "email", "web"}

func (d Door) newService(r *web.Request) (web.Response, error) {
	return changePage{Form: dates.Blank(d.keyOf(r)), values: map[string]string{}}.response(), nil
}

func (d Door) changeService(r *web.Request) (web.Response, error) {
	e, err := d.Desk.Service(r.Context(), r.PathValue("service"))
	if err != nil {
		return web.Response{}, err
	}
	p := changePage{Form: dates.Blank(d.keyOf(r)), service: e.ID, routes: e.Routes, values: map[string]string{
		"name": e.Name, "group": e.Group, "about": e.About, "areas": strings.Join(e.Areas, ", "), "age_from": number(e.AgeFrom), "age_to": number(e.AgeTo),
		"women_only": string(e.WomenOnly), "female_staff": string(e.FemaleStaff), "children": string(e.Children), "creche": string(e.Creche),
		"languages": strings.Join(e.Languages, ", "), "hours": e.Hours, "phone": e.Phone, "email": e.Email, "web": e.Web,
	}}
	for _, pathway := range e.Helps {
		p.helps = append(p.helps, string(pathway))
	}
	return p.response(), nil
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func (d Door) addService(r *web.Request) (web.Response, error) { return d.keepService(r, "") }

func (d Door) saveService(r *web.Request) (web.Response, error) {
	return d.keepService(r, r.PathValue("service"))
}

func (d Door) keepService(r *web.Request, service string) (web.Response, error) {
	p := changePage{Form: dates.Blank(d.keyOf(r)), service: service, values: map[string]string{}, helps: r.Posted["helps"], routes: r.Posted["routes"]}
	for _, name := range single {
		p.values[name] = r.Field(name)
	}
	v := p.values
	entry := journey.Listing{
		Name: v["name"], Group: v["group"], About: v["about"], Areas: listed(v["areas"]), Languages: listed(v["languages"]), Hours: v["hours"],
		Phone: v["phone"], Email: v["email"], Web: v["web"], Routes: p.routes, WomenOnly: journey.YesNo(v["women_only"]),
		FemaleStaff: journey.YesNo(v["female_staff"]), Children: journey.YesNo(v["children"]), Creche: journey.YesNo(v["creche"]),
	}
	for _, code := range p.helps {
		entry.Helps = append(entry.Helps, need.Pathway(code))
	}
	for name, into := range map[string]*int{"age_from": &entry.AgeFrom, "age_to": &entry.AgeTo} {
		if years := p.ReadNumber(name, r.Field(name), "Enter the age in years, such as 18"); years != nil {
			*into = *years
		}
	}
	if p.Problems.Any() {
		return p.response(), nil
	}
	if service != "" {
		before, err := d.Desk.Service(r.Context(), service)
		if err != nil {
			return web.Response{}, err
		}
		entry.Source = before.Source
	}
	if _, err := d.Desk.List(r.Context(), r.Asker, p.Key, service, entry); err != nil {
		if err := p.Settle(err); err != nil {
			return web.Response{}, err
		}
		return p.response(), nil
	}
	if service == "" {
		return web.Redirect("/services?done=added"), nil
	}
	return web.Redirect(servicePath(service) + "?done=saved"), nil
}

// listed reads names that stand in one line, with commas between them.
func listed(text string) []string {
	var names []string
	for name := range strings.SplitSeq(text, ",") {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	return names
}

func (p changePage) title() string {
	if p.service == "" {
		return "Add a service"
	}
	return "Change the entry"
}

func (p changePage) action() string {
	if p.service == "" {
		return "/services/new"
	}
	return servicePath(p.service) + "/change"
}

func (p changePage) response() web.Response {
	back := govuk.Link{Text: "Back to services", Href: "/services"}
	if p.service != "" {
		back = govuk.Link{Text: "Back to the entry", Href: servicePath(p.service)}
	}
	return show(p.title(), changeBody(p), back, p.Problems)
}

func (p changePage) line(name, label, hint string) govuk.Field {
	return p.Field(name, label, hint, p.values[name])
}

// short makes a field one short line.
func short(field govuk.Field) govuk.Field {
	field.Width = 10
	return field
}

func (p changePage) ticks(name, label string, values []string) govuk.Field {
	field := p.Field(name, label, "", "")
	field.Values = values
	return field
}

func groupOptions() []govuk.Option {
	options := []govuk.Option{{Value: "", Label: "Choose"}}
	for _, group := range directory.Groups {
		options = append(options, govuk.Option{Value: string(group), Label: group.Words()})
	}
	return options
}

var toldOptions = []govuk.Option{
	{Value: string(journey.Yes), Label: "Yes"}, {Value: string(journey.No), Label: "No"}, {Value: "", Label: "Not known"},
}

var routeOptions = []govuk.Option{
	{Value: "self", Label: "She goes there herself"}, {Value: "professional", Label: "A worker refers her"}, {Value: "court", Label: "A court refers her"},
}

func inline(field govuk.Field) govuk.Field {
	field.Inline = true
	return field
}

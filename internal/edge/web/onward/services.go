package onward

import (
	"slices"
	"strconv"
	"strings"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/directory"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/forms"
	"throughline/internal/edge/web/govuk"
)

// servicesPage is the directory, as searched.
type servicesPage struct {
	search  directory.Search
	age     string
	found   []directory.Entry
	all     int
	areas   []string
	today   calendar.Day
	lead    bool
	done    string
	toWatch int // referrals that wait
}

func (d Door) services(r *web.Request) (web.Response, error) {
	entries, err := d.Desk.Services(r.Context())
	if err != nil {
		return web.Response{}, err
	}
	p := servicesPage{
		search: directory.Search{
			Text: r.Query("text"), Helps: need.Pathway(r.Query("helps")), Area: r.Query("area"), Language: r.Query("language"),
			WomenOnly: asked(r, "women_only"), Staff: asked(r, "female_staff"), Children: asked(r, "children"), Self: asked(r, "self"),
		},
		age: r.Query("age"), all: len(entries), areas: directory.Areas(entries), today: d.Desk.Today(), lead: leads(r), done: r.Query("done"),
	}
	if age, err := strconv.Atoi(p.age); err == nil && age > 0 && age <= 120 {
		p.search.Age = age
	}
	p.found = directory.Find(entries, p.search)
	return web.Show(web.Page{Title: "Services", Body: servicesBody(p)}), nil
}

// asked says whether a box of the search is ticked.
func asked(r *web.Request, wish string) bool { return slices.Contains(r.URL.Query()["wish"], wish) }

func (p servicesPage) wishes() []string {
	var ticked []string
	for _, one := range []struct {
		on   bool
		code string
	}{{p.search.WomenOnly, "women_only"}, {p.search.Staff, "female_staff"}, {p.search.Children, "children"}, {p.search.Self, "self"}} {
		if one.on {
			ticked = append(ticked, one.code)
		}
	}
	return ticked
}

var wishOptions = []govuk.Option{
	{Value: "women_only", Label: "Women only"}, {Value: "female_staff", Label: "Female staff only"},
	{Value: "children", Label: "Children welcome, or a crèche"}, {Value: "self", Label: "She can go there by herself"},
}

// groups are the entries that were found, group by group.
func (p servicesPage) groups() []group {
	var groups []group
	for _, code := range directory.Groups {
		one := group{title: code.Words()}
		for _, entry := range p.found {
			if directory.Group(entry.Group) == code {
				one.entries = append(one.entries, entry)
			}
		}
		if len(one.entries) > 0 {
			groups = append(groups, one)
		}
	}
	return groups
}

type group struct {
	title   string
	entries []directory.Entry
}

func servicePath(id string) string { return "/services/entry/" + id }

// where says in which areas a service works.
func where(e directory.Entry) string {
	if len(e.Areas) == 0 {
		return "Area not stated, or everywhere"
	}
	return strings.Join(e.Areas, ", ")
}

func helps(e directory.Entry) string {
	words := make([]string, len(e.Helps))
	for i, pathway := range e.Helps {
		words[i] = pathway.Title()
	}
	return strings.Join(words, "; ")
}

const notStated = "Not stated"

func told(answer journey.YesNo) string {
	switch answer {
	case journey.Yes:
		return "Yes"
	case journey.No:
		return "No"
	}
	return notStated
}

func orNot(text string) string {
	if text == "" {
		return notStated
	}
	return text
}

var routeWords = map[string]string{"self": "She goes there herself", "professional": "A worker refers her", "court": "A court refers her"}

func routes(e directory.Entry) string {
	words := make([]string, len(e.Routes))
	for i, route := range e.Routes {
		words[i] = routeWords[route]
	}
	return orNot(strings.Join(words, "; "))
}

func ages(e directory.Entry) string {
	switch {
	case e.AgeFrom > 0 && e.AgeTo > 0:
		return strconv.Itoa(e.AgeFrom) + " to " + strconv.Itoa(e.AgeTo)
	case e.AgeFrom > 0:
		return strconv.Itoa(e.AgeFrom) + " and over"
	case e.AgeTo > 0:
		return "up to " + strconv.Itoa(e.AgeTo)
	}
	return notStated
}

// entryRows tell everything of an entry.
func entryRows(e directory.Entry) []govuk.SummaryRow {
	rows := []govuk.SummaryRow{
		{Key: "What it does", Value: orNot(e.About)}, {Key: "Helps with", Value: orNot(helps(e))}, {Key: "Area", Value: where(e)},
		{Key: "Wait", Value: e.WaitWords()}, {Key: "Who can refer", Value: routes(e)}, {Key: "Women only", Value: told(e.WomenOnly)},
		{Key: "Female staff only", Value: told(e.FemaleStaff)}, {Key: "Children welcome", Value: told(e.Children)}, {Key: "Crèche", Value: told(e.Creche)},
		{Key: "Ages", Value: ages(e)}, {Key: "Languages", Value: orNot(strings.Join(e.Languages, ", "))}, {Key: "Hours", Value: orNot(e.Hours)},
		{Key: "Phone", Value: orNot(e.Phone)}, {Key: "E-mail", Value: orNot(e.Email)}, {Key: "Web", Value: orNot(e.Web)},
	}
	if e.Source != "" {
		rows = append(rows, govuk.SummaryRow{Key: "Source", Value: e.Source})
	}
	return rows
}

// servicePage is one entry.
type servicePage struct {
	forms.Form
	entry directory.Entry
	today calendar.Day
	lead  bool
	wait  string
	done  string
}

func (d Door) openService(r *web.Request) (servicePage, error) {
	entry, err := d.Desk.Service(r.Context(), r.PathValue("service"))
	return servicePage{Form: dates.Blank(d.keyOf(r)), entry: entry, today: d.Desk.Today(), lead: leads(r)}, err
}

func (p servicePage) response() web.Response {
	return show(p.entry.Name, serviceBody(p), govuk.Link{Text: "Back to services", Href: "/services"}, p.Problems)
}

func (d Door) service(r *web.Request) (web.Response, error) {
	p, err := d.openService(r)
	p.done = r.Query("done")
	if err != nil {
		return web.Response{}, err
	}
	return p.response(), nil
}

func (d Door) checkService(r *web.Request) (web.Response, error) {
	p, err := d.openService(r)
	if err != nil {
		return web.Response{}, err
	}
	p.wait = r.Field("wait")
	wait := p.ReadNumber("wait", r.Field("wait"), "Enter the wait in days, such as 14")
	if p.Problems.Any() {
		return p.response(), nil
	}
	if _, err := d.Desk.Check(r.Context(), r.Asker, p.Key, p.entry.ID, wait); err != nil {
		if err := p.Settle(err); err != nil {
			return web.Response{}, err
		}
		return p.response(), nil
	}
	return web.Redirect(servicePath(p.entry.ID) + "?done=checked"), nil
}

func (d Door) endService(r *web.Request) (web.Response, error) {
	if _, err := d.Desk.End(r.Context(), r.Asker, d.keyOf(r), r.PathValue("service")); err != nil {
		return web.Response{}, err
	}
	return web.Redirect("/services?done=ended"), nil
}

// gapsPage is where no service helps.
type gapsPage struct {
	areas []string
	chose string
	gaps  []directory.Gap
}

func (d Door) gaps(r *web.Request) (web.Response, error) {
	entries, err := d.Desk.Services(r.Context())
	if err != nil {
		return web.Response{}, err
	}
	p := gapsPage{areas: directory.Areas(entries), chose: r.Query("area")}
	over := p.areas
	if p.chose != "" {
		over = []string{p.chose}
	}
	for _, gap := range directory.Gaps(entries, over) {
		if gap.Here == 0 {
			p.gaps = append(p.gaps, gap)
		}
	}
	return show("Where no service helps", gapsBody(p), govuk.Link{Text: "Back to services", Href: "/services"}, nil), nil
}

// gapOf is one need, and the areas in which no service helps with it.
type gapOf struct {
	need  string
	areas []string
	wide  int // services that are listed for all areas
}

// byNeed gathers the gaps of each need.
func (p gapsPage) byNeed() []gapOf {
	var all []gapOf
	for _, gap := range p.gaps {
		title := gap.Pathway.Title()
		if len(all) == 0 || all[len(all)-1].need != title {
			all = append(all, gapOf{need: title, wide: gap.Wide})
		}
		last := &all[len(all)-1]
		last.areas = append(last.areas, gap.Area)
	}
	return all
}

func areaOptions(areas []string) []govuk.Option {
	options := []govuk.Option{{Value: "", Label: "Any area"}}
	for _, area := range areas {
		options = append(options, govuk.Option{Value: area, Label: area})
	}
	return options
}

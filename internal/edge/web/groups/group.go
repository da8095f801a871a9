package groups

import (
	"fmt"
	"strconv"
	"strings"

	"throughline/internal/casework/groups"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
	"throughline/internal/edge/web/woman"
)

// groupPage is one group.
type groupPage struct {
	groups.View
	said  string
	adds  bool // the asker can give places
	finds bool // in the own caseload
}

func (d Door) open(r *web.Request) (web.Response, error) {
	view, err := d.Desk.Open(r.Context(), r.Asker, r.PathValue("group"))
	if err != nil {
		return web.Response{}, err
	}
	page := groupPage{View: view, said: done[r.Query("done")], adds: r.Asker.Role != access.Specialist, finds: r.Asker.Role == access.Keyworker}
	return web.Show(web.Page{
		Title: "Group", Body: groupBody(page), Wide: true, Back: govuk.Link{Text: "Back to Groups", Href: "/groups"},
	}), nil
}

// facts are what the provider says of the group.
func (p groupPage) facts() []govuk.SummaryRow {
	return factsOf(p.ServiceGroup, p.Names, places(p.Line))
}

func factsOf(g journey.ServiceGroup, names []string, taken string) []govuk.SummaryRow {
	rows := []govuk.SummaryRow{{Key: "Place", Value: g.Place}, {Key: "Places taken", Value: taken}}
	add := func(key, value string) {
		if value != "" {
			rows = append(rows, govuk.SummaryRow{Key: key, Value: value})
		}
	}
	add("About", g.About)
	add("Pathway", g.Pathway.Title())
	add("Run by", strings.Join(names, "; "))
	add("Language", woman.LanguageName(g.Language))
	open := g.Open.Words()
	if g.Terms != "" {
		open += ". " + g.Terms
	}
	add("Who may come", open)
	if g.Creche > 0 {
		add("Crèche", fmt.Sprintf("%d places, for ages %d to %d", g.Creche, g.YoungestYear, g.OldestYear))
	}
	add("No steps", yesNo(g.StepFree))
	add("Travel paid", yesNo(g.Travel))
	return rows
}

// yesNo words an answer, also where there is none.
func yesNo(answer journey.YesNo) string {
	switch answer {
	case journey.Yes:
		return "Yes"
	case journey.No:
		return "No"
	}
	return "Not stated"
}

func (p groupPage) sessionTable() govuk.TableOf {
	t := govuk.TableOf{
		Caption: "Sessions", CaptionSize: govuk.Medium, RowHeads: true,
		Columns: []govuk.Column{{Text: "When"}, {Text: "Topic"}, {Text: "Who came"}, {Text: "Register"}},
	}
	for _, one := range p.Meetings {
		t.Rows = append(t.Rows, []govuk.Cell{{Text: one.At.Words()}, {Text: one.Topic}, {Text: attended(one)}, {Content: registerLink(p.Group, one)}})
	}
	return t
}

// attended says who came, as a number of those of whom something is written down.
func attended(one groups.Meeting) string {
	switch {
	case one.Cancelled:
		return "Called off by us"
	case !one.Over && one.Said == 0:
		return fmt.Sprintf("To come: %d on the list", one.Places)
	case one.Said == 0:
		return fmt.Sprintf("Register to take: %d on it", one.Places)
	}
	words := fmt.Sprintf("%d of %d came", one.Came, one.Said)
	if missing := one.Places - one.Said; missing > 0 {
		words += fmt.Sprintf(". Not written down yet: %d", missing) // nobody who is not written down stayed away
	}
	return words
}

func (p groupPage) memberTable(caption string, members []groups.Member) govuk.TableOf {
	t := govuk.TableOf{
		Caption: caption, CaptionSize: govuk.Medium, RowHeads: true,
		Columns: []govuk.Column{{Text: "Woman"}, {Text: "Her place"}, {Text: "What she needs"}, {Text: "Keyworker"}},
	}
	for _, member := range members {
		t.Rows = append(t.Rows, []govuk.Cell{{Content: memberName(p, member)}, {Text: standing(member)}, {Text: needs(member)}, {Text: member.Worker}})
	}
	return t
}

// standing says how a woman stands to the group.
func standing(member groups.Member) string {
	switch {
	case member.WithSupport:
		return "Her support has ended, and her place with it"
	case member.Step == journey.PlaceAsked && member.First:
		return "First on the list, since " + member.Asked.Day().Short()
	case member.Step == journey.PlaceAsked:
		return "Waits since " + member.Asked.Day().Short()
	}
	return member.Step.Words()
}

// needs says what she needs to take part, in one line.
func needs(member groups.Member) string {
	var words []string
	for _, one := range member.Needs {
		said := one.Words()
		switch {
		case one == journey.NeedsInterpreter && member.Language != "":
			said += " (" + woman.LanguageName(member.Language) + ")"
		case one == journey.NeedsCreche && len(member.Ages) > 0:
			said += " (ages " + ages(member.Ages) + ")"
		}
		words = append(words, said)
	}
	if member.Risk {
		words = append(words, "Speak to her keyworker first")
	}
	if len(words) == 0 {
		return "Nothing said"
	}
	return strings.Join(words, "; ")
}

func ages(all []int) string {
	words := make([]string, len(all))
	for i, age := range all {
		words[i] = strconv.Itoa(age)
	}
	return strings.Join(words, ", ")
}

// others counts women whom the asker does not know.
func others(n int, where string) string {
	if n == 1 {
		return "1 woman of another keyworker " + where + "."
	}
	return fmt.Sprintf("%d women of other keyworkers %s.", n, where)
}

func (p groupPage) free() string {
	free, stated := p.Free()
	switch {
	case !stated:
		return ""
	case free == 0:
		return "No place is free."
	case free == 1 && p.Waiting > 0:
		return "1 place is free. Offer it to the first on the list."
	case p.Waiting > 0:
		return fmt.Sprintf("%d places are free. Offer them to the first on the list.", free)
	case free == 1:
		return "1 place is free."
	}
	return fmt.Sprintf("%d places are free.", free)
}

// searchPage looks for a woman of the own caseload.
type searchPage struct {
	group string
	text  string
	found []groups.Found
}

func (d Door) search(r *web.Request) (web.Response, error) {
	page := searchPage{group: r.PathValue("group"), text: r.Query("name")}
	found, err := d.Desk.Search(r.Context(), r.Asker, page.group, page.text)
	if err != nil {
		return web.Response{}, err
	}
	page.found = found
	return web.Show(web.Page{
		Title: "Find a woman for the group", Body: searchBody(page), Back: govuk.Link{Text: "Back to the group", Href: path(page.group, "")},
	}), nil
}

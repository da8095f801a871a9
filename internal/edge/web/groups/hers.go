package groups

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"throughline/internal/casework"
	"throughline/internal/casework/groups"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/forms"
	"throughline/internal/edge/web/govuk"
	"throughline/internal/edge/web/pattern"
	"throughline/internal/edge/web/woman"
)

// hersPage is one woman's groups.
type hersPage struct {
	groups.Her
	in, open []groups.Place
	said     string
}

func (d Door) hers(r *web.Request) (web.Response, error) {
	her, in, open, err := d.Desk.Hers(r.Context(), r.Asker, r.PathValue("case"))
	if err != nil {
		return web.Response{}, err
	}
	page := hersPage{her, in, open, done[r.Query("done")]}
	return showHers(her, "Groups", forms.Form{}, hersBody(page)), nil
}

// placeWords says how she stands to a group.
func placeWords(one journey.InGroup) string {
	if one.WithSupport {
		return "It ended with her support"
	}
	return one.Step.Words()
}

// went says what the registers say of her in one group.
func went(place groups.Place) string {
	came := 0
	for _, mark := range place.Marks {
		if mark.Outcome.Came() {
			came++
		}
	}
	if len(place.Marks) == 0 {
		return "No register yet"
	}
	return fmt.Sprintf("Came to %d of %d", came, len(place.Marks))
}

func (p hersPage) inTable() govuk.TableOf {
	t := govuk.TableOf{
		Caption: "Her groups", CaptionSize: govuk.Medium, RowHeads: true,
		Columns: []govuk.Column{{Text: "Group"}, {Text: "Her place"}, {Text: "Next session"}, {Text: "Sessions"}},
	}
	for _, place := range p.in {
		t.Rows = append(t.Rows, []govuk.Cell{{Content: placeLink(p.Case, place)}, {Text: placeWords(place.InGroup)}, {Text: next(place.Line)}, {Text: went(place)}})
	}
	return t
}

func (p hersPage) openTable() govuk.TableOf {
	t := govuk.TableOf{
		Caption: "Groups to choose from", CaptionSize: govuk.Medium, RowHeads: true,
		Columns: []govuk.Column{{Text: "Group"}, {Text: "Next session"}, {Text: "Who may come"}, {Text: "Places taken"}, {Text: "Waiting"}},
	}
	for _, place := range p.open {
		t.Rows = append(t.Rows, []govuk.Cell{
			{Content: placeLink(p.Case, place)}, {Text: next(place.Line)}, {Text: place.Open.Words()}, {Text: places(place.Line)}, {Text: strconv.Itoa(place.Waiting)},
		})
	}
	return t
}

// placePage gives her a place in one group, or moves her on in it.
type placePage struct {
	forms.Form
	groups.Her
	place  groups.Place
	lead   bool
	step   string
	needs  []string
	ages   string
	ask    string
	looked string
}

func (d Door) place(r *web.Request) (web.Response, error) {
	page := placePage{Form: dates.Blank(d.Desk.NewID())}
	if err := d.readPlace(r, &page); err != nil {
		return web.Response{}, err
	}
	for _, need := range page.Suggested {
		page.needs = append(page.needs, string(need))
	}
	return page.show(), nil
}

// readPlace reads how she stands to the group.
func (d Door) readPlace(r *web.Request, page *placePage) error {
	her, in, open, err := d.Desk.Hers(r.Context(), r.Asker, r.PathValue("case"))
	if err != nil {
		return err
	}
	all := append(slices.Clone(in), open...)
	i := slices.IndexFunc(all, func(p groups.Place) bool { return p.ServiceGroup.Group == r.PathValue("group") })
	if i < 0 {
		return casework.Fail(casework.NotFound, "opening a group", "there is no such group")
	}
	page.Her, page.place, page.lead = her, all[i], r.Asker.Role == access.ServiceLead
	return nil
}

func (p placePage) show() web.Response {
	return showHers(p.Her, "Her place in a group", p.Form, placeBody(p))
}

// showHers answers with a page of hers, under the bar that says whose it is.
func showHers(her groups.Her, title string, f forms.Form, body templ.Component) web.Response {
	return web.Show(web.Page{
		Title: title, Problems: f.Problems, Above: pattern.IdentityBar(identity(her)), Body: body,
		Back: govuk.Link{Text: "Back to her record", Href: woman.Path(her.Case, "")},
	})
}

// in says whether she is in the group, or on its list.
func (p placePage) in() bool {
	return p.place.InGroup.Step != "" && p.place.InGroup.Step != journey.PlaceLeft
}

// joins are the two ways to join.
const (
	toPlace = "place"
	toList  = "list"
)

func (d Door) move(r *web.Request) (web.Response, error) {
	caseID, group := r.PathValue("case"), r.PathValue("group")
	page := placePage{
		Form: dates.Posted(r), step: r.Field("place"), needs: r.Posted["needs"], ages: r.Field("ages"), ask: r.Field("ask_first"), looked: r.Field("looked"),
	}
	if err := d.readPlace(r, &page); err != nil {
		return web.Response{}, err
	}
	var err error
	switch page.step {
	case toPlace, toList:
		entry := groups.Joining{Looked: page.looked, GroupEntry: journey.GroupEntry{Group: group, Waiting: page.step == toList, AskFirst: journey.YesNo(page.ask)}}
		for _, one := range page.needs {
			entry.Needs = append(entry.Needs, journey.GroupNeed(one))
		}
		if entry.Ages = page.readAges(); page.Stopped() {
			return page.show(), nil
		}
		_, err = d.Desk.Join(r.Context(), r.Asker, caseID, page.Key, entry)
	case "":
		page.Add("place", "Choose what happens with her place")
		return page.show(), nil
	default:
		_, err = d.Desk.Step(r.Context(), r.Asker, caseID, page.Key, group, journey.PlaceStep(page.step), page.looked)
	}
	if err == nil {
		return web.Redirect(woman.Path(caseID, "groups") + "?done=place"), nil
	}
	if _, err := page.SettleMoved(err); err != nil {
		return web.Response{}, err
	}
	return page.show(), nil
}

// readAges reads ages such as "2, 5".
func (p *placePage) readAges() []int {
	var all []int
	for _, text := range strings.FieldsFunc(p.ages, func(letter rune) bool { return letter == ',' || letter == ' ' }) {
		age, err := strconv.Atoi(text)
		if err != nil {
			p.Add("ages", "Enter ages in years, such as 2, 5")
			return nil
		}
		all = append(all, age)
	}
	return all
}

// SettleMoved leads what is wrong with a step or a group to the one question there is.
func (p *placePage) SettleMoved(err error) (bool, error) {
	moved, err := p.Form.SettleMoved(err)
	for i, problem := range p.Problems {
		if problem.Field == "group" || problem.Field == "step" {
			p.Problems[i].Field = "place"
		}
	}
	return moved, err
}

func (p placePage) joinField() (govuk.Field, []govuk.Option) {
	free := p.place.Places == 0 || p.place.Taken < p.place.Places
	value := p.step
	if value == "" && !free {
		value = toList
	}
	options := []govuk.Option{{Value: toPlace, Label: "Give her a place"}, {Value: toList, Label: "Put her on the waiting list"}}
	if !free {
		options[0].Hint = "No place is free now."
	}
	return p.Field("place", "A place, or the waiting list?", "", value), options
}

func (p placePage) stepField() (govuk.Field, []govuk.Option) {
	var options []govuk.Option
	switch p.place.InGroup.Step {
	case journey.PlaceAsked:
		options = []govuk.Option{{Value: string(journey.PlaceOffered), Label: "Offer her a place", Hint: "It is held for her until she answers."}, {Value: string(journey.PlaceGiven), Label: "Give her a place now"}}
	case journey.PlaceOffered:
		options = []govuk.Option{{Value: string(journey.PlaceGiven), Label: "She takes the place"}}
	}
	options = append(options, govuk.Option{Value: string(journey.PlaceLeft), Label: "She gives it up"})
	return p.Field("place", "What happens with her place?", "", p.step), options
}

func (p placePage) needsField() (govuk.Field, []govuk.Option) {
	field := p.Field("needs", "What does she need to take part? (optional)", "Whoever runs the group sees this.", "")
	field.Values = p.needs
	var options []govuk.Option
	for _, one := range journey.GroupNeeds {
		options = append(options, govuk.Option{Value: string(one), Label: one.Words()})
	}
	return field, options
}

// asksLooked says whether a lead has to say what she found.
func (p placePage) asksLooked() bool {
	return p.lead && (p.looked != "" || p.Problems.For("looked") != "")
}

func (p placePage) lookedField() govuk.Field {
	one := p.Field("looked", "What did you find when you looked into it?", "", p.looked)
	one.Rows = 3
	return one
}

func (p placePage) askField() govuk.Field {
	one := p.Field("ask_first", "Should whoever runs it speak to you before a session? (optional)", "They see this as a flag, with no reason.", p.ask)
	one.Inline, one.Compact = true, true
	return one
}

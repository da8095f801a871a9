package governance

import (
	"strings"

	"throughline/internal/casework/safeguarding"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
	"throughline/internal/edge/web/woman"
)

// markPage is where somebody who must not see her record is named.
type markPage struct {
	safeguarding.Marking
	key      string
	from     string
	person   string
	agency   string
	story    string
	problems govuk.Problems
}

func (d Door) blankMark(r *web.Request) (web.Response, error) {
	marking, err := d.Desk.Marking(r.Context(), r.Asker, r.PathValue("case"))
	if err != nil {
		return web.Response{}, err
	}
	return markPage{Marking: marking, key: d.Desk.NewID()}.response(), nil
}

func (d Door) mark(r *web.Request) (web.Response, error) {
	page := markPage{key: r.Field("key"), from: r.Field("from"), person: r.Field("person"), agency: r.Field("agency"), story: r.Field("story")}
	err := d.Desk.Mark(r.Context(), r.Asker, r.PathValue("case"), page.key, journey.ConflictEntry{
		Account: page.person, Agency: page.agency, From: journey.ConflictSource(page.from), Story: page.story,
	})
	problems, mend := problemsOf(err)
	switch {
	case err == nil && (page.person == r.Asker.ID || page.agency == r.Asker.Agency):
		return web.Redirect("/"), nil // her record is not there for the asker any more
	case err == nil:
		return web.Redirect(woman.Path(r.PathValue("case"), "") + "?done=conflict"), nil
	case !mend:
		return web.Response{}, err
	}
	if page.Marking, err = d.Desk.Marking(r.Context(), r.Asker, r.PathValue("case")); err != nil {
		return web.Response{}, err
	}
	for _, problem := range problems {
		page.problems.Add(strings.Replace(problem.Field, "who", "person", 1), problem.Text)
	}
	return page.response(), nil
}

func (p markPage) response() web.Response {
	return web.Show(web.Page{
		Title: "Somebody here must not see her record", Body: markBody(p), Problems: p.problems,
		Back: govuk.Link{Text: "Back to her record", Href: woman.Path(p.Case, "")},
	})
}

func (p markPage) fromField() (govuk.Field, []govuk.Option) {
	return govuk.Field{Name: "from", Label: "Who says so?", LabelSize: govuk.Small, Value: p.from, Error: p.problems.For("from")}, []govuk.Option{
		{Value: string(journey.ConflictHers), Label: "She does"},
		{Value: string(journey.ConflictWorkers), Label: "Somebody who works here"},
	}
}

func (p markPage) personField() (govuk.Field, []govuk.Option) {
	options := []govuk.Option{{Label: "Nobody alone"}}
	for _, one := range p.People {
		options = append(options, govuk.Option{Value: one.ID, Label: one.Name + ", " + one.Role.Words() + ", " + one.Agency})
	}
	return govuk.Field{Name: "person", Label: "One person", LabelSize: govuk.Small, Value: p.person, Error: p.problems.For("person")}, options
}

func (p markPage) agencyField() (govuk.Field, []govuk.Option) {
	options := []govuk.Option{{Label: "No whole agency"}}
	for _, agency := range p.Agencies {
		options = append(options, govuk.Option{Value: agency, Label: agency})
	}
	return govuk.Field{Name: "agency", Label: "Or everybody of one agency", LabelSize: govuk.Small, Value: p.agency, Error: p.problems.For("agency")}, options
}

func (p markPage) storyField() govuk.Field {
	return govuk.Field{
		Name: "story", Label: "What she or they said", LabelSize: govuk.Small, Value: p.story, Rows: 4, Autocomplete: "off",
		Hint: "You may leave it empty. It is sealed: police never read it, and nor do you after you save.",
	}
}

// fromWords says how a conflict became known.
var fromWords = map[journey.ConflictSource]string{
	journey.ConflictHers: "She named them", journey.ConflictWorkers: "Somebody who works with the record said so",
	journey.ConflictMatch: "A match: last name and postcode, or phone",
	journey.ConflictAlike: "They are barred from a woman who seems to be the same",
}

// purposes of a ledger line, in words.
func forWords(purpose access.Purpose) string {
	if words := purposeWords[purpose]; words != "" {
		return words
	}
	return woman.Called(string(purpose))
}

package woman

import (
	"cmp"
	"slices"
	"strings"

	"throughline/internal/casework/support"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// choosePage asks which woman a contact was with.
type choosePage struct {
	lines    []support.Line
	more     bool // the caseload holds more than stand here
	chosen   string
	problems govuk.Problems
}

// mostChosen is how many women the page offers; a keyworker has far fewer.
const mostChosen = 200

func (d Door) chooseFrom(r *web.Request) (choosePage, error) {
	found, err := d.Support.Caseload(r.Context(), r.Asker, support.Query{PerPage: mostChosen})
	if err != nil {
		return choosePage{}, err
	}
	lines := slices.Clone(found.Lines)
	slices.SortStableFunc(lines, func(a, b support.Line) int {
		return cmp.Or(strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), strings.Compare(a.Reference, b.Reference))
	})
	return choosePage{lines: lines, more: found.Total > len(lines)}, nil
}

func (d Door) chooseWoman(r *web.Request) (web.Response, error) {
	page, err := d.chooseFrom(r)
	if err != nil {
		return web.Response{}, err
	}
	return page.response(), nil
}

// womanChosen leads to the form of the woman who was chosen.
func (d Door) womanChosen(r *web.Request) (web.Response, error) {
	page, err := d.chooseFrom(r)
	if err != nil {
		return web.Response{}, err
	}
	page.chosen = r.Field("case")
	if !slices.ContainsFunc(page.lines, func(line support.Line) bool { return line.Case == page.chosen }) {
		page.problems.Add("case", "Choose the woman")
		return page.response(), nil
	}
	return web.Redirect(Path(page.chosen, "contact")), nil
}

func (p choosePage) response() web.Response {
	return web.Show(web.Page{Title: "Record a contact", Body: chooseBody(p), Problems: p.problems})
}

func (p choosePage) field() govuk.Field {
	return govuk.Field{Name: "case", Label: "Who was it with?", LabelSize: govuk.Small, Value: p.chosen, Error: p.problems.For("case")}
}

func (p choosePage) options() []govuk.Option {
	options := []govuk.Option{{Value: "", Label: "Choose"}}
	for _, line := range p.lines {
		options = append(options, govuk.Option{Value: line.Case, Label: line.Name + ", " + line.Reference})
	}
	return options
}

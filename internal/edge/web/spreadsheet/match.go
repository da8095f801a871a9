package spreadsheet

import (
	"strconv"
	"strings"

	"throughline/internal/casework/spreadsheet"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// matching is the page on which somebody says what each column holds.
type matching struct {
	spreadsheet.Example
	problems govuk.Problems
}

func (d Door) match(r *web.Request) (web.Response, error) {
	return d.showMatching(r, nil, nil)
}

// showMatching shows the columns as they are matched, or as they were just typed.
func (d Door) showMatching(r *web.Request, typed *spreadsheet.Match, problems govuk.Problems) (web.Response, error) {
	example, err := d.Desk.Matching(r.Context(), r.Asker, r.PathValue("sheet"))
	if err != nil {
		return web.Response{}, err
	}
	if typed != nil {
		example.Match = *typed
	}
	return web.Show(web.Page{
		Title: "What each column holds", Body: matchPage(matching{example, problems}), Problems: problems,
		Back: govuk.Link{Text: "Back to spreadsheets", Href: "/import"},
	}), nil
}

func (d Door) setMatch(r *web.Request) (web.Response, error) {
	example, err := d.Desk.Matching(r.Context(), r.Asker, r.PathValue("sheet"))
	if err != nil {
		return web.Response{}, err
	}
	match := spreadsheet.Match{
		Columns: make([]string, len(example.Headings)), Order: spreadsheet.Order(r.Field("order")),
		Scheme: r.Field("scheme"), Pathway: r.Field("pathway"),
	}
	for i := range match.Columns {
		match.Columns[i] = r.Field("column-" + strconv.Itoa(i))
	}
	wrong := d.Desk.SetMatch(r.Context(), r.Asker, example.ID, match)
	if wrong == nil {
		return web.Redirect(Path(example.ID, "check")), nil
	}
	problems, err := problemsOf(wrong)
	if err != nil {
		return web.Response{}, err
	}
	for i := range problems {
		if problems[i].Field == "columns" {
			problems[i].Anchor = "column-0"
		}
	}
	return d.showMatching(r, &match, problems)
}

func options(values []spreadsheet.Value) []govuk.Option {
	list := make([]govuk.Option, len(values))
	for i, value := range values {
		list[i] = govuk.Option{Value: value.Code, Label: value.Words}
	}
	return list
}

func (m matching) schemeField() (govuk.Field, []govuk.Option) {
	return govuk.Field{Name: "scheme", Label: "Which scheme were they referred to?", LabelSize: govuk.Small, Value: m.Match.Scheme, Error: m.problems.For("scheme")}, options(m.Schemes)
}

func (m matching) pathwayField() (govuk.Field, []govuk.Option) {
	known, _ := spreadsheet.FieldOf("pathway")
	return govuk.Field{Name: "pathway", Label: "How did they come to it, where no column says so?", LabelSize: govuk.Small, Value: m.Match.Pathway, Error: m.problems.For("pathway")},
		append([]govuk.Option{{Value: "", Label: "A column says it"}}, options(known.Values)...)
}

// orderOptions are the ways in which days are written.
var orderOptions = []govuk.Option{
	{Value: string(spreadsheet.DayFirst), Label: "Day first: 3/4/2026 is 3 April"},
	{Value: string(spreadsheet.MonthFirst), Label: "Month first: 3/4/2026 is 4 March"},
}

func (m matching) orderField() govuk.Field {
	return govuk.Field{Name: "order", Label: "How are days written?", LabelSize: govuk.Small, Value: string(m.Match.Order), Error: m.problems.For("order")}
}

// columnField asks what a column holds, beside what stands in its first rows.
func (m matching) columnField(i int) (govuk.Field, []govuk.Option) {
	name := "column-" + strconv.Itoa(i)
	var cells []string
	for _, line := range m.Lines {
		if i < len(line.Cells) && strings.TrimSpace(line.Cells[i]) != "" {
			cells = append(cells, "“"+short(line.Cells[i])+"”")
		}
	}
	hint := "Empty in the first rows"
	if len(cells) > 0 {
		hint = "For example " + strings.Join(cells, ", ")
	}
	label := short(m.Headings[i])
	if label == "" {
		label = "Column " + strconv.Itoa(i+1) + ", without a heading"
	}
	list := []govuk.Option{{Value: "", Label: "Leave it out"}}
	for _, field := range spreadsheet.Fields {
		list = append(list, govuk.Option{Value: field.Code, Label: field.Title})
	}
	return govuk.Field{Name: name, Label: label, LabelSize: govuk.Small, Hint: hint, Value: m.Match.Columns[i], Error: m.problems.For(name)}, list
}

// short cuts a long cell.
func short(text string) string {
	if letters := []rune(strings.TrimSpace(text)); len(letters) > 60 {
		return string(letters[:60]) + "…"
	}
	return strings.TrimSpace(text)
}

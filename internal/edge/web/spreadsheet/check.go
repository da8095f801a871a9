package spreadsheet

import (
	"net/url"
	"strconv"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/casework/spreadsheet"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// checking is the page that says what bringing a sheet in would do.
type checking struct {
	spreadsheet.Checked
	typed    url.Values // nil where nothing was sent
	problems govuk.Problems
}

func (d Door) check(r *web.Request) (web.Response, error) { return d.showCheck(r, nil, nil) }

func (d Door) showCheck(r *web.Request, typed url.Values, problems govuk.Problems) (web.Response, error) {
	checked, err := d.Desk.Check(r.Context(), r.Asker, r.PathValue("sheet"))
	if err != nil {
		return web.Response{}, err
	}
	return web.Show(web.Page{
		Title: "Check the rows", Body: checkPage(checking{checked, typed, problems}), Problems: problems, Wide: true,
		Back: govuk.Link{Text: "Back to what each column holds", Href: Path(checked.ID, "match")},
	}), nil
}

// after leads on, or shows the check with what is to be put right.
func (d Door) after(r *web.Request, wrong error, to string) (web.Response, error) {
	if wrong == nil {
		return web.Redirect(to), nil
	}
	problems, err := problemsOf(wrong)
	if err != nil {
		return web.Response{}, err
	}
	return d.showCheck(r, r.Posted, problems)
}

func (d Door) setValues(r *web.Request) (web.Response, error) {
	values := map[string]map[string]string{}
	for k := 0; r.Posted.Has("code-" + strconv.Itoa(k)); k++ {
		n := strconv.Itoa(k)
		as := r.Field("as-" + n)
		if as == "" {
			continue
		}
		code := r.Field("code-" + n)
		if values[code] == nil {
			values[code] = map[string]string{}
		}
		values[code][r.Posted.Get("cell-"+n)] = as
	}
	sheet := r.PathValue("sheet")
	return d.after(r, d.Desk.SetValues(r.Context(), r.Asker, sheet, spreadsheet.Order(r.Field("order")), values), Path(sheet, "check"))
}

func (d Door) choose(r *web.Request) (web.Response, error) {
	choices := map[int]string{}
	for name := range r.Posted {
		text, is := strings.CutPrefix(name, "row-")
		if n, err := strconv.Atoi(text); is && err == nil && r.Field(name) != "" {
			choices[n] = r.Field(name)
		}
	}
	sheet := r.PathValue("sheet")
	if len(choices) == 0 && r.Field("rest") == "" {
		return d.after(r, journey.Problems{{Field: "confirm", Say: "Choose who at least one row is of"}}, "")
	}
	return d.after(r, d.Desk.Choose(r.Context(), r.Asker, sheet, choices, r.Field("rest")), Path(sheet, "check"))
}

func (d Door) confirm(r *web.Request) (web.Response, error) {
	job, wrong := d.Desk.Confirm(r.Context(), r.Asker, r.PathValue("sheet"))
	return d.after(r, wrong, "/jobs/"+url.PathEscape(job))
}

func (d Door) drop(r *web.Request) (web.Response, error) {
	if err := d.Desk.Drop(r.Context(), r.Asker, r.PathValue("sheet")); err != nil && casework.KindOf(err) != casework.NotFound {
		return web.Response{}, err
	}
	return web.Redirect("/import?done=drop"), nil
}

// totals counts what would become of the rows.
func (c checking) totals() []govuk.SummaryRow {
	list := []govuk.SummaryRow{{Key: "New", Value: grouped(c.Create)}, {Key: "Brought in before", Value: grouped(c.Known)}}
	for _, more := range []struct {
		key string
		n   int
	}{{"May be here already: choose", c.Ask}, {"To put right, left out until then", c.Wrong}, {"Left out, as you chose", c.Skip}} {
		if more.n > 0 {
			list = append(list, govuk.SummaryRow{Key: more.key, Value: grouped(more.n)})
		}
	}
	return list
}

// first is the table of the first rows.
func (c checking) first() govuk.TableOf {
	t := govuk.TableOf{Caption: "The first rows", CaptionSize: govuk.Medium, Compact: true,
		Columns: []govuk.Column{{Text: "Row", Numeric: true}, {Text: "Name"}, {Text: "Born"}, {Text: "Referred"}, {Text: "What becomes of it"}}}
	for _, row := range c.First {
		t.Rows = append(t.Rows, govuk.Text(strconv.Itoa(row.Number), row.Name, dayWords(row.Born), dayWords(row.Referred), row.Verdict))
	}
	return t
}

func dayWords(day calendar.Day) string {
	if !day.Known() {
		return "Not recorded"
	}
	return day.Short()
}

// mapped is one cell that can be said once what it stands for.
type mapped struct {
	n     int
	group spreadsheet.Group
	cell  spreadsheet.Cell
}

// asked lists them, numbered as the form has them.
func (c checking) asked() (list []mapped) {
	for _, group := range c.Groups {
		if len(group.Values) == 0 {
			continue
		}
		for _, cell := range group.Cells {
			list = append(list, mapped{len(list), group, cell})
		}
	}
	return list
}

// fixes says whether something can be put right on the page.
func (c checking) fixes() bool { return len(c.asked()) > 0 || c.orders() }

// orders says whether another order of day and month may help.
func (c checking) orders() bool {
	for _, group := range c.Groups {
		if group.Order {
			return true
		}
	}
	return false
}

func (c checking) valueField(m mapped) (govuk.Field, []govuk.Option) {
	name := "as-" + strconv.Itoa(m.n)
	label := m.group.Title + ": “" + short(m.cell.Text) + "”"
	if m.cell.Text == "" {
		label = m.group.Title + ": empty"
	}
	list := append([]govuk.Option{{Value: "", Label: "Choose"}}, options(m.group.Values)...)
	if m.cell.Text != "" {
		list = append(list, govuk.Option{Value: spreadsheet.LeaveOut, Label: "Read it as empty"})
	}
	return govuk.Field{Name: name, Label: label, LabelSize: govuk.Small, Hint: rows(m.cell.Rows), Value: c.typed.Get(name), Error: c.problems.For(name)}, list
}

func (c checking) orderField() govuk.Field {
	return govuk.Field{Name: "order", Label: "How are days written?", LabelSize: govuk.Small, Value: string(c.Match.Order), Error: c.problems.For("order")}
}

// cells says what stands in the rows of a group.
func cells(group spreadsheet.Group) string {
	var list []string
	for _, cell := range group.Cells {
		if cell.Text != "" {
			list = append(list, "“"+short(cell.Text)+"”")
		}
	}
	if group.More > 0 {
		list = append(list, strconv.Itoa(group.More)+" more")
	}
	return strings.Join(list, ", ")
}

// alikeField asks who a row is of.
func (c checking) alikeField(one spreadsheet.Alike) (govuk.Field, []govuk.Option) {
	name := "row-" + strconv.Itoa(one.Number)
	chosen := one.Chosen
	if typed := c.typed.Get(name); typed != "" {
		chosen = typed
	}
	var list []govuk.Option
	for _, her := range one.Candidates {
		list = append(list, govuk.Option{Value: her.Woman, Label: "Same woman: " + her.Who.Name() + ", " + her.Reference, Hint: told(her.Who) + ". " + standing(her)})
	}
	return govuk.Field{
			Name: name, Label: "Row " + strconv.Itoa(one.Number) + ": " + one.Who.Name(), LabelSize: govuk.Small,
			Hint: "In the file: " + told(one.Who) + ". Referred " + dayWords(one.Referred), Value: chosen, Error: c.problems.For(name),
		}, append(list,
			govuk.Option{Value: spreadsheet.ChooseNew, Label: "Another woman: make a new record"},
			govuk.Option{Value: spreadsheet.ChooseSkip, Label: "Leave this row out"})
}

// restField asks what becomes of every row that is still open.
func (c checking) restField() (govuk.Field, []govuk.Option) {
	return govuk.Field{Name: "rest", Label: "All rows that are still open: " + rows(c.Ask), LabelSize: govuk.Small, Value: c.typed.Get("rest"), Error: c.problems.For("rest")},
		[]govuk.Option{
			{Value: "", Label: "I choose one by one"},
			{Value: spreadsheet.ChooseNew, Label: "Other women: make a new record for each"},
			{Value: spreadsheet.ChooseSkip, Label: "Leave them all out"},
		}
}

// told is how a woman is told from others.
func told(who journey.Identity) string {
	list := []string{"born " + dayWords(who.Born)}
	if !who.Born.Known() {
		list[0] = "date of birth not recorded"
	}
	if who.Phone != "" {
		list = append(list, "phone "+who.Phone)
	}
	if who.Postcode != "" {
		list = append(list, who.Postcode)
	}
	return strings.Join(list, ", ")
}

func standing(her spreadsheet.Candidate) string {
	if her.Open {
		return "Referred " + her.Referred.Short() + ", support is open"
	}
	return "Referred " + her.Referred.Short() + ", support has ended"
}

// ready says whether the button that brings rows in is offered.
func (c checking) ready() bool { return c.Lead && c.Ask == 0 && c.Create+c.Known > 0 }

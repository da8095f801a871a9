package evidence

import (
	"fmt"
	"net/url"
	"strings"

	"throughline/internal/casework/evidence"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
	"throughline/internal/reckoning/chart"
	"throughline/internal/reckoning/economics"
	"throughline/internal/reckoning/evaluation"
)

// costView is what support cost and what it may be worth, with the assumptions
// that are tried. All of it is in the address: nothing is kept.
type costView struct {
	reading
	worth evidence.Worth
	tried url.Values // as typed, by name of the assumption
	shown string     // id of the value whose swings are drawn
	drawn *chart.Drawing
}

// whole asks for the same report of the whole scheme: costs are of no part of it.
func (a asked) whole() asked {
	a.narrow, a.by = evaluation.Narrowing{Referred: a.narrow.Referred}, ""
	return a
}

// cost shows the costs and the ranges, under the assumptions of the query.
func (d Door) cost(r *web.Request) (web.Response, error) {
	a := d.ask(r).whole()
	v := costView{reading: reading{asked: a}, tried: url.Values{}, shown: r.Query("show")}
	v.worth.Assumptions = d.Desk.Assumptions()
	for i, one := range v.worth.Assumptions {
		typed := r.Query(one.Name)
		if typed == "" {
			continue
		}
		v.tried.Set(one.Name, typed)
		var err error
		if v.worth.Assumptions[i], err = one.Try(typed); err != nil {
			v.asked.problems.Add(one.Name, upper(err.Error()))
		}
	}
	page := web.Page{
		Title: "Cost and worth", Wide: true, Problems: v.asked.problems,
		Back: govuk.Link{Text: "Back to Evidence", Href: a.address("/evidence")},
	}
	if v.asked.problems.Any() {
		page.Body = askCostPage(v)
		return web.Show(page), nil
	}
	var err error
	if v.worth, err = d.Desk.Worth(r.Context(), r.Asker, a.query(), v.worth.Assumptions); err != nil {
		return web.Response{}, err
	}
	v.reading.Report = v.worth.Report
	if err := v.draw(); err != nil {
		return web.Response{}, err
	}
	page.Body = costPage(v)
	return web.Show(page), nil
}

// draw draws the swings of the value that was asked for, or of the first.
func (v *costView) draw() error {
	for i, one := range v.worth.Estimates {
		if one.Value.ID != v.shown && (v.shown != "" || i > 0) || len(one.Swings) == 0 {
			continue
		}
		v.shown = one.Value.ID
		_, middle, _ := one.Range.Pence()
		spec := chart.Spec{
			ID: "swings", Headline: one.Value.Text + ": " + movers(one.Swings),
			Cohort: one.Of + ", " + v.worth.Costs[0].Meaning().Window.Words(),
		}
		swings := make([]chart.Swing, len(one.Swings))
		for j, swing := range one.Swings {
			swings[j] = chart.Swing{Label: swing.Title, AtLow: swing.AtLow, AtHigh: swing.AtHigh, Low: swing.Low, High: swing.High}
		}
		drawn, err := chart.Tornado(spec, middle, swings)
		if err != nil {
			return err
		}
		v.drawn = &drawn
		return nil
	}
	return nil
}

// movers says which assumption moves a result most, or how many do alike.
func movers(swings []economics.Swing) string {
	alike := 1
	for alike < len(swings) && swings[alike].Wide() == swings[0].Wide() {
		alike++
	}
	if alike > 1 {
		return fmt.Sprintf("%d assumptions move it most, and alike", alike)
	}
	return "“" + swings[0].Title + "” moves it most"
}

// field asks for the range of one assumption.
func (v costView) field(one economics.Assumption) govuk.Field {
	field := govuk.Field{
		Name: one.Name, Label: one.Title, Hint: one.Asks + " Two numbers in per cent, such as 20 to 40. Empty for undecided.", Value: v.tried.Get(one.Name),
		Error: v.asked.problems.For(one.Name), Width: 10, Autocomplete: "off", NoSpelling: true,
	}
	switch one.Name {
	case economics.Years:
		field.Hint = one.Asks + " Two numbers, such as 1 to 3. Empty: it is counted once."
	case economics.Places:
		field.Hint = one.Asks + " Two numbers, such as 0 to 2. Empty for undecided."
	}
	return field
}

// other returns the address of the page with the swings of another value.
func (v costView) other(id string) string {
	values := url.Values{"show": {id}}
	for name := range v.tried {
		values.Set(name, v.tried.Get(name))
	}
	address := v.asked.address("/evidence/cost")
	if strings.Contains(address, "?") {
		return address + "&" + values.Encode() + "#swings"
	}
	return address + "?" + values.Encode() + "#swings"
}

// workings say everything about one estimate.
func workings(one economics.Estimate) []govuk.SummaryRow {
	kind := "Money not spent elsewhere"
	if one.Value.Use == economics.SocialValue {
		kind = "Worth to people, which nobody gets back as money"
	}
	year := "Its year is not stated"
	if one.Value.Year != economics.NotStated {
		year = "Of " + one.Value.Year
	}
	return []govuk.SummaryRow{
		{Key: kind, Value: one.Range.String()},
		{Key: "Worked out", Value: one.Value.Words() + ". " + one.Of + ". " + one.Prices},
		{Key: "Whose working", Value: one.Value.Method + ". " + year + ". Read in " + one.Value.From() + ": " + one.Value.Confidence.Words() + "."},
		{Key: "Read with care", Value: one.Value.Note},
	}
}

// costs is the table of what support cost.
func (v costView) costs() govuk.TableOf {
	t := govuk.TableOf{
		Caption: "What it cost", CaptionSize: govuk.Medium, RowHeads: true, Compact: true,
		Columns: []govuk.Column{{Text: "Shared among"}, {Text: "Cost for each"}},
	}
	for _, cost := range v.worth.Costs {
		t.Rows = append(t.Rows, []govuk.Cell{{Text: cost.Meaning().Title}, {Content: figureLink(cost.Text(), v.reading, cost)}})
	}
	return t
}

// assumed is the table of assumptions as they stand.
func (v costView) assumed() govuk.TableOf {
	t := govuk.TableOf{
		Caption: "What it hangs on", CaptionSize: govuk.Medium, RowHeads: true, Compact: true,
		Columns: []govuk.Column{{Text: "Assumption"}, {Text: "Taken to be"}, {Text: "Who says so"}},
	}
	for _, one := range v.worth.Assumptions {
		who := "nobody"
		if one.Decided() {
			who = "you, on this page"
		}
		t.Rows = append(t.Rows, govuk.Text(one.Title, one.Words(), who))
	}
	for _, value := range v.worth.Values {
		if value.Use == economics.ForMethod {
			t.Rows = append(t.Rows, govuk.Text(value.Text, value.Words(), value.From()+" ("+value.Confidence.Words()+")"))
		}
	}
	return t
}

// sources is the table of all values, those that nothing is worked out from too.
func (v costView) sources() govuk.TableOf {
	t := govuk.TableOf{
		Caption: "Every value, and where it was read", CaptionSize: govuk.Small, RowHeads: true, Compact: true,
		Columns: []govuk.Column{{Text: "Value"}, {Text: "As printed"}, {Text: "Read in"}, {Text: "How sure"}, {Text: "Year"}},
	}
	for _, value := range v.worth.Values {
		t.Rows = append(t.Rows, govuk.Text(value.Text, value.Words(), value.From(), value.Confidence.Words(), stated(value.Year)))
	}
	return t
}

func stated(text string) string {
	if text == economics.NotStated {
		return "Not stated"
	}
	return text
}

package evidence

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"net/url"
	"strconv"

	"throughline/internal/casework/evidence"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/forms"
	"throughline/internal/edge/web/govuk"
	"throughline/internal/reckoning/chart"
	"throughline/internal/reckoning/evaluation"
	"throughline/internal/reckoning/figure"
)

// surveysView is the surveys of a scheme, and the form that draws another.
type surveysView struct {
	asked   asked
	surveys []evidence.Survey
	table   *evaluation.Table // T10; nil for whoever reads no figures
	may     bool              // the reader may draw
	form    forms.Form
	on      govuk.DateParts
	size    string
	seed    string
	done    string
}

// surveyDates are the fields of the form with a box for the day.
var surveyDates = forms.Dates{"on"}

func (d Door) surveys(r *web.Request) (web.Response, error) {
	return d.showSurveys(r, surveysView{
		asked: d.ask(r), form: surveyDates.Blank(d.Desk.NewID()), on: govuk.DateOf(d.Desk.Today()), seed: strconv.Itoa(rand.IntN(journey.LargestSeed + 1)), done: r.Query("done"),
	})
}

func (d Door) drawSurvey(r *web.Request) (web.Response, error) {
	v := surveysView{asked: d.asking(r.Field("scheme"), ""), form: surveyDates.Posted(r), size: r.Field("size"), seed: r.Field("seed")}
	entry := evidence.SurveyEntry{Scheme: v.asked.book.ID}
	v.on, entry.On = v.form.ReadDay(r, "on")
	number := func(name, text, say string) int {
		n := v.form.ReadNumber(name, text, say)
		if n == nil {
			if text == "" {
				v.form.Add(name, say)
			}
			return 0
		}
		return *n
	}
	entry.Size = number("size", v.size, "Enter how many women to draw, such as 12")
	entry.Seed = number("seed", v.seed, "Enter a seed from 0 to 999,999")
	if !v.form.Stopped() && !v.asked.problems.Any() {
		if err := v.form.Settle(d.Desk.DrawSurvey(r.Context(), r.Asker, v.form.Key, entry)); err != nil {
			return web.Response{}, err
		}
	}
	if v.form.Stopped() || v.asked.problems.Any() {
		return d.showSurveys(r, v)
	}
	values := url.Values{"done": {"drawn"}, "scheme": {entry.Scheme}}
	return web.Redirect("/evidence/surveys?" + values.Encode()), nil
}

func (d Door) showSurveys(r *web.Request, v surveysView) (web.Response, error) {
	var err error
	if v.surveys, err = d.Desk.Surveys(r.Context(), r.Asker, v.asked.book.ID); err != nil {
		return web.Response{}, err
	}
	page := web.Page{Title: "Surveys", Wide: true, Problems: append(v.asked.problems, v.form.Problems...)}
	if v.may = evidence.MayDraw(r.Asker); v.may {
		report, err := d.Desk.Report(r.Context(), r.Asker, v.asked.query())
		if err != nil {
			return web.Response{}, err
		}
		if table, ok := report.Table("T10"); ok {
			v.table = &table
		}
		page.Back = govuk.Link{Text: "Back to Evidence", Href: v.asked.address("/evidence")}
	}
	page.Body = surveysPage(v)
	return web.Show(page), nil
}

func (v surveysView) number(name, label, hint, value string) govuk.Field {
	field := v.form.Number(name, label, hint, value)
	field.Width = 10
	return field
}

func (v surveysView) onField() govuk.Field {
	return v.form.Field("on", "Day of the survey", "Only women whose support ended at least three months before are drawn.", "")
}

// list is the surveys as a table.
func (v surveysView) list() govuk.TableOf {
	t := govuk.TableOf{Caption: "Surveys so far", CaptionSize: govuk.Medium, RowHeads: true, Compact: true, Columns: []govuk.Column{{Text: "Day"}, {Text: "Seed"}}}
	if v.may {
		t.Columns = append(t.Columns, govuk.Column{Text: "Drawn, of those who could be"}, govuk.Column{Text: "Asked"}, govuk.Column{Text: "Answered"})
	}
	for _, one := range v.surveys {
		cells := []govuk.Cell{{Content: surveyLink(one)}, {Text: strconv.Itoa(one.Seed)}}
		if v.may {
			for _, reading := range []chart.Reading{one.Drawn, one.Asked, one.Answered} {
				cell := govuk.Cell{Text: "Not counted: it lies before the scheme began"}
				if reading != nil {
					cell.Text = figure.InSentence(reading)
				}
				cells = append(cells, cell)
			}
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

// answers is T10: each question with a base of its own.
func (v surveysView) answers() govuk.TableOf {
	t := govuk.TableOf{Caption: "What women said, all surveys", CaptionSize: govuk.Medium, RowHeads: true, Compact: true}
	for _, name := range v.table.Columns {
		t.Columns = append(t.Columns, govuk.Column{Text: name})
	}
	for _, row := range v.table.Rows {
		var cells []govuk.Cell
		for _, cell := range row {
			text := cell.Words
			if cell.Figure != nil {
				text = figure.InSentence(cell.Figure)
			}
			cells = append(cells, govuk.Cell{Text: text})
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

// surveyPath is the address of the women of a survey.
func surveyPath(survey string) string { return "/evidence/surveys/" + url.PathEscape(survey) }

// surveyView is the women of a survey.
type surveyView struct {
	evidence.DrawnList
	workers map[string]string // names by account id
}

func (d Door) survey(r *web.Request) (web.Response, error) {
	list, err := d.Desk.Drawn(r.Context(), r.Asker, r.PathValue("survey"))
	if err != nil {
		return web.Response{}, err
	}
	keyworkers, err := d.People.Keyworkers(r.Context())
	if err != nil {
		return web.Response{}, fmt.Errorf("naming the keyworkers: %w", err)
	}
	view := surveyView{DrawnList: list, workers: map[string]string{}}
	for _, keyworker := range keyworkers {
		view.workers[keyworker.ID] = keyworker.Name
	}
	return web.Show(web.Page{
		Title: "Women to ask", Body: surveyPage(view), Wide: true, Back: govuk.Link{Text: "Back to Surveys", Href: "/evidence/surveys"},
	}), nil
}

func (v surveyView) women() govuk.TableOf {
	t := govuk.TableOf{
		Caption: "Women drawn", CaptionSize: govuk.Medium, RowHeads: true, Compact: true,
		Columns: []govuk.Column{{Text: "Name"}, {Text: "Reference"}, {Text: "Keyworker"}, {Text: "Asked"}},
	}
	for _, one := range v.Women {
		asked := govuk.Cell{Content: askLink(one)}
		if one.Asked.Known() {
			asked = govuk.Cell{Text: "On " + one.Asked.Short()}
		}
		t.Rows = append(t.Rows, []govuk.Cell{
			{Content: drawnLink(one)}, {Text: one.Reference}, {Text: cmp.Or(v.workers[one.Keyworker], one.Keyworker, "None yet")}, asked,
		})
	}
	return t
}

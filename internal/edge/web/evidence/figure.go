package evidence

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/casework/evidence"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
	"throughline/internal/reckoning/chart"
	"throughline/internal/reckoning/figure"
)

// figureView is one figure with its workings and, for those who may see them,
// the cases behind it.
type figureView struct {
	reading
	one     chart.Reading
	behind  *evidence.CaseList // nil: none, or not for this reader
	workers map[string]string  // names by account id
}

func (d Door) figure(r *web.Request) (web.Response, error) {
	a := d.ask(r)
	if a.problems.Any() {
		return web.Show(web.Page{Title: "Evidence", Body: choosePage(a), Problems: a.problems}), nil
	}
	report, err := d.read(r, a)
	if err != nil {
		return web.Response{}, err
	}
	id := r.PathValue("figure")
	one, ok := report.Figure(id)
	if !ok {
		return web.Response{}, casework.Fail(casework.NotFound, "opening a figure", "the report has no figure %q", id)
	}
	view := figureView{reading: report, one: one}
	if err := d.lookBehind(r, &view); err != nil {
		return web.Response{}, err
	}
	return web.Show(web.Page{
		Title: one.Meaning().Title, Body: figurePage(view), Wide: true,
		Back: comesFrom(r, a),
	}), nil
}

// workings say everything about the figure.
func (v figureView) workings() []govuk.SummaryRow {
	meaning := v.one.Meaning()
	rows := []govuk.SummaryRow{
		{Key: "Figure", Value: v.one.Text()},
		{Key: "Definition", Value: meaning.Definition},
		{Key: "Window", Value: upper(meaning.Window.Words())},
		{Key: "As at", Value: v.AsAt.Short()},
	}
	if shown, ok := v.one.Shown(); ok && v.Exact() {
		tally := shown.Tally()
		if v.one.Kind() == figure.Proportion || tally.Missing > 0 || tally.NotApplicable > 0 {
			rows = append(rows,
				govuk.SummaryRow{Key: "Answer not known", Value: strconv.Itoa(tally.Missing) + ", not in the base"},
				govuk.SummaryRow{Key: "Does not apply", Value: strconv.Itoa(tally.NotApplicable) + ", not in the base"})
		}
	}
	if v.one.Kind() == figure.Proportion {
		rows = append(rows, govuk.SummaryRow{Key: "Interval", Value: "95%, Wilson"})
	}
	if at := v.one.Written().AtRisk; at != nil {
		rows = append(rows, govuk.SummaryRow{Key: "Interval", Value: "95%, log–log, with Greenwood’s error"}, govuk.SummaryRow{Key: "Still followed", Value: strconv.Itoa(*at)})
	}
	return append(rows,
		govuk.SummaryRow{Key: "Source", Value: meaning.Source},
		govuk.SummaryRow{Key: "Name in reports", Value: meaning.ID})
}

// lookBehind adds the cases behind the figure, where the reader leads the
// service and the figure counts cases.
func (d Door) lookBehind(r *web.Request, view *figureView) error {
	list, err := d.Desk.Cases(r.Context(), r.Asker, view.asked.query(), view.one.Meaning().ID)
	switch casework.KindOf(err) {
	case casework.Forbidden, casework.NotFound:
		return nil
	}
	if err != nil {
		return err
	}
	keyworkers, err := d.People.Keyworkers(r.Context())
	if err != nil {
		return fmt.Errorf("naming the keyworkers: %w", err)
	}
	view.behind, view.workers = &list, map[string]string{}
	for _, keyworker := range keyworkers {
		view.workers[keyworker.ID] = keyworker.Name
	}
	return nil
}

func (v figureView) cases() govuk.TableOf {
	t := govuk.TableOf{
		Caption: "Cases behind the number", CaptionSize: govuk.Medium, RowHeads: true, Compact: true,
		Columns: []govuk.Column{{Text: "Case"}, {Text: "Referred"}, {Text: "Pathway"}, {Text: "Keyworker"}},
	}
	for _, one := range v.behind.Cases {
		worker := "None yet"
		if one.Keyworker != "" {
			worker = cmp.Or(v.workers[one.Keyworker], one.Keyworker)
		}
		t.Rows = append(t.Rows, []govuk.Cell{
			{Content: caseLink(one)}, {Text: one.Referred.Short()}, {Text: upper(strings.ReplaceAll(string(one.Pathway), "_", " "))}, {Text: worker},
		})
	}
	return t
}

package evidence

import (
	"bytes"
	"fmt"
	"math"

	"throughline/internal/casework/evidence"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// unitsView is units beside one another.
type unitsView struct {
	reading
	units evidence.Units
}

// unitWords say what each sort sets side by side.
var unitWords = map[evidence.UnitSort]struct{ link, heading, asks string }{
	evidence.UnitAreas:     {"Areas", "Areas side by side", "In which areas was support offered more, or less, often than chance explains?"},
	evidence.UnitProviders: {"Providers", "Providers side by side", "With which providers did more, or fewer, women take up support than chance explains?"},
	evidence.UnitMonths:    {"Months", "Months side by side", "In which months were more, or fewer, women referred than chance explains?"},
}

func (d Door) compare(r *web.Request) (web.Response, error) {
	a := d.ask(r)
	if a.problems.Any() {
		return web.Show(web.Page{Title: "Evidence", Body: choosePage(a), Problems: a.problems}), nil
	}
	units, err := d.Desk.Units(r.Context(), r.Asker, a.query(), sortAsked(r))
	if err != nil {
		return web.Response{}, err
	}
	view := unitsView{reading{Report: units.Report, asked: a, files: evidence.MayTake(r.Asker)}, units}
	return web.Show(web.Page{
		Title: unitWords[units.Sort].heading, Body: unitsPage(view), Wide: true,
		Back: govuk.Link{Text: "Back to Evidence", Href: back(a)},
	}), nil
}

// back returns the address of the evidence page of the same cases.
func back(a asked) string {
	a.by = ""
	return a.address("/evidence")
}

// sortAsked reads which units are asked for, areas where nothing says so.
func sortAsked(r *web.Request) evidence.UnitSort {
	if by := r.Query("by"); by != "" {
		return evidence.UnitSort(by)
	}
	return evidence.UnitAreas
}

// compareFile answers with the numbers of the drawing as CSV.
func (d Door) compareFile(r *web.Request) (web.Response, error) {
	a := d.ask(r)
	if a.problems.Any() {
		return web.Show(web.Page{Title: "Evidence", Body: choosePage(a), Problems: a.problems}), nil
	}
	units, err := d.Desk.TakeUnits(r.Context(), r.Asker, a.query(), sortAsked(r))
	if err != nil {
		return web.Response{}, err
	}
	if units.Drawing == nil {
		return web.Response{}, noPart("compare by " + string(units.Sort))
	}
	var content bytes.Buffer
	if err := units.Drawing.WriteCSV(&content); err != nil {
		return web.Response{}, fmt.Errorf("writing units side by side: %w", err)
	}
	kind := units.Policy
	if units.Exact() {
		kind = "not-for-publication"
	}
	name := fmt.Sprintf("compare-%s-%s-%s-%s.csv", units.Sort, units.Scheme, units.AsAt, kind)
	return web.Download(name, "text/csv; charset=utf-8", content.Bytes()), nil
}

// to returns the address of the same comparison by another sort of unit.
func (v unitsView) to(path string, sort evidence.UnitSort) string {
	v.asked.by = string(sort)
	return v.asked.address(path)
}

// outside are the units outside the limits, in the order of the chart.
func (v unitsView) outside() []string {
	var list []string
	for i, point := range v.units.Points {
		if v.units.Placed.Where[i].Outside() {
			list = append(list, fmt.Sprintf("%s: %s, %s", point.Label, point.Figure.Text(), v.units.Placed.Where[i]))
		}
	}
	return list
}

// limits say how the limits were made.
func (v unitsView) limits() []govuk.SummaryRow {
	rows := []govuk.SummaryRow{
		{Key: "Limits", Value: "Chance alone would keep 95 in 100 within the dashed limits, and 998 in 1,000 within the others. They are exact: from the binomial, and for months from the Poisson distribution."},
		{Key: "All together", Value: v.units.Whole.Text()},
		{Key: "Inside", Value: "Inside the limits means that chance is enough to explain it. It does not mean that all is well, or the same."},
		{Key: "Outside", Value: "Outside the limits means: look closer. It does not say why. Who is met, and what was written down, may differ."},
	}
	if v.units.Sort != evidence.UnitMonths {
		rows = append(rows, govuk.SummaryRow{Key: "Small base", Value: "Of fewer than 20 the limits hold nearly all that could happen, so nothing is said of them."})
	}
	if v.units.Placed.Spread > 1 {
		rows = append(rows, govuk.SummaryRow{Key: "Widened", Value: fmt.Sprintf(
			"They differ among themselves by more than chance, so the limits are made wider, by %.1f times about the middle.", math.Sqrt(v.units.Placed.Spread))})
	}
	return rows
}

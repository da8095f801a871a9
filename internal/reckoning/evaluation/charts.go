package evaluation

import (
	"fmt"

	"throughline/internal/domain/need"
	"throughline/internal/reckoning/chart"
)

// Drawn is a chart of the report.
type Drawn struct {
	ID string
	chart.Drawing
}

// Charts draws the needs, how long open cases have lasted, how far women came,
// re-arrests over time, and how far encounters led, read through a reader. How far
// women came is left out where nobody was rated twice; re-arrests where too few
// women are followed; encounters where the rulebook names no window for them or
// nothing was met in it.
func (b *Book) Charts(read Reader) ([]Drawn, error) {
	needs, err := b.drawNeeds(read)
	if err != nil {
		return nil, err
	}
	durations, err := b.drawDurations(read)
	if err != nil {
		return nil, err
	}
	drawn := []Drawn{{"needs", needs}, {"duration", durations}}
	distance, some, err := b.drawDistance(read)
	if err != nil {
		return nil, err
	}
	if some {
		drawn = append(drawn, Drawn{"distance", distance})
	}
	reArrests, ok, err := b.drawReArrests(read)
	if err != nil {
		return nil, err
	}
	if ok {
		drawn = append(drawn, Drawn{"re-arrest", reArrests})
	}
	if met, ok := b.Figure("funnel.encounters"); !ok || met.Tally().Numerator == 0 {
		return drawn, nil
	}
	funnel, err := b.drawFunnel(read)
	if err != nil {
		return nil, err
	}
	return append([]Drawn{{"funnel", funnel}}, drawn...), nil
}

func (b *Book) drawNeeds(read Reader) (chart.Drawing, error) {
	spec := chart.Spec{ID: "needs", Headline: "No need can be shown", Cohort: "Women who engaged and were assessed", Rows: "Need"}
	var bars []chart.Bar
	most := 0
	for _, pathway := range need.Pathways() {
		reading, ok := read("needs." + string(pathway))
		if !ok {
			return chart.Drawing{}, fmt.Errorf("drawing needs: there is no figure for %s", pathway)
		}
		bars = append(bars, chart.Bar{Label: pathway.Title(), Figure: reading})
		if shown, ok := reading.Shown(); ok {
			if n, _ := shown.Numerator(); n > most {
				most = n
				spec.Headline = "The most frequent need: " + pathway.Title() + ", " + reading.Short()
			}
		}
	}
	return chart.Bars(spec, bars)
}

func (b *Book) drawDurations(read Reader) (chart.Drawing, error) {
	spec := chart.Spec{ID: "duration", Cohort: "Open cases with an attended appointment", Rows: "Since the first attended appointment"}
	over, ok := read("duration.over_3_months")
	if !ok {
		return chart.Drawing{}, fmt.Errorf("drawing durations: there is no figure of them")
	}
	spec.Headline = "Open for more than three months: " + over.Short()
	var bars []chart.Bar
	for _, band := range bands {
		reading, ok := read(band)
		if !ok {
			return chart.Drawing{}, fmt.Errorf("drawing durations: there is no figure %s", band)
		}
		bars = append(bars, chart.Bar{Label: b.title(band), Figure: reading})
	}
	return chart.Bars(spec, bars)
}

func (b *Book) drawFunnel(read Reader) (chart.Drawing, error) {
	spec := chart.Spec{ID: "funnel", Cohort: "Arrests and other encounters " + b.Scope.where() + ", one cohort followed through"}
	offered, ok := read("reach.offered")
	if !ok {
		return chart.Drawing{}, fmt.Errorf("drawing the funnel: there is no figure of offers")
	}
	spec.Headline = "Support was offered at " + offered.Short() + " encounters"
	var drawn []chart.Stage
	for _, stage := range stages {
		reached, ok := read("funnel." + stage.code)
		if !ok {
			return chart.Drawing{}, fmt.Errorf("drawing the funnel: there is no figure of the stage %s", stage.code)
		}
		one := chart.Stage{Label: stage.title, Reached: reached}
		for _, id := range b.exits[stage.code] {
			if women, ok := read(id); ok {
				one.Left = append(one.Left, chart.Exit{Reason: b.title(id), Women: women})
			}
		}
		drawn = append(drawn, one)
	}
	return chart.Funnel(spec, drawn)
}

// drawDistance draws how far women came in every part of their lives; false where
// nobody was rated twice.
func (b *Book) drawDistance(read Reader) (chart.Drawing, bool, error) {
	spec := chart.Spec{
		ID: "distance", Headline: "No distance can be shown", Cohort: "Women who had the need, or were asked, at first, rated by themselves then and at the last",
		Rows: "Part of her life",
	}
	var rows []chart.Dumbbell
	some, most := false, 0
	for _, one := range parts {
		id := "distance." + one.code + "."
		start, ok := read(id + "start")
		if !ok {
			continue // an aspect that nobody was asked about
		}
		end, _ := read(id + "end")
		paired, _ := read(id + "rated_twice")
		up, _ := read(id + "moved_up")
		rows = append(rows, chart.Dumbbell{Label: one.title, Start: start, End: end, Paired: paired})
		if f, _ := b.Figure(id + "rated_twice"); f.Tally().Numerator > 0 {
			some = true
		}
		if shown, ok := up.Shown(); ok && shown.Tally().Numerator > most {
			most = shown.Tally().Numerator
			spec.Headline = "Moved up by most women: " + one.title + ", " + up.Short()
		}
	}
	if !some {
		return chart.Drawing{}, false, nil
	}
	drawn, err := chart.Dumbbells(spec, chart.Scale{High: float64(need.RatingHighest), LowWords: need.RatingLowest.Words(), HighWords: need.RatingHighest.Words()}, rows)
	return drawn, true, err
}

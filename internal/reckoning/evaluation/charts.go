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

// Charts draws the needs, how long open cases have lasted, re-arrests over time, and
// how far encounters led, read through a reader. Re-arrests are left out where too few
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

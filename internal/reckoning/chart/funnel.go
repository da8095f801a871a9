package chart

import (
	"fmt"
	"strings"

	"throughline/internal/reckoning/figure"
)

// Stage is one stage of a funnel: how many reached it, and why others did not.
type Stage struct {
	Label   string
	Reached Reading
	// Left are those who reached the stage before but not this one, by reason.
	// Whoever's reason is not known is among them, as "not stated".
	Left []Exit
}

// Exit is a reason for leaving and how many left for it.
type Exit struct {
	Reason string
	Women  Reading
}

// Funnel draws how many of one cohort reached each stage. Every figure is a
// count over one and the same window; no stage has more than the one before;
// and the exits of exact figures account for everyone who left. It refuses
// anything else, for a funnel of two cohorts shows a loss that never was.
func Funnel(spec Spec, stages []Stage) (Drawing, error) {
	if err := spec.check(); err != nil {
		return Drawing{}, err
	}
	if len(stages) < 2 {
		return Drawing{}, fmt.Errorf("the chart %s: a funnel has at least two stages", spec.ID)
	}
	if err := checkStages(stages); err != nil {
		return Drawing{}, fmt.Errorf("the chart %s: %w", spec.ID, err)
	}
	drawing := Drawing{
		Headline: spec.Headline,
		Caption:  sentence(spec.Cohort + ", " + stages[0].Reached.Meaning().Window.Words()),
		Columns:  []string{"Stage", "Number", "Of the stage before", "Of all", "Why others left"},
	}
	var c canvas
	said := []string{drawing.Caption}
	all, allShown := number(stages[0].Reached)
	before, beforeShown := all, allShown
	for i, stage := range stages {
		n, shown := number(stage.Reached)
		value, ofBefore, ofAll := stage.Reached.Short(), any(""), any("")
		if i > 0 && shown && beforeShown {
			part, err := share(stage, n, before)
			if err != nil {
				return Drawing{}, fmt.Errorf("the chart %s: %w", spec.ID, err)
			}
			ofBefore = part
		}
		if i > 0 && shown && allShown {
			part, err := share(stage, n, all)
			if err != nil {
				return Drawing{}, fmt.Errorf("the chart %s: %w", spec.ID, err)
			}
			ofAll, value = part, part.Short()
		}
		c.labelled(stage.Label, value)
		if all > 0 {
			reached := plot * float64(n) / float64(all)
			c.rect("chart-bar", margin, c.y, reached, barHeight)
			if shown && beforeShown {
				c.rect("chart-bar-2", margin+reached, c.y, plot*float64(before)/float64(all)-reached, barHeight)
			}
		}
		c.line(margin, c.y, margin, c.y+barHeight)
		c.y += barHeight
		why := reasons(stage.Left)
		if why != "" {
			c.lines("chart-label", "Left: "+why)
		}
		c.y += gap
		said = append(said, sentence(stage.Label+": "+value))
		if why != "" {
			said = append(said, sentence("left before it: "+why))
		}
		drawing.row(stage.Label, stage.Reached, ofBefore, ofAll, why)
		before, beforeShown = n, shown
	}
	drawing.SVG = c.finish(spec, strings.Join(said, " "))
	return drawing, nil
}

func checkStages(stages []Stage) error {
	first := stages[0].Reached
	for i, stage := range stages {
		readings := []Reading{stage.Reached}
		for _, exit := range stage.Left {
			readings = append(readings, exit.Women)
		}
		for _, reading := range readings {
			if reading.Kind() != figure.Count {
				return fmt.Errorf("the stage %q: a %s is not a count", stage.Label, reading.Kind())
			}
			if reading.Meaning().Window != first.Meaning().Window {
				return fmt.Errorf("the stage %q: its window, %s, is not that of the first, %s: this would not be one cohort",
					stage.Label, reading.Meaning().Window.Words(), first.Meaning().Window.Words())
			}
		}
		if i == 0 {
			if len(stage.Left) > 0 {
				return fmt.Errorf("the stage %q: no one can leave before the first stage", stage.Label)
			}
			continue
		}
		if err := checkLoss(stages[i-1], stage); err != nil {
			return err
		}
	}
	return nil
}

func checkLoss(earlier, stage Stage) error {
	before, beforeShown := number(earlier.Reached)
	n, shown := number(stage.Reached)
	if !beforeShown || !shown {
		return nil
	}
	if n > before {
		return fmt.Errorf("%d reached %q but only %d reached %q before it: this is not one cohort", n, stage.Label, before, earlier.Label)
	}
	if _, exact := stage.Reached.(figure.Figure); !exact {
		return nil // rounded exits need not add up, and are never added
	}
	left := 0
	for _, exit := range stage.Left {
		women, _ := number(exit.Women)
		left += women
	}
	if left != before-n {
		return fmt.Errorf("%d left between %q and %q, and reasons are given for %d: the rest are \"not stated\"",
			before-n, earlier.Label, stage.Label, left)
	}
	return nil
}

// share is how many of so many reached a stage.
func share(stage Stage, n, base int) (figure.Figure, error) {
	made, err := figure.NewProportion(stage.Reached.Meaning(), figure.Tally{Numerator: n, Base: base})
	if err != nil {
		return figure.Figure{}, fmt.Errorf("the stage %q: %w", stage.Label, err)
	}
	return made, nil
}

func reasons(exits []Exit) string {
	var texts []string
	for _, exit := range exits {
		texts = append(texts, exit.Reason+" "+exit.Women.Text())
	}
	return strings.Join(texts, ", ")
}

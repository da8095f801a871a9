package chart

import (
	"fmt"
	"strings"

	"throughline/internal/domain/calendar"
	"throughline/internal/reckoning/figure"
	"throughline/internal/reckoning/stats"
)

// Course is how an event comes about over time, with those not followed long
// enough counted for as long as they were followed.
type Course struct {
	// Event says what happens, such as "support ended".
	Event      string
	Definition string
	Window     calendar.Window
	Curve      stats.Curve
	// Marks are the times that are read off, earliest first.
	Marks []Mark
	// LeastAtRisk is how many must still be followed for the curve to go on:
	// beyond, a few women make it jump.
	LeastAtRisk int
}

// Mark is a time to read the curve at.
type Mark struct {
	Label string
	Days  int
}

// curveHeight is the height of the plot, in px at the narrowest.
const curveHeight = 160

// Curve draws the share with the event by each day: one minus Kaplan–Meier.
// A step can be a single woman, so it is for the service's own people; others
// are given bars of rounded bands. It refuses a curve without a mark.
func Curve(spec Spec, course Course) (Drawing, error) {
	if err := spec.check(); err != nil {
		return Drawing{}, err
	}
	if len(course.Marks) == 0 {
		return Drawing{}, fmt.Errorf("the chart %s: no time is marked on the curve", spec.ID)
	}
	end := 1
	for i, mark := range course.Marks {
		if mark.Days <= 0 || i > 0 && mark.Days <= course.Marks[i-1].Days {
			return Drawing{}, fmt.Errorf("the chart %s: the mark %q does not come after the one before", spec.ID, mark.Label)
		}
		end = mark.Days
	}
	var steps []stats.Step
	for _, step := range course.Curve.Steps() {
		if step.AtRisk < course.LeastAtRisk {
			break
		}
		steps = append(steps, step)
		end = max(end, step.Days)
	}
	if len(steps) == 0 {
		return Drawing{}, fmt.Errorf("the chart %s: fewer than %d are followed", spec.ID, course.LeastAtRisk)
	}
	drawing := Drawing{
		Headline: spec.Headline,
		Caption:  sentence(spec.Cohort + ", " + course.Window.Words()),
		Columns:  []string{"By", "Still followed", "So far: " + course.Event, "Estimate"},
	}
	if course.Definition != "" {
		drawing.Caption = sentence(course.Definition) + " " + drawing.Caption
	}
	said := []string{drawing.Caption}
	var c canvas
	c.lines("chart-axis", "100%")
	c.area(steps, end)
	for _, mark := range course.Marks {
		x := margin + plot*float64(mark.Days)/float64(end)
		c.line(x, c.y, x, c.y+curveHeight)
	}
	c.line(margin, c.y, margin, c.y+curveHeight)
	c.line(margin, c.y+curveHeight, width-margin, c.y+curveHeight)
	c.y += curveHeight
	c.lines("chart-axis", "0%")
	for _, mark := range course.Marks {
		at := course.Curve.At(mark.Days)
		estimate := "fewer than " + figure.Thousands(int64(course.LeastAtRisk)) + " followed"
		if at.AtRisk >= course.LeastAtRisk {
			estimate = fmt.Sprintf("%.1f%% (95%% interval %.1f to %.1f)", 100*(1-at.Survival), 100*(1-at.High), 100*(1-at.Low))
		}
		followed, events := figure.Thousands(int64(at.AtRisk)), figure.Thousands(int64(at.EventsSoFar))
		c.lines("chart-label", mark.Label)
		c.lines("chart-value", estimate+", "+followed+" still followed")
		said = append(said, sentence(fmt.Sprintf("%s: %s; %s so far %s; %s still followed", mark.Label, estimate, course.Event, events, followed)))
		drawing.row(mark.Label, followed, events, estimate)
	}
	drawing.SVG = c.finish(spec, strings.Join(said, " "))
	return drawing, nil
}

// area fills what lies under the steps, up to the last of them.
func (c *canvas) area(steps []stats.Step, end int) {
	var path strings.Builder
	bottom := c.y + curveHeight
	fmt.Fprintf(&path, "M%d %d", margin, bottom)
	x := ""
	for _, step := range steps {
		x = short(margin + plot*float64(step.Days)/float64(end))
		y := short(float64(bottom) - curveHeight*(1-step.Survival))
		fmt.Fprintf(&path, "H%sV%s", x, y)
	}
	fmt.Fprintf(&path, "V%dZ", bottom)
	fmt.Fprintf(&c.marks, `<path class="chart-bar" d="%s"/>`+"\n", path.String())
}

package chart

import (
	"fmt"
	"strings"

	"throughline/internal/reckoning/figure"
)

// Dumbbell is one part of people's lives, at the start and at the end, of the same
// people.
type Dumbbell struct {
	Label      string
	Start, End Reading // means on one scale
	// Paired says how many were asked both times, of those who may be.
	Paired Reading
}

// Scale is the scale that dumbbells lie on, with the words at its ends.
type Scale struct {
	Low, High           float64
	LowWords, HighWords string
}

// Dumbbells draws how far people came on a scale: an open circle where they began
// and a filled square where they came to, with a line between. A row whose means
// may not be read, or are of nobody, has no marks. It refuses figures that are no means, of different
// measure or window.
func Dumbbells(spec Spec, scale Scale, rows []Dumbbell) (Drawing, error) {
	if err := spec.check(); err != nil {
		return Drawing{}, err
	}
	if len(rows) == 0 || scale.High <= scale.Low {
		return Drawing{}, fmt.Errorf("the chart %s: there is nothing to draw, or no scale to draw it on", spec.ID)
	}
	first := rows[0].Start
	drawing := Drawing{
		Headline: spec.Headline, Caption: sentence(spec.Cohort + ", " + first.Meaning().Window.Words()),
		Columns: []string{spec.Rows, "Asked both times", "Start", "End"},
	}
	var c canvas
	said := []string{drawing.Caption}
	c.lines("chart-label", "Open circle: start. Filled square: end.")
	for _, row := range rows {
		for _, mean := range []Reading{row.Start, row.End} {
			if err := figure.Comparable(first, mean); err != nil {
				return Drawing{}, fmt.Errorf("the chart %s: %w", spec.ID, err)
			}
			if mean.Kind() != figure.Mean {
				return Drawing{}, fmt.Errorf("the chart %s: a %s is not drawn on a scale", spec.ID, mean.Kind())
			}
		}
		start, startText := scale.place(row.Start)
		end, endText := scale.place(row.End)
		words := startText
		if start >= 0 && end >= 0 {
			words += " to " + endText
		}
		c.labelled(row.Label, words)
		middle := c.y + barHeight/2
		c.line(margin, middle, width-margin, middle)
		if start >= 0 && end >= 0 {
			c.rect("chart-bar-2", min(start, end), middle-2, max(start, end)-min(start, end), 4)
			fmt.Fprintf(&c.marks, `<circle class="chart-bar-2" cx="%s" cy="%d" r="%d"/>`+"\n", short(start), middle, endMark)
			c.rect("chart-bar", end-endMark, middle-endMark, 2*endMark, 2*endMark)
		}
		c.y += barHeight + gap
		said = append(said, sentence(row.Label+": "+words+", "+row.Paired.Text()+" asked both times"))
		drawing.row(row.Label, row.Paired, row.Start, row.End)
	}
	c.ends(scale)
	drawing.SVG = c.finish(spec, strings.Join(said, " "))
	return drawing, nil
}

// endMark is half the size of a mark.
const endMark = 5

// inset keeps the marks at the ends of a scale within the plot.
const inset = margin + endMark

// place returns where a mean lies across the plot, below 0 where it may not be
// read or is of nobody, and what is written of it. A rounded mean may lie beyond
// the scale: its mark stays at the end.
func (s Scale) place(mean Reading) (x float64, words string) {
	shown, _ := mean.Shown()
	value, counted := shown.Value()
	if !counted {
		return -1, mean.Short()
	}
	ratio, _ := shown.Ratio()
	at, _ := ratio.Float64()
	share := (at - s.Low) / (s.High - s.Low)
	return inset + (width-2*inset)*min(1, max(0, share)), value
}

// ends draws the axis, with what its two ends mean.
func (c *canvas) ends(s Scale) {
	c.line(margin, c.y, width-margin, c.y)
	c.text("chart-axis", margin, c.y+18, "start", fmt.Sprintf("%g %s", s.Low, s.LowWords))
	c.text("chart-axis", width-margin, c.y+18, "end", fmt.Sprintf("%g %s", s.High, s.HighWords))
	c.y += 22
}

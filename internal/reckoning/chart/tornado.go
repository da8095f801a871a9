package chart

import (
	"fmt"
	"strings"

	"throughline/internal/reckoning/figure"
)

// Swing is one assumption, its two ends in words, and the result in pence at each
// while every other assumption stands in its middle.
type Swing struct {
	Label         string
	AtLow, AtHigh string
	Low, High     int64
}

// Tornado draws how far each assumption moves a result, the one that moves it
// farthest on top, on one axis of pounds from nothing. It draws no result by
// itself: a line marks where all assumptions stand in their middle. It refuses
// swings out of order, and results below nothing.
func Tornado(spec Spec, middle int64, swings []Swing) (Drawing, error) {
	if err := spec.check(); err != nil {
		return Drawing{}, err
	}
	if len(swings) == 0 {
		return Drawing{}, fmt.Errorf("the chart %s: nothing moves the result", spec.ID)
	}
	most, before := max(middle, 1), int64(-1)
	for _, swing := range swings {
		wide := max(swing.Low, swing.High) - min(swing.Low, swing.High)
		if min(swing.Low, swing.High, middle) < 0 {
			return Drawing{}, fmt.Errorf("the chart %s: %q has a result below nothing", spec.ID, swing.Label)
		}
		if before >= 0 && wide > before {
			return Drawing{}, fmt.Errorf("the chart %s: %q moves the result farther than the one before it", spec.ID, swing.Label)
		}
		before, most = wide, max(most, swing.Low, swing.High)
	}
	drawing := Drawing{
		Headline: spec.Headline, Caption: sentence(spec.Cohort) + " Each bar moves one assumption from its low end to its high end. All others stand in the middle of their range, which the line marks.",
		Columns: []string{"Assumption", "Low end", "High end", "Result at the low end", "Result at the high end"},
	}
	at := func(pence int64) float64 { return margin + plot*float64(pence)/float64(most) }
	said := []string{drawing.Caption}
	var c canvas
	for _, swing := range swings {
		low, high := wholePounds(swing.Low), wholePounds(swing.High)
		c.lines("chart-label", swing.Label)
		c.lines("chart-value", swing.AtLow+": "+low+"; "+swing.AtHigh+": "+high)
		from, to := at(min(swing.Low, swing.High)), at(max(swing.Low, swing.High))
		c.rect("chart-bar-2", from, c.y, to-from, barHeight)
		c.line(margin, c.y, margin, c.y+barHeight)
		c.line(at(middle), c.y, at(middle), c.y+barHeight)
		c.y += barHeight + gap
		said = append(said, sentence(fmt.Sprintf("%s: at %s, %s; at %s, %s", swing.Label, swing.AtLow, low, swing.AtHigh, high)))
		drawing.row(swing.Label, swing.AtLow, swing.AtHigh, low, high)
	}
	c.line(margin, c.y, width-margin, c.y)
	c.text("chart-axis", margin, c.y+18, "start", "£0")
	c.text("chart-axis", width-margin, c.y+18, "end", wholePounds(most))
	c.y += 22
	drawing.SVG = c.finish(spec, strings.Join(said, " "))
	return drawing, nil
}

// wholePounds writes pence to the nearest pound: an estimate is no surer.
func wholePounds(pence int64) string { return figure.Pounds((pence + 50) / 100 * 100) }

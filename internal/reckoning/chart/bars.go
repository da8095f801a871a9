package chart

import (
	"fmt"
	"strings"

	"throughline/internal/reckoning/figure"
)

// Bar is one bar with its label.
type Bar struct {
	Label  string
	Figure Reading
}

// Bars draws proportions from 0 to 100 %, or counts from 0 to the largest, one
// under the other in the order given. It refuses means and money, and figures
// of different kind, measure or window.
func Bars(spec Spec, bars []Bar) (Drawing, error) {
	if err := spec.check(); err != nil {
		return Drawing{}, err
	}
	if len(bars) == 0 {
		return Drawing{}, fmt.Errorf("the chart %s: there is nothing to draw", spec.ID)
	}
	first := bars[0].Figure
	if kind := first.Kind(); kind != figure.Proportion && kind != figure.Count {
		return Drawing{}, fmt.Errorf("the chart %s: a %s is not drawn as a bar", spec.ID, kind)
	}
	full := 1.0
	for _, bar := range bars {
		if err := figure.Comparable(first, bar.Figure); err != nil {
			return Drawing{}, fmt.Errorf("the chart %s: %w", spec.ID, err)
		}
		if n, ok := number(bar.Figure); ok && first.Kind() == figure.Count {
			full = max(full, float64(n))
		}
	}
	drawing := Drawing{Headline: spec.Headline, Caption: caption(spec, bars), Columns: []string{spec.Rows, "Number"}}
	if spec.Rows == "" {
		drawing.Columns[0] = "Group"
	}
	var c canvas
	said := []string{drawing.Caption}
	for _, bar := range bars {
		c.labelled(bar.Label, bar.Figure.Short())
		if shown, ok := bar.Figure.Shown(); ok {
			if ratio, ok := shown.Ratio(); ok {
				share, _ := ratio.Float64()
				c.rect("chart-bar", margin, c.y, plot*share/full, barHeight)
			}
		}
		c.line(margin, c.y, margin, c.y+barHeight)
		c.y += barHeight + gap
		said = append(said, bar.Label+": "+bar.Figure.Text()+".")
		drawing.row(bar.Label, bar.Figure)
	}
	if first.Kind() == figure.Proportion {
		c.scale()
	}
	drawing.SVG = c.finish(spec, strings.Join(said, " "))
	return drawing, nil
}

// scale draws the axis of percentages.
func (c *canvas) scale() {
	c.line(margin, c.y, width-margin, c.y)
	for _, mark := range []struct {
		share  float64
		anchor string
		words  string
	}{{0, "start", "0%"}, {0.5, "middle", "50%"}, {1, "end", "100%"}} {
		x := margin + plot*mark.share
		c.line(x, c.y, x, c.y+4)
		c.text("chart-axis", x, c.y+18, mark.anchor, mark.words)
	}
	c.y += 22
}

// caption gives definition, cohort and window, and the base where all share one.
func caption(spec Spec, bars []Bar) string {
	meaning := bars[0].Figure.Meaning()
	text := ""
	if meaning.Definition != "" && sameDefinition(bars) {
		text = sentence(meaning.Definition) + " "
	}
	text += sentence(spec.Cohort + ", " + meaning.Window.Words())
	base, same := -1, true
	for _, bar := range bars {
		shown, ok := bar.Figure.Shown()
		if !ok {
			continue // a hidden figure's base may be hidden with it
		}
		of, ok := shown.Base()
		same = same && ok && (base < 0 || base == of)
		base = of
	}
	if same && base >= 0 {
		text += " Base " + figure.Thousands(int64(base)) + "."
	}
	return text
}

func sameDefinition(bars []Bar) bool {
	for _, bar := range bars {
		if bar.Figure.Meaning().Definition != bars[0].Figure.Meaning().Definition {
			return false
		}
	}
	return true
}

// sentence gives text a capital and a full stop.
func sentence(text string) string {
	runes := []rune(strings.TrimSpace(text))
	if len(runes) == 0 {
		return ""
	}
	return strings.ToUpper(string(runes[0])) + strings.TrimSuffix(string(runes[1:]), ".") + "."
}

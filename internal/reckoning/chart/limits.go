package chart

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"throughline/internal/reckoning/comparison"
	"throughline/internal/reckoning/figure"
	"throughline/internal/reckoning/stats"
)

// Point is one unit, such as an area or a month, and what is counted of it.
type Point struct {
	Label  string
	Figure Reading
}

// Readables are the figures of the points, as they are placed.
func Readables(points []Point) []comparison.Readable {
	list := make([]comparison.Readable, len(points))
	for i, point := range points {
		list[i] = point.Figure
	}
	return list
}

const (
	plotHeight = 200
	dot        = 4
	// curveSteps is how finely the limits are drawn.
	curveSteps = 60
)

// Limits draws the share of every unit over its base, with the limits in which
// chance alone would keep it: 99.8 % drawn through, 95 % dashed. Points carry their
// number; under the drawing each number has its name and where it lies, in the
// order given, which is not that of the shares.
func Limits(spec Spec, points []Point, placed comparison.Units) (Drawing, error) {
	drawing, err := placing(spec, points, placed, figure.Proportion)
	if err != nil {
		return Drawing{}, err
	}
	widest, highest := 1, placed.Target
	for _, point := range points {
		if shown, ok := point.Figure.Shown(); ok {
			tally := shown.Tally()
			if tally.Base > 0 {
				widest, highest = max(widest, tally.Base), max(highest, float64(tally.Numerator)/float64(tally.Base))
			}
		}
	}
	top := min(1, roundTop(max(highest*1.1, placed.Target*2, 0.01)))
	end := roundTop(float64(widest) * 1.1)
	var c canvas
	c.lines("chart-axis", percent(top)+" of the base")
	down := func(share float64) float64 { return float64(c.y) + plotHeight*(1-min(share, top)/top) }
	across := func(base float64) float64 { return margin + plot*base/end }
	c.bands(placed, end, down, across)
	c.line(margin, int(math.Round(down(placed.Target))), width-margin, int(math.Round(down(placed.Target))))
	for i, point := range points {
		shown, ok := point.Figure.Shown()
		if tally := shown.Tally(); ok && tally.Base > 0 {
			c.point(across(float64(tally.Base)), down(float64(tally.Numerator)/float64(tally.Base)), i+1)
		}
	}
	c.frame(plotHeight)
	c.text("chart-axis", margin, c.y+16, "start", "0")
	c.text("chart-axis", width-margin, c.y+16, "end", "base "+figure.Thousands(int64(end)))
	c.y += 22
	c.lines("chart-axis", "Level line: all together, "+percent(placed.Target)+". Curves: 99.8% limits; dashed, 95%.")
	c.named(points, placed)
	drawing.SVG = c.finish(spec, drawing.said(points, placed))
	return drawing, nil
}

// Months draws counts one after the other, with the limits in which chance alone
// would keep them about their mean.
func Months(spec Spec, points []Point, placed comparison.Units) (Drawing, error) {
	drawing, err := placing(spec, points, placed, figure.Count)
	if err != nil {
		return Drawing{}, err
	}
	limits := placed.Limits[0]
	highest := limits.Alarm.High
	for _, point := range points {
		if n, ok := number(point.Figure); ok {
			highest = max(highest, float64(n))
		}
	}
	top := roundTop(highest * 1.05)
	var c canvas
	c.lines("chart-axis", figure.Thousands(int64(top)))
	down := func(count float64) float64 { return float64(c.y) + plotHeight*(1-count/top) }
	level := func(count float64, dashed bool) {
		c.path(fmt.Sprintf("M%d %sH%d", margin, short(down(count)), width-margin), dashed)
	}
	level(limits.Alarm.Low, false)
	level(limits.Alarm.High, false)
	level(limits.Warning.Low, true)
	level(limits.Warning.High, true)
	c.line(margin, int(math.Round(down(placed.Target))), width-margin, int(math.Round(down(placed.Target))))
	step := float64(plot-4*dot) / float64(max(1, len(points)-1))
	for i, point := range points {
		if n, ok := number(point.Figure); ok {
			mark := 0
			if placed.Where[i].Outside() {
				mark = i + 1
			}
			c.point(margin+2*dot+step*float64(i), down(float64(n)), mark)
		}
	}
	c.frame(plotHeight)
	c.text("chart-axis", margin, c.y+16, "start", points[0].Label)
	c.text("chart-axis", width-margin, c.y+16, "end", points[len(points)-1].Label)
	c.y += 22
	c.lines("chart-axis", "Level line: the mean, "+strconv.FormatFloat(placed.Target, 'f', 1, 64)+". Lines: 99.8% limits; dashed, 95%.")
	for i, point := range points {
		if placed.Where[i].Outside() {
			c.lines("chart-label", fmt.Sprintf("%d  %s: %s, %s", i+1, point.Label, point.Figure.Short(), placed.Where[i]))
		}
	}
	drawing.SVG = c.finish(spec, drawing.said(points, placed))
	return drawing, nil
}

// placing checks what is to be drawn, and begins the drawing with its table.
func placing(spec Spec, points []Point, placed comparison.Units, kind figure.Kind) (Drawing, error) {
	if err := spec.check(); err != nil {
		return Drawing{}, err
	}
	if len(points) == 0 || len(points) != len(placed.Where) || len(points) != len(placed.Limits) {
		return Drawing{}, fmt.Errorf("the chart %s: %d points and %d places do not belong together", spec.ID, len(points), len(placed.Where))
	}
	first := points[0].Figure
	for _, point := range points {
		if err := figure.Comparable(first, point.Figure); err != nil {
			return Drawing{}, fmt.Errorf("the chart %s: %w", spec.ID, err)
		}
	}
	if first.Kind() != kind {
		return Drawing{}, fmt.Errorf("the chart %s: a %s is not drawn so", spec.ID, first.Kind())
	}
	meaning := first.Meaning()
	rows := spec.Rows
	if rows == "" {
		rows = "Group"
	}
	drawing := Drawing{
		Headline: spec.Headline,
		Caption:  sentence(spec.Cohort + ", " + meaning.Window.Words()),
		Columns:  []string{rows, "Number", "95% limits", "99.8% limits", "Where it lies"},
	}
	if meaning.Definition != "" {
		drawing.Caption = sentence(meaning.Definition) + " " + drawing.Caption
	}
	if placed.Spread > 1 {
		drawing.Caption += " The limits are widened: units differ among themselves by more than chance."
	}
	for i, point := range points {
		warning, alarm := "", ""
		if _, shown := point.Figure.Shown(); shown && placed.Where[i] != comparison.NotToBeShown {
			warning, alarm = bandWords(placed.Limits[i].Warning, kind), bandWords(placed.Limits[i].Alarm, kind)
		}
		drawing.row(point.Label, point.Figure, warning, alarm, string(placed.Where[i]))
	}
	return drawing, nil
}

func bandWords(band stats.Band, kind figure.Kind) string {
	if kind == figure.Count {
		return fmt.Sprintf("%.1f to %.1f", band.Low, band.High)
	}
	return fmt.Sprintf("%.1f%% to %.1f%%", 100*band.Low, 100*band.High)
}

// said describes the drawing for who cannot see it.
func (d Drawing) said(points []Point, placed comparison.Units) string {
	said := []string{d.Caption}
	for i, point := range points {
		said = append(said, sentence(point.Label+": "+point.Figure.Text()+", "+string(placed.Where[i])))
	}
	return strings.Join(said, " ")
}

// bands draws the four curves of the limits, from the smallest base at which they
// say anything.
func (c *canvas) bands(placed comparison.Units, end float64, down, across func(float64) float64) {
	var paths [4]strings.Builder
	for step := 1; step <= curveSteps; step++ {
		base := max(1, int(end*float64(step)/curveSteps))
		limits, err := stats.FunnelLimits(placed.Target, base, placed.Spread)
		if err != nil {
			continue // a target of a figure lies between 0 and 1, and a base is at least 1
		}
		for i, share := range []float64{limits.Alarm.Low, limits.Alarm.High, limits.Warning.Low, limits.Warning.High} {
			letter := "L"
			if step == 1 {
				letter = "M"
			}
			fmt.Fprintf(&paths[i], "%s%s %s", letter, short(across(float64(base))), short(down(share)))
		}
	}
	for i := range paths {
		c.path(paths[i].String(), i >= 2)
	}
}

// path draws a line, dashed or not.
func (c *canvas) path(d string, dashed bool) {
	dashes := ""
	if dashed {
		dashes = ` stroke-dasharray="4 4"`
	}
	fmt.Fprintf(&c.marks, `<path class="chart-axis" d="%s"%s/>`+"\n", d, dashes)
}

// point draws a dot, and its number beside it where it has one.
func (c *canvas) point(x, y float64, mark int) {
	fmt.Fprintf(&c.marks, `<circle class="chart-bar" cx="%s" cy="%s" r="%d"/>`+"\n", short(x), short(y), dot)
	if mark == 0 {
		return
	}
	anchor, beside := "start", x+dot+3
	if beside > width-28 {
		anchor, beside = "end", x-dot-3
	}
	c.text("chart-label", beside, int(math.Round(y))+5, anchor, strconv.Itoa(mark))
}

// frame draws the left and lower edge of a plot and goes below it.
func (c *canvas) frame(high int) {
	c.line(margin, c.y, margin, c.y+high)
	c.line(margin, c.y+high, width-margin, c.y+high)
	c.y += high
}

// named lists every point by its number.
func (c *canvas) named(points []Point, placed comparison.Units) {
	for i, point := range points {
		c.lines("chart-label", fmt.Sprintf("%d  %s: %s, %s", i+1, point.Label, point.Figure.Short(), placed.Where[i]))
	}
}

// roundTop returns a round number not below the value, for the end of an axis.
func roundTop(value float64) float64 {
	scale := math.Pow(10, math.Floor(math.Log10(value)))
	for _, step := range []float64{1, 2, 2.5, 5, 10} {
		if step*scale >= value*(1-1e-12) {
			return step * scale
		}
	}
	return 10 * scale
}

// percent writes a share of an axis.
func percent(share float64) string {
	return strconv.FormatFloat(math.Round(share*1000)/10, 'f', -1, 64) + "%"
}

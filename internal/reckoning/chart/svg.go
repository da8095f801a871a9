package chart

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
)

// A canvas is as wide as the narrowest screen, so that text of 14 units is
// 14 px there and larger elsewhere.
const (
	width      = 360
	margin     = 4
	plot       = width - 2*margin
	textHeight = 20
	barHeight  = 18
	gap        = 12
	// lineLength is how many characters of 14 px fit across the plot.
	lineLength = 44
)

// canvas collects the marks of one drawing from the top down.
type canvas struct {
	marks bytes.Buffer
	y     int
}

// lines writes text over as many lines as it needs.
func (c *canvas) lines(class, text string) {
	for _, line := range wrap(text, lineLength) {
		c.y += textHeight
		c.text(class, margin, c.y-6, "start", line)
	}
}

// labelled writes a label and its value, on one line where both fit.
func (c *canvas) labelled(label, value string) {
	if len([]rune(label))+len([]rune(value))+2 > lineLength {
		c.lines("chart-label", label)
		c.lines("chart-value", value)
		return
	}
	c.y += textHeight
	c.text("chart-label", margin, c.y-6, "start", label)
	c.text("chart-value", width-margin, c.y-6, "end", value)
}

func (c *canvas) text(class string, x float64, y int, anchor, words string) {
	fmt.Fprintf(&c.marks, `<text class="%s" x="%s" y="%d" text-anchor="%s" font-size="14">%s</text>`+"\n",
		class, short(x), y, anchor, escaped(words))
}

func (c *canvas) rect(class string, x float64, y int, wide float64, high int) {
	if wide <= 0 {
		return
	}
	fmt.Fprintf(&c.marks, `<rect class="%s" x="%s" y="%d" width="%s" height="%d"/>`+"\n", class, short(x), y, short(wide), high)
}

func (c *canvas) line(x1 float64, y1 int, x2 float64, y2 int) {
	fmt.Fprintf(&c.marks, `<line class="chart-axis" x1="%s" y1="%d" x2="%s" y2="%d"/>`+"\n", short(x1), y1, short(x2), y2)
}

// finish wraps the marks into an image with a name and a description, which
// screen readers read instead of the marks.
func (c *canvas) finish(spec Spec, description string) []byte {
	var svg bytes.Buffer
	fmt.Fprintf(&svg, `<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" viewBox="0 0 %d %d" aria-labelledby="%s-title %s-desc">`+"\n",
		width, c.y+margin, spec.ID, spec.ID)
	fmt.Fprintf(&svg, "<title id=\"%s-title\">%s</title>\n", spec.ID, escaped(spec.Headline))
	fmt.Fprintf(&svg, "<desc id=\"%s-desc\">%s</desc>\n", spec.ID, escaped(description))
	svg.Write(c.marks.Bytes())
	svg.WriteString("</svg>\n")
	return svg.Bytes()
}

// short writes a coordinate to a tenth, without a trailing zero.
func short(x float64) string {
	return strings.TrimSuffix(strconv.FormatFloat(x, 'f', 1, 64), ".0")
}

func escaped(text string) string {
	var safe bytes.Buffer
	// Writing to a buffer does not fail.
	_ = xml.EscapeText(&safe, []byte(text))
	return safe.String()
}

// wrap breaks text between words; a longer word keeps its own line.
func wrap(text string, length int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && len([]rune(line))+1+len([]rune(word)) > length {
			lines, line = append(lines, line), ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}

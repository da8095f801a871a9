package webtest

import (
	"fmt"
	"mime"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"throughline/internal/domain/discreet"
	"throughline/internal/domain/wording"
	"throughline/internal/reckoning/reading"
)

// within are the elements that stand in a line of text and end no sentence.
var within = []string{"a", "abbr", "b", "em", "i", "span", "strong", "time"}

// Blocks returns what the page says in its main part, block by block. What is
// marked translate="no" was written by people for one page, such as a name or a
// note, and is left out, with what is not seen.
func (p *Page) Blocks() []string {
	var blocks []string
	var line strings.Builder
	end := func() {
		if text := strings.Join(strings.Fields(line.String()), " "); text != "" {
			blocks = append(blocks, text)
		}
		line.Reset()
	}
	var walk func(*html.Node)
	walk = func(node *html.Node) {
		switch {
		case node.Type == html.TextNode:
			line.WriteString(node.Data)
			return
		case node.Type == html.ElementNode && unread(node):
			return
		}
		block := node.Type == html.ElementNode && !slices.Contains(within, node.Data)
		if block {
			end()
		}
		for child := range node.ChildNodes() {
			walk(child)
		}
		if block {
			end()
		}
	}
	for _, main := range p.All("main") {
		walk(main)
	}
	return blocks
}

// unread says whether nobody reads what an element holds as words of the page.
func unread(node *html.Node) bool {
	if slices.Contains([]string{"script", "style", "svg", "textarea", "pre", "code"}, node.Data) {
		return true
	}
	translate, _ := attribute(node, "translate")
	class, _ := attribute(node, "class")
	_, hidden := attribute(node, "hidden")
	return hidden || translate == "no" || slices.Contains(strings.Fields(class), "govuk-visually-hidden")
}

// Level is how easy the page is to read.
func (p *Page) Level() reading.Level { return reading.Of(p.Blocks()...) }

// Hers says whether the page is a woman's own.
func (p *Page) Hers() bool { return len(p.All("html.tl-hers")) > 0 }

// fewSentences are too few on a staff page, beside names and figures, to give a
// grade a limit.
const fewSentences = 5

// wantPlain holds every page that any test opens to what is promised of it:
// English that is easy to read; and of a page of hers, a title and addresses that
// say nothing of what the service does.
func (p *Page) wantPlain() {
	p.t.Helper()
	level, limits := p.Level(), reading.Staff
	switch {
	case p.Hers():
		limits = reading.Hers
	case level.Sentences < fewSentences:
		limits = reading.Limits{}
	}
	if p.Attr("html", "lang") == wording.English {
		for _, over := range level.Over(limits) {
			p.t.Errorf("%s, %q: %s", p.what, p.Text("title"), over)
		}
	}
	if !p.Hers() {
		return
	}
	for _, found := range p.Tells() {
		p.t.Errorf("%s, %q: %s says %s", p.what, p.Text("title"), found.Where, found.What)
	}
}

// Tells returns what of the page shows outside it and would give her away: its
// title, its own address and those it leads to, and the name of a file.
func (p *Page) Tells() []discreet.Finding {
	addresses := []string{p.address}
	for _, name := range []string{"href", "src", "action"} {
		for _, node := range p.All("[" + name + "]") {
			if address, _ := attribute(node, name); strings.HasPrefix(address, "/") {
				addresses = append(addresses, address)
			}
		}
	}
	_, file, _ := mime.ParseMediaType(p.Header.Get("Content-Disposition")) // a page without one names no file
	return discreet.Inspect(discreet.Outward{
		Subject: p.Text("title"), FileName: file["filename"], Body: "www.host" + strings.Join(addresses, " www.host"),
	}, discreet.Names{Services: []string{service, organisation}})
}

// WantReading prints how easy pages are to read, by name, and fails the test
// where their median is over the limit. A page by itself is measured when it is
// opened.
func WantReading(t testing.TB, limits reading.Limits, pages map[string]*Page) {
	t.Helper()
	var grades []float64
	var names []string
	for name := range pages {
		names = append(names, name)
	}
	slices.Sort(names)
	var table strings.Builder
	fmt.Fprintf(&table, "%-40s %6s %6s %8s %s\n", "page", "grade", "mean", "longest", "the longest sentence")
	for _, name := range names {
		level := pages[name].Level()
		grades = append(grades, level.Grade())
		fmt.Fprintf(&table, "%-40s %6.1f %6.1f %8d %s\n", name, level.Grade(), level.Mean(), level.LongestWords, level.Longest)
		for _, over := range level.Over(limits) {
			t.Errorf("%s: %s", name, over)
		}
	}
	slices.Sort(grades)
	if len(grades) == 0 {
		t.Fatal("there is no page to read")
	}
	middle := (grades[(len(grades)-1)/2] + grades[len(grades)/2]) / 2
	t.Logf("%s%d pages, median grade %.1f", table.String(), len(grades), middle)
	if limits.Median > 0 && middle > limits.Median {
		t.Errorf("the median grade of %d pages is %.1f, over %.0f", len(grades), middle, limits.Median)
	}
}

package webtest

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// Page is an answer of the site.
type Page struct {
	Status int
	Header http.Header
	Body   string
	root   *html.Node
	what   string // what was asked, for messages
	// address is the path and query that were asked for.
	address string
	t       testing.TB
}

func read(t testing.TB, what string, answer *http.Response, body []byte) *Page {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		t.Fatalf("%s: parsing the page: %v", what, err)
	}
	return &Page{Status: answer.StatusCode, Header: answer.Header, Body: string(body), root: root, what: what, t: t}
}

// To returns where the answer leads, or "".
func (p *Page) To() string { return p.Header.Get("Location") }

// WantStatus fails the test unless the page has this status.
func (p *Page) WantStatus(status int) *Page {
	p.t.Helper()
	if p.Status != status {
		p.t.Fatalf("%s: status %d, want %d; the page says: %s", p.what, p.Status, status, p.Text("main"))
	}
	return p
}

// WantRedirect fails the test unless the answer leads to this path with 303.
func (p *Page) WantRedirect(path string) *Page {
	p.t.Helper()
	if p.Status != http.StatusSeeOther || p.To() != path {
		p.t.Fatalf("%s: status %d to %q, want 303 to %q", p.what, p.Status, p.To(), path)
	}
	return p
}

// WantText fails the test unless the text of what the selector finds holds want.
func (p *Page) WantText(selector, want string) *Page {
	p.t.Helper()
	if got := p.Text(selector); !strings.Contains(got, want) {
		p.t.Errorf("%s: %q says %q, want %q in it", p.what, selector, got, want)
	}
	return p
}

// WantNone fails the test when the selector finds anything.
func (p *Page) WantNone(selector string) *Page {
	p.t.Helper()
	if found := p.All(selector); len(found) > 0 {
		p.t.Errorf("%s: found %d of %q, want none", p.what, len(found), selector)
	}
	return p
}

// Text returns the words of everything the selector finds, space collapsed.
func (p *Page) Text(selector string) string {
	var words []string
	for _, node := range p.All(selector) {
		words = append(words, textOf(node))
	}
	return strings.Join(words, " ")
}

// Attr returns an attribute of the first thing the selector finds, or "".
func (p *Page) Attr(selector, name string) string {
	found := p.All(selector)
	if len(found) == 0 {
		return ""
	}
	value, _ := attribute(found[0], name)
	return value
}

// All returns what a selector finds, in the order of the page. A selector is
// one or more steps, each within the one before: an element, #id, .class,
// [name] or [name=value] in any mix, such as "form.wide input[name=next]".
func (p *Page) All(selector string) []*html.Node {
	found := []*html.Node{p.root}
	for _, step := range strings.Fields(selector) {
		var next []*html.Node
		for _, from := range found {
			for node := range from.Descendants() {
				if matches(node, step) && !slices.Contains(next, node) {
					next = append(next, node)
				}
			}
		}
		found = next
	}
	return found
}

func matches(node *html.Node, step string) bool {
	if node.Type != html.ElementNode {
		return false
	}
	for step != "" {
		end := len(step)
		if step[0] == '[' {
			end = strings.IndexByte(step, ']') + 1
		} else if at := strings.IndexAny(step[1:], "#.["); at >= 0 {
			end = at + 1
		}
		if end <= 0 || !has(node, step[:end]) {
			return false
		}
		step = step[end:]
	}
	return true
}

// has says whether a node is what one part of a step asks for.
func has(node *html.Node, part string) bool {
	switch part[0] {
	case '#':
		id, _ := attribute(node, "id")
		return id == part[1:]
	case '.':
		classes, _ := attribute(node, "class")
		return slices.Contains(strings.Fields(classes), part[1:])
	case '[':
		name, want, valued := strings.Cut(strings.Trim(part, "[]"), "=")
		got, there := attribute(node, name)
		return there && (!valued || got == strings.Trim(want, `"'`))
	}
	return node.Data == part
}

func attribute(node *html.Node, name string) (string, bool) {
	for _, a := range node.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

func textOf(node *html.Node) string {
	var out strings.Builder
	for child := range node.Descendants() {
		if child.Type == html.TextNode {
			out.WriteString(child.Data + " ")
		}
	}
	return strings.Join(strings.Fields(out.String()), " ")
}

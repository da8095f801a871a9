package web

import (
	"bytes"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// formPage is a page as its tags and texts, with the forms in it that keep what is
// typed: every form that is posted and has something to type in, unless it says
// data-keep="no" or asks for a password, a PIN or a code.
type formPage struct {
	path  string
	parts []part
	forms []keptForm
}

// part is one tag or text of a page.
type part struct {
	raw           []byte
	kind          html.TokenType
	tag           html.Token // of a tag that a form is made of
	before, after string     // what is put around it
}

// keptForm is one form, by the places of its two tags among the parts.
type keptForm struct {
	name       string
	start, end int
}

// formTags are what forms are made of.
var formTags = []string{"form", "input", "textarea", "select", "option", "button"}

// carried are hidden fields that tell one sending from another, not one form from
// another.
var carried = []string{"key", "version", "seen", ticketField}

// restored are the hidden fields that come back with what was typed: by them a
// form that was saved already is known, and a record that moved on since.
var restored = []string{"key", "version", "seen"}

// unkept are the kinds of field that make a form one that is never kept.
var unkept = []string{"one-time-code", "current-password", "new-password"}

// readForms reads a page that stands at a path.
func readForms(body []byte, path string) *formPage {
	page := &formPage{path: path}
	reader := html.NewTokenizer(bytes.NewReader(body))
	open := -1
	for {
		kind := reader.Next()
		if kind == html.ErrorToken {
			break // the end of what was rendered here
		}
		one := part{raw: bytes.Clone(reader.Raw()), kind: kind}
		if kind == html.StartTagToken || kind == html.EndTagToken || kind == html.SelfClosingTagToken {
			if token := reader.Token(); slices.Contains(formTags, token.Data) {
				one.tag = token
			}
		}
		page.parts = append(page.parts, one)
		if one.tag.Data != "form" {
			continue
		}
		if kind == html.StartTagToken {
			open = len(page.parts) - 1
			continue
		}
		if open >= 0 {
			page.take(open, len(page.parts)-1)
		}
		open = -1
	}
	return page
}

// take notes a form that keeps what is typed.
func (p *formPage) take(start, end int) {
	tag := p.parts[start].tag
	if !strings.EqualFold(attribute(tag, "method"), http.MethodPost) || attribute(tag, "data-keep") == "no" {
		return
	}
	typed, about := false, []string{}
	for _, one := range p.parts[start:end] {
		name := attribute(one.tag, "name")
		switch {
		case one.kind == html.EndTagToken || name == "":
		case one.tag.Data == "textarea", one.tag.Data == "select":
			typed = true
		case one.tag.Data != "input":
		case attribute(one.tag, "type") == "password", slices.Contains(unkept, attribute(one.tag, "autocomplete")):
			return
		case attribute(one.tag, "type") == "hidden":
			if !slices.Contains(carried, name) {
				about = append(about, name+"="+attribute(one.tag, "value"))
			}
		case attribute(one.tag, "type") != "file":
			typed = true
		}
	}
	if !typed {
		return
	}
	sent := p.path
	if action, err := url.Parse(attribute(tag, "action")); err == nil && action.Path != "" {
		sent = action.Path
	}
	slices.Sort(about)
	p.forms = append(p.forms, keptForm{name: sent + "\x00" + strings.Join(about, "\x00"), start: start, end: end})
}

func attribute(tag html.Token, name string) string {
	for _, one := range tag.Attr {
		if one.Key == name {
			return one.Val
		}
	}
	return ""
}

// has says whether a form of this name is on the page.
func (p *formPage) has(name string) bool {
	return slices.ContainsFunc(p.forms, func(form keptForm) bool { return form.name == name })
}

func (p *formPage) before(place int, text string) { p.parts[place].before += text }
func (p *formPage) after(place int, text string)  { p.parts[place].after += text }

// fill puts back into a form what was typed.
func (p *formPage) fill(form *keptForm, fields url.Values) {
	left := map[string][]string{} // values that no field has taken yet
	next := func(name string) (value string) {
		if _, begun := left[name]; !begun {
			left[name] = slices.Clone(fields[name])
		}
		if len(left[name]) > 0 {
			value, left[name] = left[name][0], left[name][1:]
		}
		return value
	}
	list := "" // the select whose options come
	for i := form.start; i < form.end; i++ {
		one := &p.parts[i]
		name := attribute(one.tag, "name")
		switch {
		case one.kind == html.EndTagToken:
		case one.tag.Data == "select":
			list = name
		case one.tag.Data == "option":
			mark(one, "selected", slices.Contains(fields[list], attribute(one.tag, "value")))
		case one.tag.Data == "textarea" && name != "":
			p.fillText(i, next(name))
		case one.tag.Data == "input" && name != "":
			switch attribute(one.tag, "type") {
			case "radio", "checkbox":
				mark(one, "checked", slices.Contains(fields[name], attribute(one.tag, "value")))
			case "hidden":
				if slices.Contains(restored, name) && fields.Has(name) {
					set(one, "value", next(name))
				}
			case "file", "submit", "button":
			default:
				set(one, "value", next(name))
			}
		}
	}
}

// fillText puts a text between the tags of a textarea. The first new line after
// the tag is dropped by browsers, so one is put there for the text to keep its own.
func (p *formPage) fillText(start int, text string) {
	for i := start + 1; i < len(p.parts) && p.parts[i].kind != html.EndTagToken; i++ {
		p.parts[i].raw = nil
	}
	p.after(start, "\n"+html.EscapeString(text))
}

// set gives a tag an attribute.
func set(one *part, name, value string) {
	one.tag.Attr = slices.DeleteFunc(one.tag.Attr, func(at html.Attribute) bool { return at.Key == name })
	one.tag.Attr = append(one.tag.Attr, html.Attribute{Key: name, Val: value})
	one.raw = []byte(one.tag.String())
}

// mark gives a tag an attribute that has no value, or takes it away.
func mark(one *part, name string, marked bool) {
	has := slices.ContainsFunc(one.tag.Attr, func(at html.Attribute) bool { return at.Key == name })
	if has == marked {
		return
	}
	if marked {
		set(one, name, "")
		return
	}
	one.tag.Attr = slices.DeleteFunc(one.tag.Attr, func(at html.Attribute) bool { return at.Key == name })
	one.raw = []byte(one.tag.String())
}

// bytes writes the page.
func (p *formPage) bytes() []byte {
	var out bytes.Buffer
	for _, one := range p.parts {
		out.WriteString(one.before)
		out.Write(one.raw)
		out.WriteString(one.after)
	}
	return out.Bytes()
}

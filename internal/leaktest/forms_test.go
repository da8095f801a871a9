package leaktest

import (
	"bytes"
	"net/url"
	"strings"

	"golang.org/x/net/html"
)

// form is a form on a page, with what it holds.
type form struct {
	action string // where it is posted to
	fields []field
}

type field struct {
	name, kind string // the type of an input; textarea; select
	value      string
	chosen     bool // a radio or checkbox that is ticked
}

// read returns where a page leads and what may be posted from it.
func readPage(at string, body []byte) (links []string, forms []form) {
	page, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		return nil, nil
	}
	base, err := url.Parse(at)
	if err != nil {
		return nil, nil
	}
	local := func(text string) (string, bool) {
		to, err := base.Parse(text)
		if err != nil || to.Host != "" || to.Scheme != "" {
			return "", false
		}
		to.Fragment = ""
		return to.String(), true
	}
	var inside *form
	var walk func(*html.Node)
	walk = func(node *html.Node) {
		said := map[string]string{}
		for _, attribute := range node.Attr {
			said[attribute.Key] = attribute.Val
		}
		_, ticked := said["checked"]
		switch node.Data {
		case "a", "link":
			if to, ok := local(said["href"]); ok && node.Data == "a" {
				links = append(links, to)
			}
		case "form":
			to, ok := local(said["action"])
			if !ok {
				break
			}
			if !strings.EqualFold(said["method"], "post") {
				break
			}
			outer := inside
			inside = &form{action: to}
			for child := node.FirstChild; child != nil; child = child.NextSibling {
				walk(child)
			}
			forms = append(forms, *inside)
			inside = outer
			return
		case "input", "button":
			if inside != nil && said["name"] != "" {
				inside.fields = append(inside.fields, field{said["name"], node.Data + said["type"], said["value"], ticked})
			}
		case "textarea":
			if inside != nil && said["name"] != "" {
				value := ""
				if node.FirstChild != nil {
					value = node.FirstChild.Data
				}
				inside.fields = append(inside.fields, field{said["name"], "textarea", value, false})
			}
		case "option":
			if inside != nil {
				inside.fields = append(inside.fields, field{selectOf(node), "option", said["value"], hasKey(node, "selected")})
			}
		}
		for child := node.FirstChild; child != nil; child = child.NextSibling {
			walk(child)
		}
	}
	walk(page)
	return links, forms
}

func hasKey(node *html.Node, key string) bool {
	for _, attribute := range node.Attr {
		if attribute.Key == key {
			return true
		}
	}
	return false
}

// selectOf returns the name of the list that an option stands in.
func selectOf(option *html.Node) string {
	for at := option.Parent; at != nil; at = at.Parent {
		if at.Data != "select" {
			continue
		}
		for _, attribute := range at.Attr {
			if attribute.Key == "name" {
				return attribute.Val
			}
		}
	}
	return ""
}

// asShown returns what a browser posts when nothing is changed.
func (f form) asShown() url.Values {
	values := url.Values{}
	for _, one := range f.fields {
		switch one.kind {
		case "inputradio", "inputcheckbox", "option":
			if one.chosen {
				values.Add(one.name, one.value)
			}
		case "button", "buttonsubmit":
			if !values.Has(one.name) {
				values.Set(one.name, one.value)
			}
		default:
			values.Add(one.name, one.value)
		}
	}
	return values
}

// filled returns the form with something in every field: the last of a group of
// radios, every box, the last of a list, a few words or a number.
func (f form) filled(words string) url.Values {
	values := f.asShown()
	for _, one := range f.fields {
		switch {
		case one.kind == "inputradio" || one.kind == "option":
			values.Set(one.name, one.value)
		case one.kind == "inputcheckbox":
			values[one.name] = append(values[one.name], one.value)
		case (one.kind == "inputtext" || one.kind == "input" || one.kind == "textarea" || one.kind == "inputtel") && one.value == "":
			values.Set(one.name, words)
		}
	}
	return values
}

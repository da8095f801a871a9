package wording

import (
	"fmt"
	"slices"
	"strings"
)

// Words are the sentences of one page, in the language it stands in.
type Words struct {
	Language Language // the page stands in
	Wanted   Language // the reader asked for
	// Draft says that nobody has reviewed the words of the page. Only a practice
	// system shows such words.
	Draft bool

	catalogue *Catalogue
	groups    []string
}

// For returns the words of a page that is made of these groups, beside the
// Shared ones. The page stands in the language asked for when every group of it
// is reviewed; where drafts may be shown, when no group of it that she agrees to
// something by is a draft; else in English, whole.
func (c *Catalogue) For(tag string, drafts bool, groups ...string) Words {
	groups = slices.Concat(Shared, groups)
	english, _ := c.Language(English) // New lets no catalogue through without it
	wanted, known := c.Language(tag)
	if !known {
		wanted = english
	}
	words := Words{Language: wanted, Wanted: wanted, catalogue: c, groups: groups}
	for _, name := range groups {
		if c.ready(wanted.Tag, name) {
			continue
		}
		words.Draft = true
		if _, there := c.groups[wanted.Tag][name]; !there || !drafts || c.groups[English][name].consent {
			words.Language, words.Draft = english, false
			return words
		}
	}
	return words
}

// NotYet returns the sentence of an English page that was asked for in a
// language it is not there in, with the language of the sentence. It is empty
// on any other page.
func (w Words) NotYet() (string, Language) {
	if w.Language == w.Wanted {
		return "", Language{}
	}
	speaker := w
	if w.catalogue.ready(w.Wanted.Tag, "page") {
		speaker.Language = w.Wanted
		return speaker.Say("page.not_yet", "language", w.Wanted.Name), w.Wanted
	}
	return speaker.Say("page.not_yet", "language", w.Wanted.InEnglish), w.Language
}

// Part is a piece of a sentence.
type Part struct {
	Text   string
	Strong bool // matters most
}

// Say returns the sentence of a key. Values come in pairs of a name and what
// stands for {name}: a text or a whole number; the number n chooses among plural
// forms. A key without a sentence is said in English and reported; without one
// there, the key itself is said.
func (w Words) Say(key string, values ...any) string {
	var said strings.Builder
	for _, part := range w.Parts(key, values...) {
		said.WriteString(part.Text)
	}
	return said.String()
}

// Parts returns the sentence of a key in pieces, so that a page can set the
// words between ** apart.
func (w Words) Parts(key string, values ...any) []Part {
	given := w.pair(key, values)
	text, there := w.text(w.Language.Tag, key, given)
	if !there && w.Language.Tag != English {
		w.report(key)
		text, there = w.text(English, key, given)
	}
	if !there {
		w.report(key)
		return []Part{{Text: key}}
	}
	var parts []Part
	for i, piece := range strings.Split(text, strong) {
		if piece != "" {
			parts = append(parts, Part{Text: w.fill(key, piece, given), Strong: i%2 == 1})
		}
	}
	return parts
}

// pair reads values as they were given.
func (w Words) pair(key string, values []any) map[string]any {
	given := map[string]any{}
	for i := 0; i+1 < len(values); i += 2 {
		given[fmt.Sprint(values[i])] = values[i+1]
	}
	if len(values)%2 != 0 {
		w.report(key)
	}
	return given
}

// text returns the text of a key in a language, of the plural form that n needs.
// What no page named is not said: nobody asked whether it was reviewed.
func (w Words) text(tag, key string, given map[string]any) (string, bool) {
	if w.catalogue == nil || tag != English && !slices.Contains(w.groups, groupOf(key)) {
		return "", false
	}
	found, there := w.catalogue.groups[tag][groupOf(key)].sentences[key]
	if !there || found.forms == nil {
		return found.text, there
	}
	n, counted := given[countName].(int)
	if !counted {
		w.report(key)
	}
	if text, there := found.forms[formOf(tag, n)]; there {
		return text, true
	}
	return found.forms["other"], true
}

// fill puts the values into a piece of a sentence.
func (w Words) fill(key, piece string, given map[string]any) string {
	return place.ReplaceAllStringFunc(piece, func(name string) string {
		value, there := given[strings.Trim(name, "{}")]
		if !there {
			w.report(key)
			return ""
		}
		return fmt.Sprint(value)
	})
}

func (w Words) report(key string) {
	if w.catalogue != nil && w.catalogue.Report != nil {
		w.catalogue.Report(w.Language.Tag, key)
	}
}

package wording

import (
	"cmp"
	"slices"
	"strings"
)

// Line is one sentence as it stands in the catalogue, with its {names}.
type Line struct{ Key, Text string }

// Page is what stands together on one page: the sentences whose keys begin with
// the same two words, such as "ask.contact".
type Page struct {
	Name  string
	Lines []Line
}

// Pages returns the sentences of a language page by page, in order of name. Of a
// sentence in several plural forms each is a line.
func (c *Catalogue) Pages(tag string) []Page {
	byName := map[string][]Line{}
	for _, group := range c.groups[tag] {
		for _, key := range sortedKeys(group.sentences) {
			for _, text := range group.sentences[key].texts() {
				byName[pageOf(key)] = append(byName[pageOf(key)], Line{key, strings.ReplaceAll(text, strong, "")})
			}
		}
	}
	var pages []Page
	for name, lines := range byName {
		pages = append(pages, Page{name, lines})
	}
	slices.SortFunc(pages, func(a, b Page) int { return cmp.Compare(a.Name, b.Name) })
	return pages
}

// pageOf names the page of a key: its first two words, or the first where there
// are only two.
func pageOf(key string) string {
	words := strings.SplitN(key, ".", 3)
	if len(words) < 3 {
		return words[0]
	}
	return words[0] + "." + words[1]
}

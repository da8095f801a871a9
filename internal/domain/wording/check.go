package wording

import (
	"fmt"
	"slices"
	"strings"
)

// Check lists what is wrong between the languages, a line each: groups and keys
// that one has and another has not, values that differ, plural forms that a
// language needs or does not know, and reviews of what has changed since.
func (c *Catalogue) Check() []string {
	var wrong []string
	for _, spoken := range c.languages {
		for _, name := range sortedKeys(c.groups[English]) {
			if spoken.Tag != English {
				wrong = append(wrong, c.against(spoken.Tag, name)...)
			}
			for key, s := range c.groups[spoken.Tag][name].sentences {
				if needed := formsOf(spoken.Tag); s.forms != nil && !slices.Equal(sortedKeys(s.forms), needed) {
					wrong = append(wrong, fmt.Sprintf("%s: %s has the plural forms %s, and needs %s",
						spoken.Tag, key, strings.Join(sortedKeys(s.forms), ", "), strings.Join(needed, ", ")))
				}
			}
		}
		for _, name := range sortedKeys(c.groups[spoken.Tag]) {
			if _, there := c.groups[English][name]; !there {
				wrong = append(wrong, fmt.Sprintf("%s: the group %s is not there in English", spoken.Tag, name))
			}
		}
	}
	slices.Sort(wrong)
	return wrong
}

// against compares a group with its English.
func (c *Catalogue) against(tag, name string) []string {
	translated, there := c.groups[tag][name]
	if !there {
		return []string{fmt.Sprintf("%s: the group %s is missing", tag, name)}
	}
	var wrong []string
	original := c.groups[English][name]
	for key, english := range original.sentences {
		other, there := translated.sentences[key]
		if !there {
			wrong = append(wrong, fmt.Sprintf("%s: %s is missing", tag, key))
		} else if !slices.Equal(english.names(), other.names()) {
			wrong = append(wrong, fmt.Sprintf("%s: %s takes %v, in English %v", tag, key, other.names(), english.names()))
		}
	}
	for key := range translated.sentences {
		if _, there := original.sentences[key]; !there {
			wrong = append(wrong, fmt.Sprintf("%s: %s is not there in English", tag, key))
		}
	}
	if translated.review.Status == Reviewed && !c.ready(tag, name) {
		wrong = append(wrong, fmt.Sprintf("%s: the group %s has changed since it was reviewed as %q: it is %q now", tag, name, translated.review.Of, c.fingerprint(tag, name)))
	}
	return wrong
}

package wording

import "regexp"

// Unsaid is a word that nobody reads here, with what to say in its place.
type Unsaid struct{ Word, Say string }

var unsaid = []struct {
	pattern *regexp.Regexp
	say     string
}{
	{word(`offenders?`), "woman, or her name"},
	{word(`subjects?`), "woman, or her name"},
	{word(`clients?`), "woman, or her name"},
	{word(`service users?`), "woman, or her name"},
	{word(`females`), "women"},
	{word(`(?:an?|the|this|each|every) female(?:[^\s\w]|$)`), "woman"},
	{word(`victims?`), "her own word"},
	{word(`failed to attend`), "did not come"},
	{word(`non-?complian(?:t|ce)`), "what happened"},
	{word(`refus(?:e|es|ed|al)`), "said not now"},
	{word(`disengage(?:s|d|ment)?`), "what happened, and when"},
	{word(`invalid`), "what to enter"},
	{regexp.MustCompile(`(?i)\bnot eligible\W*$`), "what she may have in its place"},
}

func word(pattern string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)(?:^|\b)` + pattern + `(?:\b|$)`)
}

// FindUnsaid returns the words of a text that nobody should read. A code with an
// underscore is no word.
func FindUnsaid(text string) []Unsaid {
	var found []Unsaid
	for _, rule := range unsaid {
		if match := rule.pattern.FindString(text); match != "" {
			found = append(found, Unsaid{match, rule.say})
		}
	}
	return found
}

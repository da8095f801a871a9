package wording

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// sentence is what is said under a key: one text, or a text for each plural form
// of the number n.
type sentence struct {
	text  string
	forms map[string]string // by plural form: zero, one, two, few, many, other
}

// forms of number, in the words of Unicode.
var forms = map[plural.Form]string{
	plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many", plural.Other: "other",
}

// formOf names the plural form of a number in a language.
func formOf(tag string, n int) string {
	parsed, err := language.Parse(tag)
	if err != nil || n < 0 {
		return "other"
	}
	return forms[plural.Cardinal.MatchPlural(parsed, n, 0, 0, 0, 0)]
}

// formsOf lists the plural forms that the numbers from 0 to 200 need.
func formsOf(tag string) []string {
	var needed []string
	for n := range 201 {
		if form := formOf(tag, n); !slices.Contains(needed, form) {
			needed = append(needed, form)
		}
	}
	slices.Sort(needed)
	return needed
}

// texts returns every text of the sentence, in a fixed order.
func (s sentence) texts() []string {
	if s.forms == nil {
		return []string{s.text}
	}
	var texts []string
	for _, form := range sortedKeys(s.forms) {
		texts = append(texts, s.forms[form])
	}
	return texts
}

// names lists the values a sentence takes, each once, in order of name.
func (s sentence) names() []string {
	var names []string
	for _, text := range s.texts() {
		for _, found := range place.FindAllString(text, -1) {
			if name := strings.Trim(found, "{}"); !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	if s.forms != nil && !slices.Contains(names, countName) {
		names = append(names, countName)
	}
	slices.Sort(names)
	return names
}

// place is where a value goes: {name}.
var place = regexp.MustCompile(`\{[a-z][a-z_]*\}`)

// countName is the value that chooses among plural forms.
const countName = "n"

// strong is written before and after the words that matter most.
const strong = "**"

// readSentence reads what stands under a key.
func readSentence(raw json.RawMessage) (sentence, error) {
	var s sentence
	if json.Unmarshal(raw, &s.text) == nil {
		return s, s.check()
	}
	if err := json.Unmarshal(raw, &s.forms); err != nil {
		return s, errors.New("it is neither a text nor texts by plural form")
	}
	return s, s.check()
}

func (s sentence) check() error {
	if s.forms != nil && s.forms["other"] == "" {
		return errors.New(`the plural form "other" is missing`)
	}
	for _, text := range s.texts() {
		switch {
		case strings.TrimSpace(text) == "" || text != strings.TrimSpace(text):
			return fmt.Errorf("%q is empty, or has space around it", text)
		case strings.Count(text, strong)%2 != 0:
			return fmt.Errorf("%q opens or closes %s without the other", text, strong)
		case strings.ContainsAny(place.ReplaceAllString(text, ""), "{}<>"):
			return fmt.Errorf("%q has a bracket that is no {name}", text)
		}
	}
	return nil
}

// readSentences reads an object of sentences, and says which key stands twice.
func readSentences(raw json.RawMessage) (map[string]sentence, error) {
	read := map[string]sentence{}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	if opening, err := decoder.Token(); err != nil || opening != json.Delim('{') {
		return nil, errors.New(`"sentences" is no object`)
	}
	for decoder.More() {
		token, err := decoder.Token()
		if err != nil {
			return nil, fmt.Errorf("reading a key: %w", err)
		}
		key, _ := token.(string) // the keys of an object are strings
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return nil, fmt.Errorf("reading %s: %w", key, err)
		}
		if _, twice := read[key]; twice {
			return nil, fmt.Errorf("%s stands twice", key)
		}
		if read[key], err = readSentence(value); err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
	}
	return read, nil
}

package quality

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"throughline/locales"
)

var keyShape = regexp.MustCompile(`^[a-z][a-z-]*(\.[a-z0-9_]+)*\.?$`)

// sentenceFindings compare what a text written in Go may name with the sentences
// there are. A text that ends with a dot, such as "ask.want.", names all the keys
// that begin so.
func sentenceFindings(keys []string, texts []literal) []string {
	groups, used := map[string]bool{}, map[string]bool{}
	for _, key := range keys {
		name, _, _ := strings.Cut(key, ".")
		groups[name] = true
	}
	var found []string
	for _, said := range texts {
		name, _, dotted := strings.Cut(said.text, ".")
		if !dotted || !groups[name] || !keyShape.MatchString(said.text) {
			continue
		}
		known := false
		for _, key := range keys {
			if key == said.text || strings.HasSuffix(said.text, ".") && strings.HasPrefix(key, said.text) {
				used[key], known = true, true
			}
		}
		if !known {
			found = append(found, fmt.Sprintf("%s says %s, and locales/en/%s.json has no such sentence", said.where, said.text, name))
		}
	}
	for _, key := range keys {
		if !used[key] {
			found = append(found, fmt.Sprintf("no page says %s", key))
		}
	}
	return found
}

func TestEverySentenceIsSaidAndNoneIsMissing(t *testing.T) {
	catalogue, err := locales.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	var texts []literal
	for _, file := range allSources(t) {
		if !file.test() && !forTests(file.room()) {
			texts = append(texts, literals(file)...)
		}
	}
	report(t, sentenceFindings(catalogue.Keys(), texts))
}

func TestSentencesFindWhatIsMissingAndWhatNobodySays(t *testing.T) {
	keys := []string{"walk.left", "walk.way.short", "walk.way.long"}
	for text, want := range map[string][]string{
		"walk.left":     {"no page says walk.way.long", "no page says walk.way.short"},
		"walk.way.":     {"no page says walk.left"},
		"walk.right":    slices.Concat([]string{"p.go:1 says walk.right, and locales/en/walk.json has no such sentence"}, unsaidKeys(keys)),
		"walk.road.":    slices.Concat([]string{"p.go:1 says walk.road., and locales/en/walk.json has no such sentence"}, unsaidKeys(keys)),
		"walk. Then go": unsaidKeys(keys),
		"run.left":      unsaidKeys(keys),
	} {
		got := sentenceFindings(keys, []literal{{"p.go:1", text}})
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%q: found %q, want %q", text, got, want)
		}
	}
}

func unsaidKeys(keys []string) []string {
	var all []string
	for _, key := range keys {
		all = append(all, "no page says "+key)
	}
	return all
}

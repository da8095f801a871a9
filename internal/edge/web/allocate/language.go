package allocate

import (
	"strings"

	"golang.org/x/text/language"

	"throughline/internal/edge/web/woman"
)

// otherNames are names that people use beside the one a page shows.
var otherNames = map[string]string{"panjabi": "pa", "farsi": "fa", "bangla": "bn"}

// languageTag returns the BCP 47 tag of a language by its English name, and "" where
// it is not known.
func languageTag(name string) string {
	name = strings.ToLower(strings.TrimSpace(name))
	if tag := otherNames[name]; tag != "" {
		return tag
	}
	for first := 'a'; first <= 'z'; first++ {
		for second := 'a'; second <= 'z'; second++ {
			tag := string([]rune{first, second})
			if _, err := language.ParseBase(tag); err == nil && strings.ToLower(woman.LanguageName(tag)) == name {
				return tag
			}
		}
	}
	return ""
}

package wording

import (
	"fmt"
	"slices"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// Direction is how a line of a language runs, as HTML writes it.
type Direction string

// The two directions.
const (
	LeftToRight Direction = "ltr"
	RightToLeft Direction = "rtl"
)

// English is the language every sentence is first written in.
const English = "en"

// Language is one a page may be asked for in.
type Language struct {
	Tag       string // BCP 47, such as "cy"
	Name      string // in the language itself, such as "Cymraeg"
	InEnglish string // such as "Welsh"
	Direction Direction
}

// leftward are the scripts that run from right to left.
var leftward = []string{"Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg"}

// LanguageOf returns the language of a BCP 47 tag written in its shortest form.
func LanguageOf(tag string) (Language, error) {
	parsed, err := language.Parse(tag)
	if err != nil {
		return Language{}, fmt.Errorf("reading the language %q: %w", tag, err)
	}
	if parsed.String() != tag {
		return Language{}, fmt.Errorf("reading the language %q: it is written %q", tag, parsed)
	}
	direction := LeftToRight
	if script, _ := parsed.Script(); slices.Contains(leftward, script.String()) {
		direction = RightToLeft
	}
	return Language{Tag: tag, Name: display.Self.Name(parsed), InEnglish: display.English.Tags().Name(parsed), Direction: direction}, nil
}

package spreadsheet

import (
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// languages are those that lists name in words, beside whatever is written as a tag.
var languages = namesOf("en", "cy", "pl", "ro", "pa", "ur", "pt", "es", "ar", "bn", "sq", "vi", "so", "fr", "de", "it", "ru", "uk",
	"tr", "lt", "lv", "bg", "cs", "sk", "hu", "el", "fa", "ku", "ps", "ti", "am", "om", "sw", "yo", "ig", "ha", "tw", "ak", "sn", "zu",
	"hi", "gu", "ta", "te", "ml", "ne", "si", "zh", "ja", "ko", "th", "tl", "ms", "id", "he", "nl", "sv", "da", "no", "fi", "et", "sl",
	"hr", "sr", "bs", "mk", "ka", "hy", "az", "kk", "uz", "mn", "ga", "gd", "mt", "bfi")

func namesOf(tags ...string) map[string]string {
	named := map[string]string{"bsl": "bfi", "farsi": "fa", "panjabi": "pa", "kurdish": "ku", "twi": "tw", "filipino": "tl", "mandarin": "zh", "cantonese": "yue", "tigrinya": "ti"}
	names := display.English.Languages()
	for _, tag := range tags {
		named[tag] = tag
		if name := names.Name(language.Make(tag)); name != "" {
			named[plain(name)] = tag
		}
	}
	return named
}

// languageOf returns the tag of a language as lists name it; a text that names none
// stays as it is.
func languageOf(text string) string {
	if tag, known := languages[plain(text)]; known {
		return tag
	}
	return plain(text)
}

package discreet

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// text is a text made plain for comparing: small letters without accents, words
// parted by one space, the usual short forms written out. packed is the same
// without its spaces, and starts says where in packed a word begins.
type text struct {
	words  []string
	packed string
	starts map[int]bool
	ends   map[int]bool
}

// shortForms are written out, so that St and Street are one.
var shortForms = map[string]string{
	"st": "street", "rd": "road", "ave": "avenue", "av": "avenue", "ln": "lane", "sq": "square", "ct": "court",
	"cres": "crescent", "cl": "close", "dr": "drive", "pl": "place", "gdns": "gardens", "hse": "house",
}

// unsaid are words of an address that some write and some leave out.
var unsaid = map[string]bool{"flat": true, "apt": true, "apartment": true, "number": true, "no": true}

// plain makes a text plain.
func plain(raw string) text {
	var words []string
	var word strings.Builder
	end := func() {
		if word.Len() == 0 {
			return
		}
		one := word.String()
		if long, ok := shortForms[one]; ok {
			one = long
		}
		if !unsaid[one] {
			words = append(words, one)
		}
		word.Reset()
	}
	for _, letter := range norm.NFKD.String(raw) {
		switch {
		case unicode.Is(unicode.Mn, letter), letter == '\'', letter == '’', unicode.Is(unicode.Cf, letter):
			// An accent, an apostrophe or a mark nobody sees parts no word.
		case unicode.IsLetter(letter) || unicode.IsDigit(letter):
			word.WriteString(spelled(unicode.ToLower(letter)))
		default:
			end()
		}
	}
	end()
	return joined(words)
}

// spelled writes a letter that no accent explains as it is typed without it.
func spelled(letter rune) string {
	switch letter {
	case 'ł':
		return "l"
	case 'ø':
		return "o"
	case 'đ', 'ð':
		return "d"
	case 'ß':
		return "ss"
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'ı':
		return "i"
	}
	return string(letter)
}

func joined(words []string) text {
	made := text{words: words, starts: map[int]bool{}, ends: map[int]bool{}}
	var packed strings.Builder
	for _, word := range words {
		made.starts[packed.Len()] = true
		packed.WriteString(word)
		made.ends[packed.Len()] = true
	}
	made.packed = packed.String()
	return made
}

// longEnough is how many letters make a string that is sought anywhere, even
// within a longer word such as an e-mail address.
const longEnough = 6

// holds says whether a plain string stands in the text, however either is spaced.
// A short one has to begin and end where words do: "Jo" is in "Jo called" and in
// "J o", and not in "join".
func (t text) holds(sought text) bool {
	switch {
	case sought.packed == "":
		return false
	case len(sought.packed) >= longEnough:
		return strings.Contains(t.packed, sought.packed)
	}
	for from := 0; ; {
		at := strings.Index(t.packed[from:], sought.packed)
		if at < 0 {
			return false
		}
		begin := from + at
		if t.starts[begin] && t.ends[begin+len(sought.packed)] {
			return true
		}
		from = begin + 1
	}
}

// digits returns the digits of a text, with what stands for the United Kingdom
// before a number written as the 0 it replaces.
func digits(raw string) string {
	var only strings.Builder
	for _, letter := range norm.NFKC.String(raw) {
		if letter >= '0' && letter <= '9' {
			only.WriteRune(letter)
		}
	}
	return only.String()
}

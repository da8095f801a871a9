package discreet

import "strings"

// Protected is one string that must not leave.
type Protected struct {
	Text string
	What string // what it is, for the person who looks: "a phone number of another woman"
}

// Finding is one thing that must not leave, and where it stands.
type Finding struct {
	Where string // "title" (of an e-mail), "link path", "calendar DESCRIPTION", the name of a file
	What  string // what it is, in words; never the string of another woman itself
}

// shortestNumber is how many digits make a phone number: fewer are a house number
// or an age, which are sought as words.
const shortestNumber = 7

// Seek returns which of the protected strings stand in a text, whatever their
// case, accents, spacing and punctuation, and however a phone number is written.
func Seek(where, raw string, protected []Protected) []Finding {
	made, numbers := plain(raw), digits(raw)
	var found []Finding
	for _, one := range protected {
		if made.holds(plain(one.Text)) || dialledIn(numbers, one.Text) {
			found = append(found, Finding{Where: where, What: one.What})
		}
	}
	return found
}

// dialledIn says whether a phone number stands among the digits of a text, with
// or without the code of its country.
func dialledIn(numbers, sought string) bool {
	if strings.ContainsFunc(sought, func(letter rune) bool { return !strings.ContainsRune("0123456789 +()-.", letter) }) {
		return false
	}
	core := digits(sought)
	for _, before := range []string{"0044", "44", "0"} {
		if rest, cut := strings.CutPrefix(core, before); cut {
			core = strings.TrimPrefix(rest, "0") // as in +44 (0)7700
			break
		}
	}
	return len(core) >= shortestNumber && strings.Contains(numbers, core)
}

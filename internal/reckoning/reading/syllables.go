package reading

import "strings"

// irregular are words that the rules count wrong, as they begin: "something"
// begins with "some". The longest that fits decides.
var irregular = []struct {
	begins    string
	syllables int // of that beginning
}{
	{"some", 1},
	{"every", 2}, {"people", 2}, {"anyone", 3},
	{"wednesday", 2}, {"area", 3}, {"idea", 3}, {"poem", 2},
	{"being", 2}, {"doing", 2}, {"going", 2}, {"quiet", 2}, {"science", 2},
	{"reality", 4}, {"create", 2},
	{"didn't", 2}, {"doesn't", 2},
	{"change", 1}, {"business", 2},
}

// Syllables counts the syllables of an English word, as it is spoken. A number
// counts as one, as it is read at a glance.
func Syllables(word string) int {
	total := 0
	for _, part := range strings.FieldsFunc(strings.ToLower(word), func(r rune) bool { return r == '-' || r == '/' }) {
		part = strings.Map(func(r rune) rune {
			switch {
			case r >= 'a' && r <= 'z':
				return r
			case r == '\'' || r == '’':
				return '\''
			}
			return -1
		}, part)
		total += max(1, syllablesOf(strings.Trim(part, "'")))
	}
	return max(1, total)
}

func syllablesOf(word string) int {
	begins, counted := "", 0
	for _, known := range irregular {
		if rest, begun := strings.CutPrefix(word, known.begins); begun && len(known.begins) > len(begins) && attaches(rest) {
			begins, counted = known.begins, known.syllables
		}
	}
	rest := strings.TrimPrefix(word, begins)
	switch {
	case begins == "":
		return spoken(word)
	case rest == "" || rest == "s" || rest == "d" || rest == "'s" || rest == "r's":
		return counted
	}
	return counted + max(1, spoken(rest))
}

// attaches says whether what follows a known beginning can be a part of its own:
// "homeless" is home and less, "homely" too, "hometown" as well; "somersault" is
// not some and rsault.
func attaches(rest string) bool {
	if rest == "" || rest == "s" || rest == "d" || rest == "'s" {
		return true
	}
	for _, part := range []string{"body", "thing", "where", "times", "time", "one", "ly", "less", "ful", "ness", "day", "town", "work", "fore", "how", "what", "ment"} {
		if strings.HasPrefix(rest, part) {
			return true
		}
	}
	return false
}

// spoken counts groups of vowels, less those that are written and not spoken,
// and two for two vowels that are spoken apart.
func spoken(word string) int {
	word = strings.ReplaceAll(word, "'", "")
	groups, before := 0, false
	for i, letter := range word {
		vowel := strings.ContainsRune("aeiou", letter) || letter == 'y' && i > 0
		if vowel && !before {
			groups++
		}
		before = vowel
	}
	for _, apart := range []string{"ia", "iu", "ying", "ieing", "eo", "uou", "iest", "ier"} {
		if strings.Contains(word, apart) {
			groups++
		}
	}
	for _, together := range []string{"cial", "tial", "cian", "tian", "geo", "people", "peo", "iage", "friend", "field", "piece", "brief", "chief", "pier"} {
		if strings.Contains(word, together) {
			groups--
		}
	}
	// ua is one sound in "language" and "quarter", and two in "January".
	if i := strings.Index(word, "ua"); i > 0 && word[i-1] != 'g' && word[i-1] != 'q' {
		groups++
	}
	// io is one sound in -tion, -sion and -cious, and two in "period".
	if i := strings.Index(word, "io"); i > 0 && !strings.ContainsRune("tscgx", rune(word[i-1])) {
		groups++
	}
	return max(1, groups-silent(word))
}

// silent counts the e that is written at an end and not spoken.
func silent(word string) int {
	stem, ending := "", ""
	for _, one := range []string{"ely", "eless", "eful", "ement", "es", "ed", "e"} {
		if found, ends := strings.CutSuffix(word, one); ends && found != "" {
			stem, ending = found, one
			break
		}
	}
	if ending == "" || len(stem) < 2 {
		return 0
	}
	last := stem[len(stem)-1]
	vowelBefore := strings.IndexByte("aeiouy", last) >= 0
	switch {
	case vowelBefore: // "agree", "dies": the e belongs to the group before it
		return 0
	case ending == "ed" && (last == 't' || last == 'd'): // "wanted"
		return 0
	case ending == "es" && (strings.IndexByte("sxzcg", last) >= 0 || strings.HasSuffix(stem, "ch") || strings.HasSuffix(stem, "sh")): // "boxes"
		return 0
	case last == 'l' && strings.IndexByte("aeiouyr", stem[len(stem)-2]) < 0 && (ending != "ed" || stem[len(stem)-2] != 'l'): // "table", "handled", not "called"
		return 0
	}
	return 1
}

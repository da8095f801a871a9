package journey

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"throughline/internal/domain/calendar"
)

// Answers says whether she is one whom a search may mean: by her phone number,
// or by one of her names with her birth date, each read as loosely as a search
// token is made.
func (i Identity) Answers(wanted Identity) bool {
	if number := PhoneDigits(wanted.Phone); number != "" && number == PhoneDigits(i.Phone) {
		return true
	}
	if !slices.Contains(BirthDates(i.Born), wanted.Born) {
		return false
	}
	hers := []string{PlainLetters(i.Family), PlainLetters(i.Given), PlainLetters(i.KnownAs)}
	for _, name := range []string{wanted.Family, wanted.Given, wanted.KnownAs} {
		if name = PlainLetters(name); name != "" && slices.Contains(hers, name) {
			return true
		}
	}
	return false
}

// Same says whether two tellings name the same woman: by both names and the birth
// date. A phone that two women share joins nobody.
func (i Identity) Same(other Identity) bool {
	return i.Born.Known() && i.Born == other.Born && PlainLetters(i.Family) != "" &&
		PlainLetters(i.Family) == PlainLetters(other.Family) && PlainLetters(i.Given) == PlainLetters(other.Given)
}

// BirthDates returns the day, and the day with its month and day of the month
// swapped where that is a date too.
func BirthDates(day calendar.Day) []calendar.Day {
	if !day.Known() {
		return nil
	}
	year, month, of := day.Date()
	if of > 12 || of == int(month) {
		return []calendar.Day{day}
	}
	return []calendar.Day{day, calendar.On(year, time.Month(of), int(month))}
}

// undivided are letters that carry a stroke or are two in one, which Unicode
// does not take apart.
var undivided = strings.NewReplacer(
	"ø", "o", "ł", "l", "đ", "d", "ð", "d", "ħ", "h", "ı", "i",
	"æ", "ae", "œ", "oe", "þ", "th",
)

// PlainLetters keeps the letters and digits of a name or reference, folded to
// one case, without accents, spaces, hyphens or apostrophes.
func PlainLetters(text string) string {
	folded := undivided.Replace(cases.Fold().String(norm.NFKD.String(text)))
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, folded)
}

// fewestDigits is the fewest that can point at one person's phone rather than
// at a switchboard's short number.
const fewestDigits = 7

// PhoneDigits writes a number as its international digits, reading one without
// a country as British: 07700 900123, +44 (0)7700 900123 and 0044 7700 900123
// are one, and so is 7700900123, whose zero a spreadsheet took. It is "" where a
// text is too short to be a person's number.
func PhoneDigits(text string) string {
	text = strings.TrimSpace(norm.NFKC.String(text))
	abroad := strings.HasPrefix(text, "+")
	digits := strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return r
		}
		return -1
	}, text)
	switch {
	case abroad:
	case strings.HasPrefix(digits, "00"):
		digits = digits[2:]
	case strings.HasPrefix(digits, "0"):
		digits = "44" + digits[1:]
	case len(digits) == 10 && digits[0] == '7':
		digits = "44" + digits
	}
	if national, british := strings.CutPrefix(digits, "44"); british {
		digits = "44" + strings.TrimLeft(national, "0")
	}
	if len(digits) < fewestDigits {
		return ""
	}
	return digits
}

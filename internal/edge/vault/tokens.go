package vault

import (
	"bytes"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"throughline/internal/domain/calendar"
)

const (
	tokenSize  = 8  // bytes of a blind-index token
	digestSize = 16 // bytes of a digest
)

// IdentityKeys is what a woman can be found by. Names known by (aliases, a
// former surname) stand beside the others. Empty values and an unknown birth
// date give no token.
type IdentityKeys struct {
	Surnames   []string
	GivenNames []string
	BirthDate  calendar.Day
	Phones     []string
	References []string
}

// Format prints [sealed] whatever the verb.
func (k IdentityKeys) Format(f fmt.State, _ rune) { writeSealed(f) }

// LogValue logs [sealed].
func (k IdentityKeys) LogValue() slog.Value { return slog.StringValue(sealed) }

// Tokens returns the blind-index tokens of these keys: 8 bytes each, sorted,
// each once. Two women who share a token may be the same woman, which opening
// their records confirms; a woman matches a search when they share any token.
//
// A name is never a token by itself, only with the birth date: how often a
// token occurs would betray a common surname. Given names and surnames are
// written alike, and a birth date whose day could be a month also stands with
// the two swapped, so that either slip still finds her.
//
// Why: docs/adr/0005-identity-sealed.md.
func (v *Vault) Tokens(k IdentityKeys) ([][]byte, error) {
	var said [][]byte
	for _, name := range slices.Concat(k.Surnames, k.GivenNames) {
		if name = plainLetters(name); name == "" {
			continue
		}
		for _, day := range birthDates(k.BirthDate) {
			said = append(said, associated("name", name, day.String()))
		}
	}
	for _, phone := range k.Phones {
		if number := phoneDigits(phone); number != "" {
			said = append(said, associated("phone", number))
		}
	}
	for _, reference := range k.References {
		if reference = plainLetters(reference); reference != "" {
			said = append(said, associated("reference", reference))
		}
	}
	tokens := make([][]byte, 0, len(said))
	for _, one := range said {
		token, err := v.index.ComputePrimaryPRF(one, tokenSize)
		if err != nil {
			return nil, fmt.Errorf("making a search token: %w", err)
		}
		tokens = append(tokens, token)
	}
	slices.SortFunc(tokens, bytes.Compare)
	return slices.CompactFunc(tokens, bytes.Equal), nil
}

// Digest returns 16 bytes that are the same for the same data and tell nothing
// about it without the key: for asking whether an imported row has changed.
func (v *Vault) Digest(data []byte) ([]byte, error) {
	digest, err := v.index.ComputePrimaryPRF(append(associated("digest"), data...), digestSize)
	if err != nil {
		return nil, fmt.Errorf("making a digest: %w", err)
	}
	return digest, nil
}

// birthDates returns the day, and the day with its month and day of the month
// swapped where that is a date too.
func birthDates(day calendar.Day) []calendar.Day {
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

// plainLetters keeps the letters and digits of a name or reference, folded to
// one case, without accents, spaces, hyphens or apostrophes.
func plainLetters(text string) string {
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

// phoneDigits writes a number as its international digits, reading one without
// a country as British: 07700 900123, +44 (0)7700 900123 and 0044 7700 900123
// are one, and so is 7700900123, whose zero a spreadsheet took.
func phoneDigits(text string) string {
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

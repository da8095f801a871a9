package vault

import (
	"bytes"
	"fmt"
	"log/slog"
	"slices"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
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
	Postcode   string
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
// A name is never a token by itself, only with the birth date, and a surname with
// the postcode: how often a token occurs would betray a common surname. Given names and surnames are
// written alike, and a birth date whose day could be a month also stands with
// the two swapped, so that either slip still finds her.
//
// Why: docs/adr/0005-identity-sealed.md.
func (v *Vault) Tokens(k IdentityKeys) ([][]byte, error) {
	var said [][]byte
	for _, name := range slices.Concat(k.Surnames, k.GivenNames) {
		if name = journey.PlainLetters(name); name == "" {
			continue
		}
		for _, day := range journey.BirthDates(k.BirthDate) {
			said = append(said, associated("name", name, day.String()))
		}
	}
	if home := journey.PlainLetters(k.Postcode); home != "" {
		for _, name := range k.Surnames {
			if name = journey.PlainLetters(name); name != "" {
				said = append(said, associated("home", name, home))
			}
		}
	}
	for _, phone := range k.Phones {
		if number := journey.PhoneDigits(phone); number != "" {
			said = append(said, associated("phone", number))
		}
	}
	for _, reference := range k.References {
		if reference = journey.PlainLetters(reference); reference != "" {
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

// pepperSize is in bytes.
const pepperSize = 32

// Pepper returns bytes that are the same for one use at each opening of the
// vault, and that nobody has who has only the database.
func (v *Vault) Pepper(use string) ([]byte, error) {
	pepper, err := v.index.ComputePrimaryPRF(associated("pepper", use), pepperSize)
	if err != nil {
		return nil, fmt.Errorf("making the pepper of %s: %w", use, err)
	}
	return pepper, nil
}

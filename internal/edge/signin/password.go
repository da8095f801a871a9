package signin

import (
	"crypto/rand"
	"crypto/subtle"
	_ "embed"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/secure/precis"

	"throughline/internal/casework"
)

// Length of a password in characters: at least, and at most, the upper end
// only bounding the work.
const (
	ShortestPassword = 12
	LongestPassword  = 200
)

const (
	naming   = "reading a sign-in name"
	choosing = "choosing a password"
)

// Why a password cannot be chosen.
var (
	ErrTooShort = casework.Fail(casework.Invalid, choosing, "it has fewer than %d characters", ShortestPassword)
	ErrTooLong  = casework.Fail(casework.Invalid, choosing, "it has more than %d characters", LongestPassword)
	ErrEasy     = casework.Fail(casework.Invalid, choosing, "common words and numbers are easy to guess")
	ErrUnusable = casework.Fail(casework.Invalid, choosing, "it is empty or holds a character that cannot be typed everywhere")
)

// The cost of one hash. Argon2id, 64 MiB, three passes, one lane takes about
// 0.14 s on one core.
const (
	argonMemory  = 64 * 1024 // KiB
	argonPasses  = 3
	argonLanes   = 1
	saltLength   = 16
	digestLength = 32
)

// Name brings a sign-in name into the one form that is kept and compared, so
// that case and width make no second person.
func Name(typed string) (string, error) {
	if typed == "" || len(typed) > 256 {
		return "", casework.Fail(casework.Invalid, naming, "it has between 1 and 256 bytes")
	}
	name, err := precis.UsernameCaseMapped.String(typed)
	if err != nil {
		return "", casework.Fail(casework.Invalid, naming, "it holds a space or a sign that names do not have: %w", err)
	}
	return name, nil
}

// Hash checks that a password may be chosen and returns its PHC string. The
// errors are ErrTooShort, ErrTooLong, ErrEasy and ErrUnusable.
func Hash(password string) (string, error) {
	form, err := passwordForm(password)
	switch {
	case err != nil:
		return "", err
	case utf8.RuneCountInString(form) < ShortestPassword:
		return "", ErrTooShort
	case easy(form):
		return "", ErrEasy
	}
	return hashForm(form), nil
}

// HashDemo is Hash for the invented people of the demonstration, whose
// passwords are printed on the page and so may be short and easy.
func HashDemo(password string) (string, error) {
	form, err := passwordForm(password)
	if err != nil {
		return "", err
	}
	return hashForm(form), nil
}

// passwordForm makes the same typed password the same bytes on every keyboard
// (RFC 8265, OpaqueString).
func passwordForm(password string) (string, error) {
	if utf8.RuneCountInString(password) > LongestPassword {
		return "", ErrTooLong
	}
	form, err := precis.OpaqueString.String(password)
	if err != nil {
		return "", ErrUnusable
	}
	return form, nil
}

func hashForm(form string) string { return hashWith(argonMemory, form) }

// hashWith hashes with a memory of so many KiB.
func hashWith(memory uint32, form string) string {
	salt := make([]byte, saltLength)
	rand.Read(salt) // never fails: crypto/rand ends the program instead
	kept := phc{memory: memory, passes: argonPasses, lanes: argonLanes, salt: salt}
	kept.digest = kept.work(form, digestLength)
	return kept.String()
}

// phc is a password hash in the PHC string format.
type phc struct {
	memory, passes uint32
	lanes          uint8
	salt, digest   []byte
}

func (p phc) String() string {
	encode := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s",
		argon2.Version, p.memory, p.passes, p.lanes, encode(p.salt), encode(p.digest))
}

func (p phc) work(form string, length int) []byte {
	return argon2.IDKey([]byte(form), p.salt, p.passes, p.memory, p.lanes, uint32(length))
}

func (p phc) holds(form string) bool {
	return subtle.ConstantTimeCompare(p.work(form, len(p.digest)), p.digest) == 1
}

// parsePHC reads a kept hash. Costs beyond four times today's are an error, so
// that a changed row cannot make a sign-in eat the machine.
func parsePHC(text string) (phc, error) {
	parts := strings.Split(text, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" {
		return phc{}, errors.New("not an Argon2id PHC string")
	}
	if parts[2] != "v="+strconv.Itoa(argon2.Version) {
		return phc{}, fmt.Errorf("Argon2 version %q is not known", parts[2])
	}
	var p phc
	costs := strings.Split(parts[3], ",")
	if len(costs) != 3 {
		return phc{}, errors.New("an Argon2id PHC string has three costs")
	}
	for i, cost := range []struct {
		sign     string
		from, to uint64
		keep     func(uint64)
	}{
		{"m=", 8, 4 * argonMemory, func(n uint64) { p.memory = uint32(n) }},
		{"t=", 1, 4 * argonPasses, func(n uint64) { p.passes = uint32(n) }},
		{"p=", 1, 1, func(n uint64) { p.lanes = uint8(n) }},
	} {
		digits, found := strings.CutPrefix(costs[i], cost.sign)
		n, err := strconv.ParseUint(digits, 10, 32)
		if !found || err != nil || n < cost.from || n > cost.to {
			return phc{}, fmt.Errorf("Argon2 cost %q is out of range", costs[i])
		}
		cost.keep(n)
	}
	var err error
	if p.salt, err = base64.RawStdEncoding.Strict().DecodeString(parts[4]); err != nil {
		return phc{}, fmt.Errorf("reading the salt: %w", err)
	}
	if p.digest, err = base64.RawStdEncoding.Strict().DecodeString(parts[5]); err != nil {
		return phc{}, fmt.Errorf("reading the digest: %w", err)
	}
	if len(p.salt) < 8 || len(p.salt) > 64 || len(p.digest) < 16 || len(p.digest) > 64 {
		return phc{}, errors.New("the salt or the digest has an unlikely length")
	}
	return p, nil
}

//go:embed common.txt
var commonText string

// commonWords are the parts people build guessable passwords from, longest
// first so that "password" goes before "pass".
var commonWords = func() []string {
	words := strings.Fields(commonText)
	slices.SortFunc(words, func(a, b string) int { return len(b) - len(a) })
	return words
}()

// easy says whether fewer than four characters are left of the password once
// common words and keyboard runs, numbers, signs and repeats are taken out.
func easy(form string) bool {
	rest := strings.ToLower(form)
	for _, word := range commonWords {
		rest = strings.ReplaceAll(rest, word, "")
	}
	different := map[rune]bool{}
	for _, r := range rest {
		if unicode.IsLetter(r) {
			different[r] = true
		}
	}
	return len(different) < 4
}

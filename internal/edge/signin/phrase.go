package signin

import (
	"crypto/rand"
	_ "embed"
	"math/big"
	"slices"
	"strings"
	"unicode"

	"github.com/tyler-smith/go-bip39/wordlists"
	"golang.org/x/text/unicode/norm"
)

// The words of a card are read at a kitchen table and may lie on it: those of the
// published list that hurt, or that tell what the card is for, and those spelled
// as elsewhere, are left out, and as many others stand in their place.
var (
	//go:embed unkind.txt
	unkindText string
	//go:embed kind.txt
	kindText string
)

// cardWords are the words that cards are made of: 2,048, so that four of them
// are one in 2^44.
var cardWords = func() []string {
	unkind := strings.Fields(unkindText)
	words := slices.DeleteFunc(slices.Clone(wordlists.English), func(word string) bool { return slices.Contains(unkind, word) })
	return append(words, strings.Fields(kindText)...)
}()

const (
	phraseWords  = 4
	spokenDigits = 8
	pinDigits    = 4
)

// newPhrase draws four words, with a space between them.
func newPhrase() string {
	words := make([]string, phraseWords)
	for i := range words {
		words[i] = cardWords[draw(len(cardWords))]
	}
	return strings.Join(words, " ")
}

// newCode draws eight digits.
func newCode() string {
	digits := make([]byte, spokenDigits)
	for i := range digits {
		digits[i] = byte('0' + draw(10))
	}
	return string(digits)
}

// draw returns a number from 0 to below n, each as likely.
func draw(n int) int {
	drawn, err := rand.Int(rand.Reader, big.NewInt(int64(n)))
	if err != nil {
		panic("drawing a word of a card: " + err.Error()) // crypto/rand ends the program before it returns an error
	}
	return int(drawn.Int64())
}

// phraseForm brings typed words into the one form that is looked up: its letters
// alone, small. So case, accents of a keyboard, full width, and any space or sign
// between the words make no other words, and no other try.
func phraseForm(typed string) string {
	var form strings.Builder
	for _, letter := range norm.NFKD.String(clip(typed)) {
		if unicode.IsLetter(letter) {
			form.WriteRune(unicode.ToLower(letter))
		}
	}
	return form.String()
}

// digitsForm returns the digits of what was typed, in whichever script, and
// leaves out space and signs between them.
func digitsForm(typed string) string {
	var form strings.Builder
	for _, sign := range norm.NFKD.String(clip(typed)) {
		if unicode.Is(unicode.Nd, sign) {
			form.WriteByte(byte('0' + digitValue(sign)))
		}
	}
	return form.String()
}

// digitValue is the value of a decimal digit: those of a script follow each other
// from its nought on.
func digitValue(digit rune) int {
	value := 0
	for value < 9 && unicode.Is(unicode.Nd, digit-1) {
		digit, value = digit-1, value+1
	}
	return value
}

// clip bounds the work on what was typed.
func clip(typed string) string { return typed[:min(len(typed), 400)] }

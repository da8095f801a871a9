package exchange

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// longestCell is how many bytes one cell may hold.
const longestCell = 64 << 10

// check says why a cell cannot stand in this column, "" where it can. The reason
// never repeats the cell.
func (f *field) check(cell string) string {
	switch {
	case cell == "" && f.required:
		return "is empty: a value is required"
	case cell == "":
		return ""
	case len(cell) > longestCell:
		return fmt.Sprintf("is longer than %d bytes", longestCell)
	case f.form != nil && !f.form.is(cell):
		return "is not " + f.form.says
	case f.kind == textKind && f.codes == nil:
		return ""
	case strings.IndexByte("=+-@", cell[0]) >= 0:
		return fmt.Sprintf("begins with %q, as a formula does, where %s is expected", cell[0], f.expects())
	case f.codes != nil && !slices.Contains(f.codes, cell):
		return "is not one of " + strings.Join(f.codes, ", ")
	}
	return f.checkType(cell)
}

func (f *field) checkType(cell string) string {
	wrong := "is not " + f.expects()
	switch f.kind {
	case dayKind:
		if on, err := calendar.ParseDay(cell); err != nil {
			return wrong
		} else if year, _, _ := on.Date(); year < 1900 || year > 2199 {
			return "is a date before 1900 or after 2199"
		}
	case momentKind:
		at, err := time.Parse(time.RFC3339, cell)
		if err != nil {
			return wrong
		}
		if at.Year() < 1900 || at.Year() > 2199 {
			return "is a date before 1900 or after 2199"
		}
	case truthKind:
		if _, ok := truths[cell]; !ok {
			return wrong
		}
	case wholeKind:
		n, err := strconv.ParseInt(cell, 10, 32)
		if err != nil || f.ranged && (int(n) < f.low || int(n) > f.high) {
			return wrong
		}
	case moneyKind:
		if _, ok := pence(cell); !ok {
			return wrong
		}
	}
	return ""
}

// expects says in words what the column takes.
func (f *field) expects() string {
	switch {
	case f.codes != nil:
		return "one of " + strings.Join(f.codes, ", ")
	case f.kind == dayKind:
		return "a date written as 2021-08-31"
	case f.kind == momentKind:
		return "a date and time written as 2021-08-31T14:00:00+01:00"
	case f.kind == truthKind:
		return "true or false"
	case f.kind == moneyKind:
		return "an amount in pounds, written as 12 or 12.50"
	case f.ranged:
		return fmt.Sprintf("a whole number from %d to %d", f.low, f.high)
	}
	return "a whole number"
}

// longestShape is how long a cell may be to be told as its shape.
const longestShape = 30

// shown returns a cell as a rejection may carry it: as its shape, such as
// 99/99/9999 for a date written so, and what may be words about her, or is long,
// only as its length. The cell itself is never told: in a row that moved by one
// cell a name stands where a code should.
func (f *field) shown(cell string) string {
	if cell == "" {
		return ""
	}
	if length := utf8.RuneCountInString(cell); f.private || f.form != nil || length > longestShape {
		return fmt.Sprintf("(%d characters)", length)
	}
	return strings.Map(func(letter rune) rune {
		switch {
		case unicode.IsDigit(letter):
			return '9'
		case unicode.IsUpper(letter):
			return 'A'
		case unicode.IsLetter(letter):
			return 'a'
		}
		return letter
	}, cell)
}

// headed returns the name of a column as a rejection may carry it: in full where
// it is written as the format writes them, else as its shape. A file without its
// first line has a woman's row there.
func headed(name string) string {
	if journey.IsCode(name) {
		return name
	}
	return (&field{}).shown(name)
}

// truths are the words for yes and no that the format's boolean type knows.
var truths = map[string]journey.YesNo{
	"true": journey.Yes, "True": journey.Yes, "TRUE": journey.Yes, "1": journey.Yes,
	"false": journey.No, "False": journey.No, "FALSE": journey.No, "0": journey.No,
}

// pence reads an amount in pounds, exactly, as pence.
func pence(cell string) (int64, bool) {
	pounds, part, dotted := strings.Cut(cell, ".")
	if dotted && (len(part) == 0 || len(part) > 2) || !digits(pounds) || !digits(part) || pounds == "" || len(pounds) > 12 {
		return 0, false
	}
	amount, err := strconv.ParseInt(pounds+(part + "00")[:2], 10, 64)
	return amount, err == nil
}

func digits(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return true
}

package figure

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// NoBase is what is said of a figure that has no one to say it of.
const NoBase = "no women in the base"

// Text returns the figure in words, counts before the percentage, such as
// "61 of 2,043 (3.0%, 95% interval 2.3 to 3.8)".
func (f Figure) Text() string {
	if f.hasBase && f.tally.Base == 0 {
		return NoBase
	}
	base := Thousands(int64(f.tally.Base))
	switch f.kind {
	case Proportion:
		percent, _ := f.Percent(1)
		text := fmt.Sprintf("%s of %s (%s%%", Thousands(int64(f.tally.Numerator)), base, percent)
		if interval, ok := f.Interval(); ok {
			text += fmt.Sprintf(", 95%% interval %s to %s", hundredfold(interval.Low, 1), hundredfold(interval.High, 1))
		}
		return text + ")"
	case ByTime:
		return f.byTimeText()
	case Count:
		return Thousands(int64(f.tally.Numerator))
	case Mean:
		value, _ := f.Value()
		return fmt.Sprintf("%s %s (%s for %s)", value, f.meaning.Unit, Thousands(int64(f.tally.Numerator)), base)
	case Money:
		value, _ := f.Value()
		return fmt.Sprintf("%s (%s for %s)", pounds(value), pounds(penceAsPounds(f.pence)), base)
	}
	return ""
}

// Short returns the figure in words without its interval, such as
// "61 of 2,043 (3.0%)", and a mean without its unit. None and all keep their
// interval, and estimates do: bare, they claim too much.
func (f Figure) Short() string {
	if value, ok := f.Value(); ok && f.kind == Mean {
		return fmt.Sprintf("%s (%s for %s)", value, Thousands(int64(f.tally.Numerator)), Thousands(int64(f.tally.Base)))
	}
	percent, ok := f.Percent(1)
	if !ok || f.kind == ByTime || f.tally.Numerator == 0 || f.tally.Numerator == f.tally.Base {
		return f.Text()
	}
	return fmt.Sprintf("%s of %s (%s%%)", Thousands(int64(f.tally.Numerator)), Thousands(int64(f.tally.Base)), percent)
}

// leastBase is the smallest base of which a sentence gives a percentage: of
// fewer women one changes it by ten points or more.
const leastBase = 10

// Worded is a figure as its reader may see it, exact or protected.
type Worded interface {
	Shown() (Figure, bool)
	Text() string
}

// InSentence says a figure in a sentence. Of fewer than ten women it gives no
// percentage.
func InSentence(one Worded) string {
	shown, ok := one.Shown()
	if !ok || shown.kind != Proportion || shown.tally.Base == 0 || shown.tally.Base >= leastBase {
		return one.Text()
	}
	return fmt.Sprintf("%d of %d (fewer than 10, so no percentage)", shown.tally.Numerator, shown.tally.Base)
}

// Thousands writes a whole number with commas, such as "2,043".
func Thousands(n int64) string {
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if digits[0] == '-' {
		sign, digits = "-", digits[1:]
	}
	var groups []string
	for len(digits) > 3 {
		groups = append([]string{digits[len(digits)-3:]}, groups...)
		digits = digits[:len(digits)-3]
	}
	return sign + strings.Join(append([]string{digits}, groups...), ",")
}

// Pounds writes an amount of pence, such as "£2,126" and "£491.07".
func Pounds(pence int64) string { return pounds(penceAsPounds(pence)) }

// pounds writes "2126.00" as "£2,126" and "491.07" as "£491.07".
func pounds(value string) string {
	sign := ""
	if strings.HasPrefix(value, "-") {
		sign, value = "-", value[1:]
	}
	whole, pence, _ := strings.Cut(value, ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return sign + "£" + value
	}
	text := sign + "£" + Thousands(n)
	if pence != "" && strings.Trim(pence, "0") != "" {
		text += "." + pence
	}
	return text
}

// penceAsPounds writes an exact amount of pounds, with pence only where there are any.
func penceAsPounds(pence int64) string {
	if pence%100 == 0 {
		return strconv.FormatInt(pence/100, 10)
	}
	return strconv.FormatFloat(float64(pence)/100, 'f', 2, 64)
}

// hundredfold writes a share as a percentage, rounded half up.
func hundredfold(share float64, places int) string {
	scale := math.Pow10(places)
	return strconv.FormatFloat(math.Floor(share*100*scale+0.5)/scale, 'f', places, 64)
}

package figure

import (
	"fmt"
	"math/big"
	"slices"

	"throughline/internal/domain/calendar"
	"throughline/internal/reckoning/stats"
)

// Kind says what sort of number a figure is.
type Kind string

// The kinds of figure.
const (
	Proportion Kind = "proportion" // some of a base, shown as n of N and a percentage
	Count      Kind = "count"      // a number of women, referrals or events
	Mean       Kind = "mean"       // a total shared among a base
	Money      Kind = "money"      // pence, shared among a base
)

// Meaning is everything about a figure but its numbers.
type Meaning struct {
	// ID is the figure's name in reports, such as "exit.mental_health_improved".
	ID    string
	Title string
	// Measure is what is measured; only figures of one measure are compared.
	// Empty means that the figure is a measure of its own, named by its ID.
	Measure    string
	Unit       string // of a mean or of money, such as "activities per woman" or "GBP per woman"
	Definition string
	Source     string
	Window     calendar.Window
	// Part says in codes of which part of the cases the figure is; "" of all.
	Part string
}

// Tally is what was counted. Cases are the ids behind the numerator.
type Tally struct {
	Numerator, Base int
	// Missing should have been in the base but the answer is not known.
	Missing int
	// NotApplicable were left out of the base because the question is not theirs.
	NotApplicable int
	Cases         []string
}

// Figure is a number with its workings. Make one with NewProportion, NewCount,
// NewMean, NewUnitCost or NewByTime; the zero Figure is nothing.
type Figure struct {
	kind      Kind
	meaning   Meaning
	tally     Tally
	pence     int64
	hasBase   bool
	intervals stats.Method
	estimate  *Estimate // of a share by a time
}

// NewProportion makes a figure of some women, or arrests, out of a base. It
// fails where the numerator is not between 0 and the base, or where cases are
// given and their number is not the numerator.
func NewProportion(meaning Meaning, tally Tally) (Figure, error) {
	made := Figure{kind: Proportion, hasBase: true, intervals: stats.MethodWilson}
	if tally.Cases != nil && len(tally.Cases) != tally.Numerator {
		return Figure{}, fmt.Errorf("the figure %s: %d cases behind a numerator of %d", meaning.ID, len(tally.Cases), tally.Numerator)
	}
	return made.filled(meaning, tally)
}

// NewCount makes a plain count; the base of the tally is not used.
func NewCount(meaning Meaning, tally Tally) (Figure, error) {
	tally.Base = 0
	return Figure{kind: Count}.filled(meaning, tally)
}

// NewMean makes a total shared among a base, such as activities per woman.
func NewMean(meaning Meaning, tally Tally) (Figure, error) {
	return Figure{kind: Mean, hasBase: true}.filled(meaning, tally)
}

// NewUnitCost makes an amount in pence shared among the base of the tally,
// whose numerator is not used.
func NewUnitCost(meaning Meaning, pence int64, tally Tally) (Figure, error) {
	tally.Numerator = 0
	return Figure{kind: Money, pence: pence, hasBase: true}.filled(meaning, tally)
}

func (f Figure) filled(meaning Meaning, tally Tally) (Figure, error) {
	if meaning.ID == "" {
		return Figure{}, fmt.Errorf("the figure %q: it has no id", meaning.Title)
	}
	if tally.Numerator < 0 || tally.Base < 0 || tally.Missing < 0 || tally.NotApplicable < 0 {
		return Figure{}, fmt.Errorf("the figure %s: a count is below zero", meaning.ID)
	}
	if f.kind == Proportion && tally.Numerator > tally.Base {
		return Figure{}, fmt.Errorf("the figure %s: %d is more than its base %d", meaning.ID, tally.Numerator, tally.Base)
	}
	if (f.kind == Mean || f.kind == Money) && meaning.Unit == "" {
		return Figure{}, fmt.Errorf("the figure %s: it has no unit", meaning.ID)
	}
	if f.kind == Proportion || f.kind == Count || f.kind == ByTime {
		meaning.Unit = ""
	}
	if meaning.Measure == "" {
		meaning.Measure = meaning.ID
	}
	tally.Cases = slices.Clone(tally.Cases)
	f.meaning, f.tally = meaning, tally
	return f, nil
}

// WithMethod returns the figure with its interval computed another way.
func (f Figure) WithMethod(method stats.Method) Figure {
	f.intervals = method
	return f
}

// OfPart returns the figure as one of a part of the cases, which is said in codes.
func (f Figure) OfPart(part string) Figure {
	f.meaning.Part = part
	return f
}

// Recounted returns the figure with other counts and no cases: the way a
// figure is rounded before others may read it.
func (f Figure) Recounted(tally Tally) (Figure, error) {
	tally.Cases, f.estimate = nil, nil
	return f.filled(f.meaning, tally)
}

// Kind says what sort of number it is.
func (f Figure) Kind() Kind { return f.kind }

// Meaning returns everything about the figure but its numbers.
func (f Figure) Meaning() Meaning { return f.meaning }

// Tally returns the counts without the cases.
func (f Figure) Tally() Tally {
	tally := f.tally
	tally.Cases = nil
	return tally
}

// Numerator returns what was counted, and false for money.
func (f Figure) Numerator() (int, bool) {
	return f.tally.Numerator, f.kind != Money && f.kind != ""
}

// Base returns what it was counted out of, and false where there is no base.
func (f Figure) Base() (int, bool) { return f.tally.Base, f.hasBase }

// Pence returns the whole amount of a figure of money.
func (f Figure) Pence() int64 { return f.pence }

// Cases returns the ids behind the numerator. They go to a page that has asked
// who may see them, never into a report.
func (f Figure) Cases() []string { return slices.Clone(f.tally.Cases) }

// Ratio returns the exact value: the share for a proportion, the mean, the
// pounds, or the count itself. It is false where the base is 0, and for a share by
// a time, which is an estimate.
func (f Figure) Ratio() (*big.Rat, bool) {
	ratio := new(big.Rat).SetInt64(int64(f.tally.Numerator))
	if f.kind == Money {
		ratio.SetFrac64(f.pence, 100)
	}
	if !f.hasBase {
		return ratio, f.kind != ""
	}
	if f.tally.Base == 0 || f.kind == ByTime {
		return nil, false
	}
	return ratio.Quo(ratio, new(big.Rat).SetInt64(int64(f.tally.Base))), true
}

// Percent returns the percentage to so many decimals, rounded once, half up,
// from the exact ratio; a share by a time from its estimate. It is false for means,
// counts and money, and for a base of 0.
func (f Figure) Percent(places int) (string, bool) {
	if at, ok := f.Estimate(); ok {
		return hundredfold(at.Share, places), true
	}
	ratio, ok := f.Ratio()
	if !ok || f.kind != Proportion {
		return "", false
	}
	return ratio.Mul(ratio, big.NewRat(100, 1)).FloatString(places), true
}

// Value returns a mean, or pounds, to two decimals, rounded half up.
func (f Figure) Value() (string, bool) {
	ratio, ok := f.Ratio()
	if !ok || f.kind != Mean && f.kind != Money {
		return "", false
	}
	return ratio.FloatString(2), true
}

// Interval returns the 95 % interval of a proportion, or of a share by a time, as
// shares from 0 to 1, and false where there is none.
func (f Figure) Interval() (stats.Interval, bool) {
	if at, ok := f.Estimate(); ok {
		return at.Interval, true
	}
	if f.kind != Proportion {
		return stats.Interval{}, false
	}
	interval, err := stats.Proportion(f.intervals, f.tally.Numerator, f.tally.Base)
	return interval, err == nil
}

// Shown returns the figure itself: nothing of an exact figure is hidden.
func (f Figure) Shown() (Figure, bool) { return f, true }

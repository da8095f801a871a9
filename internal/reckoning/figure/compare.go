package figure

import (
	"fmt"

	"throughline/internal/reckoning/stats"
)

// The three measures of further trouble. They are never compared with one
// another: each counts other events over another follow-up.
// Source: 004:138, 004:408, 004:413; 000:471.
const (
	MeasureRearrest          = "rearrest"
	MeasureRecordedNewMatter = "recorded_new_matter"
	MeasureProvenReoffence   = "proven_reoffence"
)

var whatItCounts = map[string]string{
	MeasureRearrest:          "re-arrest counts any later arrest, over a follow-up that differs from woman to woman",
	MeasureRecordedNewMatter: "a recorded new matter counts what police know of, over the follow-up stated, if any",
	MeasureProvenReoffence:   "a proven reoffence counts convictions and cautions over a fixed time, and leaves out women diverted without either",
}

// Described is a figure, exact or protected, as far as what it means.
type Described interface {
	Kind() Kind
	Meaning() Meaning
}

// Comparable says why two figures may not stand side by side, or returns nil.
func Comparable(a, b Described) error {
	one, other := a.Meaning(), b.Meaning()
	if a.Kind() != b.Kind() {
		return fmt.Errorf("%q and %q are not compared: one is a %s, the other a %s", one.Title, other.Title, a.Kind(), b.Kind())
	}
	if one.Measure != other.Measure {
		reason := fmt.Sprintf("they measure different things, %s and %s", one.Measure, other.Measure)
		if first, second := whatItCounts[one.Measure], whatItCounts[other.Measure]; first != "" && second != "" {
			reason = first + "; " + second
		}
		return fmt.Errorf("%q and %q are not compared: %s", one.Title, other.Title, reason)
	}
	if one.Unit != other.Unit {
		return fmt.Errorf("%q and %q are not compared: one is in %s, the other in %s", one.Title, other.Title, one.Unit, other.Unit)
	}
	if one.Window != other.Window {
		return fmt.Errorf("%q and %q are not compared: their windows differ, %s and %s",
			one.Title, other.Title, one.Window.Words(), other.Window.Words())
	}
	return nil
}

// Verdict is the only wording in which a difference is reported.
type Verdict string

// The verdicts.
const (
	Lower     Verdict = "lower"
	Higher    Verdict = "higher"
	NoEffect  Verdict = "no statistically significant effect found, which is not evidence of no effect"
	NotEnough Verdict = "not enough people"
)

// Difference is one proportion less another. Its interval is in shares, and is
// empty where the verdict is NotEnough.
type Difference struct {
	A, B     Figure
	Interval stats.Interval
	Verdict  Verdict
}

// Compare returns how much a differs from b. It refuses two figures of
// different measure, kind or window, and figures that are not proportions.
func Compare(a, b Figure) (Difference, error) {
	if err := Comparable(a, b); err != nil {
		return Difference{}, err
	}
	if a.kind == ByTime {
		return Difference{}, fmt.Errorf("%q and %q are not compared: two estimates by a time are compared by all of their curves", a.meaning.Title, b.meaning.Title)
	}
	if a.kind != Proportion {
		return Difference{}, fmt.Errorf("%q and %q are not compared: a %s has no interval", a.meaning.Title, b.meaning.Title, a.kind)
	}
	if a.tally.Base == 0 || b.tally.Base == 0 {
		return Difference{A: a, B: b, Verdict: NotEnough}, nil
	}
	interval, err := stats.Newcombe(a.tally.Numerator, a.tally.Base, b.tally.Numerator, b.tally.Base)
	if err != nil {
		return Difference{}, fmt.Errorf("comparing %q and %q: %w", a.meaning.Title, b.meaning.Title, err)
	}
	verdict := NoEffect
	switch {
	case interval.High < 0:
		verdict = Lower
	case interval.Low > 0:
		verdict = Higher
	}
	return Difference{A: a, B: b, Interval: interval, Verdict: verdict}, nil
}

package stats

import (
	"fmt"
	"math"
	"slices"
	"sort"
)

// Limits say between which shares, or counts, chance alone would keep a unit:
// Warning holds 95 % of them and Alarm 99.8 %.
type Limits struct {
	Warning, Alarm Band
}

// Band is the room between two limits, its ends belong to it.
type Band struct{ Low, High float64 }

// Holds says whether a value lies within the band.
func (b Band) Holds(value float64) bool { return value >= b.Low && value <= b.High }

// The chances left outside either end of the bands.
const (
	beyondWarning = 0.025
	beyondAlarm   = 0.001
)

// FunnelLimits returns the limits of a share of base where every unit shares the
// target: exact binomial ones, drawn between the whole counts by interpolation
// (Spiegelhalter 2005, Statistics in Medicine 24: 1185–1202, appendix A.1.1), the
// upper the mirror of the lower. A count lies outside exactly where the chance of
// it, or of one further out, is below 2.5 % or 0.1 %. Spread widens the limits
// about the target by its square root: see Overdispersion; 1 leaves them.
func FunnelLimits(target float64, base int, spread float64) (Limits, error) {
	if base <= 0 {
		return Limits{}, fmt.Errorf("the limits of a funnel: the base is %d: nothing can be said of no one", base)
	}
	if !(target >= 0 && target <= 1) || !(spread >= 1) || math.IsInf(spread, 1) {
		return Limits{}, fmt.Errorf("the limits of a funnel: %v is no share, or %v no spread of at least 1", target, spread)
	}
	band := func(beyond float64) Band {
		low := lowestLikely(beyond, base, func(n int) float64 { return binomialUpTo(n, base, target) })
		others := lowestLikely(beyond, base, func(n int) float64 { return binomialUpTo(n, base, 1-target) })
		exact := Band{low / float64(base), 1 - others/float64(base)}
		return Band{
			Low:  max(0, target-math.Sqrt(spread)*(target-exact.Low)),
			High: min(1, target+math.Sqrt(spread)*(exact.High-target)),
		}
	}
	return Limits{band(beyondWarning), band(beyondAlarm)}, nil
}

// CountLimits returns the limits of a monthly count where mean are expected each
// month: exact Poisson ones, interpolated as those of a funnel are.
func CountLimits(mean float64) (Limits, error) {
	if !(mean > 0) || math.IsInf(mean, 1) {
		return Limits{}, fmt.Errorf("the limits of a count: %v events are no mean above 0", mean)
	}
	// So many more than expected that no band reaches there.
	top := int(mean + 50*math.Sqrt(mean) + 50)
	band := func(beyond float64) Band {
		low := lowestLikely(beyond, top, func(n int) float64 { return poissonUpTo(n, mean) })
		down := lowestLikely(beyond, top, func(n int) float64 { return 1 - poissonUpTo(top-n-1, mean) })
		return Band{low, float64(top) - down}
	}
	return Limits{band(beyondWarning), band(beyondAlarm)}, nil
}

// lowestLikely returns the place, between two whole counts up to most, at which
// the chance of so few comes to the given one; 0 where even none is likely enough.
func lowestLikely(beyond float64, most int, upTo func(n int) float64) float64 {
	n := sort.Search(most, func(n int) bool { return upTo(n) >= beyond })
	at, below := upTo(n), upTo(n-1)
	return max(0, float64(n)-(at-beyond)/(at-below))
}

// Overdispersion returns by how much units vary more than chance about their
// target, as the variance of their z values with the outermost tenth at each end
// pulled in (Spiegelhalter 2005, section 4.1), and whether that is more than
// chance explains: above 1 by two standard errors. Where it is not, there is no
// reason to widen anything, and 1 is returned.
func Overdispersion(target float64, units []Share) (spread float64, widened bool, err error) {
	if !(target > 0 && target < 1) {
		return 1, false, nil // all or none: no unit can vary
	}
	var values []float64
	for _, unit := range units {
		if err := checkProportion(unit.N, unit.Base); err != nil {
			return 0, false, fmt.Errorf("how much units vary: %w", err)
		}
		values = append(values, (float64(unit.N)/float64(unit.Base)-target)/math.Sqrt(target*(1-target)/float64(unit.Base)))
	}
	if len(values) < leastUnits {
		return 1, false, nil
	}
	slices.Sort(values)
	cut := len(values) / 10
	sum := 0.0
	for i := range values {
		held := values[min(max(i, cut), len(values)-1-cut)]
		sum += held * held
	}
	spread = sum / float64(len(values))
	if spread <= 1+2*math.Sqrt(2/float64(len(values))) {
		return 1, false, nil
	}
	return spread, true, nil
}

// leastUnits is how many units it takes to tell their spread from chance.
const leastUnits = 10

// Share is n of a base.
type Share struct{ N, Base int }

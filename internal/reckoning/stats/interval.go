package stats

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mathext"
)

// z is the 97.5 % point of the normal distribution: every interval is 95 %.
const z = 1.959963984540054

// Method names how an interval was computed.
type Method string

// The methods, as they are written in reports.
const (
	MethodWilson         Method = "wilson"
	MethodClopperPearson Method = "clopper_pearson"
	MethodNewcombe       Method = "newcombe"
	MethodLogLog         Method = "log_log" // of a share by a time
	MethodNewcombePaired Method = "newcombe_paired"
	MethodRatio          Method = "wilson_ratio"
	MethodPoisson        Method = "poisson_exact"
	MethodStudent        Method = "student_t"
)

// Interval is a 95 % interval. For one proportion Low and High are shares from
// 0 to 1; for a difference they lie from -1 to 1; for a mean, a count or a ratio
// they are in its own unit.
type Interval struct {
	Method    Method
	Low, High float64
}

// Proportion returns the interval of n among base by the named method. It
// fails where n is not between 0 and base, where base is not positive, and for
// a method that is not one of a single proportion.
func Proportion(method Method, n, base int) (Interval, error) {
	switch method {
	case MethodWilson:
		return Wilson(n, base)
	case MethodClopperPearson:
		return ClopperPearson(n, base)
	}
	return Interval{}, fmt.Errorf("an interval of a proportion: there is no method %q", method)
}

// Wilson returns the Wilson score interval, the one shown beside a percentage.
func Wilson(n, base int) (Interval, error) {
	if err := checkProportion(n, base); err != nil {
		return Interval{}, fmt.Errorf("a Wilson interval: %w", err)
	}
	share, size := float64(n)/float64(base), float64(base)
	middle := share + z*z/(2*size)
	reach := z * math.Sqrt(share*(1-share)/size+z*z/(4*size*size))
	whole := 1 + z*z/size
	interval := Interval{Method: MethodWilson, Low: (middle - reach) / whole, High: (middle + reach) / whole}
	// None and all have an exact end that the square root only approaches.
	if n == 0 {
		interval.Low = 0
	}
	if n == base {
		interval.High = 1
	}
	return interval, nil
}

// ClopperPearson returns the exact binomial interval, the one behind "at
// least" and "at most".
func ClopperPearson(n, base int) (Interval, error) {
	if err := checkProportion(n, base); err != nil {
		return Interval{}, fmt.Errorf("a Clopper–Pearson interval: %w", err)
	}
	with, without := float64(n), float64(base-n)
	interval := Interval{Method: MethodClopperPearson, Low: 0, High: 1}
	if n > 0 {
		interval.Low = mathext.InvRegIncBeta(with, without+1, 0.025)
	}
	if n < base {
		interval.High = mathext.InvRegIncBeta(with+1, without, 0.975)
	}
	return interval, nil
}

// Newcombe returns the hybrid score interval of the difference n/base minus
// otherN/otherBase, built from the two Wilson intervals (Newcombe 1998, method
// 10, without continuity correction).
func Newcombe(n, base, otherN, otherBase int) (Interval, error) {
	one, err := Wilson(n, base)
	if err != nil {
		return Interval{}, fmt.Errorf("a difference of proportions, the first: %w", err)
	}
	other, err := Wilson(otherN, otherBase)
	if err != nil {
		return Interval{}, fmt.Errorf("a difference of proportions, the second: %w", err)
	}
	share, otherShare := float64(n)/float64(base), float64(otherN)/float64(otherBase)
	difference := share - otherShare
	return Interval{
		Method: MethodNewcombe,
		Low:    difference - math.Hypot(share-one.Low, other.High-otherShare),
		High:   difference + math.Hypot(one.High-share, otherShare-other.Low),
	}, nil
}

func checkProportion(n, base int) error {
	if base <= 0 {
		return fmt.Errorf("the base is %d: nothing can be said of no one", base)
	}
	if n < 0 || n > base {
		return fmt.Errorf("%d is not between 0 and the base %d", n, base)
	}
	return nil
}

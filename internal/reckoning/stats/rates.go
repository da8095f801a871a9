package stats

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mathext"
)

// Ratio is one thing divided by another, with its 95 % interval.
type Ratio struct {
	Value    float64
	Interval Interval
}

// RelativeRate returns n of base divided by otherN of otherBase: the relative
// rate index by which disproportionality is told. Its interval is put together
// from the Wilson intervals of the two shares (Donner and Zou 2012, Statistical
// Methods in Medical Research 21: 347–359), so it holds for few people and for all
// of them too, and leaves 1 out just where Newcombe's interval of the difference
// leaves 0 out. It fails where otherN is 0: there is no ratio to none.
func RelativeRate(n, base, otherN, otherBase int) (Ratio, error) {
	for _, pair := range [][2]int{{n, base}, {otherN, otherBase}} {
		if err := checkProportion(pair[0], pair[1]); err != nil {
			return Ratio{}, fmt.Errorf("a ratio of rates: %w", err)
		}
	}
	if otherN == 0 {
		return Ratio{}, fmt.Errorf("a ratio of rates: there is no ratio to none of %d", otherBase)
	}
	one, err := Wilson(n, base)
	if err != nil {
		return Ratio{}, fmt.Errorf("a ratio of rates: %w", err)
	}
	other, err := Wilson(otherN, otherBase)
	if err != nil {
		return Ratio{}, fmt.Errorf("a ratio of rates: %w", err)
	}
	share, beside := float64(n)/float64(base), float64(otherN)/float64(otherBase)
	product := share * beside
	root := func(limit, against float64) float64 {
		return math.Sqrt(max(0, product*product-limit*(2*share-limit)*against*(2*beside-against)))
	}
	interval := Interval{Method: MethodRatio}
	if n > 0 {
		interval.Low = one.Low * (2*share - one.Low) / (product + root(one.Low, other.High))
	}
	interval.High = (product + root(one.High, other.Low)) / (other.Low * (2*beside - other.Low))
	return Ratio{share / beside, interval}, nil
}

// Poisson returns the exact interval of the mean behind a count (Garwood 1936).
func Poisson(count int) (Interval, error) {
	if count < 0 {
		return Interval{}, fmt.Errorf("a Poisson interval: %d is below zero", count)
	}
	interval := Interval{Method: MethodPoisson, High: mathext.GammaIncRegInv(float64(count+1), 0.975)}
	if count > 0 {
		interval.Low = mathext.GammaIncRegInv(float64(count), 0.025)
	}
	return interval, nil
}

// Mean is a mean with the standard deviation of its values and the 95 % interval
// by Student's t. It holds for enough people or for values spread like a bell.
type Mean struct {
	N         int
	Value     float64
	Deviation float64
	Interval  Interval
}

// MeanOf returns the mean of values. It fails on fewer than two.
func MeanOf(values []float64) (Mean, error) {
	n := len(values)
	if n < 2 {
		return Mean{}, fmt.Errorf("a mean with its interval: %d values do not tell how they vary", n)
	}
	mean := Mean{N: n}
	for _, value := range values {
		mean.Value += value / float64(n)
	}
	squares := 0.0
	for _, value := range values {
		squares += (value - mean.Value) * (value - mean.Value)
	}
	mean.Deviation = math.Sqrt(squares / float64(n-1))
	reach := studentPoint(n-1) * mean.Deviation / math.Sqrt(float64(n))
	mean.Interval = Interval{MethodStudent, mean.Value - reach, mean.Value + reach}
	return mean, nil
}

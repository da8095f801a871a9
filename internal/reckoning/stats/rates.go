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
// rate index by which disproportionality is told, with the interval of its
// logarithm (Katz and others 1978, Biometrics 34: 469–474). It fails where either
// count is 0: the ratio then has no interval, and the counts have to speak.
func RelativeRate(n, base, otherN, otherBase int) (Ratio, error) {
	for _, pair := range [][2]int{{n, base}, {otherN, otherBase}} {
		if err := checkProportion(pair[0], pair[1]); err != nil {
			return Ratio{}, fmt.Errorf("a ratio of rates: %w", err)
		}
		if pair[0] == 0 {
			return Ratio{}, fmt.Errorf("a ratio of rates: a ratio to or of none of %d has no interval", pair[1])
		}
	}
	value := float64(n) / float64(base) / (float64(otherN) / float64(otherBase))
	reach := z * math.Sqrt(1/float64(n)-1/float64(base)+1/float64(otherN)-1/float64(otherBase))
	return Ratio{value, Interval{MethodLogRatio, value * math.Exp(-reach), value * math.Exp(reach)}}, nil
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

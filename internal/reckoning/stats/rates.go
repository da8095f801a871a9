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
// rate index by which disproportionality is told, with its score interval (Koopman
// 1984, Biometrics 40: 513–517). It holds for few people too, and where all of them
// count: an interval by the logarithm shrinks to a point there. It fails where
// either count is 0: the ratio then has no value, and the counts have to speak.
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
	limit := func(beyond float64) float64 {
		within := value
		for range ratioSteps {
			ratio := math.Sqrt(within * beyond)
			if ratioScore(ratio, n, base, otherN, otherBase) > z*z {
				beyond = ratio
			} else {
				within = ratio
			}
		}
		return within
	}
	return Ratio{value, Interval{MethodScoreRatio, limit(value / farRatio), limit(value * farRatio)}}, nil
}

// A limit is looked for between the ratio and one so many times larger or smaller,
// and each step halves the logarithm of what is left.
const (
	farRatio   = 1e9
	ratioSteps = 64
)

// ratioScore returns how far counts lie from the likeliest rates that stand in a
// ratio to one another, as a chi-squared with one degree of freedom.
func ratioScore(ratio float64, n, base, otherN, otherBase int) float64 {
	all := float64(base + otherBase)
	half := ratio*float64(base+otherN) + float64(n+otherBase)
	rate := (half - math.Sqrt(max(0, half*half-4*ratio*all*float64(n+otherN)))) / (2 * all)
	apart := func(n, base int, rate float64) float64 {
		size := float64(base)
		distance := float64(n) - size*rate
		if math.Abs(distance) < 1e-9 { // all of them at a rate of 1, as likely as can be
			return 0
		}
		return distance * distance / (size * rate * (1 - rate))
	}
	return apart(n, base, rate) + apart(otherN, otherBase, rate/ratio)
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

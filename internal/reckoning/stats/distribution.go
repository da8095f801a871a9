package stats

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// binomialUpTo returns the chance of at most n events among size, each of which
// happens with the chance p.
func binomialUpTo(n, size int, p float64) float64 {
	switch {
	case n < 0:
		return 0
	case n >= size:
		return 1
	}
	return mathext.RegIncBeta(float64(size-n), float64(n+1), 1-p)
}

// poissonUpTo returns the chance of at most n events where mean are expected.
func poissonUpTo(n int, mean float64) float64 {
	if n < 0 {
		return 0
	}
	return mathext.GammaIncRegComp(float64(n+1), mean)
}

// normalBeyond returns the chance that a standard normal value lies as far from
// 0 as z does, on either side.
func normalBeyond(z float64) float64 { return math.Erfc(math.Abs(z) / math.Sqrt2) }

// chiSquaredBeyond returns the chance of a chi-squared value, of one degree of
// freedom, as large as x.
func chiSquaredBeyond(x float64) float64 { return mathext.GammaIncRegComp(0.5, x/2) }

// studentPoint returns the 97.5 % point of Student's t distribution.
func studentPoint(degrees int) float64 {
	nu := float64(degrees)
	x := mathext.InvRegIncBeta(nu/2, 0.5, 0.05)
	return math.Sqrt(nu * (1 - x) / x)
}

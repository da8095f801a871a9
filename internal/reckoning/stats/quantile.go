package stats

import (
	"fmt"
	"math"
	"slices"
)

// Quantile returns the value below which the share p of the values lies,
// interpolating between neighbours (Hyndman and Fan type 7). It fails on no
// values and on a share outside 0 to 1.
func Quantile(values []int, p float64) (float64, error) {
	if len(values) == 0 {
		return 0, fmt.Errorf("a quantile: there are no values")
	}
	if !(p >= 0 && p <= 1) {
		return 0, fmt.Errorf("a quantile: %v is not a share from 0 to 1", p)
	}
	sorted := slices.Sorted(slices.Values(values))
	place := p * float64(len(sorted)-1)
	below := int(math.Floor(place))
	above := min(below+1, len(sorted)-1)
	low, high := float64(sorted[below]), float64(sorted[above])
	return low + (place-float64(below))*(high-low), nil
}

// Median returns the middle value, or halfway between the middle two.
func Median(values []int) (float64, error) { return Quantile(values, 0.5) }

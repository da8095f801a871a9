package comparison

import "math"

// Balance says how alike both sides are in one thing: the difference of their
// means in standard deviations as they were before matching.
type Balance struct {
	What          string  `json:"what"`
	Before, After float64 `json:"-"`
}

// unlike is the standardised difference from which two sides are not alike.
const unlike = 0.1

// alike says whether both sides are near enough in every column.
func alike(all []Balance) bool {
	for _, one := range all {
		if math.Abs(one.After) >= unlike {
			return false
		}
	}
	return true
}

// spread is the mean and the standard deviation of a column on one side.
type spread struct{ mean, variance float64 }

func spreadOf(rows [][]float64, at int) spread {
	var s spread
	for _, row := range rows {
		s.mean += row[at] / float64(len(rows))
	}
	for _, row := range rows {
		s.variance += (row[at] - s.mean) * (row[at] - s.mean) / float64(len(rows))
	}
	return s
}

// standardised returns how far the means of two sides lie apart.
func standardised(one, other spread, deviation float64) float64 {
	if deviation == 0 {
		return 0
	}
	return (one.mean - other.mean) / deviation
}

func pooled(one, other spread) float64 { return math.Sqrt((one.variance + other.variance) / 2) }

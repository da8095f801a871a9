package linkage

import (
	"cmp"
	"slices"
)

// Known is a pair of which it is known whether it is one woman.
type Known struct {
	Weight float64
	Same   bool
}

// Point says how right links would be from a weight on.
type Point struct {
	Threshold                     float64
	TruePositives, FalsePositives int
	FalseNegatives                int // missed, those never compared included
	Precision, Recall, F1         float64
}

// Curve returns the points of every weight that occurs, the highest first. same is
// how many pairs of one woman there are, whether compared or not.
func Curve(pairs []Known, same int) []Point {
	sorted := slices.Clone(pairs)
	slices.SortStableFunc(sorted, func(a, b Known) int { return cmp.Compare(b.Weight, a.Weight) })
	var points []Point
	found, wrong := 0, 0
	for i, pair := range sorted {
		if pair.Same {
			found++
		} else {
			wrong++
		}
		if i+1 < len(sorted) && sorted[i+1].Weight == pair.Weight {
			continue
		}
		points = append(points, pointAt(pair.Weight, found, wrong, same-found))
	}
	return points
}

func pointAt(threshold float64, found, wrong, missed int) Point {
	p := Point{Threshold: threshold, TruePositives: found, FalsePositives: wrong, FalseNegatives: missed}
	p.Precision, p.Recall = ratio(found, found+wrong), ratio(found, found+missed)
	p.F1 = ratio(2*found, 2*found+wrong+missed)
	return p
}

func ratio(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}

// BestPoint returns the point with the highest F1, of several the one with the highest
// threshold; false where there is none.
func BestPoint(curve []Point) (Point, bool) {
	if len(curve) == 0 {
		return Point{}, false
	}
	return slices.MaxFunc(curve, func(a, b Point) int { return cmp.Or(cmp.Compare(a.F1, b.F1), cmp.Compare(a.Threshold, b.Threshold)) }), true
}

// Expected returns what the model itself expects of each threshold, where nobody
// knows which pairs are one woman: the sums of the probabilities above and below.
func Expected(weights []float64) []Forecast {
	sorted := slices.Clone(weights)
	slices.SortFunc(sorted, func(a, b float64) int { return cmp.Compare(b, a) })
	total := 0.0
	for _, weight := range sorted {
		total += Probability(weight)
	}
	var list []Forecast
	above := 0.0
	for i, weight := range sorted {
		above += Probability(weight)
		if i+1 < len(sorted) && sorted[i+1] == weight {
			continue
		}
		one := Forecast{Threshold: weight, Links: i + 1, Precision: above / float64(i+1)}
		if total > 0 {
			one.Recall = above / total
		}
		list = append(list, one)
	}
	return list
}

// Forecast is what a model expects of a threshold.
type Forecast struct {
	Threshold         float64
	Links             int
	Precision, Recall float64
}

// ForecastAt returns what a list that Expected made says of a threshold, whether or
// not a pair has exactly that weight.
func ForecastAt(list []Forecast, threshold float64) Forecast {
	at := Forecast{Threshold: threshold}
	for _, one := range list {
		if one.Threshold < threshold {
			break
		}
		at.Links, at.Precision, at.Recall = one.Links, one.Precision, one.Recall
	}
	return at
}

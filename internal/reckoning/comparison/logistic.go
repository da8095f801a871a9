package comparison

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// logit is a logistic regression: how likely somebody is one of the women of the
// service, by her columns.
type logit struct {
	weights []float64 // the first is the constant
	// held says that the answers told the sides apart completely, or said the same
	// twice, so that the weights had to be held back by a ridge.
	held bool
}

const (
	mostRounds = 60
	settled    = 1e-9
	// tellsApart is a logit at which the model is certain of a person: no finite
	// weight is then the best.
	tellsApart = 18
	ridge      = 1.0
)

// fit finds the weights by reweighted least squares. Rows do not hold the
// constant.
func fit(rows [][]float64, ours []bool) (logit, error) {
	weights, sound := reweighted(rows, ours, 0)
	if sound {
		return logit{weights: weights}, nil
	}
	if weights, sound = reweighted(rows, ours, ridge); !sound {
		return logit{}, fmt.Errorf("a propensity score: no weights were found for %d people", len(rows))
	}
	return logit{weights: weights, held: true}, nil
}

// score is the logit of a person.
func (l logit) score(row []float64) float64 {
	sum := l.weights[0]
	for i, value := range row {
		sum += l.weights[i+1] * value
	}
	return sum
}

func reweighted(rows [][]float64, ours []bool, penalty float64) ([]float64, bool) {
	size := len(rows[0]) + 1
	model := logit{weights: make([]float64, size)}
	for range mostRounds {
		information, slope := mat.NewSymDense(size, nil), mat.NewVecDense(size, nil)
		full := make([]float64, size)
		full[0] = 1
		for i, row := range rows {
			copy(full[1:], row)
			score := model.score(row)
			if penalty == 0 && math.Abs(score) > tellsApart {
				return nil, false
			}
			p := 1 / (1 + math.Exp(-score))
			rest := -p
			if ours[i] {
				rest++
			}
			for a, value := range full {
				slope.SetVec(a, slope.AtVec(a)+rest*value)
				for b := a; b < size; b++ {
					information.SetSym(a, b, information.At(a, b)+p*(1-p)*value*full[b])
				}
			}
		}
		for a := 1; a < size; a++ { // the constant is not held back
			information.SetSym(a, a, information.At(a, a)+penalty)
			slope.SetVec(a, slope.AtVec(a)-penalty*model.weights[a])
		}
		var factor mat.Cholesky
		var step mat.VecDense
		if !factor.Factorize(information) || factor.Cond() > 1e12 || factor.SolveVecTo(&step, slope) != nil {
			return nil, false
		}
		furthest := 0.0
		for a := range model.weights {
			model.weights[a] += step.AtVec(a)
			furthest = max(furthest, math.Abs(step.AtVec(a)))
		}
		if math.IsNaN(furthest) {
			return nil, false
		}
		if furthest < settled {
			return model.weights, true
		}
	}
	return nil, false
}

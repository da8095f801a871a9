package linkage

import (
	"math"
	"testing"
)

func TestAssumedFrequenciesAddUp(t *testing.T) {
	model := AssumedPolice(175)
	if !model.Trained() || math.Abs(model.Prior-0.2/175) > 1e-12 || AssumedPolice(0).Prior != 0.2 {
		t.Errorf("prior %v", model.Prior)
	}
	for _, comparison := range model.Comparisons {
		m, u := 0.0, 0.0
		for _, level := range comparison.Levels {
			m, u = m+level.M, u+level.U
		}
		if math.Abs(m-1) > 1e-9 || math.Abs(u-1) > 1e-9 {
			t.Errorf("%s: %v of one woman, %v of two", comparison.Name, m, u)
		}
	}
	if Police().Trained() {
		t.Error("the model that is to be trained is trained")
	}
}

func TestAModelSaysWhichColumnItMisses(t *testing.T) {
	for _, model := range []*Model{Police(), AssumedPolice(3)} {
		if err := model.Knows(PoliceColumns); err != nil {
			t.Error(err)
		}
		if err := model.Knows(PoliceColumns[:3]); err == nil {
			t.Error("a postcode is compared that is not there")
		}
	}
}

func TestAForecastBetweenTwoWeights(t *testing.T) {
	list := []Forecast{{9, 2, 0.99, 0.5}, {4, 3, 0.9, 0.8}, {-1, 5, 0.6, 1}}
	for threshold, want := range map[float64]Forecast{
		10: {Threshold: 10}, 9: {9, 2, 0.99, 0.5}, 5: {5, 2, 0.99, 0.5}, 4: {4, 3, 0.9, 0.8}, -3: {-3, 5, 0.6, 1},
	} {
		if got := ForecastAt(list, threshold); got != want {
			t.Errorf("from %v on %+v, want %+v", threshold, got, want)
		}
	}
}

package comparison

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// The O-rings of 23 launches by temperature, in Fahrenheit: Dalal, Fowlkes and
// Hoadley 1989, Journal of the American Statistical Association 84: 945–957;
// 15.043 − 0.2322 for each degree.
func TestTheScoreIsThatOfThePublishedExample(t *testing.T) {
	temperature := []float64{66, 70, 69, 68, 67, 72, 73, 70, 57, 63, 70, 78, 67, 53, 67, 75, 70, 81, 76, 79, 75, 76, 58}
	failed := map[int]bool{1: true, 8: true, 9: true, 10: true, 13: true, 20: true, 22: true}
	var rows [][]float64
	var ours []bool
	for i, degrees := range temperature {
		rows, ours = append(rows, []float64{degrees}), append(ours, failed[i])
	}
	got, err := fit(rows, ours)
	if err != nil || got.held {
		t.Fatal(got, err)
	}
	if math.Abs(got.weights[0]-15.0429) > 5e-4 || math.Abs(got.weights[1]+0.23216) > 5e-5 {
		t.Errorf("weights %v, want 15.0429 and −0.2322", got.weights)
	}
}

// Worked by hand: of one answer the weights are the logarithms of the odds, here
// 30 of 40 without it and 20 of 60 with it.
func TestTheScoreOfOneAnswerIsItsLogOdds(t *testing.T) {
	var rows [][]float64
	var ours []bool
	for i := range 100 {
		answer, in := 0.0, i < 30
		if i >= 40 {
			answer, in = 1, i < 60
		}
		rows, ours = append(rows, []float64{answer}), append(ours, in)
	}
	got, err := fit(rows, ours)
	if err != nil || math.Abs(got.weights[0]-math.Log(3)) > 1e-8 || math.Abs(got.weights[1]-math.Log(0.5/3)) > 1e-8 {
		t.Errorf("weights %v, %v, want log 3 and log 1/6", got.weights, err)
	}
}

func TestTheScoreIsHeldBackWhereAnswersTellTheSidesApart(t *testing.T) {
	for what, row := range map[string]func(i int) []float64{
		"one answer is all of one side": func(i int) []float64 { return []float64{float64(i / 10)} },
		"one answer says another again": func(i int) []float64 { return []float64{float64(i % 2), float64(i % 2)} },
	} {
		var rows [][]float64
		var ours []bool
		for i := range 20 {
			rows, ours = append(rows, row(i)), append(ours, i >= 10)
		}
		got, err := fit(rows, ours)
		if err != nil || !got.held || math.Abs(got.score(rows[0])) > tellsApart {
			t.Errorf("%s: %+v, %v", what, got, err)
		}
	}
	if got, err := fit([][]float64{{math.NaN()}, {1}}, []bool{true, false}); err == nil {
		t.Errorf("what is no number has the weights %v", got.weights)
	}
}

// slowly does what nearest does by looking at everybody each time.
func slowly(ours, others []float64, k int, calliper float64) [][]int {
	turns := make([]int, len(ours))
	for i := range turns {
		turns[i] = i
	}
	slices.SortStableFunc(turns, func(a, b int) int {
		switch {
		case ours[a] < ours[b]:
			return -1
		case ours[a] > ours[b]:
			return 1
		}
		return 0
	})
	slices.Reverse(turns)
	taken := map[int]bool{}
	matched := make([][]int, len(ours))
	for _, turn := range turns {
		var within []int
		for place, score := range others {
			if !taken[place] && math.Abs(score-ours[turn]) <= calliper {
				within = append(within, place)
			}
		}
		slices.SortStableFunc(within, func(a, b int) int {
			gap := math.Abs(others[a]-ours[turn]) - math.Abs(others[b]-ours[turn])
			switch {
			case gap < 0:
				return -1
			case gap > 0:
				return 1
			}
			return 0
		})
		if len(within) < k {
			continue
		}
		for _, place := range within[:k] {
			taken[place] = true
			matched[turn] = append(matched[turn], place)
		}
	}
	return matched
}

func TestTheNearestAreMatchedAndNoneTwice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		// All scores differ, also in how far they lie apart, so that no tie hides.
		chance := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 7))
		draw := func(n int) []float64 {
			scores := make([]float64, n)
			for i := range scores {
				scores[i] = chance.NormFloat64()
			}
			return scores
		}
		ours, others := draw(rapid.IntRange(0, 40).Draw(t, "ours")), draw(rapid.IntRange(0, 80).Draw(t, "others"))
		k, calliper := rapid.IntRange(1, 3).Draw(t, "k"), float64(rapid.IntRange(0, 20).Draw(t, "calliper"))/20
		got := nearest(ours, others, k, calliper)
		want := slowly(ours, others, k, calliper)
		seen := map[int]bool{}
		for i := range ours {
			if !slices.Equal(got[i], want[i]) {
				t.Fatalf("woman %d is matched to %v, want %v", i, got[i], want[i])
			}
			for _, place := range got[i] {
				if seen[place] || math.Abs(others[place]-ours[i]) > calliper {
					t.Fatalf("woman %d, score %v, is matched to %v, score %v, taken before: %v", i, ours[i], place, others[place], seen[place])
				}
				seen[place] = true
			}
		}
	})
}

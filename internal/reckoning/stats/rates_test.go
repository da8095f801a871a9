package stats

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// Heart attacks on placebo and aspirin: Agresti 2002, Categorical Data Analysis,
// section 3.1.3: 1.82, 1.43 to 2.31.
func TestRatiosAsPublished(t *testing.T) {
	got, err := RelativeRate(189, 11034, 104, 11037)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "the ratio", got.Value, 1.818, 5e-4)
	near(t, "low", got.Interval.Low, 1.43, 5e-3)
	near(t, "high", got.Interval.High, 2.31, 1e-2)
	if none, err := RelativeRate(0, 5, 3, 5); err != nil || none.Value != 0 || none.Interval.Low != 0 || none.Interval.High <= 0 {
		t.Errorf("none of five: %+v, %v", none, err)
	}
	for _, wrong := range [][4]int{{1, 5, 0, 5}, {6, 5, 1, 5}, {1, 5, 1, 0}} {
		if _, err := RelativeRate(wrong[0], wrong[1], wrong[2], wrong[3]); err == nil {
			t.Errorf("%v has a ratio", wrong)
		}
	}
}

// The tables of exact Poisson intervals: 0 up to 3.69, 10 from 4.80 to 18.39.
func TestPoissonIntervalsAsInTheTables(t *testing.T) {
	for count, want := range map[int][2]float64{0: {0, 3.6889}, 1: {0.0253, 5.5716}, 10: {4.7954, 18.3904}, 100: {81.3639, 121.6271}} {
		got, err := Poisson(count)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "low", got.Low, want[0], 5e-4)
		near(t, "high", got.High, want[1], 5e-4)
	}
	if _, err := Poisson(-1); err == nil {
		t.Error("-1 has an interval")
	}
}

// Hours of sleep gained on a second drug over a first, ten people: Student 1908;
// 1.58, 0.70 to 2.46.
func TestMeansAsPublished(t *testing.T) {
	got, err := MeanOf([]float64{1.2, 2.4, 1.3, 1.3, 0, 1.0, 1.8, 0.8, 4.6, 1.4})
	if err != nil || got.N != 10 {
		t.Fatal(got, err)
	}
	near(t, "the mean", got.Value, 1.58, 1e-9)
	near(t, "low", got.Interval.Low, 0.7001142, 1e-6)
	near(t, "high", got.Interval.High, 2.4598858, 1e-6)
	if _, err := MeanOf([]float64{3}); err == nil {
		t.Error("one value tells how values vary")
	}
}

// Remission on 6-mercaptopurine against placebo, Freireich and others 1963: 9
// relapses where 19.25 were expected, 21 where 10.75 were, chi-squared 16.79.
func TestLogRankAsInTheTextbooks(t *testing.T) {
	var placebo []Life
	for _, week := range []int{1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23} {
		placebo = append(placebo, Life{week, true})
	}
	got, err := LogRank(remission(), placebo)
	if err != nil || got.Observed != [2]float64{9, 21} {
		t.Fatal(got, err)
	}
	near(t, "expected on the drug", got.Expected[0], 19.25, 5e-3)
	near(t, "expected on placebo", got.Expected[1], 10.75, 5e-3)
	near(t, "chi-squared", got.ChiSquared, 16.79, 5e-3)
	near(t, "the chance", got.P, 4.17e-5, 5e-7)

	early := []Life{{1, true}, {2, false}}
	late := []Life{{1, false}, {9, true}}
	one, err := LogRank(early, late)
	if err != nil || one.Observed != [2]float64{1, 1} || math.Abs(one.Expected[0]-0.5) > 1e-12 {
		t.Errorf("events after one group ended are that group's own: %+v, %v", one, err)
	}
	for _, wrong := range [][2][]Life{{nil, placebo}, {placebo, nil}, {{{-1, true}}, placebo}, {{{1, false}}, {{2, true}}}} {
		if got, err := LogRank(wrong[0], wrong[1]); err == nil {
			t.Errorf("%v compared as %v", wrong, got)
		}
	}
}

// Of many samples drawn from a known share, about 95 % of the intervals hold it:
// Clopper and Pearson's never fewer, Wilson's and Newcombe's on average.
func TestIntervalsHoldTheTruthAsOftenAsTheySay(t *testing.T) {
	samples := 4000
	if testing.Short() {
		samples = 400
	}
	noise := 4 * math.Sqrt(0.95*0.05/float64(samples))
	chance := rand.New(rand.NewPCG(1980, 2021))
	draw := func(size int, p float64) int {
		n := 0
		for range size {
			if chance.Float64() < p {
				n++
			}
		}
		return n
	}
	held := map[Method]float64{}
	cells := 0.0
	for _, size := range []int{12, 35, 142, 300} {
		for _, p := range []float64{0.03, 0.17, 0.5, 0.92} {
			counts := map[Method]int{}
			for range samples {
				n, other := draw(size, p), draw(size, 0.4)
				for _, method := range []Method{MethodWilson, MethodClopperPearson} {
					if got, err := Proportion(method, n, size); err == nil && got.Low <= p && p <= got.High {
						counts[method]++
					}
				}
				if got, err := Newcombe(n, size, other, size); err == nil && got.Low <= p-0.4 && p-0.4 <= got.High {
					counts[MethodNewcombe]++
				}
			}
			for method, count := range counts {
				held[method] += float64(count) / float64(samples)
			}
			cells++
			exact := float64(counts[MethodClopperPearson]) / float64(samples)
			if exact < 0.95-noise {
				t.Errorf("Clopper–Pearson of %d about %v holds %.3f", size, p, exact)
			}
			if least := min(counts[MethodWilson], counts[MethodNewcombe]); float64(least)/float64(samples) < 0.90 {
				t.Errorf("Wilson or Newcombe of %d about %v holds %d of %d", size, p, least, samples)
			}
		}
	}
	for method, sum := range held {
		if mean := sum / cells; mean < 0.945 || mean > 0.985 {
			t.Errorf("%s holds %.4f of the time on average", method, mean)
		}
	}
}

// All of nine beside nine in ten of many is no finding: the ratio leaves 1 out just
// where the difference leaves 0 out.
func TestARatioAgreesWithTheDifference(t *testing.T) {
	few, err := RelativeRate(9, 9, 151, 166)
	if err != nil || few.Interval.Low > 1 || few.Interval.High < 1 {
		t.Errorf("nine of nine: %+v, %v", few, err)
	}
	rapid.Check(t, func(t *rapid.T) {
		base, otherBase := rapid.IntRange(1, 60).Draw(t, "base"), rapid.IntRange(1, 60).Draw(t, "other base")
		n, otherN := rapid.IntRange(0, base).Draw(t, "n"), rapid.IntRange(1, otherBase).Draw(t, "other n")
		ratio, err := RelativeRate(n, base, otherN, otherBase)
		if err != nil {
			t.Fatal(err)
		}
		difference, err := Newcombe(n, base, otherN, otherBase)
		if err != nil {
			t.Fatal(err)
		}
		const near = 1e-9
		if (ratio.Interval.Low > 1+near) != (difference.Low > near) || (ratio.Interval.High < 1-near) != (difference.High < -near) {
			t.Fatalf("%d of %d to %d of %d: the ratio %+v, the difference %+v", n, base, otherN, otherBase, ratio, difference)
		}
		if ratio.Interval.Low > ratio.Value || ratio.Interval.High < ratio.Value {
			t.Fatalf("%d of %d to %d of %d: %+v", n, base, otherN, otherBase, ratio)
		}
	})
}

package stats

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// Airway response before and after a transplant, 21 children: Fagerland, Lydersen
// and Laake 2013, BMC Medical Research Methodology 13: 91 (exact 0.070, mid-P
// 0.039), and 2014, Statistics in Medicine 33: 2850–2875 (Newcombe −0.507 to
// −0.026 for first less last).
func TestPairedProportionsAsPublished(t *testing.T) {
	airway := Pairs{YesYes: 1, YesNo: 1, NoYes: 7, NoNo: 12}
	got, err := McNemar(airway)
	if err != nil || got.Changed != 8 {
		t.Fatal(got, err)
	}
	near(t, "the exact chance", got.Exact, 0.0703, 5e-5)
	near(t, "the mid-P chance", got.MidP, 0.0391, 5e-5)
	interval, err := NewcombePaired(airway)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "low", interval.Low, 0.026, 5e-4)
	near(t, "high", interval.High, 0.507, 5e-4)

	// Nobody changed, or as many each way: nothing is found.
	for _, even := range []Pairs{{YesYes: 3, NoNo: 4}, {YesNo: 5, NoYes: 5}} {
		if got, err := McNemar(even); err != nil || got.Exact != 1 || math.Abs(got.MidP-1) > 0.25 {
			t.Errorf("%v: %v, %v", even, got, err)
		}
	}
	for _, wrong := range []Pairs{{}, {YesYes: -1, NoNo: 3}} {
		if _, err := McNemar(wrong); err == nil {
			t.Errorf("%v was tested", wrong)
		}
		if _, err := NewcombePaired(wrong); err == nil {
			t.Errorf("%v has an interval", wrong)
		}
	}
}

func TestAnyPairedIntervalHoldsItsDifference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		count := rapid.IntRange(0, 60)
		pairs := Pairs{count.Draw(t, "yes yes"), count.Draw(t, "yes no"), count.Draw(t, "no yes"), 1 + count.Draw(t, "no no")}
		got, err := NewcombePaired(pairs)
		if err != nil {
			t.Fatal(err)
		}
		difference := float64(pairs.NoYes-pairs.YesNo) / float64(pairs.N())
		if got.Low > difference+1e-12 || got.High < difference-1e-12 || got.Low < -1-1e-12 || got.High > 1+1e-12 {
			t.Fatalf("%v differ by %v, which is not in %v", pairs, difference, got)
		}
		back, err := NewcombePaired(Pairs{pairs.YesYes, pairs.NoYes, pairs.YesNo, pairs.NoNo})
		if err != nil || math.Abs(back.Low+got.High) > 1e-9 {
			t.Fatalf("first and last changed over: %v against %v, %v", back, got, err)
		}
	})
}

func TestSignedRanksAsPublished(t *testing.T) {
	tests := []struct {
		about   string
		changes []int
		sum, p  float64
	}{
		// Hamilton depression scores of nine patients before and after a
		// tranquilliser, in thousandths: Hollander and Wolfe 1973, p. 29.
		{"Hollander and Wolfe", []int{952, -147, 1022, 430, 620, 590, 490, -80, 10}, 40, 0.0390625},
		// The tables of critical values: n 6 with 0, n 8 with 3, n 10 with 8.
		{"all six up", []int{1, 2, 3, 4, 5, 6}, 21, 2.0 / 64},
		{"eight, ranks one and two down", []int{-1, -2, 3, 4, 5, 6, 7, 8}, 33, 0.0390625},
		{"ten, a rank of eight down", []int{1, 2, 3, 4, 5, 6, 7, -8, 9, 10}, 47, 0.048828125},
		// Four steps of the same size are all ranked 2.5: one of sixteen patterns each way.
		{"four alike, all up", []int{1, 1, 1, 1, 0, 0}, 10, 0.125},
	}
	for _, test := range tests {
		got, err := Wilcoxon(test.changes)
		if err != nil || !got.Exact {
			t.Fatalf("%s: %v, %v", test.about, got, err)
		}
		near(t, test.about+", the sum", got.Sum, test.sum, 1e-12)
		near(t, test.about+", the chance", got.P, test.p, 1e-9)
	}
	if _, err := Wilcoxon([]int{0, 0}); err == nil {
		t.Error("nobody moved, and yet it was tested")
	}
}

// With many people the normal distribution stands in, and is near the exact one.
func TestManySignedRanksComeNearTheExactOnes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		changes := rapid.SliceOfN(rapid.IntRange(-4, 4).Filter(func(n int) bool { return n != 0 }), 40, mostExact).Draw(t, "changes")
		exact, err := Wilcoxon(changes)
		if err != nil {
			t.Fatal(err)
		}
		mirrored := make([]int, len(changes))
		for i, change := range changes {
			mirrored[i] = -change
		}
		if other, _ := Wilcoxon(mirrored); math.Abs(other.P-exact.P) > 1e-9 {
			t.Fatalf("up and down changed over: %v against %v", other.P, exact.P)
		}
		normal := approximately(changes)
		if math.Abs(normal-exact.P) > 0.03 {
			t.Fatalf("%v by the normal distribution, %v exactly", normal, exact.P)
		}
	})
	many := make([]int, mostExact+1)
	for i := range many {
		many[i] = 1 + i%3
	}
	if got, err := Wilcoxon(many); err != nil || got.Exact || got.P > 1e-6 || got.Up != len(many) {
		t.Errorf("everybody moved up: %+v, %v", got, err)
	}
}

// approximately asks for the normal distribution of few changes.
func approximately(changes []int) float64 {
	all := append([]int(nil), changes...)
	n := len(all)
	sum, variance := 0.0, 0.0
	for _, change := range all {
		below, same := 0, 0
		for _, other := range all {
			switch {
			case size(other) < size(change):
				below++
			case size(other) == size(change):
				same++
			}
		}
		rank := float64(below) + float64(same+1)/2
		variance += rank * rank / 4
		if change > 0 {
			sum += rank
		}
	}
	off := math.Abs(sum - float64(n*(n+1))/4)
	return normalBeyond(max(0, off-0.5) / math.Sqrt(variance))
}

// The worked example of Jacobson and Truax 1991: 47.5 to 32.5, deviation 7.5,
// reliability 0.80, index −3.16.
func TestReliableChangeAsPublished(t *testing.T) {
	index, err := ReliableChange(47.5, 32.5, 7.5, 0.80)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "the index", index, -3.16, 5e-3)
	if !Reliably(index) || Reliably(1.9) {
		t.Error("reliable is beyond 1.96 either way")
	}
	for _, wrong := range [][2]float64{{0, 0.8}, {7.5, 1}, {7.5, -0.1}, {math.NaN(), 0.8}} {
		if _, err := ReliableChange(1, 2, wrong[0], wrong[1]); err == nil {
			t.Errorf("a deviation of %v and a reliability of %v gave an index", wrong[0], wrong[1])
		}
	}
}

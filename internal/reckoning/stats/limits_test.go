package stats

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func near(t *testing.T, what string, got, want, within float64) {
	t.Helper()
	if math.Abs(got-want) > within {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

// Worked by hand from the binomial table of ten tosses of a coin: at most 1 head
// has the chance 0.010742 and at most 2 0.054688, so the lower 2.5 % limit is
// 2 − (0.054688 − 0.025)/0.043945 heads; and from the Poisson table of mean 4: at
// most 0 and 1 0.018316 and 0.091578, at least 8 and 9 0.051134 and 0.021363.
func TestLimitsWorkedByHand(t *testing.T) {
	tosses, err := FunnelLimits(0.5, 10, 1)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "the lower limit of ten tosses", tosses.Warning.Low, 0.132444, 1e-6)
	near(t, "the upper limit of ten tosses", tosses.Warning.High, 0.867556, 1e-6)
	near(t, "the lower alarm of ten tosses", tosses.Alarm.Low, (1-(0.010742-0.001)/0.009766)/10, 1e-5)
	months, err := CountLimits(4)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "the fewest of a month", months.Warning.Low, 1-(0.091578-0.025)/0.073263, 1e-4)
	near(t, "the most of a month", months.Warning.High, 8+(0.051134-0.025)/0.029771, 1e-4)
	few, err := FunnelLimits(0.5, 3, 1)
	if err != nil || few.Alarm != (Band{0, 1}) {
		t.Errorf("three tosses can be told from chance: %v, %v", few, err)
	}
}

func TestLimitsOfNothingAreRefused(t *testing.T) {
	for _, ask := range []struct {
		target float64
		base   int
		spread float64
	}{{0.5, 0, 1}, {-0.1, 5, 1}, {1.1, 5, 1}, {0.5, 5, 0.5}, {math.NaN(), 5, 1}, {0.5, 5, math.Inf(1)}} {
		if got, err := FunnelLimits(ask.target, ask.base, ask.spread); err == nil {
			t.Errorf("%v has the limits %v", ask, got)
		}
	}
	for _, mean := range []float64{0, -1, math.NaN(), math.Inf(1)} {
		if got, err := CountLimits(mean); err == nil {
			t.Errorf("a mean of %v has the limits %v", mean, got)
		}
	}
	if _, _, err := Overdispersion(0.5, []Share{{3, 2}}); err == nil {
		t.Error("3 of 2 vary")
	}
}

// What the limits promise: a count is outside exactly where it, or one further
// out, is less likely than the limit says.
func TestACountIsOutsideWhereItIsUnlikely(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := rapid.IntRange(1, 400).Draw(t, "base")
		target := float64(rapid.IntRange(1, 99).Draw(t, "target")) / 100
		n := rapid.IntRange(0, base).Draw(t, "n")
		limits, err := FunnelLimits(target, base, 1)
		if err != nil {
			t.Fatal(err)
		}
		fewer, more := binomialUpTo(n, base, target), binomialUpTo(base-n, base, 1-target)
		for _, band := range []struct {
			Band
			beyond float64
		}{{limits.Warning, beyondWarning}, {limits.Alarm, beyondAlarm}} {
			share := float64(n) / float64(base)
			if math.Abs(fewer-band.beyond) < 1e-9 || math.Abs(more-band.beyond) < 1e-9 {
				continue
			}
			// A count on the limit itself may fall either way by a hair.
			if math.Abs(share-band.Low) < 1e-12 || math.Abs(share-band.High) < 1e-12 {
				continue
			}
			if unlikely := fewer < band.beyond || more < band.beyond; unlikely == band.Holds(share) {
				t.Fatalf("%d of %d about %v: chances %v and %v, limits %v", n, base, target, fewer, more, band)
			}
		}
	})
}

func TestAMonthIsOutsideWhereItIsUnlikely(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		mean := float64(rapid.IntRange(1, 20000).Draw(t, "mean")) / 100
		n := rapid.IntRange(0, 500).Draw(t, "n")
		limits, err := CountLimits(mean)
		if err != nil {
			t.Fatal(err)
		}
		fewer, more := poissonUpTo(n, mean), 1-poissonUpTo(n-1, mean)
		if math.Abs(fewer-beyondWarning) < 1e-9 || math.Abs(more-beyondWarning) < 1e-9 {
			return
		}
		if unlikely := fewer < beyondWarning || more < beyondWarning; unlikely == limits.Warning.Holds(float64(n)) {
			t.Fatalf("%d about %v: chances %v and %v, limits %v", n, mean, fewer, more, limits.Warning)
		}
	})
}

func TestUnitsThatVaryMoreThanChanceWidenTheLimits(t *testing.T) {
	units := func(n ...int) []Share {
		var all []Share
		for _, n := range n {
			all = append(all, Share{n, 100})
		}
		return all
	}
	tests := []struct {
		about   string
		target  float64
		units   []Share
		spread  float64
		widened bool
	}{
		// Each lies four standard errors of 0.05 away.
		{"ten far from the target", 0.5, units(70, 30, 70, 30, 70, 30, 70, 30, 70, 30), 16, true},
		{"the outermost at each end is pulled in", 0.5, units(100, 30, 70, 30, 70, 30, 70, 30, 70, 0), 16, true},
		{"ten on the target", 0.5, units(50, 50, 50, 50, 50, 50, 50, 50, 50, 50), 1, false},
		{"ten as far as chance takes them", 0.5, units(55, 45, 55, 45, 55, 45, 55, 45, 55, 45), 1, false},
		{"too few to tell", 0.5, units(70, 30, 70, 30), 1, false},
		{"nobody can differ", 0, units(0, 0, 0, 0, 0, 0, 0, 0, 0, 0), 1, false},
	}
	for _, test := range tests {
		spread, widened, err := Overdispersion(test.target, test.units)
		if err != nil || math.Abs(spread-test.spread) > 1e-9 || widened != test.widened {
			t.Errorf("%s: %v, %v, %v", test.about, spread, widened, err)
		}
	}
	exact, _ := FunnelLimits(0.5, 100, 1)
	wide, err := FunnelLimits(0.5, 100, 4)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "four times the variance, twice the room", wide.Warning.High-0.5, 2*(exact.Warning.High-0.5), 1e-12)
	if all, _ := FunnelLimits(0.9, 10, 25); all.Alarm != (Band{0, 1}) {
		t.Errorf("limits leave 0 to 1: %v", all)
	}
}

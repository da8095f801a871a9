package stats

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Remission in weeks on 6-mercaptopurine, Freireich and others 1963; survival,
// Greenwood errors and log–log intervals as the textbooks print them.
func remission() []Life {
	var lives []Life
	for _, week := range []int{6, 6, 6, 7, 10, 13, 16, 22, 23} {
		lives = append(lives, Life{week, true})
	}
	for _, week := range []int{6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35} {
		lives = append(lives, Life{week, false})
	}
	return lives
}

func TestSurvivalAsInTheTextbooks(t *testing.T) {
	curve, err := KaplanMeier(remission())
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		at, atRisk, events             int
		survival, greenwood, low, high float64
	}{
		{6, 21, 3, 0.8571, 0.0764, 0.6197, 0.9516},
		{7, 17, 4, 0.8067, 0.0869, 0.5631, 0.9228},
		{10, 15, 5, 0.7529, 0.0963, 0.5032, 0.8894},
		{13, 12, 6, 0.6902, 0.1068, 0.4316, 0.8491},
		{16, 11, 7, 0.6275, 0.1141, 0.3675, 0.8049},
		{22, 7, 8, 0.5378, 0.1282, 0.2678, 0.7468},
		{23, 6, 9, 0.4482, 0.1346, 0.1881, 0.6801},
		{24, 5, 9, 0.4482, 0.1346, 0.1881, 0.6801},
		{3, 21, 0, 1, 0, 1, 1},
	}
	near := func(got, want float64) bool { return math.Abs(got-want) < 6e-5 }
	for _, test := range tests {
		got := curve.At(test.at)
		if got.AtRisk != test.atRisk || got.EventsSoFar != test.events ||
			!near(got.Survival, test.survival) || !near(got.StandardError, test.greenwood) ||
			!near(got.Low, test.low) || !near(got.High, test.high) {
			t.Errorf("at %d: %+v, want %+v", test.at, got, test)
		}
	}
	if median, reached := curve.Median(); !reached || median != 23 {
		t.Errorf("median %d, %v, want 23", median, reached)
	}
	if quarter, reached := curve.Quantile(0.25); !reached || quarter != 13 {
		t.Errorf("a quarter by %d, %v, want 13", quarter, reached)
	}
	if _, reached := curve.Quantile(0.9); reached {
		t.Error("nine in ten never had the event, yet a day is given")
	}
}

func TestEveryoneHavingTheEventLeavesNoOne(t *testing.T) {
	curve, err := KaplanMeier([]Life{{5, true}, {9, true}})
	if err != nil {
		t.Fatal(err)
	}
	if end := curve.At(9); end.Survival != 0 || end.Low != 0 || end.High != 0 {
		t.Errorf("at the end %+v", end)
	}
	if median, reached := curve.Median(); !reached || median != 5 {
		t.Errorf("median %d, %v, want 5", median, reached)
	}
}

func TestSurvivalNeedsSomeoneAndAStart(t *testing.T) {
	for _, lives := range [][]Life{nil, {{-1, true}}} {
		if _, err := KaplanMeier(lives); err == nil {
			t.Errorf("%v gave a curve", lives)
		}
	}
}

func TestSurvivalNeverRisesAndEqualsTheShareWithoutCensoring(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		days := rapid.SliceOfN(rapid.IntRange(0, 40), 1, 60).Draw(t, "days")
		lives := make([]Life, len(days))
		for i, day := range days {
			lives[i] = Life{day, true}
		}
		curve, err := KaplanMeier(lives)
		if err != nil {
			t.Fatal(err)
		}
		before := 1.0
		for _, step := range curve.Steps() {
			later := 0
			for _, day := range days {
				if day > step.Days {
					later++
				}
			}
			if math.Abs(step.Survival-float64(later)/float64(len(days))) > 1e-9 || step.Survival > before {
				t.Fatalf("%+v, want %d of %d", step, later, len(days))
			}
			before = step.Survival
		}
	})
}

// However the lives are handed over, the curve is the same.
func TestLivesCountedByDayGiveTheSameCurve(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lives := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Life {
			return Life{rapid.IntRange(0, 40).Draw(t, "days"), rapid.Bool().Draw(t, "event")}
		}), 1, 60).Draw(t, "lives")
		byDay := make([]Ends, 41)
		for _, life := range lives {
			if life.Event {
				byDay[life.Days].Events++
			} else {
				byDay[life.Days].Censored++
			}
		}
		one, err := KaplanMeier(lives)
		other, otherErr := KaplanMeierByDay(byDay)
		if err != nil || otherErr != nil || !slices.Equal(one.Steps(), other.Steps()) || one.Size() != other.Size() {
			t.Fatalf("%+v, %v; %+v, %v", one, err, other, otherErr)
		}
	})
}

func TestLivesCountedByDayNeedSomeone(t *testing.T) {
	for _, days := range [][]Ends{nil, {{}, {}}, {{Events: 2, Censored: -1}}} {
		if _, err := KaplanMeierByDay(days); err == nil {
			t.Errorf("%v gave a curve", days)
		}
	}
}

func TestQuantiles(t *testing.T) {
	tests := []struct {
		values []int
		p      float64
		want   float64
	}{
		{[]int{3, 1, 2}, 0.5, 2},
		{[]int{4, 1, 3, 2}, 0.5, 2.5},
		{[]int{1, 2, 3, 4}, 0.25, 1.75},
		{[]int{7}, 0.9, 7},
		{[]int{1, 9}, 1, 9},
	}
	for _, test := range tests {
		if got, err := Quantile(test.values, test.p); err != nil || got != test.want {
			t.Errorf("Quantile(%v, %v) = %v, %v, want %v", test.values, test.p, got, err, test.want)
		}
	}
	if _, err := Median(nil); err == nil {
		t.Error("no values have a median")
	}
	if _, err := Quantile([]int{1}, math.NaN()); err == nil {
		t.Error("a share that is no number was taken")
	}
}

package stats

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestIntervalsOfTheReportedProportions(t *testing.T) {
	tests := []struct {
		n, base           int
		wilsonLow, wilson float64
		exactLow, exact   float64
	}{
		{160, 175, 86.34, 94.74, 86.26, 95.12},
		{131, 142, 86.66, 95.62, 86.56, 96.07},
		{29, 33, 72.67, 95.18, 71.80, 96.60},
		{127, 131, 92.41, 98.81, 92.37, 99.16},
		{127, 142, 83.30, 93.49, 83.18, 93.97},
		{107, 160, 59.26, 73.70, 59.01, 74.10},
		{104, 160, 57.34, 71.96, 57.07, 72.36},
		{80, 160, 42.34, 57.66, 42.00, 58.00},
		{91, 160, 49.13, 64.30, 48.82, 64.67},
		{99, 160, 54.15, 69.04, 53.87, 69.43},
		{48, 160, 23.44, 37.50, 23.02, 37.74},
		{39, 131, 22.61, 38.09, 22.10, 38.38},
		{66, 160, 33.91, 49.00, 33.54, 49.29},
		{31, 44, 55.78, 81.84, 54.80, 83.24},
		{22, 35, 46.34, 76.83, 44.92, 78.53},
		{7, 35, 10.04, 35.89, 8.44, 36.94},
		{35, 35, 90.11, 100, 90.00, 100},
		{33, 37, 75.29, 95.71, 74.58, 96.97},
		{22, 25, 70.04, 95.83, 68.78, 97.45},
		{31, 31, 88.97, 100, 88.78, 100},
		{54, 57, 85.63, 98.19, 85.38, 98.90},
		{53, 57, 83.30, 97.24, 83.00, 98.05},
		{12, 12, 75.75, 100, 73.54, 100},
		{9, 9, 70.09, 100, 66.37, 100},
		{4, 4, 51.01, 100, 39.76, 100},
		{8, 12, 39.06, 86.19, 34.89, 90.08},
		{1, 12, 1.49, 35.39, 0.21, 38.48},
		{2, 12, 4.70, 44.80, 2.09, 48.41},
		{8, 142, 2.88, 10.72, 2.46, 10.80},
		{6, 142, 1.95, 8.91, 1.57, 8.97},
		{4, 142, 1.10, 7.02, 0.77, 7.06},
		{24, 142, 11.63, 23.92, 11.14, 24.10},
		{14, 142, 5.96, 15.87, 5.50, 15.99},
		{10, 142, 3.87, 12.48, 3.43, 12.57},
		{61, 2043, 2.33, 3.82, 2.29, 3.82},
		{10, 131, 4.20, 13.48, 3.72, 13.59},
		{10, 127, 4.33, 13.89, 3.84, 14.00},
		{10, 128, 4.30, 13.78, 3.81, 13.90},
		{9, 12, 46.77, 91.11, 42.81, 94.51},
		{98, 135, 64.52, 79.41, 64.25, 79.91},
		{2, 98, 0.56, 7.14, 0.25, 7.18},
		{27, 36, 58.93, 86.25, 57.80, 87.88},
		{33, 33, 89.57, 100, 89.42, 100},
		{64, 126, 42.17, 59.37, 41.74, 59.81},
		{57, 112, 41.76, 59.97, 41.27, 60.46},
		{22, 51, 30.50, 56.73, 29.35, 57.75},
	}
	for _, test := range tests {
		for _, want := range []Interval{
			{MethodWilson, test.wilsonLow, test.wilson},
			{MethodClopperPearson, test.exactLow, test.exact},
		} {
			got, err := Proportion(want.Method, test.n, test.base)
			if err != nil {
				t.Fatalf("%d of %d: %v", test.n, test.base, err)
			}
			have := fmt.Sprintf("%.2f–%.2f", 100*got.Low, 100*got.High)
			if should := fmt.Sprintf("%.2f–%.2f", want.Low, want.High); have != should {
				t.Errorf("%s of %d of %d = %s, want %s", want.Method, test.n, test.base, have, should)
			}
		}
	}
}

func TestNoIntervalWithoutABase(t *testing.T) {
	for _, pair := range [][2]int{{0, 0}, {1, 0}, {3, 2}, {-1, 5}} {
		if _, err := Wilson(pair[0], pair[1]); err == nil {
			t.Errorf("Wilson of %d of %d gave an interval", pair[0], pair[1])
		}
		if _, err := ClopperPearson(pair[0], pair[1]); err == nil {
			t.Errorf("Clopper–Pearson of %d of %d gave an interval", pair[0], pair[1])
		}
	}
	if _, err := Proportion(MethodNewcombe, 1, 2); err == nil {
		t.Error("Newcombe is no method of one proportion")
	}
}

// Newcombe 1998, Statistics in Medicine 17: 873–890, table II, method 10.
func TestDifferencesAsPublished(t *testing.T) {
	tests := []struct {
		n, base, otherN, otherBase int
		low, high                  float64
	}{
		{56, 70, 48, 80, 0.0524, 0.3339},
		{9, 10, 3, 10, 0.1705, 0.8090},
		{6, 7, 2, 7, 0.0582, 0.8062},
		{5, 56, 0, 29, -0.0381, 0.1926},
		{10, 10, 0, 10, 0.6075, 1.0000},
	}
	for _, test := range tests {
		got, err := Newcombe(test.n, test.base, test.otherN, test.otherBase)
		if err != nil || math.Abs(got.Low-test.low) > 5e-5 || math.Abs(got.High-test.high) > 5e-5 {
			t.Errorf("%d/%d − %d/%d = %.4f to %.4f (%v), want %.4f to %.4f",
				test.n, test.base, test.otherN, test.otherBase, got.Low, got.High, err, test.low, test.high)
		}
	}
}

func TestAnyIntervalHoldsItsShare(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := rapid.IntRange(1, 3000).Draw(t, "base")
		n := rapid.IntRange(0, base).Draw(t, "n")
		share := float64(n) / float64(base)
		for _, method := range []Method{MethodWilson, MethodClopperPearson} {
			got, err := Proportion(method, n, base)
			if err != nil {
				t.Fatal(err)
			}
			if got.Low < 0 || got.High > 1 || got.Low > share+1e-12 || got.High < share-1e-12 {
				t.Fatalf("%s of %d of %d is %v to %v", method, n, base, got.Low, got.High)
			}
			mirror, _ := Proportion(method, base-n, base)
			if math.Abs(mirror.Low-(1-got.High)) > 1e-9 {
				t.Fatalf("%s of the others is no mirror: %v against %v", method, mirror, got)
			}
		}
	})
}

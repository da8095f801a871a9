package stats

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// The order is that of sha256sum over 7:a, 7:b and so on, sorted.
func TestADrawCanBeWorkedOutWithoutTheProgram(t *testing.T) {
	want := []string{"c", "e", "a", "d", "b"}
	for _, frame := range [][]string{{"a", "b", "c", "d", "e"}, {"e", "c", "a", "d", "b"}} {
		if got := Drawn(frame, 7); !slices.Equal(got, want) {
			t.Errorf("out of %v drew %v, want %v", frame, got, want)
		}
	}
}

// Whoever is in the frame is drawn once, and another seed draws others.
func TestADrawHoldsEverybodyOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ids := rapid.SliceOfDistinct(rapid.StringN(1, 8, -1), rapid.ID[string]).Draw(t, "ids")
		got := Drawn(ids, rapid.IntRange(0, 999_999).Draw(t, "seed"))
		slices.Sort(got)
		slices.Sort(ids)
		if !slices.Equal(got, ids) {
			t.Fatalf("drew %q of %q", got, ids)
		}
	})
}

// Over many seeds each of ten is drawn first about as often.
func TestADrawIsEven(t *testing.T) {
	var ids []string
	for i := range 10 {
		ids = append(ids, fmt.Sprint("case-", i))
	}
	first := map[string]int{}
	for seed := range 10_000 {
		first[Drawn(ids, seed)[0]]++
	}
	chi := 0.0
	for _, id := range ids {
		off := float64(first[id] - 1000)
		chi += off * off / 1000
	}
	if chi > 27.88 { // the upper thousandth of chi-squared with nine degrees of freedom
		t.Errorf("drawn first %v: chi-squared %.1f", first, chi)
	}
}

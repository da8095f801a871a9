package suppression

import (
	"math/rand/v2"
	"testing"
	"time"

	"throughline/internal/reckoning/figure"
)

// manyFigures are 405 figures that are read together: stages of a funnel by area
// and by month, each a share of the stage before, with all their totals.
func manyFigures(t failer) ([]figure.Figure, []figure.Sum) {
	random := rand.New(rand.NewPCG(1, 2))
	const groups, stages = 80, 5
	var figures []figure.Figure
	var sums []figure.Sum
	place := func(group, stage int) figure.Place { return figure.Place{Row: group*stages + stage} }
	counts := make([][stages]int, groups+1) // the last is the total
	for group := range groups {
		left := random.IntN(60)
		for stage := range stages {
			counts[group][stage] = left
			counts[groups][stage] += left
			left -= random.IntN(left/3 + 1)
		}
	}
	for group, all := range counts {
		figures = append(figures, count(t, all[0]))
		for stage := 1; stage < stages; stage++ {
			figures = append(figures, share(t, all[stage], all[stage-1]))
			base := place(group, stage)
			base.Base = true
			sums = append(sums, figure.Sum{Total: base, Parts: []figure.Place{place(group, stage-1)}})
		}
	}
	for stage := range stages {
		sum := figure.Sum{Total: place(groups, stage)}
		for group := range groups {
			sum.Parts = append(sum.Parts, place(group, stage))
		}
		sums = append(sums, sum)
	}
	return figures, sums
}

func TestFourHundredFiguresAreProtectedInTime(t *testing.T) {
	figures, sums := manyFigures(t)
	for _, policy := range policies {
		began := time.Now()
		shown, err := policy.Figures(figures, sums...)
		if took := time.Since(began); err != nil || allHidden(shown) || took > 100*time.Millisecond {
			t.Errorf("%s took %v over %d figures (%v)", policy.name, took, len(figures), err)
		}
	}
}

func BenchmarkFourHundredFigures(b *testing.B) {
	figures, sums := manyFigures(b)
	for _, policy := range policies {
		b.Run(policy.name, func(b *testing.B) {
			for b.Loop() {
				if _, err := policy.Figures(figures, sums...); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

package stats

import (
	"fmt"
	"math"
	"slices"
)

// Pairs are the same people asked twice, by what they answered first and last.
type Pairs struct {
	YesYes, YesNo, NoYes, NoNo int
}

// N is how many people answered twice.
func (p Pairs) N() int { return p.YesYes + p.YesNo + p.NoYes + p.NoNo }

func (p Pairs) check() error {
	if min(p.YesYes, p.YesNo, p.NoYes, p.NoNo) < 0 {
		return fmt.Errorf("a count of pairs is below zero")
	}
	if p.N() == 0 {
		return fmt.Errorf("nobody answered twice")
	}
	return nil
}

// McNemarResult is the chance, on both sides, of so uneven a change if people
// changed one way as likely as the other.
type McNemarResult struct {
	// Exact is the exact binomial one, MidP counts the table itself half. Exact
	// errs on the side of caution; with few who changed, MidP errs less.
	Exact, MidP float64
	Changed     int
}

// McNemar tests whether people who changed did so more one way than the other.
// Where nobody changed both chances are 1.
func McNemar(pairs Pairs) (McNemarResult, error) {
	if err := pairs.check(); err != nil {
		return McNemarResult{}, fmt.Errorf("McNemar's test: %w", err)
	}
	changed, fewer := pairs.YesNo+pairs.NoYes, min(pairs.YesNo, pairs.NoYes)
	upTo, below := binomialUpTo(fewer, changed, 0.5), binomialUpTo(fewer-1, changed, 0.5)
	return McNemarResult{Exact: min(1, 2*upTo), MidP: min(1, upTo+below), Changed: changed}, nil
}

// NewcombePaired returns the hybrid score interval of the share that said yes
// last less the share that said yes first, of the same people (Newcombe 1998,
// Statistics in Medicine 17: 2635–2650, method 10).
func NewcombePaired(pairs Pairs) (Interval, error) {
	if err := pairs.check(); err != nil {
		return Interval{}, fmt.Errorf("a difference of paired proportions: %w", err)
	}
	n := pairs.N()
	lastYes, firstYes := pairs.YesYes+pairs.NoYes, pairs.YesYes+pairs.YesNo
	last, err := Wilson(lastYes, n)
	if err != nil {
		return Interval{}, fmt.Errorf("a difference of paired proportions, last: %w", err)
	}
	first, err := Wilson(firstYes, n)
	if err != nil {
		return Interval{}, fmt.Errorf("a difference of paired proportions, first: %w", err)
	}
	size := float64(n)
	shareLast, shareFirst := float64(lastYes)/size, float64(firstYes)/size
	difference, phi := shareLast-shareFirst, pairs.correlation()
	reach := func(a, b float64) float64 { return math.Sqrt(max(0, a*a-2*phi*a*b+b*b)) }
	return Interval{
		Method: MethodNewcombePaired,
		Low:    difference - reach(shareLast-last.Low, first.High-shareFirst),
		High:   difference + reach(last.High-shareLast, shareFirst-first.Low),
	}, nil
}

// correlation is Newcombe's phi between first and last answer, with half the
// people taken off a positive one.
func (p Pairs) correlation() float64 {
	a, b, c, d := float64(p.YesYes), float64(p.YesNo), float64(p.NoYes), float64(p.NoNo)
	margins := (a + b) * (c + d) * (a + c) * (b + d)
	if margins == 0 {
		return 0
	}
	over := a*d - b*c
	if over > 0 {
		over = max(0, over-float64(p.N())/2)
	}
	return over / math.Sqrt(margins)
}

// SignedRank is Wilcoxon's test of whether people moved more one way than the
// other.
type SignedRank struct {
	// Up and Down count those who moved; Same did not and take no part.
	Up, Down, Same int
	// Sum is the sum of the ranks of those who moved up.
	Sum float64
	// P is the chance, on both sides, of so uneven a move if none were meant.
	P float64
	// Exact says that P counts every pattern of signs; otherwise it comes from
	// the normal distribution with ties and continuity corrected for.
	Exact bool
}

// mostExact is how many people an exact distribution is worked out for.
const mostExact = 50

// Wilcoxon tests the changes of the same people, last less first. Equal changes
// share the mean of their ranks, and the exact distribution is that of the ranks
// so shared. It fails where nobody moved or was asked twice.
func Wilcoxon(changes []int) (SignedRank, error) {
	var moved []int
	var result SignedRank
	for _, change := range changes {
		switch {
		case change > 0:
			result.Up++
		case change < 0:
			result.Down++
		default:
			result.Same++
			continue
		}
		moved = append(moved, change)
	}
	n := len(moved)
	if n == 0 {
		return result, fmt.Errorf("Wilcoxon's signed ranks: nobody moved, of %d asked twice", len(changes))
	}
	slices.SortFunc(moved, func(a, b int) int { return size(a) - size(b) })
	ranks := make([]int, n) // twice the rank, so that a shared one is whole
	up, variance := 0, 0.0
	for i := 0; i < n; {
		j := i
		for j < n && size(moved[j]) == size(moved[i]) {
			j++
		}
		for k := i; k < j; k++ {
			ranks[k] = i + 1 + j
			variance += float64(ranks[k]*ranks[k]) / 16
			if moved[k] > 0 {
				up += ranks[k]
			}
		}
		i = j
	}
	result.Sum = float64(up) / 2
	if result.Exact = n <= mostExact; result.Exact {
		result.P = chanceOfRanks(ranks, up)
		return result, nil
	}
	off := math.Abs(result.Sum - float64(n*(n+1))/4)
	result.P = normalBeyond(max(0, off-0.5) / math.Sqrt(variance))
	return result, nil
}

func size(change int) int { return max(change, -change) }

// chanceOfRanks returns twice the chance of the nearer tail of a sum of ranks,
// each of which is in the sum or not as likely.
func chanceOfRanks(ranks []int, sum int) float64 {
	total := 0
	for _, rank := range ranks {
		total += rank
	}
	chance := make([]float64, total+1)
	chance[0] = 1
	for _, rank := range ranks {
		for at := total; at >= 0; at-- {
			chance[at] /= 2
			if at >= rank {
				chance[at] += chance[at-rank] / 2
			}
		}
	}
	tail := 0.0
	for at := range min(sum, total-sum) + 1 {
		tail += chance[at]
	}
	return min(1, 2*tail)
}

// ReliableChange returns by how many standard errors of the difference a person's
// score moved (Jacobson and Truax 1991, Journal of Consulting and Clinical
// Psychology 59: 12–19), given the standard deviation of scores at the start and
// the reliability of the measure, from 0 to below 1. Beyond 1.96 either way the
// move is more than the measure's own noise.
func ReliableChange(first, last, deviation, reliability float64) (float64, error) {
	if !(deviation > 0) || !(reliability >= 0 && reliability < 1) {
		return 0, fmt.Errorf("a reliable change: a deviation of %v or a reliability of %v tells of no noise to measure against", deviation, reliability)
	}
	return (last - first) / (deviation * math.Sqrt(2*(1-reliability))), nil
}

// Reliably says whether a reliable change index is beyond noise at 95 %.
func Reliably(index float64) bool { return math.Abs(index) > z }

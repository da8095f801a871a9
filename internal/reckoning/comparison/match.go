package comparison

import (
	"cmp"
	"math"
	"slices"
)

// nearest gives every one of ours, by her score, the k others nearest to her
// within the calliper, none of them twice. Those hardest to match, with the
// highest scores, choose first. Who has fewer than k within reach gets none, and
// takes none from anybody. It returns, for each of ours, the places of her others.
func nearest(ours, others []float64, k int, calliper float64) [][]int {
	byScore := func(scores []float64) []int {
		order := make([]int, len(scores))
		for i := range order {
			order[i] = i
		}
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(scores[a], scores[b]) })
		return order
	}
	row := byScore(others)
	free := newQueue(len(row))
	matched := make([][]int, len(ours))
	turns := byScore(ours)
	slices.Reverse(turns)
	for _, turn := range turns {
		score := ours[turn]
		above, _ := slices.BinarySearchFunc(row, score, func(place int, score float64) int { return cmp.Compare(others[place], score) })
		low, high := free.down(above-1), free.up(above)
		var chosen []int
		for len(chosen) < k {
			gapLow, gapHigh := math.Inf(1), math.Inf(1)
			if low >= 0 {
				gapLow = score - others[row[low]]
			}
			if high < len(row) {
				gapHigh = others[row[high]] - score
			}
			if min(gapLow, gapHigh) > calliper {
				break
			}
			if gapLow <= gapHigh {
				chosen = append(chosen, low)
				low = free.down(low - 1)
			} else {
				chosen = append(chosen, high)
				high = free.up(high + 1)
			}
		}
		if len(chosen) < k {
			continue
		}
		for _, at := range chosen {
			free.take(at)
			matched[turn] = append(matched[turn], row[at])
		}
	}
	return matched
}

// queue finds the next one who is still free on either side of a place, however
// many between were taken.
type queue struct{ above, below []int }

func newQueue(size int) *queue {
	q := &queue{make([]int, size+1), make([]int, size+1)}
	for i := range size + 1 {
		q.above[i], q.below[i] = i, i
	}
	return q
}

func follow(links []int, at int) int {
	for links[at] != at {
		links[at] = links[links[at]]
		at = links[at]
	}
	return at
}

// up returns the first free place from at on, or the size where there is none.
func (q *queue) up(at int) int { return follow(q.above, at) }

// down returns the last free place up to at, or -1 where there is none.
func (q *queue) down(at int) int { return follow(q.below, at+1) - 1 }

func (q *queue) take(at int) { q.above[at], q.below[at+1] = at+1, at }

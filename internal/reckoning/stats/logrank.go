package stats

import (
	"fmt"
	"slices"
)

// LogRankResult compares the times to an event of two groups: how many events
// each had, how many it would have had were the groups alike, and the chance of
// so large a gap between them.
type LogRankResult struct {
	Observed, Expected [2]float64
	ChiSquared, P      float64
}

// LogRank tests whether the event comes as early in one group as in the other
// (Mantel 1966). It fails where a group is empty, a time is negative, or nothing
// happened while both were followed.
func LogRank(one, other []Life) (LogRankResult, error) {
	if len(one) == 0 || len(other) == 0 {
		return LogRankResult{}, fmt.Errorf("comparing survival: a group has no one to follow")
	}
	groups := [2][]Life{slices.Clone(one), slices.Clone(other)}
	for i := range groups {
		slices.SortFunc(groups[i], func(a, b Life) int { return a.Days - b.Days })
		if groups[i][0].Days < 0 {
			return LogRankResult{}, fmt.Errorf("comparing survival: %d days is before the start", groups[i][0].Days)
		}
	}
	var result LogRankResult
	variance := 0.0
	for len(groups[0]) > 0 && len(groups[1]) > 0 {
		day := min(groups[0][0].Days, groups[1][0].Days)
		first, second := float64(len(groups[0])), float64(len(groups[1]))
		var events [2]float64
		for i := range groups {
			for len(groups[i]) > 0 && groups[i][0].Days == day {
				if groups[i][0].Event {
					events[i]++
				}
				groups[i] = groups[i][1:]
			}
		}
		atRisk, all := first+second, events[0]+events[1]
		for i, size := range [2]float64{first, second} {
			result.Observed[i] += events[i]
			result.Expected[i] += all * size / atRisk
		}
		if atRisk > 1 {
			variance += all * first * second * (atRisk - all) / (atRisk * atRisk * (atRisk - 1))
		}
	}
	// Once a group is empty the other has what it would have anyway.
	for i, rest := range groups {
		for _, life := range rest {
			if life.Event {
				result.Observed[i]++
				result.Expected[i]++
			}
		}
	}
	if variance == 0 {
		return LogRankResult{}, fmt.Errorf("comparing survival: nothing happened while both groups were followed")
	}
	gap := result.Observed[0] - result.Expected[0]
	result.ChiSquared = gap * gap / variance
	result.P = chiSquaredBeyond(result.ChiSquared)
	return result, nil
}

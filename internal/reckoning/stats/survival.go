package stats

import (
	"fmt"
	"math"
	"slices"
)

// Life is one woman's time at risk: days from the start to the event, or to
// the day after which nothing is known of her.
type Life struct {
	Days  int
	Event bool
}

// Step is one time at which something happened, and what is known up to it.
type Step struct {
	// Days is the time from the start.
	Days int
	// AtRisk counts those still followed and without the event just before.
	AtRisk int
	// Events and Censored happened on this very day; an event comes first.
	Events, Censored int
	// EventsSoFar counts every event up to and including this day.
	EventsSoFar int
	// Survival is the Kaplan–Meier share still without the event.
	Survival float64
	// StandardError is Greenwood's, of Survival.
	StandardError float64
	// Low and High are the log–log 95 % interval of Survival. Both are 1
	// before the first event, both are 0 once no one is left.
	Low, High float64
}

// Curve is a Kaplan–Meier estimate, one step for each distinct time.
type Curve struct {
	size  int
	steps []Step
}

// KaplanMeier estimates the share without the event over time. It fails on no
// lives and on a negative time.
func KaplanMeier(lives []Life) (Curve, error) {
	if len(lives) == 0 {
		return Curve{}, fmt.Errorf("a survival curve: there is no one to follow")
	}
	sorted := slices.Clone(lives)
	slices.SortFunc(sorted, func(a, b Life) int { return a.Days - b.Days })
	if sorted[0].Days < 0 {
		return Curve{}, fmt.Errorf("a survival curve: %d days is before the start", sorted[0].Days)
	}
	curve := Curve{size: len(lives)}
	atRisk, events := len(sorted), 0
	survival, greenwood := 1.0, 0.0
	for i := 0; i < len(sorted); {
		step := Step{Days: sorted[i].Days, AtRisk: atRisk}
		for ; i < len(sorted) && sorted[i].Days == step.Days; i++ {
			if sorted[i].Event {
				step.Events++
			} else {
				step.Censored++
			}
		}
		events += step.Events
		survival *= float64(atRisk-step.Events) / float64(atRisk)
		if step.Events > 0 && step.Events < atRisk {
			greenwood += float64(step.Events) / (float64(atRisk) * float64(atRisk-step.Events))
		}
		atRisk -= step.Events + step.Censored
		step.EventsSoFar, step.Survival = events, survival
		step.StandardError = survival * math.Sqrt(greenwood)
		step.Low, step.High = logLog(survival, greenwood)
		curve.steps = append(curve.steps, step)
	}
	return curve, nil
}

// logLog keeps the interval inside 0 to 1, which survival plus or minus its
// standard error does not.
func logLog(survival, greenwood float64) (low, high float64) {
	if survival <= 0 || survival >= 1 {
		return survival, survival
	}
	reach := z * math.Sqrt(greenwood) / math.Abs(math.Log(survival))
	return math.Pow(survival, math.Exp(reach)), math.Pow(survival, math.Exp(-reach))
}

// Steps returns the steps in order of time.
func (c Curve) Steps() []Step { return slices.Clone(c.steps) }

// At returns what is known on the given day: survival as of the last step on
// or before it, and how many are followed up to that day itself.
func (c Curve) At(days int) Step {
	reading := Step{Days: days, AtRisk: c.size, Survival: 1, Low: 1, High: 1}
	for _, step := range c.steps {
		if step.Days > days {
			break
		}
		reading = step
		if step.Days < days {
			reading.Days, reading.Events, reading.Censored = days, 0, 0
			reading.AtRisk = step.AtRisk - step.Events - step.Censored
		}
	}
	return reading
}

// Quantile returns the first day by which at least the share p has had the
// event, and whether the curve ever gets there.
func (c Curve) Quantile(p float64) (days int, reached bool) {
	const slack = 1e-12 // products of fractions fall a hair short of the share they equal
	for _, step := range c.steps {
		if 1-step.Survival >= p-slack && step.Events > 0 {
			return step.Days, true
		}
	}
	return 0, false
}

// Median is the first day by which half have had the event.
func (c Curve) Median() (days int, reached bool) { return c.Quantile(0.5) }

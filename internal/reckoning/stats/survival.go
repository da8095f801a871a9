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
	made := estimating{curve: Curve{size: len(lives)}, atRisk: len(lives), survival: 1}
	for i := 0; i < len(sorted); {
		day, events, censored := sorted[i].Days, 0, 0
		for ; i < len(sorted) && sorted[i].Days == day; i++ {
			if sorted[i].Event {
				events++
			} else {
				censored++
			}
		}
		made.step(day, events, censored)
	}
	return made.curve, nil
}

// Ends counts the lives that ended on one day.
type Ends struct{ Events, Censored int }

// KaplanMeierByDay estimates the same from how many lives ended on each day from
// the start: a million lives are then a few hundred steps. It fails where nobody
// is followed, and on a count below zero.
func KaplanMeierByDay(days []Ends) (Curve, error) {
	made := estimating{survival: 1}
	for day, ends := range days {
		if ends.Events < 0 || ends.Censored < 0 {
			return Curve{}, fmt.Errorf("a survival curve: a count of day %d is below zero", day)
		}
		made.atRisk += ends.Events + ends.Censored
	}
	if made.curve.size = made.atRisk; made.atRisk == 0 {
		return Curve{}, fmt.Errorf("a survival curve: there is no one to follow")
	}
	for day, ends := range days {
		if ends.Events+ends.Censored > 0 {
			made.step(day, ends.Events, ends.Censored)
		}
	}
	return made.curve, nil
}

// estimating is a curve in the making, up to a day.
type estimating struct {
	curve               Curve
	atRisk, events      int
	survival, greenwood float64
}

// step goes on to the next day on which something happened.
func (e *estimating) step(day, events, censored int) {
	step := Step{Days: day, AtRisk: e.atRisk, Events: events, Censored: censored}
	e.events += events
	e.survival *= float64(e.atRisk-events) / float64(e.atRisk)
	if events > 0 && events < e.atRisk {
		e.greenwood += float64(events) / (float64(e.atRisk) * float64(e.atRisk-events))
	}
	e.atRisk -= events + censored
	step.EventsSoFar, step.Survival = e.events, e.survival
	step.StandardError = e.survival * math.Sqrt(e.greenwood)
	step.Low, step.High = logLog(e.survival, e.greenwood)
	e.curve.steps = append(e.curve.steps, step)
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

// Size returns how many were followed from the start.
func (c Curve) Size() int { return c.size }

// Median is the first day by which half have had the event.
func (c Curve) Median() (days int, reached bool) { return c.Quantile(0.5) }

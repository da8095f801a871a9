package figure

import (
	"fmt"

	"throughline/internal/reckoning/stats"
)

// ByTime is a share by a time after the start, estimated from women who were
// followed for unequal times: its numerator counts those with the event so far, its
// base all who were followed from the start, and the share is not one by the other.
const ByTime Kind = "by_time"

// LeastAtRisk is how many have to be still followed for an estimate to be given:
// beyond, a few women make it jump.
const LeastAtRisk = 10

// Estimate is what Kaplan–Meier gives for a time.
type Estimate struct {
	Days          int     // from the start
	AtRisk        int     // still followed, and without the event
	Share         float64 // from 0 to 1
	StandardError float64 // Greenwood's
	Interval      stats.Interval
}

// NewByTime makes the share by the time of a step of a curve. The numerator of the
// tally counts the events so far. It fails where that is not what the step counts.
func NewByTime(meaning Meaning, tally Tally, at stats.Step) (Figure, error) {
	if tally.Numerator > tally.Base || tally.Numerator != at.EventsSoFar {
		return Figure{}, fmt.Errorf("the figure %s: %d of %d counted, and %d on the curve", meaning.ID, tally.Numerator, tally.Base, at.EventsSoFar)
	}
	made := Figure{kind: ByTime, hasBase: true}
	if at.AtRisk >= LeastAtRisk {
		made.estimate = &Estimate{
			Days: at.Days, AtRisk: at.AtRisk, Share: 1 - at.Survival, StandardError: at.StandardError,
			Interval: stats.Interval{Method: stats.MethodLogLog, Low: 1 - at.High, High: 1 - at.Low},
		}
	}
	return made.filled(meaning, tally)
}

// Estimate returns what the curve gives, and false for every other kind, where fewer
// than LeastAtRisk are still followed, and once the counts were rounded for others:
// the estimate follows from the exact ones.
func (f Figure) Estimate() (Estimate, bool) {
	if f.estimate == nil {
		return Estimate{}, false
	}
	return *f.estimate, true
}

// byTimeText says the estimate with what it stands on.
func (f Figure) byTimeText() string {
	counted := fmt.Sprintf("%s of %s", Thousands(int64(f.tally.Numerator)), Thousands(int64(f.tally.Base)))
	at, ok := f.Estimate()
	if !ok {
		return counted + " so far, no estimate: too few are followed so long, or counts are rounded"
	}
	return fmt.Sprintf("%s%% by %d days, 95%% interval %s to %s (%s so far, %s still followed)", hundredfold(at.Share, 1), at.Days,
		hundredfold(at.Interval.Low, 1), hundredfold(at.Interval.High, 1), counted, Thousands(int64(at.AtRisk)))
}

package justice

import (
	"testing"
	"time"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/ending"
	"throughline/internal/domain/journey"
)

// A decision is needed only while the row says that time has passed or that the
// matter was referred back: police who have decided are not asked again, whatever
// the date to complete by.
func TestADecisionIsAskedForOnlyUntilThePoliceDecide(t *testing.T) {
	due := calendar.On(2026, time.March, 1)
	passed := journey.Condition{Required: 2, Units: 1, Due: due}
	back := journey.Condition{Required: 2, Units: 1, ReferredBack: due}
	decided := func(c journey.Condition, decision journey.ConditionDecision) journey.Condition {
		c.Decision = decision
		return c
	}
	for _, test := range []struct {
		name string
		c    journey.Condition
		want bool
	}{
		{"time passed", passed, true},
		{"time passed, held met", decided(passed, journey.DecidedMet), false},
		{"time passed, held not met", decided(passed, journey.DecidedNotMet), false},
		{"time passed, withdrawn", decided(passed, journey.DecidedWithdrawn), false},
		{"referred back", back, true},
		{"referred back, withdrawn", decided(back, journey.DecidedWithdrawn), false},
		{"no date, and nobody referred it back", journey.Condition{Required: 2}, false},
	} {
		row := journey.Row{Condition: &test.c}
		line := conditionOf(test.c, ending.Rule{}, ending.Of(row, due.AddDays(1), ending.Rule{}))
		if line.Awaited() != test.want {
			t.Errorf("%s: a decision is awaited %v, want %v", test.name, line.Awaited(), test.want)
		}
		var list List
		if got := list.group(row, due.AddDays(1)) == &list.DecisionNeeded; got != test.want {
			t.Errorf("%s: a decision is asked for %v, want %v", test.name, got, test.want)
		}
	}
}

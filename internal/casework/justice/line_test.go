package justice

import (
	"testing"
	"time"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// A decision is needed only while the row says that time has passed: police who
// have decided are not asked again, whatever the date on the caution.
func TestTimeHasPassedOnlyUntilThePoliceDecide(t *testing.T) {
	due := calendar.On(2026, time.March, 1)
	for decision, want := range map[journey.ConditionDecision]bool{
		"": true, journey.DecidedMet: false, journey.DecidedNotMet: false, journey.DecidedWithdrawn: false,
	} {
		row := journey.Row{Condition: &journey.Condition{Required: 2, Units: 1, Due: due, Decision: decision}}
		line := conditionOf(*row.Condition, row.At(due.AddDays(1)).Condition)
		if line.TimePassed != want {
			t.Errorf("decided %q, the day after the date: time passed %v, want %v", decision, line.TimePassed, want)
		}
		var list List
		if got := list.group(row, due.AddDays(1)) == &list.DecisionNeeded; got != want {
			t.Errorf("decided %q: a decision is asked for %v, want %v", decision, got, want)
		}
	}
}

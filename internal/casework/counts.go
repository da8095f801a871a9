package casework

import (
	"throughline/internal/domain/journey"
	"throughline/internal/domain/scheme"
)

// SuggestCounts says whether an appointment counts towards the condition by the
// rulebook: yes, no, or "" where there is nothing to count or the rulebook does
// not state it. A person decides.
func (s Schemes) SuggestCounts(row journey.Row, how journey.AppointmentKind, outcome journey.Outcome) journey.YesNo {
	if row.Condition == nil || !outcome.Came() {
		return ""
	}
	rule := s.RuleOf(row)
	kind, late := rule.Counts(string(how)), rule.LateCounts
	switch {
	case kind == scheme.No, outcome == journey.AttendedLate && late == scheme.No:
		return journey.No
	case kind == scheme.Yes && (outcome == journey.Attended || late == scheme.Yes):
		return journey.Yes
	}
	return ""
}

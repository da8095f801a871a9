package caseworktest

import (
	"reflect"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// promiseCondition holds a record to a condition in parts that is referred back,
// given more time and completed: its row is the fold of its facts, and police
// words and the reason for referring back open each with their own class.
func promiseCondition(t *testing.T, h *held) {
	entry := Amina()
	entry.Scheme, entry.Pathway = Waiver, journey.PenaltyNotice
	entry.Condition = &journey.ConditionEntry{
		Text: "Both sessions", Units: 2, Given: calendar.DayOf(h.now), Due: calendar.DayOf(h.now).AddDays(28),
		Parts: []journey.Part{{Unit: "alcohol_awareness_session", Required: 1}, {Unit: "follow-up_session", Required: 1}},
	}
	facts, err := h.pen(Officer).Refer(entry, "")
	if err != nil {
		t.Fatal(err)
	}
	caseID := h.append(casework.Change{Facts: facts, Seen: casework.AnyVersion}).Case
	write := func(facts []journey.Fact, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		h.append(casework.Change{Case: caseID, Seen: casework.AnyVersion, Facts: facts})
	}
	meets := func(unit string) {
		t.Helper()
		write(h.pen(Keyworker).RecordAttendance(h.row(caseID), journey.Meeting{
			At: calendar.At(h.now), How: journey.Group, Outcome: journey.Attended, Counts: journey.Yes, Unit: unit,
		}))
	}
	meets("follow-up_session")
	write(h.pen(Keyworker).ReferBack(h.row(caseID), journey.BackEntry{Tried: true, Asked: true, Reason: "the service's reason"}))
	if row := h.row(caseID); row.Condition.ReferredBack != calendar.DayOf(h.now) || row.Condition.Units != 1 {
		t.Errorf("referred back: %+v", row.Condition)
	}
	write(h.pen(Officer).DecideCondition(h.row(caseID), journey.DecisionEntry{
		Consequence: journey.Extended, On: calendar.DayOf(h.now), Terms: journey.Terms{Due: calendar.DayOf(h.now).AddDays(56)}, Words: "the police's words",
	}))
	h.now = h.now.AddDate(0, 0, 1)
	meets("alcohol_awareness_session")
	row := h.row(caseID)
	if c := row.Condition; c.ReferredBack.Known() || c.Due != calendar.DayOf(h.now).AddDays(55) || c.Met != calendar.DayOf(h.now) || c.Consequence != journey.Extended {
		t.Errorf("with more time and complete: %+v", c)
	}
	one, err := h.record.Case(background, caseID, access.SetOf(access.Condition))
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(one.Row.Condition, row.Condition) || !reflect.DeepEqual(journey.Fold(one.Facts, 0)[0].Condition, row.Condition) {
		t.Errorf("the row %+v is not the fold of its facts", row.Condition)
	}
	for _, fact := range one.Facts {
		switch fact.Body.Kind() {
		case journey.KindReferredBack:
			if fact.Words != nil {
				t.Error("the reason for referring back opens with the condition")
			}
		case journey.KindConditionVaried:
			if fact.Words == nil || fact.Words.Text != "the police's words" {
				t.Errorf("what police wrote is lost: %+v", fact.Words)
			}
		}
	}
}

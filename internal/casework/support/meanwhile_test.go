package support_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/support"
	"throughline/internal/casework/undo"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
)

// pair is a woman with two goals, whose record two people have open.
type pair struct {
	*house
	woman string // her case
	goals []string
}

func newPair(t *testing.T) *pair {
	p := &pair{house: newHouse(t)}
	p.woman = p.hers("Amina")
	for _, words := range []string{"A flat", "Work"} {
		p.must(p.desk.SetGoal(ctx, caseworktest.Keyworker, p.woman, casework.AnyVersion, p.Key(), journey.GoalEntry{Words: words, State: journey.GoalOpen}))
		facts := p.Record.Facts()
		p.goals = append(p.goals, facts[len(facts)-1].Body.(journey.GoalSet).Goal)
	}
	return p
}

func TestTwoPeopleOnOneRecordAreMergedWhereTheyChangeDifferentThings(t *testing.T) {
	priya, ruth, anyVersion := caseworktest.Keyworker, caseworktest.Lead, casework.AnyVersion
	goal := func(h *pair, seen int, id, words string) (casework.Receipt, error) {
		return h.desk.SetGoal(ctx, priya, h.woman, seen, h.Key(), journey.GoalEntry{Goal: id, Words: words, State: journey.GoalOpen})
	}
	speak := func(h *pair, seen int) (casework.Receipt, error) {
		return h.desk.RecordContact(ctx, priya, h.woman, seen, h.Key(), journey.ContactEntry{At: calendar.At(h.Now()), How: journey.Phone, Spoke: true})
	}
	tier := func(h *pair, seen int) (casework.Receipt, error) {
		return h.desk.SetTier(ctx, ruth, h.woman, seen, h.Key(), support.TierChoice{Tier: need.TierHigh, Reason: "Much at once"})
	}
	for _, row := range []struct {
		name      string
		meanwhile func(h *pair) (casework.Receipt, error)
		mine      func(h *pair, seen int) (casework.Receipt, error)
		conflict  bool
		beside    bool
	}{
		{"a call, while the tier was set", func(h *pair) (casework.Receipt, error) { return tier(h, anyVersion) }, speak, false, false},
		{"the tier, while there was a call", func(h *pair) (casework.Receipt, error) { return speak(h, anyVersion) }, tier, false, false},
		{"one goal, while another changed", func(h *pair) (casework.Receipt, error) { return goal(h, anyVersion, h.goals[0], "Hers") },
			func(h *pair, seen int) (casework.Receipt, error) { return goal(h, seen, h.goals[1], "Mine") }, false, false},
		{"the same goal", func(h *pair) (casework.Receipt, error) { return goal(h, anyVersion, h.goals[0], "Hers") },
			func(h *pair, seen int) (casework.Receipt, error) { return goal(h, seen, h.goals[0], "Mine") }, true, false},
		{"a call, while there was another", func(h *pair) (casework.Receipt, error) { return speak(h, anyVersion) }, speak, true, true},
		{"the tier, while it was set", func(h *pair) (casework.Receipt, error) { return tier(h, anyVersion) }, tier, true, false},
		{"the end of support, while there was a call", func(h *pair) (casework.Receipt, error) { return speak(h, anyVersion) },
			func(h *pair, seen int) (casework.Receipt, error) {
				return h.desk.Close(ctx, priya, h.woman, seen, h.Key(), support.Ending{On: h.Bench.Today(), Reason: journey.ClosedCompleted})
			}, true, false},
		{"a call, while support ended", func(h *pair) (casework.Receipt, error) {
			return h.desk.Close(ctx, priya, h.woman, anyVersion, h.Key(), support.Ending{On: h.Bench.Today(), Reason: journey.ClosedCompleted})
		}, speak, true, true},
	} {
		t.Run(row.name, func(t *testing.T) {
			h := newPair(t)
			seen := h.row(h.woman).Version
			h.must(row.meanwhile(h))
			stands := h.row(h.woman).Version
			receipt, err := row.mine(h, seen)
			var changed support.Changed
			if conflict := errors.As(err, &changed); conflict != row.conflict || conflict && (changed.Beside != row.beside || changed.Version != stands) {
				t.Fatalf("%v, %+v", err, changed)
			}
			if !row.conflict && (err != nil || receipt.Version <= stands) {
				t.Errorf("merged into %+v, %v", receipt, err)
			}
		})
	}
}

func TestAGoalWhoseChangeWasUndoneMeanwhileIsNotPassedOver(t *testing.T) {
	h := newPair(t)
	change := func(seen int, goal, words string) (casework.Receipt, error) {
		return h.desk.SetGoal(ctx, caseworktest.Keyworker, h.woman, seen, h.Key(), journey.GoalEntry{Goal: goal, Words: words, State: journey.GoalOpen})
	}
	h.Wait(time.Minute)
	h.must(change(casework.AnyVersion, h.goals[0], "A flat of her own"))
	facts := h.Record.Facts()
	changed := facts[len(facts)-1]
	h.must(h.desk.SetTier(ctx, caseworktest.Lead, h.woman, casework.AnyVersion, h.Key(), support.TierChoice{Tier: need.TierHigh, Reason: "Much at once"}))
	seen := h.row(h.woman).Version
	h.must(undo.Desk{Bench: h.Bench}.Undo(ctx, caseworktest.Keyworker, h.woman, h.Key(), changed.ID))

	if _, err := change(seen, h.goals[1], "Work near home"); err != nil {
		t.Errorf("another goal: %v", err)
	}
	_, err := change(seen, h.goals[0], "A flat of her own, by June")
	var meanwhile support.Changed
	if !errors.As(err, &meanwhile) {
		t.Fatalf("the goal whose change was undone: %v", err)
	}
	if !slices.ContainsFunc(meanwhile.Since, func(item support.TimelineItem) bool { return item.Kind == journey.KindUndone }) {
		t.Errorf("she is told of %+v", meanwhile.Since)
	}
}

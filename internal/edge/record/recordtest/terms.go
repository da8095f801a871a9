package recordtest

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/record"
)

// termsChange holds the record to a condition that is referred back and given
// more time: its row is the fold of its facts, and each word opens with its class.
func termsChange(t *testing.T, s *record.Store, _ *Lines) {
	ctx := context.Background()
	receipt := refer(t, s, "Amina", "Hill")
	act := func(key string, verb func(journey.Row) ([]journey.Fact, error)) journey.Row {
		t.Helper()
		row, err := s.Row(ctx, receipt.Case)
		if err != nil {
			t.Fatal(err)
		}
		facts, err := verb(row)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Append(ctx, change(Officer, key, facts)); err != nil {
			t.Fatal(err)
		}
		if row, err = s.Row(ctx, receipt.Case); err != nil {
			t.Fatal(err)
		}
		return row
	}
	writer := pen(Officer)
	today := calendar.DayOf(writer.Now)
	row := act("back", func(row journey.Row) ([]journey.Fact, error) {
		return writer.ReferBack(row, journey.BackEntry{Tried: true, Asked: true, Reason: "the service's reason"})
	})
	if row.Condition.ReferredBack != today {
		t.Errorf("referred back: %+v", row.Condition)
	}
	row = act("more", func(row journey.Row) ([]journey.Fact, error) {
		return writer.DecideCondition(row, journey.DecisionEntry{Consequence: journey.Extended, On: today, Terms: journey.Terms{Due: today.AddDays(28)}, Words: "the police's words"})
	})
	if c := row.Condition; c.ReferredBack.Known() || c.Due != today.AddDays(28) || c.Consequence != journey.Extended {
		t.Errorf("with more time: %+v", c)
	}
	one, err := s.Case(ctx, receipt.Case, access.SetOf(access.Condition))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(journey.Fold(one.Facts, 0)[0].Condition, row.Condition); diff != "" {
		t.Error(diff)
	}
	said := map[journey.Kind]string{}
	for _, fact := range one.Facts {
		if fact.Words != nil {
			said[fact.Body.Kind()] = fact.Words.Text
		}
	}
	if said[journey.KindReferredBack] != "" || said[journey.KindConditionVaried] != "the police's words" {
		t.Errorf("with the condition open %v is read", said)
	}
}

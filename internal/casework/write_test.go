package casework_test

import (
	"context"
	"reflect"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

// referred puts one woman into the room and returns her case.
func referred(t *testing.T, room *caseworktest.Room) string {
	t.Helper()
	entry := caseworktest.Amina()
	entry.Scheme, entry.Pathway = "lwds", journey.ConditionalCaution
	facts, err := room.Bench.Pen(caseworktest.Officer).Refer(entry, "")
	if err != nil {
		t.Fatal(err)
	}
	receipt, err := room.Record.Append(context.Background(), casework.Change{Facts: facts})
	if err != nil {
		t.Fatal(err)
	}
	return receipt.Case
}

// allocation gives a case to a keyworker, once: a second time it cannot be decided.
func allocation(caseID, key string) casework.Writing {
	return casework.Writing{
		Op: "allocate", Asker: caseworktest.Lead, Case: caseID, Key: key, Action: access.Append,
		Purpose: access.ForSupport, Classes: access.SetOf(access.Plan), Entered: "keyworker-1",
		Decide: func(pen journey.Pen, row journey.Row, _ casework.Standing) ([]journey.Fact, error) {
			if row.Worker != "" {
				return nil, journey.Problems{{Field: "keyworker", Say: "She has a keyworker already"}}
			}
			return pen.Allocate(row, "keyworker-1", "Advance", "")
		},
	}
}

func TestAChangeSentTwiceIsAnsweredAsTheFirstTime(t *testing.T) {
	room := caseworktest.NewRoom(t)
	ctx := context.Background()
	id := referred(t, room)
	first, err := room.Bench.Write(ctx, allocation(id, "one click"))
	if err != nil {
		t.Fatal(err)
	}
	again, err := room.Bench.Write(ctx, allocation(id, "one click"))
	first.Replayed = true
	if err != nil || !reflect.DeepEqual(again, first) {
		t.Errorf("the second click was answered %+v, %v; want %+v", again, err, first)
	}
	if _, err := room.Bench.Write(ctx, allocation(id, "another form")); casework.KindOf(err) != casework.Invalid {
		t.Errorf("another form that says the same: %v, want that she has a keyworker already", err)
	}
	other := allocation(id, "one click")
	other.Entered = "keyworker-2"
	if _, err := room.Bench.Write(ctx, other); err == nil {
		t.Error("another entry under the same key was answered as the first")
	}
}

func TestAChangeIsDecidedAnewOnWhatWasWrittenMeanwhile(t *testing.T) {
	room := caseworktest.NewRoom(t)
	ctx := context.Background()
	id := referred(t, room)
	raced := &caseworktest.Raced{Record: room.Bench.Record}
	raced.Meanwhile = func() {
		bench := room.Bench
		if _, err := bench.Write(ctx, allocation(id, "meanwhile")); err != nil {
			t.Fatal(err)
		}
	}
	bench := room.Bench
	bench.Record = raced
	if _, err := bench.Write(ctx, allocation(id, "late")); casework.KindOf(err) != casework.Invalid {
		t.Errorf("decided on a row that was no longer so: %v", err)
	}
}

func TestWhoMayNotWriteFindsNoCase(t *testing.T) {
	room := caseworktest.NewRoom(t)
	ctx := context.Background()
	id := referred(t, room)
	w := allocation(id, "k")
	w.May = func(casework.Standing) bool { return false }
	_, barred := room.Bench.Write(ctx, w)
	w = allocation("no-such-case", "k")
	_, absent := room.Bench.Write(ctx, w)
	if barred == nil || absent == nil || barred.Error() != absent.Error() {
		t.Errorf("who may not write reads %q, where there is no case it says %q", barred, absent)
	}
}

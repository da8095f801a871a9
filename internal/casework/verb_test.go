package casework_test

import (
	"context"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

func TestDigestKnowsTheSameEntryAgain(t *testing.T) {
	digest := func(key, op string, asker access.Asker, entry any) string {
		t.Helper()
		text, err := casework.Digest(key, op, asker, entry)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	entry := caseworktest.Amina()
	first := digest("key", "refer", caseworktest.Officer, entry)
	if again := digest("key", "refer", caseworktest.Officer, caseworktest.Amina()); again != first {
		t.Error("the same entry has another digest")
	}
	entry.Identity.Given = "Grace"
	for name, other := range map[string]string{
		"another entry": digest("key", "refer", caseworktest.Officer, entry),
		"another asker": digest("key", "refer", caseworktest.Colleague, caseworktest.Amina()),
		"another verb":  digest("key", "amend", caseworktest.Officer, caseworktest.Amina()),
		"another key":   digest("other", "refer", caseworktest.Officer, caseworktest.Amina()),
	} {
		if other == first {
			t.Errorf("%s has the same digest", name)
		}
	}
	if _, err := casework.Digest("", "refer", caseworktest.Officer); casework.KindOf(err) != casework.Invalid {
		t.Errorf("without a key: %v", err)
	}
}

func TestReference(t *testing.T) {
	for id, want := range map[string]string{
		"01jx5m0c9n8wq2v7k4tz3h6abc": "TZ3H-6ABC", "id00000042": "0000-0042", "abc": "ABC", "": "",
		"7d9f-12": "7D-9F12",
	} {
		if got := casework.Reference(id); got != want {
			t.Errorf("the reference of %q is %q, want %q", id, got, want)
		}
	}
}

func TestACaseOneMayNotActOnIsAsNone(t *testing.T) {
	room := caseworktest.NewRoom(t)
	entry := caseworktest.Amina()
	entry.Scheme, entry.Pathway = "lwds", journey.ConditionalCaution
	facts, err := room.Bench.Pen(caseworktest.Officer).Refer(entry, "")
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	receipt, err := room.Record.Append(ctx, casework.Change{Facts: facts})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		name    string
		asker   access.Asker
		classes access.Classes
		admit   bool
	}{
		{"who sent her, for the condition", caseworktest.Officer, access.SetOf(access.Condition), true},
		{"who sent her, for her needs", caseworktest.Officer, access.SetOf(access.Condition, access.Needs), false},
		{"another force", caseworktest.OtherForce, access.SetOf(access.Condition), false},
		{"a keyworker of another woman", caseworktest.Keyworker, access.SetOf(access.Condition), false},
		{"another force, for nothing", caseworktest.OtherForce, 0, false},
		{"the lead of the service", caseworktest.Lead, access.SetOf(access.Condition, access.Needs), true},
	} {
		_, _, err := room.Bench.Admit(ctx, "read", row.asker, receipt.Case, access.Read, access.ForCondition, row.classes)
		_, _, none := room.Bench.Admit(ctx, "read", row.asker, "none", access.Read, access.ForCondition, row.classes)
		if row.admit != (err == nil) || !row.admit && casework.KindOf(err) != casework.NotFound || casework.KindOf(none) != casework.NotFound {
			t.Errorf("%s: %v, and of no case %v", row.name, err, none)
		}
	}
}

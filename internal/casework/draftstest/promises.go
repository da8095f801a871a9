package draftstest

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"throughline/internal/casework/drafts"
)

// noon is when the promises are tried.
var noon = time.Date(2026, time.March, 3, 12, 0, 0, 0, time.UTC)

// Promises tries what every store of drafts keeps. The store holds no drafts.
func Promises(t *testing.T, store drafts.Store) {
	ctx := context.Background()
	draft := func(id, account, key, text string, minute int) drafts.Sealed {
		return drafts.Sealed{ID: id, Account: account, Key: key, Kept: noon.Add(time.Duration(minute) * time.Minute), Sealed: []byte(text)}
	}
	keep := func(one drafts.Sealed) func() error {
		return func() error { return store.KeepDraft(ctx, one, 3) }
	}
	settle := func(one drafts.Sealed) func() error {
		return func() error { return store.SettleDraft(ctx, one) }
	}
	for _, step := range []struct {
		name string
		do   func() error
		want []string // the drafts of Priya that are left
	}{
		{"a draft", keep(draft("a", "priya", "k1", "Saw h", 0)), []string{"Saw h"}},
		{"typing on takes its place", keep(draft("a", "priya", "k1", "Saw her", 1)), []string{"Saw her"}},
		{"somebody else's is hers alone", keep(draft("z", "ruth", "k9", "Ruth's", 1)), []string{"Saw her"}},
		{"saving the form drops it", settle(draft("a", "priya", "k1", "", 2)), nil},
		{"what comes late is not kept", keep(draft("a", "priya", "k1", "Saw her", 2)), nil},
		{"the next time the form is opened it is", keep(draft("a", "priya", "k2", "Called", 3)), []string{"Called"}},
		{"a form without a key is kept", keep(draft("b", "priya", "", "Goal", 4)), []string{"Called", "Goal"}},
		{"saving it drops it", settle(draft("b", "priya", "", "", 5)), []string{"Called"}},
		{"and it is kept again when it is typed again", keep(draft("b", "priya", "", "Goal 2", 6)), []string{"Called", "Goal 2"}},
		{"starting again drops it", func() error { return store.DropDraft(ctx, "b") }, []string{"Called"}},
		{"starting again twice is no error", func() error { return store.DropDraft(ctx, "b") }, []string{"Called"}},
		{"a second", keep(draft("c", "priya", "", "C", 7)), []string{"C", "Called"}},
		{"a third", keep(draft("d", "priya", "", "D", 8)), []string{"C", "Called", "D"}},
		{"a fourth, for which the oldest makes room", keep(draft("e", "priya", "", "E", 9)), []string{"C", "D", "E"}},
		{"the sweep", func() error { return store.DropDraftsBefore(ctx, noon.Add(8*time.Minute)) }, []string{"E"}},
	} {
		if err := step.do(); err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		found, err := store.DraftsOf(ctx, "priya", noon.Add(-time.Minute))
		if err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		var got []string
		for _, one := range found {
			if one.Account != "priya" || one.Kept.Before(noon) {
				t.Errorf("%s: found %+v", step.name, one)
			}
			got = append(got, string(one.Sealed))
		}
		if slices.Sort(got); !slices.Equal(got, step.want) {
			t.Errorf("%s: left are %q, want %q", step.name, got, step.want)
		}
	}
	if found, err := store.DraftsOf(ctx, "priya", noon.Add(time.Hour)); err != nil || len(found) != 0 {
		t.Errorf("drafts older than asked for: %s, %v", fmt.Sprint(found), err)
	}
}

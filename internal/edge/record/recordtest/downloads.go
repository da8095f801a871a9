package recordtest

import (
	"bytes"
	"context"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/edge/record"
)

// keepsDownloads holds files to being kept sealed for an account, and to being taken
// once, with a ledger line, or forgotten.
func keepsDownloads(t *testing.T, s *record.Store, lines *Lines) {
	ctx := context.Background()
	keep := func(id, text string) {
		t.Helper()
		if err := s.KeepDownload(ctx, id, Priya.ID, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	has := func(id, want string, taken bool) {
		t.Helper()
		found, err := s.Download(ctx, id)
		if err != nil || string(found.Plain) != want || found.Account != Priya.ID || found.Taken.IsZero() == taken || !found.Kept.Equal(Noon) {
			t.Errorf("%s is %+v, %v, want %q", id, found, err, want)
		}
	}
	keep("one", "half a pack")
	keep("one", "a pack")
	has("one", "a pack", false)
	if _, err := s.Download(ctx, "none"); casework.KindOf(err) != casework.NotFound {
		t.Errorf("a file that was never kept: %v", err)
	}
	entry := Priya.Note(Noon, access.Export, access.ForEvidence, "take a pack", access.SetOf(access.Aggregates))
	lines.Fail = bytes.ErrTooLarge
	if err := s.TakeDownload(ctx, entry, "one"); err == nil {
		t.Error("a file is taken without its ledger line")
	}
	lines.Fail = nil
	has("one", "a pack", false)
	before := len(lines.All())
	if err := s.TakeDownload(ctx, entry, "one"); err != nil {
		t.Fatal(err)
	}
	if all := lines.All(); len(all) != before+1 || all[before].Action != access.Export {
		t.Errorf("the ledger says %+v", all[before:])
	}
	has("one", "", true)
	for _, id := range []string{"one", "none"} {
		if err := s.TakeDownload(ctx, entry, id); casework.KindOf(err) != casework.Conflict {
			t.Errorf("%s is taken again: %v", id, err)
		}
	}
	keep("one", "the pack made again")
	has("one", "", true)
	keep("two", "another")
	if err := s.ForgetDownloads(ctx, Noon); err != nil {
		t.Fatal(err)
	}
	has("two", "another", false) // kept at noon, and not before it
	if err := s.ForgetDownloads(ctx, Noon.Add(time.Second)); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"one", "two"} {
		if _, err := s.Download(ctx, id); casework.KindOf(err) != casework.NotFound {
			t.Errorf("%s is kept: %v", id, err)
		}
	}
}

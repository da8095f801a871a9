package recordtest

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"throughline/internal/casework"
	"throughline/internal/casework/diary"
	"throughline/internal/edge/record"
)

// feeds holds a record to one calendar address for each account, found by its hash.
func feeds(t *testing.T, s *record.Store, _ *Lines) {
	ctx := context.Background()
	none := func(what string, _ diary.Feed, err error) {
		t.Helper()
		if err == nil || casework.KindOf(err) != casework.NotFound {
			t.Errorf("%s: %v", what, err)
		}
	}
	found := func(what string, want diary.Feed, got diary.Feed, err error) {
		t.Helper()
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %s %v", what, diff, err)
		}
	}
	first := diary.Feed{Account: "kw-1", Hash: []byte{0, 1, 255}, Made: Noon}
	second := diary.Feed{Account: "kw-1", Hash: []byte{2}, Made: Noon.Add(time.Minute)}
	other := diary.Feed{Account: "kw-2", Hash: []byte{3}, Made: Noon}
	for _, feed := range []diary.Feed{first, other} {
		if err := s.KeepFeed(ctx, feed); err != nil {
			t.Fatal(err)
		}
	}
	got, err := s.FeedAt(ctx, first.Hash)
	found("by its hash", first, got, err)
	if err := s.KeepFeed(ctx, second); err != nil {
		t.Fatal(err)
	}
	got, err = s.FeedAt(ctx, first.Hash)
	none("an earlier one", got, err)
	got, err = s.FeedOf(ctx, "kw-1")
	found("of its account", second, got, err)
	for range 2 { // also where there is none any more
		if err := s.RemoveFeed(ctx, "kw-1"); err != nil {
			t.Fatal(err)
		}
	}
	got, err = s.FeedAt(ctx, second.Hash)
	none("one that was removed", got, err)
	got, err = s.FeedOf(ctx, "kw-2")
	found("somebody else's", other, got, err)
}

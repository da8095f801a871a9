package recordtest

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"throughline/internal/edge/record"
)

// keepsPoliceFeeds holds police feeds to being kept in parts, and their names to
// being gone when they are dropped or forgotten.
func keepsPoliceFeeds(t *testing.T, s *record.Store, _ *Lines) {
	ctx := context.Background()
	keep := func(id string, part int, text string) {
		t.Helper()
		if err := s.KeepPoliceFeed(ctx, id, part, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	has := func(what, id string, want map[int][]byte) {
		t.Helper()
		parts, err := s.PoliceFeedParts(ctx, id, 0, 100)
		if diff := cmp.Diff(want, parts); diff != "" || err != nil {
			t.Errorf("%s: %v %s", what, err, diff)
		}
	}
	keep("one", 0, "head")
	keep("one", 5, "Amina")
	keep("one", 50, "weights")
	keep("one", 0, "another head")
	keep("two", 0, "head")
	keep("two", 5, "Beth")
	has("kept", "one", map[int][]byte{0: []byte("another head"), 5: []byte("Amina"), 50: []byte("weights")})
	has("not kept", "three", map[int][]byte{})
	if some, err := s.PoliceFeedParts(ctx, "one", 5, 50); err != nil || len(some) != 1 {
		t.Errorf("some parts are %v, %v", some, err)
	}
	if ids, err := s.PoliceFeeds(ctx); err != nil || len(ids) != 2 || !slices.Contains(ids, "one") {
		t.Errorf("feeds are %v, %v", ids, err)
	}
	if err := s.DropPoliceFeed(ctx, "one", 1, 50); err != nil {
		t.Fatal(err)
	}
	has("names dropped", "one", map[int][]byte{0: []byte("another head"), 50: []byte("weights")})
	if err := s.ForgetPoliceFeeds(ctx, Noon.Add(-time.Hour), 1, 50); err != nil {
		t.Fatal(err)
	}
	has("too early to forget", "two", map[int][]byte{0: []byte("head"), 5: []byte("Beth")})
	if err := s.ForgetPoliceFeeds(ctx, time.Now().Add(time.Hour), 1, 50); err != nil {
		t.Fatal(err)
	}
	has("names forgotten", "two", map[int][]byte{0: []byte("head")})
}

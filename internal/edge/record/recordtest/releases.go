package recordtest

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"throughline/internal/casework"
	"throughline/internal/casework/evidence"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/edge/record"
)

// keepsReleases holds a record to what was released, in order, and to whom.
func keepsReleases(t *testing.T, s *record.Store, _ *Lines) { HoldsReleases(t, s) }

// HoldsReleases holds any keeper of releases to what it promises.
func HoldsReleases(t *testing.T, s evidence.Releases) {
	t.Helper()
	ctx := context.Background()
	made := evidence.Release{
		Kind: evidence.ReportKind, Scheme: "lwds", AsAt: calendar.On(2021, time.August, 31), Part: "area=Central+West", By: "month",
		Policy: "nhs-1-7-r5", Digest: "abc", Made: Noon, Behind: []evidence.Behind{{Figure: "engaged.total", Part: "area=Central+West", Count: 160, Printed: 160, Base: 175, OfBase: -1}},
	}
	var kept []evidence.Release
	for i := range 2 {
		one, err := s.KeepRelease(ctx, made, int64(i))
		if err != nil || one.Number != int64(i)+1 {
			t.Fatalf("it is kept as %d, %v", one.Number, err)
		}
		kept = append(kept, one)
	}
	if _, err := s.KeepRelease(ctx, made, 1); casework.KindOf(err) != casework.Conflict {
		t.Errorf("after one that is not the last: %v", err)
	}
	for after, want := range [][]evidence.Release{kept, kept[1:], nil} {
		got, err := s.Releases(ctx, int64(after))
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("after %d: %s %v", after, diff, err)
		}
	}

	page := evidence.Taking{Release: 1, At: Noon, By: "c-1", Agency: "London Crime Prevention Fund", Role: access.Commissioner, Way: evidence.AsPage, What: "lwds as at 2021-08-31"}
	again, later, file := page, page, page
	again.At, later.At, file.At = Noon.Add(time.Minute), Noon.Add(24*time.Hour), Noon.Add(time.Hour)
	file.Way, file.Release = evidence.AsFile, 2
	for _, taking := range []evidence.Taking{page, again, later, file} {
		if err := s.KeepTaking(ctx, taking); err != nil {
			t.Fatal(err)
		}
	}
	got, err := s.Takings(ctx, 10)
	var takings []evidence.Taking
	for _, one := range got {
		takings = append(takings, one.Taking)
		of := kept[one.Release-1]
		of.Behind = nil
		if diff := cmp.Diff(of, one.Of); diff != "" {
			t.Errorf("of which release: %s", diff)
		}
	}
	if diff := cmp.Diff([]evidence.Taking{later, file, page}, takings); diff != "" || err != nil {
		t.Errorf("what left: %s %v", diff, err)
	}
	if newest, err := s.Takings(ctx, 1); err != nil || len(newest) != 1 || newest[0].Taking != later {
		t.Errorf("the newest: %v, %v", newest, err)
	}
}

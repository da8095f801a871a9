package signin

import (
	"testing"
	"time"
)

func TestAPageIsToldHowLongTheSessionRests(t *testing.T) {
	for _, row := range []struct {
		what  string
		after time.Duration // busy until then, at once before
		want  time.Duration
	}{
		{"at the beginning", 0, 15 * time.Minute},
		{"where its use is not noted yet", 10 * time.Second, 15*time.Minute - 10*time.Second},
		{"after a while", 10 * time.Minute, 15 * time.Minute},
	} {
		desk, _, watch := openDesk(Options{}, keyworker())
		token := begun(t, desk, keyworker(), watch.now)
		watch.now = watch.now.Add(row.after)
		in, err := desk.Current(t.Context(), token)
		if err != nil || in.Rest != row.want {
			t.Errorf("%s: rests for %s, want %s, %v", row.what, in.Rest, row.want, err)
		}
	}
	desk, _, watch := openDesk(Options{}, keyworker())
	token, end := begun(t, desk, keyworker(), watch.now), watch.now.Add(SessionLength)
	for watch.now.Before(end.Add(-5 * time.Minute)) {
		watch.now = watch.now.Add(5 * time.Minute)
		_, _ = desk.Current(t.Context(), token)
	}
	if in, err := desk.Current(t.Context(), token); err != nil || in.Rest != 5*time.Minute {
		t.Errorf("near its end it rests for %s, %v", in.Rest, err)
	}
}

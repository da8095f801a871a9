package signin

import (
	"fmt"
	"testing"
	"time"
)

func TestVisitsAreHeldBackFromOneNetworkAndInAll(t *testing.T) {
	now := time.Date(2026, time.March, 3, 9, 0, 0, 0, time.UTC)
	visits := NewVisits(2, 3, 10*time.Minute, func() time.Time { return now })
	for _, row := range []struct {
		from string
		wait time.Duration
		want bool
	}{
		{"192.0.2.1:1000", 0, true},
		{"192.0.2.9:1000", 0, true},
		{"192.0.2.1:1000", 0, false}, // the third of its network
		{"198.51.100.1:1000", 0, true},
		{"203.0.113.1:1000", 0, false}, // the fourth in all
		{"203.0.113.1:1000", 9 * time.Minute, false},
		{"203.0.113.1:1000", time.Minute, true}, // what was held back does not count
	} {
		now = now.Add(row.wait)
		if got := visits.Allow(row.from); got != row.want {
			t.Errorf("%s after %s: %v, want %v", row.from, row.wait, got, row.want)
		}
	}
	for n := range 3 {
		now = now.Add(10 * time.Minute)
		if !visits.Allow(fmt.Sprintf("192.0.2.%d:1", n)) {
			t.Error("waiting does not help")
		}
	}
}

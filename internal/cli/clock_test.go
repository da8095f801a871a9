package cli

import (
	"testing"
	"time"
)

func TestTheClockNeverGoesBack(t *testing.T) {
	noon := time.Date(2026, time.March, 3, 12, 0, 0, 0, time.UTC)
	now := noon
	c := &clock{read: func() time.Time { return now }}
	for _, step := range []struct {
		shown, raised, want time.Time
	}{
		{noon, time.Time{}, noon},
		{noon.Add(-2 * time.Minute), time.Time{}, noon},
		{noon.Add(time.Minute), time.Time{}, noon.Add(time.Minute)},
		{noon.Add(time.Minute), noon.Add(time.Hour), noon.Add(time.Hour)},
		{noon.Add(2 * time.Hour), time.Time{}, noon.Add(2 * time.Hour)},
	} {
		now = step.shown
		c.raise(step.raised)
		if got := c.now(); !got.Equal(step.want) {
			t.Errorf("where the machine shows %v the clock says %v, want %v", step.shown, got, step.want)
		}
	}
}

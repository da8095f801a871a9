package keystroke

import (
	"strings"
	"testing"
	"time"
)

func TestWhatAnActTakes(t *testing.T) {
	for name, test := range map[string]struct {
		act  func(*Model)
		want Model
		time time.Duration
	}{
		"nothing":      {func(*Model) {}, Model{}, 0},
		"a choice":     {(*Model).Choose, Model{Clicks: 1, Decisions: 1}, 2817500 * time.Microsecond},
		"a link":       {(*Model).Go, Model{Clicks: 1, Decisions: 1, Pages: 1}, 3967500 * time.Microsecond},
		"a name":       {func(m *Model) { m.Type("Amina") }, Model{Keys: 6, Decisions: 1}, 3484500 * time.Microsecond},
		"letters":      {func(m *Model) { m.Type("Siân") }, Model{Keys: 5, Decisions: 1}, 3162500 * time.Microsecond},
		"a day":        {func(m *Model) { m.TypeDay("9", "4", "1991") }, Model{Keys: 9, Decisions: 1}, 4450500 * time.Microsecond},
		"an empty box": {func(m *Model) { m.Type("") }, Model{Keys: 1, Decisions: 1}, 1874500 * time.Microsecond},
	} {
		var m Model
		test.act(&m)
		if m != test.want || m.Time() != test.time {
			t.Errorf("%s: %+v takes %s, want %+v and %s", name, m, m.Time(), test.want, test.time)
		}
	}
}

func TestOver(t *testing.T) {
	var m Model
	before := m
	for range 10 {
		m.Go()
	}
	if said := m.Over(40 * time.Second); said != "" {
		t.Errorf("39.7 seconds of 40: %q", said)
	}
	if said := m.Over(30 * time.Second); !strings.Contains(said, "10 clicks, 10 decisions, 10 pages: 39.7 seconds, which is more than 30s") {
		t.Errorf("39.7 seconds of 30: %q", said)
	}
	if got := m.Since(before); got != m {
		t.Errorf("since nothing: %+v", got)
	}
	if got := m.Since(m); got != (Model{}) {
		t.Errorf("since now: %+v", got)
	}
}

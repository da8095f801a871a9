package pattern

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"throughline/internal/domain/calendar"
	"throughline/internal/reckoning/chart"
)

func render(t *testing.T, component templ.Component) string {
	t.Helper()
	var out strings.Builder
	if err := component.Render(context.Background(), &out); err != nil {
		t.Fatalf("rendering: %v", err)
	}
	return out.String()
}

func march(day int) calendar.Day { return calendar.On(2025, time.March, day) }

func TestTheClockSaysWhereAConditionStands(t *testing.T) {
	tests := map[string]struct {
		clock Clock
		says  string
		bar   string // the start of the bar, or "" for none
	}{
		"days left":              {Clock{1, 2, march(3), march(31), march(12)}, "1 of 2 done, 19 days left", `max="28" value="9"`},
		"one day left":           {Clock{1, 2, march(3), march(31), march(30)}, "1 of 2 done, 1 day left", `max="28" value="27"`},
		"the last day":           {Clock{0, 2, march(3), march(31), march(31)}, "0 of 2 done, today is the last day", `max="28" value="28"`},
		"the date has passed":    {Clock{1, 2, march(3), march(20), march(31)}, "1 of 2 done, the complete-by date was 20 March 2025", `max="17" value="17"`},
		"met":                    {Clock{2, 2, march(3), march(20), march(31)}, "2 of 2 done", `max="17"`},
		"complete-by not stated": {Clock{Done: 1, Asked: 2, Start: march(3), Today: march(5)}, "1 of 2 done, no date stated", ""},
		"start not stated":       {Clock{Done: 1, Asked: 2, Due: march(20), Today: march(5)}, "1 of 2 done, 15 days left", ""},
		"before it starts":       {Clock{0, 2, march(10), march(20), march(5)}, "0 of 2 done, 15 days left", `max="10" value="0"`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := test.clock.Words(); got != test.says {
				t.Errorf("Words() = %q, want %q", got, test.says)
			}
			markup := render(t, ConditionClock(test.clock))
			if !strings.Contains(markup, test.says) {
				t.Errorf("the clock does not say %q: %s", test.says, markup)
			}
			if has := strings.Contains(markup, "<progress"); has != (test.bar != "") || !strings.Contains(markup, test.bar) {
				t.Errorf("bar: got %s, want %q", markup, test.bar)
			}
		})
	}
}

func TestTodayStandsBetweenWhatIsToComeAndWhatHasBeen(t *testing.T) {
	tests := map[string]struct {
		events []Event
		want   string
	}{
		"both":         {[]Event{{Title: "Next", Future: true}, {Title: "Came"}, {Title: "Referred"}}, "Next Today Came Referred"},
		"only to come": {[]Event{{Title: "Next", Future: true}}, "Next Today"},
		"only past":    {[]Event{{Title: "Referred"}}, "Today Referred"},
		"nothing yet":  {nil, "Today"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var titles []string
			for _, item := range items(test.events) {
				titles = append(titles, item.Title)
			}
			if got := strings.Join(titles, " "); got != test.want {
				t.Errorf("order %q, want %q", got, test.want)
			}
			if strings.Count(render(t, Timeline(test.events)), "tl-timeline__item--today") != 1 {
				t.Error("today must stand once")
			}
		})
	}
}

func TestTheIdentityBarSaysOnlyWhatIsKnown(t *testing.T) {
	markup := render(t, IdentityBar(Identity{Name: "<Aisha>", Reference: "K7-42", Contact: "Call only, after 4pm"}))
	for _, want := range []string{"&lt;Aisha&gt;", "K7-42", "Call only, after 4pm"} {
		if !strings.Contains(markup, want) {
			t.Errorf("the bar lacks %q: %s", want, markup)
		}
	}
	if got := strings.Count(markup, "<li"); got != 3 {
		t.Errorf("%d parts, want 3: no language is known", got)
	}
}

func TestAFigureShowsItsNumbersAsATableToo(t *testing.T) {
	markup := render(t, Figure(chart.Drawing{
		SVG: []byte(`<svg class="chart"></svg>`), Headline: "Nine in ten met it", Caption: "142 women",
		Columns: []string{"Stage", "Women"}, Rows: [][]string{{"Referred", "142"}, {"Engaged", "131 of 142 (92.3%)"}},
	}))
	for _, want := range []string{"Nine in ten met it", "142 women", `<svg class="chart">`, "Show as a table", "<table", "131 of 142 (92.3%)"} {
		if !strings.Contains(markup, want) {
			t.Errorf("the figure lacks %q", want)
		}
	}
}

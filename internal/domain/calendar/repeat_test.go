package calendar

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func moment(text string) Moment {
	at, err := time.ParseInLocation("2006-01-02 15:04", text, London)
	if err != nil {
		panic(err)
	}
	return At(at)
}

func TestWhatComesBack(t *testing.T) {
	for name, test := range map[string]struct {
		first  string
		repeat Repeat
		want   []string
	}{
		"once":                           {"2026-03-23 14:00", Repeat{}, []string{"2026-03-23 14:00"}},
		"three weeks over March":         {"2026-03-23 14:00", Repeat{Weeks: 1, Times: 3}, []string{"2026-03-23 14:00", "2026-03-30 14:00", "2026-04-06 14:00"}},
		"fortnights over October":        {"2026-10-15 09:30", Repeat{Weeks: 2, Times: 2}, []string{"2026-10-15 09:30", "2026-10-29 09:30"}},
		"until a day that is one":        {"2026-03-23 14:00", Repeat{Weeks: 1, Until: On(2026, time.April, 6)}, []string{"2026-03-23 14:00", "2026-03-30 14:00", "2026-04-06 14:00"}},
		"until the day before":           {"2026-03-23 14:00", Repeat{Weeks: 1, Until: On(2026, time.April, 5)}, []string{"2026-03-23 14:00", "2026-03-30 14:00"}},
		"whichever ends it first":        {"2026-03-23 14:00", Repeat{Weeks: 1, Times: 9, Until: On(2026, time.March, 30)}, []string{"2026-03-23 14:00", "2026-03-30 14:00"}},
		"a time that the clocks skip":    {"2026-03-22 01:30", Repeat{Weeks: 1, Times: 3}, []string{"2026-03-22 01:30", "2026-04-05 01:30"}},
		"a time that the clocks repeat":  {"2026-10-18 01:30", Repeat{Weeks: 1, Times: 2}, []string{"2026-10-18 01:30", "2026-10-25 01:30"}},
		"over before it begins":          {"2026-03-23 14:00", Repeat{Weeks: 1, Until: On(2026, time.March, 1)}, nil},
		"two fortnights at midnight":     {"2026-03-23 00:00", Repeat{Weeks: 2, Times: 2}, []string{"2026-03-23 00:00", "2026-04-06 00:00"}},
		"on the day the clocks go ahead": {"2026-03-29 10:00", Repeat{Weeks: 1, Times: 2}, []string{"2026-03-29 10:00", "2026-04-05 10:00"}},
	} {
		var got []string
		for _, at := range test.repeat.From(moment(test.first)) {
			got = append(got, at.Time().Format("2006-01-02 15:04"))
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
	if got := (Repeat{Weeks: 1, Times: 4}).From(OnDay(On(2026, time.March, 2))); len(got) != 1 {
		t.Errorf("a day without a time comes back: %v", got)
	}
}

func TestWhatComesBackKeepsItsDayAndClock(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := On(2020, time.January, 1).AddDays(rapid.IntRange(0, 10_000).Draw(t, "day"))
		first, real := AtClock(day, rapid.IntRange(3, 23).Draw(t, "hour"), rapid.IntRange(0, 59).Draw(t, "minute"))
		if !real {
			t.Fatalf("%s has no such time", day)
		}
		repeat := Repeat{Weeks: rapid.IntRange(1, 2).Draw(t, "weeks"), Times: rapid.IntRange(0, 60).Draw(t, "times")}
		if rapid.Bool().Draw(t, "until") {
			repeat.Until = day.AddDays(rapid.IntRange(0, 400).Draw(t, "days"))
		}
		all := repeat.From(first)
		if len(all) == 0 || all[0] != first || len(all) > MostRepeats {
			t.Fatalf("%d of them, the first %v", len(all), all)
		}
		if repeat.Times > 0 && len(all) > repeat.Times {
			t.Fatalf("%d of %d", len(all), repeat.Times)
		}
		for n, at := range all {
			if at.Day().Sub(day) != 7*repeat.Weeks*n || at.Clock() != first.Clock() || repeat.Until.Known() && at.Day() > repeat.Until {
				t.Fatalf("number %d is %s", n, at.Words())
			}
		}
	})
}

func TestMonday(t *testing.T) {
	for day, want := range map[Day]Day{
		On(2026, time.March, 2):    On(2026, time.March, 2),
		On(2026, time.March, 8):    On(2026, time.March, 2),
		On(2026, time.March, 29):   On(2026, time.March, 23),
		On(2026, time.October, 25): On(2026, time.October, 19),
		On(2027, time.January, 1):  On(2026, time.December, 28),
	} {
		if got := day.Monday(); got != want {
			t.Errorf("the week of %s begins on %s, want %s", day, got, want)
		}
	}
}

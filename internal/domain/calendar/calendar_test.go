package calendar

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestDayReadsAndWritesISODates(t *testing.T) {
	for _, text := range []string{"2019-11-01", "2020-02-29", "2021-08-31", "1968-03-06", "1969-12-31", "1970-01-01", "0001-01-01"} {
		day, err := ParseDay(text)
		if err != nil || day.String() != text || !day.Known() {
			t.Errorf("ParseDay(%q) = %v, %v", text, day, err)
		}
	}
	for _, text := range []string{"31/08/2021", "2021-02-30", "2021-8-1", "yesterday"} {
		if day, err := ParseDay(text); err == nil {
			t.Errorf("ParseDay(%q) = %v, want an error", text, day)
		}
	}
}

func TestMonthsAreCalendarMonths(t *testing.T) {
	tests := []struct {
		from   string
		months int
		want   string
	}{
		{"2021-05-31", 3, "2021-08-31"},
		{"2021-05-31", 1, "2021-06-30"},
		{"2020-11-30", 3, "2021-02-28"},
		{"2021-08-31", -6, "2021-02-28"},
		{"2021-01-15", 12, "2022-01-15"},
	}
	for _, test := range tests {
		from, _ := ParseDay(test.from)
		if got := from.AddMonths(test.months).String(); got != test.want {
			t.Errorf("%s and %d months = %s, want %s", test.from, test.months, got, test.want)
		}
	}
}

func TestAgeTurnsOnTheBirthday(t *testing.T) {
	born := On(2003, time.August, 31)
	if got := born.YearsAt(On(2021, time.August, 30)); got != 17 {
		t.Errorf("the day before her birthday she is %d, want 17", got)
	}
	if got := born.YearsAt(On(2021, time.August, 31)); got != 18 {
		t.Errorf("on her birthday she is %d, want 18", got)
	}
}

func TestDayIsTheDayInLondon(t *testing.T) {
	lateInJune := time.Date(2021, time.June, 30, 23, 30, 0, 0, time.UTC)
	if got := DayOf(lateInJune).String(); got != "2021-07-01" {
		t.Errorf("half past midnight in London = %s, want 2021-07-01", got)
	}
}

func TestMomentKeepsWhetherATimeIsKnown(t *testing.T) {
	for _, text := range []string{"", "2021-08-31", "2021-08-31T14:00:00+01:00", "2020-01-10T11:00:00Z"} {
		moment, err := ParseMoment(text)
		if err != nil || moment.String() != text {
			t.Errorf("ParseMoment(%q) = %v, %v", text, moment, err)
		}
	}
	dated, _ := ParseMoment("2021-08-31")
	if dated.Clock() != "" || dated.Words() != "Tuesday 31 August 2021" {
		t.Errorf("a moment without a time reads %q", dated.Words())
	}
	timed, _ := ParseMoment("2021-08-31T14:30:00+01:00")
	if timed.Words() != "Tuesday 31 August 2021, 2:30pm" {
		t.Errorf("a moment with a time reads %q", timed.Words())
	}
	if dated.Compare(timed) >= 0 || timed.Compare(dated) <= 0 {
		t.Error("on one day a moment without a time comes first")
	}
}

func TestAnyDayComesBackFromItsText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := Day(rapid.Int32Range(1, 1_000_000).Draw(t, "day"))
		back, err := ParseDay(day.String())
		if err != nil || back != day {
			t.Fatalf("%d came back as %d, %v", day, back, err)
		}
		if DayOf(day.Start()) != day {
			t.Fatalf("%v does not start on itself", day)
		}
	})
}

func TestWindowHoldsBothItsEnds(t *testing.T) {
	year := Window{From: On(2019, time.September, 1), To: On(2020, time.August, 31)}
	if !year.Holds(year.From) || !year.Holds(year.To) || year.Holds(year.To+1) || year.Holds(0) {
		t.Error("a window holds its first and last day, no day after, and never an unknown day")
	}
}

func TestAMomentIsOver(t *testing.T) {
	moment := func(text string) Moment {
		m, err := ParseMoment(text)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	for _, row := range []struct {
		at, now string
		over    bool
	}{
		{"2021-01-20T09:30:00Z", "2021-01-20T12:00:00Z", true},
		{"2021-01-20T12:00:00Z", "2021-01-20T12:00:00Z", false},
		{"2021-01-20T15:00:00Z", "2021-01-20T12:00:00Z", false},
		{"2021-01-20", "2021-01-20T12:00:00Z", false},
		{"2021-01-20T09:30:00Z", "2021-01-20", false},
		{"2021-01-19", "2021-01-20T00:00:00Z", true},
		{"2021-01-19T23:00:00Z", "2021-01-20", true},
		{"2021-01-21", "2021-01-20T23:00:00Z", false},
	} {
		if got := moment(row.at).Over(moment(row.now)); got != row.over {
			t.Errorf("%s at %s is over: %t, want %t", row.at, row.now, got, row.over)
		}
	}
}

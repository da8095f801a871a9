package calendar

import (
	"fmt"
	"time"
	_ "time/tzdata" // the program carries its own time zones: a bare server may have none
)

// London is the time zone of every day and moment in Throughline.
var London = mustLoad("Europe/London")

func mustLoad(name string) *time.Location {
	place, err := time.LoadLocation(name)
	if err != nil {
		panic("calendar: the embedded time zone database lacks " + name)
	}
	return place
}

// Day is a civil date, counted from 1 January of the year 1, which is 1. The
// zero Day is "no date": not recorded, or not stated. It stands on a day before
// every date a person is born on or a fact happens on.
type Day int32

// unixEpoch is the Day of 1 January 1970.
const unixEpoch Day = 719163

// Layout is the ISO 8601 form in which days are read and written.
const Layout = "2006-01-02"

// On returns the day with this year, month and day of the month.
func On(year int, month time.Month, day int) Day {
	return unixEpoch + Day(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix()/86400)
}

// DayOf returns the day it was in London at t.
func DayOf(t time.Time) Day {
	year, month, day := t.In(London).Date()
	return On(year, month, day)
}

// ParseDay reads an ISO 8601 date. The empty string is the zero Day.
func ParseDay(text string) (Day, error) {
	if text == "" {
		return 0, nil
	}
	t, err := time.Parse(Layout, text)
	if err != nil {
		return 0, fmt.Errorf("%q is not a date: write it as 2021-08-31", text)
	}
	return On(t.Date()), nil
}

// Known says whether the day is recorded at all.
func (d Day) Known() bool { return d != 0 }

// Start returns the first instant of the day in London.
func (d Day) Start() time.Time {
	year, month, day := d.Date()
	return time.Date(year, month, day, 0, 0, 0, 0, London)
}

func (d Day) utc() time.Time { return time.Unix(int64(d-unixEpoch)*86400, 0).UTC() }

// Date returns the year, month and day of the month.
func (d Day) Date() (year int, month time.Month, day int) { return d.utc().Date() }

// Weekday returns the day of the week.
func (d Day) Weekday() time.Weekday { return d.utc().Weekday() }

// AddDays returns the day n days later.
func (d Day) AddDays(n int) Day { return d + Day(n) }

// AddMonths returns the same day of the month n calendar months later, or the
// last day of that month where it is shorter.
func (d Day) AddMonths(n int) Day {
	year, month, day := d.Date()
	last := On(year, month+time.Month(n)+1, 0)
	if wanted := On(year, month+time.Month(n), day); wanted < last {
		return wanted
	}
	return last
}

// Sub returns how many days d is after earlier.
func (d Day) Sub(earlier Day) int { return int(d - earlier) }

// YearsAt returns whole years from d, a date of birth, to the given day.
func (d Day) YearsAt(on Day) int {
	birthYear, birthMonth, birthDay := d.Date()
	year, month, day := on.Date()
	years := year - birthYear
	if month < birthMonth || month == birthMonth && day < birthDay {
		years--
	}
	return years
}

// String returns the ISO 8601 form, or "" for no date.
func (d Day) String() string {
	if d == 0 {
		return ""
	}
	return d.utc().Format(Layout)
}

// Words returns the day as people say it, such as "Tuesday 4 March 2025", or
// "not stated" for no date.
func (d Day) Words() string {
	if d == 0 {
		return "not stated"
	}
	return d.utc().Format("Monday 2 January 2006")
}

// Short returns the day without its weekday, such as "4 March 2025".
func (d Day) Short() string {
	if d == 0 {
		return "not stated"
	}
	return d.utc().Format("2 January 2006")
}

// MarshalText writes the ISO 8601 form.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads the ISO 8601 form.
func (d *Day) UnmarshalText(text []byte) error {
	parsed, err := ParseDay(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// Window is a span of days, both ends in it. A zero end is open.
type Window struct {
	From Day `json:"from"`
	To   Day `json:"to"`
}

// Holds says whether the day lies in the window.
func (w Window) Holds(d Day) bool {
	return d.Known() && (w.From == 0 || d >= w.From) && (w.To == 0 || d <= w.To)
}

// Words returns the window as people say it.
func (w Window) Words() string {
	switch {
	case w.From == 0 && w.To == 0:
		return "all dates"
	case w.From == 0:
		return "up to " + w.To.Short()
	case w.To == 0:
		return "from " + w.From.Short()
	}
	return w.From.Short() + " to " + w.To.Short()
}

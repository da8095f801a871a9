package calendar

import "time"

// MostRepeats is how often something may come back: half a year of weeks. It is
// our own limit, so that a slip of the hand books no year.
const MostRepeats = 26

// Repeat says how something comes back. The zero Repeat happens once.
type Repeat struct {
	Weeks int // from each to the next: 1 or 2; 0 for once
	Times int // how often in all; 0 where Until says it
	Until Day // the last day on which it may be
}

// Once says whether it does not come back.
func (r Repeat) Once() bool { return r.Weeks == 0 }

// From returns each moment of it, the first one first: on the same day of the week
// at the same time by the clock in London, whether the clocks change between or
// not. A week in which that time does not exist, because the clocks go forward, is
// left out. There are never more than MostRepeats.
func (r Repeat) From(first Moment) []Moment {
	if r.Once() || !first.Timed() {
		return []Moment{first}
	}
	hour, minute, _ := first.Time().Clock()
	var all []Moment
	for n := range MostRepeats {
		day := first.Day().AddDays(7 * r.Weeks * n)
		if r.Times > 0 && n >= r.Times || r.Until.Known() && day > r.Until {
			break
		}
		if at, real := AtClock(day, hour, minute); real {
			all = append(all, at)
		}
	}
	return all
}

// AtClock returns the moment at which a clock in London shows this time on a day.
// It is false where no clock does, because they go forward over it. Where one
// shows it twice, it is the first.
func AtClock(day Day, hour, minute int) (Moment, bool) {
	year, month, date := day.Date()
	at := time.Date(year, month, date, hour, minute, 0, 0, London)
	return At(at), at.Hour() == hour && at.Minute() == minute && DayOf(at) == day
}

// Monday returns the first day of the week that the day is in.
func (d Day) Monday() Day { return d.AddDays(-(int(d.Weekday()) + 6) % 7) }

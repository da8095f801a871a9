package calendar

import "time"

// WorkingDays counts the days from Monday to Friday after one day, up to and with
// another: the first day is day 0. Bank holidays count as working days, because no
// list of them is carried here. It is 0 where the second day is not later.
func WorkingDays(from, to Day) int {
	if !from.Known() || to <= from {
		return 0
	}
	whole, rest := to.Sub(from)/7, to.Sub(from)%7
	count := whole * 5
	for day := to.AddDays(1 - rest); day <= to; day = day.AddDays(1) {
		if weekday := day.Weekday(); weekday != time.Saturday && weekday != time.Sunday {
			count++
		}
	}
	return count
}

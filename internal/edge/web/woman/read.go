package woman

import (
	"throughline/internal/domain/calendar"
	"throughline/internal/edge/web/govuk"
)

// ReadPounds reads an amount such as 25, £25.50 or 1,200, in pence.
func ReadPounds(text string) (pence int64, ok bool) { return readPounds(text) }

// ReadMoment reads a date in three boxes and a time of day, such as 2:30pm, in
// London. day and clock say whether each could be read: a date or a time that does
// not exist cannot.
func ReadMoment(date govuk.DateParts, text string) (at calendar.Moment, day, clock bool) {
	on, day := date.Read()
	hour, minute, clock := readClock(text)
	if !day || !clock {
		return calendar.Moment{}, day, clock
	}
	at, clock = calendar.AtClock(on, hour, minute)
	return at, true, clock
}

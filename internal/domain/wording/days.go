package wording

import (
	"strconv"

	"throughline/internal/domain/calendar"
)

var weekdays = [...]string{
	"dates.sunday", "dates.monday", "dates.tuesday", "dates.wednesday", "dates.thursday", "dates.friday", "dates.saturday",
}

var months = [...]string{
	"dates.january", "dates.february", "dates.march", "dates.april", "dates.may", "dates.june",
	"dates.july", "dates.august", "dates.september", "dates.october", "dates.november", "dates.december",
}

// Day returns the day as people say it, such as "Tuesday 4 March 2025", or "not
// stated".
func (w Words) Day(day calendar.Day) string {
	if !day.Known() {
		return w.Say("dates.not_stated")
	}
	year, _, _ := day.Date()
	return w.Say("dates.year", "day", w.NearDay(day), "year", strconv.Itoa(year))
}

// NearDay returns a day of about now, without its year: "Tuesday 4 March".
func (w Words) NearDay(day calendar.Day) string {
	if !day.Known() {
		return w.Say("dates.not_stated")
	}
	_, month, date := day.Date()
	return w.Say("dates.day", "weekday", w.Say(weekdays[day.Weekday()]), "date", strconv.Itoa(date), "month", w.Say(months[month-1]))
}

// Moment returns the moment as people say it: "Tuesday 4 March 2025, 2:30pm", or
// the day where no time is known.
func (w Words) Moment(moment calendar.Moment) string { return w.at(w.Day(moment.Day()), moment) }

// NearMoment returns a moment of about now, without its year: "Tuesday 4 March,
// 2pm".
func (w Words) NearMoment(moment calendar.Moment) string {
	return w.at(w.NearDay(moment.Day()), moment)
}

func (w Words) at(day string, moment calendar.Moment) string {
	if !moment.Known() || !moment.Timed() {
		return day
	}
	return w.Say("dates.moment", "day", day, "time", w.Clock(moment))
}

// Clock returns the time of day, such as "2:30pm" or "2pm", "" where none is
// known.
func (w Words) Clock(moment calendar.Moment) string {
	if !moment.Known() || !moment.Timed() {
		return ""
	}
	hour, minute := moment.Time().Hour(), moment.Time().Minute()
	clock := strconv.Itoa((hour+11)%12 + 1)
	if minute > 0 {
		clock += moment.Time().Format(":04")
	}
	if hour < 12 {
		return w.Say("dates.morning", "time", clock)
	}
	return w.Say("dates.afternoon", "time", clock)
}

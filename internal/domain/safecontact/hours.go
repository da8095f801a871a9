package safecontact

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"throughline/internal/domain/calendar"
)

// Hours says whether she told at which hours she may be reached.
type Hours string

// The answers. "" is not stated, and is never read as any hour.
const (
	HoursNotStated Hours = ""
	AnyHour        Hours = "any"
	SomeHours      Hours = "some"
)

// Window is a stretch of hours on some days of the week, by the clocks of London.
type Window struct {
	Days []time.Weekday `json:"days"` // Sunday is 0
	From int            `json:"from"` // minutes after midnight, in it
	To   int            `json:"to"`   // minutes after midnight, no longer in it
}

// minutesADay is the end of the last window there can be.
const minutesADay = 24 * 60

// Sound says whether the window is one that a moment can lie in.
func (w Window) Sound() bool {
	for _, day := range w.Days {
		if day < time.Sunday || day > time.Saturday {
			return false
		}
	}
	return len(w.Days) > 0 && w.From >= 0 && w.From < w.To && w.To <= minutesADay
}

// holds says whether a time of day on a day of the week lies in the window.
func (w Window) holds(day time.Weekday, minute int) bool {
	return slices.Contains(w.Days, day) && minute >= w.From && minute < w.To
}

// Words returns the window as people say it: "Monday to Friday, 10am to 3pm".
func (w Window) Words() string {
	return fmt.Sprintf("%s, %s to %s", daysWords(w.Days), clockWords(w.From), clockWords(w.To))
}

// week is the days in the order people say them.
var week = []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday}

func daysWords(days []time.Weekday) string {
	var named []string
	for _, day := range week {
		if slices.Contains(days, day) {
			named = append(named, day.String())
		}
	}
	switch text := strings.Join(named, ", "); text {
	case "Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday":
		return "every day"
	case "Monday, Tuesday, Wednesday, Thursday, Friday":
		return "Monday to Friday"
	default:
		return text
	}
}

func clockWords(minute int) string {
	if minute == minutesADay {
		return "midnight"
	}
	return calendar.At(time.Date(2000, time.January, 1, minute/60, minute%60, 0, 0, calendar.London)).Clock()
}

// minuteOf returns the minutes after midnight that the clocks of London show.
func minuteOf(at calendar.Moment) int { return at.Time().Hour()*60 + at.Time().Minute() }

// daytime is when messages go out at all, whatever she said: a message is no
// reason to wake a house. It is our own limit.
var daytime = Window{Days: week, From: 9 * 60, To: 19 * 60}

// hoursWords returns the hours she told, "" where she told none.
func (t Terms) hoursWords() string {
	switch t.Hours {
	case AnyHour:
		return "At any hour"
	case SomeHours:
		said := make([]string, len(t.Windows))
		for i, window := range t.Windows {
			said[i] = window.Words()
		}
		return "Only " + strings.Join(said, ", and ")
	}
	return ""
}

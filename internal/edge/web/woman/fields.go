package woman

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// When returns a moment as people say it from where they stand: with "today",
// "tomorrow" or "yesterday" before it.
func When(at calendar.Moment, today calendar.Day) string {
	if !at.Known() {
		return "not stated"
	}
	word := map[int]string{-1: "Yesterday, ", 0: "Today, ", 1: "Tomorrow, "}[at.Day().Sub(today)]
	return word + at.Words()
}

// Days returns a number of days in words.
func Days(n int) string {
	if n == 1 {
		return "1 day"
	}
	return strconv.Itoa(n) + " days"
}

func (f form) timeField(name, label, value string) govuk.Field {
	return govuk.Field{
		Name: name, Label: label, LabelSize: govuk.Small, Hint: "For example, 2:30pm or 14:30", Value: value,
		Error: f.Problems.For(name), Autocomplete: "off", Width: 10, NoSpelling: true,
	}
}

// choiceField is one question with a few answers.
func (f form) choiceField(name, label, hint, value string) govuk.Field {
	return govuk.Field{Name: name, Label: label, LabelSize: govuk.Small, Hint: hint, Value: value, Error: f.Problems.For(name)}
}

// readMoment reads a date and a time of day, which may be left out.
func (f *form) readMoment(r *web.Request, date, clock string) (govuk.DateParts, calendar.Moment) {
	parts, day := f.ReadDay(r, date)
	text := r.Field(clock)
	if text == "" || !day.Known() {
		return parts, calendar.OnDay(day)
	}
	hour, minute, ok := readClock(text)
	if !ok {
		f.Add(clock, "Enter a time such as 2:30pm or 14:30")
		return parts, calendar.OnDay(day)
	}
	year, month, dayOfMonth := day.Date()
	at := time.Date(year, month, dayOfMonth, hour, minute, 0, 0, calendar.London)
	if at.Hour() != hour || at.Minute() != minute {
		f.Add(clock, "The clocks go forward that night: this time does not exist")
	}
	return parts, calendar.At(at)
}

// readClock reads a time of day such as 2pm, 2:30pm, 2.30 pm, 14:30 or 1430.
// "2:30" alone is no time: it is the afternoon to whoever types it, and the night
// to a clock of 24 hours.
func readClock(text string) (hour, minute int, ok bool) {
	text = strings.ToLower(strings.ReplaceAll(text, " ", ""))
	text = strings.ReplaceAll(text, ".", ":")
	switch text {
	case "midday", "noon":
		return 12, 0, true
	case "midnight":
		return 0, 0, true
	}
	half := ""
	for _, suffix := range []string{"am", "pm"} {
		if before, found := strings.CutSuffix(text, suffix); found {
			text, half = before, suffix
		}
	}
	hours, minutes, parted := strings.Cut(text, ":")
	switch {
	case !parted && len(text) == 4:
		hours, minutes = text[:2], text[2:]
	case !parted && half != "":
		minutes = "00"
	case !parted:
		return 0, 0, false
	}
	if len(minutes) != 2 || hours == "" || len(hours) > 2 || strings.Trim(hours+minutes, "0123456789") != "" {
		return 0, 0, false
	}
	// Both are digits only, so neither can fail to be read.
	hour, _ = strconv.Atoi(hours)
	minute, _ = strconv.Atoi(minutes)
	switch {
	case half != "" && (hour < 1 || hour > 12):
		return 0, 0, false
	case half == "" && len(hours) == 1 && hour < 7:
		return 0, 0, false
	case half == "am" && hour == 12:
		hour = 0
	case half == "pm" && hour != 12:
		hour += 12
	}
	return hour, minute, hour < 24 && minute < 60
}

// kindOptions are the ways of meeting.
func kindOptions() []govuk.Option {
	var options []govuk.Option
	for _, kind := range journey.AppointmentKinds {
		options = append(options, govuk.Option{Value: string(kind), Label: kind.Words()})
	}
	return options
}

// pathwayOptions are the nine pathways, after an answer for none of them.
func pathwayOptions(none string) []govuk.Option {
	options := []govuk.Option{{Value: "", Label: none}}
	for _, pathway := range need.Pathways() {
		options = append(options, govuk.Option{Value: string(pathway), Label: pathway.Title()})
	}
	return options
}

// lowerFirst writes a label as it stands within a sentence.
func lowerFirst(text string) string {
	letter, size := utf8.DecodeRuneInString(text)
	if size == 0 {
		return text
	}
	return string(unicode.ToLower(letter)) + text[size:]
}

// capital writes words as the start of a label.
func capital(text string) string {
	letter, size := utf8.DecodeRuneInString(text)
	if size == 0 {
		return text
	}
	return string(unicode.ToUpper(letter)) + text[size:]
}

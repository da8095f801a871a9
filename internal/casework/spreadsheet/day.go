package spreadsheet

import (
	"strconv"
	"strings"
	"time"
	"unicode"

	"throughline/internal/domain/calendar"
)

// Order is how the days of a file are written where both readings are days.
type Order string

// The orders.
const (
	DayFirst   Order = "day"   // 3/4/2026 is 3 April
	MonthFirst Order = "month" // 3/4/2026 is March 4
)

// Orders lists them.
var Orders = []Order{DayFirst, MonthFirst}

// dayOf reads a day as people write it: 2021-08-31, 31/8/21, 31.08.2021, 31 Aug
// 2021, August 31, 2021, each also with a time behind it. A year of two figures is
// the latest that is not after today.
func dayOf(text string, order Order, today calendar.Day) (calendar.Day, bool) {
	parts := dayParts(text)
	if len(parts) < 3 {
		return 0, false
	}
	month, named := 0, -1
	numbers := make([]int, 3)
	for i, part := range parts[:3] {
		if n := monthNamed(part); n > 0 {
			if named >= 0 {
				return 0, false
			}
			month, named = n, i
			continue
		}
		n, err := strconv.Atoi(part)
		if err != nil || len(part) > 4 {
			return 0, false
		}
		numbers[i] = n
	}
	switch {
	case named == 0: // August 31 2021
		return day(numbers[2], month, numbers[1], len(parts[2]), today)
	case named == 1 && len(parts[0]) == 4: // 2021 Aug 31
		return day(numbers[0], month, numbers[2], 4, today)
	case named == 1: // 31 Aug 2021
		return day(numbers[2], month, numbers[0], len(parts[2]), today)
	case named == 2:
		return 0, false
	case len(parts[0]) == 4: // 2021-08-31
		return day(numbers[0], numbers[1], numbers[2], 4, today)
	case order == MonthFirst:
		return day(numbers[2], numbers[0], numbers[1], len(parts[2]), today)
	}
	return day(numbers[2], numbers[1], numbers[0], len(parts[2]), today)
}

// dayParts splits a day into its parts, without a weekday before it and endings
// such as "31st".
func dayParts(text string) []string {
	if date, _, timed := strings.Cut(text, "T"); timed && len(date) == 10 {
		text = date
	}
	parts := strings.FieldsFunc(text, func(letter rune) bool { return unicode.IsSpace(letter) || strings.ContainsRune("/.-,", letter) })
	if len(parts) > 3 && weekday(parts[0]) {
		parts = parts[1:]
	}
	for i, part := range parts {
		digits := strings.TrimRightFunc(part, unicode.IsLetter)
		switch strings.ToLower(strings.TrimPrefix(part, digits)) {
		case "st", "nd", "rd", "th":
			if digits != "" {
				parts[i] = digits
			}
		}
	}
	return parts
}

func weekday(text string) bool {
	for named := time.Sunday; named <= time.Saturday; named++ {
		if len(text) >= 3 && strings.HasPrefix(strings.ToLower(named.String()), strings.ToLower(text)) {
			return true
		}
	}
	return false
}

// monthNamed returns the month that a word names, 0 where it names none.
func monthNamed(text string) int {
	for month := time.January; month <= time.December; month++ {
		if len(text) >= 3 && strings.HasPrefix(strings.ToLower(month.String()), strings.ToLower(text)) {
			return int(month)
		}
	}
	if strings.EqualFold(text, "sept") {
		return 9
	}
	return 0
}

// day returns a day that exists. width is how many figures its year is written with.
func day(year, month, date, width int, today calendar.Day) (calendar.Day, bool) {
	switch {
	case width == 2:
		now, _, _ := today.Date()
		year += now / 100 * 100
		if year > now {
			year -= 100
		}
	case width != 4:
		return 0, false
	}
	if month < 1 || month > 12 || date < 1 || date > 31 || year < 1900 || year > 2199 {
		return 0, false
	}
	on := calendar.On(year, time.Month(month), date)
	if _, m, d := on.Date(); int(m) != month || d != date {
		return 0, false
	}
	return on, true
}

// orderOf guesses how the days of some cells are written: the way in which more of
// them are days, and day first where that is even, as is usual here.
func orderOf(cells []string, today calendar.Day) Order {
	first, second := 0, 0
	for _, text := range cells {
		if _, ok := dayOf(text, DayFirst, today); ok {
			first++
		}
		if _, ok := dayOf(text, MonthFirst, today); ok {
			second++
		}
	}
	if second > first {
		return MonthFirst
	}
	return DayFirst
}

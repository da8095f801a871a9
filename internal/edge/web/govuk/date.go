package govuk

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"throughline/internal/domain/calendar"
)

// DateParts is a date as typed in three boxes: kept as it was, right or wrong.
type DateParts struct{ Day, Month, Year string }

// DateOf fills the boxes with a known day; no day leaves them empty.
func DateOf(day calendar.Day) DateParts {
	if !day.Known() {
		return DateParts{}
	}
	year, month, date := day.Date()
	return DateParts{Day: strconv.Itoa(date), Month: strconv.Itoa(int(month)), Year: strconv.Itoa(year)}
}

// DateFrom reads the three boxes of the DateInput of this name from a posted form.
func DateFrom(form url.Values, name string) DateParts {
	return DateParts{
		Day:   strings.TrimSpace(form.Get(name + "-day")),
		Month: strings.TrimSpace(form.Get(name + "-month")),
		Year:  strings.TrimSpace(form.Get(name + "-year")),
	}
}

// Empty says whether nothing was typed.
func (d DateParts) Empty() bool { return d == DateParts{} }

// Read returns the day that was typed. Months may be words ("Mar", "march").
// It is false for a date that does not exist, a year not of four figures, or
// no date.
func (d DateParts) Read() (calendar.Day, bool) {
	date, err := strconv.Atoi(d.Day)
	if err != nil {
		return 0, false
	}
	month, ok := readMonth(d.Month)
	if !ok {
		return 0, false
	}
	year, err := strconv.Atoi(d.Year)
	if err != nil || year < 1000 || year > 9999 {
		return 0, false
	}
	day := calendar.On(year, month, date)
	if _, m, dd := day.Date(); m != month || dd != date {
		return 0, false
	}
	return day, true
}

func readMonth(text string) (time.Month, bool) {
	if number, err := strconv.Atoi(text); err == nil {
		return time.Month(number), number >= 1 && number <= 12
	}
	for month := time.January; month <= time.December; month++ {
		name := month.String()
		if strings.EqualFold(text, name) || strings.EqualFold(text, name[:3]) {
			return month, true
		}
	}
	return 0, false
}

// datePart is one of the three boxes.
type datePart struct{ suffix, label, value, autocomplete string }

func (d DateParts) parts(terms Terms, birthday bool) []datePart {
	parts := []datePart{
		{"day", terms.Day, d.Day, "bday-day"}, {"month", terms.Month, d.Month, "bday-month"}, {"year", terms.Year, d.Year, "bday-year"},
	}
	if !birthday {
		for i := range parts {
			parts[i].autocomplete = ""
		}
	}
	return parts
}

func (f Field) dateClass(part datePart) string {
	classes := "govuk-input govuk-date-input__input govuk-input--width-2"
	if part.suffix == "year" {
		classes = "govuk-input govuk-date-input__input govuk-input--width-4"
	}
	if f.Error != "" {
		classes += " govuk-input--error"
	}
	return classes
}

func (f Field) dateAttributes(part datePart) templ.Attributes {
	attributes := templ.Attributes{}
	if part.value != "" {
		attributes["value"] = part.value
	}
	switch {
	case f.Autocomplete == "off":
		attributes["autocomplete"] = "off"
	case part.autocomplete != "":
		attributes["autocomplete"] = part.autocomplete
	}
	return attributes
}

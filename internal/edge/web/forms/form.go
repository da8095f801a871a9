package forms

import (
	"errors"
	"slices"
	"strconv"

	"throughline/internal/casework"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// Form is what every form carries beside its own fields. The zero Form is that of a
// page on which nothing can be sent.
type Form struct {
	Key      string // makes sending it twice write it once
	Version  int    // of what was shown
	Problems govuk.Problems
	dates    Dates
}

// Dates names the fields with a box for the day, which a problem with them leads to.
type Dates []string

// Blank starts a form with a new key.
func (d Dates) Blank(key string) Form { return Form{Key: key, dates: d} }

// Posted reads back what a form carried. A version that is none was never shown:
// it is casework.OtherVersion.
func (d Dates) Posted(r *web.Request) Form {
	version, err := strconv.Atoi(r.Field("version"))
	if err != nil || version < 0 {
		version = casework.OtherVersion
	}
	return Form{Key: r.Field("key"), Version: version, dates: d}
}

// Add says what is wrong with a field.
func (f *Form) Add(field, say string) {
	if slices.Contains(f.dates, field) {
		f.Problems.AddDate(field, say)
		return
	}
	f.Problems.Add(field, say)
}

// Stopped says whether there is something to put right.
func (f Form) Stopped() bool { return f.Problems.Any() }

// Settle puts the problems of a verb on the form, and returns an error that no form
// can show.
func (f *Form) Settle(err error) error {
	var problems journey.Problems
	if !errors.As(err, &problems) {
		return err
	}
	for _, problem := range problems {
		f.Add(problem.Field, problem.Say)
	}
	return nil
}

// SettleMoved is Settle for a form about something that others change too. Where
// somebody wrote first, moved is true: what was typed is kept, and sending it again
// is a new change.
func (f *Form) SettleMoved(err error) (moved bool, unsettled error) {
	if err = f.Settle(err); casework.KindOf(err) != casework.Conflict {
		return false, err
	}
	f.Problems.Add("", "Somebody saved this after you opened it. Look at what stands now, then save again")
	return true, nil
}

// Field is a question of one line, or one with a few answers. No browser keeps it:
// it may be about her.
func (f Form) Field(name, label, hint, value string) govuk.Field {
	return govuk.Field{Name: name, Label: label, LabelSize: govuk.Small, Hint: hint, Value: value, Error: f.Problems.For(name), Autocomplete: "off"}
}

// Number is a field for a few digits.
func (f Form) Number(name, label, hint, value string) govuk.Field {
	one := f.Field(name, label, hint, value)
	one.InputMode, one.Width, one.NoSpelling = "numeric", 4, true
	return one
}

// Area is a text of several lines.
func (f Form) Area(name, label, hint, value string, rows int) govuk.Field {
	one := f.Field(name, label, hint, value)
	one.Rows = rows
	return one
}

// ReadDay reads a date, and says what is wrong where it is none. Empty boxes are
// day 0: the verb says whether one is needed.
func (f *Form) ReadDay(r *web.Request, name string) (govuk.DateParts, calendar.Day) {
	parts := govuk.DateFrom(r.Posted, name)
	if parts.Empty() {
		return parts, 0
	}
	day, real := parts.Read()
	if !real {
		f.Problems.AddDate(name, "Enter a date that exists, such as 27 3 2026")
	}
	return parts, day
}

// ReadNumber reads a whole number from 0, nil where nothing is entered; say tells
// what to enter where it is none.
func (f *Form) ReadNumber(name, text, say string) *int {
	if text == "" {
		return nil
	}
	number, err := strconv.Atoi(text)
	if err != nil || number < 0 {
		f.Add(name, say)
		return nil
	}
	return &number
}

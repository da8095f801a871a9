package hardship

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"throughline/internal/casework"
	"throughline/internal/casework/hardship"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
	"throughline/internal/edge/web/woman"
)

// Door holds the pages of the hardship fund.
type Door struct{ Desk *hardship.Desk }

// Routes lists them.
func (d Door) Routes() []web.Route {
	lead, supports := web.For(access.ServiceLead), web.For(access.Keyworker, access.ServiceLead)
	return []web.Route{
		{Method: http.MethodGet, Path: "/funds", Audience: lead, Handle: d.funds, Nav: "Funds"},
		{Method: http.MethodGet, Path: "/funds/new", Audience: lead, Handle: d.fund},
		{Method: http.MethodPost, Path: "/funds/new", Audience: lead, Handle: d.set},
		{Method: http.MethodGet, Path: "/funds/{fund}/change", Audience: lead, Handle: d.fund},
		{Method: http.MethodPost, Path: "/funds/{fund}/change", Audience: lead, Handle: d.set},
		{Method: http.MethodGet, Path: "/funds/spending.csv", Audience: lead, Handle: d.spending},
		{Method: http.MethodGet, Path: "/woman/{case}/hardship", Audience: supports, Handle: d.hers},
		{Method: http.MethodPost, Path: "/woman/{case}/hardship", Audience: supports, Handle: d.ask},
		{Method: http.MethodGet, Path: "/woman/{case}/hardship/{request}", Audience: supports, Handle: d.request},
		{Method: http.MethodPost, Path: "/woman/{case}/hardship/{request}", Audience: supports, Handle: d.act},
	}
}

// requestPath is the address of one request.
func requestPath(caseID, request string) string {
	return woman.Path(caseID, "hardship/"+url.PathEscape(request))
}

// form is what every form carries beside its own fields.
type form struct {
	Key      string
	Version  int
	Problems govuk.Problems
}

func posted(r *web.Request) form {
	version, err := strconv.Atoi(r.Field("version"))
	if err != nil {
		version = casework.OtherVersion
	}
	return form{Key: r.Field("key"), Version: version}
}

// dates are the fields with a box for the day, which a problem leads to.
var dates = []string{"from", "to", "given"}

func (f *form) add(field, text string) {
	if slices.Contains(dates, field) {
		f.Problems.AddDate(field, text)
		return
	}
	f.Problems.Add(field, text)
}

// settle puts the problems of a verb on the form, and returns an error that no form
// can show. Where somebody wrote first, moved is true.
func (f *form) settle(err error) (moved bool, unsettled error) {
	var problems journey.Problems
	switch {
	case errors.As(err, &problems):
		for _, problem := range problems {
			f.add(problem.Field, problem.Say)
		}
		return false, nil
	case casework.KindOf(err) == casework.Conflict:
		f.Problems.Add("", "Somebody saved this after you opened it. Look at what stands now, then save again")
		return true, nil
	}
	return false, err
}

func (f form) refused() bool { return f.Problems.Any() }

func (f form) field(name, label, hint, value string) govuk.Field {
	return govuk.Field{Name: name, Label: label, LabelSize: govuk.Small, Hint: hint, Value: value, Error: f.Problems.For(name), Autocomplete: "off"}
}

// pounds is a field for an amount.
func (f form) pounds(name, label, hint, value string) govuk.Field {
	one := f.field(name, label, hint, value)
	one.Prefix, one.InputMode, one.Width, one.NoSpelling = "£", "decimal", 5, true
	return one
}

func (f form) area(name, label, hint, value string) govuk.Field {
	one := f.field(name, label, hint, value)
	one.Rows = 3
	return one
}

// readPounds reads an amount; an empty field is 0.
func (f *form) readPounds(name, text string) int64 {
	if text == "" {
		return 0
	}
	pence, ok := woman.ReadPounds(text)
	if !ok {
		f.add(name, "Enter the amount in pounds, such as 25 or 25.50")
	}
	return pence
}

// readDay reads a date that may be left out.
func (f *form) readDay(name string, parts govuk.DateParts) calendar.Day {
	if parts.Empty() {
		return 0
	}
	day, real := parts.Read()
	if !real {
		f.add(name, "Enter a date that exists, such as 27 3 2026")
	}
	return day
}

// kinds are what the money may buy.
func kinds() []govuk.Option {
	var options []govuk.Option
	for _, kind := range journey.HardshipKinds {
		options = append(options, govuk.Option{Value: string(kind), Label: kind.Words()})
	}
	return options
}

// ways are how it may be given.
func ways() []govuk.Option {
	var options []govuk.Option
	for _, way := range journey.PaidBys {
		options = append(options, govuk.Option{Value: string(way), Label: way.Words()})
	}
	return options
}

// done says what a form did, by the flag it left in the address.
var done = map[string]string{
	"set": "The fund is saved", "asked": "Saved. A lead is asked to agree", "may": "Saved. You can give it now", "given": "Saved as given",
	"ahead": "Saved as given. A lead looks at it afterwards", "answered": "Your answer is saved", "returned": "Saved: it is back in the fund",
}

package hardship

import (
	"net/http"
	"net/url"

	"throughline/internal/casework/hardship"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/forms"
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

// form is what every form carries, with fields for money.
type form struct{ forms.Form }

// dates are the fields with a box for the day, which a problem leads to.
var dates = forms.Dates{"from", "to", "given"}

func blank(key string) form { return form{dates.Blank(key)} }

func posted(r *web.Request) form { return form{dates.Posted(r)} }

// pounds is a field for an amount.
func (f form) pounds(name, label, hint, value string) govuk.Field {
	one := f.Field(name, label, hint, value)
	one.Prefix, one.InputMode, one.Width, one.NoSpelling = "£", "decimal", 5, true
	return one
}

// readPounds reads an amount; an empty field is 0.
func (f *form) readPounds(name, text string) int64 {
	if text == "" {
		return 0
	}
	pence, ok := woman.ReadPounds(text)
	if !ok {
		f.Add(name, "Enter the amount in pounds, such as 25 or 25.50")
	}
	return pence
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

package governance

import (
	"errors"
	"net/http"
	"net/url"
	"slices"

	"throughline/internal/casework/safeguarding"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// Door holds the pages.
type Door struct{ Desk safeguarding.Desk }

// Routes lists them.
func (d Door) Routes() []web.Route {
	finds := web.For(access.Keyworker, access.ServiceLead, access.PartnerManager)
	marks := web.For(access.Keyworker, access.ServiceLead)
	governs := web.For(access.InformationGovernance, access.ServiceLead)
	everybody := web.For(access.Roles...)
	return []web.Route{
		{Method: http.MethodGet, Path: "/find", Audience: finds, Handle: d.blankFind, Nav: "Find"},
		{Method: http.MethodPost, Path: "/find", Audience: finds, Handle: d.find},
		{Method: http.MethodPost, Path: "/find/open", Audience: finds, Handle: d.askToOpen},
		{Method: http.MethodGet, Path: "/woman/{case}/conflict", Audience: marks, Handle: d.blankMark},
		{Method: http.MethodPost, Path: "/woman/{case}/conflict", Audience: marks, Handle: d.mark},
		{Method: http.MethodGet, Path: "/governance", Audience: governs, Handle: d.home, Nav: "Governance"},
		{Method: http.MethodGet, Path: "/governance/conflicts/{case}/{conflict}", Audience: governs, Handle: d.conflict},
		{Method: http.MethodPost, Path: "/governance/conflicts/{case}/{conflict}", Audience: governs, Handle: d.review, StepUp: true},
		{Method: http.MethodGet, Path: "/governance/openings/{case}/{ask}", Audience: governs, Handle: d.ask},
		{Method: http.MethodPost, Path: "/governance/openings/{case}/{ask}", Audience: governs, Handle: d.answer, StepUp: true},
		{Method: http.MethodGet, Path: "/conflicts/declare", Audience: everybody, Handle: d.blankDeclare, Nav: "Conflicts"},
		{Method: http.MethodPost, Path: "/conflicts/declare", Audience: everybody, Handle: d.declare},
	}
}

// dates are the fields with a box for the day, which a problem leads to.
var dates = []string{"born"}

// problemsOf returns what is to be put right, where that is all that is wrong.
func problemsOf(err error) (govuk.Problems, bool) {
	var said journey.Problems
	if !errors.As(err, &said) {
		return nil, false
	}
	var problems govuk.Problems
	for _, problem := range said {
		if slices.Contains(dates, problem.Field) {
			problems.AddDate(problem.Field, problem.Say)
		} else {
			problems.Add(problem.Field, problem.Say)
		}
	}
	return problems, true
}

// terms are the exact details of one woman, as they were typed.
type terms struct {
	family, phone, reference string
	born                     govuk.DateParts
}

func termsFrom(form url.Values) terms {
	return terms{family: form.Get("family"), phone: form.Get("phone"), reference: form.Get("reference"), born: govuk.DateFrom(form, "born")}
}

// read returns the details to ask for; a date that does not exist is a problem.
func (t terms) read(problems *govuk.Problems) safeguarding.Declaration {
	born, real := t.born.Read()
	if !real && !t.born.Empty() {
		problems.AddDate("born", "Enter a date that exists, such as 27 3 1990")
	}
	return safeguarding.Declaration{Family: t.family, Born: born, Phone: t.phone, Reference: t.reference}
}

// typed are the fields in which the details are typed.
func (t terms) field(problems govuk.Problems, name, label, hint, value string) govuk.Field {
	return govuk.Field{Name: name, Label: label, LabelSize: govuk.Small, Hint: hint, Value: value, Error: problems.For(name), Autocomplete: "off", NoSpelling: true, Width: 20}
}

// purposeWords says what a search is for.
var purposeWords = map[access.Purpose]string{
	access.ForSupport: "To support her", access.ForSafeguarding: "To keep somebody safe", access.ForCondition: "To report on her condition",
}

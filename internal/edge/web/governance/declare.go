package governance

import (
	"throughline/internal/casework/safeguarding"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// declarePage is where somebody says which woman they know, and by what they may
// be too close to one.
type declarePage struct {
	terms
	ownFamily, ownPostcode, ownPhone string
	done                             string
	problems                         govuk.Problems
}

// declaredWords are what is said whatever was found.
var declaredWords = map[string]string{
	"her": "Thank you. If she is here, or comes later, her record is hidden from you. We do not tell you which.",
	"own": "Thank you. It is kept in a form that nobody can read. A record that matches is hidden from you, now and later.",
}

func (d Door) blankDeclare(r *web.Request) (web.Response, error) {
	return declarePage{done: declaredWords[r.Query("done")]}.response(), nil
}

func (d Door) declare(r *web.Request) (web.Response, error) {
	if r.Field("what") == "own" {
		return d.declareOwn(r)
	}
	page := declarePage{terms: termsFrom(r.Posted)}
	entry := page.read(&page.problems)
	if page.problems.Any() {
		return page.response(), nil
	}
	return page.after(d.Desk.Declare(r.Context(), r.Asker, entry), "her")
}

func (d Door) declareOwn(r *web.Request) (web.Response, error) {
	page := declarePage{ownFamily: r.Field("own_family"), ownPostcode: r.Field("postcode"), ownPhone: r.Field("own_phone")}
	return page.after(d.Desk.KeepOwn(r.Context(), r.Asker, safeguarding.Own{Family: page.ownFamily, Postcode: page.ownPostcode, Phone: page.ownPhone}), "own")
}

// after leads on, or shows what is to be put right.
func (p declarePage) after(err error, what string) (web.Response, error) {
	problems, mend := problemsOf(err)
	switch {
	case err == nil:
		return web.Redirect("/conflicts/declare?done=" + what), nil
	case mend:
		p.problems = problems
		return p.response(), nil
	}
	return web.Response{}, err
}

func (p declarePage) response() web.Response {
	return web.Show(web.Page{Title: "Conflicts of interest", Body: declareBody(p), Problems: p.problems})
}

func (p declarePage) familyField() govuk.Field {
	return p.field(p.problems, "family", "Her last name", "With her date of birth", p.family)
}

func (p declarePage) bornField() govuk.Field {
	return p.field(p.problems, "born", "Her date of birth", "For example, 27 3 1990", "")
}

func (p declarePage) phoneField() govuk.Field {
	return p.field(p.problems, "phone", "Or her phone number", "", p.phone)
}

func (p declarePage) referenceField() govuk.Field {
	return p.field(p.problems, "reference", "Or a reference", "", p.reference)
}

func (p declarePage) ownFamilyField() govuk.Field {
	return p.field(p.problems, "own_family", "Your last name", "With your postcode", p.ownFamily)
}

func (p declarePage) postcodeField() govuk.Field {
	return p.field(p.problems, "postcode", "Your postcode", "", p.ownPostcode)
}

func (p declarePage) ownPhoneField() govuk.Field {
	return p.field(p.problems, "own_phone", "Your phone number", "", p.ownPhone)
}

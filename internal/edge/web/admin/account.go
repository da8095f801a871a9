package admin

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/casework/administration"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
	"throughline/internal/edge/web/woman"
)

// accountView is one account.
type accountView struct {
	administration.Account
	codes    administration.Codes
	own      bool // of the administrator herself
	asked    bool // she asked herself that the codes be taken away
	problems govuk.Problems
}

func (d Door) account(r *web.Request) (web.Response, error) {
	view, err := d.view(r)
	if err != nil {
		return web.Response{}, err
	}
	return web.Show(view.page()), nil
}

func (d Door) view(r *web.Request) (accountView, error) {
	accounts, err := d.Desk.People(r.Context(), r.Asker)
	if err != nil {
		return accountView{}, err
	}
	id := r.PathValue("account")
	i := slices.IndexFunc(accounts, func(account administration.Account) bool { return account.ID == id })
	if i < 0 {
		return accountView{}, administration.ErrNoAccount
	}
	codes, err := d.Desk.Codes(r.Context(), r.Asker, id)
	if err != nil {
		return accountView{}, err
	}
	return accountView{Account: accounts[i], codes: codes, own: id == r.Asker.ID, asked: codes.Reset.AskedBy == r.Asker.ID}, nil
}

func (d Door) disable(r *web.Request) (web.Response, error) {
	version, err := strconv.Atoi(r.Field("version"))
	if err != nil {
		return web.Response{}, casework.Fail(casework.Invalid, "reading the form", "%q is no version", r.Field("version"))
	}
	return d.done(r, "disabled", d.Desk.Disable(r.Context(), r.Asker, r.PathValue("account"), version))
}

// codes asks that codes be taken away, or confirms what another administrator
// asked.
func (d Door) codes(r *web.Request) (web.Response, error) {
	id := r.PathValue("account")
	switch act := r.Field("act"); act {
	case "ask":
		return d.done(r, "asked", d.Desk.AskReset(r.Context(), r.Asker, id))
	case "confirm":
		return d.done(r, "reset", d.Desk.ConfirmReset(r.Context(), r.Asker, id))
	default:
		return web.Response{}, casework.Fail(casework.Invalid, "reading the form", "%q is nothing one does with codes", act)
	}
}

// done leads on where nothing is wrong, and shows the account with what is.
func (d Door) done(r *web.Request, what string, wrong error) (web.Response, error) {
	var said journey.Problems
	switch {
	case wrong == nil:
		return web.Redirect("/admin?done=" + what), nil
	case !errors.As(wrong, &said):
		return web.Response{}, wrong
	}
	view, err := d.view(r)
	if err != nil {
		return web.Response{}, err
	}
	for _, problem := range said {
		view.problems.Add(problem.Field, problem.Say)
	}
	return web.Show(view.page()), nil
}

func (v accountView) page() web.Page {
	return web.Page{
		Title: "Account", Body: accountPage(v), Problems: v.problems,
		Back: govuk.Link{Text: "Back to Accounts", Href: "/admin"},
	}
}

func (v accountView) known() []govuk.SummaryRow {
	spoken := "Not recorded"
	if len(v.Languages) > 0 {
		spoken = strings.Join(languageNames(v.Languages), ", ")
	}
	return []govuk.SummaryRow{
		{Key: "Sign-in name", Value: v.Name},
		{Key: "Role", Value: v.Asker().Work()},
		{Key: "Agency", Value: v.Agency},
		{Key: "Languages", Value: spoken},
		{Key: "Caseload", Value: strconv.Itoa(v.CaseloadOpen) + " women at once, " + strconv.Itoa(v.CaseloadYear) + " in a year"},
		{Key: "May sign in", Value: may(v.Account)},
		{Key: "Codes", Value: v.codesWords()},
	}
}

// codesWords says how the second factor stands.
func (v accountView) codesWords() string {
	switch {
	case v.Demo:
		return "None: a practice account signs in without"
	case v.codes.Since.IsZero():
		return "Not set up yet: the next sign-in asks for it"
	}
	return "Set up " + calendar.At(v.codes.Since).Words()
}

// askedWords says who asked that the codes be taken away, and when.
func (v accountView) askedWords() string {
	return v.codes.AskedBy + " asked on " + calendar.At(v.codes.Reset.Asked).Words() + " that the codes be taken away."
}

// languageNames returns the names of languages by their tags.
func languageNames(tags []string) []string {
	names := make([]string, len(tags))
	for i, tag := range tags {
		names[i] = woman.LanguageName(tag)
	}
	return names
}

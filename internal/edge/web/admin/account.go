package admin

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/casework/administration"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
	"throughline/internal/edge/web/woman"
)

// accountView is one account.
type accountView struct {
	administration.Account
	own      bool // of the administrator herself
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
	return accountView{Account: accounts[i], own: id == r.Asker.ID}, nil
}

func (d Door) disable(r *web.Request) (web.Response, error) {
	version, err := strconv.Atoi(r.Field("version"))
	if err != nil {
		return web.Response{}, casework.Fail(casework.Invalid, "reading the form", "%q is no version", r.Field("version"))
	}
	wrong := d.Desk.Disable(r.Context(), r.Asker, r.PathValue("account"), version)
	var said journey.Problems
	switch {
	case wrong == nil:
		return web.Redirect("/admin?done=disabled"), nil
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
	}
}

// languageNames returns the names of languages by their tags.
func languageNames(tags []string) []string {
	names := make([]string, len(tags))
	for i, tag := range tags {
		names[i] = woman.LanguageName(tag)
	}
	return names
}

package admin

import (
	"errors"

	"throughline/internal/casework/administration"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// newcomer is the form for a person who is to sign in: what was typed, never the
// password, and what is wrong with it.
type newcomer struct {
	administration.Newcomer
	key      string
	problems govuk.Problems
}

// languages are those to choose from.
var languages = []govuk.Option{
	{Value: "en", Label: "English"}, {Value: "cy", Label: "Welsh"}, {Value: "sq", Label: "Albanian"}, {Value: "ar", Label: "Arabic"},
	{Value: "bn", Label: "Bengali"}, {Value: "pa", Label: "Panjabi"}, {Value: "pl", Label: "Polish"}, {Value: "pt", Label: "Portuguese"},
	{Value: "ro", Label: "Romanian"}, {Value: "so", Label: "Somali"}, {Value: "es", Label: "Spanish"}, {Value: "ur", Label: "Urdu"},
	{Value: "vi", Label: "Vietnamese"},
}

func (d Door) blank(*web.Request) (web.Response, error) {
	return web.Show(newcomer{key: d.Desk.NewID()}.page()), nil
}

func (d Door) add(r *web.Request) (web.Response, error) {
	form := newcomer{key: r.Field("key"), Newcomer: administration.Newcomer{
		Name: r.Field("name"), DisplayName: r.Field("display_name"), Agency: r.Field("agency"), Role: r.Field("role"), Specialism: r.Field("specialism"),
		Languages: r.Posted["languages"], Password: r.Posted.Get("password"), // as typed: spaces at its ends may be meant
	}}
	_, err := d.Desk.AddAccount(r.Context(), r.Asker, form.key, form.Newcomer)
	var said journey.Problems
	switch {
	case err == nil:
		return web.Redirect("/admin?done=added"), nil
	case !errors.As(err, &said):
		return web.Response{}, err
	}
	for _, problem := range said {
		form.problems.Add(problem.Field, problem.Say)
	}
	return web.Show(form.page()), nil
}

func (n newcomer) page() web.Page {
	return web.Page{
		Title: "Add a person", Body: addPage(n), Problems: n.problems,
		Back: govuk.Link{Text: "Back to Accounts", Href: "/admin"},
	}
}

func (n newcomer) input(name, label, hint, value string) govuk.Field {
	return govuk.Field{Name: name, Label: label, Hint: hint, Value: value, Error: n.problems.For(name), Autocomplete: "off", NoSpelling: true, Width: 30}
}

func (n newcomer) passwordField() govuk.Field {
	field := n.input("password", "First password", "At least 12 characters. Three or four words that do not belong together work well. Give it in person.", "")
	field.Type, field.Autocomplete = "password", "new-password"
	return field
}

func (n newcomer) roleField() (govuk.Field, []govuk.Option) {
	options := []govuk.Option{{Label: "Choose a role"}}
	for _, role := range access.Roles {
		options = append(options, govuk.Option{Value: string(role), Label: role.Words()})
	}
	return govuk.Field{Name: "role", Label: "What this person does", Value: n.Role, Error: n.problems.For("role")}, options
}

func (n newcomer) specialismField() (govuk.Field, []govuk.Option) {
	options := []govuk.Option{{Label: "Not a specialist"}}
	for _, specialism := range access.EverySpecialism {
		options = append(options, govuk.Option{Value: string(specialism), Label: specialism.Words()})
	}
	return govuk.Field{
		Name: "specialism", Label: "Specialist for", Value: n.Specialism, Error: n.problems.For("specialism"),
		Hint: "Only for a specialist: it decides what this person may see.",
	}, options
}

func (n newcomer) languagesField() govuk.Field {
	return govuk.Field{Name: "languages", Label: "Languages this person works in", Hint: "For keyworkers: allocation suggests someone who speaks a woman's language.", Values: n.Languages, Compact: true}
}

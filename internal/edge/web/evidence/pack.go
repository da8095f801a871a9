package evidence

import (
	"errors"
	"net/url"
	"slices"
	"strings"

	"throughline/internal/casework/evidence"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
	"throughline/internal/reckoning/reportpack"
)

// packForm asks what a report pack is to be.
type packForm struct {
	asked
	forms []string // what is ticked
	key   string   // one pack for one form that was sent
	exact bool     // for whom reads exact figures
}

func (d Door) pack(r *web.Request) (web.Response, error) {
	form := packForm{asked: d.ask(r), key: d.Desk.NewID(), exact: r.Asker.Role == access.ServiceLead}
	for _, one := range reportpack.Forms {
		form.forms = append(form.forms, string(one))
	}
	return form.show(), nil
}

func (f packForm) show() web.Response {
	return web.Show(web.Page{
		Title: "Report pack", Body: packPage(f), Problems: f.problems,
		Back: govuk.Link{Text: "Back to Evidence", Href: f.address("/evidence")},
	})
}

func (d Door) askPack(r *web.Request) (web.Response, error) {
	form := packForm{
		asked: d.asking(r.Field("scheme"), r.Field("as_at")), key: r.Field("key"),
		exact: r.Asker.Role == access.ServiceLead, forms: r.Posted["forms"],
	}
	form.part(r) // the address keeps which part of the cases it is
	chosen, err := reportpack.ParseForms(form.forms)
	if err != nil || len(form.forms) == 0 {
		form.problems.Add("forms", "Choose at least one sort of file")
	}
	if form.problems.Any() {
		return form.show(), nil
	}
	job, err := d.Desk.AskPack(r.Context(), r.Asker, form.key, evidence.PackOrder{Query: form.query(), Forms: chosen})
	var said journey.Problems
	if errors.As(err, &said) {
		for _, problem := range said {
			form.problems.Add(problem.Field, problem.Say)
		}
		return form.show(), nil
	}
	if err != nil {
		return web.Response{}, err
	}
	return web.Redirect("/jobs/" + url.PathEscape(job)), nil
}

func (f packForm) formsField() (govuk.Field, []govuk.Option) {
	var options []govuk.Option
	for _, one := range reportpack.Forms {
		options = append(options, govuk.Option{Value: string(one), Label: one.Words()})
	}
	return govuk.Field{
		Name: "forms", Label: "Which files?", Values: slices.Clone(f.forms), Error: f.problems.For("forms"),
	}, options
}

// which says in words of which part of the cases the pack is, and by which groups.
func (f packForm) which() string {
	var parts []string
	if words := f.narrow.Words(); words != "" {
		parts = append(parts, words)
	}
	if f.by != "" {
		parts = append(parts, "tables by "+f.by)
	}
	return strings.Join(parts, ", ")
}

package my

import (
	"throughline/internal/casework"
	"throughline/internal/casework/packs"
	"throughline/internal/domain/wording"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// copiesPage is where she fetches the copies that were made for her.
type copiesPage struct {
	wording.Words
	copies []packs.Listed
}

// copyTypes are the forms of a copy that she is given, as a browser knows them.
var copyTypes = map[string]string{packs.FormPDF: "application/pdf", packs.FormJSON: "application/json"}

func (d Door) copies(r *web.Request) (web.Response, error) {
	p := copiesPage{Words: words(r)}
	var err error
	if p.copies, err = d.Copy.Hers(r.Context(), r.Asker); err != nil {
		return web.Response{}, err
	}
	shown := page(p.Words, "copies", copiesBody(p))
	shown.Back = govuk.Link{Text: p.Say("my.back"), Href: dataPath}
	return web.Show(shown), nil
}

// path leads to one form of a copy.
func (p copiesPage) path(one packs.Listed, form string) string {
	return copyPath + "/" + one.Case + "/" + one.Pack + "/" + form
}

// takeCopy gives her one form of a copy. Its name is neutral.
func (d Door) takeCopy(r *web.Request) (web.Response, error) {
	form := r.PathValue("form")
	kind, known := copyTypes[form]
	if !known {
		return web.Response{}, casework.Fail(casework.NotFound, "taking a copy", "there is no such form")
	}
	taken, err := d.Copy.Take(r.Context(), r.Asker, r.PathValue("case"), r.PathValue("pack"), form)
	if err != nil {
		return web.Response{}, err
	}
	return web.Download(taken.Name, kind, taken.Body), nil
}

package my

import (
	"slices"

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
	return copyPath + "/" + one.Pack + "/" + form
}

// takeCopy gives her one form of a copy that was made for her. Its name is
// neutral, and its address names no case.
func (d Door) takeCopy(r *web.Request) (web.Response, error) {
	form := r.PathValue("form")
	kind, known := copyTypes[form]
	if !known {
		return web.Response{}, casework.Fail(casework.NotFound, "taking a copy", "there is no such form")
	}
	copies, err := d.Copy.Hers(r.Context(), r.Asker)
	if err != nil {
		return web.Response{}, err
	}
	at := slices.IndexFunc(copies, func(one packs.Listed) bool { return one.Pack == r.PathValue("pack") })
	if at < 0 {
		return web.Response{}, casework.Fail(casework.NotFound, "taking a copy", "there is no such copy")
	}
	taken, err := d.Copy.Take(r.Context(), r.Asker, copies[at].Case, copies[at].Pack, form)
	if err != nil {
		return web.Response{}, err
	}
	return web.Download(taken.Name, kind, taken.Body), nil
}

package woman

import (
	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
	"throughline/internal/edge/web/pattern"
)

// notice shows the notice that certifies to police how the condition stands.
func (d Door) notice(r *web.Request) (web.Response, error) {
	caseID := r.PathValue("case")
	notice, err := d.Support.Notice(r.Context(), r.Asker, caseID, access.Read)
	if err != nil {
		return web.Response{}, err
	}
	paper := ""
	if d.Paper != nil {
		paper = Path(caseID, "notice.pdf")
	}
	return web.Show(web.Page{
		Title: "Notice " + notice.Reference, Body: pattern.Notice(notice, paper),
		Back: govuk.Link{Text: "Back to her record", Href: Path(caseID, "")},
	}), nil
}

// noticePaper gives the same notice as a PDF to keep.
func (d Door) noticePaper(r *web.Request) (web.Response, error) {
	if d.Paper == nil {
		return web.Response{}, casework.Fail(casework.NotFound, "notice as a PDF", "notices are pages only here")
	}
	notice, err := d.Support.Notice(r.Context(), r.Asker, r.PathValue("case"), access.Export)
	if err != nil {
		return web.Response{}, err
	}
	paper, err := d.Paper(notice)
	if err != nil {
		return web.Response{}, err
	}
	return web.Download("notice-"+notice.Reference+".pdf", "application/pdf", paper), nil
}

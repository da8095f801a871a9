package documents

import (
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/forms"
	"throughline/internal/edge/web/govuk"
	"throughline/internal/edge/web/woman"
)

// onePage is one document.
type onePage struct {
	woman.Frame
	forms.Form
	journey.Document
	said   string
	reason string
}

// look opens the record and one document of it, without its content.
func (d Door) look(r *web.Request) (onePage, error) {
	frame, err := d.Woman.Open(r)
	if err != nil {
		return onePage{}, err
	}
	document, err := d.Desk.Look(r.Context(), r.Asker, r.PathValue("case"), r.PathValue("document"))
	return onePage{Frame: frame, Form: forms.Form{Key: d.Desk.NewID()}, Document: document, said: done[r.Query("done")]}, err
}

func (d Door) one(r *web.Request) (web.Response, error) {
	p, err := d.look(r)
	if err != nil {
		return web.Response{}, err
	}
	return p.Show("Document", "documents", nil, oneBody(p)), nil
}

func (d Door) scan(r *web.Request) (web.Response, error) {
	caseID, document := r.PathValue("case"), r.PathValue("document")
	answer, err := d.Desk.Rescan(r.Context(), r.Asker, caseID, r.Field("key"), document)
	if err != nil {
		return web.Response{}, err
	}
	return web.Redirect(woman.Path(caseID, part(document)) + "?done=" + doneBy[answer]), nil
}

func (d Door) askTake(r *web.Request) (web.Response, error) {
	p, err := d.look(r)
	if err != nil {
		return web.Response{}, err
	}
	return p.takes(), nil
}

func (p onePage) takes() web.Response {
	return p.Show("Take a document out", "documents", p.Problems, takeBody(p))
}

func (d Door) take(r *web.Request) (web.Response, error) {
	caseID := r.PathValue("case")
	wrong := d.Desk.Take(r.Context(), r.Asker, caseID, r.Field("key"), r.PathValue("document"), r.Field("reason"))
	if wrong == nil {
		return web.Redirect(woman.Path(caseID, "documents") + "?done=taken"), nil
	}
	var f forms.Form
	if err := f.Settle(wrong); err != nil {
		return web.Response{}, err
	}
	p, err := d.look(r)
	if err != nil {
		return web.Response{}, err
	}
	p.Form, p.reason = forms.Form{Key: r.Field("key"), Problems: f.Problems}, r.Field("reason")
	return p.takes(), nil
}

func (p onePage) path(pages ...string) string {
	return woman.Path(p.View().Row.Case, part(p.Document.Document, pages...))
}

func (p onePage) facts() []govuk.SummaryRow {
	rows := []govuk.SummaryRow{
		{Key: "About", Value: aboutWords(p.Document)}, {Key: "Added", Value: p.On.Short()}, {Key: "Kind", Value: p.Type.Words() + ", " + size(p.Bytes)},
		{Key: "State", Value: state(p.Document)},
	}
	if p.Cleaned {
		rows = append(rows, govuk.SummaryRow{Key: "What was taken out", Value: "Where, when and by whom it was made"})
	} else {
		rows = append(rows, govuk.SummaryRow{Key: "What was taken out", Value: "Nothing: a PDF stays as it came. It may say who made it. Look before you give it on"})
	}
	if p.Why != "" {
		rows = append(rows, govuk.SummaryRow{Key: "Why it was taken out", Value: p.Why})
	}
	return rows
}

func (p onePage) reasonField() govuk.Field {
	return govuk.Field{
		Name: "reason", Label: "Why do you take it out?", LabelSize: govuk.Small, Hint: "Such as it is about another woman, or it was added twice.",
		Value: p.reason, Rows: 3, Autocomplete: "off", Error: p.Problems.For("reason"),
	}
}

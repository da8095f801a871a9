package my

import (
	"throughline/internal/casework/herspace"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/wording"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// safetyPage is her safety plan. It is there for every woman, whether anything is
// written in it or not, so that the way to it tells nothing.
type safetyPage struct {
	wording.Words
	herspace.View
	key string
}

func (d Door) safety(r *web.Request) (web.Response, error) {
	view, w, err := d.view(r)
	if err != nil {
		return web.Response{}, err
	}
	shown := page(w, "safety", safetyBody(safetyPage{w, view, d.Desk.NewKey()}))
	shown.Back = govuk.Link{Text: w.Say("my.back"), Href: morePath}
	return web.Show(shown), nil
}

// showSafety shows her safety plan in her space, or hides it.
func (d Door) showSafety(r *web.Request) (web.Response, error) {
	if err := d.Desk.ShowSafety(r.Context(), r.Asker, r.Field("key"), r.Field("show") == "yes"); err != nil {
		return web.Response{}, err
	}
	return web.Redirect(safetyPath), nil
}

// written are the parts in which something stands.
func (p safetyPage) written() []journey.SafetySection {
	var written []journey.SafetySection
	for _, section := range journey.SafetySections {
		if p.Safety.Said[section] != "" {
			written = append(written, section)
		}
	}
	return written
}

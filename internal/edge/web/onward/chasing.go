package onward

import (
	"throughline/internal/casework/onward"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// chasingPage is what waits for an answer.
type chasingPage struct {
	onward.Chasing
	lead bool
}

func (d Door) chasing(r *web.Request) (web.Response, error) {
	list, err := d.Desk.Chasing(r.Context(), r.Asker)
	if err != nil {
		return web.Response{}, err
	}
	return show("Waiting for an answer", chasingBody(chasingPage{list, leads(r)}), govuk.Link{Text: "Back to services", Href: "/services"}, nil), nil
}

// chaseWords say when somebody means to ask.
func chaseWords(one onward.Waiting) string {
	switch {
	case !one.Chase.Known():
		return "No day chosen to ask"
	case one.Late:
		return "Ask now: you meant to on " + one.Chase.Short()
	}
	return "Ask on " + one.Chase.Short()
}

func referralHref(one onward.Waiting) string { return path(one.Case, "/onward/"+one.ID) }

package rules

import (
	"net/http"

	"throughline/internal/casework/rules"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/edge/web"
)

// Door is the front door of rulebooks.
type Door struct{ Desk *rules.Desk }

// longest is the most bytes a form with a rulebook may have: a rulebook of the
// greatest length, written for a form.
const longest = 4 << 20

// Routes lists its pages. Rules are public matters: whoever signs in may read.
func (d Door) Routes() []web.Route {
	lead := web.For(access.ServiceLead)
	return []web.Route{
		{Method: http.MethodGet, Path: "/schemes", Audience: web.SignedIn(), Handle: d.list, Nav: "Schemes"},
		{Method: http.MethodGet, Path: "/schemes/compare", Audience: web.SignedIn(), Handle: d.compare},
		{Method: http.MethodGet, Path: "/schemes/{scheme}", Audience: web.SignedIn(), Handle: d.open},
		{Method: http.MethodGet, Path: "/schemes/{scheme}/try", Audience: web.SignedIn(), Handle: d.askTrial},
		{Method: http.MethodPost, Path: "/schemes/{scheme}/try", Audience: web.SignedIn(), Handle: d.try},
		{Method: http.MethodGet, Path: "/schemes/{scheme}/edition/{from}", Audience: web.SignedIn(), Handle: d.openEdition},
		{Method: http.MethodPost, Path: "/schemes/{scheme}/edition/{from}", Audience: lead, Handle: d.takeBack},
		{Method: http.MethodGet, Path: "/schemes/{scheme}/edition/{from}/text", Audience: web.SignedIn(), Handle: d.text},
		{Method: http.MethodGet, Path: "/schemes/{scheme}/edit", Audience: lead, Handle: d.askEdit, BodyLimit: longest},
		{Method: http.MethodPost, Path: "/schemes/{scheme}/edit", Audience: lead, Handle: d.edit, BodyLimit: longest},
	}
}

// first names the edition that came with the program, whose first day is not
// known.
const first = "first"

// editionOf reads which edition of which scheme a page is about.
func (d Door) editionOf(r *web.Request) (rules.Sheet, error) {
	id, from := r.PathValue("scheme"), r.PathValue("from")
	if from == first {
		return d.Desk.OpenEdition(id, 0)
	}
	day, err := calendar.ParseDay(from)
	if err != nil || !day.Known() {
		return rules.Sheet{}, rules.ErrNoEdition
	}
	return d.Desk.OpenEdition(id, day)
}

func schemePath(id string) string { return "/schemes/" + id }

func editionPath(id string, from calendar.Day) string {
	if !from.Known() {
		return schemePath(id) + "/edition/" + first
	}
	return schemePath(id) + "/edition/" + from.String()
}

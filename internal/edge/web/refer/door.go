package refer

import (
	"net/http"

	"throughline/internal/casework/intake"
	"throughline/internal/casework/justice"
	"throughline/internal/domain/access"
	"throughline/internal/domain/ending"
	"throughline/internal/edge/web"
)

// Door is the front door of those who refer. Make one with New.
type Door struct {
	// Paper makes a notice into a PDF; without it notices are pages only.
	Paper func(ending.Notice) ([]byte, error)

	intake  intake.Desk
	justice justice.Desk
	places  []Place
	last    *lastChoices
}

// New returns the door on the desk where referrals come in and the one where
// police see what became of them. places are those an officer may choose from;
// without any, the area and the suite are typed.
func New(intake intake.Desk, justice justice.Desk, places []Place) *Door {
	return &Door{intake: intake, justice: justice, places: places, last: newLastChoices()}
}

// Routes lists the pages of the door.
func (d *Door) Routes() []web.Route {
	police := web.For(access.Officer, access.EvidenceReviewOfficer)
	return []web.Route{
		{Method: http.MethodGet, Path: "/refer", Audience: police, Handle: d.askReferral, Nav: "Refer a woman"},
		{Method: http.MethodPost, Path: "/refer", Audience: police, Handle: d.refer},
		{Method: http.MethodGet, Path: "/refer/check", Audience: police, Handle: d.askCheck, Nav: "What is open"},
		{Method: http.MethodPost, Path: "/refer/check", Audience: police, Handle: d.check},
		{Method: http.MethodGet, Path: "/refer/sent/{case}", Audience: police, Handle: d.sent},
		{Method: http.MethodGet, Path: "/refer/sent/{case}/change", Audience: police, Handle: d.askChange},
		{Method: http.MethodPost, Path: "/refer/sent/{case}/change", Audience: police, Handle: d.change},
		{Method: http.MethodGet, Path: "/refer/declined", Audience: police, Handle: d.askDeclined},
		{Method: http.MethodPost, Path: "/refer/declined", Audience: police, Handle: d.declined},
		{Method: http.MethodGet, Path: "/refer/list", Audience: police, Handle: d.list, Nav: "My referrals"},
		{Method: http.MethodGet, Path: "/refer/list/{case}", Audience: police, Handle: d.askDecision},
		{Method: http.MethodPost, Path: "/refer/list/{case}", Audience: police, Handle: d.decide},
		{Method: http.MethodGet, Path: "/refer/list/{case}/notice", Audience: police, Handle: d.notice},
		{Method: http.MethodGet, Path: "/refer/list/{case}/notice.pdf", Audience: police, Handle: d.noticePaper},
	}
}

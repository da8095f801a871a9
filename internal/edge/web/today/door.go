package today

import (
	"net/http"

	"throughline/internal/casework/presence"
	"throughline/internal/casework/support"
	"throughline/internal/domain/access"
	"throughline/internal/edge/web"
)

// Door holds Today and Caseload.
type Door struct {
	Support  support.Desk
	Presence *presence.Desk // nil where no custody suites are kept
}

// Routes lists them.
func (d Door) Routes() []web.Route {
	staff := web.For(access.Keyworker, access.ServiceLead)
	return []web.Route{
		{Method: http.MethodGet, Path: "/today", Audience: staff, Handle: d.today, Nav: "Today"},
		{Method: http.MethodGet, Path: "/caseload", Audience: staff, Handle: d.caseload, Nav: "Caseload"},
		{Method: http.MethodPost, Path: "/caseload", Audience: staff, Handle: d.search},
	}
}

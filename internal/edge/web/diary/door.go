package diary

import (
	"net/http"

	diaries "throughline/internal/casework/diary"
	"throughline/internal/domain/access"
	"throughline/internal/edge/web"
)

// Door holds the pages of diaries.
type Door struct{ Desk diaries.Desk }

// Addresses of the pages.
const (
	home         = "/diary"
	calendarPage = "/diary/calendar"
)

// Routes lists them.
func (d Door) Routes() []web.Route {
	routes := []web.Route{
		{Method: http.MethodGet, Path: home, Audience: web.For(access.Keyworker, access.ServiceLead), Handle: d.diary, Nav: "Diary"},
	}
	if d.Desk.Feeds == nil {
		return routes
	}
	own := web.For(access.Keyworker)
	return append(routes,
		web.Route{Method: http.MethodGet, Path: calendarPage, Audience: own, Handle: d.address},
		web.Route{Method: http.MethodPost, Path: calendarPage, Audience: own, Handle: d.changeAddress, StepUp: true},
		web.Route{Method: http.MethodGet, Path: "/calendar/{secret}/" + diaries.FeedFile, Audience: web.Public(), Handle: d.feed},
	)
}

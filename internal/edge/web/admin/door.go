package admin

import (
	"context"
	"net/http"
	"time"

	"throughline/internal/casework/administration"
	"throughline/internal/domain/access"
	"throughline/internal/edge/web"
)

// Door is the front door of administration.
type Door struct {
	Desk *administration.Desk
	// Installation tells how the program is doing; nil where nobody can say.
	Installation Installation
}

// Installation is the running program, as far as an administrator is told of it.
type Installation interface {
	// LastCheckpoint returns when the ledger's last signed checkpoint was kept,
	// the zero time where none was.
	LastCheckpoint(ctx context.Context) (time.Time, error)
	// SafeguardingLead says who reviews conflicts of interest, "" where nobody is
	// named.
	SafeguardingLead(ctx context.Context) (string, error)
}

// Routes lists its pages.
func (d Door) Routes() []web.Route {
	administrator := web.For(access.Administrator)
	return []web.Route{
		{Method: http.MethodGet, Path: "/admin", Audience: administrator, Handle: d.home, Nav: "Accounts"},
		{Method: http.MethodGet, Path: "/admin/add", Audience: administrator, Handle: d.blank, StepUp: true},
		{Method: http.MethodPost, Path: "/admin/add", Audience: administrator, Handle: d.add, StepUp: true},
		{Method: http.MethodGet, Path: "/admin/accounts/{account}", Audience: administrator, Handle: d.account},
		{Method: http.MethodPost, Path: "/admin/accounts/{account}", Audience: administrator, Handle: d.disable, StepUp: true},
		{Method: http.MethodPost, Path: "/admin/accounts/{account}/codes", Audience: administrator, Handle: d.codes, StepUp: true},
	}
}

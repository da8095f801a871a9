package account

import (
	"net/http"
	"time"

	"throughline/internal/casework/administration"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// Door is the front door to one's own sign-in.
type Door struct{ Desk *administration.Desk }

// Routes lists its pages.
func (d Door) Routes() []web.Route {
	return []web.Route{
		{Method: http.MethodGet, Path: "/account", Audience: web.SignedIn(), Handle: d.home},
		{Method: http.MethodPost, Path: "/account/sessions/{session}", Audience: web.SignedIn(), Handle: d.end},
		{Method: http.MethodPost, Path: "/account/passkeys/{passkey}", Audience: web.SignedIn(), Handle: d.removePasskey, StepUp: true},
		{Method: http.MethodPost, Path: "/account/sign-out-everywhere", Audience: web.SignedIn(), Handle: d.endAll},
	}
}

// home is how somebody is signed in.
type home struct {
	asker   access.Asker
	own     administration.OwnSignIn
	current string // id of the session that asks
	done    string // what was just done, in words
}

var doneWords = map[string]string{
	"ended":   "That browser is signed out.",
	"passkey": "The passkey is added. Use it at the next sign-in.",
	"removed": "The passkey is removed. Take it off its device too.",
}

func (d Door) home(r *web.Request) (web.Response, error) {
	own, err := d.Desk.OwnSignIn(r.Context(), r.Asker)
	if err != nil {
		return web.Response{}, err
	}
	page := home{asker: r.Asker, own: own, current: r.Session, done: doneWords[r.Query("done")]}
	return web.Show(web.Page{Title: "Your sign-in", Body: homePage(page)}), nil
}

func (d Door) end(r *web.Request) (web.Response, error) {
	session := r.PathValue("session")
	if err := d.Desk.EndOwn(r.Context(), r.Asker, session); err != nil {
		return web.Response{}, err
	}
	if session == r.Session {
		return r.SignedOut(), nil
	}
	return web.Redirect("/account?done=ended"), nil
}

func (d Door) removePasskey(r *web.Request) (web.Response, error) {
	if err := d.Desk.RemoveOwnPasskey(r.Context(), r.Asker, r.PathValue("passkey")); err != nil {
		return web.Response{}, err
	}
	return web.Redirect("/account?done=removed"), nil
}

func (d Door) endAll(r *web.Request) (web.Response, error) {
	if err := d.Desk.EndAllOwn(r.Context(), r.Asker); err != nil {
		return web.Response{}, err
	}
	return r.SignedOut(), nil
}

func (h home) known() []govuk.SummaryRow {
	codes := "None: a practice account signs in without"
	if !h.own.CodesSince.IsZero() {
		codes = "Set up " + words(h.own.CodesSince)
	}
	return []govuk.SummaryRow{
		{Key: "Name", Value: h.asker.Name},
		{Key: "What you do", Value: h.asker.Work()},
		{Key: "Agency", Value: h.asker.Agency},
		{Key: "Codes", Value: codes},
	}
}

func (h home) table() govuk.TableOf {
	t := govuk.TableOf{
		Caption: "Where you are signed in", CaptionSize: govuk.Medium, RowHeads: true,
		Columns: []govuk.Column{{Text: "Signed in"}, {Text: "Last used"}, {Text: "Which"}, {Text: "Next step"}},
	}
	for _, session := range h.own.Sessions {
		which := "Another browser"
		switch {
		case session.ID() == h.current:
			which = "This one"
		case session.Half:
			which = "Another browser, waiting for a code"
		}
		t.Rows = append(t.Rows, []govuk.Cell{
			{Text: words(session.Created)}, {Text: words(session.LastSeen)}, {Text: which}, {Content: endForm(session)},
		})
	}
	return t
}

func (h home) passkeys() govuk.TableOf {
	t := govuk.TableOf{
		Caption: "Passkeys", CaptionSize: govuk.Medium, RowHeads: true,
		Columns: []govuk.Column{{Text: "Added"}, {Text: "Next step"}},
	}
	for _, passkey := range h.own.Passkeys {
		t.Rows = append(t.Rows, []govuk.Cell{{Text: words(passkey.Added)}, {Content: removeForm(passkey)}})
	}
	return t
}

// words writes a moment of one's own sign-in.
func words(at time.Time) string { return calendar.At(at).Words() }

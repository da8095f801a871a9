package onward

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"throughline/internal/casework/onward"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/forms"
	"throughline/internal/edge/web/govuk"
)

// Reply opens a referral by a link.
type Reply interface {
	// Open answers onward.ErrNotOpened and administration.ErrTooManyTries beside
	// failures of the store.
	Open(ctx context.Context, token, pin, remoteAddr string) (session string, link onward.Link, err error)
	// Current returns the link by which a session was opened, or onward.ErrClosed.
	Current(ctx context.Context, token, session string) (onward.Link, error)
	// Close ends a session; ending it twice is no error.
	Close(ctx context.Context, session string) error
	// Cookie carries a session under a path; the empty session takes it away.
	Cookie(path, session string) *http.Cookie
	// Session returns the session a request carries, or "".
	Session(r *http.Request) string
}

// Door holds the pages.
type Door struct {
	Desk  *onward.Desk
	Reply Reply
}

// bodyLimit is far more than the forms of a link can need.
const bodyLimit = 64 << 10

// Routes lists them.
func (d Door) Routes() []web.Route {
	staff, lead := web.For(access.Keyworker, access.ServiceLead), web.For(access.ServiceLead)
	route := func(method, path string, audience web.Audience, handle web.Handle) web.Route {
		return web.Route{Method: method, Path: path, Audience: audience, Handle: handle}
	}
	behind := func(method, path string, handle web.Handle) web.Route {
		return web.Route{Method: method, Path: path, Audience: web.Public(), Handle: handle, BodyLimit: bodyLimit}
	}
	get, post := http.MethodGet, http.MethodPost
	list := route(get, "/services", staff, d.services)
	list.Nav = "Services"
	return []web.Route{
		list,
		route(get, "/services/gaps", staff, d.gaps),
		route(get, "/services/chasing", staff, d.chasing),
		route(get, "/services/answers", lead, d.answers),
		route(get, "/services/new", lead, d.newService), route(post, "/services/new", lead, d.addService),
		route(get, "/services/entry/{service}", staff, d.service), route(post, "/services/entry/{service}", staff, d.checkService),
		route(get, "/services/entry/{service}/change", lead, d.changeService), route(post, "/services/entry/{service}/change", lead, d.saveService),
		route(post, "/services/entry/{service}/end", lead, d.endService),

		route(get, "/woman/{case}/onward", staff, d.referrals),
		route(get, "/woman/{case}/onward/new", staff, d.newReferral), route(post, "/woman/{case}/onward/new", staff, d.sendReferral),
		route(get, "/woman/{case}/onward/{referral}", staff, d.referral), route(post, "/woman/{case}/onward/{referral}", staff, d.follow),
		route(get, "/woman/{case}/advocacy", staff, d.advocacy), route(post, "/woman/{case}/advocacy", staff, d.noteAdvocacy),

		behind(get, "/r/{token}", d.askPIN), behind(post, "/r/{token}", d.enterPIN),
		behind(get, "/r/{token}/request", d.request), behind(post, "/r/{token}/request", d.answerRequest),
	}
}

// path returns the address of a page of a woman's record.
func path(caseID, page string) string { return "/woman/" + url.PathEscape(caseID) + page }

// dates are the fields with a box for the day.
var dates = forms.Dates{"until", "first", "next", "on", "chase"}

// keyOf returns the key that a form carried, and a new one where it carried none.
func (d Door) keyOf(r *web.Request) string {
	if key := r.Field("key"); key != "" {
		return key
	}
	return d.Desk.NewID()
}

// show answers with a page.
func show(title string, body templ.Component, back govuk.Link, problems govuk.Problems) web.Response {
	return web.Show(web.Page{Title: title, Body: body, Back: back, Problems: problems})
}

func pathwayOptions(none string) []govuk.Option {
	options := []govuk.Option{{Value: "", Label: none}}
	for _, pathway := range need.Pathways() {
		options = append(options, govuk.Option{Value: string(pathway), Label: pathway.Title()})
	}
	return options
}

var yesNo = []govuk.Option{{Value: string(journey.Yes), Label: "Yes"}, {Value: string(journey.No), Label: "No"}}

// whenWords says a moment, with its time where it has one.
func whenWords(at calendar.Moment) string {
	if !at.Known() {
		return ""
	}
	return at.Words()
}

func count(n int, of string) string {
	if n == 1 {
		return "1 " + of
	}
	return strconv.Itoa(n) + " " + of + "s"
}

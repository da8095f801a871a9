package onward

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/casework/administration"
	"throughline/internal/casework/onward"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/forms"
	"throughline/internal/edge/web/govuk"
)

// replyPath returns the address of a link.
func replyPath(token string) string { return "/r/" + url.PathEscape(token) }

// pinPage asks for the PIN. It is the same for every address.
type pinPage struct {
	forms.Form
	action string
	kept   []hidden // what was being written when the request closed
	closed bool
}

func (p pinPage) response() web.Response {
	return web.Show(web.Page{Title: "Open a request", Body: pinBody(p), Problems: p.Problems})
}

func (d Door) askPIN(r *web.Request) (web.Response, error) {
	token := r.PathValue("token")
	_, err := d.Reply.Current(r.Context(), token, d.Reply.Session(r.Request))
	switch {
	case err == nil:
		return web.Redirect(replyPath(token) + "/request"), nil
	case !errors.Is(err, onward.ErrClosed):
		return web.Response{}, err
	}
	return pinPage{action: replyPath(token)}.response(), nil
}

// enterPIN opens the request. What was being written when it closed comes with it.
func (d Door) enterPIN(r *web.Request) (web.Response, error) {
	token := r.PathValue("token")
	p := pinPage{action: replyPath(token), kept: keptOf(r), closed: r.Field("act") != ""}
	session, link, err := d.Reply.Open(r.Context(), token, r.Posted.Get("pin"), r.RemoteAddr)
	switch {
	case errors.Is(err, onward.ErrNotOpened):
		p.Problems.Add("pin", "That did not open. Check the PIN. If it still does not open, ask whoever sent you the request for a new link")
		return p.response(), nil
	case errors.Is(err, administration.ErrTooManyTries):
		p.Problems.Add("pin", "Too many tries. Wait a minute, then try again")
		return p.response().WithStatus(http.StatusTooManyRequests), nil
	case err != nil:
		return web.Response{}, err
	}
	cookie := d.Reply.Cookie(replyPath(token), session)
	if err := d.Desk.Opened(r.Context(), link); err != nil && casework.KindOf(err) != casework.NotFound {
		return web.Response{}, err
	}
	if !p.closed {
		return web.Redirect(replyPath(token) + "/request").WithSession(cookie), nil
	}
	request, err := d.openRequest(r, link)
	if err != nil {
		return orGone(err, cookie)
	}
	request.read(r)
	request.Problems = nil
	request.back = true
	return request.response().WithSession(cookie), nil
}

// replyFields are those that a form of a request carries.
var replyFields = []string{"act", "key", "reason", "words", "question", "first-day", "first-month", "first-year", "first-time", "came", "outcome", "wait", "phone", "hours"}

func keptOf(r *web.Request) []hidden {
	var kept []hidden
	for _, name := range replyFields {
		if value := r.Field(name); value != "" {
			kept = append(kept, hidden{name, value})
		}
	}
	return kept
}

// requestPage is a request as the service sees it.
type requestPage struct {
	forms.Form
	onward.Request
	token string
	act   string // which form was sent
	done  string
	back  bool // what was being written is here again

	reason, words, question, time, came, outcome, wait, phone, hours string
	first                                                            govuk.DateParts
}

func (d Door) openRequest(r *web.Request, link onward.Link) (requestPage, error) {
	request, err := d.Desk.Request(r.Context(), link)
	p := requestPage{Form: dates.Blank(d.Desk.NewID()), Request: request, token: r.PathValue("token")}
	if request.Service != nil {
		p.phone, p.hours = request.Service.Phone, request.Service.Hours
	}
	return p, err
}

// read reads what the forms of the page sent.
func (p *requestPage) read(r *web.Request) (first calendar.Moment) {
	p.act, p.reason, p.words, p.question, p.time = r.Field("act"), r.Field("reason"), r.Field("words"), r.Field("question"), r.Field("first-time")
	p.came, p.outcome, p.wait = r.Field("came"), r.Field("outcome"), r.Field("wait")
	if key := r.Field("key"); key != "" {
		p.Key = strings.TrimPrefix(key, p.act+"-")
	}
	if p.act == actEntry {
		p.phone, p.hours = r.Field("phone"), r.Field("hours")
	}
	var day calendar.Day
	p.first, day = p.ReadDay(r, "first")
	return readTime(&p.Form, day, p.time)
}

func (p requestPage) path() string { return replyPath(p.token) + "/request" }

func (p requestPage) response() web.Response {
	return web.Show(web.Page{Title: "Request " + p.Reference, Body: requestBody(p), Problems: p.Problems})
}

// What a service can do, by what a form sends as "act".
const (
	actAccept  = "accept"
	actDecline = "decline"
	actAsk     = "ask"
	actResult  = "result"
	actEntry   = "entry"
	actLeave   = "leave"
)

var requestDone = map[string]string{
	actAccept: "Thank you: they know that you take her on", actDecline: "Thank you: they know", actAsk: "Your question is sent. Open this link again to read the reply",
	actResult: "Thank you: they know", actEntry: "Thank you: your entry is up to date",
}

func (d Door) request(r *web.Request) (web.Response, error) {
	token := r.PathValue("token")
	link, err := d.Reply.Current(r.Context(), token, d.Reply.Session(r.Request))
	if errors.Is(err, onward.ErrClosed) {
		return web.Redirect(replyPath(token)), nil
	}
	if err != nil {
		return web.Response{}, err
	}
	p, err := d.openRequest(r, link)
	if err != nil {
		return orGone(err, nil)
	}
	p.done = r.Query("done")
	return p.response(), nil
}

// answerRequest writes what the service says. Where the request closed meanwhile,
// what was typed waits behind the PIN.
func (d Door) answerRequest(r *web.Request) (web.Response, error) {
	token := r.PathValue("token")
	session := d.Reply.Session(r.Request)
	link, err := d.Reply.Current(r.Context(), token, session)
	if errors.Is(err, onward.ErrClosed) {
		return pinPage{action: replyPath(token), kept: keptOf(r), closed: true}.response().WithStatus(http.StatusUnauthorized), nil
	}
	if err != nil {
		return web.Response{}, err
	}
	if r.Field("act") == actLeave {
		if err := d.Reply.Close(r.Context(), session); err != nil {
			return web.Response{}, err
		}
		return web.Redirect(replyPath(token)).WithSession(d.Reply.Cookie(replyPath(token), "")), nil
	}
	p, err := d.openRequest(r, link)
	if err != nil {
		return orGone(err, nil)
	}
	first := p.read(r)
	wait := p.ReadNumber("wait", r.Field("wait"), "Enter the wait in days, such as 14")
	if p.Problems.Any() {
		return p.response(), nil
	}
	ctx, key := r.Context(), p.act+"-"+p.Key
	switch p.act {
	case actAccept:
		err = d.Desk.Accept(ctx, link, key, first, "")
	case actDecline:
		err = d.Desk.Decline(ctx, link, key, journey.SentReason(p.reason), p.words)
	case actAsk:
		err = named(d.Desk.Ask(ctx, link, key, p.question), "words", "question")
	case actResult:
		err = d.Desk.TellResult(ctx, link, key, journey.YesNo(p.came), journey.SentOutcome(p.outcome))
	case actEntry:
		err = d.Desk.Current(ctx, link, key, wait, p.phone, p.hours)
	default:
		err = casework.Fail(casework.Invalid, "answer by link", "%q is nothing that can be done here", p.act)
	}
	if err != nil {
		if err := p.Settle(err); err != nil {
			return orGone(err, nil)
		}
		return p.response(), nil
	}
	return web.Redirect(p.path() + "?done=" + p.act), nil
}

// orGone answers where nothing is shared any more, without a word on why.
func orGone(err error, cookie *http.Cookie) (web.Response, error) {
	if casework.KindOf(err) != casework.NotFound {
		return web.Response{}, err
	}
	gone := web.Show(web.Page{Title: "Request", Body: goneBody()}).WithStatus(http.StatusNotFound)
	if cookie != nil {
		gone = gone.WithSession(cookie)
	}
	return gone, nil
}

// answered says in a sentence what the service answered.
func (p requestPage) answered() string {
	switch {
	case p.Answer == journey.SentAccepted && p.First.Known():
		return "You said yes. First appointment: " + whenWords(p.First) + "."
	case p.Answer == journey.SentAccepted:
		return "You said yes. No first appointment is written down."
	case p.Answer == journey.SentDeclined:
		return "You said no: " + p.Reason.Words() + "."
	}
	return ""
}

// ownEntry says whether the service can keep its entry in the directory current.
func (p requestPage) ownEntry() bool { return p.Service != nil }

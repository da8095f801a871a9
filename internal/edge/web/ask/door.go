package ask

import (
	"context"
	"net/http"
	"regexp"
	"strconv"
	"time"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/wording"
	"throughline/internal/edge/web"
)

// Desk is where a woman asks for support herself.
type Desk interface {
	Ask(ctx context.Context, entry journey.Asking, key string) (casework.Receipt, error)
	// MayAsk says whether a scheme that this service runs takes women so.
	MayAsk() bool
	// Elsewhere lists what there is instead.
	Elsewhere() []string
	NewKey() string
	Pen(asker access.Asker) journey.Pen
}

// Door holds her pages.
type Door struct {
	Desk Desk
	// Allow counts one sending from a network address, and says whether it may go
	// on.
	Allow func(remoteAddr string) bool
	Now   func() time.Time
	Phone string // of the service, to ask by voice; "" where there is none
}

// path is where every page of the door stands: the history of her browser shows
// one neutral address.
const path = "/ask"

// bodyLimit is far more than her answers can need.
const bodyLimit = 64 << 10

// Routes lists them.
func (d Door) Routes() []web.Route {
	return []web.Route{
		{Method: http.MethodGet, Path: path, Audience: web.Public(), Handle: d.begin, Hers: true},
		{Method: http.MethodPost, Path: path, Audience: web.Public(), Handle: d.answer, Hers: true, BodyLimit: bodyLimit},
	}
}

// begin asks whether it is safe to go on, before anything else.
func (d Door) begin(r *web.Request) (web.Response, error) {
	if !d.Desk.MayAsk() {
		words := r.Words("ask")
		return web.Show(web.Page{Title: words.Say("ask.elsewhere.title"), Words: words, Body: elsewherePage(d, words, d.Desk.Elsewhere())}), nil
	}
	return web.Show(d.sheet(r, safe).page()), nil
}

// answer takes one page of answers, and leads on, back, or to the page she wants
// to change.
func (d Door) answer(r *web.Request) (web.Response, error) {
	if !d.Desk.MayAsk() {
		return d.begin(r)
	}
	if d.stale(r.Field("shown")) {
		r.Posted = nil
		cleared := d.sheet(r, safe)
		cleared.cleared = true
		return web.Show(cleared.page()), nil
	}
	if r.Field("at") == string(sent) {
		return web.Show(d.thanks(r, r.Field("reference"))), nil
	}
	at, known := stepOf(r.Field("at"))
	if !known {
		return web.Show(d.sheet(r, safe).page()), nil
	}
	switch wanted, named := stepOf(r.Field("go")); {
	case r.ChoosesLanguage():
		return web.Show(d.sheet(r, at).page()), nil
	case r.Field("go") == "back":
		return web.Show(d.sheet(r, at.before()).page()), nil
	case named:
		return web.Show(d.sheet(r, wanted).page()), nil
	}
	sheet := d.sheet(r, at)
	entry, found := d.read(sheet)
	if sheet.problems = sheet.say(found); sheet.problems.Any() {
		return web.Show(sheet.page()), nil
	}
	if at != check {
		return web.Show(d.sheet(r, at.after()).page()), nil
	}
	for _, earlier := range steps {
		sheet := d.sheet(r, earlier)
		if sheet.problems = sheet.say(found); sheet.problems.Any() {
			return web.Show(sheet.page()), nil
		}
	}
	return d.send(r, sheet, entry)
}

// stale says whether a page was shown so long ago that its answers may be
// somebody else's to see: a browser that left is let in again by then, and would
// send them once more.
func (d Door) stale(shown string) bool {
	seconds, err := strconv.ParseInt(shown, 10, 64)
	return err != nil || d.Now().Sub(time.Unix(seconds, 0)) >= web.LeftFor
}

// send makes the referral. Whatever goes wrong, her answers are still there.
func (d Door) send(r *web.Request, sheet sheet, entry journey.Asking) (web.Response, error) {
	wrong := func(key string, status int) web.Response {
		sheet.problems.Add("", d.orCall(sheet.words, sheet.words.Say(key)))
		return web.Show(sheet.page()).WithStatus(status)
	}
	if !d.Allow(r.RemoteAddr) {
		return wrong("ask.problem.too_many", http.StatusTooManyRequests), nil
	}
	receipt, err := d.Desk.Ask(r.Context(), entry, sheet.key)
	switch casework.KindOf(err) {
	case casework.Conflict:
		// The browser's back button leads here: the first sending stands.
		return wrong("ask.problem.sent_before", http.StatusConflict), nil
	case casework.Unavailable, casework.Unknown:
		return wrong("ask.problem.not_working", http.StatusServiceUnavailable).Because(err), nil
	}
	if err != nil {
		return web.Response{}, err
	}
	return web.Show(d.thanks(r, casework.Reference(receipt.Case))), nil
}

// referenceShape is how a reference is written. The page of thanks comes back in
// another language with the reference its form carries.
var referenceShape = regexp.MustCompile(`^[A-Z0-9]{4}-[A-Z0-9]{4}$`)

func (d Door) thanks(r *web.Request, reference string) web.Page {
	if !referenceShape.MatchString(reference) {
		return d.sheet(r, safe).page()
	}
	words := r.Words("ask")
	return web.Page{Title: words.Say("ask.thanks.title"), Words: words, Body: thanksPage(d, words, reference), Answers: answersForm}
}

// orCall names the phone of the service after a problem, where it has one.
func (d Door) orCall(words wording.Words, problem string) string {
	if d.Phone == "" {
		return problem
	}
	return words.Say("ask.problem.or_call", "problem", problem, "phone", d.Phone)
}

package ask

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
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
func (d Door) begin(*web.Request) (web.Response, error) {
	if !d.Desk.MayAsk() {
		return web.Show(web.Page{Title: "Other help", Body: elsewherePage(d, d.Desk.Elsewhere())}), nil
	}
	return web.Show(d.sheet(safe, nil).page()), nil
}

// answer takes one page of answers, and leads on, back, or to the page she wants
// to change.
func (d Door) answer(r *web.Request) (web.Response, error) {
	if !d.Desk.MayAsk() {
		return d.begin(r)
	}
	at, known := stepOf(r.Field("at"))
	if d.stale(r.Field("shown")) {
		cleared := d.sheet(safe, nil)
		cleared.cleared = true
		return web.Show(cleared.page()), nil
	}
	sheet := d.sheet(at, r.Posted)
	if !known {
		return web.Show(d.sheet(safe, r.Posted).page()), nil
	}
	switch wanted, named := stepOf(r.Field("go")); {
	case r.Field("go") == "back":
		return web.Show(d.sheet(at.before(), r.Posted).page()), nil
	case named:
		return web.Show(d.sheet(wanted, r.Posted).page()), nil
	}
	entry, found := d.read(sheet)
	if sheet.problems = problemsAt(at, found); sheet.problems.Any() {
		return web.Show(sheet.page()), nil
	}
	if at != check {
		return web.Show(d.sheet(at.after(), r.Posted).page()), nil
	}
	for _, earlier := range steps {
		if sheet := d.sheet(earlier, r.Posted); len(problemsAt(earlier, found)) > 0 {
			sheet.problems = problemsAt(earlier, found)
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
	if !d.Allow(r.RemoteAddr) {
		sheet.problems.Add("", "Many people are using this page just now. Your answers are still here. Wait ten minutes, then send them again"+d.orCall())
		return web.Show(sheet.page()).WithStatus(http.StatusTooManyRequests), nil
	}
	receipt, err := d.Desk.Ask(r.Context(), entry, sheet.key)
	switch casework.KindOf(err) {
	case casework.Conflict:
		// The browser's back button leads here: the first sending stands.
		sheet.problems.Add("", "We have your answers already. To change them, tell us when we contact you"+d.orCall())
		return web.Show(sheet.page()).WithStatus(http.StatusConflict), nil
	case casework.Unavailable, casework.Unknown:
		sheet.problems.Add("", "This is not working just now. Your answers are still here. Send them again: they count once only"+d.orCall())
		return web.Show(sheet.page()).WithStatus(http.StatusServiceUnavailable).Because(err), nil
	}
	if err != nil {
		return web.Response{}, err
	}
	return web.Show(web.Page{Title: "Thank you", Body: thanksPage(d, casework.Reference(receipt.Case))}), nil
}

// orCall names the phone of the service, where it has one.
func (d Door) orCall() string {
	if d.Phone == "" {
		return ""
	}
	return ", or call " + d.Phone
}

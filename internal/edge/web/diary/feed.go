package diary

import (
	"time"

	diaries "throughline/internal/casework/diary"
	"throughline/internal/domain/calendar"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// addressPage makes, shows once and takes back a calendar address.
type addressPage struct {
	since   time.Time // when the one that stands was made; zero for none
	address string    // told only right after it was made
	done    string
}

// What the form does, as "act".
const (
	actMake   = "make"
	actRevoke = "revoke"
)

func (d Door) address(r *web.Request) (web.Response, error) {
	since, err := d.Desk.FeedSince(r.Context(), r.Asker)
	if err != nil {
		return web.Response{}, err
	}
	return addressPage{since: since, done: r.Query("done")}.response(), nil
}

func (d Door) changeAddress(r *web.Request) (web.Response, error) {
	if r.Field("act") == actRevoke {
		if err := d.Desk.RevokeFeed(r.Context(), r.Asker); err != nil {
			return web.Response{}, err
		}
		return web.Redirect(calendarPage + "?done=revoked"), nil
	}
	secret, err := d.Desk.MakeFeed(r.Context(), r.Asker)
	if err != nil {
		return web.Response{}, err
	}
	return addressPage{since: d.Desk.Now(), address: r.Origin() + "/calendar/" + secret + "/" + diaries.FeedFile}.response(), nil
}

func (p addressPage) response() web.Response {
	return web.Show(web.Page{Title: "Your diary in a calendar", Body: addressBody(p), Back: govuk.Link{Text: "Back to the diary", Href: home}})
}

func (p addressPage) sinceWords() string { return calendar.At(p.since).Words() }

// feed gives the calendar to whoever has its secret.
func (d Door) feed(r *web.Request) (web.Response, error) {
	file, err := d.Desk.Calendar(r.Context(), r.PathValue("secret"))
	if err != nil {
		return web.Response{}, err
	}
	return web.Download(diaries.FeedFile, "text/calendar; charset=utf-8", file), nil
}

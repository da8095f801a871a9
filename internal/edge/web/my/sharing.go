package my

import (
	"errors"
	"slices"
	"strings"

	"throughline/internal/casework/sharing"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/wording"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// sharingPage is what she shares, with whom and what for.
type sharingPage struct {
	wording.Words
	view     sharing.View
	today    calendar.Day
	key      string
	problems govuk.Problems
}

// sharing shows her answers on sharing, each with a switch.
func (d Door) sharing(r *web.Request) (web.Response, error) {
	p, err := d.sharingPage(r)
	if err != nil {
		return web.Response{}, err
	}
	return p.answer(), nil
}

func (d Door) sharingPage(r *web.Request) (sharingPage, error) {
	view, err := d.Desk.Open(r.Context(), r.Asker)
	if err != nil {
		return sharingPage{}, err
	}
	p := sharingPage{Words: r.Words("my", "told", "sharing"), today: view.At.Day, key: d.Desk.NewKey()}
	p.view, err = d.Share.Open(r.Context(), r.Asker, view.Row.Case)
	return p, err
}

// share stops a sharing, or lets it go on again for as long as it was given
// before. Nobody else decides, and nobody is asked why.
func (d Door) share(r *web.Request) (web.Response, error) {
	p, err := d.sharingPage(r)
	if err != nil {
		return web.Response{}, err
	}
	held, known := p.held(r.Field("permission"))
	if known && held.State == journey.PermissionGiven {
		_, err = d.Share.Withdraw(r.Context(), r.Asker, p.view.Row.Case, r.Field("key"), held.ID, "")
	} else if known && held.Given {
		days := held.Until.Sub(calendar.DayOf(held.Asked))
		_, err = d.Share.Answer(r.Context(), r.Asker, p.view.Row.Case, r.Field("key"), sharing.Answer{
			Recipient: held.Recipient, Purpose: held.Purpose, Classes: held.Classes, Answer: journey.Yes, Until: p.today.AddDays(days), Raised: true,
		})
	}
	var wrong journey.Problems
	switch {
	case errors.As(err, &wrong):
		p.problems.Add("", p.Say("sharing.ask_us"))
		return p.answer(), nil
	case err != nil:
		return web.Response{}, err
	}
	return web.Redirect(sharePath), nil
}

// held returns one of the answers that the page shows.
func (p sharingPage) held(id string) (sharing.Permission, bool) {
	shown := p.latest()
	if i := slices.IndexFunc(shown, func(one sharing.Permission) bool { return one.ID == id }); i >= 0 {
		return shown[i], true
	}
	return sharing.Permission{}, false
}

// latest are her newest answers, one for each recipient and purpose.
func (p sharingPage) latest() []sharing.Permission {
	var latest []sharing.Permission
	for _, one := range p.view.Permissions {
		if !slices.ContainsFunc(latest, func(l sharing.Permission) bool { return l.Recipient == one.Recipient && l.Purpose == one.Purpose }) {
			latest = append(latest, one)
		}
	}
	return latest
}

// what says what they may see.
func (p sharingPage) what(one sharing.Permission) string {
	var words []string
	for _, class := range access.EveryClass {
		if one.Classes.Has(class) {
			words = append(words, p.Say("told.class."+strings.ToLower(class.String())))
		}
	}
	return strings.Join(words, ", ")
}

// stands says how her answer stands.
func (p sharingPage) stands(one sharing.Permission) string {
	if one.State == journey.PermissionGiven {
		return p.Say("sharing.until", "day", p.NearDay(one.Until))
	}
	return p.Say("sharing.state." + string(one.State))
}

func (p sharingPage) answer() web.Response {
	shown := page(p.Words, "sharing", sharingBody(p))
	shown.Problems = p.problems
	shown.Back = govuk.Link{Text: p.Say("my.back"), Href: seenPath}
	return web.Show(shown)
}

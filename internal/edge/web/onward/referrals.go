package onward

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/a-h/templ"

	"throughline/internal/casework/onward"
	"throughline/internal/casework/sharing"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/directory"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/forms"
	"throughline/internal/edge/web/govuk"
	"throughline/internal/edge/web/pattern"
	"throughline/internal/edge/web/woman"
)

// sheet is a page of a woman's record about where she was sent on to.
type sheet struct {
	onward.View
}

// open opens the referrals of the woman that a request is about.
func (d Door) open(r *web.Request) (sheet, error) {
	view, err := d.Desk.Open(r.Context(), r.Asker, r.PathValue("case"))
	return sheet{view}, err
}

func (s sheet) path(page string) string { return path(s.Row.Case, page) }

// page answers with a page under her name, and how she may be reached.
func (s sheet) page(title string, f forms.Form, back govuk.Link, body web.Page) web.Response {
	body.Title, body.Problems, body.Back = title, f.Problems, back
	body.Above = pattern.IdentityBar(pattern.Identity{Name: woman.Called(s.Who.Name()), Reference: s.Reference, Contact: s.Row.Contact.Words()})
	return web.Show(body)
}

func (s sheet) toRecord() govuk.Link { return govuk.Link{Text: "Back to her record", Href: s.path("")} }

func (s sheet) toReferrals() govuk.Link {
	return govuk.Link{Text: "Back to where she was sent", Href: s.path("/onward")}
}

// listPage is where she was sent on to.
type listPage struct {
	sheet
	done string
}

func (d Door) referrals(r *web.Request) (web.Response, error) {
	s, err := d.open(r)
	if err != nil {
		return web.Response{}, err
	}
	p := listPage{s, r.Query("done")}
	parts := govuk.SubNavigation("Her record", woman.Parts(s.Row.Case, "onward"))
	return s.page("Sent on", forms.Form{}, s.toRecord(), web.Page{Body: templ.Join(parts, listBody(p))}), nil
}

// listDone says what a form did, by the flag it left in the address.
var listDone = map[string]string{
	"no": "Saved: she said no, and nothing was sent", "advocacy": "Advocacy recorded", "back": "Saved: they no longer see anything by this referral",
}

// stateWords say how a referral stands.
func stateWords(one onward.Referral) string {
	switch one.State {
	case journey.SentWaits:
		opened := ", not opened yet"
		if one.Opened.Known() {
			opened = ", opened on " + one.Opened.Short()
		}
		return "Waiting for an answer: " + count(one.Days, "working day") + opened
	case journey.SentAsks:
		return "They asked something on " + one.Asked.Short()
	case journey.SentTaken:
		if one.First.Known() {
			return "They said yes on " + one.Answered.Short() + ". First appointment: " + whenWords(one.First)
		}
		return "They said yes on " + one.Answered.Short() + ". No first appointment is written down"
	case journey.SentNo:
		return "They said no on " + one.Answered.Short() + ": " + one.Reason.Words()
	case journey.SentCame:
		return "She came to her first appointment there"
	case journey.SentNotCame:
		return "She did not come to her first appointment there"
	case journey.SentOver:
		return one.Outcome.Words()
	case journey.SentBack:
		return "She took it back. They no longer see anything"
	case journey.SentRanOut:
		return "Her agreement ran out before an answer"
	}
	return "Her agreement is not on record"
}

// newPage sends her on: first the form, then exactly what goes.
type newPage struct {
	sheet
	forms.Form
	service, name, inbox, pathway, note, words, raised, chase string
	items                                                     []string
	until                                                     govuk.DateParts
	preview                                                   *onward.Preview
	moved                                                     bool // her record changed after the preview
}

// The steps, by what the form sends as "act".
const (
	actLook   = "look"
	actChange = "change"
	actYes    = "yes"
	actNo     = "no"
)

// heldFor is for how many days a referral may be read where the worker enters no
// other day. It stands in the form for her to change, and in the preview for the
// woman to see.
const heldFor = 28

// chaseAfter is the day after which the worker means to ask, in working days, where
// she chooses no other.
const chaseAfter = 5

func (d Door) newReferral(r *web.Request) (web.Response, error) {
	s, err := d.open(r)
	if err != nil {
		return web.Response{}, err
	}
	p := newPage{
		sheet: s, Form: dates.Blank(d.Desk.NewID()), service: r.Query("service"), pathway: r.Query("pathway"), chase: strconv.Itoa(chaseAfter),
		until: govuk.DateOf(s.Today.AddDays(heldFor)), items: []string{access.Needs.String()},
	}
	return p.response(), nil
}

func (d Door) sendReferral(r *web.Request) (web.Response, error) {
	s, err := d.open(r)
	if err != nil {
		return web.Response{}, err
	}
	p := newPage{
		sheet: s, Form: dates.Blank(d.keyOf(r)), service: r.Field("service"), name: r.Field("name"), inbox: r.Field("inbox"), pathway: r.Field("pathway"),
		note: r.Field("note"), words: r.Field("words"), raised: r.Field("raised"), chase: r.Field("chase"), items: r.Posted["items"],
	}
	entry := p.entry()
	if p.until, entry.Until = p.ReadDay(r, "until"); p.Problems.Any() || r.Field("act") == actChange {
		return p.response(), nil
	}
	switch r.Field("act") {
	case actYes, actNo:
		entry.Agreed = journey.YesNo(r.Field("act"))
		// A text that is no number is a version that no preview has.
		entry.Seen, _ = strconv.Atoi(r.Field("seen"))
		made, err := d.Desk.Send(r.Context(), r.Asker, s.Row.Case, p.Key, entry)
		switch {
		case err == nil && made.No:
			return web.Redirect(s.path("/onward") + "?done=no"), nil
		case err == nil:
			return d.sent(s, made), nil
		case errors.Is(err, onward.ErrChanged):
			p.moved, p.Key = true, d.Desk.NewID()
		default:
			return p.again(err)
		}
	}
	preview, err := d.Desk.Preview(r.Context(), r.Asker, s.Row.Case, entry)
	if err != nil {
		return p.again(err)
	}
	p.preview = &preview
	if p.moved {
		p.Problems.Add("", "Her record changed after you looked. Look again with her: nothing was sent")
	}
	return s.page("What they would see", p.Form, s.toReferrals(), web.Page{Body: previewBody(p)}), nil
}

// entry is what the form says.
func (p newPage) entry() onward.Sending {
	entry := onward.Sending{
		Service: p.service, Name: p.name, Inbox: p.inbox, Pathway: need.Pathway(p.pathway), Note: p.note, Words: p.words, Raised: p.raised != "",
	}
	if p.service == otherService {
		entry.Service = ""
	} else if p.service != "" {
		entry.Name = ""
	}
	for _, code := range p.items {
		if class, known := access.ParseClass(code); known {
			entry.Items |= access.Classes(class)
		}
	}
	if days, err := strconv.Atoi(p.chase); err == nil && days > 0 && days <= mostChase {
		entry.Chase = workingDay(p.Today, days)
	}
	return entry
}

// mostChase is how many working days ahead asking again may be put.
const mostChase = 60

// workingDay returns the day that is so many working days after another.
func workingDay(from calendar.Day, days int) calendar.Day {
	day := from
	for calendar.WorkingDays(from, day) < days {
		day = day.AddDays(1)
	}
	return day
}

// again shows the form with what has to be put right.
func (p newPage) again(err error) (web.Response, error) {
	if err := p.Settle(err); err != nil {
		return web.Response{}, err
	}
	return p.response(), nil
}

func (p newPage) response() web.Response {
	return p.page("Send her on", p.Form, p.toReferrals(), web.Page{Body: newBody(p)})
}

// otherService stands in the list for a service that is not in it.
const otherService = "other"

func (p newPage) serviceOptions() []govuk.Option {
	options := []govuk.Option{{Value: "", Label: "Choose"}}
	for _, entry := range p.Services {
		if !directory.Group(entry.Group).Helps() {
			continue
		}
		label := entry.Name
		if entry.Wait != nil {
			label += " (" + entry.WaitWords() + ")"
		} else if entry.WomenOnly == journey.Yes {
			label += " (women only)"
		}
		options = append(options, govuk.Option{Value: entry.ID, Label: label})
	}
	return append(options, govuk.Option{Value: otherService, Label: "Another one: I type its name"})
}

func itemOptions() []govuk.Option {
	options := []govuk.Option{{Value: access.Identity.String(), Label: sharing.Words(access.Identity), Disabled: true}}
	for _, class := range journey.SentItems {
		if class != access.Identity {
			options = append(options, govuk.Option{Value: class.String(), Label: sharing.Words(class)})
		}
	}
	return options
}

func (p newPage) itemsField() govuk.Field {
	field := p.Field("items", "What goes with it?", "Who she is goes with every referral. They see only what is ticked, and you see all of it before it goes.", "")
	field.Values = append([]string{access.Identity.String()}, p.items...)
	return field
}

func (p newPage) chaseOptions() []govuk.Option {
	options := []govuk.Option{}
	for _, days := range []int{2, 5, 10} {
		options = append(options, govuk.Option{Value: strconv.Itoa(days), Label: fmt.Sprintf("%s (%d working days)", workingDay(p.Today, days).Short(), days)})
	}
	return append(options, govuk.Option{Value: "", Label: "No day chosen"})
}

var raisedOptions = []govuk.Option{{Value: string(journey.Yes), Label: "She spoke of it herself"}}

// restsOf says whether she said no to sharing, so that only she may speak of it.
func (p newPage) asksRaised() bool { return p.Problems.For("raised") != "" || p.raised != "" }

func (p newPage) raisedField() govuk.Field {
	field := p.Field("raised", "She said no before", "", "")
	if p.raised != "" {
		field.Values = []string{string(journey.Yes)}
	}
	return field
}

// carried are the fields of the form that the preview takes along.
func (p newPage) carried() []hidden {
	fields := []hidden{
		{"key", p.Key}, {"service", p.service}, {"name", p.name}, {"inbox", p.inbox}, {"pathway", p.pathway}, {"note", p.note}, {"raised", p.raised},
		{"chase", p.chase}, {"until-day", p.until.Day}, {"until-month", p.until.Month}, {"until-year", p.until.Year},
	}
	for _, code := range p.items {
		fields = append(fields, hidden{"items", code})
	}
	return fields
}

type hidden struct{ name, value string }

// forWhat says what help is asked for.
func forWhat(pathway need.Pathway) string {
	if pathway == "" {
		return ""
	}
	return "Help asked for: " + pathway.Title() + "."
}

// sentPage tells the link and the PIN, this once.
type sentPage struct {
	sheet
	made onward.Made
	to   string
}

// sent shows the link and the PIN. No address leads back to them.
func (d Door) sent(s sheet, made onward.Made) web.Response {
	p := sentPage{sheet: s, made: made}
	return s.page("Sent", forms.Form{}, s.toReferrals(), web.Page{Body: sentBody(p)})
}

// spoken writes a PIN as it is read out.
func spoken(pin string) string { return pin[:len(pin)/2] + " " + pin[len(pin)/2:] }

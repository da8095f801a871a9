package woman

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/herspace"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// Hers is where her own space is given to her, and where somebody sees to what
// she asked for in it.
type Hers interface {
	CardOf(ctx context.Context, asker access.Asker, caseID string) (herspace.CardView, error)
	GiveCard(ctx context.Context, asker access.Asker, caseID string, entry herspace.Giving) (words string, err error)
	TakeCard(ctx context.Context, asker access.Asker, caseID string) error
	MakeCode(ctx context.Context, asker access.Asker, caseID string) (code string, until time.Time, err error)
	SeeTo(ctx context.Context, asker access.Asker, caseID, key, ask, note string) error
	HoldBack(ctx context.Context, asker access.Asker, caseID, key, entry string, held bool, reason string) error
}

// cardPage is about how she opens her own space.
type cardPage struct {
	record
	form
	card herspace.CardView
	done string
}

func (d Door) card(r *web.Request) (web.Response, error) {
	p, err := d.cardPage(r)
	if err != nil {
		return web.Response{}, err
	}
	p.done = r.Query("done")
	return p.response(), nil
}

func (d Door) cardPage(r *web.Request) (cardPage, error) {
	c, err := d.open(r)
	if err != nil {
		return cardPage{}, err
	}
	card, err := d.Hers.CardOf(r.Context(), r.Asker, c.Row.Case)
	return cardPage{record: c, card: card}, err
}

// giveCard gives her a card. Its words are shown this once, on a page that says
// nothing of what they are for.
func (d Door) giveCard(r *web.Request) (web.Response, error) {
	p, err := d.cardPage(r)
	if err != nil {
		return web.Response{}, err
	}
	entry := herspace.Giving{PIN: r.Field("pin"), Again: r.Field("again")}
	if before, err := strconv.ParseInt(r.Field("before"), 10, 64); err == nil && before > 0 {
		entry.Before = time.UnixMicro(before)
	}
	words, err := d.Hers.GiveCard(r.Context(), r.Asker, p.Row.Case, entry)
	var wrong journey.Problems
	switch {
	case errors.As(err, &wrong):
		for _, problem := range wrong {
			p.Problems.Add(problem.Field, problem.Say)
		}
		return p.response(), nil
	case errors.Is(err, herspace.ErrCardChanged):
		p.Problems.Add("", "Somebody gave her another card after you opened this page. If she needs a new one, give it now")
		return p.response().WithStatus(http.StatusConflict), nil
	case err != nil:
		return web.Response{}, err
	}
	return web.Show(web.Page{Title: "Card", Body: cardWordsBody(p.record, words)}.Plain()), nil
}

// takeCard takes her card back: her space closes everywhere.
func (d Door) takeCard(r *web.Request) (web.Response, error) {
	caseID := r.PathValue("case")
	if err := d.Hers.TakeCard(r.Context(), r.Asker, caseID); err != nil {
		return web.Response{}, err
	}
	return web.Redirect(Path(caseID, "card") + "?done=back"), nil
}

// makeCode makes a code to read out to her, face to face.
func (d Door) makeCode(r *web.Request) (web.Response, error) {
	opened, err := d.open(r)
	if err != nil {
		return web.Response{}, err
	}
	code, until, err := d.Hers.MakeCode(r.Context(), r.Asker, opened.Row.Case)
	if err != nil {
		return web.Response{}, err
	}
	shown := code[:len(code)/2] + " " + code[len(code)/2:]
	return web.Show(web.Page{Title: "Code", Body: cardCodeBody(opened, shown, calendar.At(until).Clock())}.Plain()), nil
}

// before is when the card was given that the page shows, for the form.
func (p cardPage) before() string {
	if !p.card.Given() {
		return "0"
	}
	return strconv.FormatInt(p.card.Issued.UnixMicro(), 10)
}

// stands says in a sentence how her card stands.
func (p cardPage) stands() string {
	switch {
	case !p.card.Given():
		return "She has no card yet."
	case p.card.Frozen:
		return "Her card is locked after five wrong PINs. Give her a new one, or make a code."
	}
	return "She has a card since " + calendar.DayOf(p.card.Issued).Words() + ". A new one takes its place, and closes what is open."
}

func (p cardPage) response() web.Response {
	return p.show(sheet{title: "Her own space", form: p.form, body: cardBody(p)})
}

func (p cardPage) pinField(name, label, hint string) govuk.Field {
	return govuk.Field{
		Name: name, Label: label, Hint: hint, Type: "password", Autocomplete: "off", InputMode: "numeric", Width: 4, Error: p.Problems.For(name),
	}
}

// asksPage is what she asked for in her own space.
type asksPage struct {
	record
	form
	done string
}

func (d Door) asks(r *web.Request) (web.Response, error) {
	c, err := d.open(r)
	if err != nil {
		return web.Response{}, err
	}
	return asksPage{record: c, form: d.blank(c), done: r.Query("done")}.response(), nil
}

// seeTo says that somebody saw to what she asked for.
func (d Door) seeTo(r *web.Request) (web.Response, error) {
	c, err := d.open(r)
	if err != nil {
		return web.Response{}, err
	}
	p := asksPage{record: c, form: posted(r)}
	err = d.Hers.SeeTo(r.Context(), r.Asker, c.Row.Case, p.Key, r.Field("ask"), "")
	if err == nil {
		return web.Redirect(c.path("asks") + "?done=yes"), nil
	}
	if err := p.settle(err, d.Support.NewID); err != nil {
		return web.Response{}, err
	}
	p.Key = d.Support.NewID()
	return p.response(), nil
}

func (p asksPage) response() web.Response {
	return p.show(sheet{title: "She asks you", form: p.form, body: asksBody(p)})
}

var askWords = map[journey.Kind]string{
	journey.KindTalk: "She wants to talk", journey.KindChange: "She wants to change her plan", journey.KindCheckedIn: "She says that things are hard",
	journey.KindCopy: "She wants a copy of what is kept of her", journey.KindCorrection: "She wants something put right",
	journey.KindDeletion: "She wants what is kept of her to be deleted", journey.KindAttendance: "She cannot come to her next appointment",
}

// keepersAsk says who gives her what her keyworker cannot.
const keepersAsk = "It stands under Keeping records. The lead of the service, or whoever answers for how records are used, sees to it there. Tell her so. Press “Seen to” when she has her answer."

// step leads to what sees to an ask; there is none where somebody else does.
func (p asksPage) step(kind journey.Kind) (link govuk.Link, leads bool) {
	switch kind {
	case journey.KindTalk, journey.KindCheckedIn:
		return govuk.Link{Text: "Record a contact", Href: p.path("contact")}, true
	case journey.KindChange:
		return govuk.Link{Text: "Open her plan", Href: p.path("plan")}, true
	case journey.KindAttendance:
		return govuk.Link{Text: "Book another time", Href: p.path("appointments") + "#book"}, true
	case journey.KindCorrection:
		return govuk.Link{Text: "Put an entry right", Href: p.path("history")}, true
	}
	if p.asker.Role == access.ServiceLead {
		return govuk.Link{Text: "Make a copy, or ask for her record to be erased", Href: "/keeping/" + url.PathEscape(p.Row.Case)}, true
	}
	return govuk.Link{}, false
}

// AskWords says what she asked for, or told, in her own space.
func AskWords(kind journey.Kind) string { return askWords[kind] }

// entryPage is about one entry as she sees it.
type entryPage struct {
	record
	form
	fact, title string
	held        bool
	reason      string
}

// entry shows whether she is shown one note, and lets it be held back.
func (d Door) entry(r *web.Request) (web.Response, error) {
	p, err := d.entryPage(r)
	if err != nil {
		return web.Response{}, err
	}
	p.form = d.blank(p.record)
	return p.response(), nil
}

func (d Door) entryPage(r *web.Request) (entryPage, error) {
	c, err := d.open(r)
	if err != nil {
		return entryPage{}, err
	}
	for _, item := range c.Timeline {
		if item.Fact == r.PathValue("fact") && c.holdable(item) {
			return entryPage{record: c, fact: item.Fact, title: title(c, item), held: item.Held}, nil
		}
	}
	return entryPage{}, casework.Fail(casework.NotFound, "opening an entry", "there is no such entry")
}

// holdBack keeps a note from her, or shows it again.
func (d Door) holdBack(r *web.Request) (web.Response, error) {
	p, err := d.entryPage(r)
	if err != nil {
		return web.Response{}, err
	}
	p.form, p.reason = posted(r), r.Field("reason")
	err = d.Hers.HoldBack(r.Context(), r.Asker, p.Row.Case, p.Key, p.fact, !p.held, p.reason)
	if err == nil {
		return web.Redirect(p.path("timeline")), nil
	}
	if err := p.settle(err, d.Support.NewID); err != nil {
		return web.Response{}, err
	}
	return p.response(), nil
}

func (p entryPage) response() web.Response {
	return p.show(sheet{title: "What she sees", part: "timeline", form: p.form, body: entryBody(p)})
}

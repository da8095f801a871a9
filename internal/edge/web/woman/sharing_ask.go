package woman

import (
	"slices"
	"time"

	"throughline/internal/casework/sharing"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// The steps of asking her, by what the form sends as "act".
const (
	actLook   = "look"
	actChange = "change"
	actSave   = "save"
)

// askPage asks her whether an agency may have something of hers.
type askPage struct {
	record
	form
	recipient sharing.Recipient

	purpose, answer, words, raised string
	classes                        []string
	until                          govuk.DateParts
}

// recipientOf returns the recipient that a page is about.
func recipientOf(view sharing.View, agency string) (sharing.Recipient, bool) {
	i := slices.IndexFunc(view.Recipients, func(one sharing.Recipient) bool { return one.Agency == agency })
	if i < 0 || !view.MayAnswer {
		return sharing.Recipient{}, false
	}
	return view.Recipients[i], true
}

func (d Door) askSharing(r *web.Request) (web.Response, error) {
	c, view, err := d.sharingOf(r)
	if err != nil {
		return web.Response{}, err
	}
	recipient, known := recipientOf(view, r.Query("recipient"))
	if !known {
		return web.Redirect(c.path("sharing")), nil
	}
	p := askPage{record: c, form: d.blank(c), recipient: recipient}
	if len(recipient.Offers) == 1 {
		p.purpose = string(recipient.Offers[0].Purpose)
	}
	return p.response(), nil
}

// answerSharing shows what a yes would open, and saves her answer. A no opens
// nothing, and is saved at once.
func (d Door) answerSharing(r *web.Request) (web.Response, error) {
	c, view, err := d.sharingOf(r)
	if err != nil {
		return web.Response{}, err
	}
	recipient, known := recipientOf(view, r.Field("recipient"))
	if !known {
		return web.Redirect(c.path("sharing")), nil
	}
	p := askPage{
		record: c, form: posted(r), recipient: recipient, purpose: r.Field("purpose"), answer: r.Field("answer"),
		words: r.Field("words"), raised: r.Field("raised"), classes: r.Posted["classes"],
	}
	var until calendar.Day
	if p.until, until = p.ReadDay(r, "until"); p.Stopped() || r.Field("act") == actChange {
		return p.response(), nil
	}
	entry := sharing.Answer{
		Recipient: recipient.Agency, Purpose: access.Purpose(p.purpose), Classes: p.chosen(),
		Answer: journey.YesNo(p.answer), Until: until, Words: p.words, Raised: p.raised != "",
	}
	if entry.Answer == journey.Yes && r.Field("act") != actSave {
		previews, err := d.Sharing.Preview(r.Context(), r.Asker, c.Row.Case, sharing.Proposal{
			Recipient: entry.Recipient, Purpose: entry.Purpose, Classes: entry.Classes, Until: until,
		})
		if err == nil {
			return p.show(sheet{title: "What they would see", form: p.form, body: lookBody(p, previews)}), nil
		}
		return p.again(err, d.Support.NewID)
	}
	if _, err := d.Sharing.Answer(r.Context(), r.Asker, c.Row.Case, p.Key, entry); err != nil {
		return p.again(err, d.Support.NewID)
	}
	return c.done("sharing", "asked"), nil
}

// again shows the form with what has to be put right.
func (p askPage) again(err error, newKey func() string) (web.Response, error) {
	if err := p.settle(err, newKey); err != nil {
		return web.Response{}, err
	}
	for i := range p.Problems {
		if p.Problems[i].Field == "until" {
			p.Problems[i].Anchor = "until-day"
		}
	}
	return p.response(), nil
}

func (p askPage) response() web.Response {
	return p.show(sheet{title: "Ask about sharing", form: p.form, body: askSharingBody(p)})
}

// chosen are the classes that were ticked.
func (p askPage) chosen() access.Classes {
	var set access.Classes
	for _, code := range p.classes {
		if class, known := access.ParseClass(code); known {
			set |= access.Classes(class)
		}
	}
	return set
}

func (p askPage) purposeField() govuk.Field {
	return p.choiceField("purpose", "What is it for?", "", p.purpose)
}

func (p askPage) purposeOptions() []govuk.Option {
	options := make([]govuk.Option, len(p.recipient.Offers))
	for i, offer := range p.recipient.Offers {
		options[i] = govuk.Option{Value: string(offer.Purpose), Label: sharing.ForWhat(offer.Purpose)}
	}
	return options
}

func (p askPage) classesField() govuk.Field {
	field := p.choiceField("classes", "What would they see?", "They see only what is ticked.", "")
	field.Values = p.classes
	return field
}

func (p askPage) classOptions() []govuk.Option {
	var options []govuk.Option
	for _, class := range access.EveryClass {
		if p.recipient.All().Has(class) {
			options = append(options, govuk.Option{Value: class.String(), Label: sharing.Words(class)})
		}
	}
	return options
}

var yesOrNo = []govuk.Option{{Value: string(journey.Yes), Label: "She says yes"}, {Value: string(journey.No), Label: "She says no"}}

// raisedOptions say that she spoke of it herself, while her no rests.
var raisedOptions = []govuk.Option{{Value: string(journey.Yes), Label: "She spoke of it herself"}}

func (p askPage) raisedField() govuk.Field {
	field := p.choiceField("raised", "She said no before", "Ask again from "+p.recipient.Rests.Short()+", unless she speaks of it herself.", "")
	if p.raised != "" {
		field.Values = []string{string(journey.Yes)}
	}
	return field
}

// nothingBad is what to tell her first: what a no means.
func (p askPage) nothingBad() string {
	if p.Row.Condition != nil {
		return "You can say no. Nothing bad happens to your caution or your order. You can change your mind on any day."
	}
	return "You can say no. Your support goes on as before. You can change your mind on any day."
}

// dayWords is the day of a moment in London.
func dayWords(at time.Time) string { return calendar.DayOf(at).Short() }

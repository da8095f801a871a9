package woman

import (
	"throughline/internal/casework/sharing"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// toldPage confirms with her what others told, so that nobody asks it again.
type toldPage struct {
	record
	form
	topics []string
}

func (d Door) told(r *web.Request) (web.Response, error) {
	c, err := d.open(r)
	if err != nil {
		return web.Response{}, err
	}
	return toldPage{record: c, form: d.blank(c)}.response(), nil
}

func (d Door) confirmTold(r *web.Request) (web.Response, error) {
	c, err := d.open(r)
	if err != nil {
		return web.Response{}, err
	}
	p := toldPage{record: c, form: posted(r), topics: r.Posted["topics"]}
	topics := make([]journey.Topic, len(p.topics))
	for i, topic := range p.topics {
		topics[i] = journey.Topic(topic)
	}
	if _, err := d.Sharing.Confirm(r.Context(), r.Asker, c.Row.Case, p.Key, topics); err != nil {
		if err := p.settle(err, d.Support.NewID); err != nil {
			return web.Response{}, err
		}
		return p.response(), nil
	}
	return c.done("", "confirmed"), nil
}

func (p toldPage) response() web.Response {
	return p.show(sheet{title: "Is it still so?", form: p.form, body: toldBody(p)})
}

func (p toldPage) field() govuk.Field {
	field := p.choiceField("topics", "What does she say is so?", "Leave the others. Put right first what is not so.", "")
	field.Values = p.topics
	return field
}

func (p toldPage) options() []govuk.Option {
	var options []govuk.Option
	for _, told := range p.Told {
		if told.Topic != journey.TopicContact { // which has a page of its own
			options = append(options, govuk.Option{Value: string(told.Topic), Label: told.Topic.Words(), Hint: sharing.ToldWords(told)})
		}
	}
	return options
}

// toldRows say who told what, when, and whether she confirmed it.
func (c record) toldRows() []govuk.SummaryRow {
	rows := make([]govuk.SummaryRow, len(c.Told))
	for i, told := range c.Told {
		rows[i] = govuk.SummaryRow{Key: told.Topic.Words(), Value: sharing.ToldWords(told)}
		if !told.Confirmed.Known() && c.sharesFor() {
			page := "told"
			if told.Topic == journey.TopicContact {
				page = "safe-contact"
			}
			rows[i].Actions = []govuk.Link{{Text: "Confirm", Hidden: lowerFirst(told.Topic.Words()), Href: c.path(page)}}
		}
	}
	return rows
}

// raisedBefore lists what other agencies raised of the seven areas of screening,
// and she was not asked about here since.
func (c record) raisedBefore() []string {
	lines := make([]string, len(c.Raised))
	for i, one := range c.Raised {
		lines[i] = one.Area.Title() + ": " + one.On.Short()
		if one.Agency != "" && one.Agency != herself {
			lines[i] += ", " + one.Agency
		}
	}
	return lines
}

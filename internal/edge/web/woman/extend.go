package woman

import (
	"throughline/internal/casework/support"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// extendPage writes down that she asks for support to go on.
type extendPage struct {
	record
	form
	reason, words string
	until         govuk.DateParts
}

func (d Door) extension(r *web.Request) (web.Response, error) {
	c, err := d.open(r)
	if err != nil {
		return web.Response{}, err
	}
	if err := c.forbid(support.VerbExtend); err != nil {
		return web.Response{}, err
	}
	return extendPage{record: c, form: d.blank(c)}.response(), nil
}

func (d Door) extend(r *web.Request) (web.Response, error) {
	c, err := d.open(r)
	if err != nil {
		return web.Response{}, err
	}
	p := extendPage{record: c, form: posted(r), reason: r.Field("reason"), words: r.Field("words")}
	entry := support.Extension{Words: p.words}
	entry.Reason = journey.ExtensionReason(p.reason)
	if p.until, entry.Until = p.ReadDay(r, "until"); p.Stopped() {
		return p.response(), nil
	}
	if _, err := d.Support.Extend(r.Context(), r.Asker, c.Row.Case, p.Version, p.Key, entry); err != nil {
		if err := p.settle(err, d.Support.NewID); err != nil {
			return web.Response{}, err
		}
		return p.response(), nil
	}
	return c.done("plan", "extend"), nil
}

func (p extendPage) response() web.Response {
	return p.show(sheet{title: "She asks to go on longer", form: p.form, body: extendBody(p)})
}

func (p extendPage) reasonField() govuk.Field {
	return p.choiceField("reason", "Why does she ask to go on?", "", p.reason)
}

func (p extendPage) reasonOptions() []govuk.Option {
	var options []govuk.Option
	for _, reason := range journey.ExtensionReasons {
		options = append(options, govuk.Option{Value: string(reason), Label: reason.Words()})
	}
	return options
}

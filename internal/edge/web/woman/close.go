package woman

import (
	"throughline/internal/casework/support"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// closePage ends support. Nothing else does.
type closePage struct {
	record
	form
	on                   govuk.DateParts
	reason, onward, note string
}

func (d Door) closing(r *web.Request) (web.Response, error) {
	c, err := d.open(r)
	if err != nil {
		return web.Response{}, err
	}
	if err := c.forbid(support.VerbClose); err != nil {
		return web.Response{}, err
	}
	return closePage{record: c, form: d.blank(c), on: govuk.DateOf(c.At.Day)}.response(), nil
}

func (d Door) close(r *web.Request) (web.Response, error) {
	c, err := d.open(r)
	if err != nil {
		return web.Response{}, err
	}
	p := closePage{record: c, form: posted(r), reason: r.Field("reason"), onward: r.Field("onward_scheme"), note: r.Field("note")}
	entry := support.Ending{Reason: journey.ClosureReason(p.reason), Note: p.note}
	if entry.Reason == journey.ClosedTransferred {
		entry.Onward = p.onward
	}
	if p.on, entry.On = p.readDay(r, "on"); p.stopped() {
		return p.response(), nil
	}
	if _, err := d.Support.Close(r.Context(), r.Asker, c.Row.Case, p.Version, p.Key, entry); err != nil {
		if err := p.settle(err, d.Support.NewID); err != nil {
			return web.Response{}, err
		}
		return p.response(), nil
	}
	return c.done("", "closed"), nil
}

func (p closePage) response() web.Response {
	return p.show(sheet{title: "End support", form: p.form, body: closeBody(p)})
}

func (p closePage) reasonField() govuk.Field {
	return p.choiceField("reason", "Why is support ending?", "", p.reason)
}

func (p closePage) reasonOptions() []govuk.Option {
	var options []govuk.Option
	for _, reason := range journey.ClosureReasons {
		options = append(options, govuk.Option{Value: string(reason), Label: reason.Words()})
	}
	return options
}

func (p closePage) onwardField() govuk.Field {
	return govuk.Field{
		Name: "onward_scheme", Label: "If she is moving on, to which service?", LabelSize: govuk.Small, Value: p.onward,
		Error: p.Problems.For("onward_scheme"), Autocomplete: "off",
	}
}

// still lists what is open, for a person to look at before she ends support.
func (p closePage) still() []string {
	var open []string
	for _, goal := range p.Goals {
		if goal.State == journey.GoalOpen {
			open = append(open, "A goal is open: "+goal.Words)
		}
	}
	for _, a := range p.Appointments {
		switch {
		case a.Unended:
			open = append(open, "An appointment has no outcome: "+a.At.Words())
		case a.Upcoming:
			open = append(open, "An appointment is booked: "+a.At.Words())
		}
	}
	if c := p.Condition; c != nil && !c.State.Settled() {
		open = append(open, "The condition is open: "+c.Ending.Brief())
	}
	if !hasExit(p.Row) {
		open = append(open, "She has not been asked how things have changed")
	}
	return open
}

func hasExit(row journey.Row) bool {
	for _, said := range row.Answers {
		if said.Wave == journey.Exit {
			return true
		}
	}
	return false
}

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
	open                 []support.Unfinished
	done                 string
	on                   govuk.DateParts
	reason, onward, note string
}

func (d Door) closing(r *web.Request) (web.Response, error) {
	c, open, err := d.leaving(r)
	if err != nil {
		return web.Response{}, err
	}
	if err := c.forbid(support.VerbClose); err != nil {
		return web.Response{}, err
	}
	p := closePage{record: c, form: d.blank(c), open: open, done: r.Query("done"), on: govuk.DateOf(c.At.Day)}
	if c.Summary.Handed.Known() {
		p.reason, p.onward = string(journey.ClosedTransferred), d.summaryFor(c.Summary)
	}
	return p.response(), nil
}

// leaving opens the record with all that is open as support ends.
func (d Door) leaving(r *web.Request) (record, []support.Unfinished, error) {
	view, open, err := d.Support.Leaving(r.Context(), r.Asker, r.PathValue("case"))
	return record{view, r.Asker, d.Hers != nil, d.Sharing != nil}, open, err
}

func (d Door) close(r *web.Request) (web.Response, error) {
	c, open, err := d.leaving(r)
	if err != nil {
		return web.Response{}, err
	}
	p := closePage{record: c, form: posted(r), open: open, reason: r.Field("reason"), onward: r.Field("onward_scheme"), note: r.Field("note")}
	entry := support.Ending{Reason: journey.ClosureReason(p.reason), Note: p.note}
	if entry.Reason == journey.ClosedTransferred {
		entry.Onward = p.onward
	}
	if p.on, entry.On = p.ReadDay(r, "on"); p.Stopped() {
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

// still lists what is open, each with where it is settled, for a person to look at
// before she ends support.
func (p closePage) still() []govuk.Link {
	var links []govuk.Link
	for _, one := range p.open {
		link := p.unfinished(one)
		link.Href = p.path(link.Href)
		links = append(links, link)
	}
	return links
}

// unfinished says what is open, and on which page of her record it is settled.
func (p closePage) unfinished(one support.Unfinished) govuk.Link {
	switch one.What {
	case support.UnfinishedGoal:
		return govuk.Link{Text: "A goal is open: " + one.Words, Href: "review"}
	case support.UnfinishedOutcome:
		return govuk.Link{Text: "An appointment has no outcome: " + one.At.Words(), Href: "contact?at=" + queryOf(one.At)}
	case support.UnfinishedAppointment:
		return govuk.Link{Text: "An appointment is booked: " + one.At.Words(), Href: "appointments"}
	case support.UnfinishedCondition:
		return govuk.Link{Text: "The condition is open: " + p.Condition.Ending.Brief(), Href: ""}
	case support.UnfinishedMessages:
		return govuk.Link{Text: count(one.Count, "message") + " would still leave", Href: "appointments"}
	case support.UnfinishedOnward:
		return govuk.Link{Text: count(one.Count, "onward referral") + " without an answer", Href: "onward"}
	case support.UnfinishedAsks:
		return govuk.Link{Text: "She asked for " + count(one.Count, "thing") + " that nobody has seen to", Href: "asks"}
	case support.UnfinishedDocuments:
		return govuk.Link{Text: "Waits for the virus scan: " + count(one.Count, "document"), Href: "documents"}
	case support.UnfinishedSummary:
		if !p.movesOn() {
			return govuk.Link{Text: "A summary is put together and not handed over. Her keyworker can do it"}
		}
		return govuk.Link{Text: "A summary is put together and not handed over", Href: "transfer"}
	case support.UnfinishedQuestions:
		return govuk.Link{Text: "She has not been asked how things have changed", Href: "exit"}
	case support.UnfinishedTalk:
		return govuk.Link{Text: "The last talk is not written down", Href: "exit"}
	case support.UnfinishedJudging:
		return govuk.Link{Text: count(one.Count, "goal") + " without her view of how far it was reached", Href: "exit"}
	case support.UnfinishedFollowUp:
		return govuk.Link{Text: "Nobody asked if we may get in touch in 3 months", Href: "exit"}
	}
	return govuk.Link{Text: "No way to reach her is known to be safe now", Href: "safe-contact"}
}

package woman

import (
	"throughline/internal/casework/support"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// backPage sends the matter back to police, who decide. Nothing else does.
type backPage struct {
	record
	form
	tried, asked bool
	reason       string
}

func (d Door) askReferBack(r *web.Request) (web.Response, error) {
	c, err := d.open(r)
	if err != nil {
		return web.Response{}, err
	}
	if err := c.forbid(support.VerbReferBack); err != nil {
		return web.Response{}, err
	}
	return backPage{record: c, form: d.blank(c)}.response(), nil
}

func (d Door) referBack(r *web.Request) (web.Response, error) {
	c, err := d.open(r)
	if err != nil {
		return web.Response{}, err
	}
	p := backPage{record: c, form: posted(r), tried: r.Field("tried") != "", asked: r.Field("asked") != "", reason: r.Field("reason")}
	_, err = d.Support.ReferBack(r.Context(), r.Asker, c.Row.Case, p.Version, p.Key, journey.BackEntry{Tried: p.tried, Asked: p.asked, Reason: p.reason})
	if err != nil {
		if err := p.settle(err, d.Support.NewID); err != nil {
			return web.Response{}, err
		}
		return p.response(), nil
	}
	return c.done("", "back"), nil
}

func (p backPage) response() web.Response {
	return p.show(sheet{title: "Refer back to police", form: p.form, body: backBody(p)})
}

// who names the one who refers a matter back, by the rules of the scheme.
func (p backPage) who() string {
	if p.Condition == nil || p.Condition.Rule.RefBack == nil {
		return "The rules of the scheme name nobody who refers a matter back."
	}
	rule := p.Condition.Rule.RefBack
	return "By the rules of the scheme the " + rule.Who + " decides this (" + string(rule.Source) + "). Police decide what follows."
}

// missedOnes are the appointments she did not come to without a reason that was
// accepted, and with one; the first list is what the matter rests on.
func (p backPage) missedOnes(excused bool) []string {
	want := journey.Missed
	if excused {
		want = journey.MissedWithExcuse
	}
	var lines []string
	for _, a := range p.Appointments {
		if a.Outcome == want {
			line := a.At.Words() + ": " + lowerFirst(a.How.Words())
			if a.Excuse != "" {
				line += ". She said: " + a.Excuse
			}
			lines = append(lines, line)
		}
	}
	return lines
}

// tries are the calls and messages since she last did not come, the newest first.
func (p backPage) tries() []string {
	var since calendar.Day
	for _, a := range p.Appointments {
		if a.Outcome == journey.Missed {
			since = max(since, a.At.Day())
		}
	}
	var lines []string
	for _, item := range p.Timeline {
		if item.Kind == journey.KindContact && item.At.Day() >= since {
			lines = append(lines, title(p.record, item)+", "+item.At.Words())
		}
	}
	return lines
}

// box is one thing that she confirms.
func (p backPage) box(name, label string, ticked bool) govuk.Field {
	field := govuk.Field{Name: name, Label: label, LabelSize: govuk.Small, Error: p.Problems.For(name)}
	if ticked {
		field.Values = []string{string(journey.Yes)}
	}
	return field
}

var confirmed = []govuk.Option{{Value: string(journey.Yes), Label: "Yes"}}

func (p backPage) reasonField() govuk.Field {
	return p.Area("reason", "Why do you refer it back?", "Police do not see this. They see how many appointments she did not come to, and when.", p.reason, 3)
}

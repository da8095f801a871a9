package woman

import (
	"slices"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// nextLater is the answer that her next appointment is on another day than those
// that are offered.
const nextLater = "book"

// Who else was there, as the form sends it.
const (
	withNobody      = "alone"
	withInterpreter = "interpreter"
	withChild       = "child"
	withOther       = "other"
)

// company reads who else was there.
func (p contactPage) company() journey.Company {
	return journey.Company{
		Alone: slices.Contains(p.with, withNobody), Interpreter: slices.Contains(p.with, withInterpreter),
		Child: slices.Contains(p.with, withChild), Other: slices.Contains(p.with, withOther),
	}
}

func (p contactPage) withField() govuk.Field {
	return govuk.Field{Name: "with", Label: "Who else was there? (optional)", LabelSize: govuk.Small, Values: p.with, Error: p.Problems.For("with"), Compact: true}
}

var withOptions = []govuk.Option{
	{Value: withInterpreter, Label: "An interpreter"}, {Value: withChild, Label: "A child"}, {Value: withOther, Label: "Somebody else"},
	{Divider: true, Label: "or"}, {Value: withNobody, Label: "Nobody: she was alone", Exclusive: true},
}

func (p contactPage) nextField() govuk.Field {
	field := p.choiceField("next", "Next appointment", "You choose its time after this.", p.bookNext)
	field.Compact = true
	return field
}

// nextOptions are the days of the next appointment.
func (p contactPage) nextOptions() []govuk.Option {
	today := p.CaseView.At.Day
	options := []govuk.Option{{Value: "", Label: "Not now"}}
	for _, days := range chipDays[1:] {
		day := today.AddDays(days)
		options = append(options, govuk.Option{Value: day.String(), Label: chipWords(day, today)})
	}
	return append(options, govuk.Option{Value: nextLater, Label: "Another day"})
}

// afterContact leads on: to the times of the day of her next appointment, to telling
// police where the condition is met by this contact, and else to her record.
func (d Door) afterContact(r *web.Request, p contactPage) (web.Response, error) {
	done, before := "contact", p.Condition
	if before != nil && before.State != journey.ConditionMet {
		after, err := d.open(r)
		if err != nil {
			return web.Response{}, err
		}
		if after.Condition != nil && after.Condition.State == journey.ConditionMet {
			done = "met"
		}
	}
	if p.bookNext == "" || done == "met" {
		return p.done("", done), nil
	}
	to := p.path("appointments") + "?done=contact"
	if day, err := calendar.ParseDay(p.bookNext); err == nil && day.Known() {
		to += "&on=" + day.String()
		if p.how != "" {
			to += "&how=" + p.how
		}
		to += "#book"
	}
	return web.Redirect(to), nil
}

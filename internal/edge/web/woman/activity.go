package woman

import (
	"math"
	"strconv"
	"strings"

	"throughline/internal/casework/support"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// choices are the answers to one question, in the order they are asked.
type choices []govuk.Option

// words returns the label of a code, "" where it is none of them.
func (c choices) words(code string) string {
	for _, one := range c {
		if one.Value == code {
			return one.Label
		}
	}
	return ""
}

// activityOutcomes are the codes of the exchange format.
var activityOutcomes = choices{
	{Value: "sent", Label: "Sent"}, {Value: "accepted", Label: "Accepted"}, {Value: "declined", Label: "They said no"},
	{Value: "attended", Label: "She came"}, {Value: "completed", Label: "Completed"}, {Value: "paid", Label: "Paid"},
}

// activityPage records support beyond appointments.
type activityPage struct {
	record
	form
	kind, service, pathway, amount, outcome string
	on                                      govuk.DateParts
}

func (d Door) activity(r *web.Request) (web.Response, error) {
	c, err := d.open(r)
	if err != nil {
		return web.Response{}, err
	}
	if err := c.forbid(support.VerbActivity); err != nil {
		return web.Response{}, err
	}
	return activityPage{record: c, form: d.blank(c), on: govuk.DateOf(c.At.Day)}.response(), nil
}

func (d Door) recordActivity(r *web.Request) (web.Response, error) {
	c, err := d.open(r)
	if err != nil {
		return web.Response{}, err
	}
	p := activityPage{
		record: c, form: posted(r), kind: r.Field("kind"), service: r.Field("service"), pathway: r.Field("pathway"),
		amount: r.Field("amount"), outcome: r.Field("outcome"),
	}
	entry := journey.ActivityEntry{
		What: journey.ActivityKind(p.kind), Service: p.service, Pathway: need.Pathway(p.pathway), Outcome: p.outcome,
	}
	p.on, entry.On = p.ReadDay(r, "on")
	if p.amount != "" {
		pence, ok := readPounds(p.amount)
		if !ok {
			p.Add("amount", "Enter the amount in pounds, such as 25 or 25.50")
		}
		entry.Pence = pence
	}
	if p.outcome != "" && activityOutcomes.words(p.outcome) == "" {
		p.Add("outcome", "Choose what came of it")
	}
	if p.Stopped() {
		return p.response(), nil
	}
	if _, err := d.Support.RecordActivity(r.Context(), r.Asker, c.Row.Case, p.Version, p.Key, entry); err != nil {
		if err := p.settle(err, d.Support.NewID); err != nil {
			return web.Response{}, err
		}
		return p.response(), nil
	}
	return c.done("", "activity"), nil
}

// readPounds reads an amount such as 25, £25.50 or 1,200, in pence.
func readPounds(text string) (int64, bool) {
	text = strings.ReplaceAll(strings.TrimPrefix(strings.TrimSpace(text), "£"), ",", "")
	pounds, pence, parted := strings.Cut(text, ".")
	if parted && len(pence) != 2 || strings.Trim(pounds+pence, "0123456789") != "" {
		return 0, false
	}
	whole, err := strconv.ParseInt(pounds, 10, 64)
	if err != nil || whole > math.MaxInt32 {
		return 0, false
	}
	if !parted {
		return whole * 100, true
	}
	// Two digits, so it cannot fail to be read.
	rest, _ := strconv.ParseInt(pence, 10, 64)
	return whole*100 + rest, true
}

func (p activityPage) response() web.Response {
	return p.show(sheet{title: "Record other support", form: p.form, body: activityBody(p)})
}

func (p activityPage) kindField() govuk.Field {
	return p.choiceField("kind", "What did you do?", "", p.kind)
}

func (p activityPage) kindOptions() []govuk.Option {
	var options []govuk.Option
	for _, kind := range journey.ActivityKinds {
		options = append(options, govuk.Option{Value: string(kind), Label: kind.Words()})
	}
	return options
}

func (p activityPage) serviceField() govuk.Field {
	return govuk.Field{
		Name: "service", Label: "Which service or group? (optional)", LabelSize: govuk.Small, Value: p.service,
		Error: p.Problems.For("service"), Autocomplete: "off",
	}
}

func (p activityPage) pathwayField() govuk.Field {
	return p.choiceField("pathway", "For which pathway? (optional)", "", p.pathway)
}

func (p activityPage) amountField() govuk.Field {
	return govuk.Field{
		Name: "amount", Label: "Amount, if money was paid", LabelSize: govuk.Small, Value: p.amount, Prefix: "£", InputMode: "decimal",
		Error: p.Problems.For("amount"), Autocomplete: "off", Width: 5, NoSpelling: true,
	}
}

func (p activityPage) outcomeField() govuk.Field {
	return p.choiceField("outcome", "What came of it? (optional)", "", p.outcome)
}

func (p activityPage) outcomeOptions() []govuk.Option {
	return append([]govuk.Option{{Value: "", Label: "Not known yet"}}, activityOutcomes...)
}

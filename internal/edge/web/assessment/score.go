package assessment

import (
	"slices"
	"strconv"

	"throughline/internal/casework"
	"throughline/internal/casework/assessment"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// scorePage takes the answers to one questionnaire.
type scorePage struct {
	measuresPage
	measure  assessment.Measure
	items    []string
	total    string
	declined bool
	note     string
}

func (d Door) scorePage(r *web.Request) (scorePage, error) {
	p, err := d.measuresPage(r)
	if err != nil {
		return scorePage{}, err
	}
	at := slices.IndexFunc(p.measures.Offered, func(m assessment.Measure) bool {
		return m.ID == r.PathValue("instrument") && d.Desk.Offered(m.Instrument)
	})
	if at < 0 {
		return scorePage{}, casework.Fail(casework.NotFound, "score instrument", "no such questionnaire is used here")
	}
	one := p.measures.Offered[at]
	return scorePage{measuresPage: p, measure: one, items: make([]string, one.Items)}, nil
}

func (d Door) scoring(r *web.Request) (web.Response, error) {
	p, err := d.scorePage(r)
	if err != nil {
		return web.Response{}, err
	}
	p.form = d.blank()
	return p.response(), nil
}

func (d Door) score(r *web.Request) (web.Response, error) {
	p, err := d.scorePage(r)
	if err != nil {
		return web.Response{}, err
	}
	p.form, p.total, p.declined, p.note = posted(r), r.Field("total"), r.Field("declined") == string(journey.Yes), r.Field("note")
	entry := journey.ScoreEntry{On: p.day, Declined: p.declined, Note: p.note}
	for n := range p.items {
		p.items[n] = r.Field(itemName(n + 1))
	}
	entry.Items = p.readItems()
	if p.total != "" {
		if total, ok := p.readNumber("total", p.total, "Enter the total as a number"); ok {
			entry.Total = &total
		}
	}
	harm := false
	if !p.Problems.Any() {
		if harm, err = d.Desk.Score(r.Context(), r.Asker, r.PathValue("case"), p.Key, p.measure.ID, entry); err != nil {
			if err := p.Settle(err); err != nil {
				return web.Response{}, err
			}
		}
	}
	if p.Problems.Any() {
		p.anchor("items", itemName(1))
		return p.response(), nil
	}
	return p.scored(harm), nil
}

// readItems returns the answers, nil where none was given. One left out among
// others is named.
func (p *scorePage) readItems() []int {
	if !slices.ContainsFunc(p.items, func(text string) bool { return text != "" }) {
		return nil
	}
	answers := make([]int, len(p.items))
	for n, text := range p.items {
		name, lowest, highest := itemName(n+1), p.measure.Answers(n + 1)[0], slices.Max(p.measure.Answers(n+1))
		say := "Question " + strconv.Itoa(n+1) + ": enter a number from " + strconv.Itoa(lowest) + " to " + strconv.Itoa(highest)
		answer, ok := p.readNumber(name, text, say)
		if ok && (answer < lowest || answer > highest) {
			p.Problems.Add(name, say)
		}
		answers[n] = answer
	}
	return answers
}

func (p *scorePage) readNumber(name, text, say string) (int, bool) {
	number, err := strconv.Atoi(text)
	if err != nil {
		p.Problems.Add(name, say)
	}
	return number, err == nil
}

func (p scorePage) response() web.Response {
	return p.Show(p.measure.Title, "", p.Problems, scoreBody(p))
}

func itemName(n int) string { return "item-" + strconv.Itoa(n) }

// itemField is one question: in its own words where they may stand here, else by
// its number on the paper form.
func (p scorePage) itemField(n int) govuk.Field {
	name := itemName(n)
	field := govuk.Field{Name: name, Label: "Question " + strconv.Itoa(n), Value: p.items[n-1], Error: p.Problems.For(name), Autocomplete: "off"}
	if len(p.measure.Wording) > 0 {
		field.Label, field.LabelSize, field.Inline, field.Compact = strconv.Itoa(n)+". "+p.measure.Wording[n-1], govuk.Small, true, true
		return field
	}
	field.Width, field.InputMode = 2, "numeric"
	return field
}

// choices are the answers in their own words.
func choices(instrument need.Instrument) []govuk.Option {
	options := make([]govuk.Option, len(instrument.Choices))
	for n, words := range instrument.Choices {
		options[n] = govuk.Option{Value: strconv.Itoa(instrument.From + n), Label: words}
	}
	return options
}

// counts says how the answers are counted.
func counts(instrument need.Instrument) string {
	if instrument.Count != "" {
		return instrument.Count
	}
	return "Enter the number that the form gives to each answer, from " + strconv.Itoa(instrument.From) + " to " + strconv.Itoa(instrument.To) + "."
}

func (p scorePage) totalField() govuk.Field {
	return govuk.Field{
		Name: "total", Label: "Or the total from the form", LabelSize: govuk.Small, Value: p.total, Width: 3, InputMode: "numeric",
		Hint: "Where you do not have the answers. Nothing can be flagged then.", Error: p.Problems.For("total"), Autocomplete: "off",
	}
}

func (p scorePage) declinedField() govuk.Field {
	field := govuk.Field{Name: "declined", Label: "Or she would rather not", LabelSize: govuk.Small, Error: p.Problems.For("declined")}
	if p.declined {
		field.Values = []string{string(journey.Yes)}
	}
	return field
}

var declinedOption = []govuk.Option{{Value: string(journey.Yes), Label: "She would rather not now. We may ask again"}}

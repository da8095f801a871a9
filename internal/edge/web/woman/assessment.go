package woman

import (
	"fmt"
	"slices"
	"strconv"

	"throughline/internal/casework/support"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// How much she wants help in a pathway. Any but notNow means that need is there.
const (
	notNow = "not_now"
	aBit   = string(journey.WantedABit)
	aLot   = string(journey.WantedALot)
)

// assessmentPage asks about the nine pathways on one page.
type assessmentPage struct {
	record
	form
	on       govuk.DateParts
	pathways []pathwayAnswer
	told     typedTold
	together bool // both look at the screen: what only staff fill in is left out
}

// pathwayAnswer is one pathway as it was typed.
type pathwayAnswer struct {
	pathway                              need.Pathway
	choice, hers, workers, words, detail string
	first                                string // her order: 1, 2 or 3
}

// given says whether anything beside the choice was typed.
func (a pathwayAnswer) given() bool {
	return a.hers != "" || a.workers != "" || a.words != "" || a.detail != "" || a.first != ""
}

func (d Door) assessment(r *web.Request) (web.Response, error) {
	c, err := d.open(r)
	if err != nil {
		return web.Response{}, err
	}
	if err := c.forbid(support.VerbAssess); err != nil {
		return web.Response{}, err
	}
	p := assessmentPage{record: c, form: d.blank(c), on: govuk.DateOf(c.At.Day), together: r.Query("together") == "yes"}
	for _, pathway := range need.Pathways() {
		p.pathways = append(p.pathways, pathwayAnswer{pathway: pathway})
	}
	return p.response(), nil
}

func (d Door) assess(r *web.Request) (web.Response, error) {
	c, err := d.open(r)
	if err != nil {
		return web.Response{}, err
	}
	p := assessmentPage{record: c, form: posted(r), together: r.Field("together") == "yes"}
	var screening support.Screening
	p.on, screening.On = p.ReadDay(r, "on")
	screening.Told = p.readTold(r)
	for _, pathway := range need.Pathways() {
		name := string(pathway)
		a := pathwayAnswer{
			pathway: pathway, choice: r.Field(name), hers: r.Field(name + "-hers"), workers: r.Field(name + "-workers"),
			words: r.Field(name + "-words"), detail: r.Field(name + "-detail"),
			first: r.Field(name + "-first"),
		}
		p.pathways = append(p.pathways, a)
		screening.Answers = append(screening.Answers, p.read(a))
	}
	if p.Stopped() {
		return p.response(), nil
	}
	if _, err := d.Support.Assess(r.Context(), r.Asker, c.Row.Case, p.Version, p.Key, screening); err != nil {
		if err := p.settle(err, d.Support.NewID); err != nil {
			return web.Response{}, err
		}
		return p.response(), nil
	}
	if p.told.risk(journey.RiskToHerself).present == string(journey.Yes) {
		return c.done("safety-steps", "harm"), nil
	}
	return c.done("", "assessment"), nil
}

// read turns what was typed of a pathway into an answer. One without a choice
// was skipped; nothing beside it is lost in silence.
func (p *assessmentPage) read(a pathwayAnswer) journey.PathwayAnswer {
	name := string(a.pathway)
	switch {
	case a.choice == "" && a.given():
		p.Add(name, "Choose Not now, A bit or A lot for: "+a.pathway.Title())
	case a.choice != "" && !slices.Contains([]string{notNow, aBit, aLot}, a.choice):
		p.Add(name, "Choose Not now, A bit or A lot for: "+a.pathway.Title())
	}
	present, wanted := a.choice == aBit || a.choice == aLot, journey.Wanted("")
	if present {
		wanted = journey.Wanted(a.choice)
	}
	return journey.PathwayAnswer{
		Pathway: a.pathway, Asked: a.choice != "", Present: present, Wanted: wanted, First: firstOf(a.first),
		Hers: p.readRating(name, a.hers), Workers: p.readRating(name, a.workers), Words: a.words, Detail: a.detail,
	}
}

// firstOf reads her order; what is no number is a place that nothing has.
func firstOf(text string) int {
	if text == "" {
		return 0
	}
	place, err := strconv.Atoi(text)
	if err != nil {
		return -1
	}
	return place
}

func (p *assessmentPage) readRating(name, text string) *int {
	if text == "" {
		return nil
	}
	number, err := strconv.Atoi(text)
	if err != nil {
		p.Add(name, "Choose a rating from 0 to 4")
		return nil
	}
	return &number
}

func (p assessmentPage) response() web.Response {
	// A problem with all of them leads to the first.
	for i := range p.Problems {
		if p.Problems[i].Field == "assessment" {
			p.Problems[i].Anchor = string(need.Pathways()[0])
		}
	}
	return p.show(sheet{title: p.heading(), form: p.form, body: assessmentBody(p)})
}

func (p assessmentPage) heading() string {
	if p.Row.Assessed.Known() {
		return "The nine pathways again"
	}
	return "First meeting"
}

// sensitive are the pathways above which stands who sees the answer.
var sensitive = []need.Pathway{need.Health, need.DrugsAndAlcohol, need.ChildrenAndFamilies, need.DomesticAbuseVAWG, need.SexWork}

func isSensitive(pathway need.Pathway) bool { return slices.Contains(sensitive, pathway) }

// before says what she told last time, with its day. It is never filled in.
func (p assessmentPage) before(pathway need.Pathway) string {
	for _, one := range p.Needs {
		if one.First.Pathway != pathway {
			continue
		}
		last := one.First
		if one.Latest != nil {
			last = *one.Latest
		}
		text := fmt.Sprintf("On %s: %s", last.On.Short(), present(last.NeedAssessed))
		if last.Hers != nil {
			text += ", her rating " + rating(*last.Hers)
		}
		if last.Words != "" {
			text += ". She said: “" + last.Words + "”"
		}
		return text
	}
	return ""
}

func (p assessmentPage) choiceOf(a pathwayAnswer) govuk.Field {
	f := p.choiceField(string(a.pathway), "Does she want help with this?", "", a.choice)
	f.LabelSize, f.Inline, f.Compact = "", true, true
	return f
}

var wantOptions = []govuk.Option{{Value: notNow, Label: "Not now"}, {Value: aBit, Label: "A bit"}, {Value: aLot, Label: "A lot"}}

func (p assessmentPage) ratingField(a pathwayAnswer, suffix, label, value string) govuk.Field {
	return govuk.Field{Name: string(a.pathway) + suffix, Label: label, Value: value}
}

func ratingOptions(none string) []govuk.Option {
	options := []govuk.Option{{Value: "", Label: none}}
	for r := need.RatingLowest; r <= need.RatingHighest; r++ {
		options = append(options, govuk.Option{Value: strconv.Itoa(int(r)), Label: strconv.Itoa(int(r)) + " " + r.Words()})
	}
	return options
}

var detailOptions = []govuk.Option{
	{Value: "", Label: "Not told"}, {Value: string(need.AbuseCurrent), Label: "Now"},
	{Value: string(need.AbuseHistory), Label: "In the past"}, {Value: string(need.AbuseBoth), Label: "Now and in the past"},
}

var firstOptions = []govuk.Option{
	{Value: "", Label: "Not one of three"}, {Value: "1", Label: "First"}, {Value: "2", Label: "Second"}, {Value: "3", Label: "Third"},
}

func (p assessmentPage) wordsField(a pathwayAnswer) govuk.Field {
	return govuk.Field{Name: string(a.pathway) + "-words", Label: "Her words (optional)", Value: a.words, Rows: 2, Autocomplete: "off"}
}

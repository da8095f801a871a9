package assessment

import (
	"strconv"

	"throughline/internal/casework/assessment"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
	"throughline/internal/edge/web/woman"
)

// wellbeingPage asks four questions about her well-being, at any time.
type wellbeingPage struct {
	woman.Frame
	form
	aspects      []assessment.Wellbeing
	given, words map[need.Aspect]string
	done         string
}

func (d Door) wellbeingPage(r *web.Request) (wellbeingPage, error) {
	frame, err := d.Woman.Open(r)
	if err != nil {
		return wellbeingPage{}, err
	}
	aspects, err := d.Desk.Wellbeing(r.Context(), r.Asker, r.PathValue("case"))
	return wellbeingPage{Frame: frame, aspects: aspects}, err
}

func (d Door) wellbeing(r *web.Request) (web.Response, error) {
	p, err := d.wellbeingPage(r)
	if err != nil {
		return web.Response{}, err
	}
	p.form, p.done = d.blank(), r.Query("done")
	return p.response(), nil
}

func (d Door) tellWellbeing(r *web.Request) (web.Response, error) {
	p, err := d.wellbeingPage(r)
	if err != nil {
		return web.Response{}, err
	}
	p.form, p.given, p.words = posted(r), map[need.Aspect]string{}, map[need.Aspect]string{}
	var answers []journey.AspectAnswer
	for _, aspect := range need.Aspects() {
		name := string(aspect)
		p.given[aspect], p.words[aspect] = r.Field(name), r.Field(name+"-words")
		answer := journey.AspectAnswer{Aspect: aspect, Words: p.words[aspect]}
		if p.given[aspect] != "" {
			rating, err := strconv.Atoi(p.given[aspect])
			if err != nil {
				rating = int(need.RatingLowest) - 1
			}
			answer.Rating = &rating
		}
		answers = append(answers, answer)
	}
	if !p.Problems.Any() {
		if err := d.Desk.TellWellbeing(r.Context(), r.Asker, r.PathValue("case"), p.Key, p.day, answers); err != nil {
			if err := p.Settle(err); err != nil {
				return web.Response{}, err
			}
		}
	}
	if p.Problems.Any() {
		p.anchor("wellbeing", string(need.Aspects()[0]))
		return p.response(), nil
	}
	return p.Done("wellbeing", "wellbeing"), nil
}

func (p wellbeingPage) response() web.Response {
	return p.Show("Well-being", "", p.Problems, wellbeingBody(p))
}

func (p wellbeingPage) path() string { return woman.Path(p.View().Row.Case, "wellbeing") }

// field asks about one aspect, and shows what she said last, which it never fills
// in.
func (p wellbeingPage) field(aspect assessment.Wellbeing) govuk.Field {
	name := string(aspect.Aspect)
	field := govuk.Field{Name: name, Label: aspect.Ask(), LabelSize: govuk.Small, Value: p.given[aspect.Aspect], Error: p.Problems.For(name), Compact: true}
	if told := aspect.Told; len(told) > 0 {
		field.Hint = "Said on " + told[len(told)-1].On.Short() + ": " + said(told[len(told)-1])
	}
	return field
}

func said(told assessment.AspectTold) string {
	words := strconv.Itoa(int(told.Rating)) + " " + told.Rating.Words()
	if told.Words != "" {
		words += ". “" + told.Words + "”"
	}
	return words
}

// earlier says whether she was asked before.
func (p wellbeingPage) earlier() bool {
	for _, aspect := range p.aspects {
		if len(aspect.Told) > 0 {
			return true
		}
	}
	return false
}

// stepOptions are the steps of the scale, with words.
func stepOptions() []govuk.Option {
	var options []govuk.Option
	for step := need.RatingLowest; step <= need.RatingHighest; step++ {
		options = append(options, govuk.Option{Value: strconv.Itoa(int(step)), Label: strconv.Itoa(int(step)) + " " + step.Words()})
	}
	return options
}

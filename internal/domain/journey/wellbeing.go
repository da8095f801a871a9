package journey

import (
	"slices"
	"strings"
	"unicode/utf8"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/need"
)

// KindWellbeing is the kind of fact by which she rates her well-being.
const KindWellbeing Kind = "wellbeing_told"

// WellbeingTold is how one aspect of her well-being is in her own view. Each time
// she is asked stands beside the times before. Source: 000:685-688.
type WellbeingTold struct {
	Aspect need.Aspect `json:"aspect"`
	Rating int         `json:"rating"` // 0 very hard to 4 going well
}

// Kind is KindWellbeing.
func (WellbeingTold) Kind() Kind { return KindWellbeing }

// AspectAnswer is one aspect as a person enters it. Without a rating it was not
// asked, or she would rather not say.
type AspectAnswer struct {
	Aspect need.Aspect
	Rating *int
	Words  string // hers
}

// TellWellbeing writes down how she rates the aspects of her well-being on a day.
// It may be asked after support has ended too.
func (p Pen) TellWellbeing(row Row, on calendar.Day, answers []AspectAnswer) ([]Fact, error) {
	var problems Problems
	p.dated(&problems, row, on)
	var facts []Fact
	for _, answer := range answers {
		field, words := string(answer.Aspect), strings.TrimSpace(answer.Words)
		if answer.Rating == nil && words == "" {
			continue
		}
		problems.check(answer.Aspect.Known(), field, "Choose from the four questions")
		problems.check(answer.Rating != nil, field, "Choose her rating: "+answer.Aspect.Title())
		problems.check(utf8.RuneCountInString(words) <= longestTold, field, "Use fewer words here")
		if answer.Rating != nil {
			rating := need.Rating(*answer.Rating)
			problems.check(rating >= need.RatingLowest && rating <= need.RatingHighest, field, "Ratings go from 0, very hard, to 4, going well")
			facts = append(facts, p.write(row.Woman, row.Case, calendar.OnDay(on), WellbeingTold{Aspect: answer.Aspect, Rating: *answer.Rating}, sealedText(words)))
		}
	}
	problems.check(len(facts) > 0 || len(problems) > 0, "wellbeing", "Write down her answer to at least one question")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return facts, nil
}

// Rated is how she rated one part of her life while she was supported, from 0 very
// hard to 4 going well: a pathway or an aspect of well-being, by its code.
// Source: 000:685-688, 700-703.
type Rated struct {
	Of    string `json:"of"`
	First *int   `json:"first,omitempty"` // at her first assessment
	Last  *int   `json:"last,omitempty"`  // at the latest after it, and not after support had ended
	// Workers is the keyworker's view at the latest.
	Workers *int `json:"workers,omitempty"`
}

// Scored is her first and her latest total on a questionnaire while she was
// supported. Last is nil where she filled it in on one day only.
type Scored struct {
	Instrument string `json:"instrument"`
	First      int    `json:"first"`
	Last       *int   `json:"last,omitempty"`
}

// RatingOf returns how she rated one part of her life; the zero Rated where she
// did not.
func (r Row) RatingOf(code string) Rated {
	for _, one := range r.Ratings {
		if one.Of == code {
			return one
		}
	}
	return Rated{}
}

// measured keeps a rating or a score until support is known to have ended or not.
type measured struct {
	on            calendar.Day
	of            string
	value         int
	workers       *int
	hers, pathway bool // hers: she rated it herself; pathway: one of the nine, which are assessed together
	score         bool
}

// measure keeps what a fact says of how things are.
func (f *folding) measure(fact Fact) {
	on := fact.Happened.Day()
	switch body := fact.Body.(type) {
	case NeedAssessed:
		one := measured{on: on, of: string(body.Pathway), workers: body.Workers, hers: body.Hers != nil, pathway: true}
		if body.Hers != nil {
			one.value = *body.Hers
		}
		f.measures = append(f.measures, one)
	case WellbeingTold:
		f.measures = append(f.measures, measured{on: on, of: string(body.Aspect), value: body.Rating, hers: true})
	case InstrumentScored:
		if !body.Declined {
			f.measures = append(f.measures, measured{on: on, of: body.Instrument, value: body.Total, score: true})
		}
	}
}

// settleMeasures reads the first and the latest of each. What was told after
// support had ended is not of its end.
func (f *folding) settleMeasures() {
	row := &f.row
	begun := map[string]calendar.Day{} // by code; the nine pathways begin together
	for _, one := range f.measures {   // in the order they happened
		if row.Closed.Known() && one.on > row.Closed {
			continue
		}
		first, again := begun[one.of]
		if one.pathway {
			first, again = row.Assessed, true
		} else if !again {
			first = one.on
			begun[one.of] = one.on
		}
		value := one.value
		switch {
		case one.score:
			row.scored(one.of, value, one.on > first)
		case one.hers:
			row.rated(one, value, one.on > first)
		}
	}
	slices.SortFunc(row.Ratings, func(a, b Rated) int { return strings.Compare(a.Of, b.Of) })
	slices.SortFunc(row.Scores, func(a, b Scored) int { return strings.Compare(a.Instrument, b.Instrument) })
}

func (r *Row) rated(one measured, value int, later bool) {
	at := slices.IndexFunc(r.Ratings, func(known Rated) bool { return known.Of == one.of })
	if at < 0 {
		r.Ratings, at = append(r.Ratings, Rated{Of: one.of}), len(r.Ratings)
	}
	if later {
		r.Ratings[at].Last, r.Ratings[at].Workers = &value, one.workers
		return
	}
	r.Ratings[at].First = &value
}

func (r *Row) scored(instrument string, value int, later bool) {
	at := slices.IndexFunc(r.Scores, func(known Scored) bool { return known.Instrument == instrument })
	switch {
	case at < 0:
		r.Scores = append(r.Scores, Scored{Instrument: instrument, First: value})
	case later:
		r.Scores[at].Last = &value
	default: // filled in twice on the first day: the later one stands
		r.Scores[at].First = value
	}
}

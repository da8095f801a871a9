package evaluation

import (
	"fmt"

	"throughline/internal/reckoning/figure"
)

// Book is every figure of a scope, in the order of the report, with the sums a
// reader could do between them.
type Book struct {
	Scope   Scope
	Figures []figure.Figure
	// Sums say which figures add up to which, by place in Figures: disclosure
	// control has to know of them.
	Sums []Adds

	places   map[string]int
	offences []string // codes, the most frequent first
	labels   []string // of the offences
	areas    []string // as recorded; "" is not recorded
	exits    map[string][]string
	trained  []trained

	// From the referral, and from the second attended appointment. Only the service's
	// own people read them.
	SinceReferral, SinceSecond Following
}

// Adds says that the numerators of the parts add up to that of the total.
type Adds struct {
	Total string
	Parts []string
}

// Figure returns the figure of this id, and false where the book has none.
func (b *Book) Figure(id string) (figure.Figure, bool) {
	place, ok := b.places[id]
	if !ok {
		return figure.Figure{}, false
	}
	return b.Figures[place], true
}

// Place returns where in Figures a figure stands.
func (b *Book) Place(id string) (int, bool) {
	place, ok := b.places[id]
	return place, ok
}

func (b *Book) add(made figure.Figure, err error) error {
	if err != nil {
		return fmt.Errorf("counting: %w", err)
	}
	b.places[made.Meaning().ID] = len(b.Figures)
	b.Figures = append(b.Figures, made.OfPart(b.Scope.Narrow.Code()))
	return nil
}

// Count counts every figure of a scope. The figures carry no ids of cases:
// Behind gives those of one figure, by the same definition.
func (c *Columns) Count(scope Scope) (*Book, error) {
	book := &Book{Scope: scope, places: map[string]int{}, exits: map[string][]string{}}
	n := c.counting(scope)
	for _, one := range c.definitions(scope) {
		if err := book.add(n.figure(one)); err != nil {
			return nil, err
		}
	}
	for _, count := range []func(*Book) error{n.countMeans, n.countOffences, n.countReach, n.countTraining, n.countCost} {
		if err := count(book); err != nil {
			return nil, err
		}
	}
	book.sum()
	book.SinceReferral, book.SinceSecond = n.sinceReferral.following(n.cutOff), n.sinceSecond.following(n.cutOff)
	return book, nil
}

// figure counts the figure of a definition.
func (n *counting) figure(d definition) (figure.Figure, error) {
	meaning, made := d.meaning(n.scope), n.tally(d)
	switch d.kind {
	case figure.Count:
		return figure.NewCount(meaning, made)
	case figure.Mean:
		return figure.NewMean(meaning, made)
	case figure.ByTime:
		return figure.NewByTime(meaning, made, d.at(n))
	}
	return figure.NewProportion(meaning, made)
}

// sum declares the sums between the figures, as far as they hold: where a scheme
// has other pathways too, the two that are printed do not make the total.
func (b *Book) sum() {
	of := func(total string, parts ...string) {
		whole, ok := b.Figure(total)
		sum := 0
		for _, id := range parts {
			part, here := b.Figure(id)
			n, _ := part.Numerator()
			ok, sum = ok && here, sum+n
		}
		if n, counts := whole.Numerator(); ok && counts && n == sum {
			b.Sums = append(b.Sums, Adds{total, parts})
		}
	}
	var perPeriod []string
	for _, group := range groups {
		var parts []string
		for _, period := range b.Scope.Periods {
			parts = append(parts, "referrals."+group.code+"."+period.code())
		}
		if len(parts) > 0 {
			of("referrals."+group.code, parts...)
		}
	}
	for _, period := range b.Scope.Periods {
		perPeriod = append(perPeriod, "."+period.code())
	}
	for _, period := range append([]string{""}, perPeriod...) {
		of("referrals.total"+period, "referrals.conditional_caution"+period, "referrals.voluntary"+period)
	}
	of("engaged.total", "engaged.conditional_caution", "engaged.voluntary")
	of("condition.met_of_all_referred", "condition.met")
	of("needs.four_or_more", "tier.medium", "tier.high")
	of("open.total", "open.conditional_caution", "open.voluntary")
	of("duration.over_3_months", "duration.over_3_to_6_months", "duration.over_6_months")
	of("re_arrest.before_engaging", "re_arrest.before_any", "re_arrest.after_one")
	of("re_arrest.after_engaging", "re_arrest.after_two_supported", "re_arrest.after_closed")
	of("re_arrest.women", "re_arrest.before_any", "re_arrest.after_one", "re_arrest.after_two_supported", "re_arrest.after_closed")
	of("re_arrest.women", "re_arrest.before_engaging", "re_arrest.after_engaging")
	for _, narrower := range []string{"of_engaged", "of_met", "of_not_re_arrested_before"} {
		of("re_arrest.after_engaging", "re_arrest.after_engaging."+narrower)
	}
	for _, one := range parts {
		id := "distance." + one.code + "."
		of(id+"rated_twice", id+"moved_up", id+"same", id+"moved_down")
	}
	for _, question := range asked {
		var periods []string
		for _, period := range b.Scope.Periods {
			periods = append(periods, question.measure+".asked."+period.code())
		}
		if len(periods) > 0 {
			of(question.measure+".asked", periods...)
		}
	}
	of("activities.per_woman_with_any", "activities.total")
	of("activities.per_engaged_woman", "activities.total")
	for _, stage := range costStages {
		of(stage.counts, "cost.women."+stage.code)
		of(stage.counts, "cost.women."+stage.code, "cost.women."+stage.code+".other_days")
	}
	b.sumOpen(of)
}

// sumOpen declares the sums of lists that data decide the length of.
func (b *Book) sumOpen(of func(total string, parts ...string)) {
	var kinds []string
	for _, kind := range activityKinds {
		kinds = append(kinds, kind)
		of(kind+".per_woman", kind)
	}
	of("activities.total", kinds...)
	var offences []string
	for _, code := range b.offences {
		offences = append(offences, "offences."+code)
	}
	of("offences.recorded", offences...)
	for _, what := range append([]string{"sessions"}, audiences...) {
		var areas []string
		for _, area := range b.trained {
			areas = append(areas, area.id(what))
		}
		of("training."+what, areas...)
	}
	of("reach.eligible", "funnel.eligible")
	of("reach.offered", "funnel.offered")
	of("reach.offered_of_eligible", "funnel.offered")
	for i, stage := range stages {
		var areas []string
		for _, area := range b.areas {
			areas = append(areas, areaID(area, stage.code))
		}
		of("funnel."+stage.code, areas...)
		if i > 0 {
			of("funnel."+stages[i-1].code, append([]string{"funnel." + stage.code}, b.exits[stage.code]...)...)
		}
	}
}

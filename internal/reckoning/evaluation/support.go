package evaluation

import (
	"throughline/internal/domain/journey"
	"throughline/internal/reckoning/figure"
)

// supportFigures count support beyond appointments, and cases still open.
// Source: 004:293, 301-304.
func (c *Columns) supportFigures() []definition {
	const rows = "Activities recorded beyond appointments"
	list := []definition{
		{id: "activities.total", title: "Additional activities", text: rows, source: "004:301", kind: figure.Count, of: hasActivity, judge: everyone, amount: c.allActs},
		countOf(hasActivity, "activities.women", "Women with additional activities", "Women with at least one activity beyond appointments", "004:301", everyone),
	}
	for i, kind := range journey.ActivityKinds {
		list = append(list, c.activityFigures(i, kind)...)
	}
	for _, group := range groups {
		list = append(list, countOf(isOpen, "open."+group.code, "Open cases, "+group.title,
			"Referrals "+group.text+" whose support has not ended on the day", "004:293",
			func(b block) marks { return onlyWhen(b.is(group.of)) }))
	}
	return list
}

// activityFigures are one kind of activity: how many, for how many women.
func (c *Columns) activityFigures(i int, kind journey.ActivityKind) []definition {
	id, text := "activities."+string(kind), "of the kind "+string(kind)
	total := countOf(hasActivity, id, kind.Words(), "Activities "+text, "004:301-304", everyone)
	total.amount = c.activities[i]
	women := countOf(hasActivity, id+".women", kind.Words()+", women", "Women with at least one activity "+text, "004:301-304",
		func(b block) marks { return onlyWhen(b.activities[i].Some(b.at)) })
	if c.activities[i] == nil {
		total.judge, women.judge = nil, nil
	}
	return []definition{total, women}
}

// mean is one figure shared among another.
type mean struct{ id, title, unit, text, source, of, among string }

// means are shared out after all is counted. Source: 004:301-304.
func means() []mean {
	const unit, source = "activities per woman", "004:301-304"
	list := []mean{
		{"activities.per_woman_with_any", "Additional activities for each woman with any", unit,
			"Activities recorded beyond appointments, for each woman with at least one", "004:301", "activities.total", "activities.women"},
		{"activities.per_engaged_woman", "Additional activities for each woman who engaged", unit,
			"Activities recorded beyond appointments, for each woman who engaged", "004:301", "activities.total", "engaged.total"},
	}
	for _, kind := range journey.ActivityKinds {
		id := "activities." + string(kind)
		list = append(list, mean{id + ".per_woman", kind.Words() + ", for each woman with any", unit,
			"Activities of the kind " + string(kind) + ", for each woman with at least one", source, id, id + ".women"})
	}
	return list
}

// countMeans shares one counted figure among another.
func (n *counting) countMeans(book *Book) error {
	for _, one := range means() {
		total, _ := book.Figure(one.of)
		shared, _ := book.Figure(one.among)
		sum, _ := total.Numerator()
		women, _ := shared.Numerator()
		if err := book.add(figure.NewMean(figure.Meaning{
			ID: one.id, Title: one.title, Unit: one.unit, Definition: one.text, Source: one.source, Window: book.Scope.Cohort,
		}, figure.Tally{Numerator: sum, Base: women})); err != nil {
			return err
		}
	}
	return nil
}

// durationFigures say how long open cases have lasted, from the first
// attended appointment, in calendar months. They are a view of one day: the
// longer a case lasts the likelier it is to be open then, so they do not say how
// long support lasts. Source: 004:293.
func durationFigures() []definition {
	text := "Of open cases on the day with an attended appointment: "
	since := func(belongs func(block) uint64) func(block) marks {
		return func(b block) marks { return when(belongs(b)).ifTheirs(b.is(hasFirst)) }
	}
	overThree := func(b block) uint64 { return b.overThree.Word(b.at) }
	overSix := func(b block) uint64 { return b.overSix.Word(b.at) }
	list := []definition{
		proportionOf(isOpen, "duration.up_to_3_months", "Up to three months", text+"up to three months since the first attended appointment", "004:293",
			since(func(b block) uint64 { return ^overThree(b) })),
		proportionOf(isOpen, "duration.over_3_to_6_months", "Over three, up to six months", text+"over three and up to six months since the first attended appointment", "004:293",
			since(func(b block) uint64 { return overThree(b) &^ overSix(b) })),
		proportionOf(isOpen, "duration.over_3_months", "Over three months", text+"over three months since the first attended appointment", "004:135, 293", since(overThree)),
		proportionOf(isOpen, "duration.over_6_months", "Over six months", text+"over six months since the first attended appointment", "004:135, 293", since(overSix)),
	}
	for i := range list {
		list[i].measure = "duration"
	}
	return list
}

package evaluation

import (
	"throughline/internal/domain/journey"
	"throughline/internal/reckoning/figure"
)

// supportFigures count support beyond appointments, and cases still open.
// Source: 004:293, 301-304.
func supportFigures() []definition {
	const rows = "Activities recorded beyond appointments"
	women := func(l *line) verdict {
		if allActivities(l) > 0 {
			return counted
		}
		return outside
	}
	list := []definition{
		{id: "activities.total", title: "Additional activities", text: rows, source: "004:301", kind: figure.Count, judge: women, amount: allActivities},
		countOf("activities.women", "Women with additional activities", "Women with at least one activity beyond appointments", "004:301",
			func(l *line) bool { return allActivities(l) > 0 }),
		{id: "activities.per_woman_with_any", title: "Additional activities for each woman with any", unit: "activities per woman",
			text: rows + ", for each woman with at least one", source: "004:301", kind: figure.Mean, judge: women, amount: allActivities},
		{id: "activities.per_engaged_woman", title: "Additional activities for each woman who took up support", unit: "activities per woman",
			text: rows + " for women who took up support, for each of them", source: "004:301", kind: figure.Mean,
			judge: func(l *line) verdict {
				if !l.engaged {
					return outside
				}
				return counted
			}, amount: allActivities},
	}
	for i, kind := range journey.ActivityKinds {
		list = append(list, activityFigures(i, kind)...)
	}
	open := func(group who) definition {
		return countOf("open."+group.code, "Open cases, "+group.title, "Referrals "+group.text+" whose support has not ended on the day", "004:293",
			func(l *line) bool { return l.open && group.belongs(l) })
	}
	for _, group := range groups {
		list = append(list, open(group))
	}
	return list
}

// activityFigures are one kind of activity: how many, for how many women.
func activityFigures(i int, kind journey.ActivityKind) []definition {
	any := func(l *line) bool { return l.activities[i] > 0 }
	judge := func(l *line) verdict {
		if any(l) {
			return counted
		}
		return outside
	}
	amount := func(l *line) int { return int(l.activities[i]) }
	id, text := "activities."+string(kind), "Activities of the kind "+string(kind)
	return []definition{
		{id: id, title: kind.Words(), text: text, source: "004:301-304", kind: figure.Count, judge: judge, amount: amount},
		countOf(id+".women", kind.Words()+", women", "Women with at least one activity of the kind "+string(kind), "004:301-304", any),
		{id: id + ".per_woman", title: kind.Words() + ", for each woman with any", unit: "activities per woman",
			text: text + ", for each woman with at least one", source: "004:301-304", kind: figure.Mean, judge: judge, amount: amount},
	}
}

func allActivities(l *line) int {
	sum := 0
	for _, count := range l.activities {
		sum += int(count)
	}
	return sum
}

// durationFigures say how long open cases have lasted, from the first
// attended appointment, in calendar months. They are a view of one day: the
// longer a case lasts the likelier it is to be open then, so they do not say how
// long support lasts. Source: 004:293.
func durationFigures(scope Scope) []definition {
	text := "Of open cases on the day with an attended appointment: "
	since := func(belongs func(l *line) bool) func(*line) verdict {
		return func(l *line) verdict {
			switch {
			case !l.open:
				return outside
			case !l.first.Known():
				return notTheirs
			}
			return when(belongs(l))
		}
	}
	overThree := func(l *line) bool { return l.three < scope.AsAt }
	overSix := func(l *line) bool { return l.six < scope.AsAt }
	list := []definition{
		proportionOf("duration.up_to_3_months", "Up to three months", text+"up to three months since the first attended appointment", "004:293",
			since(func(l *line) bool { return !overThree(l) })),
		proportionOf("duration.over_3_to_6_months", "Over three, up to six months", text+"over three and up to six months since the first attended appointment", "004:293",
			since(func(l *line) bool { return overThree(l) && !overSix(l) })),
		proportionOf("duration.over_3_months", "Over three months", text+"over three months since the first attended appointment", "004:135, 293", since(overThree)),
		proportionOf("duration.over_6_months", "Over six months", text+"over six months since the first attended appointment", "004:135, 293", since(overSix)),
	}
	for i := range list {
		list[i].measure = "duration"
	}
	return list
}

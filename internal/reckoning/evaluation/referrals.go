package evaluation

import "throughline/internal/domain/calendar"

// who is a group of referrals that figures are given for.
type who struct {
	code, title, text string
	line              string // of the source
	of                cohort
}

// groups are conditional cautions, voluntary referrals, and all there are.
// Source: 004:175-177.
var groups = []who{
	{"conditional_caution", "conditional caution", "by the pathway conditional_caution", "004:175", cautions},
	{"voluntary", "voluntary", "by the pathway voluntary", "004:176", volunteers},
	{"total", "all pathways", "by any pathway", "004:177", allReferred},
}

// referralFigures count referrals by the day of referral, and who of those
// referred engaged.
func referralFigures(scope Scope) []definition {
	var list []definition
	for _, group := range groups {
		text := "Referrals to the scheme " + group.text + ", by date of referral"
		list = append(list, countOf(group.of, "referrals."+group.code, "Referrals, "+group.title, text, group.line, everyone))
		for _, period := range scope.Periods {
			part := countOf(group.of, "referrals."+group.code+"."+period.code(), "Referrals, "+group.title+", "+lowerFirst(period.Title), text, group.line, everyone)
			part.window = period.Window
			list = append(list, part)
		}
	}
	if scope.YearOne != (calendar.Window{}) {
		first := countOf(allReferred, "referrals.year_1", "Referrals in year 1",
			"Referrals to the scheme by any pathway in the twelve months from the first referral, which is where year 1 is taken to begin: the report does not say",
			"004:172, 432", everyone)
		first.window = scope.YearOne
		list = append(list, first)
	}
	for _, group := range groups {
		list = append(list, engagedFigure(group))
	}
	return list
}

// engagedFigure is who engaged: not closed as did_not_engage or as
// disengaged_after_first_appointment. An open case is engaged.
func engagedFigure(group who) definition {
	return proportionOf(group.of, "engaged."+group.code, "Engaged, "+group.title,
		"Of referrals "+group.text+": not closed as did_not_engage or disengaged_after_first_appointment; an open case counts as engaged",
		group.line+", 186", func(l *line) verdict { return when(l.engaged) })
}

// conditionFigures say who met the condition of the caution: at the required
// number of attended appointments, late ones counted.
func conditionFigures() []definition {
	const met = "attended as many appointments as the caution asks for, which is at least two in London; late counts as attended; the police decision is a fact of its own"
	return []definition{
		proportionOf(cautions, "condition.met", "Condition met, of conditional cautions that engaged",
			"Of women with a conditional caution who engaged: "+met, "004:175, 186, 411", func(l *line) verdict {
				if !l.engaged {
					return outside
				}
				return conditionMet(l)
			}),
		proportionOf(cautions, "condition.met_of_all_referred", "Condition met, of all conditional cautions",
			"Of all women referred with a conditional caution: "+met, "004:175, 411", conditionMet),
	}
}

func conditionMet(l *line) verdict {
	if !l.conditioned {
		return notKnown // what the caution asks of her was never recorded
	}
	return when(l.met)
}

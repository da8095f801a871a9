package evaluation

import "throughline/internal/domain/calendar"

// who is a group of referrals that figures are given for.
type who struct {
	code, title, text string
	line              string // of the source
	of                flag
}

// groups are conditional cautions, voluntary referrals, and all there are.
// Source: 004:175-177.
var groups = []who{
	{"conditional_caution", "conditional caution", "by the pathway conditional_caution", "004:175", isCaution},
	{"voluntary", "voluntary", "by the pathway voluntary", "004:176", isVoluntary},
	{"total", "all pathways", "by any pathway", "004:177", anyCase},
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
		first := countOf(anyCase, "referrals.year_1", "Referrals in year 1",
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
		group.line+", 186", func(b block) marks { return when(b.is(isEngaged)) })
}

// conditionFigures say who met the condition of the caution: at the required
// number of attended appointments, late ones counted.
func conditionFigures() []definition {
	const met = "attended as many appointments as the caution asks for, which is at least two in London; late counts as attended; the police decision is a fact of its own"
	return []definition{
		proportionOf(isCaution, "condition.met", "Condition met, of conditional cautions that engaged",
			"Of women with a conditional caution who engaged: "+met, "004:175, 186, 411", func(b block) marks { return conditionMet(b).of(b.is(isEngaged)) }),
		proportionOf(isCaution, "condition.met_of_all_referred", "Condition met, of all conditional cautions",
			"Of all women referred with a conditional caution: "+met, "004:175, 411", conditionMet),
	}
}

// conditionMet judges by what the caution asks of her, where that was recorded.
func conditionMet(b block) marks { return when(b.is(isMet)).ifKnown(b.is(isConditioned)) }

package evaluation

import "throughline/internal/reckoning/figure"

// reArrestFigures count women referred with a conditional caution by how far
// support had come at their first arrest after the referral. Follow-up differs
// from woman to woman, and the outcome of the arrest may not be known, so no
// reoffending rate stands beside them. Source: 004:404-421.
func reArrestFigures() []definition {
	const (
		base  = "Of women referred with a conditional caution, each counted once: "
		first = "first arrest after the day of referral, "
	)
	timed := func(id, title, text, source string, timings timing) definition {
		return proportionOf(cautions, "re_arrest."+id, title, base+first+text, source, func(l *line) verdict {
			if l.again {
				return outside
			}
			return when(l.timing&timings != 0)
		})
	}
	early := beforeAny | afterOne
	late := afterTwoSupported | afterClosed
	after := func(id, title, text string, belongs func(*line) bool) definition {
		return proportionOf(cautions, "re_arrest.after_engaging."+id, title, text+first+"after two or more attended appointments", "004:411", func(l *line) verdict {
			if l.again || !belongs(l) {
				return outside
			}
			return when(l.timing&late != 0)
		})
	}
	list := []definition{
		timed("before_any", "Re-arrest before any appointment", "with no attended appointment before it", "004:416", beforeAny),
		timed("after_one", "Re-arrest after one appointment", "with exactly one attended appointment before it", "004:417", afterOne),
		timed("after_two_supported", "Re-arrest after two appointments, while supported",
			"with two or more attended appointments before it, and support not ended on or before it", "004:418", afterTwoSupported),
		timed("after_closed", "Re-arrest after support ended",
			"with two or more attended appointments before it, and support ended on or before it", "004:419", afterClosed),
		timed("women", "Women re-arrested", "whatever the timing", "004:420", early|late),
		timed("before_engaging", "Re-arrest before engaging", "with none or one attended appointment before it", "004:410", early),
		timed("after_engaging", "Re-arrest after engaging", "with two or more attended appointments before it", "004:411", late),
		after("of_engaged", "Re-arrest after engaging, of those who took up support",
			"Of women with a conditional caution who took up support: ", func(l *line) bool { return l.engaged }),
		after("of_met", "Re-arrest after engaging, of those who met the condition",
			"Of women with a conditional caution who met its condition: ", func(l *line) bool { return l.met }),
		after("of_not_re_arrested_before", "Re-arrest after engaging, of those not re-arrested before",
			"Of women with a conditional caution who were not re-arrested before a second attended appointment: ",
			func(l *line) bool { return l.timing&early == 0 }),
	}
	for i := range list {
		list[i].measure = figure.MeasureRearrest
	}
	return list
}

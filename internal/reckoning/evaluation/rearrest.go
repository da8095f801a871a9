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
	timed := func(id, title, text, source string, timings ...flag) definition {
		return proportionOf(isCaution, "re_arrest."+id, title, base+first+text, source, func(b block) marks {
			return when(b.anyOf(timings)).of(^b.again.Word(b.at))
		})
	}
	early, late := []flag{beforeAny, afterOne}, []flag{afterTwoSupported, afterClosed}
	after := func(id, title, text string, belongs func(block) uint64) definition {
		return proportionOf(isCaution, "re_arrest.after_engaging."+id, title, text+first+"after two or more attended appointments", "004:411", func(b block) marks {
			return when(b.anyOf(late)).of(belongs(b) &^ b.again.Word(b.at))
		})
	}
	list := []definition{
		timed("before_any", "Re-arrest before any appointment", "with no attended appointment before it", "004:416", beforeAny),
		timed("after_one", "Re-arrest after one appointment", "with exactly one attended appointment before it", "004:417", afterOne),
		timed("after_two_supported", "Re-arrest after two appointments, while supported",
			"with two or more attended appointments before it, and support not ended on or before it", "004:418", afterTwoSupported),
		timed("after_closed", "Re-arrest after support ended",
			"with two or more attended appointments before it, and support ended on or before it", "004:419", afterClosed),
		timed("women", "Women re-arrested", "whatever the timing", "004:420", beforeAny, afterOne, afterTwoSupported, afterClosed),
		timed("before_engaging", "Re-arrest before engaging", "with none or one attended appointment before it", "004:410", early...),
		timed("after_engaging", "Re-arrest after engaging", "with two or more attended appointments before it", "004:411", late...),
		after("of_engaged", "Re-arrest after engaging, of those who engaged",
			"Of women with a conditional caution who engaged: ", func(b block) uint64 { return b.is(isEngaged) }),
		after("of_met", "Re-arrest after engaging, of those who met the condition",
			"Of women with a conditional caution who met its condition: ", func(b block) uint64 { return b.is(isMet) }),
		after("of_not_re_arrested_before", "Re-arrest after engaging, of those not re-arrested before",
			"Of women with a conditional caution who were not re-arrested before a second attended appointment: ",
			func(b block) uint64 { return ^b.anyOf(early) }),
	}
	for i := range list {
		list[i].measure = figure.MeasureRearrest
	}
	return list
}

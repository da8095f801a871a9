package evaluation

import (
	"fmt"

	"throughline/internal/reckoning/figure"
	"throughline/internal/reckoning/stats"
)

// reArrestFigures count women referred with a conditional caution by how far
// support had come at their first arrest after the referral. Follow-up differs
// from woman to woman, and the outcome of the arrest may not be known, so no
// reoffending rate stands beside them. Source: 004:404-421.
func (c *Columns) reArrestFigures() []definition {
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
	list = append(list, byTimeFigures()...)
	for i := range list {
		list[i].measure = figure.MeasureRearrest
	}
	each := proportionOf(isCaution, "re_arrest.per_woman", "Re-arrests for each woman",
		base+"arrests after the day of referral, for each woman referred, whether she was followed for days or for years", "004:408, 415-421",
		func(b block) marks { return when(b.is(reArrested)).of(^b.again.Word(b.at)) })
	each.kind, each.unit, each.amount = figure.Mean, "re-arrests per woman", c.reArrests
	return append(append(list, each), furtherFigures()...)
}

// byTimeFigures say how many were re-arrested by a time after the referral, and
// after the second attended appointment. Before and after support are not to be set
// side by side: a woman has to stay without an arrest to attend twice. From the
// landmark on, all have. Source: 004:410-411.
func byTimeFigures() []definition {
	var list []definition
	for i, days := range Marks {
		by := func(id, title, text string, follows func(*counting) *followed) definition {
			one := proportionOf(isCaution, fmt.Sprintf("re_arrest.%s_%d_days", id, days), fmt.Sprintf(title, days), fmt.Sprintf(text, days), "004:408, 410-411",
				func(b block) marks {
					f := follows(b.counting)
					return when(f.within[i].Word(b.at)).ifKnown(f.are.Word(b.at)).of(^b.again.Word(b.at))
				})
			one.kind = figure.ByTime
			one.at = func(n *counting) stats.Step { return follows(n).curve.At(days) }
			return one
		}
		after := by("after_second_by", "Re-arrested by %d days after the second appointment",
			"Of women with a conditional caution who came twice and were not re-arrested up to that day: re-arrested by %d days after it, by Kaplan–Meier, each followed up to the last day of the police feed or her death",
			func(n *counting) *followed { return &n.sinceSecond })
		after.judge = func(b block) marks {
			f := &b.sinceSecond
			return when(f.within[i].Word(b.at)).of(f.are.Word(b.at))
		}
		list = append(list,
			by("by", "Re-arrested by %d days",
				"Of women referred with a conditional caution, each counted once: re-arrested by %d days after the referral, by Kaplan–Meier, each followed up to the last day of the police feed or her death; referred after that day is not known",
				func(n *counting) *followed { return &n.sinceReferral }),
			proportionOf(isCaution, fmt.Sprintf("re_arrest.within_%d_days", days), fmt.Sprintf("Re-arrested within %d days, of those followed so long", days),
				fmt.Sprintf("Of women referred with a conditional caution %d days or more before the last day of the police feed, each counted once: re-arrested within them; who died before is left out", days), "004:408",
				func(b block) marks {
					return when(b.sinceReferral.within[i].Word(b.at)).ifTheirs(b.sinceReferral.told[i].Word(b.at)).of(^b.again.Word(b.at))
				}),
			after)
	}
	return list
}

// furtherFigures are the two other measures of further trouble, each by itself. They
// are counted only where the police feed says what came of arrests.
// Source: 000:471, 554; 004:138, 413.
func furtherFigures() []definition {
	matter := proportionOf(isCaution, "new_matter", "A new matter recorded",
		"Of women referred with a conditional caution, each counted once: an arrest after the day of referral of which the police feed says what came, a disposal or not, followed for unequal times up to its last day; an arrest whose outcome is not told leaves her out, and a feed that tells no outcome leaves out all",
		"000:471, 554", func(b block) marks {
			return when(b.is(outcomeTold)).ifKnown(b.outcomeKnown() & (b.is(outcomeTold) | ^b.is(reArrested))).of(^b.again.Word(b.at))
		})
	matter.measure = figure.MeasureRecordedNewMatter
	proven := proportionOf(isCaution, "proven_reoffence", "A proven reoffence in twelve months",
		"Of women referred with a conditional caution eighteen months or more before the last day of the police feed, each counted once: a caution for an arrest in the twelve months from the referral; the feed never says whether a charge led to a conviction, so a charge, or an arrest whose outcome is not told, leaves her out",
		"004:138, 413", func(b block) marks {
			return when(b.is(cautioned)).ifKnown(b.outcomeKnown() & (b.is(cautioned) | ^b.is(undecided))).ifTheirs(b.eighteenMonths.Word(b.at)).of(^b.again.Word(b.at))
		})
	proven.measure = figure.MeasureProvenReoffence
	return []definition{matter, proven}
}

// outcomeKnown returns everybody where the police feed says what came of arrests,
// and otherwise nobody: none told is not none.
func (b block) outcomeKnown() uint64 {
	if b.outcomesTold {
		return ^uint64(0)
	}
	return 0
}

package evaluation

import "throughline/internal/domain/need"

// cited says where the report states a need. Source: 004:256-261.
var cited = map[need.Pathway]string{
	need.Health: "004:134, 258", need.DomesticAbuseVAWG: "004:134, 259",
	need.DrugsAndAlcohol: "004:260", need.Accommodation: "004:261",
}

// allThree are mental health, domestic abuse and substances together. Source: 004:134, 263.
func allThree(b block) marks {
	return assessed(b, b.needs(need.Health)&b.needs(need.DomesticAbuseVAWG)&b.needs(need.DrugsAndAlcohol))
}

// needFigures read the first assessment of women who engaged. Later
// assessments do not change them.
func needFigures() []definition {
	const base = "Of women who engaged and have a first assessment: "
	var list []definition
	for _, pathway := range need.Pathways() {
		present := needFlag(pathway)
		source := cited[pathway]
		if source == "" {
			source = "004:134, 215"
		}
		one := proportionOf(isEngaged, "needs."+string(pathway), pathway.Title(), base+"need in the pathway "+string(pathway)+" present at the first assessment",
			source, func(b block) marks { return assessed(b, b.is(present)) })
		one.measure = "needs"
		list = append(list, one)
	}
	list = append(list,
		proportionOf(isEngaged, "needs.four_or_more", "Four or more needs", base+"need present in four or more of the nine pathways",
			"004:134, 251", func(b block) marks { return assessed(b, b.is(tierMedium)|b.is(tierHigh)) }),
		proportionOf(isEngaged, "needs.all_three", "Mental health, domestic abuse and substance use together",
			base+"health, domestic_abuse_vawg and drugs_and_alcohol all present",
			"004:134", allThree),
		proportionOf(isEngaged, "needs.all_three.conditional_caution", "Mental health, domestic abuse and substance use together, conditional cautions",
			"Of women with a conditional caution who engaged and have a first assessment: health, domestic_abuse_vawg and drugs_and_alcohol all present",
			"004:263", func(b block) marks { return allThree(b).of(b.is(isCaution)) }),
	)
	for _, level := range levels {
		one := proportionOf(isEngaged, "tier."+level.code, level.title, base+level.text, "004:248, 251, 462-464",
			func(b block) marks { return assessed(b, b.is(level.is)) })
		one.measure = "tier"
		list = append(list, one)
	}
	return append(list, proportionOf(isEngaged, "first_time", "Reported no earlier offence",
		"Of women who engaged: reported no earlier offence", "004:134, 251", func(b block) marks {
			return when(b.is(firstTime)).ifKnown(b.is(firstTime) | b.is(notFirstTime))
		}))
}

// levels are the tiers by the number of needs. Source: 004:248; domain tier.
var levels = []struct {
	code, title, text string
	tier              need.Tier
	is                flag
}{
	{"standard", "One to three needs", "one to three needs present", need.TierStandard, tierStandard},
	{"medium", "Four to six needs", "four to six needs present", need.TierMedium, tierMedium},
	{"high", "Seven to nine needs", "seven to nine needs present", need.TierHigh, tierHigh},
	{"not_stated", "No need found", "no need present; no source gives a tier for it", need.TierNotStated, tierNotStated},
}

// assessed judges a woman who engaged by her first assessment.
func assessed(b block, present uint64) marks { return when(present).ifKnown(b.is(isAssessed)) }

package evaluation

import "throughline/internal/domain/need"

// cited says where the report states a need. Source: 004:256-261.
var cited = map[need.Pathway]string{
	need.Health: "004:134, 258", need.DomesticAbuseVAWG: "004:134, 259",
	need.DrugsAndAlcohol: "004:260", need.Accommodation: "004:261",
}

// allThree are mental health, domestic abuse and substances together. Source: 004:134, 263.
var allThree = need.Set(0).With(need.Health).With(need.DomesticAbuseVAWG).With(need.DrugsAndAlcohol)

// needFigures read the first assessment of women who took up support. Later
// assessments do not change them.
func needFigures() []definition {
	const base = "Of women who took up support and have a first assessment: "
	var list []definition
	for _, pathway := range need.Pathways() {
		only := need.Set(0).With(pathway)
		source := cited[pathway]
		if source == "" {
			source = "004:134, 215"
		}
		one := proportionOf(engaged, "needs."+string(pathway), pathway.Title(), base+"need in the pathway "+string(pathway)+" present at the first assessment",
			source, func(l *line) verdict { return assessed(l, l.needs&only != 0) })
		one.measure = "needs"
		list = append(list, one)
	}
	list = append(list,
		proportionOf(engaged, "needs.four_or_more", "Four or more needs", base+"need present in four or more of the nine pathways",
			"004:134, 251", func(l *line) verdict { return assessed(l, l.needs.Count() >= 4) }),
		proportionOf(engaged, "needs.all_three", "Mental health, domestic abuse and substance use together",
			base+"health, domestic_abuse_vawg and drugs_and_alcohol all present",
			"004:134", func(l *line) verdict { return assessed(l, l.needs&allThree == allThree) }),
		proportionOf(engaged, "needs.all_three.conditional_caution", "Mental health, domestic abuse and substance use together, conditional cautions",
			"Of women with a conditional caution who took up support and have a first assessment: health, domestic_abuse_vawg and drugs_and_alcohol all present",
			"004:263", func(l *line) verdict {
				if !l.caution {
					return outside
				}
				return assessed(l, l.needs&allThree == allThree)
			}),
	)
	for _, level := range levels {
		one := proportionOf(engaged, "tier."+level.code, level.title, base+level.text, "004:248, 251, 462-464",
			func(l *line) verdict { return assessed(l, need.TierFor(l.needs.Count()) == level.tier) })
		one.measure = "tier"
		list = append(list, one)
	}
	return append(list, proportionOf(engaged, "first_time", "First time met by police",
		"Of women who took up support: reported no earlier offence", "004:134, 251", func(l *line) verdict {
			if l.firstTime == noReply {
				return notKnown
			}
			return when(l.firstTime == saidYes)
		}))
}

// levels are the tiers by the number of needs. Source: 004:248; domain tier.
var levels = []struct {
	code, title, text string
	tier              need.Tier
}{
	{"standard", "One to three needs", "one to three needs present", need.TierStandard},
	{"medium", "Four to six needs", "four to six needs present", need.TierMedium},
	{"high", "Seven to nine needs", "seven to nine needs present", need.TierHigh},
	{"not_stated", "No need found", "no need present; no source gives a tier for it", need.TierNotStated},
}

// assessed judges a woman who took up support by her first assessment.
func assessed(l *line, present bool) verdict {
	if !l.assessed {
		return notKnown
	}
	return when(present)
}

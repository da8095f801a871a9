package evaluation

import (
	"cmp"
	"slices"
)

// assaults are the offence codes that the report's 44 women were given a
// conditional caution for: common assault, assault by beating, assault of an
// emergency worker. Source: 004:194.
var assaults = []string{"CJ88001", "CJ88116", "CJ88159"}

// offenceFigures say what women with a conditional caution were met for, by
// code: labels are written in many ways.
func (c *Columns) offenceFigures() []definition {
	var codes []int32
	for _, code := range assaults {
		if i := c.offences.find(code); i != none {
			codes = append(codes, i)
		}
	}
	return []definition{
		proportionOf(cautions, "offences.assault_with_abuse_known", "Conditional caution for assault, domestic abuse known",
			"Of conditional cautions for CJ88001, CJ88116 or CJ88159: domestic abuse, current or past, at the first assessment",
			"004:194", func(l *line) verdict {
				switch {
				case l.offence == none || !slices.Contains(codes, l.offence):
					return outside
				case !l.assessed:
					return notKnown
				}
				return when(l.abuse)
			}),
	}
}

// offence is how many conditional cautions were given for one offence code.
type offence struct {
	code, label string
	cases       []int32 // their places
}

// offencesOf returns the offences of conditional cautions in the scope, the most
// frequent first, and how many cautions have none recorded.
func (c *Columns) offencesOf(scope Scope, scheme int32) (list []offence, cautions, notRecorded int) {
	byCode := make([][]int32, len(c.offences.texts))
	for i := range c.cases {
		one := &c.cases[i]
		if one.scheme != scheme || !one.caution || !scope.Cohort.Holds(one.referred) {
			continue
		}
		if one.offence == none {
			notRecorded++
			continue
		}
		cautions++
		byCode[one.offence] = append(byCode[one.offence], int32(i))
	}
	for i, cases := range byCode {
		if len(cases) > 0 {
			list = append(list, offence{c.offences.texts[i], c.labels[i], cases})
		}
	}
	slices.SortFunc(list, func(a, b offence) int {
		return cmp.Or(cmp.Compare(len(b.cases), len(a.cases)), cmp.Compare(a.code, b.code))
	})
	return list, cautions, notRecorded
}

package evaluation

import (
	"cmp"
	"math/bits"
	"slices"

	"throughline/internal/domain/need"
	"throughline/internal/reckoning/column"
	"throughline/internal/reckoning/grouping"
)

// assaults are the offence codes that the report's 44 women were given a
// conditional caution for: common assault, assault by beating, assault of an
// emergency worker. Source: 004:194.
var assaults = []string{"CJ88001", "CJ88116", "CJ88159"}

// offenceFigures say what women with a conditional caution were met for, by
// code: labels are written in many ways.
func offenceFigures() []definition {
	return []definition{
		proportionOf(isCaution, "offences.assault_with_abuse_known", "Conditional caution for assault, domestic abuse known",
			"Of conditional cautions for CJ88001, CJ88116 or CJ88159: domestic abuse, current or past, at the first assessment",
			"004:194", func(b block) marks { return assessed(b, b.needs(need.DomesticAbuseVAWG)).of(b.is(isAssault)) }),
	}
}

// offence is how many conditional cautions were given for one offence code.
type offence struct {
	code, label string
	cases       int
}

// withOffence are the conditional cautions whose offence code is recorded.
var withOffence = definition{of: isCaution, judge: func(b block) marks { return onlyWhen(b.is(hasOffence)) }}

// offences returns the offences of conditional cautions in the scope, the most
// frequent first.
func (n *counting) offences() []offence {
	codes := n.grouped(grouping.Offence)
	cases := make([]int, codes.Names.Len())
	n.judged(withOffence, func(b block, m marks) {
		for those := m.counted; those != 0; those &= those - 1 {
			cases[codes.Number(b.at*column.Span+bits.TrailingZeros64(those))]++
		}
	})
	var list []offence
	for i, count := range cases {
		if code := codes.Names.Text(int32(i)); count > 0 {
			list = append(list, offence{code, n.labels[code], count})
		}
	}
	slices.SortFunc(list, func(a, b offence) int {
		return cmp.Or(cmp.Compare(b.cases, a.cases), cmp.Compare(a.code, b.code))
	})
	return list
}

package evaluation

import "throughline/internal/domain/need"

// profileFigures are what a profile of needs asks besides the needs themselves:
// children, and help that was asked for elsewhere and not given.
// Source: 000:185, 244.
func (c *Columns) profileFigures() []definition {
	const source = "000:185, 244"
	sent := func(b block) uint64 { return b.sentOn.Some(b.at) }
	return []definition{
		proportionOf(anyCase, "profile.assessed", "Needs assessed", "Of women referred: those with a first assessment", source,
			func(b block) marks { return when(b.is(isAssessed)) }),
		proportionOf(anyCase, "profile.mothers", "Has children under 18", "Of women referred of whom it is known: with children under 18", source,
			func(b block) marks { return when(b.is(isMother)).ifKnown(b.is(isMother) | b.is(isNoMother)) }),
		proportionOf(anyCase, "profile.sent_on", "Sent on to another service", "Of women referred: sent on to another service through this record", source,
			func(b block) marks { return when(sent(b)) }),
		proportionOf(anyCase, "profile.turned_away", "Turned away by another service", "Of women sent on: with at least one referral that the other service said no to", source,
			func(b block) marks { return when(b.sentDeclined.Some(b.at)).of(sent(b)) }),
	}
}

// profileTable is T24, for the joint assessment of what an area needs.
func (b *Book) profileTable(read Reader) Table {
	t := Table{
		ID: "T24", Title: "Profile of needs", Source: "000:185, 244", Columns: []string{"What", "Women"},
		Definition: "Needs at the first assessment, of women who engaged and were assessed; children, and referrals to others, of women referred",
		Note:       "Give it by area or by borough to see where needs lie.",
	}
	t.Rows = append(t.Rows, row(read, "Referred", "referrals.total"), row(read, b.title("profile.assessed"), "profile.assessed"))
	for _, pathway := range need.Pathways() {
		t.Rows = append(t.Rows, row(read, pathway.Title(), "needs."+string(pathway)))
	}
	for _, id := range []string{"profile.mothers", "profile.sent_on", "profile.turned_away"} {
		t.Rows = append(t.Rows, row(read, b.title(id), id))
	}
	return t
}

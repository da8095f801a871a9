package evaluation

// wideningFigures say how often a condition stood in the place of something
// lighter, and how often a woman asked for support herself once police were told
// so. A pilot found that some women given a condition might otherwise have had a
// simple caution, with the option of asking for themselves. Source: 000:501.
func wideningFigures() []definition {
	return []definition{
		proportionOf(isCaution, "net_widening", "Conditional cautions in the place of something lighter",
			"Of women referred with a conditional caution for whom police said what would have happened without the scheme: a simple caution, a community resolution or no further action",
			"000:501", func(b block) marks {
				asked := b.is(otherwiseAsked)
				return when(b.is(lighter)).ifKnown(^asked).of(b.is(toldOtherwise) | asked)
			}),
		proportionOf(anyCase, "net_widening.asked_instead", "Asked for support herself in the place of something heavier",
			"Of women for whom police were told, before they sent the referral, that the outcome without the scheme was lighter: referred by her own request",
			"000:501", func(b block) marks { return when(b.is(isVoluntary)).of(b.is(wasWarned)) }),
	}
}

package reportpack

import "throughline/internal/reckoning/suppression"

// Limit is something that the pack does not say, and why.
type Limit struct{ Says, Source string }

// limits hold for every scheme and every day.
var limits = []Limit{
	{"Re-arrest counts arrests, not convictions, and women are followed for unequal times. It is not re-offending.", "004:408, 413"},
	{"How the same women would have fared without the scheme is not in these records.", ""},
	{"A woman who did not take up support was not assessed. What she needed is not known.", "004:186, 251"},
	{"Answers at the end of support come from women who were asked and who answered. What the others would say is not known.", "004:330-335"},
	{"Arrests and other encounters are not women: one woman may have several. An offer that nobody wrote down counts as none.", "004:273"},
	{"Where a source says nothing, the record says “not stated”. It never stands for no.", ""},
}

// unknown says what a report does not say.
func unknown(report Report) []Limit {
	said := append([]Limit(nil), limits...)
	if !report.Exact() {
		said = append(said, Limit{Says: "Hidden numbers stand as " + suppression.Marker +
			". How many answers are not known is left out too, for with it a hidden number could be worked out."})
	}
	for _, one := range report.Figures {
		if !based(one) {
			said = append(said, Limit{"“" + one.Meaning().Title + "” has nobody in its base. That is no finding.", one.Meaning().Source})
		}
	}
	return said
}

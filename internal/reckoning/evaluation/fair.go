package evaluation

import (
	"fmt"

	"throughline/internal/reckoning/chart"
	"throughline/internal/reckoning/figure"
	"throughline/internal/reckoning/stats"
	"throughline/internal/reckoning/suppression"
)

// fairMeasures are the figures by which groups are set against all others: each is
// a step at which somebody else decides, or at which a service can put off.
// Source: 000:364, 378.
var fairMeasures = []string{"reach.offered", "engaged.total", "condition.met_of_all_referred"}

// reachTable is how far encounters led, in one cohort and one window, with why
// others led no further.
func (b *Book) reachTable(read Reader) Table {
	t := Table{
		ID: "reach", Title: "How far encounters led", Source: "004:133, 273", Columns: []string{"Stage", "Encounters"},
		Definition: "Arrests and other encounters " + b.Scope.where() + " in one window, each stage among those of the one before, with why others led no further. Eligible is as the record tells: an offer, or a reason for none",
		Note:       "Encounters, not women. Where no reason is recorded, or no decision is made yet, it is not known whether the service was for her, and nothing is guessed.",
	}
	for _, stage := range stages {
		for _, id := range b.exits[stage.code] {
			t.Rows = append(t.Rows, row(read, "Left before "+lowerFirst(stage.title)+": "+b.title(id), id))
		}
		t.Rows = append(t.Rows, row(read, stage.title, "funnel."+stage.code))
	}
	for _, id := range []string{"reach.eligible", "reach.offered", "reach.offered_of_eligible"} {
		t.Rows = append(t.Rows, row(read, b.title(id), id))
	}
	return t
}

// fairTable is the rates by which groups are set against all others. Without groups
// it says them for all.
func (b *Book) fairTable(read Reader) Table {
	t := Table{
		ID: "fairness", Title: "Fair treatment", Source: "000:364, 378", Columns: []string{"Step", "Rate"},
		Definition: "Of each group, how many came to a step; and how many times as likely that was as for all others, with a 95% interval",
		Note:       "Choose groups, such as ethnicity, age or area, to set each against all others. Who did not say is a group too. Encounters tell no ethnicity and no age, so offers are by area, suite, month and offence.",
	}
	for _, id := range fairMeasures {
		if _, ok := b.Figure(id); ok {
			t.Rows = append(t.Rows, row(read, b.title(id), id))
		}
	}
	return t
}

// against sets the rate of a group against that of all others, in words: how many
// times as likely, and the verdict. It works with what the reader may see, so that a
// verdict never tells more than the numbers beside it.
func against(group, whole chart.Reading) (ratio, verdict string) {
	const notShown = "Not shown"
	part, ok := group.Shown()
	all, known := whole.Shown()
	if !ok || !known {
		return notShown, notShown
	}
	others, err := rest(all, part)
	if err != nil {
		return notShown, notShown // rounded numbers need not add up
	}
	one, other := part.Tally(), others.Tally()
	off := 0
	if protected, is := group.(suppression.ProtectedFigure); is {
		off = protected.Policy().Off()
	}
	// All others are the difference of two rounded numbers, and may be off by both.
	least := verdictOf(one.Numerator-off, one.Base+off, other.Numerator+2*off, other.Base-2*off)
	most := verdictOf(one.Numerator+off, one.Base-off, other.Numerator-2*off, other.Base+2*off)
	if least != most { // rounding alone could turn it: of few women by very much
		return notShown, string(figure.NotEnough)
	}
	rate, err := stats.RelativeRate(one.Numerator, one.Base, other.Numerator, other.Base)
	if err != nil {
		return "No ratio: none of the others did", string(least)
	}
	return fmt.Sprintf("%.2f times, 95%% interval %.2f to %.2f", rate.Value, rate.Interval.Low, rate.Interval.High), string(least)
}

// verdictOf says how some of a base stand to some of another, as the difference of
// the two shares has it.
func verdictOf(n, base, otherN, otherBase int) figure.Verdict {
	if base < 1 || otherBase < 1 {
		return figure.NotEnough
	}
	difference, err := stats.Newcombe(min(max(n, 0), base), base, min(max(otherN, 0), otherBase), otherBase)
	switch {
	case err != nil:
		return figure.NotEnough
	case difference.High < 0:
		return figure.Lower
	case difference.Low > 0:
		return figure.Higher
	}
	return figure.NoEffect
}

// rest is the figure of all others than a group.
func rest(whole, part figure.Figure) (figure.Figure, error) {
	all, one := whole.Tally(), part.Tally()
	return figure.NewProportion(whole.Meaning(), figure.Tally{Numerator: all.Numerator - one.Numerator, Base: all.Base - one.Base})
}

// setAgainst adds to the table of fair treatment how each group stands to all others.
func (t *Table) setAgainst(whole Reader) {
	t.Columns = append(t.Columns, "To all others", "Than all others")
	t.Note = "All others are the whole without the group. Of twenty groups that do not differ at all, one is expected to stand out by chance. Who did not say is a group too."
	for i, cells := range t.Rows {
		ratio, verdict := "", ""
		if group := cells[2].Figure; group != nil && t.Groups[i] != "" {
			if all, ok := whole(group.Meaning().ID); ok {
				ratio, verdict = against(group, all)
			}
		}
		t.Rows[i] = append(cells, Cell{Words: ratio}, Cell{Words: verdict})
	}
}

package reportpack

import (
	"fmt"
	"strings"

	"throughline/internal/reckoning/chart"
	"throughline/internal/reckoning/evaluation"
	"throughline/internal/reckoning/figure"
)

// Answer is one of the four that a reader gets in a minute: what it is about, what
// the figures say, and the tables that say more.
type Answer struct {
	ID, Title string
	Findings  []Finding
	Note      string
	Tables    []string // ids, as far as the report has them
	Charts    []evaluation.Drawn

	draws []string // ids of the charts that belong to it
}

// Finding is one thing that a figure says.
type Finding struct {
	Says   string
	Figure chart.Reading
}

// figures are those of a report, sought by their ids.
type figures []chart.Reading

func (f figures) find(id string) (chart.Reading, bool) {
	for _, one := range f {
		if one.Meaning().ID == id {
			return one, true
		}
	}
	return nil, false
}

// says adds what a figure says to an answer; a figure that the report does not have
// is left out. In the words, %s is where the figure stands.
func (a *Answer) says(all figures, id, text string) {
	if one, ok := all.find(id); ok {
		a.Findings = append(a.Findings, Finding{Says: fmt.Sprintf(text, figure.InSentence(one)), Figure: one})
	}
}

// Answers are the four, as far as there are figures for them: whom the scheme
// reached, whether it was fair, whether it worked, and what it can carry.
func Answers(all []chart.Reading) []Answer {
	return []Answer{reached(all), fair(all), worked(all), capacity(all)}
}

func reached(all figures) Answer {
	a := Answer{ID: "reached", Title: "Reached", Tables: []string{"reach", "T15", "T1"}, draws: []string{"funnel"}}
	a.says(all, "reach.offered", "Offered support at %s arrests and other encounters in the areas covered.")
	a.says(all, "referrals.total", "Referred: %s.")
	a.says(all, "engaged.total", "Took up support: %s of those referred.")
	return a
}

func fair(all figures) Answer {
	a := Answer{
		ID: "fair", Title: "Fair?", Tables: []string{"fairness", "T15", "T1"},
		Note: "Choose groups, such as ethnicity, age or language, and the table of fair treatment sets each against all others. Nothing is counted by disability, so this says nothing about it.",
	}
	for _, one := range all {
		if id := one.Meaning().ID; strings.HasPrefix(id, "area.") && strings.HasSuffix(id, ".offered") {
			a.says(all, id, one.Meaning().Title+": %s.")
		}
	}
	a.says(all, "engaged.conditional_caution", "Took up support, conditional caution: %s.")
	a.says(all, "engaged.voluntary", "Took up support, voluntary: %s.")
	return a
}

func worked(all figures) Answer {
	a := Answer{
		ID: "worked", Title: "Worked", Tables: []string{"T9", "T10", "T12", "T2"}, draws: []string{"re-arrest"},
		Note: "What women say at the end of support stands in T9, and three months on in T10. Each answer has its own base.",
	}
	a.says(all, "condition.met", "Met the condition, of cautions taken up: %s.")
	if widening, ok := all.find("net_widening"); ok && based(widening) {
		a.says(all, "net_widening", "Might have had something lighter without the scheme, of cautions where police said: %s.")
	}
	a.says(all, "re_arrest.women", "Re-arrested after referral: %s.")
	return a
}

func capacity(all figures) Answer {
	a := Answer{
		ID: "capacity", Title: "Capacity", Tables: []string{"T8", "T18"}, draws: []string{"duration"},
		Note: "Open cases are a view of one day: long ones are likelier to be open on it.",
	}
	a.says(all, "open.total", "Open cases: %s.")
	a.says(all, "duration.over_3_months", "Open for more than three months: %s.")
	a.says(all, "duration.over_6_months", "Open for more than six months: %s.")
	if cost, ok := all.find("cost.per_engaged_woman"); ok && costed(cost) {
		a.says(all, "cost.per_engaged_woman", "Cost for each woman who took up support: %s.")
	}
	return a
}

// based says whether a figure has anybody in its base: nobody asked is not no.
func based(one chart.Reading) bool {
	shown, ok := one.Shown()
	base, hasBase := shown.Base()
	return !ok || !hasBase || base > 0
}

// costed says whether any cost is recorded: none recorded is not no cost.
func costed(cost chart.Reading) bool {
	shown, ok := cost.Shown()
	return !ok || shown.Pence() > 0
}

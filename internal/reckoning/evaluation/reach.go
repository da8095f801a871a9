package evaluation

import (
	"slices"
	"strings"

	"throughline/internal/domain/calendar"
	"throughline/internal/reckoning/column"
	"throughline/internal/reckoning/figure"
)

// stages are how far an encounter with the justice system led, each stage among
// those of the one before. Offers of an area are given of its encounters: that is
// what reach is. Source: 004:133, 273.
var stages = [lastStage + 1]struct {
	code, title, text string
	of                int // the stage that shares of an area are of
}{
	{"encounters", "Encounters", "Arrests and other encounters, not women", 0},
	{"eligible", "Eligible", "encounters that the service was for, as far as the record says", 0},
	{"offered", "Offered", "encounters at which the service was offered; an offer that is not recorded is none", 0},
	{"accepted", "Accepted", "offers that were accepted", 2},
	{"attended_one", "Came once", "accepted offers that led to a referral with an attended appointment", 3},
	{"attended_two", "Came twice", "accepted offers that led to a referral with two attended appointments", 4},
	{"met", "Condition met", "accepted offers that led to a referral with two attended appointments or more, and as many as the caution asks for", 5},
}

const (
	stageEncounter = iota
	stageEligible
	stageOffered
	stageAccepted
	stageOnce
	stageTwice
	lastStage
)

// shutOut are the reasons for no offer that say the service was not for her then, by
// what police had decided; notAsked are those that say it was, and nobody asked her.
// Any other reason, and none, leaves it unknown: a decision still to come may go
// either way. Source: 004:133, 179, 406.
var (
	shutOut  = []string{"charged", "no_enforcement_outcome", "simple_caution_given", "not_eligible", "out_of_catchment"}
	notAsked = []string{"not_asked", "no_keyworker_there", "service_full", "no_time", "no_interpreter", "officer_did_not_know"}
)

// eligibility is what a reason for no offer tells.
type eligibility int8

const (
	eligibleUnknown eligibility = iota
	eligibleNo
	eligibleYes
)

func eligibilityOf(why string) eligibility {
	switch {
	case slices.Contains(notAsked, why):
		return eligibleYes
	case slices.Contains(shutOut, why):
		return eligibleNo
	}
	return eligibleUnknown
}

// told returns what each reason tells, by its number plus one: the first is none.
func (e *encounters) told() []eligibility {
	list := make([]eligibility, e.why.Names.Len()+1)
	for i := range list {
		list[i] = eligibilityOf(e.why.Names.Text(int32(i) - 1))
	}
	return list
}

// reached says how far the encounter at a place led, by the number of the stage.
func (n *counting) reached(at int) (stage int, referred bool) {
	if !n.met.offered.Has(at) {
		if n.toldBy[n.met.why.Number(at)+1] == eligibleYes {
			return stageEligible, false
		}
		return stageEncounter, false
	}
	if !n.met.accepted.Has(at) {
		return stageOffered, false
	}
	one, ok := n.met.caseFrom(at)
	switch {
	case !ok:
		return stageAccepted, false
	case n.flags[attendedTwice].Has(one) && n.flags[isMet].Has(one):
		return lastStage, true
	case n.flags[attendedTwice].Has(one):
		return stageTwice, true
	case n.flags[attendedOnce].Has(one):
		return stageOnce, true
	}
	return stageAccepted, true
}

// chances are the encounters in the window of reach, in the areas that the
// scheme covers; none where the scope is narrowed by what no encounter tells.
func (n *counting) chances() column.Bits {
	found := slices.Clone(n.within(byEncounter, n.scope.Reach))
	keep := func(those column.Bits) {
		for at := range found {
			found[at] &= those.Word(at)
		}
	}
	places := len(n.met.key)
	if len(n.scope.Areas) > 0 {
		covered := make(column.Bits, len(found))
		for _, area := range n.scope.Areas {
			for at, word := range n.met.areas().Are(area, places) {
				covered[at] |= word
			}
		}
		keep(covered)
	}
	for _, part := range n.scope.Narrow.groups() {
		keep(n.met.grouped(part.By).Are(part.Value, places))
	}
	for at := range found {
		found[at] &^= n.met.gone.Word(at)
	}
	return found
}

// tellsOfReach says whether encounters tell what the scope is narrowed by, and
// the rulebook names when an encounter was a chance to offer support.
func (n *counting) tellsOfReach() bool {
	for _, part := range n.scope.Narrow.groups() {
		if n.met.grouped(part.By) == nil {
			return false
		}
	}
	return n.scope.Reach != (calendar.Window{})
}

// countReach counts, over one window and one cohort of encounters, how far they
// led: in all, by area, and why others did not lead further.
func (n *counting) countReach(book *Book) error {
	if !n.tellsOfReach() {
		return nil
	}
	scope, areas := book.Scope, n.met.areas()
	perArea := make([][lastStage + 1]int, areas.Names.Len()+1) // "" is the first
	var exits [lastStage + 1][]int                             // by reason, "" and ownReasons first
	for i := range exits {
		exits[i] = make([]int, n.met.why.Names.Len()+1+len(ownReasons))
	}
	var whole [lastStage + 1]int
	notEligible := 0
	for at := range n.chances().Places() {
		last, referred := n.reached(at)
		for stage := range last + 1 {
			perArea[areas.Number(at)+1][stage]++
			whole[stage]++
		}
		if last == stageEncounter && n.toldBy[n.met.why.Number(at)+1] == eligibleNo {
			notEligible++
		}
		if last < lastStage {
			exits[last+1][n.whyNot(at, last, referred)+1+len(ownReasons)]++
		}
	}
	meaning := func(id, title, text string) figure.Meaning {
		return figure.Meaning{ID: id, Title: title, Definition: text, Source: "004:133, 273", Window: scope.Reach}
	}
	if err := book.add(figure.NewProportion(
		meaning("reach.offered", "Offered the service", "Of arrests and other encounters "+scope.where()+": those at which the service was offered. Arrests, not women; an offer that is not recorded is none"),
		figure.Tally{Numerator: whole[stageOffered], Base: whole[0]})); err != nil {
		return err
	}
	if err := book.add(figure.NewProportion(
		meaning("reach.eligible", "Eligible, where it is known", "Of arrests and other encounters "+scope.where()+" at which the record tells it: those that the service was for. An offer says yes; a reason for none says yes or no, or leaves it unknown, as while no decision is made"),
		figure.Tally{Numerator: whole[stageEligible], Base: whole[stageEligible] + notEligible, Missing: whole[0] - whole[stageEligible] - notEligible})); err != nil {
		return err
	}
	if err := book.add(figure.NewProportion(
		meaning("reach.offered_of_eligible", "Offered the service, of those eligible", "Of arrests and other encounters "+scope.where()+" that the service was for, as far as the record says: those at which it was offered"),
		figure.Tally{Numerator: whole[stageOffered], Base: whole[stageEligible]})); err != nil {
		return err
	}
	if err := n.countTold(book, scope.Reach); err != nil {
		return err
	}
	for i, stage := range stages {
		if err := book.add(figure.NewCount(meaning("funnel."+stage.code, stage.title, upperFirst(stage.text)), figure.Tally{Numerator: whole[i]})); err != nil {
			return err
		}
		left := map[string]int{}
		for why, encounters := range exits[i] {
			if encounters > 0 {
				left[n.reason(why-1-len(ownReasons))] += encounters
			}
		}
		for _, why := range sortedKeys(left) {
			id := exitID(stage.code, why)
			book.exits[stage.code] = append(book.exits[stage.code], id)
			title := exitTitle(stage.code, why)
			if err := book.add(figure.NewCount(meaning(id, title, "Left before "+lowerFirst(stage.title)+": "+title), figure.Tally{Numerator: left[why]})); err != nil {
				return err
			}
		}
	}
	for i := range perArea {
		if perArea[i][0] > 0 {
			book.areas = append(book.areas, areas.Names.Text(int32(i)-1))
		}
	}
	slices.Sort(book.areas)
	for _, area := range book.areas {
		counts := perArea[numberOf(areas, area)+1]
		for i, stage := range stages {
			m := meaning(areaID(area, stage.code), stage.title+", "+areaTitle(area), "In the area: "+stage.text)
			made, err := figure.NewCount(m, figure.Tally{Numerator: counts[i]})
			if i > 0 {
				m.Definition = "In the area, of " + lowerFirst(stages[stage.of].title) + ": " + stage.text
				made, err = figure.NewProportion(m, figure.Tally{Numerator: counts[i], Base: counts[stage.of]})
			}
			if err := book.add(made, err); err != nil {
				return err
			}
		}
	}
	return nil
}

// ownReasons are why an accepted offer led no further, which attendance tells.
var ownReasons = []string{"no_referral_recorded", "came_to_no_appointment", "came_to_one_appointment", "condition_not_met_or_none_given"}

// whyNot says why the encounter at a place led no further than a stage: the
// number of the reason recorded of it, column.None where there is none, or,
// counted down from -2, one of the ownReasons.
func (n *counting) whyNot(at, last int, referred bool) int {
	switch {
	case last == stageAccepted && !referred:
		return -2
	case last >= stageAccepted:
		return -last
	}
	return int(n.met.why.Number(at))
}

// reason returns a reason by its number.
func (n *counting) reason(why int) string {
	switch {
	case why < -1:
		return ownReasons[-why-2]
	case why < 0:
		return "not_stated"
	}
	return n.met.why.Names.Text(int32(why))
}

// numberOf returns the number of a name in a column, column.None for "".
func numberOf(codes *column.Codes, name string) int32 {
	if name == "" {
		return column.None
	}
	return codes.Names.Find(name)
}

// exitTitle says why encounters led no further; of those that nobody knows to be
// eligible or not, it says that too.
func exitTitle(stage, why string) string {
	title := strings.ReplaceAll(why, "_", " ")
	if stage == stages[stageEligible].code && eligibilityOf(why) == eligibleUnknown {
		title += ", so not known whether eligible"
	}
	return title
}

// exitID names the figure of those who left before a stage for a reason.
func exitID(stage, why string) string { return "funnel.before_" + stage + "." + why }

func areaID(area, stage string) string {
	if area == "" {
		area = "not_stated"
	}
	return "area." + strings.ReplaceAll(strings.ToLower(area), " ", "_") + "." + stage
}

func areaTitle(area string) string {
	if area == "" {
		return "area not stated"
	}
	return area
}

package evaluation

import (
	"slices"
	"strings"

	"throughline/internal/domain/calendar"
	"throughline/internal/reckoning/column"
	"throughline/internal/reckoning/figure"
)

// stages are how far an encounter with the justice system led, each stage among
// those of the one before. Source: 004:133, 273.
var stages = []struct{ code, title, text string }{
	{"encounters", "Encounters", "Arrests and other encounters, not women"},
	{"offered", "Offered", "encounters at which the service was offered; an offer that is not recorded is none"},
	{"accepted", "Accepted", "offers that were accepted"},
	{"attended_one", "Came once", "accepted offers that led to a referral with an attended appointment"},
	{"attended_two", "Came twice", "accepted offers that led to a referral with two attended appointments"},
}

// reached says how far the encounter at a place led: 0 for the encounter itself,
// up to 4.
func (n *counting) reached(at int) (stage int, referred bool) {
	switch {
	case !n.met.offered.Has(at):
		return 0, false
	case !n.met.accepted.Has(at):
		return 1, false
	}
	one, ok := n.met.caseFrom(at)
	switch {
	case !ok:
		return 2, false
	case n.flags[attendedTwice].Has(one):
		return 4, true
	case n.flags[attendedOnce].Has(one):
		return 3, true
	}
	return 2, true
}

// chances are the encounters in the window of reach, in the areas that the
// scheme covers; none where the scope is narrowed by what no encounter tells.
func (n *counting) chances() column.Bits {
	found := n.met.on.Within(n.scope.Reach)
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
	perArea := make([][5]int, areas.Names.Len()+1) // "" is the first
	var exits [5][]int                             // by reason, "" and ownReasons first
	for i := range exits {
		exits[i] = make([]int, n.met.why.Names.Len()+1+len(ownReasons))
	}
	var whole [5]int
	for at := range n.chances().Places() {
		last, referred := n.reached(at)
		for stage := range last + 1 {
			perArea[areas.Number(at)+1][stage]++
			whole[stage]++
		}
		if last < 4 {
			exits[last+1][n.whyNot(at, last, referred)+1+len(ownReasons)]++
		}
	}
	meaning := func(id, title, text string) figure.Meaning {
		return figure.Meaning{ID: id, Title: title, Definition: text, Source: "004:133, 273", Window: scope.Reach}
	}
	if err := book.add(figure.NewProportion(
		meaning("reach.offered", "Offered the service", "Of arrests and other encounters "+scope.where()+": those at which the service was offered. Arrests, not women; an offer that is not recorded is none"),
		figure.Tally{Numerator: whole[1], Base: whole[0]})); err != nil {
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
			title := strings.ReplaceAll(why, "_", " ")
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
				m.Definition = "In the area, of the stage before: " + stage.text
				made, err = figure.NewProportion(m, figure.Tally{Numerator: counts[i], Base: counts[i-1]})
			}
			if err := book.add(made, err); err != nil {
				return err
			}
		}
	}
	return nil
}

// ownReasons are why an accepted offer led no further, which attendance tells.
var ownReasons = []string{"no_referral_recorded", "came_to_no_appointment", "came_to_one_appointment"}

// whyNot says why the encounter at a place led no further than a stage: the
// number of the reason recorded of it, column.None where there is none, or,
// counted down from -2, one of the ownReasons.
func (n *counting) whyNot(at, last int, referred bool) int {
	switch {
	case last == 2 && !referred:
		return -2
	case last >= 2:
		return -last - 1
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

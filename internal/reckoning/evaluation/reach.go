package evaluation

import (
	"slices"
	"strings"

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

// reached says how far an encounter led: 0 for the encounter itself, up to 4.
func (c *Columns) reached(e *encounter) (stage int, referred bool) {
	switch {
	case !e.offered:
		return 0, false
	case !e.accepted:
		return 1, false
	}
	one := c.caseFrom(e)
	if one == nil {
		return 2, false
	}
	return 2 + int(min(one.attended, 2)), true
}

// chances calls take for every encounter in the window of reach, in the areas
// that the scheme covers.
func (c *Columns) chances(scope Scope, take func(e *encounter)) {
	covered := make([]bool, len(c.areas.texts))
	for i, area := range c.areas.texts {
		covered[i] = len(scope.Areas) == 0 || slices.Contains(scope.Areas, area)
	}
	for i := range c.encounters {
		if e := &c.encounters[i]; !e.gone && covered[e.area] && scope.Reach.Holds(e.on) {
			take(e)
		}
	}
}

// countReach counts, over one window and one cohort of encounters, how far they
// led: in all, by area, and why others did not lead further.
func (c *Columns) countReach(book *Book, _ int32) error {
	scope := book.Scope
	if scope.Reach.From == 0 && scope.Reach.To == 0 {
		return nil
	}
	perArea := make([][5]int, len(c.areas.texts))
	var exits [5][]int // by reason
	for i := range exits {
		exits[i] = make([]int, len(c.reasons.texts)+len(ownReasons))
	}
	var whole [5]int
	c.chances(scope, func(e *encounter) {
		last, referred := c.reached(e)
		for stage := range last + 1 {
			perArea[e.area][stage]++
			whole[stage]++
		}
		if last < 4 {
			exits[last+1][whyNot(e, last, referred)+len(ownReasons)]++
		}
	})
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
				left[c.reason(why-len(ownReasons))] += encounters
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
	for i, area := range c.areas.texts {
		if perArea[i][0] > 0 {
			book.areas = append(book.areas, area)
		}
	}
	slices.Sort(book.areas)
	for _, area := range book.areas {
		counts := perArea[c.areas.find(area)]
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

// whyNot says why an encounter led no further than a stage: the reason recorded
// of it, or, counted down from -1, one of the ownReasons.
func whyNot(e *encounter, last int, referred bool) int {
	switch {
	case last == 2 && !referred:
		return -1
	case last >= 2:
		return -last
	}
	return int(e.reason)
}

// reason returns a reason by its number.
func (c *Columns) reason(why int) string {
	switch {
	case why < 0:
		return ownReasons[-why-1]
	case c.reasons.texts[why] == "":
		return "not_stated"
	}
	return c.reasons.texts[why]
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

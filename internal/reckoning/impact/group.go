package impact

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"throughline/internal/domain/calendar"
)

// dimension is one way in which encounters are grouped. The code of a group is
// "" where it is not known.
type dimension struct {
	code, title string
	of          func(*Count, *Encounter) string
	label       func(*Encounter) string // of a code, from the first encounter that has it; nil: the code says it
	inOrder     bool                    // by code, not by size
	named       bool                    // the code is a name, and stands as it is
	proper      bool                    // every word of it begins with a capital
}

// dimensions are the groups that are told. Disability, religion and the other
// protected characteristics are not here: no log of encounters carries them.
var dimensions = []dimension{
	{code: "area", title: "Area", named: true, of: func(_ *Count, e *Encounter) string { return e.Area }},
	{code: "month", title: "Month", inOrder: true, named: true, of: func(c *Count, e *Encounter) string { return c.month(e.OccurredOn) }},
	{code: "police_outcome", title: "Police outcome", of: func(_ *Count, e *Encounter) string { return e.PoliceOutcome }},
	{code: "offence", title: "Offence", named: true, of: func(_ *Count, e *Encounter) string { return e.OffenceCode },
		label: func(e *Encounter) string { return e.OffenceLabel }},
	{code: "ethnicity", title: "Ethnicity", proper: true, of: func(_ *Count, e *Encounter) string { return e.Ethnicity }},
	{code: "age", title: "Age", inOrder: true, named: true, of: func(_ *Count, e *Encounter) string { return ageBand(e.Age) }},
	{code: "interpreter", title: "Needs an interpreter", of: func(_ *Count, e *Encounter) string { return e.Interpreter }},
	{code: "first_time", title: "Reports no earlier offence", of: func(_ *Count, e *Encounter) string { return e.FirstTime }},
	{code: "mother", title: "Has children under 18", of: func(_ *Count, e *Encounter) string { return e.Mother }},
}

// month returns the month of a day, such as "2020-03".
func (c *Count) month(on calendar.Day) string {
	if !on.Known() {
		return ""
	}
	month, known := c.months[on]
	if !known {
		month = on.String()[:len("2006-01")]
		c.months[on] = month
	}
	return month
}

// ageBand returns the band of an age in whole years. The first band of women
// ends where young adulthood does in the services' own use, at 24.
func ageBand(age *int) string {
	switch {
	case age == nil:
		return ""
	case *age < 18:
		return "0 to 17"
	case *age < 25:
		return "18 to 24"
	case *age < 35:
		return "25 to 34"
	case *age < 45:
		return "35 to 44"
	case *age < 55:
		return "45 to 54"
	}
	return "55 and over"
}

// lines returns the groups of a dimension: the largest first, or in the order of
// their codes; those not known last.
func (c *Count) lines(dimension int) []*groupLine {
	lines := slices.Collect(maps.Values(c.groups[dimension]))
	slices.SortFunc(lines, func(a, b *groupLine) int {
		if (a.code == "") != (b.code == "") {
			return cmp.Compare(len(b.code), len(a.code))
		}
		if !dimensions[dimension].inOrder && a.base != b.base {
			return cmp.Compare(b.base, a.base)
		}
		return cmp.Compare(a.code, b.code)
	})
	return lines
}

// name returns a group as it is printed.
func (d dimension) name(line *groupLine) string {
	switch {
	case line.code == "":
		return "Not known"
	case line.label != "":
		return line.label + " (" + line.code + ")"
	case d.named:
		return line.code
	}
	words := strings.Split(line.code, "_")
	for i, word := range words {
		if i == 0 || d.proper && line.code != "not_stated" {
			words[i] = upperFirst(word)
		}
	}
	return strings.Join(words, " ")
}

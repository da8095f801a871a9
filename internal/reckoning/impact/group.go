package impact

import (
	"maps"
	"slices"

	"throughline/internal/domain/calendar"
	"throughline/internal/reckoning/grouping"
)

// dimension is one way in which encounters are grouped. The code of a group is
// "" where it is not known.
type dimension struct {
	grouping.By
	of    func(*Count, *Encounter) string
	label func(*Encounter) string // of a code, from the first encounter that has it; nil: the code says it
}

// dimensions are the groups that are told. Disability, religion and the other
// protected characteristics are not here: no log of encounters carries them.
var dimensions = []dimension{
	{by(grouping.Area), func(_ *Count, e *Encounter) string { return e.Area }, nil},
	{by(grouping.Month), func(c *Count, e *Encounter) string { return c.month(e.OccurredOn) }, nil},
	{by(grouping.PoliceOutcome), func(_ *Count, e *Encounter) string { return e.PoliceOutcome }, nil},
	{by(grouping.Offence), func(_ *Count, e *Encounter) string { return e.OffenceCode }, func(e *Encounter) string { return e.OffenceLabel }},
	{by(grouping.Ethnicity), func(_ *Count, e *Encounter) string { return e.Ethnicity }, nil},
	{by(grouping.Age), func(_ *Count, e *Encounter) string { return grouping.AgeBand(e.Age) }, nil},
	{by(grouping.Interpreter), func(_ *Count, e *Encounter) string { return e.Interpreter }, nil},
	{by(grouping.FirstTime), func(_ *Count, e *Encounter) string { return e.FirstTime }, nil},
	{by(grouping.Mother), func(_ *Count, e *Encounter) string { return e.Mother }, nil},
}

func by(code string) grouping.By {
	way, _ := grouping.Named(code)
	return way
}

// month returns the month of a day, such as "2020-03".
func (c *Count) month(on calendar.Day) string {
	if !on.Known() {
		return ""
	}
	month, known := c.months[on]
	if !known {
		month = grouping.MonthOf(on)
		c.months[on] = month
	}
	return month
}

// lines returns the groups of a dimension: the largest first, or in the order of
// their codes; those not known last.
func (c *Count) lines(dimension int) []*groupLine {
	lines := slices.Collect(maps.Values(c.groups[dimension]))
	slices.SortFunc(lines, func(a, b *groupLine) int { return dimensions[dimension].Compare(a.code, a.base, b.code, b.base) })
	return lines
}

// name returns a group as it is printed.
func (d dimension) name(line *groupLine) string {
	if line.label != "" {
		return line.label + " (" + line.code + ")"
	}
	return d.Words(line.code)
}

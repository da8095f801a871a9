package scheme

import "throughline/internal/domain/calendar"

// Condition is what a caution, notice, bail or order under a pathway requires.
type Condition struct {
	Provision    `yaml:",inline"`
	Units        []Unit      `yaml:"units"`
	Counts       []Count     `yaml:"counts"`
	AttendedLate Count       `yaml:"attended_late"`
	Places       []Provision `yaml:"places"`
	Clock        Clock       `yaml:"clock"`
	// ReasonableExcuse names who accepts her reason for a missed appointment.
	ReasonableExcuse Decider `yaml:"reasonable_excuse"`
	// NotMet names who decides what follows when the condition is not met.
	NotMet Decider `yaml:"not_met"`
}

// Unit is one part of a condition, such as two appointments.
type Unit struct {
	Provision `yaml:",inline"`
	Required  int    `yaml:"required"`
	Name      string `yaml:"unit"`
}

// Count says whether an appointment of this kind counts toward the condition.
// Kind is a code of the exchange format.
type Count struct {
	Provision `yaml:",inline"`
	Kind      string `yaml:"kind"`
	Counts    Answer `yaml:"counts"`
}

var appointmentKinds = []string{"one_to_one", "group", "phone", "outreach", "accompanied", "custody_visit"}

// Decider names who decides a matter, by role or agency.
type Decider struct {
	Provision `yaml:",inline"`
	Who       string `yaml:"decider"`
}

// Clock is the time a condition allows, in calendar days, weeks or months from
// its start event, and how the days are counted. A source, an order or the
// caution form states it; nothing else may.
type Clock struct {
	Provision `yaml:",inline"`
	Start     string `yaml:"start"`
	Days      int    `yaml:"days"`
	Weeks     int    `yaml:"weeks"`
	Months    int    `yaml:"months"`
	// StartDayCounts is yes where the day of the start event is day 1, no where it is day 0.
	StartDayCounts Answer `yaml:"start_day_counts"`
	// LastDayIn says whether what is done on the last day is in time.
	LastDayIn Answer `yaml:"last_day_in"`
}

// Due returns the last day that is in time, and whether a deadline is stated.
// Where the clock, its start or its counting rule is not stated, no day is: one
// is never filled in.
func (c *Clock) Due(start calendar.Day) (due calendar.Day, stated bool) {
	if c == nil || c.NotStated || c.Days+c.Weeks+c.Months == 0 || !start.Known() {
		return 0, false
	}
	due = start.AddMonths(c.Months).AddDays(c.Days + 7*c.Weeks)
	switch c.StartDayCounts {
	case Yes:
		due--
	case No:
	default:
		return 0, false
	}
	switch c.LastDayIn {
	case No:
		due--
	case Yes:
	default:
		return 0, false
	}
	return due, true
}

// ConditionRule is how a pathway's condition is counted and who decides on it.
type ConditionRule struct {
	// Exists is false where the pathway lays no condition on her: then nothing
	// is counted and nothing is reported.
	Exists bool
	// UnitsRequired is the number of units that meet the condition; 0 where none
	// is stated.
	UnitsRequired int
	// UnitName is what one unit is, such as "appointment".
	UnitName string
	// LateCounts says whether an appointment attended late counts.
	LateCounts Answer
	// Clock is nil where no deadline is stated.
	Clock *Clock
	// Decider decides what follows when the condition is not met, and
	// ExcuseDecider whether a reason is accepted; empty where not stated.
	Decider, ExcuseDecider string

	counts []Count
}

// Counts says whether an appointment of this kind counts: yes, no or not stated.
func (r ConditionRule) Counts(kind string) Answer {
	for _, c := range r.counts {
		if c.Kind == kind {
			return c.answer()
		}
	}
	return NotStated
}

func (c Count) answer() Answer {
	if c.Counts == Yes || c.Counts == No {
		return c.Counts
	}
	return NotStated
}

// Condition returns how the condition of a pathway is counted. A pathway without
// one, and one the rulebook does not have, give a rule that does not exist.
func (b *Rulebook) Condition(pathway string) ConditionRule {
	p := b.Pathway(pathway)
	if p == nil || p.Condition == nil {
		return ConditionRule{LateCounts: NotStated}
	}
	c := p.Condition
	rule := ConditionRule{
		Exists:        true,
		LateCounts:    c.AttendedLate.answer(),
		Decider:       c.NotMet.Who,
		ExcuseDecider: c.ReasonableExcuse.Who,
		counts:        c.Counts,
	}
	for _, unit := range c.Units {
		rule.UnitsRequired += unit.Required
		if rule.UnitName == "" {
			rule.UnitName = unit.Name
		}
	}
	if !c.Clock.NotStated {
		rule.Clock = &c.Clock
	}
	return rule
}

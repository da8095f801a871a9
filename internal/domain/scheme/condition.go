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
	// RefBack names who sends the matter back, and to whom, when she no longer
	// takes part; nil where the scheme has no such step.
	RefBack *RefBack `yaml:"refer_back"`
	// NotMet names who decides what follows when the condition is not met.
	NotMet Decider `yaml:"not_met"`
}

// Unit is one part of a condition, such as two appointments. SetBy says where
// the number stands that the rulebook cannot state: in the order, on the caution
// or with the centre.
type Unit struct {
	Provision `yaml:",inline"`
	Required  int    `yaml:"required"`
	Name      string `yaml:"unit"`
	SetBy     SetBy  `yaml:"set_by"`
}

// SetBy is where the number of a unit stands.
type SetBy string

// The places where it may stand.
const (
	SetByOrder   SetBy = "order"
	SetByCaution SetBy = "caution"
	SetByCentre  SetBy = "centre"
)

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

// RefBack names who sends a matter back, and to whom.
type RefBack struct {
	Decider `yaml:",inline"`
	To      string `yaml:"to"`
}

// Clock is the time a condition allows, in calendar days, weeks or months from
// its start event, and how the days are counted. A source, an order or the
// caution form states it; nothing else may. A counting rule that the source
// leaves open may name the local yes-or-no setting that decides it.
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

// settled returns the clock with its counting rules as the place has decided
// them, and the settings that still wait for a decision.
func (c Clock) settled(b *Rulebook, given Settings) (settled Clock, undecided []string) {
	for _, rule := range []*Answer{&c.StartDayCounts, &c.LastDayIn} {
		name := string(*rule)
		if b.setting(name) == nil {
			continue
		}
		switch yes, decided := b.Truth(name, given); {
		case !decided:
			*rule, undecided = NotStated, append(undecided, name)
		case yes:
			*rule = Yes
		default:
			*rule = No
		}
	}
	return c, undecided
}

// Between returns the earliest and the latest day that could be the last one in time, whatever the
// counting rules that are not known turn out to be; they are the same day where
// both are known. It is false where no time is stated at all.
func (c *Clock) Between(start calendar.Day) (earliest, latest calendar.Day, stated bool) {
	narrow, wide := *c, *c
	if c.StartDayCounts != Yes && c.StartDayCounts != No {
		narrow.StartDayCounts, wide.StartDayCounts = Yes, No
	}
	if c.LastDayIn != Yes && c.LastDayIn != No {
		narrow.LastDayIn, wide.LastDayIn = No, Yes
	}
	if earliest, stated = narrow.Due(start); !stated {
		return 0, 0, false
	}
	latest, _ = wide.Due(start)
	return earliest, latest, true
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
	// Units are its parts. A condition of several kinds of unit is met when each is
	// complete.
	Units []Unit
	// LateCounts says whether an appointment attended late counts.
	LateCounts Answer
	// Clock is nil where no deadline is stated. Its counting rules are those of the
	// rulebook with what the place decided; Undecided names the local settings that
	// still wait, and until then no last day follows.
	Clock     *Clock
	Undecided []string
	// RefBack is nil where the scheme names nobody who sends the matter back.
	RefBack *RefBack
	// Ending is what completing it leads to, nil where the rulebook does not say.
	Ending *Ending
	// Decider decides what follows when the condition is not met, and
	// ExcuseDecider whether a reason is accepted; empty where not stated.
	Decider, ExcuseDecider string

	counts []Count
}

// Counts says whether an appointment of this kind counts: yes, no or not stated.
func (r ConditionRule) Counts(kind string) Answer {
	answer, _ := r.CountFrom(kind)
	return answer
}

// CountFrom says the same, and by which provision; an empty one where the rulebook
// is silent.
func (r ConditionRule) CountFrom(kind string) (Answer, Provision) {
	for _, c := range r.counts {
		if c.Kind == kind {
			return c.answer(), c.Provision
		}
	}
	return NotStated, Provision{}
}

func (c Count) answer() Answer {
	if c.Counts == Yes || c.Counts == No {
		return c.Counts
	}
	return NotStated
}

// Condition returns how the condition of a pathway is counted, with what the
// place decided. A pathway without one, and one the rulebook does not have, give
// a rule that does not exist.
func (b *Rulebook) Condition(pathway string, given Settings) ConditionRule {
	p := b.Pathway(pathway)
	switch {
	case p == nil:
		return ConditionRule{LateCounts: NotStated}
	case p.Condition == nil:
		return ConditionRule{LateCounts: NotStated, Ending: p.Ending}
	}
	c := p.Condition
	rule := ConditionRule{
		Exists:        true,
		Units:         c.Units,
		Ending:        p.Ending,
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
	if c.RefBack != nil && !c.RefBack.NotStated {
		rule.RefBack = c.RefBack
	}
	if !c.Clock.NotStated {
		clock, undecided := c.Clock.settled(b, given)
		rule.Clock, rule.Undecided = &clock, undecided
	}
	return rule
}

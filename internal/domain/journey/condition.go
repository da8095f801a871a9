package journey

import (
	"slices"

	"throughline/internal/domain/calendar"
)

// Condition is how the condition of a caution, notice, bail or order stands, from
// the facts alone.
type Condition struct {
	ID       string         `json:"id"`
	Required int            `json:"units_required"` // 0: no number is stated, and only police can hold it met
	Units    int            `json:"units_attended"`
	Parts    []PartStanding `json:"parts,omitempty"` // where it asks for units of more than one kind
	Given    calendar.Day   `json:"given_on"`
	Due      calendar.Day   `json:"due_on"`             // zero: no deadline is stated
	Varied   calendar.Day   `json:"varied_on,omitzero"` // when police last gave more time or changed what is asked
	Met      calendar.Day   `json:"met_on"`             // the date of the attended unit that met it; zero: not met

	Came    []calendar.Day `json:"came_on,omitempty"`    // the units that count, up to what is asked
	Missed  []calendar.Day `json:"missed_on,omitempty"`  // did not come, while the condition ran
	Excused []calendar.Day `json:"excused_on,omitempty"` // did not come, with a reasonable excuse, while it ran

	ReferredBack calendar.Day `json:"referred_back_on,omitzero"` // sent back to police, who have not answered since

	Decision    ConditionDecision `json:"decision,omitempty"`
	Consequence Consequence       `json:"consequence,omitempty"`
	Decided     calendar.Day      `json:"decided_on,omitzero"`  // of the decision, or of the more time or other terms
	DecidedBy   string            `json:"decided_by,omitempty"` // the court or probation office of her order; "" where police decided
}

// PartStanding is one part of a condition with how many she came to, never more
// than it asks for.
type PartStanding struct {
	Unit     string         `json:"unit"`
	Required int            `json:"units_required"`
	Units    int            `json:"units_attended"`
	Came     []calendar.Day `json:"came_on,omitempty"`
}

// HasPart says whether the condition asks for units of this kind apart.
func (c Condition) HasPart(unit string) bool { return c.part(unit) >= 0 }

func (c Condition) part(unit string) int {
	return slices.IndexFunc(c.Parts, func(p PartStanding) bool { return p.Unit == unit })
}

// Counted returns how many units she came to that count, never more than are
// asked for where a number is stated.
func (c Condition) Counted() int {
	if c.Required == 0 {
		return c.Units
	}
	return min(c.Units, c.Required)
}

// InTime says whether it was met by the date to complete by, or met where there
// is none.
func (c Condition) InTime() bool {
	return c.Met.Known() && (!c.Due.Known() || c.Met <= c.Due)
}

// ConditionMet says whether the condition of a caution is met: at the required
// attended unit. Source: 004:411.
func (r Row) ConditionMet() bool { return r.Condition != nil && r.Condition.Met.Known() }

// inParts says whether her condition asks for units of more than one kind.
func (r Row) inParts() bool { return r.Condition != nil && len(r.Condition.Parts) > 0 }

// ConditionState is how a condition stands on a day.
type ConditionState string

// The states. Attendance is not breach: what follows is for the police to decide.
const (
	ConditionNotStarted   ConditionState = "not_started"
	ConditionInProgress   ConditionState = "in_progress"
	ConditionMet          ConditionState = "met"
	ConditionDecidedMet   ConditionState = "decided_met"   // the police hold it met, whatever units are recorded here
	ConditionReferredBack ConditionState = "referred_back" // sent back to police, who decide. Source: 000:554
	ConditionTimePassed   ConditionState = "time_passed"   // only where a date is stated
	ConditionWithdrawn    ConditionState = "withdrawn"
	ConditionNotMet       ConditionState = "decided_not_met"
)

// Settled says whether nothing is left to attend: it is met, or the police have
// decided.
func (s ConditionState) Settled() bool {
	return s == ConditionMet || s == ConditionDecidedMet || s == ConditionWithdrawn || s == ConditionNotMet
}

// Awaited says whether police are asked to decide.
func (s ConditionState) Awaited() bool { return s == ConditionTimePassed || s == ConditionReferredBack }

func (c Condition) state(day calendar.Day) ConditionState {
	switch {
	case c.Decision == DecidedWithdrawn:
		return ConditionWithdrawn
	case c.Decision == DecidedNotMet:
		return ConditionNotMet
	case c.Met.Known():
		return ConditionMet
	case c.Decision == DecidedMet:
		return ConditionDecidedMet
	case c.ReferredBack.Known():
		return ConditionReferredBack
	case c.Due.Known() && day > c.Due:
		return ConditionTimePassed
	case c.Units == 0:
		return ConditionNotStarted
	}
	return ConditionInProgress
}

// ConditionDecision is what the police decided about a condition.
type ConditionDecision string

// The decisions of the exchange format.
const (
	DecidedMet       ConditionDecision = "met"
	DecidedNotMet    ConditionDecision = "not_met"
	DecidedWithdrawn ConditionDecision = "withdrawn"
)

// ConditionDecisions lists the decisions there are.
var ConditionDecisions = []ConditionDecision{DecidedMet, DecidedNotMet, DecidedWithdrawn}

// Consequence is what police did about a condition that was not met. She must
// comply or face arrest, and may be prosecuted; the list of what else police may
// do is inferred. Source: 000:497.
type Consequence string

// The consequences. More time and other terms leave it to be met; the others
// follow where police hold it not met.
const (
	NoAction      Consequence = "no_action"
	Warned        Consequence = "warned"
	Extended      Consequence = "extended"
	Varied        Consequence = "varied"
	ArrestedForIt Consequence = "arrested"
	Prosecuted    Consequence = "prosecuted"
)

// Consequences lists what may follow where the condition is held not met.
var Consequences = []Consequence{NoAction, Warned, ArrestedForIt, Prosecuted}

// GoesOn says whether the condition is still to be met.
func (c Consequence) GoesOn() bool { return c == Extended || c == Varied }

var consequenceWords = map[Consequence]string{
	NoAction: "No further action", Warned: "She was warned", Extended: "More time was given",
	Varied: "What is asked was changed", ArrestedForIt: "She was arrested", Prosecuted: "She is prosecuted",
}

// Words returns what police did as people say it.
func (c Consequence) Words() string { return consequenceWords[c] }

// conditionOf begins the standing of a condition.
func conditionOf(given ConditionGiven) *Condition {
	c := &Condition{ID: given.Condition, Given: given.Given}
	c.asks(given.Units, given.Parts, given.Due)
	return c
}

// asks sets what the condition asks. The units of parts are their sum.
func (c *Condition) asks(units int, parts []Part, due calendar.Day) {
	c.Required, c.Parts, c.Due = units, nil, due
	if len(parts) == 0 {
		return
	}
	c.Required = 0
	for _, part := range parts {
		c.Parts = append(c.Parts, PartStanding{Unit: part.Unit, Required: part.Required})
		c.Required += part.Required
	}
}

// course is what happened to a condition after it was given: the last of each.
type course struct {
	terms    *ConditionVaried
	varied   calendar.Day
	decision ConditionDecided
	decided  calendar.Day
	by       string       // agency that decided
	back     calendar.Day // zero where police have answered since
}

// runs takes a fact of what happened to a condition, in the order they happened.
func (f *folding) runs(fact Fact) {
	on := fact.Happened.Day()
	of := func(condition string) *course {
		if f.courses[condition] == nil {
			f.courses[condition] = &course{}
		}
		return f.courses[condition]
	}
	switch body := fact.Body.(type) {
	case ConditionVaried:
		c := of(body.Condition)
		c.terms, c.varied = &body, on
	case ConditionDecided:
		c := of(body.Condition)
		c.decision, c.decided, c.by, c.back = body, on, fact.Agency, 0
	case ReferredBack:
		of(body.Condition).back = on
	}
}

// settleTerms applies to the condition what happened to it.
func (f *folding) settleTerms() {
	c := f.condition
	if c == nil || f.courses[c.ID] == nil {
		return
	}
	happened := f.courses[c.ID]
	if terms := happened.terms; terms != nil {
		c.asks(terms.Units, terms.Parts, terms.Due)
		c.Varied = happened.varied
	}
	c.Decision, c.Consequence, c.Decided = happened.decision.Decision, happened.decision.Consequence, happened.decided
	c.ReferredBack = happened.back
	if slices.Contains(f.offices, happened.by) {
		c.DecidedBy = happened.by
	}
}

// unit counts an appointment she came to towards the condition, or towards its
// part. Late counts; an appointment marked as not counting does not, nor does one
// that is of no part where there are several. The condition is met on the date of
// the last unit that it asks for. What she comes to after police decided is her own
// choice, and changes nothing of what they decided. Source: 004:370, 406, 411.
func (f *folding) unit(one Appointment) {
	c := f.condition
	if c == nil || one.Counts == No || c.decidedBefore(one.At.Day()) {
		return
	}
	if len(c.Parts) > 0 {
		i := c.part(one.Unit)
		if i < 0 || c.Parts[i].Units == c.Parts[i].Required {
			return
		}
		c.Parts[i].Units++
		c.Parts[i].Came = append(c.Parts[i].Came, one.At.Day())
	}
	c.Units++
	if c.Units == c.Counted() {
		c.Came = append(c.Came, one.At.Day())
	}
	if c.Units == c.Required {
		c.Met = one.At.Day()
	}
}

// missed notes an appointment she did not come to while the condition ran: from
// the day it was given until it was met or decided. Later absence is nobody's
// business. Source: 000:400, 501; 004:411.
func (f *folding) missed(on calendar.Day, excused bool) {
	c := f.condition
	if c == nil || on < c.Given || c.Met.Known() || c.decidedBefore(on) {
		return
	}
	if excused {
		c.Excused = append(c.Excused, on)
	} else {
		c.Missed = append(c.Missed, on)
	}
}

// EndedBefore says whether it was met or decided before a day: what comes later is
// her own choice, and is told to nobody. Source: 000:400, 501; 004:411.
func (c Condition) EndedBefore(on calendar.Day) bool {
	return c.Met.Known() && c.Met < on || c.decidedBefore(on)
}

// decidedBefore says whether police had decided on an earlier day that it is met,
// not met or withdrawn. A decision without a day was before nothing.
func (c Condition) decidedBefore(on calendar.Day) bool {
	return c.Decision != "" && c.Decided.Known() && c.Decided < on
}

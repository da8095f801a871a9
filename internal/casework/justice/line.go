package justice

import (
	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/ending"
	"throughline/internal/domain/journey"
)

// visible are the classes police see of what their force sent.
var visible = access.SetOf(access.Identity, access.Offence, access.Condition)

// Line is one referral as the force that sent it sees it.
type Line struct {
	Case      string
	Reference string
	Name      string // as the force entered it
	Police    string // custody or crime reference
	Sent      calendar.Day
	Pathway   journey.Pathway

	Accepted    bool // a keyworker has her case
	FirstBooked bool
	Attended    int // what counts towards her condition, and no more than it asks; without one nothing is reported
	Condition   *Condition
	Closed      bool // never why
}

// Condition is how a condition stands, from the facts the service reports.
type Condition struct {
	Required int
	Attended int
	Parts    []journey.PartStanding // where it asks for units of more than one kind
	Unit     string                 // what its units are called, for the number attended
	Due      calendar.Day           // zero: no date is stated
	Met      calendar.Day           // the date of the attended unit that met it; zero: not met
	// Missed and Excused count the appointments she did not come to while the
	// condition ran, those with a reasonable excuse apart, while police are asked to
	// decide; else 0. Never why.
	Missed, Excused int
	ReferredBack    calendar.Day // zero: not, or police have answered since
	Decision        journey.ConditionDecision
	Consequence     journey.Consequence
	Decided         calendar.Day
	DecisionOf      string // who made the decision, as the name of its line
	Ending          ending.Ending
}

// Awaited says whether police are asked to decide: it was referred back, or the
// date to complete by has passed. Only a condition with a date comes to that.
func (c Condition) Awaited() bool { return c.Ending.State.Awaited() }

// bySelf says whether a woman came by herself: police see nothing of her.
func bySelf(row journey.Row) bool {
	return row.Pathway == journey.Voluntary && row.Encounter == ""
}

// shown says whether a row is one the force sent and may see.
func (d Desk) shown(asker access.Asker, row journey.Row) bool {
	return d.Standing(asker, row).Is(access.SentBy) && !bySelf(row)
}

// lineOf makes the line of a case as it stands today.
func (d Desk) lineOf(one casework.Case, agency string) Line {
	row := one.Row
	line := Line{
		Case: row.Case, Reference: casework.Reference(row.Case), Name: one.ToldBy(agency).Name(),
		Sent: row.Referred, Pathway: row.Pathway,
		Accepted: row.Worker != "", FirstBooked: row.Appointments.FirstBooked.Known(),
		Attended: reported(row), Closed: !row.Open(),
	}
	if words := wordsOf(one, journey.KindReferred); words != nil {
		line.Police = words.Reference
	}
	if row.Condition != nil {
		rule := d.RuleOf(row)
		line.Condition = conditionOf(*row.Condition, rule, ending.Of(row, d.Today(), rule))
	}
	return line
}

// versionOf numbers what police see of a case. It moves on when that changes, and
// with nothing else that the service writes: how often it wrote, the version of
// the case would tell. Who she is and what the rulebook says of it are left out.
func (d Desk) versionOf(one casework.Case) int {
	line := d.lineOf(casework.Case{Row: one.Row}, "")
	if line.Condition != nil {
		line.Condition.Ending = ending.Ending{}
	}
	return casework.Version(line)
}

// reported returns how many appointments police are told she came to. Where
// nothing is asked of her, and once it is met or decided, she comes by her own
// choice, and nothing is reported. Source: 004:166, 411.
func reported(row journey.Row) int {
	if row.Condition == nil {
		return 0
	}
	return row.Condition.Counted()
}

// unitOf names the units of "1 of 2", and of a number alone.
func unitOf(c journey.Condition, rule ending.Rule) string {
	if c.Required == 0 {
		return rule.Noun(c.Counted())
	}
	return rule.Noun(c.Required)
}

func conditionOf(c journey.Condition, rule ending.Rule, how ending.Ending) *Condition {
	shown := &Condition{
		Required: c.Required, Attended: c.Counted(), Parts: c.Parts, Unit: unitOf(c, rule), Due: c.Due, Met: c.Met,
		ReferredBack: c.ReferredBack, Decision: c.Decision, Consequence: c.Consequence, Decided: c.Decided, DecisionOf: ending.DecisionOf(c), Ending: how,
	}
	if shown.Awaited() {
		shown.Missed, shown.Excused = len(c.Missed), len(c.Excused)
	}
	return shown
}

// wordsOf returns the words of the case's fact of this kind, nil where none are.
func wordsOf(one casework.Case, kind journey.Kind) *journey.Words {
	var words *journey.Words
	for _, fact := range one.Facts {
		if fact.Case == one.Row.Case && fact.Body.Kind() == kind && fact.Words != nil {
			words = fact.Words
		}
	}
	return words
}

// decidedWords returns what police wrote beside their last decision, nil where
// they wrote nothing: words on more time or other terms stand with the terms.
func decidedWords(one casework.Case) *journey.Words {
	var words *journey.Words
	for _, fact := range one.Facts {
		switch kind := fact.Body.Kind(); {
		case fact.Case != one.Row.Case:
		case kind == journey.KindConditionDecided, kind == journey.KindConditionVaried && fact.Words != nil:
			words = fact.Words
		}
	}
	return words
}

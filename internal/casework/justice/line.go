package justice

import (
	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
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
	Attended    int // while there is a condition, what counts towards it, and no more than it asks
	Condition   *Condition
	Closed      bool // never why
}

// Condition is how a condition stands, from the facts the service reports.
type Condition struct {
	Required int
	Attended int
	Due      calendar.Day // zero: the caution carries no date
	Met      calendar.Day // the date of the attended unit that met it; zero: not met
	// TimePassed says that the date on the caution has passed, the condition is not
	// met and the police have not decided: a decision is needed. Only a caution with
	// a date comes to this.
	TimePassed bool
	Decision   journey.ConditionDecision
	Decided    calendar.Day
}

// bySelf says whether a woman came by herself: police see nothing of her.
func bySelf(row journey.Row) bool {
	return row.Pathway == journey.Voluntary && row.Encounter == ""
}

// shown says whether a row is one the force sent and may see.
func shown(asker access.Asker, row journey.Row) bool {
	return casework.RelationTo(asker, row) == access.SentBy && !bySelf(row)
}

func lineOf(one casework.Case, agency string, today calendar.Day) Line {
	row := one.Row
	line := Line{
		Case: row.Case, Reference: casework.Reference(row.Case), Name: toldBy(one, agency).Name(),
		Sent: row.Referred, Pathway: row.Pathway,
		Accepted: row.Worker != "", FirstBooked: row.Appointments.FirstBooked.Known(),
		Attended: row.Appointments.Attended(), Closed: !row.Open(),
	}
	if words := wordsOf(one, journey.KindReferred); words != nil {
		line.Police = words.Reference
	}
	if c := row.Condition; c != nil {
		line.Condition = conditionOf(*c, row.At(today).Condition)
		// Once it is met, support is her own choice and later meetings are not reported.
		line.Attended = line.Condition.Attended
	}
	return line
}

func conditionOf(c journey.Condition, state journey.ConditionState) *Condition {
	return &Condition{
		Required: c.Required, Attended: min(c.Units, c.Required), Due: c.Due, Met: c.Met,
		TimePassed: state == journey.ConditionTimePassed, Decision: c.Decision, Decided: c.Decided,
	}
}

// toldBy returns who she is as the agency itself entered it: what she told the
// service later, such as a new phone, stays with the service.
func toldBy(one casework.Case, agency string) journey.Identity {
	var who journey.Identity
	for _, fact := range one.Facts {
		if fact.Agency == agency && fact.Words != nil && fact.Words.Identity != nil {
			who = who.Merge(*fact.Words.Identity)
		}
	}
	return who
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

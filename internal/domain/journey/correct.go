package journey

import (
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/need"
)

// place is what a fact speaks for where only one can stand: of two in the same
// place, the one written later corrects the other.
type place struct {
	kind    Kind
	of      string // appointment, condition or measure
	pathway need.Pathway
	wave    Wave
	on      calendar.Day
}

// placeOf returns the place of a fact, and whether it is of a kind that has one.
func placeOf(fact Fact) (place, bool) {
	at := place{kind: fact.Body.Kind()}
	switch body := fact.Body.(type) {
	case NeedAssessed:
		at.pathway, at.on = body.Pathway, fact.Happened.Day()
	case WellbeingTold:
		at.of, at.on = string(body.Aspect), fact.Happened.Day()
	case OutcomeAnswered:
		at.wave, at.of = body.Wave, body.Measure
		if body.Wave != Exit { // support ends once; the other waves may come again
			at.on = fact.Happened.Day()
		}
	case ConditionDecided:
		at.of = body.Condition
		if body.Consequence.GoesOn() { // a step on the way; the decision that ends it comes later
			at.on = fact.Happened.Day()
		}
	case ConditionVaried:
		at.of, at.on = body.Condition, fact.Happened.Day()
	case Attendance:
		at.of = body.Appointment
	default:
		return place{}, false
	}
	return at, true
}

// Correcting returns facts about to be written, each superseding the one of the
// same case that stands in its place: another answer on the same pathway of the
// same day, or aspect of well-being, another answer to the same question, another decision on the same
// condition, another outcome of the same appointment. More time given on another
// day, a later assessment and a later wave correct nothing: earlier ones stay. Source: 004:211, 295.
func Correcting(facts, standing []Fact) []Fact {
	type key struct {
		caseID string
		place  place
	}
	stands := map[key]string{}
	for _, fact := range standing {
		if at, ok := placeOf(fact); ok {
			stands[key{fact.Case, at}] = fact.ID
			if decided, is := fact.Body.(ConditionDecided); is && decided.Consequence.GoesOn() { // what was decided before it is history
				delete(stands, key{fact.Case, place{kind: KindConditionDecided, of: decided.Condition}})
			}
		}
	}
	for i := range facts {
		at, ok := placeOf(facts[i])
		if id := stands[key{facts[i].Case, at}]; ok && id != "" {
			facts[i].Supersedes, facts[i].Why = id, CorrectionTyped
		}
	}
	return facts
}

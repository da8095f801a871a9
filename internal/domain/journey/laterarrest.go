package journey

import "throughline/internal/domain/calendar"

// ArrestOutcome is what came of an arrest, as the police feed says it; "" where it
// is not known. A charge is no conviction: the feed never says whether one followed.
type ArrestOutcome string

// The outcomes that a feed may name. Any other is not known.
const (
	ArrestCharged  ArrestOutcome = "charged"
	ArrestCaution  ArrestOutcome = "caution"
	ArrestNoAction ArrestOutcome = "no_further_action"
)

// LaterArrest is an arrest after the referral.
type LaterArrest struct {
	On      calendar.Day  `json:"on"`
	Outcome ArrestOutcome `json:"outcome,omitempty"`
}

// outcomeOf reads what a feed says of an outcome.
func (a Arrested) outcomeOf() ArrestOutcome {
	switch outcome := ArrestOutcome(a.Outcome); outcome {
	case ArrestCharged, ArrestCaution, ArrestNoAction:
		return outcome
	}
	return ""
}

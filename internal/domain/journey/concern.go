package journey

import (
	"encoding/json"
	"fmt"

	"throughline/internal/domain/need"
)

// Concerns is a set of what those who support her have to know at once, as the
// facts stand.
type Concerns uint16

// The concerns.
const (
	AtRiskHerself      Concerns = 1 << iota // of harm to herself
	ChildrenAtRisk                          // of harm
	StaffAtRisk                             // of harm
	OthersAtRisk                            // of harm
	MentalAndSubstance                      // both needs at the same time
	TurnedAway                              // by a service, because of the other need
	MaybeTrafficked                         // somebody may have
	Expecting                               // a child
	HarmNotSeenTo                           // an answer told of harm to herself, and nobody wrote down what was done
)

// concerned gives the concerns their codes, in order.
var concerned = []struct {
	concern Concerns
	code    string
	words   string
}{
	{AtRiskHerself, "risk_to_herself", "Risk to herself"},
	{ChildrenAtRisk, "risk_to_children", "Risk to children"},
	{StaffAtRisk, "risk_to_staff", "Risk to staff"},
	{OthersAtRisk, "risk_to_others", "Risk to others"},
	{MentalAndSubstance, "dual_diagnosis", "Mental health and drugs or alcohol together"},
	{TurnedAway, "turned_away", "Turned away by a service because of the other need"},
	{MaybeTrafficked, "possible_trafficking", "Somebody may have trafficked her"},
	{Expecting, "pregnant", "Expecting a child"},
	{HarmNotSeenTo, "harm_not_seen_to", "An answer told of harm to herself. Nobody wrote down what was done"},
}

// Risks are the concerns that are about harm.
const Risks = AtRiskHerself | ChildrenAtRisk | StaffAtRisk | OthersAtRisk | MaybeTrafficked | HarmNotSeenTo

// HasOneOf says whether any of these is in the set.
func (c Concerns) HasOneOf(concerns Concerns) bool { return c&concerns != 0 }

// Has says whether all of these are in the set.
func (c Concerns) Has(concerns Concerns) bool { return c&concerns == concerns }

// Words returns the concerns as people say them, in order.
func (c Concerns) Words() []string {
	var words []string
	for _, one := range concerned {
		if c.Has(one.concern) {
			words = append(words, one.words)
		}
	}
	return words
}

// MarshalJSON writes the codes of the concerns.
func (c Concerns) MarshalJSON() ([]byte, error) {
	codes := []string{}
	for _, one := range concerned {
		if c.Has(one.concern) {
			codes = append(codes, one.code)
		}
	}
	return json.Marshal(codes)
}

// UnmarshalJSON reads the codes of the concerns.
func (c *Concerns) UnmarshalJSON(data []byte) error {
	var codes []string
	if err := json.Unmarshal(data, &codes); err != nil {
		return fmt.Errorf("reading a set of concerns: %w", err)
	}
	*c = 0
	for _, code := range codes {
		known := false
		for _, one := range concerned {
			if one.code == code {
				*c, known = *c|one.concern, true
			}
		}
		if !known {
			return fmt.Errorf("reading a set of concerns: there is no %q", code)
		}
	}
	return nil
}

func (c *Concerns) set(concern Concerns, holds bool) {
	*c &^= concern
	if holds {
		*c |= concern
	}
}

var riskConcerns = map[RiskTo]Concerns{
	RiskToHerself: AtRiskHerself, RiskToChildren: ChildrenAtRisk, RiskToStaff: StaffAtRisk, RiskToOthers: OthersAtRisk,
}

// take takes in what a fact says. Of each the last telling stands; but that she
// said no when a question was asked again takes back no disclosure.
func (c *Concerns) take(fact Fact) {
	switch body := fact.Body.(type) {
	case RiskTold:
		c.set(riskConcerns[body.To], body.Present == Yes)
		if body.To == RiskToHerself {
			c.set(HarmNotSeenTo, body.FromAnswer)
		}
	case DualTold:
		c.set(MentalAndSubstance, body.Together == Yes)
	case ServiceExcluded:
		c.set(TurnedAway, true)
	case TraffickingTold:
		c.set(MaybeTrafficked, body.Possible == ScreenYes || body.Possible == ScreenNotSure)
	case PregnancyTold:
		c.set(Expecting, body.Pregnant == Yes)
	case Screened:
		if body.Area == need.Trafficking && body.Answer == ScreenYes {
			c.set(MaybeTrafficked, true)
		}
	}
}

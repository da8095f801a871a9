package casework

import (
	"throughline/internal/domain/journey"
	"throughline/internal/domain/scheme"
)

// EncounterOf returns an encounter as rulebooks ask about it: what nobody said is
// not known. Charged is said by the outcome; that she is not charged is said only
// where somebody says so.
func EncounterOf(met journey.Encounter) scheme.Encounter {
	e := scheme.Encounter{
		Kind: met.What, Force: scheme.ForceCode(met.Force), Area: met.Area, Suite: met.Suite,
		OffenceCode: met.Offence.Code, OffenceLabel: met.Offence.Label, OffenceGroup: scheme.OffenceGroup(met.Group),
		Admitted: met.Admitted, PoliceOutcome: met.Outcome, ConsideredOutcome: met.Considered, ChargeState: met.ChargeState,
		InformationGiven: truth(met.Information), Assessed: truth(met.Assessed), Offered: truth(met.Offered), Accepted: truth(met.Accepted),
		BailSuitable: truth(met.Bailable), FirstOffence: truth(met.First), EarlierCustody: truth(met.InCustody),
		Residence: met.Residence, Orders: met.Orders, Cohorts: met.Cohorts, Needs: met.Needs,
	}
	if met.Outcome == "charge" {
		e.ChargeState = "charged"
	}
	if met.Gravity > 0 {
		e.Gravity = &met.Gravity
	}
	if met.Months > 0 {
		e.SentenceMonths = &met.Months
	}
	if met.ValuePence != nil {
		pounds := float64(*met.ValuePence) / 100
		e.ValueGBP = &pounds
	}
	return e
}

// truth returns a yes or a no, nil where nobody said.
func truth(answer journey.YesNo) *bool {
	if answer != journey.Yes && answer != journey.No {
		return nil
	}
	yes := answer == journey.Yes
	return &yes
}

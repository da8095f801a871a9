package scheme

import (
	"slices"

	"cel.dev/cel-go/cel"
)

// word is one thing about an encounter that a clause may ask for.
type word struct {
	name  string
	title string // as it is said when it is what would have to be known
	kind  *cel.Type
	// values are the codes it may have, where it is coded; waiting is the code
	// that says nothing is known yet.
	values  []string
	waiting string
	value   func(*Encounter) any
}

// policeOutcomes are the outcomes of the exchange format; undecided is none yet.
var policeOutcomes = []string{
	"conditional_caution", "simple_caution", "community_resolution", "no_further_action",
	"released_under_investigation", "bail", "charge", "penalty_notice", "restorative_disposal", "other",
}

// words are all that a clause may ask of an encounter, besides the settings.
var words = []word{
	{name: "occurred_on", title: "the day of the encounter", kind: cel.StringType, value: func(e *Encounter) any { return e.OccurredOn.String() }},
	{name: "age", title: "her age in years", kind: cel.IntType, value: func(e *Encounter) any { return number(e.Age) }},
	{name: "residence", title: "the borough or district she lives in", kind: cel.StringType, value: func(e *Encounter) any { return e.Residence }},
	{name: "kind", title: "what kind of encounter it was", kind: cel.StringType, value: func(e *Encounter) any { return e.Kind },
		values: []string{"arrest", "voluntary_attendance", "street", "charge", "notice", "court", "none"}},
	{name: "force", title: "the police force", kind: cel.StringType, value: func(e *Encounter) any { return e.Force }},
	{name: "area", title: "the area of the encounter", kind: cel.StringType, value: func(e *Encounter) any { return e.Area }},
	{name: "suite", title: "the custody suite", kind: cel.StringType, value: func(e *Encounter) any { return e.Suite }},
	{name: "offence_code", title: "the offence code", kind: cel.StringType, value: func(e *Encounter) any { return e.OffenceCode }},
	{name: "value_gbp", title: "the value in pounds", kind: cel.DoubleType, value: func(e *Encounter) any { return number(e.ValueGBP) }},
	{name: "gravity", title: "the gravity score", kind: cel.IntType, value: func(e *Encounter) any { return number(e.Gravity) }},
	{name: "admitted", title: "whether she admits the offence", kind: cel.StringType, value: func(e *Encounter) any { return e.Admitted },
		values: []string{"yes", "no"}, waiting: "not_asked"},
	{name: "police_outcome", title: "the police outcome", kind: cel.StringType, value: func(e *Encounter) any { return e.PoliceOutcome },
		values: policeOutcomes, waiting: "undecided"},
	{name: "information_given", title: "whether she was told of the service", kind: cel.BoolType, value: func(e *Encounter) any { return number(e.InformationGiven) }},
	{name: "assessed", title: "whether she was assessed", kind: cel.BoolType, value: func(e *Encounter) any { return number(e.Assessed) }},
	{name: "offered", title: "whether she was offered the service", kind: cel.BoolType, value: func(e *Encounter) any { return number(e.Offered) }},
	{name: "accepted", title: "whether she accepts", kind: cel.BoolType, value: func(e *Encounter) any { return number(e.Accepted) }},
	{name: "sex", title: "the sex police recorded", kind: cel.StringType, value: func(e *Encounter) any { return e.Sex },
		values: []string{"female", "male"}},
	{name: "offence_group", title: "what group of offence it is", kind: cel.StringType, value: func(e *Encounter) any { return e.group() },
		values: offenceGroups},
	{name: "first_offence", title: "whether it is her first offence", kind: cel.BoolType, value: func(e *Encounter) any { return number(e.FirstOffence) }},
	{name: "earlier_custody", title: "whether she has been in prison before", kind: cel.BoolType, value: func(e *Encounter) any { return number(e.EarlierCustody) }},
	{name: "considered_outcome", title: "which outcome police are considering", kind: cel.StringType, value: func(e *Encounter) any { return e.ConsideredOutcome },
		values: policeOutcomes, waiting: "undecided"},
	{name: "would_otherwise", title: "what would have happened without the scheme", kind: cel.StringType, value: func(e *Encounter) any { return e.WouldOtherwise },
		values: policeOutcomes, waiting: "not_known"},
	{name: "charge_state", title: "whether she is charged", kind: cel.StringType, value: func(e *Encounter) any { return e.ChargeState },
		values: []string{"not_charged", "charged"}},
	{name: "bail_suitable", title: "whether she is suitable for bail", kind: cel.BoolType, value: func(e *Encounter) any { return number(e.BailSuitable) }},
	{name: "orders", title: "which orders or sentences she is under", kind: cel.ListType(cel.StringType), value: func(e *Encounter) any { return list(e.Orders) },
		values: []string{"community_order", "suspended_sentence_order", "custodial_sentence", "released_on_licence",
			"anti_social_behaviour_order", "specified_activity_requirement", "rehabilitation_activity_requirement"}},
	{name: "sentence_months", title: "how many months her sentence is", kind: cel.IntType, value: func(e *Encounter) any { return number(e.SentenceMonths) }},
	{name: "cohorts", title: "which local groups she is known to belong to", kind: cel.ListType(cel.StringType), value: func(e *Encounter) any { return list(e.Cohorts) },
		values: []string{"on_street_sex_work", "wider_criminality", "trafficking", "at_risk_of_exploitation", "most_crimes_locally",
			"most_damage_locally", "high_risk_of_serious_harm", "high_risk_of_reoffending", "at_risk_of_entering_justice_system"}},
	{name: "needs", title: "which needs she has", kind: cel.ListType(cel.StringType), value: func(e *Encounter) any { return list(e.Needs) },
		values: []string{"mental_health", "learning_disability", "substance_misuse", "domestic_abuse", "sex_work", "trafficking",
			"children_and_families", "emotional_difficulty", "social_need", "multiple_needs", "other_vulnerability"}},
}

// number returns what a pointer holds, or nil where it is not known.
func number[T int | float64 | bool](pointer *T) any {
	if pointer == nil {
		return nil
	}
	return *pointer
}

// list returns a list, or nil where it is not known.
func list(given []string) any {
	if given == nil {
		return nil
	}
	return given
}

// known returns the word's value for an encounter, and false where nobody has
// said it yet.
func (w *word) known(e *Encounter) (any, bool) {
	value := w.value(e)
	if value == nil || value == "" || w.waiting != "" && value == w.waiting {
		return nil, false
	}
	return value, true
}

var wordsByName = func() map[string]*word {
	named := make(map[string]*word, len(words))
	for i := range words {
		named[words[i].name] = &words[i]
	}
	return named
}()

func wordNamed(name string) *word { return wordsByName[name] }

// Values returns the codes that a coded word may have; none where it is free.
func Values(word string) []string {
	if w := wordNamed(word); w != nil {
		return slices.Clone(w.values)
	}
	return nil
}

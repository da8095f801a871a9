package scheme

import "cel.dev/cel-go/cel"

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

// words are all that a clause may ask of an encounter, besides the settings.
var words = []word{
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
		values: []string{"conditional_caution", "simple_caution", "community_resolution", "no_further_action",
			"released_under_investigation", "bail", "charge", "penalty_notice", "restorative_disposal", "other"}, waiting: "undecided"},
	{name: "information_given", title: "whether she was told of the service", kind: cel.BoolType, value: func(e *Encounter) any { return number(e.InformationGiven) }},
	{name: "assessed", title: "whether she was assessed", kind: cel.BoolType, value: func(e *Encounter) any { return number(e.Assessed) }},
	{name: "offered", title: "whether she was offered the service", kind: cel.BoolType, value: func(e *Encounter) any { return number(e.Offered) }},
	{name: "accepted", title: "whether she accepts", kind: cel.BoolType, value: func(e *Encounter) any { return number(e.Accepted) }},
}

// number returns what a pointer holds, or nil where it is not known.
func number[T int | float64 | bool](pointer *T) any {
	if pointer == nil {
		return nil
	}
	return *pointer
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

func wordNamed(name string) *word {
	for i := range words {
		if words[i].name == name {
			return &words[i]
		}
	}
	return nil
}

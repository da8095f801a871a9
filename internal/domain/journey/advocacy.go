package journey

import (
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/need"
)

// KindAdvocacy says what was done on her behalf.
const KindAdvocacy Kind = "advocacy_noted"

// AdvocacyNoted says what somebody of the service did on her behalf with another
// service. The activity with the same id is what figures count.
// Source: 004:211 (advocacy is part of the support), 301-304.
type AdvocacyNoted struct {
	Activity    string          `json:"activity"`
	What        AdvocacyKind    `json:"what"`
	With        AdvocacyWith    `json:"with"`
	Minutes     int             `json:"minutes,omitempty"`
	Accompanied YesNo           `json:"accompanied,omitempty"` // somebody went with her
	Outcome     AdvocacyOutcome `json:"outcome,omitempty"`     // "" while it is not known
}

// Kind returns KindAdvocacy.
func (AdvocacyNoted) Kind() Kind { return KindAdvocacy }

// AdvocacyKind is what was done.
type AdvocacyKind string

// AdvocacyKinds lists what can be done, in the order people choose from. The list
// is this program's own.
var AdvocacyKinds = []AdvocacyKind{"called", "wrote", "went_with_her", "spoke_for_her", "helped_with_form", "challenged_decision"}

var advocacyKindWords = map[AdvocacyKind]string{
	"called": "Called them", "wrote": "Wrote to them", "went_with_her": "Went with her", "spoke_for_her": "Spoke for her at a meeting",
	"helped_with_form": "Filled in a form with her", "challenged_decision": "Challenged a decision",
}

// Words returns what was done as people say it.
func (k AdvocacyKind) Words() string { return advocacyKindWords[k] }

// AdvocacyWith is the sort of body that it was done with.
type AdvocacyWith string

// AdvocacyWiths lists the sorts, in the order people choose from. The list is this
// program's own.
var AdvocacyWiths = []AdvocacyWith{
	"housing", "benefits", "health", "mental_health", "drugs_and_alcohol", "childrens_services", "court_or_probation", "police", "immigration", "school_or_work", "another",
}

var advocacyWithWords = map[AdvocacyWith]string{
	"housing": "Housing", "benefits": "Benefits", "health": "Doctor or hospital", "mental_health": "Mental health service",
	"drugs_and_alcohol": "Drug or alcohol service", "childrens_services": "Children's services", "court_or_probation": "Court or probation",
	"police": "Police", "immigration": "Immigration", "school_or_work": "School, college or work", "another": "Somebody else",
}

// Words returns the sort of body as people say it.
func (w AdvocacyWith) Words() string { return advocacyWithWords[w] }

// AdvocacyOutcome is what came of it.
type AdvocacyOutcome string

// AdvocacyOutcomes lists what may come of it, in the order people choose from.
var AdvocacyOutcomes = []AdvocacyOutcome{"got_it", "partly", "said_no", "waiting"}

var advocacyOutcomeWords = map[AdvocacyOutcome]string{
	"got_it": "She got what she asked for", "partly": "She got a part of it", "said_no": "They said no", "waiting": "We wait for an answer",
}

// Words returns what came of it as people say it.
func (o AdvocacyOutcome) Words() string { return advocacyOutcomeWords[o] }

// AdvocacyEntry is advocacy as a worker enters it.
type AdvocacyEntry struct {
	What        AdvocacyKind
	With        AdvocacyWith
	On          calendar.Day
	Minutes     int
	Accompanied YesNo
	Outcome     AdvocacyOutcome
	Pathway     need.Pathway
	Words       string
}

// NoteAdvocacy writes down what was done on her behalf.
func (p Pen) NoteAdvocacy(row Row, entry AdvocacyEntry) ([]Fact, error) {
	var problems Problems
	problems.check(oneOf(entry.What, AdvocacyKinds), "what", "Choose what you did")
	problems.check(oneOf(entry.With, AdvocacyWiths), "with", "Choose who you did it with")
	problems.check(entry.On.Known() && entry.On <= p.today(), "on", "Enter the day: today or an earlier day")
	problems.check(entry.Minutes >= 0 && entry.Minutes <= 24*60, "minutes", "Enter how long it took in minutes, up to 1,440")
	problems.check(entry.Accompanied == "" || entry.Accompanied == Yes || entry.Accompanied == No, "accompanied", "Choose whether you went with her")
	problems.check(entry.Outcome == "" || oneOf(entry.Outcome, AdvocacyOutcomes), "outcome", "Choose what came of it")
	problems.check(entry.Pathway == "" || entry.Pathway.Known(), "pathway", "Choose one of the nine pathways")
	if err := problems.err(); err != nil {
		return nil, err
	}
	activity := p.NewID()
	return []Fact{
		p.write(row.Woman, row.Case, calendar.OnDay(entry.On), ActivityRecorded{Activity: activity, What: Advocacy, Pathway: entry.Pathway}, nil),
		p.write(row.Woman, row.Case, calendar.OnDay(entry.On), AdvocacyNoted{
			Activity: activity, What: entry.What, With: entry.With, Minutes: entry.Minutes, Accompanied: entry.Accompanied, Outcome: entry.Outcome,
		}, sealedText(entry.Words)),
	}, nil
}

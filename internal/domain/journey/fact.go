package journey

import (
	"cmp"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"time"

	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
)

// Fact is one dated thing that happened, written down once and never edited.
type Fact struct {
	ID    string // sorts by the time it was written
	Woman string // "" for an encounter of a woman who is not known, and for facts of the service
	Case  string // "" for facts that belong to the woman or the service and not to one referral

	Happened calendar.Moment // when it was so
	Known    calendar.Moment // when the service could first have known it
	Written  time.Time       // when it entered this database

	By     string // account id
	Agency string // for which agency

	Supersedes string // id of the fact this one replaces
	Why        string // code of why it replaces it: a Correction
	Source     string // for an imported fact, the table and key of its row

	Body  Body
	Words *Words // sealed at rest; nil where there are none or the asker may not read them
}

// Correction is the reason a fact supersedes another.
const (
	CorrectionTyped  = "entered-wrongly"
	CorrectionImport = "row-changed"
)

// Kind names what a fact says happened.
type Kind string

// Body is the coded part of a fact, which stands in clear. It holds no name of a
// woman and no free text.
type Body interface{ Kind() Kind }

// Words is the part of a fact that is sealed with the woman's own key: who she
// is, and everything written in somebody's words.
type Words struct {
	Identity        *Identity `json:"identity,omitempty"`
	Why             string    `json:"why,omitempty"` // why an entry was put right
	Text            string    `json:"text,omitempty"`
	Reference       string    `json:"reference,omitempty"` // custody or crime reference
	Excuse          string    `json:"excuse,omitempty"`
	Offence         string    `json:"offence,omitempty"` // what she was met for, where it was written in words
	Place           string    `json:"place,omitempty"`   // where an appointment is
	Onward          string    `json:"onward,omitempty"`  // the service she moves on to, where no scheme id names it
	Measure         string    `json:"measure,omitempty"` // how she will know that a goal is reached
	Service         string    `json:"service,omitempty"` // who takes a step, where a service does
	ForeignNational YesNo     `json:"foreign_national,omitempty"`
	Guard           *Guard    `json:"guard,omitempty"`
	Other           *Identity `json:"other,omitempty"` // a woman whom she must not meet
}

// Class returns the data class that the sealed words of this kind of fact
// belong to: who may not read the class receives the fact without its words.
func (k Kind) Class() access.Class {
	if class, written := wordsOf[k]; written {
		return class
	}
	return access.Notes
}

// wordsOf gives the class of a kind's words where it is not Notes; of a document
// each has its own. What somebody
// says to be let past the rules belongs with who she is.
var wordsOf = map[Kind]access.Class{
	KindIdentity:         access.Identity,
	KindSafeContact:      access.Identity,
	KindLiftAsked:        access.Identity,
	KindOpeningAsked:     access.Identity,
	KindOpeningDeclined:  access.Identity,
	KindReferred:         access.Offence,
	KindEncounter:        access.Offence,
	KindConditionGiven:   access.Condition,
	KindConditionDecided: access.Condition,
	KindConditionVaried:  access.Condition,
	KindAgreement:        access.Condition,
	KindNeed:             access.Needs,
	KindTier:             access.Needs,
	KindCheckedIn:        access.Needs,
	KindHealthNoted:      access.Needs,
	KindScreened:         access.Needs,
	KindScored:           access.Needs,
	KindStrengths:        access.Needs,
	KindWellbeing:        access.Needs,
	KindRisk:             access.Needs,
	KindExcluded:         access.Needs,
	KindDual:             access.Needs,
	KindTrafficking:      access.Needs,
	KindPregnancy:        access.Needs,
	KindFamily:           access.Children,
	KindGoal:             access.Plan,
	KindPlanAgreed:       access.Plan,
	KindStep:             access.Plan,
	KindGoalReviewed:     access.Plan,
	KindPaper:            access.Plan,
	KindDocument:         access.Plan,
	KindDocumentScanned:  access.Plan,
	KindDocumentTaken:    access.Plan,
	KindExtended:         access.Plan,
	KindExitTalked:       access.Plan,
	KindFollowUp:         access.Plan,
	KindSummaryAnswered:  access.Plan,
	KindAllocated:        access.Plan,
	KindHandover:         access.Plan,
	KindClosed:           access.Plan,
	KindBooked:           access.Plan,
	KindCannotCome:       access.Plan,
	KindPlaceUnsafe:      access.Plan,
	KindPermission:       access.Plan,
	KindPermissionBack:   access.Plan,
	KindOpening:          access.Plan,
	KindKept:             access.Plan,
	KindHold:             access.Plan,
	KindHoldOver:         access.Plan,
	KindErasureAsked:     access.Plan,
	KindErasureRefused:   access.Plan,
	KindTalk:             access.Plan,
	KindChange:           access.Plan,
	KindCopy:             access.Plan,
	KindCorrection:       access.Plan,
	KindDeletion:         access.Plan,
	KindSeenTo:           access.Plan,
	KindBackground:       access.Sealed,
	KindConflict:         access.Sealed,
	KindConflictOver:     access.Sealed,
	KindConflictKept:     access.Sealed,
	KindAdviceNoted:      access.Sealed,
	KindApart:            access.Sealed,
	KindApartEnded:       access.Sealed,
	KindGroupPlace:       access.Plan,
	KindHardshipAsked:    access.Plan,
	KindHardshipDecided:  access.Plan,
	KindHardshipReturned: access.Plan,
	KindSentOnward:       access.Identity,
	KindSentAnswer:       access.Identity,
	KindSentSaid:         access.Identity,
}

// Undated says whether a row that such a fact comes from says what is so of her
// and not when it came to be so: the date of an imported one is a stand-in.
func (k Kind) Undated() bool {
	return k == KindIdentity || k == KindDescribed || k == KindBackground
}

// MarshalBody writes the coded part of a fact.
func MarshalBody(body Body) ([]byte, error) { return json.Marshal(body) }

// UnmarshalBody reads the coded part of a fact of this kind.
func UnmarshalBody(kind Kind, data []byte) (Body, error) {
	prototype, ok := bodies[kind]
	if !ok {
		return nil, fmt.Errorf("reading a fact: %q is not a kind of fact this version knows", kind)
	}
	body := reflect.New(prototype)
	if err := json.Unmarshal(data, body.Interface()); err != nil {
		return nil, fmt.Errorf("reading a %s fact: %w", kind, err)
	}
	return body.Elem().Interface().(Body), nil
}

// Effective returns the facts that stand as at a day: those that could be known
// by then, without the ones that a fact known by then supersedes, in the order
// they happened and then in the order they were written. A fact that was undone
// supersedes nothing any more, and nothing tells of it. A zero day means all that
// is known.
func Effective(facts []Fact, asAt calendar.Day) []Fact {
	known := knownBy(asAt)
	replaced := replacedBy(facts, known)
	standing := make([]Fact, 0, len(facts))
	for _, fact := range facts {
		_, over := replaced[fact.ID]
		if _, undo := fact.Body.(Undone); known(fact) && !over && !undo {
			standing = append(standing, fact)
		}
	}
	slices.SortStableFunc(standing, func(a, b Fact) int {
		return cmp.Or(a.Happened.Compare(b.Happened), cmp.Compare(a.ID, b.ID))
	})
	return standing
}

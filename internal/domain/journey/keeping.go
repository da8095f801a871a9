package journey

import (
	"slices"
	"strings"
	"time"

	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
)

// The kinds of fact about keeping her record. All are of the woman, so that they
// hold for every case of hers.
const (
	KindKept           Kind = "keeping_reviewed"
	KindHold           Kind = "hold_set"
	KindHoldOver       Kind = "hold_lifted"
	KindErasureAsked   Kind = "erasure_asked"
	KindErasureRefused Kind = "erasure_refused"
	KindErased         Kind = "erased"
)

// Kept says that a person looked whether her record is still needed, and keeps
// it until a day. Then somebody looks again.
type Kept struct {
	Until calendar.Day `json:"until"`
}

// HoldSet says that her record must not be erased, as while a court may still ask
// for it.
type HoldSet struct {
	Hold string `json:"hold"`
}

// HoldLifted says that a hold is over.
type HoldLifted struct {
	Hold string `json:"hold"`
}

// ErasureGround is why what is kept of her is to end.
type ErasureGround string

// The grounds of an erasure.
const (
	ErasureHers    ErasureGround = "she_asked"        // she asked for it
	ErasureOver    ErasureGround = "time_is_over"     // the time it is kept is over
	ErasureMistake ErasureGround = "never_to_be_here" // her record should not have been made
)

// ErasureGrounds lists them in the order people choose from.
var ErasureGrounds = []ErasureGround{ErasureHers, ErasureOver, ErasureMistake}

// ErasureAsked says that one of the two people who end what is kept of her asked
// for it.
type ErasureAsked struct {
	Erasure string        `json:"erasure"`
	Ground  ErasureGround `json:"ground"`
	Role    access.Role   `json:"role"` // of the one who asked: the second has another
}

// ErasureRefused says that the second person did not agree, or that the first
// took the request back.
type ErasureRefused struct {
	Erasure string `json:"erasure"`
}

// Erased says that what was kept of her ended: her key, who she is, and every
// word. What is left are the coded facts that figures are counted from.
type Erased struct {
	Ground ErasureGround `json:"ground"`
}

func (Kept) Kind() Kind           { return KindKept }
func (HoldSet) Kind() Kind        { return KindHold }
func (HoldLifted) Kind() Kind     { return KindHoldOver }
func (ErasureAsked) Kind() Kind   { return KindErasureAsked }
func (ErasureRefused) Kind() Kind { return KindErasureRefused }
func (Erased) Kind() Kind         { return KindErased }

// Counted lists the kinds of fact that figures are worked out from. When a woman
// is erased these stay, without their words; all other facts of hers go with her.
var Counted = []Kind{
	KindReferred, KindAllocated, KindConditionGiven, KindConditionDecided, KindConditionVaried, KindReferredBack, KindBooked,
	KindAttendance, KindExcuseDecided, KindContact, KindNeed, KindTier, KindGoal, KindPlanAgreed, KindActivity, KindAnswer,
	KindClosed, KindWithdrawn, KindUndone, KindIdentity, KindDescribed, KindArrested, KindEncounter, KindErased, KindHardshipReturned,
}

// Keeping is what the facts say about keeping her record.
type Keeping struct {
	Until  calendar.Day `json:"until,omitzero"` // a person looked, and keeps it until then
	Holds  []Hold       `json:"holds,omitempty"`
	Asked  *ErasureAsk  `json:"asked,omitempty"` // waits for the second person
	Packs  []OpenPack   `json:"packs,omitempty"` // begun, and neither released nor dropped
	Erased time.Time    `json:"erased,omitzero"`
}

// Hold is why her record must not be erased for now.
type Hold struct {
	ID   string       `json:"id"`
	From calendar.Day `json:"from"`
}

// ErasureAsk is a request that waits for the second person.
type ErasureAsk struct {
	ID     string        `json:"id"`
	Ground ErasureGround `json:"ground"`
	By     string        `json:"by"` // account id
	Role   access.Role   `json:"role"`
	On     calendar.Day  `json:"on"`
}

// take adds one fact to what is known about keeping her record.
func (k *Keeping) take(fact Fact) {
	switch body := fact.Body.(type) {
	case Kept:
		k.Until = body.Until
	case HoldSet:
		k.Holds = append(k.Holds, Hold{body.Hold, fact.Happened.Day()})
	case HoldLifted:
		k.Holds = slices.DeleteFunc(k.Holds, func(h Hold) bool { return h.ID == body.Hold })
	case ErasureAsked:
		k.Asked = &ErasureAsk{body.Erasure, body.Ground, fact.By, body.Role, fact.Happened.Day()}
	case ErasureRefused:
		k.Asked = nil
	case Erased:
		*k = Keeping{Erased: fact.Happened.Time()}
	default:
		k.takePack(fact)
	}
}

// Waits says whether something about keeping her record waits for somebody who
// answers for how records are used: a hold that stands, a request, a pack.
func (k Keeping) Waits() bool { return len(k.Holds) > 0 || k.Asked != nil || len(k.Packs) > 0 }

// Everybody, tied to a case as blocked, hides it from everybody: what was kept of
// her has ended.
const Everybody = "*"

// Keepers stands in a tie for those who answer for how records are used.
const Keepers = "keepers"

// ties returns the ties that follow from keeping her record.
func (k Keeping) ties() []Tie {
	switch {
	case !k.Erased.IsZero():
		return []Tie{{Everybody, access.Blocked}}
	case k.Waits():
		return []Tie{{Keepers, access.Overseen}}
	}
	return nil
}

// longestKept is how long one look may keep a record, in months: ten years.
const longestKept = 120

// Keep writes down that a person looked, and until when her record is kept.
func (p Pen) Keep(row Row, until calendar.Day, reason string) ([]Fact, error) {
	var problems Problems
	problems.check(until > p.today(), "until", "Enter a day to come: then somebody looks again")
	problems.check(until <= p.today().AddMonths(longestKept), "until", "Choose a day within ten years: then somebody looks again")
	problems.check(strings.TrimSpace(reason) != "", "reason", "Say why it is still needed")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, "", calendar.At(p.Now), Kept{until}, sealedText(reason))}, nil
}

// Hold stops her record from being erased until the hold is lifted.
func (p Pen) Hold(row Row, reason string) ([]Fact, error) {
	var problems Problems
	problems.check(strings.TrimSpace(reason) != "", "reason", "Say what it has to be held for")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, "", calendar.At(p.Now), HoldSet{p.NewID()}, sealedText(reason))}, nil
}

// LiftHold ends a hold.
func (p Pen) LiftHold(row Row, hold, reason string) ([]Fact, error) {
	var problems Problems
	problems.check(slices.ContainsFunc(row.Keeping.Holds, func(h Hold) bool { return h.ID == hold }), "hold", "This hold is lifted already")
	problems.check(strings.TrimSpace(reason) != "", "reason", "Say why it need not be held any more")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, "", calendar.At(p.Now), HoldLifted{hold}, sealedText(reason))}, nil
}

// AskErasure is the first of the two steps that end what is kept of her. A hold
// stops it.
func (p Pen) AskErasure(row Row, ground ErasureGround, role access.Role, reason string) ([]Fact, error) {
	var problems Problems
	problems.check(slices.Contains(ErasureGrounds, ground), "ground", "Choose why it is to be erased")
	problems.check(strings.TrimSpace(reason) != "", "reason", "Say more, for the person who has to agree")
	problems.check(len(row.Keeping.Holds) == 0, "ground", "Her record is held: lift the hold first, or leave it")
	problems.check(row.Keeping.Asked == nil, "ground", "Somebody asked for this already: a second person has to answer")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, "", calendar.At(p.Now), ErasureAsked{p.NewID(), ground, role}, sealedText(reason))}, nil
}

// RefuseErasure ends a request to erase without carrying it out.
func (p Pen) RefuseErasure(row Row, reason string) ([]Fact, error) {
	var problems Problems
	problems.check(row.Keeping.Asked != nil, "reason", "Nobody asks for this any more")
	problems.check(strings.TrimSpace(reason) != "", "reason", "Say why it is not erased")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, "", calendar.At(p.Now), ErasureRefused{row.Keeping.Asked.ID}, sealedText(reason))}, nil
}

// ConfirmErasure is the second of the two steps, by another person in another
// role. The fact is what stays to say that she was here and is not any more.
func (p Pen) ConfirmErasure(row Row, role access.Role) (Fact, error) {
	asked := row.Keeping.Asked
	var problems Problems
	problems.check(asked != nil, "confirm", "Nobody asks for this any more")
	problems.check(asked == nil || asked.By != p.By, "confirm", "Somebody else has to agree: you asked for it")
	problems.check(asked == nil || asked.By == p.By || asked.Role != role, "confirm", "Somebody in another role has to agree")
	problems.check(len(row.Keeping.Holds) == 0, "confirm", "Her record is held: it cannot be erased")
	if err := problems.err(); err != nil {
		return Fact{}, err
	}
	return p.write(row.Woman, "", calendar.At(p.Now), Erased{asked.Ground}, nil), nil
}

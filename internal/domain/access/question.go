package access

import "time"

// Relation is how the asker stands to a case.
type Relation string

// The relations. Rows for Unrelated hold in every relation but Blocked.
const (
	Allocated    Relation = "allocated"    // she is this keyworker's, or this specialist's
	Service      Relation = "service"      // a case of the service the asker leads
	SentBy       Relation = "sent-by"      // the asker's own force sent her
	Unrelated    Relation = "none"         // nothing joins them
	Herself      Relation = "herself"      // the woman asks for her own record
	Organisation Relation = "organisation" // her keyworker works for the organisation the asker manages
	Ordered      Relation = "ordered"      // she is before the asker's court, or under the asker's supervision
	Shared       Relation = "shared"       // she gave the asker's agency a permission; never enough without it
	Studied      Relation = "studied"      // the case is in a study agreed in writing with the asker
	Overseen     Relation = "overseen"     // the asker answers for how the record is used
	InGroup      Relation = "in-group"     // she has a place in a group the asker runs
	Opened       Relation = "opened"       // two people agreed that the asker reads outside the role, for a time
	Blocked      Relation = "blocked"      // the asker must not learn that she is here
)

// EveryRelation lists the relations in order.
var EveryRelation = []Relation{
	Allocated, Service, SentBy, Unrelated, Herself, Organisation, Ordered, Shared, Studied, Overseen, InGroup, Opened, Blocked,
}

// Action is what the asker wants to do.
type Action string

// The actions of the door.
const (
	Find   Action = "find"
	Read   Action = "read"
	Append Action = "append"
	Export Action = "export"
	Erase  Action = "erase" // end what is kept of her; always with a second person
)

// EveryAction lists the actions in order.
var EveryAction = []Action{Find, Read, Append, Export, Erase}

// Purpose is what the asker wants it for.
type Purpose string

// The purposes of the door.
const (
	ForReferral       Purpose = "referral"
	ForSupport        Purpose = "support"
	ForCondition      Purpose = "condition"
	ForSafeguarding   Purpose = "safeguarding"
	ForEvidence       Purpose = "evidence"
	ForAdministration Purpose = "administration"
	ForLegal          Purpose = "legal" // her rights in her record, and what the law asks of it: packs, keeping, holds, erasure
)

// EveryPurpose lists the purposes in order.
var EveryPurpose = []Purpose{ForReferral, ForSupport, ForCondition, ForSafeguarding, ForEvidence, ForAdministration, ForLegal}

// Permission is what she agreed to: this agency may have these classes for this
// purpose, from one moment until another. The zero value is a woman who gave
// none. What she did not say she did not permit: a permission without a
// recipient, or without both its moments, covers nothing.
type Permission struct {
	Recipient string // agency id
	Purpose   Purpose
	Classes   Classes
	From      time.Time // the first moment it holds
	Until     time.Time // the first moment it no longer holds
	Withdrawn time.Time // when she took it back; zero when she has not
}

// covers says whether she permitted this agency to have the class for the
// purpose at this moment.
func (p Permission) covers(recipient string, class Class, purpose Purpose, at time.Time) bool {
	switch {
	case p.Recipient == "" || p.Recipient != recipient || p.Purpose != purpose || !p.Classes.Has(class):
		return false
	case p.From.IsZero(): // an end that was left out is long past by itself
		return false
	case !p.Withdrawn.IsZero() && !at.Before(p.Withdrawn):
		return false
	}
	return !at.Before(p.From) && at.Before(p.Until)
}

// Question is everything the door looks at: who asks, how they stand to her,
// for what, and what she permitted by then.
type Question struct {
	Asker      Asker
	Relation   Relation
	Class      Class
	Action     Action
	Purpose    Purpose
	Permission Permission
	At         time.Time // the moment of asking; only a permission looks at it
}

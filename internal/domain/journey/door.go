package journey

import (
	"slices"
	"strings"
	"time"

	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
)

// The kinds of fact that say who may come to her record. All are of the woman,
// but for the two that say who works on one case.
const (
	KindPermission     Kind = "permission_answered"
	KindPermissionBack Kind = "permission_withdrawn"
	KindConflict       Kind = "conflict_marked"
	KindConflictOver   Kind = "conflict_lifted"
	KindOpening        Kind = "opening_agreed"
	KindJoined         Kind = "specialist_joined"
	KindLeft           Kind = "specialist_left"
	KindSupervised     Kind = "supervised"
)

// PermissionAnswered says what she answered when she was asked whether an agency
// may have something of hers. A no is an answer too, and follows her nowhere.
type PermissionAnswered struct {
	Permission string         `json:"permission"`
	Recipient  string         `json:"recipient"` // agency id
	Purpose    access.Purpose `json:"purpose"`
	Classes    access.Classes `json:"classes"`
	Answer     YesNo          `json:"answer"`
	Until      calendar.Day   `json:"until"` // the last day it holds
}

// PermissionWithdrawn says that she took a permission back.
type PermissionWithdrawn struct {
	Permission string `json:"permission"`
}

// ConflictSource says where a conflict of interest became known.
type ConflictSource string

// The sources of a conflict.
const (
	ConflictHers    ConflictSource = "hers"    // she named him
	ConflictWorkers ConflictSource = "workers" // somebody declared it, of themselves or of a colleague
	ConflictMatch   ConflictSource = "match"   // surname with address, or phone, are the same
	ConflictAlike   ConflictSource = "alike"   // barred from a woman who seems to be the same
)

// ConflictMarked says that somebody who works with this record must not learn
// that she is here: one person, or everybody of one agency. It holds at once, and
// until it is lifted.
type ConflictMarked struct {
	Conflict string         `json:"conflict"`
	Account  string         `json:"account,omitempty"` // account id, or
	Agency   string         `json:"agency,omitempty"`  // agency id
	From     ConflictSource `json:"from"`
}

// ConflictLifted says that two people looked at a conflict and found that it is
// none, or no more.
type ConflictLifted struct {
	Conflict string `json:"conflict"`
	Second   string `json:"second"` // account id of the other of the two
}

// OpeningAgreed says that two people agreed that somebody opens her record
// outside the role, for a time.
type OpeningAgreed struct {
	Opening      string          `json:"opening"`
	Account      string          `json:"account"` // who opens it
	Second       string          `json:"second"`  // who agreed, of another agency
	SecondAgency string          `json:"second_agency"`
	Until        calendar.Moment `json:"until"`
}

// SpecialistJoined says that a specialist works with her on a case.
type SpecialistJoined struct {
	Account string `json:"account"`
}

// SpecialistLeft says that a specialist no longer does.
type SpecialistLeft struct {
	Account string `json:"account"`
}

// Supervised says which court or probation office the order of a case belongs
// to, "" where it belongs to none any more.
type Supervised struct {
	Agency string `json:"agency"`
}

func (PermissionAnswered) Kind() Kind  { return KindPermission }
func (PermissionWithdrawn) Kind() Kind { return KindPermissionBack }
func (ConflictMarked) Kind() Kind      { return KindConflict }
func (ConflictLifted) Kind() Kind      { return KindConflictOver }
func (OpeningAgreed) Kind() Kind       { return KindOpening }
func (SpecialistJoined) Kind() Kind    { return KindJoined }
func (SpecialistLeft) Kind() Kind      { return KindLeft }
func (Supervised) Kind() Kind          { return KindSupervised }

// Door is what the facts say about who may come to the record of a case: the
// part of the row that the door reads.
type Door struct {
	Permissions []Permission `json:"permissions,omitempty"` // given or refused, in the order she answered
	Conflicts   []Conflict   `json:"conflicts,omitempty"`   // those that hold
	Openings    []Opening    `json:"openings,omitempty"`
	Specialists []string     `json:"specialists,omitempty"` // account ids
	Covers      []Cover      `json:"covers,omitempty"`      // who acts for her keyworker, and when
	Supervisor  string       `json:"supervisor,omitempty"`  // agency id of a court or probation office
	Asks        []OpeningAsk `json:"asks,omitempty"`        // to open her record, not answered yet
}

// Permission is one answer of hers about sharing.
type Permission struct {
	ID        string         `json:"id"`
	Recipient string         `json:"recipient"`
	Purpose   access.Purpose `json:"purpose"`
	Classes   access.Classes `json:"classes"`
	Given     bool           `json:"given"` // false: she said no
	Asked     time.Time      `json:"asked"`
	Until     calendar.Day   `json:"until"`
	Withdrawn time.Time      `json:"withdrawn,omitzero"`
}

// ForDoor returns the permission as the door reads it. One that was refused
// opens nothing.
func (p Permission) ForDoor() access.Permission {
	if !p.Given {
		return access.Permission{}
	}
	return access.Permission{
		Recipient: p.Recipient, Purpose: p.Purpose, Classes: p.Classes,
		From: p.Asked, Until: (p.Until + 1).Start(), Withdrawn: p.Withdrawn,
	}
}

// PermissionState is how an answer of hers stands at a moment.
type PermissionState string

// The states of a permission.
const (
	PermissionGiven  PermissionState = "given"
	PermissionNo     PermissionState = "no"
	PermissionTaken  PermissionState = "withdrawn"
	PermissionIsOver PermissionState = "expired"
)

// State says how the answer stands at a moment.
func (p Permission) State(at time.Time) PermissionState {
	switch {
	case !p.Given:
		return PermissionNo
	case !p.Withdrawn.IsZero() && !at.Before(p.Withdrawn):
		return PermissionTaken
	case !at.Before((p.Until + 1).Start()):
		return PermissionIsOver
	}
	return PermissionGiven
}

// Conflict is somebody who must not learn that she is here.
type Conflict struct {
	ID      string         `json:"id"`
	Account string         `json:"account,omitempty"`
	Agency  string         `json:"agency,omitempty"`
	From    ConflictSource `json:"from"`
	Kept    bool           `json:"kept,omitempty"`    // somebody looked at it and found that it holds
	LiftBy  string         `json:"lift_by,omitempty"` // account id of who asks to lift it; "" where nobody does
}

// Bars says whether the conflict is with this person or the whole agency.
func (c Conflict) Bars(account, agency string) bool {
	return c.Account != "" && c.Account == account || c.Agency != "" && c.Agency == agency
}

// Opening is a time for which somebody outside the role may read.
type Opening struct {
	ID      string    `json:"id"`
	Account string    `json:"account"`
	From    time.Time `json:"from"`
	Until   time.Time `json:"until"`
	Second  string    `json:"second,omitempty"` // account id of who agreed
}

// take adds one fact to what is known about who may come.
func (d *Door) take(fact Fact) {
	switch body := fact.Body.(type) {
	case PermissionAnswered:
		d.Permissions = append(d.Permissions, Permission{
			ID: body.Permission, Recipient: body.Recipient, Purpose: body.Purpose, Classes: body.Classes,
			Given: body.Answer == Yes, Asked: fact.Happened.Time(), Until: body.Until,
		})
	case PermissionWithdrawn:
		for i := range d.Permissions {
			if one := &d.Permissions[i]; one.ID == body.Permission && one.Withdrawn.IsZero() {
				one.Withdrawn = fact.Happened.Time()
			}
		}
	case ConflictMarked:
		d.Conflicts = append(d.Conflicts, Conflict{ID: body.Conflict, Account: body.Account, Agency: body.Agency, From: body.From})
	case ConflictLifted:
		d.Conflicts = slices.DeleteFunc(d.Conflicts, func(c Conflict) bool { return c.ID == body.Conflict })
	case OpeningAgreed:
		d.Openings = append(d.Openings, Opening{ID: body.Opening, Account: body.Account, From: fact.Happened.Time(), Until: body.Until.Time(), Second: body.Second})
		d.Asks = slices.DeleteFunc(d.Asks, func(a OpeningAsk) bool { return a.Account == body.Account })
	case SpecialistJoined:
		if !slices.Contains(d.Specialists, body.Account) {
			d.Specialists = append(d.Specialists, body.Account)
		}
	case SpecialistLeft:
		d.Specialists = slices.DeleteFunc(d.Specialists, func(account string) bool { return account == body.Account })
	case Supervised:
		d.Supervisor = body.Agency
	case CoverArranged, CoverEnded:
		d.cover(fact)
	default:
		d.review(fact)
	}
}

// With returns the row as it would stand after these facts, where they say who may
// come to her record. The row itself stays as it is.
func (r Row) With(facts []Fact) Row {
	r.Door.Permissions, r.Door.Conflicts = slices.Clone(r.Door.Permissions), slices.Clone(r.Door.Conflicts)
	r.Door.Openings, r.Door.Specialists = slices.Clone(r.Door.Openings), slices.Clone(r.Door.Specialists)
	r.Door.Asks, r.Door.Covers = slices.Clone(r.Door.Asks), slices.Clone(r.Door.Covers)
	for _, fact := range facts {
		r.Door.take(fact)
	}
	return r
}

// Ties says whether the fact is of a kind that ties somebody to a case, or ends
// such a tie.
func (f Fact) Ties() bool {
	switch f.Body.(type) {
	case PermissionAnswered,
		PermissionWithdrawn,
		ConflictMarked,
		ConflictLifted,
		OpeningAgreed,
		SpecialistJoined,
		SpecialistLeft,
		Supervised,
		Withdrawn,
		CoverArranged,
		CoverEnded,
		OpeningAsked,
		OpeningDeclined,
		HoldSet,
		HoldLifted,
		ErasureAsked,
		ErasureRefused,
		Erased,
		PackBegun,
		PackReleased,
		PackDropped,
		CopyAsked,
		DeletionAsked,
		GroupPlace,
		HardshipAsked,
		SentOnward:
		return true
	case ActivityRecorded:
		return f.Body.(ActivityRecorded).What == HardshipPayment
	}
	return false
}

// Tie is one line of who is tied to a case and how, as lists choose by it.
type Tie struct {
	Who string // account id or agency id
	How access.Relation
}

// Ties returns who is tied to the case beyond its keyworker, its sender and its
// organisation: whom it is hidden from, and who finds it on a list. Whether a permission or an
// opening holds is for the moment of asking to say. Each tie comes once, sorted.
func (r Row) Ties() []Tie {
	var ties []Tie
	add := func(who string, how access.Relation) {
		if tie := (Tie{who, how}); who != "" && !slices.Contains(ties, tie) {
			ties = append(ties, tie)
		}
	}
	for _, conflict := range r.Door.Conflicts {
		add(conflict.Account, access.Blocked)
		add(conflict.Agency, access.Blocked)
	}
	for _, permission := range r.Door.Permissions {
		if permission.Given {
			add(permission.Recipient, access.Shared)
		}
	}
	for _, opening := range r.Door.Openings {
		add(opening.Account, access.Opened)
	}
	for _, account := range r.Door.Specialists {
		add(account, access.Allocated)
	}
	for _, cover := range r.Door.Covers {
		add(cover.Account, access.Allocated)
	}
	add(r.Door.Supervisor, access.Ordered)
	for _, ask := range r.Door.Asks {
		add(ask.Account, AsksToOpen)
	}
	for _, group := range r.Groups {
		add(group.Group, HoldsPlace)
	}
	if len(r.Hardship) > 0 {
		add(HardshipFund, Granted)
	}
	for _, tie := range r.Keeping.ties() {
		add(tie.Who, tie.How)
	}
	if len(r.SentOn) > 0 {
		add(Elsewhere, SentElsewhere)
	}
	if len(r.AsksKeepers()) > 0 && r.Keeping.Erased.IsZero() {
		add(Keepers, access.Overseen)
	}
	slices.SortFunc(ties, func(a, b Tie) int {
		return strings.Compare(string(a.How)+" "+a.Who, string(b.How)+" "+b.Who)
	})
	return ties
}

// Organisation returns the agency that supports her: her keyworker's, or else
// the one the referral names.
func (r Row) Organisation() string {
	if r.WorkerAgency != "" {
		return r.WorkerAgency
	}
	return r.Provider
}

// PermissionEntry is what she answered to being asked whether an agency may have
// something of hers.
type PermissionEntry struct {
	Recipient string
	Purpose   access.Purpose
	Classes   access.Classes
	Answer    YesNo
	Until     calendar.Day
	Words     string // what she said to it
}

// longestPermission is how long one answer of hers may hold, in months: then she
// is asked again.
const longestPermission = 12

// AnswerPermission writes down what she answered. Her acceptance of a condition
// is another matter, and a no here changes nothing about it.
func (p Pen) AnswerPermission(row Row, entry PermissionEntry) ([]Fact, error) {
	var problems Problems
	problems.check(entry.Recipient != "", "recipient", "Choose who would get it")
	problems.check(slices.Contains(access.EveryPurpose, entry.Purpose), "purpose", "Choose what it is for")
	problems.check(entry.Classes != 0 && !entry.Classes.Has(access.Aggregates), "classes", "Choose what would be shared")
	problems.check(oneOf(entry.Answer, []YesNo{Yes, No}), "answer", "Choose what she said")
	problems.check(entry.Answer != Yes || entry.Until >= p.today(), "until", "Enter the last day it holds: today or later")
	problems.check(entry.Answer != Yes || entry.Until <= p.today().AddMonths(longestPermission), "until", "Choose a day within a year: after that she is asked again")
	if err := problems.err(); err != nil {
		return nil, err
	}
	if entry.Answer == No {
		entry.Until = 0
	}
	return []Fact{p.write(row.Woman, "", calendar.At(p.Now), PermissionAnswered{
		Permission: p.NewID(), Recipient: entry.Recipient, Purpose: entry.Purpose, Classes: entry.Classes, Answer: entry.Answer, Until: entry.Until,
	}, sealedText(entry.Words))}, nil
}

// WithdrawPermission takes a permission back, from now on. It is never a failure
// of a condition.
func (p Pen) WithdrawPermission(row Row, permission, words string) ([]Fact, error) {
	i := slices.IndexFunc(row.Door.Permissions, func(one Permission) bool { return one.ID == permission })
	var problems Problems
	problems.check(i >= 0, "permission", "There is no such permission")
	problems.check(i < 0 || row.Door.Permissions[i].State(p.Now) == PermissionGiven, "permission", "Nothing is shared by this permission any more")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, "", calendar.At(p.Now), PermissionWithdrawn{Permission: permission}, sealedText(words))}, nil
}

// ConflictEntry says who must not learn that she is here.
type ConflictEntry struct {
	Account string // account id, or
	Agency  string // agency id
	From    ConflictSource
	Story   string // sealed, and of the sealed class
}

// MarkConflict hides her from somebody, from now on.
func (p Pen) MarkConflict(row Row, entry ConflictEntry) ([]Fact, error) {
	var problems Problems
	problems.check((entry.Account == "") != (entry.Agency == ""), "who", "Choose one person, or one whole agency")
	problems.check(oneOf(entry.From, []ConflictSource{ConflictHers, ConflictWorkers, ConflictMatch, ConflictAlike}), "from", "Choose who says so")
	held := slices.ContainsFunc(row.Door.Conflicts, func(c Conflict) bool { return c.Account == entry.Account && c.Agency == entry.Agency })
	problems.check(!held, "who", "Her record is hidden from them already")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, "", calendar.At(p.Now), ConflictMarked{
		Conflict: p.NewID(), Account: entry.Account, Agency: entry.Agency, From: entry.From,
	}, sealedText(entry.Story))}, nil
}

// LiftConflict ends a conflict that two people looked at.
func (p Pen) LiftConflict(row Row, conflict, second, reason string) ([]Fact, error) {
	var problems Problems
	problems.check(slices.ContainsFunc(row.Door.Conflicts, func(c Conflict) bool { return c.ID == conflict }), "conflict", "There is no such conflict any more")
	problems.check(second != "" && second != p.By, "second", "A second person has to agree")
	problems.check(strings.TrimSpace(reason) != "", "reason", "Say why it is no conflict")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, "", calendar.At(p.Now), ConflictLifted{Conflict: conflict, Second: second}, sealedText(reason))}, nil
}

// OpeningLasts is how long a record that two people agreed to open stays open.
const OpeningLasts = 4 * time.Hour

// AgreeOpening opens her record to somebody outside the role, for OpeningLasts.
// The pen is the second person's: of another agency than the one who opens.
func (p Pen) AgreeOpening(row Row, account, agency, reason string) ([]Fact, error) {
	var problems Problems
	problems.check(account != "" && account != p.By, "account", "Somebody else has to agree")
	problems.check(agency != p.Agency, "account", "Somebody of another agency has to agree")
	problems.check(strings.TrimSpace(reason) != "", "reason", "Say why her record has to be opened")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, "", calendar.At(p.Now), OpeningAgreed{
		Opening: p.NewID(), Account: account, Second: p.By, SecondAgency: p.Agency, Until: calendar.At(p.Now.Add(OpeningLasts)),
	}, sealedText(reason))}, nil
}

// JoinSpecialist lets a specialist work with her on a case.
func (p Pen) JoinSpecialist(row Row, account string) ([]Fact, error) {
	var problems Problems
	problems.check(account != "", "specialist", "Choose a specialist")
	problems.check(row.Open(), "specialist", "Her support has ended")
	problems.check(!slices.Contains(row.Door.Specialists, account), "specialist", "They work with her already")
	problems.check(!row.Door.Barred(account, ""), "specialist", "Choose another specialist: a conflict of interest is on record")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, row.Case, calendar.At(p.Now), SpecialistJoined{Account: account}, nil)}, nil
}

// LeaveSpecialist ends a specialist's work with her on a case.
func (p Pen) LeaveSpecialist(row Row, account string) ([]Fact, error) {
	var problems Problems
	problems.check(slices.Contains(row.Door.Specialists, account), "specialist", "They do not work with her")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, row.Case, calendar.At(p.Now), SpecialistLeft{Account: account}, nil)}, nil
}

// Supervise says which court or probation office her order belongs to; "" says
// that it belongs to none any more.
func (p Pen) Supervise(row Row, agency string) ([]Fact, error) {
	var problems Problems
	problems.check(agency != row.Door.Supervisor, "agency", "Her order belongs there already")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, row.Case, calendar.At(p.Now), Supervised{Agency: agency}, nil)}, nil
}

package journey

import (
	"reflect"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/need"
)

// The kinds of fact.
const (
	// Of a case.
	KindReferred         Kind = "referred"
	KindAllocated        Kind = "allocated"
	KindConditionGiven   Kind = "condition_given"
	KindConditionDecided Kind = "condition_decided"
	KindConditionVaried  Kind = "condition_varied"
	KindReferredBack     Kind = "referred_back"
	KindBooked           Kind = "appointment_booked"
	KindAttendance       Kind = "attendance_recorded"
	KindExcuseDecided    Kind = "excuse_decided"
	KindContact          Kind = "contact_made"
	KindNeed             Kind = "need_assessed"
	KindTier             Kind = "tier_set"
	KindGoal             Kind = "goal_set"
	KindPlanAgreed       Kind = "plan_agreed"
	KindActivity         Kind = "activity_recorded"
	KindAnswer           Kind = "outcome_answered"
	KindClosed           Kind = "closed"
	KindWithdrawn        Kind = "withdrawn"

	// Of the woman.
	KindIdentity   Kind = "identity_told"
	KindDescribed  Kind = "described"
	KindBackground Kind = "background_told"
	KindArrested   Kind = "arrested"

	// Of an encounter, and of the service.
	KindEncounter Kind = "encounter"
	KindTraining  Kind = "training_held"
	KindCost      Kind = "cost_recorded"
)

// Referred says that she was referred to a scheme. One referral is one case.
type Referred struct {
	Scheme    string   `json:"scheme"`
	Pathway   Pathway  `json:"pathway"`
	Agency    string   `json:"referrer_agency,omitempty"`
	Role      string   `json:"referrer_role,omitempty"`
	Sender    string   `json:"sender,omitempty"` // agency of the account that sent it; "" when it was not sent through here
	Area      string   `json:"area,omitempty"`
	Provider  string   `json:"provider,omitempty"`
	Encounter string   `json:"encounter,omitempty"` // id of the encounter it came from
	Age       *int     `json:"age,omitempty"`       // years at referral; a coded fact, so figures survive erasure
	Outcome   string   `json:"police_outcome,omitempty"`
	Offence   Offence  `json:"offence,omitzero"`
	Contact   Contact  `json:"contact,omitempty"` // how she may be reached safely
	Agreed    string   `json:"agreed,omitempty"`  // yes, or yes_not_today
	Urgent    []string `json:"urgent,omitempty"`  // Urgent codes

	// What she was told before she agreed; "" where nobody wrote it down.
	Explained YesNo       `json:"explained,omitempty"` // what agreeing means
	Legal     LegalAdvice `json:"legal_advice,omitempty"`

	Otherwise string         `json:"would_otherwise,omitempty"`  // one of Otherwises; "" where nobody was asked
	Warned    YesNo          `json:"widening_warned,omitempty"`  // police were told that a lighter outcome was likely
	Reason    WideningReason `json:"widening_reason,omitempty"`  // why they went on
	Instead   string         `json:"asked_instead_of,omitempty"` // the outcome in whose place she asks for herself

	Earlier string `json:"earlier_case,omitempty"` // her case that this one goes on from
}

// Offence is what she was met for, by the list of offences.
type Offence struct {
	Code  string `json:"code,omitempty"`  // CJS offence code
	Label string `json:"label,omitempty"` // the title of the code; never without one
}

// Allocated says whose case it is.
type Allocated struct {
	Keyworker string `json:"keyworker"`        // account id, or the code an import carries
	Agency    string `json:"agency,omitempty"` // whom the keyworker works for; "" where it was not known
}

// ConditionGiven says what the caution, notice, bail or order asks of her.
type ConditionGiven struct {
	Condition string       `json:"condition"`
	Units     int          `json:"units_required"`  // in all
	Parts     []Part       `json:"parts,omitempty"` // where it asks for units of more than one kind
	Given     calendar.Day `json:"given_on"`
	Due       calendar.Day `json:"due_on"` // zero: no deadline was stated, and none is ever made up
}

// Part is one kind of unit that a condition asks for, such as one alcohol
// awareness session. Source: 000:507.
type Part struct {
	Unit     string `json:"unit"` // a code, such as alcohol_awareness_session
	Required int    `json:"units_required"`
}

// ConditionVaried says what the condition asks from then on, whole: police gave
// more time, or changed what is asked. What stood before stays a fact.
type ConditionVaried struct {
	Condition string       `json:"condition"`
	Units     int          `json:"units_required"`
	Parts     []Part       `json:"parts,omitempty"`
	Due       calendar.Day `json:"due_on"` // zero: no date is stated from then on
}

// ConditionDecided says what the police decided. Source: 004:411; 000:497.
type ConditionDecided struct {
	Condition   string            `json:"condition"`
	Decision    ConditionDecision `json:"decision"`              // "" where it goes on, with more time or other terms
	Consequence Consequence       `json:"consequence,omitempty"` // what follows; "" where nobody stated it
}

// ReferredBack says that the one whom the scheme names sent the matter back to
// police, after she tried to reach the woman and asked for her reasons. Police
// decide what follows. Source: 000:554.
type ReferredBack struct {
	Condition string `json:"condition"`
}

// Booked says that she was offered a time.
type Booked struct {
	Appointment string          `json:"appointment"`
	At          calendar.Moment `json:"at"`
	How         AppointmentKind `json:"how"`
	Series      string          `json:"series,omitempty"`  // shared by those that were booked to come back
	Instead     string          `json:"instead,omitempty"` // the appointment whose time this changed
	Warned      []Warning       `json:"warned,omitempty"`  // what spoke against it; why even so stands in its words
}

// Attendance says what became of an appointment.
type Attendance struct {
	Appointment string          `json:"appointment"`
	At          calendar.Moment `json:"at"`
	How         AppointmentKind `json:"how"`
	Outcome     Outcome         `json:"outcome"`
	Counts      YesNo           `json:"counts_toward_condition,omitempty"`
	Unit        string          `json:"unit,omitempty"` // which part of the condition, where it has several
	Minutes     int             `json:"minutes,omitempty"`
	With        Company         `json:"with,omitzero"`
}

// ExcuseDecided says whether her reason for not coming was accepted, by the
// person who wrote it.
type ExcuseDecided struct {
	Appointment string `json:"appointment"`
	Accepted    bool   `json:"accepted"`
}

// ContactMade says that the service reached her, or tried to, outside an
// appointment.
type ContactMade struct {
	How     AppointmentKind `json:"how"`
	Spoke   bool            `json:"spoke"`
	Minutes int             `json:"minutes,omitempty"`
	With    Company         `json:"with,omitzero"`
}

// NeedAssessed is one pathway of one assessment.
type NeedAssessed struct {
	Pathway need.Pathway `json:"pathway"`
	Present bool         `json:"present"`
	Wanted  Wanted       `json:"wanted,omitempty"`        // how much help she wants; "" where nobody asked so
	First   int          `json:"first,omitempty"`         // 1, 2 or 3 where she puts it first, second or third; 0 where she did not
	Hers    *int         `json:"her_rating,omitempty"`    // 0 very hard to 4 going well, in her own view
	Workers *int         `json:"worker_rating,omitempty"` // the same, in the worker's view
	Detail  string       `json:"detail,omitempty"`        // for domestic_abuse_vawg: current, history or both
}

// TierSet says that a person chose another tier than the count of needs gives.
type TierSet struct {
	Tier need.Tier `json:"tier"`
}

// GoalSet is a goal of her plan as it stands after this fact; its words are
// hers, and sealed.
type GoalSet struct {
	Goal    string       `json:"goal"`
	Pathway need.Pathway `json:"pathway,omitempty"`
	State   GoalState    `json:"state"`
	Review  calendar.Day `json:"review_on"` // zero: no review date agreed

	Target  calendar.Day  `json:"target_on,omitzero"` // the day it is hoped for; zero: none agreed
	Support []GoalSupport `json:"support,omitempty"`  // help that is offered towards it
}

// PlanAgreed says what she answered to the plan as a whole.
type PlanAgreed struct {
	Answer PlanAnswer `json:"answer"`
}

// ActivityRecorded is support beyond appointments: an onward referral, advocacy,
// a group. Source: 004:301-304.
type ActivityRecorded struct {
	Activity string       `json:"activity"`
	What     ActivityKind `json:"kind"`
	Pathway  need.Pathway `json:"pathway,omitempty"`
	Pence    int64        `json:"amount_pence,omitempty"`
	Outcome  string       `json:"outcome,omitempty"`

	// Of a hardship payment from a fund; "" where it was entered without one. The id
	// of the activity is then that of the request.
	Fund string       `json:"fund,omitempty"`
	Buys HardshipKind `json:"buys,omitempty"`
	Paid PaidBy       `json:"paid_by,omitempty"`
}

// OutcomeAnswered is her answer to one outcome question.
type OutcomeAnswered struct {
	Wave    Wave   `json:"wave"`
	Measure string `json:"measure"`
	Answer  string `json:"answer"` // yes, no, not_applicable, prefer_not_to_say or no_answer
}

// Closed says that support ended, and why.
type Closed struct {
	Reason ClosureReason `json:"reason"`
	Onward string        `json:"onward_scheme,omitempty"` // id of a scheme, or other
}

// Withdrawn takes back the fact it supersedes and puts nothing in its place.
type Withdrawn struct{}

// IdentityTold carries who she is in its sealed words.
type IdentityTold struct{}

// Described is what is known of her for fair-treatment figures and for support.
type Described struct {
	Borough         string `json:"borough,omitempty"` // where she lives; never the coverage test by itself
	Ethnicity       string `json:"ethnicity,omitempty"`
	Language        string `json:"language,omitempty"` // BCP 47
	Interpreter     YesNo  `json:"interpreter_needed,omitempty"`
	FirstTime       YesNo  `json:"first_time,omitempty"` // reports no earlier offence
	ChildrenUnder18 *int   `json:"children_under_18,omitempty"`
	ChildrenWithHer *int   `json:"children_with_her,omitempty"`
}

// BackgroundTold carries immigration facts in its sealed words.
type BackgroundTold struct{}

// Arrested is a line of the police feed.
type Arrested struct {
	Arrest  string `json:"arrest"`
	Force   string `json:"force,omitempty"`
	Offence string `json:"offence_code,omitempty"`
	Outcome string `json:"outcome,omitempty"`

	Match ArrestMatch `json:"match,omitzero"` // where the feed did not say whose it is
}

// Encounter is a contact of a woman with the justice system at which diversion
// could have been offered. It mostly has no woman: she is not identified unless
// she was referred or agreed to be known.
type Encounter struct {
	Encounter    string  `json:"encounter"`
	What         string  `json:"kind,omitempty"`
	Force        string  `json:"force,omitempty"`
	Area         string  `json:"area,omitempty"`
	Suite        string  `json:"suite,omitempty"`
	Offence      Offence `json:"offence,omitzero"`
	ValuePence   *int64  `json:"value_pence,omitempty"`
	Gravity      int     `json:"gravity,omitempty"`
	Admitted     string  `json:"admitted,omitempty"`
	Outcome      string  `json:"police_outcome,omitempty"`
	Information  YesNo   `json:"information_given,omitempty"`
	Assessed     YesNo   `json:"assessed,omitempty"`
	Offered      YesNo   `json:"offered,omitempty"`
	Accepted     YesNo   `json:"accepted,omitempty"`
	NotOffered   string  `json:"not_offered_reason,omitempty"`
	Declined     string  `json:"declined_reason,omitempty"`
	MayAskAgain  YesNo   `json:"may_ask_again,omitempty"`
	LeafletGiven YesNo   `json:"leaflet_given,omitempty"`

	// What the clauses of some schemes ask; "", 0 and nil where nobody said. A list
	// that is there and empty says that she belongs to none of them.
	Residence   string   `json:"residence,omitempty"`          // borough, district or town she lives in
	Group       string   `json:"offence_group,omitempty"`      // where the offence code does not say it
	Considered  string   `json:"considered_outcome,omitempty"` // what police are considering, as a police outcome
	ChargeState string   `json:"charge_state,omitempty"`       // charged or not_charged
	Bailable    YesNo    `json:"bail_suitable,omitempty"`
	First       YesNo    `json:"first_offence,omitempty"`
	InCustody   YesNo    `json:"earlier_custody,omitempty"` // she was in prison before
	Months      int      `json:"sentence_months,omitempty"`
	Orders      []string `json:"orders,omitzero"`
	Cohorts     []string `json:"cohorts,omitzero"`
	Needs       []string `json:"needs,omitzero"` // as police see them; the service asks her itself
}

// TrainingHeld is one session for police or partners. Source: 004:168, 440.
type TrainingHeld struct {
	Session   string `json:"session"`
	Force     string `json:"force,omitempty"`
	Area      string `json:"area,omitempty"`
	Suite     string `json:"suite,omitempty"` // id of one custody suite; "" where it was for all of the area
	Audience  string `json:"audience,omitempty"`
	Attendees int    `json:"attendees"`
}

// CostRecorded is one line of what a scheme cost.
type CostRecorded struct {
	Scheme   string       `json:"scheme"`
	From     calendar.Day `json:"from"`
	To       calendar.Day `json:"to"`
	Category string       `json:"category,omitempty"`
	Pence    int64        `json:"amount_pence"`
}

func (Referred) Kind() Kind         { return KindReferred }
func (Allocated) Kind() Kind        { return KindAllocated }
func (ConditionGiven) Kind() Kind   { return KindConditionGiven }
func (ConditionDecided) Kind() Kind { return KindConditionDecided }
func (ConditionVaried) Kind() Kind  { return KindConditionVaried }
func (ReferredBack) Kind() Kind     { return KindReferredBack }
func (Booked) Kind() Kind           { return KindBooked }
func (Attendance) Kind() Kind       { return KindAttendance }
func (ExcuseDecided) Kind() Kind    { return KindExcuseDecided }
func (ContactMade) Kind() Kind      { return KindContact }
func (NeedAssessed) Kind() Kind     { return KindNeed }
func (TierSet) Kind() Kind          { return KindTier }
func (GoalSet) Kind() Kind          { return KindGoal }
func (PlanAgreed) Kind() Kind       { return KindPlanAgreed }
func (ActivityRecorded) Kind() Kind { return KindActivity }
func (OutcomeAnswered) Kind() Kind  { return KindAnswer }
func (Closed) Kind() Kind           { return KindClosed }
func (Withdrawn) Kind() Kind        { return KindWithdrawn }
func (IdentityTold) Kind() Kind     { return KindIdentity }
func (Described) Kind() Kind        { return KindDescribed }
func (BackgroundTold) Kind() Kind   { return KindBackground }
func (Arrested) Kind() Kind         { return KindArrested }
func (Encounter) Kind() Kind        { return KindEncounter }
func (TrainingHeld) Kind() Kind     { return KindTraining }
func (CostRecorded) Kind() Kind     { return KindCost }

// bodies says which Go type carries each kind of fact.
var bodies = kindsOf(
	Referred{},
	Allocated{},
	ConditionGiven{},
	ConditionDecided{},
	ConditionVaried{},
	ReferredBack{},
	Booked{},
	Attendance{},
	ExcuseDecided{},
	ContactMade{},
	NeedAssessed{},
	TierSet{},
	GoalSet{},
	StepSet{},
	GoalReviewed{},
	PlanAgreed{},
	PaperAgreed{},
	DocumentAttached{},
	DocumentScanned{},
	DocumentTakenOut{},
	SupportExtended{},
	SafetyPlanWritten{},
	SafetyPlanShown{},
	ActivityRecorded{},
	OutcomeAnswered{},
	Closed{},
	ExitTalked{},
	GoalJudged{},
	FollowUpAgreed{},
	SummaryMade{},
	SummaryAnswered{},
	SummaryHandedOver{},
	SummaryBrought{},
	Withdrawn{},
	Undone{},
	IdentityTold{},
	Described{},
	BackgroundTold{},
	Arrested{},
	FeedLinked{},
	PermissionAnswered{},
	PermissionWithdrawn{},
	ConflictMarked{},
	ConflictLifted{},
	OpeningAgreed{},
	SpecialistJoined{},
	SpecialistLeft{},
	Supervised{},
	ConflictKept{},
	LiftAsked{},
	OpeningAsked{},
	OpeningDeclined{},
	Kept{},
	HoldSet{},
	HoldLifted{},
	ErasureAsked{},
	ErasureRefused{},
	Erased{},
	PackBegun{},
	PackDecided{},
	PackSigned{},
	PackReleased{},
	PackDropped{},
	AnsweredBack{},
	CheckedIn{},
	TalkAsked{},
	ChangeAsked{},
	CopyAsked{},
	CorrectionAsked{},
	DeletionAsked{},
	SeenTo{},
	HeldBack{},
	AgreementChecked{},
	HealthNoted{},
	SupportNoted{},
	AdviceNoted{},
	ToldConfirmed{},
	Encounter{},
	TrainingHeld{},
	CostRecorded{},
	ImportUndone{},
	SafeContactTold{},
	SafeContactConfirmed{},
	ChannelFrozen{},
	SuiteListed{},
	SuiteCalled{},
	SuiteVisited{},
	VettingRecorded{},
	CoverArranged{},
	CoverEnded{},
	HandedOver{},
	KeyworkerDescribed{},
	LeavePlanned{},
	LeaveCancelled{},
	CannotCome{},
	PlaceUnsafe{},
	Screened{},
	InstrumentScored{},
	StrengthsTold{},
	RiskTold{},
	DualTold{},
	ServiceExcluded{},
	TraffickingTold{},
	FamilyTold{},
	PregnancyTold{},
	GroupSet{},
	GroupEnded{},
	SessionSet{},
	SessionCancelled{},
	GroupPlace{},
	KeptApart{},
	ApartEnded{},
	FundSet{},
	HardshipAsked{},
	HardshipDecided{},
	HardshipReturned{},
	SentOnward{},
	PartnerOpened{},
	PartnerAnswered{},
	SentSaid{},
	SentChased{},
	SentResult{},
	AdvocacyNoted{},
	ServiceListed{},
	ServiceChecked{},
	ServiceGone{},
	WellbeingTold{},
	SurveyDrawn{},
)

func kindsOf(all ...Body) map[Kind]reflect.Type {
	kinds := make(map[Kind]reflect.Type, len(all))
	for _, body := range all {
		kinds[body.Kind()] = reflect.TypeOf(body)
	}
	return kinds
}

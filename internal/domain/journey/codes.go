package journey

import (
	"slices"
	"strings"
)

// YesNo is an answer that may be missing: "yes", "no", or "" for not recorded,
// which is never read as no.
type YesNo string

// The two answers.
const (
	Yes YesNo = "yes"
	No  YesNo = "no"
)

// YesNoOf returns the answer that a known truth gives.
func YesNoOf(truth bool) YesNo {
	if truth {
		return Yes
	}
	return No
}

// Pathway is the way by which she came to a scheme.
type Pathway string

// The pathways of the exchange format.
const (
	ConditionalCaution  Pathway = "conditional_caution"
	Voluntary           Pathway = "voluntary"
	Triage              Pathway = "triage"
	Bail                Pathway = "bail"
	PenaltyNotice       Pathway = "penalty_notice"
	LiaisonAndDiversion Pathway = "liaison_and_diversion"
	CourtOrder          Pathway = "court_order"
	OffenderManagement  Pathway = "offender_management"
	Transfer            Pathway = "transfer"
)

// AppointmentKind is how the service and she met.
type AppointmentKind string

// The ways of meeting.
const (
	OneToOne     AppointmentKind = "one_to_one"
	Group        AppointmentKind = "group"
	Phone        AppointmentKind = "phone"
	Outreach     AppointmentKind = "outreach"
	Accompanied  AppointmentKind = "accompanied"
	CustodyVisit AppointmentKind = "custody_visit"
)

// AppointmentKinds lists the ways of meeting in the order people choose from.
var AppointmentKinds = []AppointmentKind{OneToOne, Phone, Group, Outreach, Accompanied, CustodyVisit}

var appointmentWords = map[AppointmentKind]string{
	OneToOne: "One to one", Phone: "Phone", Group: "Group", Outreach: "Outreach",
	Accompanied: "Went with her", CustodyVisit: "Custody visit",
}

// Words returns the way of meeting as people say it.
func (k AppointmentKind) Words() string { return appointmentWords[k] }

// Outcome is what became of an appointment: six facts that are never merged.
type Outcome string

// The outcomes of the exchange format.
const (
	StillBooked        Outcome = "booked"
	Attended           Outcome = "attended"
	AttendedLate       Outcome = "attended_late"
	Missed             Outcome = "missed"
	MissedWithExcuse   Outcome = "missed_with_reasonable_excuse"
	CancelledByHer     Outcome = "cancelled_by_her"
	CancelledByService Outcome = "cancelled_by_service"
)

// Outcomes lists what may be recorded of an appointment.
var Outcomes = []Outcome{Attended, AttendedLate, Missed, MissedWithExcuse, CancelledByHer, CancelledByService}

var outcomeWords = map[Outcome]string{
	StillBooked: "Booked", Attended: "Came", AttendedLate: "Came late", Missed: "Did not come",
	MissedWithExcuse: "Did not come, with a reasonable excuse", CancelledByHer: "She cancelled", CancelledByService: "We cancelled",
}

// Words returns the outcome as people say it.
func (o Outcome) Words() string { return outcomeWords[o] }

// Came says whether she was there. Late is neither absent nor on time, and
// counts as having come. Source: 004:370, 406. Why: docs/adr/0008-figures-where-the-source-leaves-room.md.
func (o Outcome) Came() bool { return o == Attended || o == AttendedLate }

// ClosureReason is why support ended.
type ClosureReason string

// The reasons of the exchange format.
const (
	ClosedCompleted       ClosureReason = "completed"
	ClosedDidNotEngage    ClosureReason = "did_not_engage"
	ClosedAfterFirst      ClosureReason = "disengaged_after_first_appointment"
	ClosedTransferred     ClosureReason = "transferred"
	ClosedOrderEnded      ClosureReason = "order_ended"
	ClosedMovedAway       ClosureReason = "moved_away"
	ClosedDied            ClosureReason = "died"
	ClosedForOtherReasons ClosureReason = "other"
)

// ClosureReasons lists the reasons in the order people choose from.
var ClosureReasons = []ClosureReason{
	ClosedCompleted, ClosedTransferred, ClosedDidNotEngage, ClosedAfterFirst,
	ClosedOrderEnded, ClosedMovedAway, ClosedDied, ClosedForOtherReasons,
}

var closureWords = map[ClosureReason]string{
	ClosedCompleted: "Support completed", ClosedTransferred: "Moved on to another service",
	ClosedDidNotEngage: "Did not take up support", ClosedAfterFirst: "Stopped after the first meeting",
	ClosedOrderEnded: "Order ended", ClosedMovedAway: "Moved away", ClosedDied: "Died", ClosedForOtherReasons: "Another reason",
}

// Words returns the reason as people say it.
func (r ClosureReason) Words() string { return closureWords[r] }

// GoalState is how a goal of the plan stands.
type GoalState string

// The states of a goal.
const (
	GoalOpen     GoalState = "open"
	GoalReached  GoalState = "reached"
	GoalSetAside GoalState = "set_aside"
)

// GoalStates lists the states of a goal.
var GoalStates = []GoalState{GoalOpen, GoalReached, GoalSetAside}

// PlanAnswer is what she said to the plan.
type PlanAnswer string

// Her answers: each is a fact of its own.
const (
	PlanAgreedByHer    PlanAnswer = "agreed"
	PlanNotAgreed      PlanAnswer = "not_agreed"
	PlanCouldNotAnswer PlanAnswer = "could_not_answer"
)

// PlanAnswers lists her answers.
var PlanAnswers = []PlanAnswer{PlanAgreedByHer, PlanNotAgreed, PlanCouldNotAnswer}

// ActivityKind is a kind of support beyond appointments.
type ActivityKind string

// The kinds of the exchange format.
const (
	OnwardReferral    ActivityKind = "onward_referral"
	Advocacy          ActivityKind = "advocacy"
	GroupActivity     ActivityKind = "group"
	HardshipPayment   ActivityKind = "hardship_payment"
	SafetyPlanning    ActivityKind = "safety_planning"
	ImmigrationAdvice ActivityKind = "immigration_advice"
)

// ActivityKinds lists the kinds of activity.
var ActivityKinds = []ActivityKind{OnwardReferral, Advocacy, GroupActivity, HardshipPayment, SafetyPlanning, ImmigrationAdvice}

var activityWords = map[ActivityKind]string{
	OnwardReferral: "Onward referral", Advocacy: "Advocacy", GroupActivity: "Group or workshop",
	HardshipPayment: "Hardship payment", SafetyPlanning: "Safety planning", ImmigrationAdvice: "Immigration advice",
}

// Words returns the kind of activity as people say it.
func (k ActivityKind) Words() string { return activityWords[k] }

// Wanted is how much help she wants in a pathway where need is present.
type Wanted string

// How much she wants.
const (
	WantedABit Wanted = "a_bit"
	WantedALot Wanted = "a_lot"
)

// Words returns how much she wants as people say it.
func (w Wanted) Words() string {
	switch w {
	case WantedABit:
		return "a bit of help wanted"
	case WantedALot:
		return "a lot of help wanted"
	}
	return "help wanted"
}

// Wave is when an outcome question was asked.
type Wave string

// The waves of the exchange format.
const (
	During   Wave = "during"
	Exit     Wave = "exit"
	FollowUp Wave = "follow_up"
)

// Contact is how she may be reached safely, as she said at referral.
type Contact string

// The ways she may choose from.
const (
	ContactCall      Contact = "call"
	ContactText      Contact = "text"
	ContactNoMessage Contact = "no_message"
	ContactInPerson  Contact = "speak_to_her_here_now"
	// ContactThrough is for a woman who asks herself and names somebody.
	ContactThrough Contact = "through_somebody"
)

// Contacts lists the ways of reaching her that those who refer her choose from.
var Contacts = []Contact{ContactCall, ContactText, ContactNoMessage, ContactInPerson}

// OwnContacts lists the ways that she chooses from who asks herself.
var OwnContacts = []Contact{ContactCall, ContactNoMessage, ContactText, ContactThrough}

var contactWords = map[Contact]string{
	ContactCall:      "Call her. On voicemail, do not say who we are",
	ContactText:      "Text her, in neutral words",
	ContactNoMessage: "Call only. Leave no message and send no text",
	ContactInPerson:  "Speak to her in person. No call or text was agreed",
	ContactThrough:   "Reach her only through the person she named",
}

// Words returns the instruction in words, as it stands beside her number.
func (c Contact) Words() string { return contactWords[c] }

// Urgents lists what may be urgent on the day of referral.
var Urgents = []string{"nowhere_safe", "children_need_care", "risk_to_herself", "interpreter"}

var urgentWords = map[string]string{
	"nowhere_safe": "nowhere safe to go", "children_need_care": "children need care",
	"risk_to_herself": "risk to herself", "interpreter": "interpreter",
}

// UrgentWords says what is urgent as one clause, "" where nothing is.
func UrgentWords(codes ...string) string {
	words := make([]string, len(codes))
	for i, code := range codes {
		words[i] = urgentWords[code]
	}
	return strings.Join(words, ", ")
}

// DeclineReasons lists why she said no, or not now. Source: 004:133 asks why so
// few take up an offer; the words are our own.
var DeclineReasons = []string{"not_now", "wants_to_think", "has_support", "worried_who_will_know", "prefers_another_service", "none_given"}

// oneOf says whether the value is among the codes.
func oneOf[T comparable](value T, codes []T) bool { return slices.Contains(codes, value) }

// OutcomeAnswers lists the answers to an outcome question.
var OutcomeAnswers = []string{"yes", "no", "not_applicable", "prefer_not_to_say", "no_answer"}

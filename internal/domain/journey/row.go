package journey

import (
	"cmp"
	"slices"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/need"
	"throughline/internal/domain/safecontact"
)

// Row is everything that follows from the facts of one case: the one answer
// that pages, lists, letters and figures read. It holds dates and counts, and no
// word that needs to know what day it is today: those come from At.
type Row struct {
	Case    string `json:"case"`
	Woman   string `json:"woman"`
	Version int    `json:"version"` // how many facts of the case and of the woman were ever written

	Scheme   string       `json:"scheme"`
	Pathway  Pathway      `json:"pathway"`
	Referred calendar.Day `json:"referred_on"`
	Known    calendar.Day `json:"known_on"` // latest day on which a fact in it became known
	Agency   string       `json:"referrer_agency,omitempty"`
	Role     string       `json:"referrer_role,omitempty"`
	Sender   string       `json:"sender,omitempty"` // agency of the account that sent her referral; "" when it was not sent through here
	Area     string       `json:"area,omitempty"`
	Provider string       `json:"provider,omitempty"`
	Worker   string       `json:"keyworker,omitempty"`
	// WorkerAgency is whom the keyworker works for, "" where nobody wrote it down.
	WorkerAgency string   `json:"keyworker_agency,omitempty"`
	Contact      Contact  `json:"contact,omitempty"`
	Agreed       string   `json:"agreed,omitempty"`
	Urgent       []string `json:"urgent,omitempty"`

	Allocated calendar.Day `json:"allocated_on,omitzero"`

	SafeContact safecontact.Rule `json:"safe_contact,omitzero"` // of the woman: the same in each of her cases

	Age         *int   `json:"age,omitempty"`
	Borough     string `json:"borough,omitempty"`
	Residence   string `json:"residence,omitempty"` // as told at the encounter; reports count by Borough
	Ethnicity   string `json:"ethnicity,omitempty"`
	Language    string `json:"language,omitempty"`
	Interpreter YesNo  `json:"interpreter_needed,omitempty"`
	FirstTime   YesNo  `json:"first_time,omitempty"`
	Mother      YesNo  `json:"mother,omitempty"` // has children under 18

	Encounter    string       `json:"encounter,omitempty"`
	Encountered  calendar.Day `json:"encountered_on,omitzero"`
	Suite        string       `json:"suite,omitempty"` // custody suite by its name, as the encounter gives it
	OffenceCode  string       `json:"offence_code,omitempty"`
	OffenceLabel string       `json:"offence_label,omitempty"`
	Outcome      string       `json:"police_outcome,omitempty"`
	Otherwise    string       `json:"would_otherwise,omitempty"` // what she would have had without the scheme
	Warned       YesNo        `json:"widening_warned,omitempty"` // police were told that it was lighter

	Appointments Appointments `json:"appointments"`
	Condition    *Condition   `json:"condition,omitempty"`

	Assessed   calendar.Day `json:"assessed_on,omitzero"`  // first assessment
	Needs      need.Set     `json:"needs,omitempty"`       // present at the first assessment
	Abuse      string       `json:"abuse,omitempty"`       // current, history or both, at the first assessment
	TierChosen need.Tier    `json:"tier_chosen,omitempty"` // set by a person, with a reason; 0 when none was

	Goals        int          `json:"goals,omitempty"`
	GoalsReached int          `json:"goals_reached,omitempty"`
	NextReview   calendar.Day `json:"next_review,omitzero"`
	NextStep     calendar.Day `json:"next_step,omitzero"` // the earliest day that was agreed for a step still to be taken
	PlanAnswer   PlanAnswer   `json:"plan_answer,omitempty"`
	Extended     calendar.Day `json:"extended_on,omitzero"` // the last time she asked for support to go on

	Activities map[ActivityKind]int `json:"activities,omitempty"`
	Answers    []Answered           `json:"answers,omitempty"` // the latest to each question of a wave
	Ratings    []Rated              `json:"ratings,omitempty"` // by code
	Scores     []Scored             `json:"scores,omitempty"`  // by questionnaire

	SentOn []SentOn `json:"sent_on,omitempty"` // her referrals to other services, the oldest first

	Closed calendar.Day  `json:"closed_on,omitzero"`
	Reason ClosureReason `json:"closure_reason,omitempty"`
	Onward string        `json:"onward_scheme,omitempty"`
	// FollowUp is when she agreed to be asked how things are, after the end; zero
	// where she did not agree, or nobody asked.
	FollowUp calendar.Day `json:"follow_up_on,omitzero"`
	// Again is what she said to being asked so; "" where nobody asked.
	Again YesNo `json:"follow_up_agreed,omitempty"`

	ReArrests int            `json:"re_arrests,omitempty"` // arrests after the referral date
	ReArrest  calendar.Day   `json:"re_arrest_on,omitzero"`
	Timing    ReArrestTiming `json:"re_arrest_timing,omitempty"`
	// Later are the arrests after the referral in order, with what came of them.
	Later      []LaterArrest `json:"later_arrests,omitempty"`
	LastArrest calendar.Day  `json:"last_arrest_on,omitzero"` // the latest known, before the referral or after

	Asks []Ask `json:"asks,omitempty"` // what she asked for or told that nobody has seen to, the oldest first

	Concerns Concerns  `json:"concerns,omitempty"` // what those who support her have to know at once
	Groups   []InGroup `json:"groups,omitempty"`   // in the order she first asked
	Hardship []Grant   `json:"hardship,omitempty"` // what was asked for her from the hardship fund, and what came of it
	Apart    []Apart   `json:"apart,omitempty"`    // that there are women she must not meet

	Door    Door    `json:"door,omitzero"` // who may come to her record, beyond those who support her and those who sent her
	Keeping Keeping `json:"keeping,omitzero"`
}

// Appointments counts what became of her appointments, each kind apart.
type Appointments struct {
	OnTime             int               `json:"on_time,omitempty"`
	Late               int               `json:"late,omitempty"`
	Missed             int               `json:"missed,omitempty"`
	Excused            int               `json:"excused,omitempty"`
	CancelledByHer     int               `json:"cancelled_by_her,omitempty"`
	CancelledByService int               `json:"cancelled_by_service,omitempty"`
	FirstBooked        calendar.Day      `json:"first_booked,omitzero"` // the day the first appointment is or was for
	First              calendar.Day      `json:"first_attended,omitzero"`
	Second             calendar.Day      `json:"second_attended,omitzero"`
	Last               calendar.Day      `json:"last_attended,omitzero"`
	LastContact        calendar.Day      `json:"last_contact,omitzero"` // attended, or spoken to
	Booked             []calendar.Moment `json:"booked,omitempty"`      // still without an outcome, soonest first
}

// Attended counts the appointments she came to, late ones included.
func (a Appointments) Attended() int { return a.OnTime + a.Late }

// Answered is one answer to an outcome question.
type Answered struct {
	Wave    Wave         `json:"wave"`
	Measure string       `json:"measure"`
	Answer  string       `json:"answer"`
	On      calendar.Day `json:"on"`
}

// ReArrestTiming says how far support had come at her first arrest after the
// referral. Source: 004:415-421.
type ReArrestTiming string

// The four timings.
const (
	ReArrestBeforeAny         ReArrestTiming = "before_any"
	ReArrestAfterOne          ReArrestTiming = "after_one"
	ReArrestAfterTwoSupported ReArrestTiming = "after_two_supported"
	ReArrestAfterClosed       ReArrestTiming = "after_closed"
)

// Engaged says whether she took up support: not closed as "did not engage" or
// as "disengaged after first appointment". An open case is engaged.
// Source: 004:186.
func (r Row) Engaged() bool {
	return r.Reason != ClosedDidNotEngage && r.Reason != ClosedAfterFirst
}

// Lives returns where she lives: as she told the service, or else as told at the
// encounter; "" where nobody told.
func (r Row) Lives() string { return cmp.Or(r.Borough, r.Residence) }

// Open says whether support has not ended.
func (r Row) Open() bool { return !r.Closed.Known() }

// AwaitsFollowUp says whether support has ended, she agreed to be asked later how
// things are, and nobody has written her answers down yet.
func (r Row) AwaitsFollowUp() bool {
	asked := slices.ContainsFunc(r.Answers, func(a Answered) bool { return a.Wave == FollowUp && a.On > r.Closed })
	return !r.Open() && r.FollowUp.Known() && !asked
}

// Tier returns the tier of support and whether a person chose it; 0 where the
// count of needs gives none.
func (r Row) Tier() (tier need.Tier, chosen bool) {
	if r.TierChosen > 0 {
		return r.TierChosen, true
	}
	if !r.Assessed.Known() {
		return need.TierNotStated, false
	}
	return need.TierFor(r.Needs.Count()), false
}

// Answer returns her answer to a measure of a wave, "" where she was not asked.
func (r Row) Answer(wave Wave, measure string) string {
	for _, answered := range r.Answers {
		if answered.Wave == wave && answered.Measure == measure {
			return answered.Answer
		}
	}
	return ""
}

// At is what can be said of a case only on a given day.
type At struct {
	Day       calendar.Day
	Weeks     int             // of support, from the first appointment she came to until closure or the day
	Silent    int             // days since the service last met or spoke to her, or since referral
	Waiting   int             // days since referral, while no keyworker is allocated
	Next      calendar.Moment // next appointment; zero: none is booked
	Condition ConditionState  // "" where there is no condition
	DaysLeft  int             // to the date on the caution; only where Due is known
	ReviewDue bool
}

// At returns what can be said of the case on a day.
func (r Row) At(day calendar.Day) At { return r.AtMoment(calendar.OnDay(day)) }

// AtMoment returns what can be said of the case at a moment: an appointment
// earlier that day is over. Without a time, all of the day lies ahead.
func (r Row) AtMoment(now calendar.Moment) At {
	day := now.Day()
	at := At{Day: day}
	end := day
	if r.Closed.Known() && r.Closed < day {
		end = r.Closed
	}
	if r.Appointments.First.Known() && r.Appointments.First <= end {
		at.Weeks = end.Sub(r.Appointments.First) / 7
	}
	since := r.Referred
	if r.Appointments.LastContact > since {
		since = r.Appointments.LastContact
	}
	at.Silent = max(0, end.Sub(since))
	if r.Worker == "" && r.Open() {
		at.Waiting = max(0, day.Sub(r.Referred))
	}
	for _, booked := range r.Appointments.Booked {
		if !booked.Over(now) {
			at.Next = booked
			break
		}
	}
	at.ReviewDue = r.Open() && r.NextReview.Known() && r.NextReview <= day
	if c := r.Condition; c != nil {
		at.Condition = c.state(day)
		if c.Due.Known() {
			at.DaysLeft = c.Due.Sub(day)
		}
	}
	return at
}

package journey

import (
	"slices"
	"strings"
	"time"

	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/need"
)

// The kinds of fact about a referral to another service. That she was sent on is
// an activity too, and figures count the activity.
const (
	KindSentOnward Kind = "onward_sent"
	KindSentOpened Kind = "onward_opened"
	KindSentAnswer Kind = "onward_answered"
	KindSentSaid   Kind = "onward_said"
	KindSentChased Kind = "onward_chased"
	KindSentResult Kind = "onward_result"
)

// SentOnward says that she was referred to another service. What the service may
// read is her permission, which stands beside it.
type SentOnward struct {
	Referral   string       `json:"referral"`             // also the id of the activity
	Service    string       `json:"service,omitempty"`    // id in the directory; "" where the name was typed
	To         string       `json:"to"`                   // agency that gets it: the recipient of the permission
	Permission string       `json:"permission"`           // id
	Pathway    need.Pathway `json:"pathway,omitempty"`    // what help is asked for
	Chase      calendar.Day `json:"chase_on"`             // when the worker means to ask for an answer; zero: no day chosen
	Link       bool         `json:"reply_link,omitempty"` // it can be answered by a link
}

// PartnerOpened says that somebody at the service opened the referral.
type PartnerOpened struct {
	Referral string `json:"referral"`
}

// PartnerAnswered says what the service answered.
type PartnerAnswered struct {
	Referral string          `json:"referral"`
	Answer   SentAnswer      `json:"answer"`
	Reason   SentReason      `json:"reason,omitempty"` // of a no
	First    calendar.Moment `json:"first_appointment,omitzero"`
}

// SentSaid is one message between the service and those who sent her. Its words
// are sealed.
type SentSaid struct {
	Referral string `json:"referral"`
	Question bool   `json:"question,omitempty"` // it waits for an answer
}

// SentChased says that those who sent her asked the service for an answer.
type SentChased struct {
	Referral string       `json:"referral"`
	Next     calendar.Day `json:"chase_on"` // when they mean to ask again; zero: no day chosen
}

// SentResult says whether she came to her first appointment there, and what came
// of the referral.
type SentResult struct {
	Referral string      `json:"referral"`
	Came     YesNo       `json:"came,omitempty"`
	Outcome  SentOutcome `json:"outcome,omitempty"`
}

func (SentOnward) Kind() Kind      { return KindSentOnward }
func (PartnerOpened) Kind() Kind   { return KindSentOpened }
func (PartnerAnswered) Kind() Kind { return KindSentAnswer }
func (SentSaid) Kind() Kind        { return KindSentSaid }
func (SentChased) Kind() Kind      { return KindSentChased }
func (SentResult) Kind() Kind      { return KindSentResult }

// SentAnswer is what a service answers to a referral.
type SentAnswer string

// The two answers.
const (
	SentAccepted SentAnswer = "accepted"
	SentDeclined SentAnswer = "declined"
)

// SentReason is why a service said no. That mental health help is hard to get, and
// that women with a mental health need and a drug or alcohol need together are
// often shut out of both, is what the London report asks to be changed.
// Source: 004:145, 320. The other reasons are this program's own list.
type SentReason string

// The reasons.
const (
	ReasonMentalHealth SentReason = "mental_health_alone"
	ReasonDual         SentReason = "dual_diagnosis"
	ReasonBelow        SentReason = "below_threshold"
	ReasonNoSpace      SentReason = "no_space"
	ReasonOutOfArea    SentReason = "out_of_area"
	ReasonNotWomenOnly SentReason = "not_for_women_alone"
	ReasonFunds        SentReason = "recourse_to_public_funds"
	ReasonAnother      SentReason = "another"
	ReasonNoAnswer     SentReason = "no_answer" // written by those who sent her, who stop waiting
)

// SentReasons lists the reasons in the order people choose from. The last is for
// those who sent her.
var SentReasons = []SentReason{
	ReasonMentalHealth, ReasonDual, ReasonBelow, ReasonNoSpace, ReasonOutOfArea, ReasonNotWomenOnly, ReasonFunds, ReasonAnother, ReasonNoAnswer,
}

var sentReasonWords = map[SentReason]string{
	ReasonMentalHealth: "Her mental health need alone", ReasonDual: "Mental health and drugs or alcohol together (dual diagnosis)",
	ReasonBelow: "Her need is below what we can help with", ReasonNoSpace: "No space now", ReasonOutOfArea: "She lives outside our area",
	ReasonNotWomenOnly: "We are not for women alone, and that does not suit her", ReasonFunds: "No recourse to public funds",
	ReasonAnother: "Another reason", ReasonNoAnswer: "They never answered",
}

// Words returns the reason as the service says it.
func (r SentReason) Words() string { return sentReasonWords[r] }

// SentOutcome is what came of a referral in the end.
type SentOutcome string

// The outcomes.
const (
	OutcomeOngoing   SentOutcome = "still_helping"
	OutcomeCompleted SentOutcome = "completed"
	OutcomeStopped   SentOutcome = "she_stopped"
	OutcomeMovedOn   SentOutcome = "moved_to_another_service"
)

// SentOutcomes lists the outcomes in the order people choose from.
var SentOutcomes = []SentOutcome{OutcomeOngoing, OutcomeCompleted, OutcomeStopped, OutcomeMovedOn}

var sentOutcomeWords = map[SentOutcome]string{
	OutcomeOngoing: "They are still helping her", OutcomeCompleted: "The help is complete", OutcomeStopped: "She chose to stop",
	OutcomeMovedOn: "She moved to another service",
}

// Words returns the outcome as people say it.
func (o SentOutcome) Words() string { return sentOutcomeWords[o] }

// SentOn is one referral of hers to another service, as it stands.
type SentOn struct {
	ID         string          `json:"id"`
	Service    string          `json:"service,omitempty"`
	To         string          `json:"to"`
	Permission string          `json:"permission"`
	Pathway    need.Pathway    `json:"pathway,omitempty"`
	By         string          `json:"by,omitempty"` // account id of who sent her
	On         calendar.Moment `json:"on"`
	Link       bool            `json:"link,omitempty"`
	Opened     calendar.Day    `json:"opened,omitzero"` // first
	Answer     SentAnswer      `json:"answer,omitempty"`
	Reason     SentReason      `json:"reason,omitempty"`
	Answered   calendar.Day    `json:"answered,omitzero"`
	First      calendar.Moment `json:"first,omitzero"`
	Came       YesNo           `json:"came,omitempty"`
	Outcome    SentOutcome     `json:"outcome,omitempty"`
	Asked      calendar.Day    `json:"asked,omitzero"` // their question that nobody has answered yet
	Chased     calendar.Day    `json:"chased,omitzero"`
	Chase      calendar.Day    `json:"chase,omitzero"`
}

// A case from which she was sent on to another service has a tie of this sort, by
// which lists find it.
const (
	Elsewhere                     = "elsewhere"
	SentElsewhere access.Relation = "sent-elsewhere"
)

// sentOn adds a fact to her referrals to other services, and says whether it was
// about one.
func (r *Row) sentOn(fact Fact) bool {
	on := fact.Happened.Day()
	switch body := fact.Body.(type) {
	case SentOnward:
		r.SentOn = append(r.SentOn, SentOn{
			ID: body.Referral, Service: body.Service, To: body.To, Permission: body.Permission, Pathway: body.Pathway,
			By: fact.By, On: fact.Happened, Link: body.Link, Chase: body.Chase,
		})
	case PartnerOpened:
		r.changeSent(body.Referral, func(one *SentOn) {
			if !one.Opened.Known() {
				one.Opened = on
			}
		})
	case PartnerAnswered:
		r.changeSent(body.Referral, func(one *SentOn) {
			one.Answer, one.Reason, one.Answered, one.Asked = body.Answer, body.Reason, on, 0
			if body.First.Known() || body.Answer == SentDeclined {
				one.First = body.First
			}
		})
	case SentSaid:
		r.changeSent(body.Referral, func(one *SentOn) {
			one.Asked = 0
			if body.Question {
				one.Asked = on
			}
		})
	case SentChased:
		r.changeSent(body.Referral, func(one *SentOn) { one.Chased, one.Chase = on, body.Next })
	case SentResult:
		r.changeSent(body.Referral, func(one *SentOn) {
			if body.Came != "" {
				one.Came = body.Came
			}
			if body.Outcome != "" {
				one.Outcome = body.Outcome
			}
		})
	default:
		return false
	}
	return true
}

func (r *Row) changeSent(referral string, change func(*SentOn)) {
	if i := slices.IndexFunc(r.SentOn, func(one SentOn) bool { return one.ID == referral }); i >= 0 {
		change(&r.SentOn[i])
	}
}

// Sent returns one of her referrals to other services.
func (r Row) Sent(referral string) (SentOn, bool) {
	i := slices.IndexFunc(r.SentOn, func(one SentOn) bool { return one.ID == referral })
	if i < 0 {
		return SentOn{}, false
	}
	return r.SentOn[i], true
}

// SharedUntil returns the last day on which the service may read what she agreed
// to, and false where it may read nothing now: she took it back, or its time is
// over.
func (r Row) SharedUntil(one SentOn, at time.Time) (calendar.Day, bool) {
	for _, permission := range r.Door.Permissions {
		if permission.ID == one.Permission {
			return permission.Until, permission.State(at) == PermissionGiven
		}
	}
	return 0, false
}

// SentState is how a referral stands at a moment.
type SentState string

// The states.
const (
	SentWaits    SentState = "waits"      // for an answer of the service
	SentAsks     SentState = "asks"       // the service asked something first
	SentTaken    SentState = "accepted"   // and whether she came is not known
	SentNo       SentState = "declined"   // the service said no
	SentCame     SentState = "came"       // to the first appointment
	SentNotCame  SentState = "not_came"   // to the first appointment
	SentOver     SentState = "over"       // what came of it is known
	SentBack     SentState = "taken_back" // she no longer shares it
	SentRanOut   SentState = "ran_out"    // the time of her agreement ended before an answer
	SentNotKnown SentState = "not_known"  // her agreement is not on record
)

// Waits says whether somebody has to do something about it.
func (s SentState) Waits() bool { return s == SentWaits || s == SentAsks }

// SentState says how a referral of the row stands at a moment.
func (r Row) SentState(one SentOn, at time.Time) SentState {
	switch {
	case one.Outcome != "" && one.Outcome != OutcomeOngoing:
		return SentOver
	case one.Answer == SentDeclined:
		return SentNo
	}
	i := slices.IndexFunc(r.Door.Permissions, func(p Permission) bool { return p.ID == one.Permission })
	if i < 0 {
		return SentNotKnown
	}
	state := r.Door.Permissions[i].State(at)
	switch {
	case state == PermissionTaken:
		return SentBack
	case one.Came == Yes:
		return SentCame
	case one.Came == No:
		return SentNotCame
	case one.Answer == SentAccepted:
		return SentTaken
	case state != PermissionGiven:
		return SentRanOut
	case one.Asked.Known():
		return SentAsks
	}
	return SentWaits
}

// longestTo is how many characters the name of a service may have.
const longestTo = 120

// Sending is a referral to another service as a worker enters it.
type Sending struct {
	Referral   string // id, chosen by the caller
	Service    string
	To         string
	Permission string
	Pathway    need.Pathway
	Chase      calendar.Day
	Link       bool
	Note       string // to the service; sealed
}

// SendOnward refers her to another service. It is written with her permission, in
// one change.
func (p Pen) SendOnward(row Row, entry Sending) ([]Fact, error) {
	var problems Problems
	entry.To = strings.TrimSpace(entry.To)
	problems.check(entry.To != "" && len([]rune(entry.To)) <= longestTo, "service", "Choose a service, or enter its name in up to 120 characters")
	problems.check(entry.Pathway == "" || entry.Pathway.Known(), "pathway", "Choose one of the nine pathways")
	problems.check(!entry.Chase.Known() || entry.Chase >= p.today(), "chase", "Choose today or a later day")
	problems.check(row.Open(), "service", "Her support has ended")
	waiting := slices.ContainsFunc(row.SentOn, func(one SentOn) bool {
		return one.To == entry.To && row.SentState(one, p.Now).Waits()
	})
	problems.check(!waiting, "service", entry.To+" has a referral of hers that waits for an answer. Chase that one, or take it back first")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{
		p.write(row.Woman, row.Case, calendar.At(p.Now), ActivityRecorded{
			Activity: entry.Referral, What: OnwardReferral, Pathway: entry.Pathway, Outcome: "sent",
		}, sealedText(entry.To)),
		p.write(row.Woman, row.Case, calendar.At(p.Now), SentOnward{
			Referral: entry.Referral, Service: entry.Service, To: entry.To, Permission: entry.Permission, Pathway: entry.Pathway,
			Chase: entry.Chase, Link: entry.Link,
		}, sealedText(entry.Note)),
	}, nil
}

// sent returns a referral that the pen is to write about.
func (p Pen) sent(row Row, referral string, problems *Problems) SentOn {
	one, there := row.Sent(referral)
	problems.check(there, "referral", "There is no such referral")
	return one
}

// OpenSent writes down that the service opened a referral: the first time, and
// nothing after that.
func (p Pen) OpenSent(row Row, referral string) ([]Fact, error) {
	var problems Problems
	one := p.sent(row, referral, &problems)
	if err := problems.err(); err != nil {
		return nil, err
	}
	if one.Opened.Known() {
		return nil, nil
	}
	return []Fact{p.write(row.Woman, row.Case, calendar.At(p.Now), PartnerOpened{Referral: referral}, nil)}, nil
}

// SentAnswerEntry is what a service answers, as it enters it or tells it by phone.
type SentAnswerEntry struct {
	Answer SentAnswer
	Reason SentReason
	First  calendar.Moment
	Words  string
}

// AnswerSent writes down what the service answered. A later answer takes the place
// of an earlier one; both stay facts.
func (p Pen) AnswerSent(row Row, referral string, entry SentAnswerEntry) ([]Fact, error) {
	var problems Problems
	one := p.sent(row, referral, &problems)
	problems.check(oneOf(entry.Answer, []SentAnswer{SentAccepted, SentDeclined}), "answer", "Choose what the answer is")
	problems.check(entry.Answer != SentDeclined || oneOf(entry.Reason, SentReasons), "reason", "Choose why not")
	problems.check(entry.Reason != ReasonAnother || strings.TrimSpace(entry.Words) != "", "words", "Say what the reason is")
	problems.check(!entry.First.Known() || entry.First.Day() >= one.On.Day(), "first", "Enter a day on or after the day the request was sent")
	if entry.Answer == SentDeclined {
		entry.First = calendar.Moment{}
	} else {
		entry.Reason = ""
	}
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, row.Case, calendar.At(p.Now), PartnerAnswered{
		Referral: referral, Answer: entry.Answer, Reason: entry.Reason, First: entry.First,
	}, sealedText(entry.Words))}, nil
}

// SaySent writes down a message between the service and those who sent her.
func (p Pen) SaySent(row Row, referral, words string, question bool) ([]Fact, error) {
	var problems Problems
	p.sent(row, referral, &problems)
	problems.check(strings.TrimSpace(words) != "", "words", "Write the message")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, row.Case, calendar.At(p.Now), SentSaid{Referral: referral, Question: question}, sealedText(words))}, nil
}

// ChaseSent writes down that the service was asked for an answer, and when it will
// be asked again.
func (p Pen) ChaseSent(row Row, referral string, next calendar.Day, words string) ([]Fact, error) {
	var problems Problems
	p.sent(row, referral, &problems)
	problems.check(!next.Known() || next > p.today(), "next", "Choose a day after today, or no day")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, row.Case, calendar.At(p.Now), SentChased{Referral: referral, Next: next}, sealedText(words))}, nil
}

// FollowSent writes down whether she came to her first appointment there, and what
// came of the referral.
func (p Pen) FollowSent(row Row, referral string, came YesNo, outcome SentOutcome, words string) ([]Fact, error) {
	var problems Problems
	one := p.sent(row, referral, &problems)
	problems.check(came == "" || came == Yes || came == No, "came", "Choose whether she came")
	problems.check(outcome == "" || oneOf(outcome, SentOutcomes), "outcome", "Choose what came of it")
	problems.check(came != "" || outcome != "", "came", "Choose whether she came, or what came of it")
	problems.check(came == "" || !one.First.Known() || one.First.Day() <= p.today(), "came", "Her first appointment there is still to come")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, row.Case, calendar.At(p.Now), SentResult{Referral: referral, Came: came, Outcome: outcome}, sealedText(words))}, nil
}

// SentWords are what stands in sealed words about referrals to other services:
// what the service and those who sent her wrote to one another, the oldest first.
func SentWords(facts []Fact, referral string) []SentMessage {
	var said []SentMessage
	for _, fact := range facts {
		about, text := "", ""
		switch body := fact.Body.(type) {
		case SentOnward:
			about = body.Referral
		case PartnerAnswered:
			about = body.Referral
		case SentSaid:
			about = body.Referral
		}
		if fact.Words != nil {
			text = fact.Words.Text
		}
		if about == referral && about != "" && text != "" {
			said = append(said, SentMessage{At: fact.Happened, Agency: fact.Agency, Text: text})
		}
	}
	return said
}

// SentMessage is one message between a service and those who sent her.
type SentMessage struct {
	At     calendar.Moment
	Agency string
	Text   string
}

// SentItems are the classes that a referral may share with a service: what its
// workers may read with her permission. Source: the table of the door; 000:260.
var SentItems = []access.Class{access.Identity, access.Needs, access.Plan, access.Children}

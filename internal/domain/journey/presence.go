package journey

import (
	"slices"
	"strings"

	"throughline/internal/domain/calendar"
)

// The kinds of fact about being present where women are held. None is of a
// woman. Source: 004:282, 443-444.
const (
	KindSuite   Kind = "suite_listed"
	KindCall    Kind = "suite_called"
	KindVisit   Kind = "suite_visited"
	KindVetting Kind = "vetting_recorded"
)

// SuiteListed is a custody suite as it stands after this fact.
type SuiteListed struct {
	Suite  string `json:"suite"` // id
	Name   string `json:"name"`
	Force  string `json:"force"`
	Area   string `json:"area"` // the command unit it belongs to
	Closed bool   `json:"closed,omitempty"`
}

// SuiteCalled is one call to a suite to ask after women held there.
type SuiteCalled struct {
	Call     string     `json:"call"`
	Suite    string     `json:"suite"`
	Answered CallAnswer `json:"answered"`
	Women    *int       `json:"women,omitempty"`   // held there at that time; nil where nobody said
	Offered  *int       `json:"offered,omitempty"` // of them, offered the service; nil where nobody said
}

// SuiteVisited is one visit to a suite.
type SuiteVisited struct {
	Visit string `json:"visit"`
	Suite string `json:"suite"`
	Seen  int    `json:"seen"` // women spoken to there
}

// VettingRecorded says until when a police force lets somebody into its suites.
type VettingRecorded struct {
	Account string       `json:"account"` // account id of the keyworker
	Force   string       `json:"force"`
	Until   calendar.Day `json:"until"` // the last day it holds
}

func (SuiteListed) Kind() Kind     { return KindSuite }
func (SuiteCalled) Kind() Kind     { return KindCall }
func (SuiteVisited) Kind() Kind    { return KindVisit }
func (VettingRecorded) Kind() Kind { return KindVetting }

// CallAnswer is who answered a call to a suite.
type CallAnswer string

// Who may answer.
const (
	AnsweredSergeant CallAnswer = "custody_sergeant"
	AnsweredOfficer  CallAnswer = "detention_officer"
	AnsweredHealth   CallAnswer = "health_or_liaison"
	AnsweredNobody   CallAnswer = "nobody"
)

// CallAnswers lists who may answer, in the order people choose from.
var CallAnswers = []CallAnswer{AnsweredSergeant, AnsweredOfficer, AnsweredHealth, AnsweredNobody}

var callAnswerWords = map[CallAnswer]string{
	AnsweredSergeant: "Custody sergeant", AnsweredOfficer: "Detention officer",
	AnsweredHealth: "Health or liaison staff", AnsweredNobody: "Nobody answered",
}

// Words returns who answered as people say it.
func (a CallAnswer) Words() string { return callAnswerWords[a] }

// VisitsAWeek is how often a keyworker is to be in a suite. Source: 004:444.
const VisitsAWeek = 2

// QuietSuiteDays is after how many days without a referral a suite is to be rung
// up by the lead.
const QuietSuiteDays = 30

// RefresherMonths is how long after a session police of a suite are trained again.
// Source: 004:440.
const RefresherMonths = 6

// VettingWarning is how many days before it ends a vetting is to be renewed.
const VettingWarning = 60

// Vettings are the vettings of keyworkers, the latest of each person and force.
type Vettings []VettingRecorded

// VettingsOf returns the vettings that stand.
func VettingsOf(facts []Fact) Vettings {
	var all Vettings
	for _, fact := range Effective(facts, 0) {
		body, ok := fact.Body.(VettingRecorded)
		if !ok {
			continue
		}
		same := func(v VettingRecorded) bool { return v.Account == body.Account && alikeText(v.Force, body.Force) }
		if i := slices.IndexFunc(all, same); i >= 0 {
			all[i] = body
		} else {
			all = append(all, body)
		}
	}
	return all
}

// Of returns the vetting of somebody by a force, and false where none was ever
// written down.
func (v Vettings) Of(account, force string) (VettingRecorded, bool) {
	i := slices.IndexFunc(v, func(one VettingRecorded) bool { return one.Account == account && alikeText(one.Force, force) })
	if i < 0 {
		return VettingRecorded{}, false
	}
	return v[i], true
}

// Holds says whether the vetting holds on a day.
func (v VettingRecorded) Holds(on calendar.Day) bool { return v.Until.Known() && on <= v.Until }

// Ending says whether it holds on a day and ends within VettingWarning days.
func (v VettingRecorded) Ending(on calendar.Day) bool {
	return v.Holds(on) && v.Until < on.AddDays(VettingWarning)
}

// alikeText compares names people typed: case and space around do not matter.
func alikeText(a, b string) bool {
	return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b))
}

// Suite is a custody suite with what was written of it.
type Suite struct {
	SuiteListed
	Calls  []Call     // the newest first
	Visits []Visit    // the newest first
	Taught []Training // sessions for its police, the newest first
}

// Call is one call to a suite.
type Call struct {
	SuiteCalled
	Fact string
	At   calendar.Moment
	By   string // account id
}

// Visit is one visit to a suite.
type Visit struct {
	SuiteVisited
	On calendar.Day
	By string // account id
}

// Training is one session for police.
type Training struct {
	TrainingHeld
	On calendar.Day
}

// SuiteKinds are the kinds of fact that SuitesOf reads.
var SuiteKinds = []Kind{KindSuite, KindCall, KindVisit, KindTraining, KindWithdrawn}

// SuitesOf returns the suites that are open, by area and name, with their calls,
// visits and training. A session that names no suite is for all of its area.
func SuitesOf(facts []Fact) []Suite {
	var suites []Suite
	effective := Effective(facts, 0)
	find := func(id string) *Suite {
		if i := slices.IndexFunc(suites, func(s Suite) bool { return s.Suite == id }); i >= 0 {
			return &suites[i]
		}
		return nil
	}
	for _, fact := range effective {
		if body, ok := fact.Body.(SuiteListed); ok {
			if known := find(body.Suite); known != nil {
				known.SuiteListed = body
			} else {
				suites = append(suites, Suite{SuiteListed: body})
			}
		}
	}
	suites = slices.DeleteFunc(suites, func(s Suite) bool { return s.Closed })
	for _, fact := range slices.Backward(effective) {
		switch body := fact.Body.(type) {
		case SuiteCalled:
			if s := find(body.Suite); s != nil {
				s.Calls = append(s.Calls, Call{body, fact.ID, fact.Happened, fact.By})
			}
		case SuiteVisited:
			if s := find(body.Suite); s != nil {
				s.Visits = append(s.Visits, Visit{body, fact.Happened.Day(), fact.By})
			}
		case TrainingHeld:
			for i := range suites {
				if s := &suites[i]; body.Suite == s.Suite || body.Suite == "" && body.Area != "" && alikeText(body.Area, s.Area) {
					s.Taught = append(s.Taught, Training{body, fact.Happened.Day()})
				}
			}
		}
	}
	slices.SortFunc(suites, func(a, b Suite) int {
		return strings.Compare(a.Area+"\n"+a.Name, b.Area+"\n"+b.Name)
	})
	return suites
}

// CallsOn returns the calls of one day, the newest first.
func (s Suite) CallsOn(day calendar.Day) []Call {
	var calls []Call
	for _, call := range s.Calls {
		if call.At.Day() == day {
			calls = append(calls, call)
		}
	}
	return calls
}

// VisitsSince counts the visits on or after a day, and the women seen at them.
func (s Suite) VisitsSince(day calendar.Day) (visits, seen int) {
	for _, visit := range s.Visits {
		if visit.On >= day {
			visits, seen = visits+1, seen+visit.Seen
		}
	}
	return visits, seen
}

// Refresher returns when its police are to be trained again; zero where no session
// was ever written down.
func (s Suite) Refresher() calendar.Day {
	if len(s.Taught) == 0 {
		return 0
	}
	return s.Taught[0].On.AddMonths(RefresherMonths)
}

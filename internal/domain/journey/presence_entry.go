package journey

import (
	"slices"
	"strings"

	"throughline/internal/domain/calendar"
)

// ofService returns a fact of the service itself: of no woman and no case.
func (p Pen) ofService(happened calendar.Moment, body Body) Fact {
	return p.write("", "", happened, body, nil)
}

// SuiteEntry is a custody suite as a person enters it.
type SuiteEntry struct {
	Suite  string // id; "" for a new one
	Name   string
	Force  string
	Area   string
	Closed bool
}

// ListSuite puts a suite on the list, or writes down what it is from now on.
func (p Pen) ListSuite(suites []Suite, entry SuiteEntry) ([]Fact, error) {
	entry.Name, entry.Force, entry.Area = strings.TrimSpace(entry.Name), strings.TrimSpace(entry.Force), strings.TrimSpace(entry.Area)
	var problems Problems
	problems.check(entry.Name != "", "name", "Enter the name of the suite")
	problems.check(entry.Force != "", "force", "Enter the police force")
	problems.check(entry.Area != "", "area", "Enter the area or command unit")
	twice := slices.ContainsFunc(suites, func(s Suite) bool {
		return s.Suite != entry.Suite && alikeText(s.Name, entry.Name) && alikeText(s.Force, entry.Force)
	})
	problems.check(!twice, "name", "This suite is on the list already")
	known := slices.ContainsFunc(suites, func(s Suite) bool { return s.Suite == entry.Suite })
	problems.check(entry.Suite == "" || known, "name", "Choose a suite that is on the list")
	if err := problems.err(); err != nil {
		return nil, err
	}
	if entry.Suite == "" {
		entry.Suite = p.NewID()
	}
	return []Fact{p.ofService(calendar.At(p.Now), SuiteListed(entry))}, nil
}

// CallEntry is a call to a suite as a person enters it.
type CallEntry struct {
	Suite    string
	Answered CallAnswer
	Women    *int
	Offered  *int
}

// mostWomen is more than any suite holds: above it, a number was mistyped.
const mostWomen = 200

// CallSuite writes down a call that was made now.
func (p Pen) CallSuite(suites []Suite, entry CallEntry) ([]Fact, error) {
	var problems Problems
	problems.check(knownSuite(suites, entry.Suite), "suite", "Choose a suite")
	problems.check(oneOf(entry.Answered, CallAnswers), "answered", "Choose who answered")
	counted := func(n *int) bool { return n == nil || *n >= 0 && *n <= mostWomen }
	problems.check(counted(entry.Women), "women", "Enter how many women were there: 0 or more")
	problems.check(counted(entry.Offered), "offered", "Enter how many were offered the service: 0 or more")
	problems.check(entry.Offered == nil || entry.Women == nil || *entry.Offered <= *entry.Women, "offered", "No more can be offered it than were there")
	problems.check(entry.Answered != AnsweredNobody || entry.Women == nil && entry.Offered == nil, "women", "Nobody answered: leave the numbers empty")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.ofService(calendar.At(p.Now), SuiteCalled{
		Call: p.NewID(), Suite: entry.Suite, Answered: entry.Answered, Women: entry.Women, Offered: entry.Offered,
	})}, nil
}

// VisitSuite writes down a visit, with how many women were spoken to.
func (p Pen) VisitSuite(suites []Suite, suite string, on calendar.Day, seen int) ([]Fact, error) {
	var problems Problems
	problems.check(knownSuite(suites, suite), "suite", "Choose a suite")
	problems.check(on.Known() && on <= p.today(), "on", "Enter the day of the visit: today or an earlier day")
	problems.check(seen >= 0 && seen <= mostWomen, "seen", "Enter how many women you spoke to: 0 or more")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.ofService(calendar.OnDay(on), SuiteVisited{Visit: p.NewID(), Suite: suite, Seen: seen})}, nil
}

// TrainSuite writes down a session for the police of a suite.
func (p Pen) TrainSuite(suites []Suite, suite string, on calendar.Day, audience string, attendees int) ([]Fact, error) {
	i := slices.IndexFunc(suites, func(s Suite) bool { return s.Suite == suite })
	var problems Problems
	problems.check(i >= 0, "suite", "Choose a suite")
	problems.check(on.Known() && on <= p.today(), "on", "Enter the day of the session: today or an earlier day")
	problems.check(IsCode(audience), "audience", "Choose who was trained")
	problems.check(attendees > 0 && attendees <= 1000, "attendees", "Enter how many came: 1 or more")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.ofService(calendar.OnDay(on), TrainingHeld{
		Session: p.NewID(), Force: suites[i].Force, Area: suites[i].Area, Suite: suite, Audience: audience, Attendees: attendees,
	})}, nil
}

// Audiences lists who is trained at a suite. Source: 004:168.
var Audiences = []string{"custody_officer", "evidence_review_officer", "other_police"}

// Vet writes down until when a force lets somebody into its suites. A day that has
// passed says that it does no more.
func (p Pen) Vet(account, force string, until calendar.Day) ([]Fact, error) {
	force = strings.TrimSpace(force)
	var problems Problems
	problems.check(account != "", "keyworker", "Choose a keyworker")
	problems.check(force != "", "force", "Enter the police force")
	problems.check(until.Known(), "until", "Enter the last day it holds")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.ofService(calendar.At(p.Now), VettingRecorded{Account: account, Force: force, Until: until})}, nil
}

func knownSuite(suites []Suite, id string) bool {
	return slices.ContainsFunc(suites, func(s Suite) bool { return s.Suite == id })
}

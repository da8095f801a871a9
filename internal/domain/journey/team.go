package journey

import (
	"fmt"
	"slices"
	"strings"

	"throughline/internal/domain/calendar"
)

// The kinds of fact about the keyworkers of the service. None is of a woman.
const (
	KindProfile  Kind = "keyworker_described"
	KindLeave    Kind = "leave_planned"
	KindLeaveOff Kind = "leave_cancelled"
)

// KeyworkerDescribed is what the lead wrote of a keyworker, whole: the last one
// stands.
type KeyworkerDescribed struct {
	Account     string   `json:"account"`
	Languages   []string `json:"languages,omitempty"` // BCP 47
	Areas       []string `json:"areas,omitempty"`
	Specialisms []string `json:"specialisms,omitempty"` // of Specialisms
	Share       int      `json:"share"`                 // of full time, in percent: 1 to 100
	Open        int      `json:"open"`                  // women at any one time, at full time
	Year        int      `json:"year"`                  // women taken on in a year, at full time
}

// LeavePlanned says that a keyworker is away from one day to another, both
// included.
type LeavePlanned struct {
	Leave   string       `json:"leave"`
	Account string       `json:"account"`
	From    calendar.Day `json:"from"`
	Until   calendar.Day `json:"until"`
}

// LeaveCancelled says that a leave is not taken.
type LeaveCancelled struct {
	Leave string `json:"leave"`
}

func (KeyworkerDescribed) Kind() Kind { return KindProfile }
func (LeavePlanned) Kind() Kind       { return KindLeave }
func (LeaveCancelled) Kind() Kind     { return KindLeaveOff }

// Specialisms lists what a keyworker may know most about, in the order people
// choose from.
var Specialisms = []string{"domestic_abuse", "drugs_and_alcohol", "mental_health", "housing", "children_and_families", "young_women", "court_and_custody"}

// TeamKinds are the kinds of fact that TeamOf reads.
var TeamKinds = []Kind{KindProfile, KindLeave, KindLeaveOff}

// Team is what is known of the keyworkers, by account id.
type Team map[string]Member

// Member is what is known of one keyworker.
type Member struct {
	Profile *KeyworkerDescribed // nil where nobody wrote one
	Leaves  []LeavePlanned      // the earliest first
}

// TeamOf returns what the facts say of the keyworkers.
func TeamOf(facts []Fact) Team {
	team := Team{}
	for _, fact := range Effective(facts, 0) {
		switch body := fact.Body.(type) {
		case KeyworkerDescribed:
			member := team[body.Account]
			member.Profile = &body
			team[body.Account] = member
		case LeavePlanned:
			member := team[body.Account]
			member.Leaves = append(member.Leaves, body)
			team[body.Account] = member
		case LeaveCancelled:
			for account, member := range team {
				member.Leaves = slices.DeleteFunc(slices.Clone(member.Leaves), func(l LeavePlanned) bool { return l.Leave == body.Leave })
				team[account] = member
			}
		}
	}
	for account, member := range team {
		slices.SortFunc(member.Leaves, func(a, b LeavePlanned) int { return int(a.From - b.From) })
		team[account] = member
	}
	return team
}

// AwayOn returns the leave a keyworker is on, and false where she is there.
func (m Member) AwayOn(day calendar.Day) (LeavePlanned, bool) {
	for _, leave := range m.Leaves {
		if leave.From <= day && day <= leave.Until {
			return leave, true
		}
	}
	return LeavePlanned{}, false
}

// NextLeave returns the leave that begins next after a day.
func (m Member) NextLeave(day calendar.Day) (LeavePlanned, bool) {
	for _, leave := range m.Leaves {
		if leave.From > day {
			return leave, true
		}
	}
	return LeavePlanned{}, false
}

// DaysAway counts the days of leave from one day to another, both included. Leaves
// that overlap count once.
func (m Member) DaysAway(from, until calendar.Day) int {
	days := 0
	for _, leave := range m.Leaves {
		first, last := max(from, leave.From), min(until, leave.Until)
		if last >= first {
			days += last.Sub(first) + 1
			from = last + 1
		}
	}
	return days
}

// Adjusted returns a number of women a year as it is for the share of full time
// and the days of leave within the year that ends on a day: rounded half up.
func (m Member) Adjusted(year int, until calendar.Day) int {
	from := until.AddMonths(-12).AddDays(1)
	whole := until.Sub(from) + 1
	there := whole - m.DaysAway(from, until)
	return (2*year*m.Share()*there + 100*whole) / (2 * 100 * whole)
}

// Share returns which part of full time she works, in percent: 100 where nobody
// wrote otherwise.
func (m Member) Share() int {
	if m.Profile == nil || m.Profile.Share == 0 {
		return 100
	}
	return m.Profile.Share
}

// DescribeKeyworker writes down what is known of a keyworker.
func (p Pen) DescribeKeyworker(entry KeyworkerDescribed) ([]Fact, error) {
	var problems Problems
	problems.check(entry.Account != "", "keyworker", "Choose a keyworker")
	for i, area := range entry.Areas {
		entry.Areas[i] = strings.TrimSpace(area)
	}
	entry.Areas = slices.DeleteFunc(entry.Areas, func(area string) bool { return area == "" })
	problems.check(!slices.ContainsFunc(entry.Specialisms, func(s string) bool { return !oneOf(s, Specialisms) }), "specialisms", "Choose from the list")
	problems.check(entry.Share >= 1 && entry.Share <= 100, "share", "Enter the share of full time, from 1 to 100")
	problems.check(entry.Open >= 1 && entry.Open <= 500, "open", "Enter how many women at any one time: 1 or more")
	problems.check(entry.Year >= entry.Open && entry.Year <= 1000, "year", fmt.Sprintf("Enter how many women in a year: %d or more", max(1, entry.Open)))
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.ofService(calendar.At(p.Now), entry)}, nil
}

// PlanLeave writes down that a keyworker is away.
func (p Pen) PlanLeave(team Team, account, leave string, from, until calendar.Day) ([]Fact, error) {
	var problems Problems
	problems.check(account != "", "keyworker", "Choose a keyworker")
	problems.check(from.Known(), "from", "Enter the first day")
	problems.check(until.Known() && until >= p.today(), "until", "Enter the last day: today or later")
	problems.check(!from.Known() || !until.Known() || from <= until, "until", "The last day must not be before the first")
	overlaps := slices.ContainsFunc(team[account].Leaves, func(l LeavePlanned) bool { return l.From <= until && from <= l.Until })
	problems.check(!overlaps, "from", "She is away then already: cancel that leave first")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.ofService(calendar.At(p.Now), LeavePlanned{Leave: leave, Account: account, From: from, Until: until})}, nil
}

// CancelLeave writes down that a leave is not taken.
func (p Pen) CancelLeave(team Team, account, leave string) ([]Fact, error) {
	var problems Problems
	problems.check(slices.ContainsFunc(team[account].Leaves, func(l LeavePlanned) bool { return l.Leave == leave }), "leave", "This leave is cancelled already")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.ofService(calendar.At(p.Now), LeaveCancelled{Leave: leave})}, nil
}

package journey

import (
	"slices"
	"strings"

	"throughline/internal/domain/calendar"
)

// mostPence is the most that one request or budget may be, in pence: ten million
// pounds, so that sums stay exact.
const mostPence = 1_000_000_000

// SetFund writes a fund as it stands from now on; a new one where it has no id.
func (p Pen) SetFund(entry FundSet) ([]Fact, error) {
	entry.Name, entry.Funder = strings.TrimSpace(entry.Name), strings.TrimSpace(entry.Funder)
	amount := func(pence *int64) bool { return pence == nil || *pence >= 0 && *pence <= mostPence }
	var problems Problems
	problems.check(entry.Name != "" && len(entry.Name) <= longestTitle, "name", "Enter what the fund is called, in up to 100 letters")
	problems.check(len(entry.Funder) <= longestTitle, "funder", "Use up to 100 letters")
	problems.check(entry.From.Known(), "from", "Enter the first day it pays")
	problems.check(entry.To.Known() && entry.To >= entry.From, "to", "Enter the last day it pays: not before the first")
	problems.check(amount(entry.Pence), "budget", "Enter the budget in pounds, or leave it empty")
	problems.check(amount(entry.Ceiling), "ceiling", "Enter the ceiling in pounds, or leave it empty")
	for _, kind := range entry.Buys {
		problems.check(oneOf(kind, HardshipKinds), "buys", "Choose what it may be spent on from the list")
	}
	if err := problems.err(); err != nil {
		return nil, err
	}
	if entry.Fund == "" {
		entry.Fund = p.NewID()
	}
	return []Fact{p.write("", "", calendar.At(p.Now), entry, nil)}, nil
}

// HardshipEntry is a request as a person enters it.
type HardshipEntry struct {
	Fund   FundSet
	Buys   HardshipKind
	Pence  int64
	For    string // in words, sealed
	Urgent bool
	Safe   HardshipSafe

	// Given now, before anybody agrees: why, and how.
	Now  bool
	Why  string
	Paid PaidBy
}

// AskHardship asks for money or goods for her. Where she cannot wait it is given
// now, with a reason, and agreed to afterwards: nothing here stops an emergency,
// not even an empty fund.
func (p Pen) AskHardship(row Row, entry HardshipEntry) ([]Fact, error) {
	var problems Problems
	problems.check(entry.Fund.Fund != "" && entry.Fund.Open(p.today()), "fund", "Choose a fund that pays today")
	problems.check(oneOf(entry.Buys, HardshipKinds), "buys", "Choose what it is for")
	problems.check(len(entry.Fund.Buys) == 0 || entry.Buys == "" || slices.Contains(entry.Fund.Buys, entry.Buys), "buys", "This fund may not be spent on that: choose another fund")
	problems.check(entry.Pence > 0 && entry.Pence <= mostPence, "amount", "Enter the amount in pounds, such as 25 or 25.50")
	problems.check(strings.TrimSpace(entry.For) != "", "for", "Say what it is for")
	problems.check(oneOf(entry.Safe, HardshipSafes), "safe", "Choose whether it is safe for her to have this")
	problems.check(!entry.Now || strings.TrimSpace(entry.Why) != "", "why", "Say why it cannot wait")
	problems.check(!entry.Now || oneOf(entry.Paid, PaidBys), "paid", "Choose how you gave it")
	if err := problems.err(); err != nil {
		return nil, err
	}
	asked := HardshipAsked{Request: p.NewID(), Fund: entry.Fund.Fund, Buys: entry.Buys, Pence: entry.Pence, Safe: entry.Safe}
	if entry.Urgent {
		asked.Urgent = Yes
	}
	words := &Words{Text: strings.TrimSpace(entry.For)}
	if entry.Now {
		words.Excuse = strings.TrimSpace(entry.Why)
	}
	facts := []Fact{p.write(row.Woman, row.Case, calendar.At(p.Now), asked, words)}
	if entry.Now {
		facts = append(facts, p.pay(row, calendar.At(p.Now), Grant{
			Request: asked.Request, Fund: asked.Fund, Buys: asked.Buys, Pence: asked.Pence, Paid: entry.Paid,
		}))
	}
	return facts, nil
}

// pay is the payment itself: support beyond appointments, as figures count it.
func (p Pen) pay(row Row, on calendar.Moment, grant Grant) Fact {
	return p.write(row.Woman, row.Case, on, ActivityRecorded{
		Activity: grant.Request, What: HardshipPayment, Pence: grant.Pence, Outcome: "paid", Fund: grant.Fund, Buys: grant.Buys, Paid: grant.Paid,
	}, nil)
}

// paid says whether a fact is a payment from a fund. Money that was given is neither
// undone nor taken out: it would leave the books, and could be given again on the
// same yes. What comes back is returned.
func (f Fact) paid() bool {
	body, is := f.Body.(ActivityRecorded)
	return is && body.Fund != ""
}

// DecideHardship is what a second person answers to a request, also to one that
// was given already. Nobody answers her own.
func (p Pen) DecideHardship(row Row, request string, answer HardshipDecision, reason string) ([]Fact, error) {
	one, known := row.Grant(request)
	open := one.Answer == "" || one.Answer == HardshipQuestion
	var problems Problems
	switch {
	case !known || !one.Asked.Known() && one.AskedBy == "":
		problems.check(false, "answer", "There is no such request")
	case one.AskedBy == p.By:
		problems.check(false, "answer", "You asked for this: somebody else has to answer")
	case !open:
		problems.check(false, "answer", "This was answered already")
	default:
		problems.check(oneOf(answer, HardshipDecisions), "answer", "Choose your answer")
		problems.check(answer == HardshipApproved || !oneOf(answer, HardshipDecisions) || strings.TrimSpace(reason) != "", "reason", "Say why, or what you want to know")
	}
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, row.Case, calendar.At(p.Now), HardshipDecided{request, answer}, sealedText(reason))}, nil
}

// GivenEntry is what was given on a request.
type GivenEntry struct {
	Request string
	On      calendar.Day
	Pence   int64
	Paid    PaidBy
	Alone   bool // no second person has to agree: see FundSet.NeedsSecond
}

// GiveHardship writes down that it was given: at most what was agreed.
func (p Pen) GiveHardship(row Row, entry GivenEntry) ([]Fact, error) {
	one, known := row.Grant(entry.Request)
	var problems Problems
	switch {
	case !known:
		problems.check(false, "given", "There is no such request")
	case one.Given.Known():
		problems.check(false, "given", "It was given already, on "+one.Given.Short())
	case one.Answer == HardshipDeclined:
		problems.check(false, "given", "The answer was no. Ask again if things have changed")
	case one.Answer != HardshipApproved && !entry.Alone:
		problems.check(false, "given", "Nobody has agreed to it yet. If she cannot wait, ask again and choose to give it now")
	default:
		problems.check(entry.On.Known() && entry.On <= p.today() && entry.On >= one.Asked, "given", "Enter the day: from the day it was asked for until today")
		problems.check(entry.Pence > 0 && entry.Pence <= one.Pence, "amount", "Enter the amount in pounds: no more than was asked for")
		problems.check(oneOf(entry.Paid, PaidBys), "paid", "Choose how you gave it")
	}
	if err := problems.err(); err != nil {
		return nil, err
	}
	one.Pence, one.Paid = entry.Pence, entry.Paid
	return []Fact{p.pay(row, calendar.OnDay(entry.On), one)}, nil
}

// ReturnHardship writes down that some or all of it came back.
func (p Pen) ReturnHardship(row Row, request string, pence int64, why string) ([]Fact, error) {
	one, known := row.Grant(request)
	var problems Problems
	problems.check(known && one.Given.Known() && pence > 0 && pence <= one.Spent(), "returned", "Enter the amount that came back, in pounds: no more than was given")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, row.Case, calendar.At(p.Now), HardshipReturned{request, pence}, sealedText(why))}, nil
}

package journey

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
)

// The kinds of fact about the hardship fund. A payment itself is an activity: see
// ActivityRecorded. Source: 004:144, 235, 315; 000:576.
const (
	KindFund             Kind = "fund_set"
	KindHardshipAsked    Kind = "hardship_asked"
	KindHardshipDecided  Kind = "hardship_decided"
	KindHardshipReturned Kind = "hardship_returned"
)

// FundSet is a fund as it stands after this fact. The sources state neither
// amounts nor ceilings nor who approves: what nobody set is not stated.
type FundSet struct {
	Fund      string         `json:"fund"`
	Name      string         `json:"name"`
	Funder    string         `json:"funder,omitempty"`
	From      calendar.Day   `json:"from"`
	To        calendar.Day   `json:"to"`
	Pence     *int64         `json:"budget_pence,omitempty"`  // nil: not stated
	Ceiling   *int64         `json:"ceiling_pence,omitempty"` // above it a second person agrees; nil: to every request
	Buys      []HardshipKind `json:"buys,omitempty"`          // what it may be spent on; none: not stated
	Approvers []string       `json:"approvers,omitempty"`     // account ids; none: any lead of the service
}

// HardshipAsked says that somebody asked for money or goods for her.
type HardshipAsked struct {
	Request string       `json:"request"`
	Fund    string       `json:"fund"`
	Buys    HardshipKind `json:"buys"`
	Pence   int64        `json:"amount_pence"`
	Urgent  YesNo        `json:"urgent,omitempty"`
	Safe    HardshipSafe `json:"safe"`
}

// HardshipDecided says what a second person answered.
type HardshipDecided struct {
	Request string           `json:"request"`
	Answer  HardshipDecision `json:"answer"`
}

// HardshipReturned says that some of what was given came back to the fund.
type HardshipReturned struct {
	Request string `json:"request"`
	Pence   int64  `json:"amount_pence"`
}

func (FundSet) Kind() Kind          { return KindFund }
func (HardshipAsked) Kind() Kind    { return KindHardshipAsked }
func (HardshipDecided) Kind() Kind  { return KindHardshipDecided }
func (HardshipReturned) Kind() Kind { return KindHardshipReturned }

// HardshipKind is what the money buys. Source: 004:144, 235, 315; 000:576.
type HardshipKind string

// What it may buy.
const (
	BuysAccommodation HardshipKind = "emergency_accommodation"
	BuysFood          HardshipKind = "food"
	BuysHygiene       HardshipKind = "hygiene"
	BuysPhone         HardshipKind = "mobile_phone"
	BuysTravel        HardshipKind = "travel"
	BuysUtility       HardshipKind = "utility_arrears"
	BuysGrant         HardshipKind = "grant"
	BuysOther         HardshipKind = "other"
)

// HardshipKinds lists them in the order people choose from.
var HardshipKinds = []HardshipKind{BuysAccommodation, BuysFood, BuysHygiene, BuysPhone, BuysTravel, BuysUtility, BuysGrant, BuysOther}

var hardshipWords = map[HardshipKind]string{
	BuysAccommodation: "Somewhere to stay in an emergency", BuysFood: "Food", BuysHygiene: "Hygiene", BuysPhone: "Mobile phone",
	BuysTravel: "Travel", BuysUtility: "Arrears for gas, power or water", BuysGrant: "A grant", BuysOther: "Something else",
}

// Words returns what the money buys as people say it, also where nobody said.
func (k HardshipKind) Words() string { return cmp.Or(hardshipWords[k], "Not stated") }

// HardshipSafe is what she answered when she was asked whether it is safe for her
// to have it: what is bought may be seen at home.
type HardshipSafe string

// Her answers.
const (
	SafeToHave   HardshipSafe = "yes"
	SafeWithCare HardshipSafe = "with_care" // kept at the centre, or given in a way that is not seen
	SafeNotAsked HardshipSafe = "not_asked"
)

// HardshipSafes lists the answers in the order people choose from.
var HardshipSafes = []HardshipSafe{SafeToHave, SafeWithCare, SafeNotAsked}

// Words returns the answer as people say it.
func (s HardshipSafe) Words() string {
	switch s {
	case SafeToHave:
		return "Yes, it is safe"
	case SafeWithCare:
		return "Only with care: it must not be seen at home"
	}
	return "Not asked yet"
}

// HardshipDecision is what a second person answered to a request.
type HardshipDecision string

// The answers. A question sends it back to who asked.
const (
	HardshipApproved HardshipDecision = "approved"
	HardshipDeclined HardshipDecision = "declined"
	HardshipQuestion HardshipDecision = "question"
)

// HardshipDecisions lists them in the order people choose from.
var HardshipDecisions = []HardshipDecision{HardshipApproved, HardshipQuestion, HardshipDeclined}

// Words returns the answer as people say it.
func (d HardshipDecision) Words() string {
	switch d {
	case HardshipApproved:
		return "Agree"
	case HardshipDeclined:
		return "Say no"
	}
	return "Ask a question"
}

// PaidBy is how it was given.
type PaidBy string

// The ways.
const (
	PaidVoucher  PaidBy = "voucher"
	PaidSupplier PaidBy = "supplier"
	PaidCash     PaidBy = "cash"
)

// PaidBys lists them in the order people choose from.
var PaidBys = []PaidBy{PaidVoucher, PaidSupplier, PaidCash}

// Words returns how it was given as people say it, also where nobody said.
func (p PaidBy) Words() string {
	switch p {
	case PaidVoucher:
		return "Voucher"
	case PaidSupplier:
		return "We paid the shop or company"
	case PaidCash:
		return "Cash"
	}
	return "Not stated"
}

// Grant is one request for her and what came of it, as the facts leave it. One
// that was entered as other support has neither request nor fund.
type Grant struct {
	Request  string           `json:"request"`
	Fund     string           `json:"fund,omitempty"`
	Buys     HardshipKind     `json:"buys,omitempty"`
	Asked    calendar.Day     `json:"asked,omitzero"`
	AskedBy  string           `json:"asked_by,omitempty"` // account id
	Pence    int64            `json:"pence"`              // asked for, and once given what was given
	Urgent   YesNo            `json:"urgent,omitempty"`
	Safe     HardshipSafe     `json:"safe,omitempty"`
	Answer   HardshipDecision `json:"answer,omitempty"` // "" while nobody answered
	AnswerBy string           `json:"answer_by,omitempty"`
	Given    calendar.Day     `json:"given,omitzero"`
	Paid     PaidBy           `json:"paid,omitempty"`
	Returned int64            `json:"returned,omitempty"` // pence that came back
}

// Spent returns what it cost the fund so far, in pence.
func (g Grant) Spent() int64 {
	if !g.Given.Known() {
		return 0
	}
	return g.Pence - g.Returned
}

// Committed returns what is agreed and not given yet, in pence.
func (g Grant) Committed() int64 {
	if g.Given.Known() || g.Answer != HardshipApproved {
		return 0
	}
	return g.Pence
}

// NeedsSecond says whether a second person has to agree to an amount: above the
// ceiling, and always where none is stated.
func (f FundSet) NeedsSecond(pence int64) bool { return f.Ceiling == nil || pence > *f.Ceiling }

// Open says whether the fund pays on a day.
func (f FundSet) Open(on calendar.Day) bool { return f.From <= on && on <= f.To }

// MayApprove says whether this lead of the service may agree to a payment.
func (f FundSet) MayApprove(account string) bool {
	return len(f.Approvers) == 0 || slices.Contains(f.Approvers, account)
}

// FundsOf folds the funds from their facts, in the order they were written. They
// come with the newest period first.
func FundsOf(facts []Fact) []FundSet {
	var funds []FundSet
	for _, fact := range facts {
		body, ok := fact.Body.(FundSet)
		if !ok {
			continue
		}
		if i := slices.IndexFunc(funds, func(f FundSet) bool { return f.Fund == body.Fund }); i >= 0 {
			funds[i] = body
		} else {
			funds = append(funds, body)
		}
	}
	slices.SortFunc(funds, func(a, b FundSet) int {
		return cmp.Or(cmp.Compare(b.From, a.From), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Fund, b.Fund))
	})
	return funds
}

// Granted is how a case is tied to the hardship fund. It is no relation of the
// door and opens nothing: it only lists the case.
const Granted access.Relation = "granted"

// HardshipFund stands for every fund in a tie: spending is counted over all of
// them together.
const HardshipFund = "hardship"

// Grant returns a request of hers, and false where there is none of this id.
func (r Row) Grant(request string) (Grant, bool) {
	i := slices.IndexFunc(r.Hardship, func(g Grant) bool { return g.Request == request })
	if i < 0 {
		return Grant{}, false
	}
	return r.Hardship[i], true
}

// grant takes one fact about hardship. They may come in any order: a payment
// carries a day, and what was asked that day a time.
func (r *Row) grant(fact Fact) {
	of := func(request string) *Grant {
		i := slices.IndexFunc(r.Hardship, func(g Grant) bool { return g.Request == request })
		if i < 0 {
			r.Hardship, i = append(r.Hardship, Grant{Request: request}), len(r.Hardship)
		}
		return &r.Hardship[i]
	}
	switch body := fact.Body.(type) {
	case HardshipAsked:
		one := of(body.Request)
		one.Asked, one.AskedBy, one.Urgent, one.Safe = fact.Happened.Day(), fact.By, body.Urgent, body.Safe
		one.Fund, one.Buys = cmp.Or(one.Fund, body.Fund), cmp.Or(one.Buys, body.Buys)
		if !one.Given.Known() {
			one.Pence = body.Pence
		}
	case HardshipDecided:
		one := of(body.Request)
		one.Answer, one.AnswerBy = body.Answer, fact.By
	case HardshipReturned:
		of(body.Request).Returned += body.Pence
	case ActivityRecorded:
		if body.What == HardshipPayment {
			one := of(body.Activity)
			one.Given, one.Pence, one.Paid = fact.Happened.Day(), body.Pence, body.Paid
			one.Fund, one.Buys = cmp.Or(body.Fund, one.Fund), cmp.Or(body.Buys, one.Buys)
		}
	}
}

// Pounds writes an amount of pence as people read it, such as £1,250.50.
func Pounds(pence int64) string {
	sign := ""
	if pence < 0 {
		sign, pence = "-", -pence
	}
	whole := strconv.FormatInt(pence/100, 10)
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	return fmt.Sprintf("%s£%s.%02d", sign, whole, pence%100)
}

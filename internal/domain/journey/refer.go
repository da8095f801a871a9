package journey

import (
	"cmp"
	"strings"

	"throughline/internal/domain/calendar"
)

// Referral is what a person enters to refer a woman.
type Referral struct {
	Scheme   string
	Pathway  Pathway
	Area     string // basic command unit or local area
	Suite    string
	Force    string
	Agency   string // the referring agency, as reports name it
	Role     string
	Provider string // the organisation that will support her, where that is settled

	Identity  Identity
	Reference string // custody or crime reference
	Met       string // kind of encounter as in the exchange format; "" where she came by herself
	Outcome   string // what the police are doing, as in the exchange format
	Offence   Offence
	Typed     string // the offence as it was typed, where no list of offences has it
	Contact   Contact
	Agreed    string // yes, or yes_not_today
	Urgent    []string

	// Asked are the answers that the clauses of some schemes ask for. What the
	// referral itself says of the encounter is left out of it.
	Asked Encounter

	Explained YesNo // she was told what agreeing means
	Legal     LegalAdvice
	Widening  Widening

	Condition *ConditionEntry // nil where nothing is required of her
}

// ConditionEntry is what a caution, notice, bail or order requires of her, as it
// is written.
type ConditionEntry struct {
	Text  string
	Units int    // in all; 0: no number is stated
	Parts []Part // where it asks for units of more than one kind; Units is then their sum
	Given calendar.Day
	Due   calendar.Day // zero: no date is stated, and none is made up
}

// mostUnits bounds what a person may enter that a condition asks for.
const mostUnits = 100

// The answers to "She agreed to us contacting her".
const (
	AgreedYes         = "yes"
	AgreedYesNotToday = "yes_not_today"
)

// Refer makes the facts of a referral: who she is, the encounter it came from
// where there was one, the referral, and the condition of a caution. woman is
// the id of a woman the service knows already, or "".
func (p Pen) Refer(entry Referral, woman string) ([]Fact, error) {
	if err := p.checkReferral(entry); err != nil {
		return nil, err
	}
	if woman == "" {
		woman = p.NewID()
	}
	now, caseID := calendar.At(p.Now), p.NewID()
	identity := entry.Identity
	facts := []Fact{p.write(woman, "", now, IdentityTold{}, &Words{Identity: &identity})}

	offence, typed := entry.Offence.InClear()
	typed = cmp.Or(strings.TrimSpace(entry.Typed), typed)
	referred := Referred{
		Scheme: entry.Scheme, Pathway: entry.Pathway, Agency: entry.Agency, Role: entry.Role, Sender: p.Agency,
		Area: entry.Area, Provider: entry.Provider, Outcome: entry.Outcome, Offence: offence,
		Contact: entry.Contact, Agreed: entry.Agreed, Urgent: entry.Urgent,
		Explained: entry.Explained, Legal: entry.Legal,
	}
	referred.widening(entry)
	if entry.Identity.Born.Known() {
		age := entry.Identity.Born.YearsAt(p.today())
		referred.Age = &age
	}
	if entry.Met != "" {
		referred.Encounter = p.NewID()
		met := entry.Asked
		met.Encounter, met.What, met.Force, met.Area, met.Suite = referred.Encounter, entry.Met, entry.Force, entry.Area, entry.Suite
		met.Offence, met.Outcome, met.Information, met.Offered, met.Accepted = offence, entry.Outcome, Yes, Yes, Yes
		facts = append(facts, p.write(woman, "", now, met, nil))
	}
	words := &Words{Reference: strings.TrimSpace(entry.Reference), Offence: typed}
	if referred.Reason != "" {
		words.Text = strings.TrimSpace(entry.Widening.Words)
	}
	if *words == (Words{}) {
		words = nil
	}
	facts = append(facts, p.write(woman, caseID, now, referred, words))
	if c := entry.Condition; c != nil {
		facts = append(facts, p.write(woman, caseID, now, ConditionGiven{
			Condition: p.NewID(), Units: c.Units, Parts: c.Parts, Given: c.Given, Due: c.Due,
		}, sealedText(c.Text)))
	}
	return facts, nil
}

func (p Pen) checkReferral(entry Referral) error {
	var problems Problems
	who := entry.Identity
	problems.check(strings.TrimSpace(who.Given) != "", "given_name", "Enter her first name")
	problems.check(strings.TrimSpace(who.Family) != "", "family_name", "Enter her last name")
	problems.check(who.Born.Known(), "date_of_birth", "Enter her date of birth, like 27 3 1990")
	problems.check(!who.Born.Known() || who.Born < p.today(), "date_of_birth", "Her date of birth must be in the past")
	problems.check(!who.Born.Known() || who.Born > p.today().AddMonths(-12*110), "date_of_birth", "Check the year of her date of birth")
	problems.check(entry.Contact != "", "contact", "Choose how we can reach her safely")
	problems.check(entry.Contact == "" || oneOf(entry.Contact, Contacts), "contact", "Choose how we can reach her safely")
	needsPhone := entry.Contact == ContactCall || entry.Contact == ContactText || entry.Contact == ContactNoMessage
	problems.check(!needsPhone || strings.TrimSpace(who.Phone) != "", "phone", "Enter a phone number, or choose to speak to her here now")
	problems.check(entry.Agreed == AgreedYes || entry.Agreed == AgreedYesNotToday, "agreed", "Choose whether she agreed to us contacting her")
	for _, urgent := range entry.Urgent {
		problems.check(oneOf(urgent, Urgents), "urgent", "Choose what is urgent today from the list")
	}
	problems.check(entry.Legal == "" || oneOf(entry.Legal, LegalAdvices), "legal_advice", "Choose from the list what she said to legal advice")
	entry.checkAsked(&problems)
	entry.checkWidening(&problems)
	if c := entry.Condition; c != nil {
		of, begins := requiredBy(entry.Outcome)
		uncounted := c.Units == 0 && (entry.Outcome == "bail" || entry.Outcome == "charge") // bail states none. Source: 000:554
		problems.check(c.Units > 0 && c.Units <= mostUnits || uncounted, "units_required", "Enter how many appointments "+of+" asks for, as a number")
		problems.check(len(c.Parts) == 0 || sumOf(c.Parts) == c.Units, "units_required", "Enter how many of each part are asked for")
		problems.check(c.Given.Known(), "given_on", "Enter the date "+begins)
		problems.check(!c.Due.Known() || c.Due >= c.Given, "due_on", "The date to complete by must be on or after the day it was given")
	}
	return problems.err()
}

// requiredBy names what requires something of her, and the event that its date
// is of. Source: 000:398, 497, 507, 554.
func requiredBy(outcome string) (of, begins string) {
	switch outcome {
	case "penalty_notice":
		return "the notice", "she received the notice"
	case "bail", "charge":
		return "her bail", "she was bailed"
	case "conditional_caution":
		return "the caution", "the caution was given"
	}
	return "the order", "the order was made"
}

// checkAsked takes codes and no sentences: an encounter stands in clear.
func (r Referral) checkAsked(problems *Problems) {
	met := r.Asked
	for field, codes := range map[string][]string{
		"orders": met.Orders, "cohorts": met.Cohorts, "needs": met.Needs,
		"admitted": {met.Admitted}, "charge_state": {met.ChargeState}, "considered_outcome": {met.Considered},
	} {
		for _, code := range codes {
			problems.check(code == "" || IsCode(code), field, "Choose from the list")
		}
	}
	problems.check(met.Gravity >= 0 && met.Gravity <= 5, "gravity", "Enter the gravity score as a number from 1 to 5")
	problems.check(met.ValuePence == nil || *met.ValuePence >= 0, "value_gbp", "Enter the value in pounds, like 25 or 99.50")
	problems.check(met.Months >= 0 && met.Months <= 1200, "sentence_months", "Enter the length of the sentence in months, as a number")
}

// sumOf returns how many units parts ask for in all, and none where a part has no
// code or asks for none.
func sumOf(parts []Part) int {
	sum := 0
	for _, part := range parts {
		if !IsCode(part.Unit) || part.Required < 1 {
			return 0
		}
		sum += part.Required
	}
	return sum
}

// Decline is an offer that was not taken up. No identity is kept.
type Decline struct {
	Force, Area, Suite string
	Met                string // kind of encounter as in the exchange format
	Outcome            string
	Offence            Offence
	Reason             string // one of DeclineReasons
	LeafletGiven       YesNo
	MayAskAgain        YesNo
}

// Decline makes the encounter of a woman who said no, or not now. An offence
// without a code is not kept: nobody's key seals words about a woman without a
// name.
func (p Pen) Decline(entry Decline) ([]Fact, error) {
	var problems Problems
	problems.check(oneOf(entry.Reason, DeclineReasons), "declined_reason", "Choose what she said")
	if err := problems.err(); err != nil {
		return nil, err
	}
	offence, _ := entry.Offence.InClear()
	return []Fact{p.write("", "", calendar.At(p.Now), Encounter{
		Encounter: p.NewID(), What: entry.Met, Force: entry.Force, Area: entry.Area, Suite: entry.Suite,
		Offence: offence, Outcome: entry.Outcome, Information: entry.LeafletGiven,
		Offered: Yes, Accepted: No, Declined: entry.Reason, MayAskAgain: entry.MayAskAgain, LeafletGiven: entry.LeafletGiven,
	}, nil)}, nil
}

// AsAsked returns what of an encounter was asked for a scheme's clauses, without
// what the referral itself says of it.
func (e Encounter) AsAsked() Encounter {
	return Encounter{
		ValuePence: e.ValuePence, Gravity: e.Gravity, Admitted: e.Admitted, Assessed: e.Assessed,
		Residence: e.Residence, Group: e.Group, Considered: e.Considered, ChargeState: e.ChargeState,
		Bailable: e.Bailable, First: e.First, InCustody: e.InCustody, Months: e.Months,
		Orders: e.Orders, Cohorts: e.Cohorts, Needs: e.Needs,
	}
}

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

	Condition *ConditionEntry // only for a conditional caution
}

// ConditionEntry is the condition of a caution as police write it.
type ConditionEntry struct {
	Text  string
	Units int    // in all
	Parts []Part // where it asks for units of more than one kind; Units is then their sum
	Given calendar.Day
	Due   calendar.Day // zero: the caution carries no date, and none is made up
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
	}
	if entry.Identity.Born.Known() {
		age := entry.Identity.Born.YearsAt(p.today())
		referred.Age = &age
	}
	if entry.Met != "" {
		referred.Encounter = p.NewID()
		facts = append(facts, p.write(woman, "", now, Encounter{
			Encounter: referred.Encounter, What: entry.Met, Force: entry.Force, Area: entry.Area, Suite: entry.Suite,
			Offence: offence, Outcome: entry.Outcome, Information: Yes, Offered: Yes, Accepted: Yes,
		}, nil))
	}
	var words *Words
	if reference := strings.TrimSpace(entry.Reference); reference != "" || typed != "" {
		words = &Words{Reference: reference, Offence: typed}
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
	if c := entry.Condition; c != nil {
		problems.check(c.Units > 0 && c.Units <= mostUnits, "units_required", "Enter how many appointments the caution asks for, as a number")
		problems.check(len(c.Parts) == 0 || sumOf(c.Parts) == c.Units, "units_required", "Enter how many of each part are asked for")
		problems.check(c.Given.Known(), "given_on", "Enter the date the caution was given")
		problems.check(!c.Due.Known() || c.Due >= c.Given, "due_on", "The date to complete by must be on or after the day it was given")
	}
	return problems.err()
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

package journey

import (
	"regexp"
	"strconv"
	"strings"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/need"
)

// KindImportUndone is the fact of the service that an import was taken back.
const KindImportUndone Kind = "import_undone"

// ImportUndone says that what an import made was taken back, so that whoever keeps
// count counts anew. It is of no woman.
type ImportUndone struct {
	Import string `json:"import"`
	Cases  int    `json:"cases"`
}

func (ImportUndone) Kind() Kind { return KindImportUndone }

// UndoImport writes that an import was taken back.
func (p Pen) UndoImport(id string, cases int) Fact {
	return p.write("", "", calendar.At(p.Now), ImportUndone{Import: id, Cases: cases}, nil)
}

// Brought is a row of a centre's own list, as a woman's journey so far.
type Brought struct {
	Identity Identity
	Borough  string
	Language string // BCP 47

	Scheme   string
	Pathway  Pathway
	Provider string // who supports her
	Referred calendar.Day
	Contact  Contact // "" where the list does not say

	Keyworker, WorkerAgency string // "" where the list does not say

	Assessed     calendar.Day // zero: the day of the referral stands in
	Needs        []BroughtNeed
	Appointments []BroughtAppointment

	Closed calendar.Day
	Reason ClosureReason
}

// BroughtNeed is what the list says of one pathway.
type BroughtNeed struct {
	Pathway need.Pathway
	Present bool
}

// BroughtAppointment is an appointment of the list; a list does not say how they
// met.
type BroughtAppointment struct {
	On      calendar.Day
	Outcome Outcome
}

// BroughtTo is where a row goes: under ids of the caller's, and a source that is the
// same whenever the row is brought in again.
type BroughtTo struct {
	Woman, Case string
	Source      string
	Who         bool // this row tells who she is
}

// The parts of a source, one for each fact that a row makes.
const (
	BroughtWho      = "#who"
	BroughtReferral = "#referral"
)

// mostBroughtAppointments is how many appointments a row may hold.
const mostBroughtAppointments = 4

// BroughtParts lists every part that the source of a row may have, her own last.
func BroughtParts() []string {
	parts := []string{BroughtReferral, "#keyworker", "#closed"}
	for _, pathway := range need.Pathways() {
		parts = append(parts, "#need-"+string(pathway))
	}
	for n := range mostBroughtAppointments {
		parts = append(parts, "#appointment-"+strconv.Itoa(n+1))
	}
	return append(parts, BroughtWho, "#described")
}

// OfHer says whether a part of a source belongs to the woman and not to her case.
func OfHer(part string) bool { return part == BroughtWho || part == "#described" }

// Bring makes the facts of a row: what live entry would have made on those days. A
// fact could be known on its own day, and what stands without one on the day she
// was referred.
func (p Pen) Bring(entry Brought, to BroughtTo) ([]Fact, error) {
	if err := p.CheckBrought(entry); err != nil {
		return nil, err
	}
	var facts []Fact
	add := func(part, caseID string, on calendar.Day, body Body, words *Words) {
		fact := p.write(to.Woman, caseID, calendar.OnDay(on), body, words)
		fact.Source = to.Source + part
		if on < p.today() {
			fact.Known = calendar.OnDay(on)
		}
		facts = append(facts, fact)
	}
	if to.Who {
		who := entry.Identity
		add(BroughtWho, "", entry.Referred, IdentityTold{}, &Words{Identity: &who})
		add("#described", "", entry.Referred, Described{Borough: entry.Borough, Language: entry.Language}, nil)
	}
	referred := Referred{Scheme: entry.Scheme, Pathway: entry.Pathway, Provider: entry.Provider, Contact: entry.Contact}
	if born := entry.Identity.Born; born.Known() {
		age := born.YearsAt(entry.Referred)
		referred.Age = &age
	}
	add(BroughtReferral, to.Case, entry.Referred, referred, nil)
	if entry.Keyworker != "" {
		add("#keyworker", to.Case, entry.Referred, Allocated{Keyworker: entry.Keyworker, Agency: entry.WorkerAgency}, nil)
	}
	for _, told := range entry.Needs {
		on := entry.Assessed
		if !on.Known() {
			on = entry.Referred
		}
		add("#need-"+string(told.Pathway), to.Case, on, NeedAssessed{Pathway: told.Pathway, Present: told.Present}, nil)
	}
	for n, met := range entry.Appointments {
		if !met.On.Known() {
			continue
		}
		id, at := to.Case+"-"+strconv.Itoa(n+1), calendar.OnDay(met.On)
		var body Body = Attendance{Appointment: id, At: at, Outcome: met.Outcome}
		if met.Outcome == StillBooked {
			body = Booked{Appointment: id, At: at}
		}
		add("#appointment-"+strconv.Itoa(n+1), to.Case, met.On, body, nil)
	}
	if entry.Closed.Known() {
		add("#closed", to.Case, entry.Closed, Closed{Reason: entry.Reason}, nil)
	}
	return facts, nil
}

// Unbring takes back the fact of one part of a row.
func (p Pen) Unbring(to BroughtTo, part string) Fact {
	caseID := to.Case
	if OfHer(part) {
		caseID = ""
	}
	fact := p.write(to.Woman, caseID, calendar.At(p.Now), Withdrawn{}, nil)
	fact.Source = to.Source + part
	return fact
}

// The forms of what stands in clear: a place is a few words, and no sentence.
var (
	boroughForm  = regexp.MustCompile(`^[\pL][\pL .,&'’()-]{1,48}$`)
	languageForm = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)
)

// CheckBrought says what of a row has to be put right.
func (p Pen) CheckBrought(entry Brought) error {
	var problems Problems
	who, today, referred := entry.Identity, p.today(), entry.Referred
	problems.check(strings.TrimSpace(who.Given+who.Family) != "", "family_name", "There is no name")
	problems.check(referred.Known(), "referred_on", "There is no day on which she was referred")
	problems.check(!referred.Known() || referred <= today, "referred_on", "The day she was referred is still to come")
	problems.check(!referred.Known() || referred >= calendar.On(1990, 1, 1), "referred_on", "The day she was referred is before 1990")
	if who.Born.Known() && referred.Known() {
		problems.check(who.Born < referred, "date_of_birth", "She is born after she was referred")
		problems.check(who.Born > referred.AddMonths(-12*110), "date_of_birth", "She would be more than 110 years old")
		problems.check(who.Born >= referred || who.Born.YearsAt(referred) >= 10, "date_of_birth", "She would be younger than 10")
	}
	problems.check(entry.Scheme != "", "scheme", "Choose the scheme")
	problems.check(IsCode(string(entry.Pathway)), "pathway", "Choose how they came to the scheme")
	problems.check(entry.Borough == "" || boroughForm.MatchString(entry.Borough), "borough", "The borough is no name of a place")
	problems.check(entry.Language == "" || languageForm.MatchString(entry.Language), "language", "The language is not known")
	problems.check(entry.Contact == "" || oneOf(entry.Contact, Contacts), "contact", "How she may be reached is not known")
	problems.check(!entry.Assessed.Known() || entry.Assessed <= today && entry.Assessed >= referred, "assessed_on", "The day of the assessment is before she was referred, or still to come")
	came := 0
	for n, met := range entry.Appointments[:min(len(entry.Appointments), mostBroughtAppointments)] {
		date, outcome := "appointment_"+strconv.Itoa(n+1), "outcome_"+strconv.Itoa(n+1)
		if met.Outcome.Came() {
			came++
		}
		problems.check(met.On.Known() || met.Outcome == "", date, "There is an outcome, and no day")
		problems.check(!met.On.Known() || met.On >= referred, date, "The appointment is before she was referred")
		problems.check(!met.On.Known() || met.Outcome == StillBooked || oneOf(met.Outcome, Outcomes), outcome, "What became of the appointment is not known")
		held := met.Outcome == Attended || met.Outcome == AttendedLate || met.Outcome == Missed || met.Outcome == MissedWithExcuse
		problems.check(!held || met.On <= today, outcome, "The appointment is still to come")
	}
	problems.check(len(entry.Appointments) <= mostBroughtAppointments, "appointment_4", "There are more than four appointments")
	if entry.Closed.Known() {
		problems.check(entry.Closed >= referred && entry.Closed <= today, "closed_on", "The day support ended is before she was referred, or still to come")
		problems.check(oneOf(entry.Reason, ClosureReasons), "closure_reason", "Why support ended is not known")
		problems.check(entry.Reason != ClosedDidNotEngage || came == 0, "closure_reason", "It says she did not take up support, and that she came")
		problems.check(entry.Reason != ClosedAfterFirst || came == 1, "closure_reason", "It says she stopped after the first meeting, and that she came to more or none")
	} else {
		problems.check(entry.Reason == "", "closed_on", "There is a reason why support ended, and no day")
	}
	return problems.err()
}

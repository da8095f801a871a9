package practice

import (
	"fmt"
	"strings"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// woman is an invented woman.
type woman struct {
	id        string
	place     place
	who       journey.Identity
	described journey.Described
}

// weighted are codes with how often each is drawn.
type weighted []struct {
	code  string
	times int
}

func (w *writer) draw(from weighted) string {
	total := 0
	for _, each := range from {
		total += each.times
	}
	at := w.IntN(total)
	for _, each := range from {
		if at -= each.times; at < 0 {
			return each.code
		}
	}
	return ""
}

// The mix of a large city, made up: it stands for no place and no service.
var (
	ethnicities = weighted{
		{"white_british", 38}, {"white_other", 14}, {"black_caribbean", 12}, {"black_african", 9}, {"asian_bangladeshi", 6},
		{"asian_indian", 4}, {"mixed_white_black_caribbean", 7}, {"other_any", 4}, {"not_stated", 6},
	}
	languages = weighted{{"en", 86}, {"pt", 5}, {"ar", 3}, {"fr", 2}, {"bn", 2}, {"es", 2}}
	noOfYoung = weighted{{"0", 40}, {"1", 26}, {"2", 22}, {"3", 12}}
)

// invent returns a new woman who lives in a place.
func (w *writer) invent(home place, on calendar.Day, firstTime journey.YesNo) *woman {
	her := &woman{id: w.id(), place: home}
	for her.who.Given == "" || w.named[her.who.Name()] {
		her.who.Given, her.who.Family = one(w, givenNames), one(w, familyNames)
	}
	w.named[her.who.Name()] = true
	years := 19 + min(w.IntN(24), w.IntN(40)) + w.IntN(12)
	her.who.Born = on.AddMonths(-12 * years).AddDays(-w.between(1, 360))
	her.who.Postcode = w.postcode(home)
	if len(w.phones) > 0 {
		her.who.Phone, w.phones = fmt.Sprintf("07700 900%03d", w.phones[0]), w.phones[1:]
	}
	young := int(w.draw(noOfYoung)[0] - '0')
	withHer := w.between(0, young)
	her.described = journey.Described{
		Borough: one(w, home.boroughs), Ethnicity: w.draw(ethnicities), Language: w.draw(languages), FirstTime: firstTime,
		ChildrenUnder18: &young, ChildrenWithHer: &withHer,
	}
	her.described.Interpreter = journey.No
	if her.described.Language != "en" && w.IntN(2) == 0 {
		her.described.Interpreter = journey.Yes
	}
	return her
}

// unusedLetters end no live postcode.
const unusedLetters = "CIKMOV"

func (w *writer) postcode(home place) string {
	letter := func() byte { return unusedLetters[w.IntN(len(unusedLetters))] }
	return fmt.Sprintf("%s %d%c%c", one(w, home.outward), w.between(1, 9), letter(), letter())
}

// tell writes who she is, and what is known of her.
func (w *writer) tell(her *woman, on calendar.Moment, by Account) {
	who := her.who
	w.put("women", her.id, "", on, by, journey.IdentityTold{}, &journey.Words{Identity: &who})
	w.put("described", her.id, "", on, by, her.described, nil)
}

// thread is one case of a woman while it is being written.
type thread struct {
	*writer
	her       *woman
	id        string
	pathway   journey.Pathway
	worker    Account
	condition string
	referred  calendar.Day
}

func (t *thread) write(table string, on calendar.Moment, body journey.Body, words *journey.Words) {
	t.put(table, t.her.id, t.id, on, t.worker, body, words)
}

// opening is how a case begins.
type opening struct {
	pathway     journey.Pathway
	on          calendar.Moment // of the referral
	encountered calendar.Day    // of the arrest; zero where she came by herself
	offence     journey.Offence
	due         calendar.Day // the date on the caution; zero: none is stated
	by          Account      // who sent the referral; an empty account for the cases of 2019 to 2021
	worker      Account      // an empty one: nobody yet
	allocated   calendar.Day
	contact     journey.Contact
	urgent      []string
}

// begin writes the encounter, the referral, the condition and the allocation.
func (w *writer) begin(her *woman, o opening) *thread {
	t := &thread{writer: w, her: her, id: w.id(), pathway: o.pathway, worker: o.worker, referred: o.on.Day()}
	age := her.who.Born.YearsAt(t.referred)
	referred := journey.Referred{
		Scheme: "lwds", Pathway: o.pathway, Agency: "self", Role: "self", Sender: o.by.Agency, Area: her.place.area,
		Provider: o.worker.Agency, Age: &age, Contact: o.contact, Urgent: o.urgent,
	}
	if o.contact != "" {
		referred.Agreed = journey.AgreedYes
	}
	if o.pathway == journey.ConditionalCaution {
		referred.Agency, referred.Role = policeForce, "evidence_review_officer"
		referred.Encounter, referred.Outcome, referred.Offence = w.id(), "conditional_caution", o.offence
		w.put("encounters", her.id, "", calendar.OnDay(o.encountered), o.by, journey.Encounter{
			Encounter: referred.Encounter, What: "arrest", Force: forceCode, Area: her.place.area, Suite: one(w, her.place.suites),
			Offence: o.offence, Gravity: w.between(1, 2), Admitted: "yes", Outcome: "conditional_caution",
			Information: journey.Yes, Offered: journey.Yes, Accepted: journey.Yes,
		}, nil)
	}
	var words *journey.Words
	if o.by.ID != "" {
		referred.Role = strings.ReplaceAll(string(o.by.Role), "-", "_")
		words = &journey.Words{Reference: fmt.Sprintf("PR%06d", w.IntN(1_000_000))}
		if o.pathway == journey.ConditionalCaution {
			referred.Explained, referred.Legal = journey.Yes, journey.LegalAdvices[int(t.referred)%len(journey.LegalAdvices)]
			likely(&referred, t.referred)
		}
	}
	w.put("referrals", her.id, t.id, o.on, o.by, referred, words)
	if o.pathway == journey.ConditionalCaution {
		t.condition = w.id()
		w.put("conditions", her.id, t.id, o.on, o.by, journey.ConditionGiven{Condition: t.condition, Units: 2, Given: t.referred, Due: o.due},
			&journey.Words{Text: conditionText})
	}
	if o.worker.ID != "" {
		t.write("allocations", later(o.on, o.allocated), journey.Allocated{Keyworker: o.worker.ID}, nil)
	}
	return t
}

// likely says what police wrote of the outcome without the scheme: it turns with
// the day.
func likely(referred *journey.Referred, on calendar.Day) {
	outcomes := []string{"charge", "simple_caution", "charge", "not_known", "charge"}
	referred.Otherwise = outcomes[int(on)%len(outcomes)]
	if journey.Lighter(referred.Otherwise) {
		referred.Warned, referred.Reason = journey.Yes, journey.SheChoseIt
	}
}

// later returns the day as a moment, or the earlier moment where it is later
// on the same day.
func later(than calendar.Moment, day calendar.Day) calendar.Moment {
	if day <= than.Day() {
		return than
	}
	return calendar.OnDay(day)
}

// met writes an appointment with what became of it, and returns its day.
func (t *thread) met(at calendar.Moment, how journey.AppointmentKind, outcome journey.Outcome, words *journey.Words) {
	body := journey.Attendance{Appointment: t.writer.id(), At: at, How: how, Outcome: outcome}
	if outcome.Came() {
		body.Minutes = one(t.writer, []int{30, 45, 45, 60})
		if t.condition != "" {
			body.Counts = journey.Yes
		}
	}
	t.write("appointments", at, body, words)
}

// how draws a way of meeting.
func (w *writer) how() journey.AppointmentKind {
	return journey.AppointmentKind(w.draw(weighted{{"one_to_one", 60}, {"phone", 20}, {"group", 12}, {"accompanied", 8}}))
}

package journey

import (
	"slices"
	"strings"

	"throughline/internal/domain/calendar"
)

// Warning is a reason to think again before a time is booked. None forbids it: the
// one who books says why even so, and both are kept.
type Warning string

// The warnings. Source of the first: 000:578.
const (
	WarnMenReport Warning = "men_report"     // men known to the service report at the place
	WarnNotSafe   Warning = "not_safe_there" // she said that she is not safe at the place
	WarnCannot    Warning = "cannot_come"    // she said that she cannot come then
	WarnHers      Warning = "hers_clash"     // she has another appointment about then
	WarnOurs      Warning = "ours_clash"     // whoever meets her has
	WarnSession   Warning = "session_clash"  // or leads a group
	WarnVetting   Warning = "vetting"        // a custody visit, and no vetting in date is known
)

var warningWords = map[Warning]string{
	WarnMenReport: "Men known to the service report there", WarnNotSafe: "She said she is not safe there",
	WarnCannot: "She said she cannot come then", WarnHers: "She has another appointment about then",
	WarnOurs: "Her keyworker has another appointment about then", WarnSession: "Her keyworker has a group about then",
	WarnVetting: "No vetting in date is known for a custody visit",
}

// Words returns the warning as people say it.
func (w Warning) Words() string { return warningWords[w] }

// apart is how long after one appointment another may begin without a warning. How
// long an appointment takes is not known before it, so this is our own choice.
const apart = 60 // minutes

// Clash returns the first of these moments that is too near to another, and false
// where none is.
func Clash(at calendar.Moment, booked []calendar.Moment) (calendar.Moment, bool) {
	for _, other := range booked {
		if minutes := other.Time().Sub(at.Time()).Abs().Minutes(); other.Timed() && minutes < apart {
			return other, true
		}
	}
	return calendar.Moment{}, false
}

// Company is who else was there when the service met or spoke to her. The zero
// Company says that nobody wrote it down.
type Company struct {
	Alone       bool `json:"alone,omitempty"`
	Interpreter bool `json:"interpreter,omitempty"`
	Child       bool `json:"child,omitempty"`
	Other       bool `json:"other,omitempty"` // somebody else
}

// Words says who was there, "" where nobody wrote it down.
func (c Company) Words() string {
	var words []string
	for _, one := range []struct {
		there bool
		word  string
	}{{c.Alone, "she was alone"}, {c.Interpreter, "an interpreter"}, {c.Child, "a child"}, {c.Other, "somebody else"}} {
		if one.there {
			words = append(words, one.word)
		}
	}
	return strings.Join(words, ", ")
}

// crowded says whether she was said to be alone with somebody.
func (c Company) crowded() bool { return c.Alone && (c.Interpreter || c.Child || c.Other) }

// BookingEntry is an appointment as a person enters it, or several that come back.
type BookingEntry struct {
	At      []calendar.Moment
	How     AppointmentKind
	Place   string    // "" where it is not agreed yet
	Warned  []Warning // what spoke against it
	Despite string    // why even so
	Instead string    // id of the appointment whose time this changes, "" for a new one
	Series  string    // of that appointment
}

// Book makes an appointment, or each of several that come back.
func (p Pen) Book(row Row, entry BookingEntry) ([]Fact, error) {
	var problems Problems
	problems.check(len(entry.At) > 0, "until", "Choose a last day that is after the first one")
	for _, at := range entry.At[:min(1, len(entry.At))] {
		problems.check(at.Known() && at.Timed(), "at", "Enter the day and time of the appointment")
		problems.check(!at.Known() || at.Time().After(p.Now), "at", "The appointment must be in the future. To write down a past one, record a contact")
	}
	problems.check(oneOf(entry.How, AppointmentKinds), "how", "Choose how you will meet")
	problems.check(row.Open(), "at", "Her support has ended. Aftercare is recorded as a contact")
	if err := problems.err(); err != nil {
		return nil, err
	}
	if len(entry.At) > 1 && entry.Series == "" {
		entry.Series = p.NewID()
	}
	var facts []Fact
	for _, at := range entry.At {
		words := sealedText(entry.Despite)
		if place := strings.TrimSpace(entry.Place); place != "" {
			if words == nil {
				words = &Words{}
			}
			words.Place = place
		}
		facts = append(facts, p.write(row.Woman, row.Case, calendar.At(p.Now), Booked{
			Appointment: p.NewID(), At: at, How: entry.How, Series: entry.Series, Instead: entry.Instead, Warned: slices.Clone(entry.Warned),
		}, words))
	}
	return facts, nil
}

// CallOff writes down that appointments to come are off, and who called them off.
func (p Pen) CallOff(row Row, off []Appointment, by Outcome, why string) ([]Fact, error) {
	var problems Problems
	problems.check(by == CancelledByHer || by == CancelledByService, "by", "Choose who called it off")
	problems.check(len(off) > 0, "appointment", "Choose an appointment that is still to be")
	if err := problems.err(); err != nil {
		return nil, err
	}
	var facts []Fact
	for _, one := range off {
		more, err := p.RecordAttendance(row, Meeting{Appointment: one.ID, At: one.At, How: one.How, Outcome: by, Excuse: why})
		if err != nil {
			return nil, err
		}
		facts = append(facts, more...)
	}
	return facts, nil
}

package journey

import (
	"cmp"
	"slices"

	"throughline/internal/domain/calendar"
)

// Appointment is one appointment as the facts of its case leave it.
type Appointment struct {
	ID      string
	At      calendar.Moment
	How     AppointmentKind
	Outcome Outcome // StillBooked while nothing was recorded
	Counts  YesNo   // towards the condition
	Unit    string  // which part of the condition, "" where it has only one
	Minutes int
	Place   string // where the asker may read it
	Warned  []Warning
	Despite string // why then and there, although something spoke against it
	Series  string // shared by those that were booked to come back
	Instead string // the appointment whose time this changed
	With    Company
	Changed calendar.Moment // when the latest of its facts became known
	Note    string          // where the asker may read it
	Excuse  string          // the same

	Decided   YesNo        // whether her excuse was accepted; "" where nobody decided
	DecidedBy string       // account id
	DecidedOn calendar.Day // when
	Why       string       // the decider's reason, where the asker may read it
}

// AppointmentsOf returns the appointments of a case from its effective facts,
// the earliest first.
func AppointmentsOf(effective []Fact) []Appointment {
	all := appointments{}
	for _, fact := range effective {
		all.take(fact)
	}
	return all.list()
}

// appointments are those of one case, by id.
type appointments map[string]Appointment

// take adds a fact, and passes over one that is not about an appointment.
func (all appointments) take(fact Fact) {
	switch body := fact.Body.(type) {
	case Booked:
		// What became of an appointment stands, even where it was earlier than booked.
		if known, ok := all[body.Appointment]; !ok || known.Outcome == StillBooked {
			one := Appointment{
				ID: body.Appointment, At: body.At, How: body.How, Outcome: StillBooked,
				Warned: body.Warned, Series: body.Series, Instead: body.Instead, Changed: fact.Known,
			}
			if fact.Words != nil {
				one.Place, one.Despite = fact.Words.Place, fact.Words.Text
			}
			all[body.Appointment] = one
		}
	case Attendance:
		booked := all[body.Appointment]
		one := Appointment{
			ID: body.Appointment, At: body.At, How: body.How, Outcome: body.Outcome, Counts: body.Counts, Unit: body.Unit, Minutes: body.Minutes,
			Place: booked.Place, Despite: booked.Despite, Warned: booked.Warned, Series: booked.Series, Instead: booked.Instead, With: body.With, Changed: fact.Known,
		}
		if fact.Words != nil {
			one.Note, one.Excuse = fact.Words.Text, fact.Words.Excuse
		}
		all[body.Appointment] = one
	case ExcuseDecided:
		// Only a reason for not coming is decided on: a cancellation stays one.
		missed, ok := all[body.Appointment]
		if !ok || missed.Outcome != Missed && missed.Outcome != MissedWithExcuse {
			return
		}
		missed.Outcome, missed.Decided, missed.Why = Missed, YesNoOf(body.Accepted), ""
		missed.DecidedBy, missed.DecidedOn, missed.Changed = fact.By, fact.Happened.Day(), fact.Known
		if body.Accepted {
			missed.Outcome = MissedWithExcuse
		}
		if fact.Words != nil {
			missed.Why = fact.Words.Text
		}
		all[body.Appointment] = missed
	}
}

// list returns them with the earliest first.
func (all appointments) list() []Appointment {
	list := make([]Appointment, 0, len(all))
	for _, one := range all {
		list = append(list, one)
	}
	slices.SortFunc(list, func(a, b Appointment) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
	return list
}

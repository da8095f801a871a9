package support

import (
	"context"
	"slices"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// Against is one thing that speaks against an appointment, in words.
type Against struct {
	Warning journey.Warning
	Say     string
}

// codes are the warnings themselves.
func codes(found []Against) []journey.Warning {
	var warnings []journey.Warning
	for _, one := range found {
		warnings = append(warnings, one.Warning)
	}
	return warnings
}

// warned says what was found, and what to do about it.
func warned(found []Against) string {
	var say []string
	for _, one := range found {
		say = append(say, one.Say)
	}
	return strings.Join(say, ". ") + ". Choose another time or place, or say why even so"
}

// diary is what is known of one day or more before a time is chosen.
type diary struct {
	hers     []calendar.Moment // of the woman
	ours     []calendar.Moment // of whoever meets her, without hers
	sessions []casework.GroupSession
	busy     []journey.BusyTime
	unsafe   []journey.UnsafePlace
	vetted   calendar.Day
	asks     bool // whether vetting is written down here at all
	own      bool // the asker meets her
}

// meets is who meets a woman: a keyworker who books herself, or else hers.
func meets(asker access.Asker, row journey.Row) string {
	if asker.Role == access.Keyworker {
		return asker.ID
	}
	return row.Worker
}

// diaryFor reads what is known of these days. It names no other woman.
func (d Desk) diaryFor(ctx context.Context, asker access.Asker, row journey.Row, from, to calendar.Day, instead journey.Appointment) (diary, error) {
	one, err := d.Record.Case(ctx, row.Case, access.SetOf(access.Plan))
	if err != nil {
		return diary{}, err
	}
	known := diary{busy: journey.BusyTimesOf(one.Facts), unsafe: journey.UnsafePlacesOf(one.Facts), own: meets(asker, row) == asker.ID}
	for _, booked := range journey.AppointmentsOf(one.Facts) {
		if booked.Outcome == journey.StillBooked && booked.ID != instead.ID {
			known.hers = append(known.hers, booked.At)
		}
	}
	worker := meets(asker, row)
	if worker == "" {
		return known, nil
	}
	rows, err := d.Record.Rows(ctx, asker, casework.Filter{Worker: worker, Open: true})
	if err != nil {
		return diary{}, err
	}
	for _, other := range rows {
		if other.Case != row.Case {
			known.ours = append(known.ours, other.Appointments.Booked...)
		}
	}
	if d.Sessions != nil {
		sessions, err := d.Sessions.Sessions(ctx, asker, from, to)
		if err != nil {
			return diary{}, err
		}
		known.sessions = slices.DeleteFunc(sessions, func(s casework.GroupSession) bool { return s.Worker != worker })
	}
	if known.asks = d.Vetting != nil; known.asks {
		known.vetted, err = d.Vetting.VettedUntil(ctx, worker)
	}
	return known, err
}

// at says what speaks against a moment, whatever the place.
func (k diary) at(at calendar.Moment) []Against {
	var found []Against
	if other, clash := journey.Clash(at, k.hers); clash {
		found = append(found, Against{journey.WarnHers, "She has another appointment at " + clockOn(other)})
	}
	if other, clash := journey.Clash(at, k.ours); clash {
		say := "Her keyworker has"
		if k.own {
			say = "You have"
		}
		found = append(found, Against{journey.WarnOurs, say + " another appointment at " + clockOn(other)})
	}
	for _, session := range k.sessions {
		if other, clash := journey.Clash(at, []calendar.Moment{session.At}); clash {
			found = append(found, Against{journey.WarnSession, "There is a group at " + clockOn(other) + ": " + session.Title})
			break
		}
	}
	for _, busy := range k.busy {
		if busy.Holds(at) {
			say := "She said she cannot come on " + busy.Words()
			if busy.Why != "" {
				say += " (" + busy.Why + ")"
			}
			found = append(found, Against{journey.WarnCannot, say})
			break
		}
	}
	return found
}

// clockOn names a clash such as "2pm on 4 March 2026".
func clockOn(at calendar.Moment) string { return at.Clock() + " on " + at.Day().Short() }

// against says what speaks against a booking, each kind of thing once, at the first
// of its moments for which it is so. Source of the men's places: 000:578.
func (d Desk) against(ctx context.Context, asker access.Asker, row journey.Row, entry Booking, moments []calendar.Moment, instead journey.Appointment) ([]Against, error) {
	if len(moments) == 0 || !moments[0].Timed() {
		return d.placesAgainst(nil, entry), nil
	}
	known, err := d.diaryFor(ctx, asker, row, moments[0].Day(), moments[len(moments)-1].Day(), instead)
	if err != nil {
		return nil, err
	}
	var found []Against
	for _, at := range moments {
		for _, one := range known.at(at) {
			if !slices.Contains(codes(found), one.Warning) {
				found = append(found, one)
			}
		}
	}
	last := moments[len(moments)-1].Day()
	if entry.How == journey.CustodyVisit && known.asks && known.vetted < last {
		say := "No vetting is written down for whoever visits"
		if known.vetted.Known() {
			say = "The vetting of whoever visits ends on " + known.vetted.Short()
		}
		found = append(found, Against{journey.WarnVetting, say})
	}
	return append(found, d.placesAgainst(known.unsafe, entry)...), nil
}

// placesAgainst says what speaks against the place.
func (d Desk) placesAgainst(unsafe []journey.UnsafePlace, entry Booking) []Against {
	var found []Against
	place := strings.TrimSpace(entry.Place)
	if d.menReport(place) {
		found = append(found, Against{journey.WarnMenReport, "Men known to the service report at " + place})
	}
	if slices.ContainsFunc(unsafe, func(known journey.UnsafePlace) bool { return samePlace(known.Name, place) }) {
		found = append(found, Against{journey.WarnNotSafe, "She said she is not safe at " + place})
	}
	return found
}

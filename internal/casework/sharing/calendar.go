package sharing

import (
	"context"
	"fmt"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/discreet"
	"throughline/internal/domain/journey"
)

// CalendarFile is what a calendar file of hers is called.
const CalendarFile = "appointment.ics"

// Calendar returns one appointment as a calendar file, for the woman herself and
// only when she asks: a time, and that there is an appointment. It holds no place,
// no other person and no alarm.
func (d Dispatch) Calendar(ctx context.Context, asker access.Asker, caseID, appointment, language string) ([]byte, error) {
	const op = "take appointment"
	condition := access.SetOf(access.Condition)
	row, standing, err := d.Admit(ctx, op, asker, caseID, access.Read, access.ForSupport, condition)
	if err != nil {
		return nil, err
	}
	if !standing.Is(access.Herself) {
		return nil, d.Absent(ctx, op, asker, row, access.Read, access.ForSupport)
	}
	one, err := d.Record.Case(ctx, caseID, 0)
	if err != nil {
		return nil, casework.In(op, err)
	}
	for _, booked := range journey.AppointmentsOf(one.Facts) {
		if booked.ID != appointment || !booked.At.Timed() {
			continue
		}
		file := d.event(booked, language)
		if found := discreet.Inspect(discreet.Outward{FileName: CalendarFile, Calendar: file}, discreet.Names{Services: d.Services}); len(found) > 0 {
			return nil, casework.Fail(casework.Internal, op, "the calendar file would say too much: %s, %s", found[0].Where, found[0].What)
		}
		if err := d.Tell(ctx, op, d.Note(asker, access.Read, access.ForSupport, op, condition, row)); err != nil {
			return nil, err
		}
		return []byte(file), nil
	}
	return nil, casework.Fail(casework.NotFound, op, "there is no such appointment")
}

// event writes one appointment. A later outcome has a higher sequence, so that a
// calendar which has it already takes it away.
func (d Dispatch) event(booked journey.Appointment, language string) string {
	words := d.Words.For(language, d.Drafts, messageWords)
	status, sequence := "CONFIRMED", 0
	if booked.Outcome == journey.CancelledByHer || booked.Outcome == journey.CancelledByService {
		status, sequence = "CANCELLED", 1
	}
	var file strings.Builder
	line := func(format string, values ...any) { fmt.Fprintf(&file, format+"\r\n", values...) }
	line("BEGIN:VCALENDAR")
	line("VERSION:2.0")
	line("PRODID:-//My Space//EN")
	line("METHOD:PUBLISH")
	file.WriteString(casework.CalendarZone)
	line("BEGIN:VEVENT")
	line("UID:%s", booked.ID)
	line("DTSTAMP:%s", d.Now().UTC().Format("20060102T150405Z"))
	line("DTSTART;TZID=Europe/London:%s", booked.At.Time().Format("20060102T150405"))
	line("SUMMARY:%s", words.Say("message.summary"))
	line("SEQUENCE:%d", sequence)
	line("STATUS:%s", status)
	line("CLASS:PRIVATE")
	line("END:VEVENT")
	line("END:VCALENDAR")
	return file.String()
}

package journey

import (
	"testing"

	"throughline/internal/domain/calendar"
)

func TestARowCountsTheAppointmentsAPageShows(t *testing.T) {
	at := calendar.OnDay(d("2021-01-20"))
	booked := Booked{Appointment: "a", At: at, How: OneToOne}
	ended := func(outcome Outcome) Attendance {
		return Attendance{Appointment: "a", At: at, How: OneToOne, Outcome: outcome}
	}
	for _, row := range []struct {
		name  string
		facts []Body
		want  Outcome // "" where there is no appointment
	}{
		{"booked", []Body{booked}, StillBooked},
		{"booked again after it ended", []Body{ended(Attended), booked}, Attended},
		{"an excuse accepted", []Body{booked, ended(Missed), ExcuseDecided{Appointment: "a", Accepted: true}}, MissedWithExcuse},
		{"an excuse refused", []Body{booked, ended(MissedWithExcuse), ExcuseDecided{Appointment: "a"}}, Missed},
		{"a decision on one she cancelled", []Body{booked, ended(CancelledByHer), ExcuseDecided{Appointment: "a"}}, CancelledByHer},
		{"a decision on one still booked", []Body{booked, ExcuseDecided{Appointment: "a", Accepted: true}}, StillBooked},
		{"a decision on one she came to", []Body{ended(AttendedLate), ExcuseDecided{Appointment: "a"}}, AttendedLate},
		{"a decision on none", []Body{ExcuseDecided{Appointment: "a", Accepted: true}}, ""},
	} {
		s := referred("2021-01-04")
		for _, body := range row.facts {
			s.tell("2021-01-20", body)
		}
		shown := AppointmentsOf(Effective(s.facts, 0))
		var got Outcome
		if len(shown) > 0 {
			got = shown[0].Outcome
		}
		sum := s.row(t, "").Appointments
		counted := map[Outcome]int{
			StillBooked: len(sum.Booked), Attended: sum.OnTime, AttendedLate: sum.Late, Missed: sum.Missed,
			MissedWithExcuse: sum.Excused, CancelledByHer: sum.CancelledByHer, CancelledByService: sum.CancelledByService,
		}
		total := 0
		for _, n := range counted {
			total += n
		}
		if got != row.want || total != len(shown) || row.want != "" && counted[row.want] != 1 {
			t.Errorf("%s: the page shows %q, the row counts %+v, want %q", row.name, got, sum, row.want)
		}
	}
}

func TestWhatWasSaidStandsOnlyWhileItsOutcomeDoes(t *testing.T) {
	at := calendar.OnDay(d("2021-01-20"))
	s := referred("2021-01-04").
		tell("2021-01-20", Attendance{Appointment: "a", At: at, Outcome: MissedWithExcuse}).
		tell("2021-01-20", ExcuseDecided{Appointment: "a", Accepted: true}).
		tell("2021-01-20", Attendance{Appointment: "a", At: at, Outcome: Attended})
	s.facts[1].Words, s.facts[2].Words = &Words{Excuse: "ill"}, &Words{Text: "believed"}
	if one := AppointmentsOf(s.facts)[0]; one.Excuse != "" || one.Decided != "" || one.Why != "" {
		t.Errorf("she came, and still: %+v", one)
	}
	if one := AppointmentsOf(s.facts[:3])[0]; one.Excuse != "ill" || one.Decided != Yes || one.Why != "believed" {
		t.Errorf("accepted: %+v", one)
	}
}

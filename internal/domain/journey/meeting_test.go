package journey

import (
	"strings"
	"testing"
	"time"

	"throughline/internal/domain/calendar"
)

func TestClash(t *testing.T) {
	at := func(hour, minute int) calendar.Moment {
		return calendar.At(time.Date(2021, time.March, 8, hour, minute, 0, 0, calendar.London))
	}
	for name, test := range map[string]struct {
		booked []calendar.Moment
		want   bool
	}{
		"nothing":               {nil, false},
		"the same time":         {[]calendar.Moment{at(14, 0)}, true},
		"half an hour before":   {[]calendar.Moment{at(13, 30)}, true},
		"just under an hour on": {[]calendar.Moment{at(14, 59)}, true},
		"an hour later":         {[]calendar.Moment{at(15, 0)}, false},
		"an hour before":        {[]calendar.Moment{at(13, 0)}, false},
		"a day without a time":  {[]calendar.Moment{calendar.OnDay(d("2021-03-08"))}, false},
		"the second of two":     {[]calendar.Moment{at(9, 0), at(14, 10)}, true},
	} {
		if _, got := Clash(at(14, 0), test.booked); got != test.want {
			t.Errorf("%s: %t, want %t", name, got, test.want)
		}
	}
}

func TestBookingThoseThatComeBack(t *testing.T) {
	p, row := pen(), referred("2021-01-04").row(t, "")
	first := calendar.At(p.Now.AddDate(0, 0, 1))
	facts, err := p.Book(row, BookingEntry{
		At: calendar.Repeat{Weeks: 1, Times: 3}.From(first), How: Outreach, Place: " The library ",
		Warned: []Warning{WarnOurs}, Despite: "Only that day",
	})
	if err != nil || len(facts) != 3 {
		t.Fatalf("%d facts, %v", len(facts), err)
	}
	series, seen := facts[0].Body.(Booked).Series, map[string]bool{}
	for _, fact := range facts {
		body := fact.Body.(Booked)
		if body.Series != series || series == "" || seen[body.Appointment] || fact.Words.Place != "The library" || fact.Words.Text != "Only that day" {
			t.Errorf("booked %+v %+v", body, fact.Words)
		}
		seen[body.Appointment] = true
	}
	all := AppointmentsOf(facts)
	if all[2].Warned[0] != WarnOurs || all[2].Despite != "Only that day" || all[2].Series != series {
		t.Errorf("the third is %+v", all[2])
	}
	if facts, err := p.CallOff(row, all[1:], CancelledByService, "Ill"); err != nil || len(facts) != 2 || facts[1].Body.(Attendance).Appointment != all[2].ID {
		t.Errorf("called off %v, %v", facts, err)
	}
	for say, refused := range map[string]error{
		"after the first one": second(p.Book(row, BookingEntry{How: Outreach})),
		"who called it off":   second(p.CallOff(row, all[:1], Attended, "")),
		"still to be":         second(p.CallOff(row, nil, CancelledByHer, "")),
	} {
		if refused == nil || !strings.Contains(refused.Error(), say) {
			t.Errorf("want a problem that says %q, got %v", say, refused)
		}
	}
}

func second(_ []Fact, err error) error { return err }

func TestWhoElseWasThere(t *testing.T) {
	p, row := pen(), referred("2021-01-04").row(t, "")
	with := Company{Interpreter: true, Child: true}
	if words := with.Words(); words != "an interpreter, a child" {
		t.Errorf("in words: %q", words)
	}
	facts, err := p.RecordContact(row, ContactEntry{At: calendar.At(p.Now), How: Phone, Spoke: true, With: with})
	if err != nil || facts[0].Body.(ContactMade).With != with {
		t.Errorf("wrote %v, %v", facts, err)
	}
	facts, err = p.RecordContact(row, ContactEntry{At: calendar.At(p.Now), How: Phone, With: with})
	if err != nil || facts[0].Body.(ContactMade).With != (Company{}) {
		t.Errorf("nobody answered, and somebody was there: %v, %v", facts, err)
	}
	crowd := Company{Alone: true, Child: true}
	for name, err := range map[string]error{
		"a contact":     second(p.RecordContact(row, ContactEntry{At: calendar.At(p.Now), How: Phone, Spoke: true, With: crowd})),
		"an attendance": second(p.RecordAttendance(row, Meeting{At: calendar.At(p.Now), How: Phone, Outcome: Attended, With: crowd})),
	} {
		if err == nil || !strings.Contains(err.Error(), "alone and with somebody") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhenAndWhereSheCannotMeet(t *testing.T) {
	p, row := pen(), referred("2021-01-04").row(t, "")
	school, err := p.TellBusy(row, BusyEntry{Days: []time.Weekday{time.Friday, time.Monday, time.Friday}, From: "15:00", To: "16:30", Why: "School run"})
	if err != nil {
		t.Fatal(err)
	}
	sunday, err := p.TellBusy(row, BusyEntry{Days: []time.Weekday{time.Sunday}})
	if err != nil {
		t.Fatal(err)
	}
	place, err := p.TellUnsafe(row, " The Red Lion ")
	if err != nil {
		t.Fatal(err)
	}
	told := append(append(school, sunday...), place...)
	busy := BusyTimesOf(told)
	if len(busy) != 2 || busy[0].Words() != "Mondays and Fridays, 3pm to 4:30pm" || busy[0].Why != "School run" || busy[1].Words() != "Sundays, all day" {
		t.Fatalf("she cannot come %+v", busy)
	}
	monday := func(hour, minute int) calendar.Moment {
		at, _ := calendar.AtClock(d("2021-03-29"), hour, minute) // the day after the clocks went forward
		return at
	}
	for at, want := range map[calendar.Moment]bool{
		monday(15, 0): true, monday(16, 29): true, monday(14, 59): false, monday(16, 30): false, calendar.OnDay(d("2021-03-30")): false,
	} {
		if got := busy[0].Holds(at); got != want {
			t.Errorf("she cannot come on %s: %t, want %t", at.Words(), got, want)
		}
	}
	if at, _ := calendar.AtClock(d("2021-03-28"), 3, 0); !busy[1].Holds(at) {
		t.Error("she can come on a Sunday")
	}
	unsafe := UnsafePlacesOf(told)
	if len(unsafe) != 1 || unsafe[0].Name != "The Red Lion" || place[0].Words.Place != "The Red Lion" {
		t.Fatalf("not safe at %+v", unsafe)
	}
	after := append(append(told, p.TakeBackBusy(row, busy[0])...), p.TakeBackUnsafe(row, unsafe[0])...)
	if busy, unsafe := BusyTimesOf(after), UnsafePlacesOf(after); len(busy) != 1 || len(unsafe) != 0 {
		t.Errorf("taken back, and still %+v %+v", busy, unsafe)
	}
	for say, entry := range map[string]BusyEntry{
		"at least one day": {},
		"from the days":    {Days: []time.Weekday{9}},
		"both times":       {Days: []time.Weekday{time.Monday}, From: "09:00"},
		"later than":       {Days: []time.Weekday{time.Monday}, From: "09:00", To: "09:00"},
	} {
		if _, err := p.TellBusy(row, entry); err == nil || !strings.Contains(err.Error(), say) {
			t.Errorf("%+v: %v, want a problem that says %q", entry, err, say)
		}
	}
	if _, err := p.TellUnsafe(row, " "); err == nil {
		t.Error("no place was taken")
	}
}

// Nobody else sees that she called off in her own space, so it waits until a time
// is booked anew or somebody sees to it.
func TestSheCannotCome(t *testing.T) {
	at := calendar.At(time.Date(2021, time.February, 1, 14, 0, 0, 0, calendar.London))
	off := Attendance{Appointment: "a", At: at, How: OneToOne, Outcome: CancelledByHer}
	for name, test := range map[string]struct {
		by   string
		more []Body
		want int
	}{
		"herself":              {"woman-1", nil, 1},
		"her keyworker wrote":  {"priya", nil, 0},
		"a time booked anew":   {"woman-1", []Body{Booked{Appointment: "b", At: at, How: OneToOne}}, 0},
		"a call does not help": {"woman-1", []Body{ContactMade{How: Phone, Spoke: true}}, 1},
	} {
		s := referred("2021-01-04")
		s.tell("2021-01-10", Booked{Appointment: "a", At: at, How: OneToOne})
		s.tell("2021-01-20", off)
		last := &s.facts[len(s.facts)-1]
		last.By, last.Happened = test.by, at
		ask := last.ID
		for _, body := range test.more {
			s.tell("2021-01-21", body)
		}
		row := s.row(t, "")
		if len(row.Asks) != test.want || test.want == 1 && (row.Asks[0].On != d("2021-01-20") || row.Asks[0].What != KindAttendance || row.Asks[0].Fact != ask) {
			t.Errorf("%s: %+v", name, row.Asks)
		}
	}
}

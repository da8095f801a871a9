package support_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/support"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/safecontact"
)

// groups and vetted are what two other rooms of the service tell.
type groups []casework.GroupSession

func (g groups) Sessions(context.Context, access.Asker, calendar.Day, calendar.Day) ([]casework.GroupSession, error) {
	return g, nil
}

type vetted calendar.Day

func (v vetted) VettedUntil(context.Context, string) (calendar.Day, error) {
	return calendar.Day(v), nil
}

// post lets everything leave until a moment, and remembers what it was asked.
type post struct {
	until time.Time
	asked *[]casework.Item
}

func (p post) Release(_ context.Context, asker access.Asker, item casework.Item) (casework.Released, error) {
	*p.asked = append(*p.asked, item)
	if item.At.Time().After(p.until) {
		return casework.Released{Because: "It is too far off"}, nil
	}
	return casework.Released{Send: true, Outgoing: casework.Outgoing{
		ID: "m" + item.Appointment + string(item.Template), Case: item.Case, Template: item.Template, Channel: item.Channel,
		Appointment: item.Appointment, At: item.At, By: asker.ID,
	}}, nil
}

// tomorrowAt is a time of the next day, by the clock.
func (h *house) tomorrowAt(hour, minute int) calendar.Moment {
	at, _ := calendar.AtClock(h.Bench.Today().AddDays(1), hour, minute)
	return at
}

func fieldsOf(t *testing.T, err error) (fields, say string) {
	t.Helper()
	var problems journey.Problems
	if err != nil && !errors.As(err, &problems) {
		t.Fatal(err)
	}
	for _, problem := range problems {
		fields += problem.Field + " "
		say += problem.Say
	}
	return strings.TrimSpace(fields), say
}

func TestWhatSpeaksAgainstATime(t *testing.T) {
	h := newHouse(t)
	amina, beth := h.hers("Amina"), h.hers("Beth")
	priya, any := caseworktest.Keyworker, casework.AnyVersion
	h.desk.Sessions = groups{
		{At: h.tomorrowAt(16, 0), Title: "Film club", Worker: priya.ID},
		{At: h.tomorrowAt(11, 0), Title: "Crafts", Worker: caseworktest.OtherWorker.ID},
	}
	h.desk.Vetting = vetted(h.Bench.Today().AddDays(10))
	h.must(h.desk.TellBusy(ctx, priya, amina, any, h.Key(), journey.BusyEntry{
		Days: []time.Weekday{h.Bench.Today().AddDays(1).Weekday()}, From: "15:00", To: "15:45", Why: "School run",
	}))
	h.must(h.desk.TellUnsafe(ctx, priya, amina, any, h.Key(), "The Red Lion"))
	h.must(h.desk.Book(ctx, priya, beth, any, h.Key(), support.Booking{At: h.tomorrowAt(14, 0), How: journey.OneToOne}))
	h.must(h.desk.Book(ctx, priya, amina, any, h.Key(), support.Booking{At: h.tomorrowAt(9, 30), How: journey.Phone}))

	week := calendar.Repeat{Weeks: 1, Times: 3}
	for name, test := range map[string]struct {
		asker  access.Asker
		entry  support.Booking
		warned []journey.Warning
		say    string
	}{
		"nothing":                 {priya, support.Booking{At: h.tomorrowAt(12, 0), How: journey.OneToOne}, nil, ""},
		"her own diary":           {priya, support.Booking{At: h.tomorrowAt(14, 30), How: journey.OneToOne}, []journey.Warning{journey.WarnOurs}, "You have another appointment at 2pm"},
		"her keyworker's":         {caseworktest.Lead, support.Booking{At: h.tomorrowAt(14, 30), How: journey.OneToOne}, []journey.Warning{journey.WarnOurs}, "Her keyworker has another"},
		"the same woman twice":    {priya, support.Booking{At: h.tomorrowAt(9, 0), How: journey.OneToOne}, []journey.Warning{journey.WarnHers}, "She has another appointment at 9:30am"},
		"a group she leads":       {priya, support.Booking{At: h.tomorrowAt(16, 30), How: journey.OneToOne}, []journey.Warning{journey.WarnSession}, "Film club"},
		"another's group":         {priya, support.Booking{At: h.tomorrowAt(11, 0), How: journey.OneToOne}, nil, ""},
		"the school run":          {priya, support.Booking{At: h.tomorrowAt(15, 30), How: journey.OneToOne, Repeat: week}, []journey.Warning{journey.WarnSession, journey.WarnCannot}, "Wednesdays, 3pm to 3:45pm (School run)"},
		"a place she fears":       {priya, support.Booking{At: h.tomorrowAt(12, 0), How: journey.Outreach, Place: "the red  lion"}, []journey.Warning{journey.WarnNotSafe}, "She said she is not safe at the red  lion"},
		"vetted":                  {priya, support.Booking{At: h.tomorrowAt(12, 0), How: journey.CustodyVisit}, nil, ""},
		"vetting ends before it":  {priya, support.Booking{At: h.tomorrowAt(12, 0), How: journey.CustodyVisit, Repeat: week}, []journey.Warning{journey.WarnVetting}, "ends on 13 March 2026"},
		"one of several clashes":  {priya, support.Booking{At: h.tomorrowAt(14, 0), How: journey.Phone, Repeat: week}, []journey.Warning{journey.WarnOurs}, "You have another"},
		"weeks that end too soon": {priya, support.Booking{At: h.tomorrowAt(12, 0), How: journey.Phone, Repeat: calendar.Repeat{Weeks: 1, Until: h.Bench.Today()}}, nil, "Choose a last day"},
	} {
		t.Run(name, func(t *testing.T) {
			before := len(h.Record.Facts())
			slots, err := h.desk.Slots(ctx, test.asker, amina, test.entry.At.Day(), "")
			if err != nil || len(slots) != 18 {
				t.Fatalf("%d slots, %v", len(slots), err)
			}
			if test.say == "" {
				return
			}
			_, err = h.desk.Book(ctx, test.asker, amina, any, h.Key(), test.entry)
			fields, say := fieldsOf(t, err)
			if !strings.Contains(say, test.say) || len(test.warned) > 0 && fields != "despite" || len(h.Record.Facts()) != before {
				t.Fatalf("%q: %s", fields, say)
			}
			if len(test.warned) == 0 {
				return
			}
			test.entry.Despite = "It is the only day"
			h.must(h.desk.Book(ctx, test.asker, amina, any, h.Key(), test.entry))
			fact := h.Record.Facts()[before]
			booked := fact.Body.(journey.Booked)
			if strings.Join(strs(booked.Warned), " ") != strings.Join(strs(test.warned), " ") || fact.Words.Text != "It is the only day" {
				t.Errorf("warned of %v, want %v", booked.Warned, test.warned)
			}
			h.callOffFrom(amina, before) // so that the next one stands alone
		})
	}
}

func strs(warnings []journey.Warning) (all []string) {
	for _, one := range warnings {
		all = append(all, string(one))
	}
	return all
}

// callOffFrom calls off what was booked from the nth fact on.
func (h *house) callOffFrom(caseID string, n int) {
	h.t.Helper()
	booked := h.Record.Facts()[n].Body.(journey.Booked)
	h.must(h.desk.CallOff(ctx, caseworktest.Keyworker, caseID, casework.AnyVersion, h.Key(),
		support.CallingOff{Appointment: booked.Appointment, Rest: true, By: journey.CancelledByService}))
}

func TestATimeThatIsTakenBackStandsNoMore(t *testing.T) {
	h := newHouse(t)
	amina, priya, any := h.hers("Amina"), caseworktest.Keyworker, casework.AnyVersion
	h.must(h.desk.TellBusy(ctx, priya, amina, any, h.Key(), journey.BusyEntry{Days: []time.Weekday{h.Bench.Today().AddDays(1).Weekday()}}))
	facts := h.Record.Facts()
	id := facts[len(facts)-1].Body.(journey.CannotCome).Time
	entry := support.Booking{At: h.tomorrowAt(12, 0), How: journey.Phone}
	if _, err := h.desk.Book(ctx, priya, amina, any, h.Key(), entry); err == nil {
		t.Error("no warning")
	}
	if fields, _ := fieldsOf(t, second(h.desk.TakeBackFree(ctx, priya, amina, any, h.Key(), "another"))); fields != "free" {
		t.Errorf("what never stood was taken back: %q", fields)
	}
	h.must(h.desk.TakeBackFree(ctx, priya, amina, any, h.Key(), id))
	h.must(h.desk.Book(ctx, priya, amina, any, h.Key(), entry))
	h.must(h.desk.TellUnsafe(ctx, priya, amina, any, h.Key(), "The Red Lion"))
	facts = h.Record.Facts()
	h.must(h.desk.TakeBackFree(ctx, priya, amina, any, h.Key(), facts[len(facts)-1].Body.(journey.PlaceUnsafe).Place))
	view, err := h.desk.Open(ctx, priya, amina, "")
	if err != nil || len(view.Busy) != 0 || len(view.Unsafe) != 0 {
		t.Errorf("still %v %v, %v", view.Busy, view.Unsafe, err)
	}
	if _, err := h.desk.TellUnsafe(ctx, caseworktest.OtherWorker, amina, any, h.Key(), "Anywhere"); casework.KindOf(err) != casework.NotFound {
		t.Errorf("another keyworker: %v", err)
	}
	if _, err := h.desk.Slots(ctx, caseworktest.OtherWorker, amina, h.Bench.Today(), ""); casework.KindOf(err) != casework.NotFound {
		t.Errorf("another keyworker looks for a time: %v", err)
	}
}

func second(_ casework.Receipt, err error) error { return err }

func TestMovingATimeIsOneAct(t *testing.T) {
	h := newHouse(t)
	amina, priya, any := h.hers("Amina"), caseworktest.Keyworker, casework.AnyVersion
	var asked []casework.Item
	h.desk.Post = post{until: h.Now().AddDate(0, 0, 20), asked: &asked}
	first := h.book(amina, 26*time.Hour)
	moving := support.Moving{Appointment: first, By: journey.CancelledByHer, Tell: safecontact.Text,
		Booking: support.Booking{At: h.tomorrowAt(12, 0), How: journey.OneToOne, Place: "The café"}}
	h.must(h.desk.Move(ctx, priya, amina, any, h.Key(), moving))
	view, err := h.desk.Open(ctx, priya, amina, "")
	if err != nil || len(view.Appointments) != 2 {
		t.Fatalf("%+v, %v", view.Appointments, err)
	}
	for _, one := range view.Appointments {
		if one.ID == first && one.Outcome != journey.CancelledByHer || one.ID != first && (one.Instead != first || one.Outcome != journey.StillBooked || one.Place != "The café") {
			t.Errorf("it stands as %+v", one.Appointment)
		}
	}
	if len(asked) != 1 || asked[0].Template != casework.AppointmentChanged || asked[0].At != moving.At {
		t.Errorf("asked to send %+v", asked)
	}
	for name, change := range map[string]func(*support.Moving){
		"appointment": func(m *support.Moving) {},
		"by at": func(m *support.Moving) {
			m.Appointment, m.By, m.At = h.open(amina), "", calendar.At(h.Now().Add(-time.Hour))
		},
		"tell":    func(m *support.Moving) { m.Appointment, m.At = h.open(amina), calendar.At(h.Now().AddDate(0, 0, 21)) },
		"despite": func(m *support.Moving) { m.Appointment, m.How, m.Place = h.open(amina), journey.Outreach, "the pub" },
	} {
		if name == "despite" {
			h.must(h.desk.TellUnsafe(ctx, priya, amina, any, h.Key(), "The pub"))
		}
		entry := moving
		change(&entry)
		if fields, say := fieldsOf(t, second(h.desk.Move(ctx, priya, amina, any, h.Key(), entry))); fields != name {
			t.Errorf("%s: to put right %q: %s", name, fields, say)
		}
	}
}

// open returns the appointment that is still to be.
func (h *house) open(caseID string) string {
	h.t.Helper()
	view, err := h.desk.Open(ctx, caseworktest.Keyworker, caseID, "")
	if err != nil {
		h.t.Fatal(err)
	}
	for _, one := range view.Appointments {
		if one.Upcoming {
			return one.ID
		}
	}
	h.t.Fatal("none is to come")
	return ""
}

func TestThoseThatComeBack(t *testing.T) {
	h := newHouse(t)
	amina, priya, any := h.hers("Amina"), caseworktest.Keyworker, casework.AnyVersion
	var asked []casework.Item
	h.desk.Post = post{until: h.Now().AddDate(0, 0, 16), asked: &asked}
	weekly := support.Booking{At: h.tomorrowAt(12, 0), How: journey.OneToOne, Repeat: calendar.Repeat{Weeks: 1, Times: 5}, Remind: safecontact.Text}
	h.must(h.desk.Book(ctx, priya, amina, any, h.Key(), weekly))
	row, err := h.Record.Row(ctx, amina)
	if err != nil || len(row.Appointments.Booked) != 5 || row.Appointments.Booked[4].Words() != "Wednesday 1 April 2026, 12pm" {
		t.Fatalf("booked %v, %v", row.Appointments.Booked, err)
	}
	messages, err := h.Record.Messages(ctx, casework.MessageFilter{Case: amina})
	if err != nil || len(messages) != 3 {
		t.Errorf("%d reminders wait, want those of the weeks that her word holds for: %v", len(messages), err)
	}
	view, err := h.desk.Open(ctx, priya, amina, "")
	if err != nil {
		t.Fatal(err)
	}
	off := func(n int, rest bool, tell safecontact.Channel, by journey.Outcome) error {
		return second(h.desk.CallOff(ctx, priya, amina, any, h.Key(), support.CallingOff{Appointment: view.Appointments[n].ID, Rest: rest, By: by, Tell: tell, Why: "Ill"}))
	}
	asked = nil
	if err := off(0, false, safecontact.Text, journey.CancelledByService); err != nil || len(asked) != 1 || asked[0].Template != casework.AppointmentOff {
		t.Errorf("one is off: %v, asked to send %+v", err, asked)
	}
	if err := off(2, true, "", journey.CancelledByHer); err != nil {
		t.Error(err)
	}
	if row, err = h.Record.Row(ctx, amina); err != nil || len(row.Appointments.Booked) != 1 || row.Appointments.CancelledByHer != 3 || row.Appointments.CancelledByService != 1 {
		t.Errorf("%+v, %v", row.Appointments, err)
	}
	for want, err := range map[string]error{
		"appointment": off(0, false, "", journey.CancelledByHer),
		"by":          off(1, false, "", journey.Missed),
		"tell":        off(1, false, safecontact.Text, journey.CancelledByHer),
	} {
		if fields, say := fieldsOf(t, err); fields != want {
			t.Errorf("%s: to put right %q: %s", want, fields, say)
		}
	}
	far := weekly
	far.At = calendar.At(h.tomorrowAt(12, 0).Time().AddDate(0, 0, 30))
	if fields, _ := fieldsOf(t, second(h.desk.Book(ctx, priya, amina, any, h.Key(), far))); fields != "remind" {
		t.Errorf("a first reminder that cannot go: %q", fields)
	}
}

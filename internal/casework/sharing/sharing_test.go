package sharing_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/sharing"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/discreet"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/safecontact"
	"throughline/locales"
)

var ctx = context.Background()

func TestMain(m *testing.M) { caseworktest.Main(m) }

// staff are the people whose accounts are in use.
type staff map[string]access.Asker

func (s staff) Asker(_ context.Context, id string) (access.Asker, error) {
	if asker, here := s[id]; here {
		return asker, nil
	}
	return access.Asker{}, casework.Fail(casework.NotFound, "finding an account", "there is no such account")
}

// post is a service that sends messages to Amina, who is Priya's.
type post struct {
	*caseworktest.Room
	t      *testing.T
	desk   sharing.Dispatch
	staff  staff
	caseID string
}

// allDay is what she says who may have texts and e-mails at any hour of the day.
var allDay = []safecontact.Terms{
	{Channel: safecontact.Text, Allowed: true, Hours: safecontact.AnyHour, Wording: safecontact.Neutral},
	{Channel: safecontact.Email, Allowed: true, Hours: safecontact.AnyHour, Wording: safecontact.Neutral},
}

func newPost(t *testing.T) *post {
	t.Helper()
	catalogue, err := locales.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	room := caseworktest.NewRoom(t)
	people := staff{caseworktest.Keyworker.ID: caseworktest.Keyworker, caseworktest.OtherWorker.ID: caseworktest.OtherWorker}
	return &post{room, t,
		sharing.Dispatch{Bench: room.Bench, Senders: people, Words: catalogue, Drafts: true, Services: []string{"Riverside Women's Centre"}},
		people, room.Under(t, "lwds", journey.ConditionalCaution, *caseworktest.Amina().Condition)}
}

func (p *post) row() journey.Row {
	p.t.Helper()
	row, err := p.Record.Row(ctx, p.caseID)
	if err != nil {
		p.t.Fatal(err)
	}
	return row
}

func (p *post) write(facts []journey.Fact, err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
	if _, err := p.Record.Append(ctx, casework.Change{Facts: facts, Seen: casework.AnyVersion}); err != nil {
		p.t.Fatal(err)
	}
}

func (p *post) pen() journey.Pen { return p.Bench.Pen(caseworktest.Keyworker) }

// says writes down what she says of each channel.
func (p *post) says(terms ...safecontact.Terms) {
	p.t.Helper()
	p.write(p.pen().TellSafeContact(p.row(), journey.Identity{}, journey.SafeContactEntry{
		Channels: terms, Phone: "07700 900123", Email: "am@example.org",
	}))
}

// booked books an appointment this long from now.
func (p *post) booked(in time.Duration) casework.Item {
	p.t.Helper()
	at := calendar.At(p.Now().Add(in))
	facts, err := p.pen().Book(p.row(), journey.BookingEntry{At: []calendar.Moment{at}, How: journey.OneToOne})
	p.write(facts, err)
	return casework.Item{
		Case: p.caseID, Template: casework.AppointmentReminder, Channel: safecontact.Text,
		Appointment: facts[0].Body.(journey.Booked).Appointment, At: at,
	}
}

func (p *post) release(item casework.Item) casework.Released {
	p.t.Helper()
	released, err := p.desk.Release(ctx, caseworktest.Keyworker, item)
	if err != nil {
		p.t.Fatal(err)
	}
	return released
}

// queue releases an item and writes its message down.
func (p *post) queue(item casework.Item) casework.Outgoing {
	p.t.Helper()
	released := p.release(item)
	if !released.Send {
		p.t.Fatalf("it is held: %s", released.Because)
	}
	if _, err := p.Record.Append(ctx, casework.Change{Outgoing: []casework.Outgoing{released.Outgoing}}); err != nil {
		p.t.Fatal(err)
	}
	return released.Outgoing
}

func (p *post) message(id string) casework.Message {
	p.t.Helper()
	found, err := p.Record.Messages(ctx, casework.MessageFilter{ID: id})
	if err != nil || len(found) != 1 {
		p.t.Fatalf("message %s: %v, %v", id, found, err)
	}
	return found[0]
}

// take takes the one message that is due.
func (p *post) take() (*sharing.Letter, casework.Message) {
	p.t.Helper()
	due, err := p.desk.Due(ctx)
	if err != nil || len(due) != 1 {
		p.t.Fatalf("due are %+v, %v", due, err)
	}
	letter, err := p.desk.Take(ctx, due[0])
	if err != nil {
		p.t.Fatal(err)
	}
	return letter, p.message(due[0].ID)
}

func TestAReminderGoesADayBeforeWithinHerHours(t *testing.T) {
	p := newPost(t)
	p.says(allDay...)
	out := p.queue(p.booked(50 * time.Hour)) // on Thursday at 11:30
	if got := calendar.At(out.After).String(); got != "2026-03-04T11:30:00Z" {
		t.Errorf("it goes at %s", got)
	}
	if due, err := p.desk.Due(ctx); err != nil || len(due) != 0 {
		t.Errorf("due at once: %v, %v", due, err)
	}
	p.Wait(26 * time.Hour)
	letter, message := p.take()
	if letter == nil || letter.To != "07700 900123" || letter.Body != "Hi, see you Thursday 5 March at 11:30am. Priya" || message.State != casework.MessageSending {
		t.Fatalf("taken %+v of %+v", letter, message)
	}
	last, _ := p.Record.Last()
	if last.What != "send message" || last.Actor != caseworktest.Keyworker.ID || len(last.Women) != 1 {
		t.Errorf("the ledger says %+v", last)
	}
	if err := p.desk.Sent(ctx, p.message(out.ID), sharing.Handed, ""); err != nil || p.message(out.ID).State != casework.MessageSent {
		t.Errorf("afterwards it is %+v, %v", p.message(out.ID), err)
	}
	if _, err := p.desk.Take(ctx, message); casework.KindOf(err) != casework.Conflict {
		t.Errorf("it is taken twice: %v", err)
	}
}

func TestWhatIsHeldSaysWhy(t *testing.T) {
	evening := []safecontact.Terms{{
		Channel: safecontact.Text, Allowed: true, Wording: safecontact.Neutral, Hours: safecontact.SomeHours,
		Windows: []safecontact.Window{{Days: []time.Weekday{time.Monday}, From: 17 * 60, To: 18 * 60}},
	}}
	for name, row := range map[string]struct {
		set func(p *post)
		in  time.Duration
		why string
	}{
		"she said no hours":                 {func(*post) {}, 50 * time.Hour, "She has not said at which hours a text is safe"},
		"she said it more than 28 days ago": {func(p *post) { p.says(allDay...); p.WaitDays(29) }, 50 * time.Hour, "more than 28 days ago"},
		"it will be more than 28 days ago":  {func(p *post) { p.says(allDay...) }, 40 * 24 * time.Hour, "more than 28 days ago"},
		"her hours do not come before it":   {func(p *post) { p.says(evening...) }, 50 * time.Hour, "It is outside the hours she said. Only Monday, 5pm to 6pm"},
		"somebody else answered":            {func(p *post) { p.says(allDay...); p.freeze(safecontact.Text) }, 50 * time.Hour, "Somebody else answered"},
		"it is too late":                    {func(p *post) { p.says(allDay...) }, 30 * time.Minute, "It is too late to say it in a message"},
		"her number is newer than her word": {func(p *post) {
			p.says(allDay...)
			p.Wait(time.Hour)
			p.write([]journey.Fact{{Woman: p.row().Woman, Happened: calendar.At(p.Now()), Known: calendar.At(p.Now()),
				Body: journey.IdentityTold{}, Words: &journey.Words{Identity: &journey.Identity{Phone: "07700 900999"}}}}, nil)
		}, 50 * time.Hour, "newer than what she said of it"},
		"another woman has the same number": {func(p *post) {
			p.says(allDay...)
			other := *p
			other.caseID = p.Under(p.t, "lwds", journey.ConditionalCaution, *caseworktest.Amina().Condition)
		}, 50 * time.Hour, "The number has to be checked with her"},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPost(t)
			row.set(p)
			if got := p.release(p.booked(row.in)); got.Send || !strings.Contains(got.Because, row.why) {
				t.Errorf("released %+v, want it held: %s", got, row.why)
			}
		})
	}
}

func (p *post) freeze(channel safecontact.Channel) {
	p.t.Helper()
	p.write(p.pen().FreezeChannel(p.row(), channel, safecontact.WrongPerson))
}

func TestOnlyWhoWorksWithHerLetsAMessageGo(t *testing.T) {
	p := newPost(t)
	p.says(allDay...)
	item := p.booked(50 * time.Hour)
	for _, asker := range []access.Asker{caseworktest.OtherWorker, caseworktest.Commissioner, caseworktest.Admin, {Role: access.Woman}} {
		if _, err := p.desk.Release(ctx, asker, item); casework.KindOf(err) != casework.NotFound {
			t.Errorf("%s: %v", asker.Role, err)
		}
	}
}

func TestWhatChangedSinceIsSeenWhenAMessageGoes(t *testing.T) {
	for name, row := range map[string]struct {
		change func(p *post, item casework.Item)
		state  casework.MessageState
		why    string
	}{
		"she said it is not safe": {func(p *post, _ casework.Item) { p.freeze(safecontact.Text) }, casework.MessageHeld, "Somebody else answered"},
		"she says no":             {func(p *post, _ casework.Item) { p.says(safecontact.Terms{Channel: safecontact.Text}) }, casework.MessageHeld, "She said no to texts"},
		"she cancelled": {func(p *post, item casework.Item) {
			p.write(p.pen().RecordAttendance(p.row(), journey.Meeting{Appointment: item.Appointment, At: item.At, How: journey.OneToOne, Outcome: journey.CancelledByHer}))
		}, casework.MessageLate, "It was no longer so"},
		"she has another keyworker": {func(p *post, _ casework.Item) {
			p.write(p.Bench.Pen(caseworktest.Lead).Allocate(p.row(), caseworktest.OtherWorker.ID, caseworktest.OtherWorker.Agency, ""))
		}, casework.MessageHeld, "Who asked for it no longer works with her"},
		"her keyworker left": {func(p *post, _ casework.Item) { delete(p.staff, caseworktest.Keyworker.ID) }, casework.MessageHeld, "Who asked for it is no longer here"},
		"nobody sent it":     {func(p *post, _ casework.Item) { p.Wait(23 * time.Hour) }, casework.MessageLate, "Its time had passed"},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPost(t)
			p.says(allDay...)
			item := p.booked(50 * time.Hour)
			p.queue(item)
			p.Wait(26 * time.Hour)
			row.change(p, item)
			if letter, message := p.take(); letter != nil || message.State != row.state || !strings.Contains(message.Why, row.why) {
				t.Errorf("taken %+v, and it is %s: %s", letter, message.State, message.Why)
			}
		})
	}
}

func TestAMessageThatMissedItsHourWaitsForTheNext(t *testing.T) {
	p := newPost(t)
	p.says(allDay...)
	p.queue(p.booked(50 * time.Hour))
	p.Wait(36 * time.Hour) // half past nine in the evening
	if letter, message := p.take(); letter != nil || message.State != casework.MessageWaiting {
		t.Errorf("in the evening: %+v of %+v", letter, message)
	}
	p.Wait(12 * time.Hour)
	if letter, _ := p.take(); letter == nil {
		t.Error("it does not go the next morning")
	}
}

func TestNothingGoesWhereTheLedgerCannotBeWritten(t *testing.T) {
	p := newPost(t)
	p.says(allDay...)
	p.queue(p.booked(50 * time.Hour))
	p.Wait(26 * time.Hour)
	due, err := p.desk.Due(ctx)
	if err != nil || len(due) != 1 {
		t.Fatal(due, err)
	}
	deaf := p.desk
	deaf.Record = failing{p.Record}
	if letter, err := deaf.Take(ctx, due[0]); letter != nil || err == nil {
		t.Errorf("taken without a ledger line: %+v, %v", letter, err)
	}
	if p.message(due[0].ID).State != casework.MessageWaiting {
		t.Error("it no longer waits")
	}
}

// failing is a record that cannot write.
type failing struct{ casework.Record }

func (failing) Append(context.Context, casework.Change) (casework.Receipt, error) {
	return casework.Receipt{}, casework.Fail(casework.Unavailable, "writing to the record", "the disk is full")
}

func TestWhatBecomesOfAMessage(t *testing.T) {
	for name, row := range map[string]struct {
		outcome sharing.Outcome
		state   casework.MessageState
		frozen  bool
	}{
		"it left":            {sharing.Handed, casework.MessageSent, false},
		"it arrived":         {sharing.Arrived, casework.MessageDelivered, false},
		"it did not leave":   {sharing.NotHanded, casework.MessageWaiting, false},
		"it may have left":   {sharing.Unclear, casework.MessageUnknown, false},
		"there is no number": {sharing.Rejected, casework.MessageFailed, true},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPost(t)
			p.says(allDay...)
			out := p.queue(p.booked(50 * time.Hour))
			p.Wait(26 * time.Hour)
			p.take()
			delete(p.staff, caseworktest.Keyworker.ID) // what became of it is written down all the same
			if err := p.desk.Sent(ctx, p.message(out.ID), row.outcome, "The carrier says so"); err != nil {
				t.Fatal(err)
			}
			if got := p.message(out.ID); got.State != row.state || got.Why != "The carrier says so" {
				t.Errorf("it is %+v", got)
			}
			if frozen := p.row().SafeContact.Frozen(); (len(frozen) == 1) != row.frozen {
				t.Errorf("frozen are %+v", frozen)
			}
		})
	}
	p := newPost(t)
	if err := p.desk.Sent(ctx, casework.Message{}, 99, ""); casework.KindOf(err) != casework.Internal {
		t.Errorf("an outcome there is none of: %v", err)
	}
}

func TestWhatMayHaveLeftIsNeverSentAgainByItself(t *testing.T) {
	p := newPost(t)
	p.says(allDay...)
	out := p.queue(p.booked(50 * time.Hour))
	p.Wait(26 * time.Hour)
	p.take()
	if err := p.desk.Interrupted(ctx); err != nil || p.message(out.ID).State != casework.MessageSending {
		t.Errorf("at once it is %s, %v", p.message(out.ID).State, err)
	}
	p.Wait(11 * time.Minute)
	if err := p.desk.Interrupted(ctx); err != nil || p.message(out.ID).State != casework.MessageUnknown {
		t.Errorf("it is %s, %v", p.message(out.ID).State, err)
	}
	if due, err := p.desk.Due(ctx); err != nil || len(due) != 0 {
		t.Errorf("due are %v, %v", due, err)
	}
	if err := p.desk.Retry(ctx, caseworktest.Admin, out.ID); err != nil || p.message(out.ID).State != casework.MessageWaiting {
		t.Errorf("a person asks for it again: %s, %v", p.message(out.ID).State, err)
	}
	if err := p.desk.Retry(ctx, caseworktest.Admin, out.ID); casework.KindOf(err) != casework.Conflict {
		t.Errorf("one that waits: %v", err)
	}
	if err := p.desk.Retry(ctx, caseworktest.Admin, "no-such"); casework.KindOf(err) != casework.NotFound {
		t.Errorf("one there is none of: %v", err)
	}
}

func TestAnInboxIsToldWhatWaitsAndNothingOfAnybody(t *testing.T) {
	p := newPost(t)
	out := casework.Outgoing{
		ID: "to-inbox", Case: p.caseID, Channel: safecontact.Email, Template: casework.NewRequest, Agency: "Advance",
		After: p.Now().UTC(), Until: p.Now().Add(time.Hour).UTC(),
	}
	if _, err := p.Record.Append(ctx, casework.Change{Outgoing: []casework.Outgoing{out}}); err != nil {
		t.Fatal(err)
	}
	letter, _ := p.take()
	want := "You have 1 new request (" + casework.Reference(p.caseID) + "). Sign in to read it."
	if letter == nil || letter.To != "Advance" || letter.Body != want {
		t.Fatalf("taken %+v", letter)
	}
	if found := discreet.Inspect(letter.Outward, discreet.Names{Hers: []string{"Amina", "Okafor"}}); len(found) > 0 {
		t.Errorf("it says too much: %v", found)
	}
	if err := p.desk.Sent(ctx, p.message(out.ID), sharing.Rejected, ""); err != nil || len(p.row().SafeContact.Frozen()) != 0 {
		t.Errorf("an inbox that is gone freezes nothing of hers: %v", err)
	}
}

// The figure of docs/security.md: every template in every language, on every day
// of a year and at every hour, signed and not, says nothing that gives her away
// and fits into one text.
func TestNoTemplateGivesHerAwayInAnyLanguage(t *testing.T) {
	p := newPost(t)
	p.says(allDay...)
	catalogue, err := locales.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	made := 0
	for _, spoken := range catalogue.Languages() {
		for _, template := range casework.Templates {
			if template == casework.NewRequest || template == casework.PartnerRequest {
				continue
			}
			for _, channel := range []safecontact.Channel{safecontact.Text, safecontact.Email} {
				for _, replies := range []bool{false, true} {
					for hours := time.Duration(2); hours < 366*24; hours += 13 {
						desk := p.desk
						desk.Replies = replies
						letter := sharing.Compose(desk, casework.Outgoing{Channel: channel, Template: template, Language: spoken.Tag, At: calendar.At(p.Now().Add(hours * time.Hour))}, "Christabell")
						names := discreet.Names{Hers: []string{"Amina", "Okafor"}, Services: []string{"Throughline", "Advance", "Riverside Women's Centre"}}
						if found := discreet.Inspect(letter, names); len(found) > 0 || strings.Contains(letter.Body, "message.") || strings.Contains(letter.Subject, "message.") {
							t.Fatalf("%s, %s: %q says %v", spoken.Tag, template, letter.Body, found)
						}
						if channel == safecontact.Text && !sharing.OnePart(letter.Body) {
							t.Fatalf("%s, %s: %q is more than one text", spoken.Tag, template, letter.Body)
						}
						made++
					}
				}
			}
		}
	}
	t.Logf("%d messages of %d templates in %d languages, 0 findings", made, len(casework.Templates)-2, len(catalogue.Languages()))
}

func TestATextIsSignedWithAFirstNameAndNeverWithHers(t *testing.T) {
	for _, row := range []struct {
		name string
		hers []string
		want string
	}{
		{"Priya Shah", []string{"Amina"}, "Priya"},
		{"Amina Shah", []string{"Amina"}, ""},
		{"Maximiliannette Shah", []string{"Amina"}, ""},
		{"", []string{"Amina"}, ""},
	} {
		if got := sharing.FirstName(row.name, row.hers); got != row.want {
			t.Errorf("%q writes to %v as %q, want %q", row.name, row.hers, got, row.want)
		}
	}
	for text, one := range map[string]bool{strings.Repeat("a", 160): true, strings.Repeat("a", 161): false, "ŵ": false, "Ø": true} {
		if sharing.OnePart(text) != one {
			t.Errorf("%d characters go in one text: %t", len([]rune(text)), !one)
		}
	}
}

func TestHerCalendarSaysATimeAndNothingElse(t *testing.T) {
	p := newPost(t)
	item := p.booked(50 * time.Hour)
	her := access.Asker{ID: p.row().Woman, Role: access.Woman}
	file, err := p.desk.Calendar(ctx, her, p.caseID, item.Appointment, "en")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"SUMMARY:Appointment\r\n", "DTSTART;TZID=Europe/London:20260305T113000\r\n", "SEQUENCE:0\r\n", "STATUS:CONFIRMED\r\n", "CLASS:PRIVATE\r\n"} {
		if !strings.Contains(string(file), line) {
			t.Errorf("%q is missing in\n%s", line, file)
		}
	}
	if last, _ := p.Record.Last(); last.What != "take appointment" || last.Role != access.Woman {
		t.Errorf("the ledger says %+v", last)
	}
	p.write(p.pen().RecordAttendance(p.row(), journey.Meeting{Appointment: item.Appointment, At: item.At, How: journey.OneToOne, Outcome: journey.CancelledByService}))
	if file, err = p.desk.Calendar(ctx, her, p.caseID, item.Appointment, "cy"); err != nil || !strings.Contains(string(file), "STATUS:CANCELLED\r\n") || !strings.Contains(string(file), "SUMMARY:Apwyntiad\r\n") {
		t.Errorf("cancelled: %v\n%s", err, file)
	}
	for name, ask := range map[string]func() ([]byte, error){
		"her keyworker": func() ([]byte, error) {
			return p.desk.Calendar(ctx, caseworktest.Keyworker, p.caseID, item.Appointment, "en")
		},
		"another woman": func() ([]byte, error) {
			return p.desk.Calendar(ctx, access.Asker{ID: "another", Role: access.Woman}, p.caseID, item.Appointment, "en")
		},
		"an appointment that there is not": func() ([]byte, error) { return p.desk.Calendar(ctx, her, p.caseID, "none", "en") },
	} {
		if file, err := ask(); casework.KindOf(err) != casework.NotFound || file != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	p.Record.Deaf = errors.New("the ledger is full")
	if file, err := p.desk.Calendar(ctx, her, p.caseID, item.Appointment, "en"); file != nil || casework.KindOf(err) != casework.Unavailable {
		t.Errorf("without a ledger line: %v", err)
	}
}

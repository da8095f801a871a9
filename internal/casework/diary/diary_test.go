package diary_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/diary"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

var ctx = context.Background()

// uid is how a calendar tells an appointment from another, without its id.
func uid(appointment string) string {
	sum := sha256.Sum256([]byte(appointment))
	return hex.EncodeToString(sum[:16])
}

// staff are those who may sign in, and who stands behind an account.
type staff []access.Asker

func (s staff) Staff(context.Context) ([]casework.Person, error) {
	var people []casework.Person
	for _, one := range s {
		people = append(people, casework.Person{ID: one.ID, Name: one.Name, Role: one.Role})
	}
	return people, nil
}

func (s staff) Asker(_ context.Context, id string) (access.Asker, error) {
	for _, one := range s {
		if one.ID == id {
			return one, nil
		}
	}
	return access.Asker{}, casework.Fail(casework.NotFound, "finding an account", "there is none")
}

// addresses are kept in memory.
type addresses map[string]diary.Feed

func (a addresses) KeepFeed(_ context.Context, feed diary.Feed) error {
	a[feed.Account] = feed
	return nil
}

func (a addresses) RemoveFeed(_ context.Context, account string) error {
	delete(a, account)
	return nil
}

func (a addresses) FeedOf(_ context.Context, account string) (diary.Feed, error) {
	if feed, known := a[account]; known {
		return feed, nil
	}
	return diary.Feed{}, casework.Fail(casework.NotFound, "finding an address", "there is none")
}

func (a addresses) FeedAt(_ context.Context, hash []byte) (diary.Feed, error) {
	for _, feed := range a {
		if string(feed.Hash) == string(hash) {
			return feed, nil
		}
	}
	return diary.Feed{}, casework.Fail(casework.NotFound, "finding an address", "there is none")
}

type groups []casework.GroupSession

func (g groups) Sessions(context.Context, access.Asker, calendar.Day, calendar.Day) ([]casework.GroupSession, error) {
	return g, nil
}

// house is a service with two keyworkers and their diaries.
type house struct {
	*caseworktest.Room
	t    *testing.T
	desk diary.Desk
}

func newHouse(t *testing.T) *house {
	t.Helper()
	room := caseworktest.NewRoom(t)
	people := staff{caseworktest.Keyworker, caseworktest.OtherWorker, caseworktest.Lead}
	return &house{room, t, diary.Desk{Bench: room.Bench, Staff: people, Askers: people, Feeds: addresses{}, Services: []string{"Throughline"}}}
}

func (h *house) append(facts []journey.Fact, err error) casework.Receipt {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
	receipt, err := h.Record.Append(ctx, casework.Change{Key: h.Key(), Seen: casework.AnyVersion, Facts: facts})
	if err != nil {
		h.t.Fatal(err)
	}
	return receipt
}

// hers refers a woman and allocates her.
func (h *house) hers(given string, worker access.Asker) journey.Row {
	h.t.Helper()
	entry := caseworktest.Amina()
	entry.Identity.Given, entry.Identity.Phone = given, "07700 900"+fmt.Sprint(100+len(given))
	receipt := h.append(h.Bench.Pen(caseworktest.Officer).Refer(entry, ""))
	h.append(h.Bench.Pen(caseworktest.Lead).Allocate(h.row(receipt.Case), worker.ID, worker.Agency, ""))
	return h.row(receipt.Case)
}

func (h *house) row(caseID string) journey.Row {
	h.t.Helper()
	row, err := h.Record.Row(ctx, caseID)
	if err != nil {
		h.t.Fatal(err)
	}
	return row
}

// books an appointment so many days from now at a time by the clock.
func (h *house) books(row journey.Row, days, hour int, entry journey.BookingEntry) journey.Booked {
	h.t.Helper()
	at, _ := calendar.AtClock(h.Bench.Today().AddDays(days), hour, 0)
	entry.At = []calendar.Moment{at}
	if entry.How == "" {
		entry.How = journey.OneToOne
	}
	h.append(h.Bench.Pen(caseworktest.Keyworker).Book(row, entry))
	facts := h.Record.Facts()
	return facts[len(facts)-1].Body.(journey.Booked)
}

// told writes an agenda as one line a day on which there is something.
func told(page diary.Agenda) string {
	var lines []string
	for _, day := range page.Days {
		var words []string
		for _, one := range day.Entries {
			name := one.First
			if one.Session != nil {
				name = one.Session.Title
			}
			word := one.At.Clock() + " " + name
			if one.Worker != "" {
				word += " (" + one.Worker + ")"
			}
			words = append(words, word)
		}
		if len(words) > 0 {
			lines = append(lines, day.On.Weekday().String()[:3]+" "+strings.Join(words, ", "))
		}
	}
	return strings.Join(lines, "; ")
}

func TestWhatStandsInADiary(t *testing.T) {
	h := newHouse(t)
	amina, beth := h.hers("Amina", caseworktest.Keyworker), h.hers("Beth", caseworktest.OtherWorker)
	h.books(amina, 0, 11, journey.BookingEntry{Place: "The café", Warned: []journey.Warning{journey.WarnOurs}, Despite: "Only then"})
	h.books(amina, 1, 14, journey.BookingEntry{How: journey.Phone})
	h.books(beth, 1, 10, journey.BookingEntry{})
	h.books(amina, 9, 14, journey.BookingEntry{})
	at, _ := calendar.AtClock(h.Bench.Today().AddDays(1), 13, 0)
	h.desk.Sessions = groups{{At: at, Title: "Film club", Worker: caseworktest.Keyworker.ID}}
	today := h.Bench.Today()
	week := diary.Query{From: today, To: today.AddDays(6)}
	for name, test := range map[string]struct {
		asker access.Asker
		query diary.Query
		want  string
	}{
		"her own":      {caseworktest.Keyworker, week, "Tue 11am Amina; Wed 1pm Film club, 2pm Amina"},
		"another's":    {caseworktest.OtherWorker, week, "Wed 10am Beth"},
		"everybody's":  {caseworktest.Lead, week, "Tue 11am Amina (Priya); Wed 10am Beth (Jo), 1pm Film club (Priya), 2pm Amina (Priya)"},
		"one of them":  {caseworktest.Lead, diary.Query{From: today, To: today.AddDays(6), Worker: caseworktest.OtherWorker.ID}, "Wed 10am Beth"},
		"another week": {caseworktest.Keyworker, diary.Query{From: today.AddDays(7), To: today.AddDays(13)}, "Thu 2pm Amina"},
		"a keyworker who asks for another's gets her own": {caseworktest.OtherWorker, diary.Query{From: today, To: today.AddDays(6), Worker: caseworktest.Keyworker.ID}, "Wed 10am Beth"},
	} {
		before := len(h.Record.Ledger)
		page, err := h.desk.Agenda(ctx, test.asker, test.query)
		if got := told(page); got != test.want || err != nil {
			t.Errorf("%s: %s, want %s (%v)", name, got, test.want, err)
		}
		if lines := h.Record.Ledger; len(lines) != before+1 || len(lines[before].Women) == 0 {
			t.Errorf("%s: it was read without a line of the ledger that names the women", name)
		}
	}
	page, err := h.desk.Agenda(ctx, caseworktest.Keyworker, week)
	if err != nil {
		t.Fatal(err)
	}
	one := page.Days[0].Entries[0]
	if one.Place != "The café" || one.Despite != "Only then" || one.Warned[0] != journey.WarnOurs || one.Reach == "" || one.Safe == "" || one.Case != amina.Case {
		t.Errorf("the first is %+v", one)
	}
	for name, err := range map[string]error{
		"an officer":        only(h.desk.Agenda(ctx, caseworktest.Officer, week)),
		"a commissioner":    only(h.desk.Agenda(ctx, caseworktest.Commissioner, week)),
		"no such keyworker": only(h.desk.Agenda(ctx, caseworktest.Lead, diary.Query{From: today, To: today, Worker: "nobody"})),
	} {
		if kind := casework.KindOf(err); kind != casework.Forbidden && kind != casework.NotFound {
			t.Errorf("%s reads it: %v", name, err)
		}
	}
}

func only(_ diary.Agenda, err error) error { return err }

func TestWhatWasNotWrittenDownStaysInSight(t *testing.T) {
	h := newHouse(t)
	amina := h.hers("Amina", caseworktest.Keyworker)
	h.books(amina, 1, 14, journey.BookingEntry{})
	missed := h.books(amina, 2, 14, journey.BookingEntry{})
	h.WaitDays(2)
	h.Wait(8 * time.Hour)
	h.append(h.Bench.Pen(caseworktest.Keyworker).RecordAttendance(h.row(amina.Case), journey.Meeting{Appointment: missed.Appointment, At: missed.At, How: missed.How, Outcome: journey.Missed}))
	today := h.Bench.Today()
	page, err := h.desk.Agenda(ctx, caseworktest.Keyworker, diary.Query{From: today, To: today.AddDays(6)})
	if err != nil || len(page.Earlier) != 1 || !page.Earlier[0].Unended() || page.Earlier[0].At.Day() != today.AddDays(-1) {
		t.Errorf("earlier %+v, %v", page.Earlier, err)
	}
	if day := page.Days[0]; len(day.Entries) != 1 || day.Entries[0].Outcome != journey.Missed || day.Entries[0].Unended() {
		t.Errorf("today %+v", day)
	}
	next, err := h.desk.Agenda(ctx, caseworktest.Keyworker, diary.Query{From: today.AddDays(7), To: today.AddDays(13)})
	if err != nil || len(next.Earlier) != 0 || told(next) != "" {
		t.Errorf("next week %+v, %v", next, err)
	}
	past, err := h.desk.Agenda(ctx, caseworktest.Keyworker, diary.Query{From: today.AddDays(-7), To: today.AddDays(-1)})
	if err != nil || told(past) != "Wed 2pm Amina" {
		t.Errorf("last week %s, %v", told(past), err)
	}
	long, err := h.desk.Agenda(ctx, caseworktest.Keyworker, diary.Query{From: today, To: today.AddDays(4000)})
	if err != nil || len(long.Days) != 62 {
		t.Errorf("%d days at once, %v", len(long.Days), err)
	}
}

// On the day the clocks change an appointment keeps its time by the clock.
func TestADiaryAcrossAChangeOfTheClocks(t *testing.T) {
	for name, sunday := range map[string]calendar.Day{"March": calendar.On(2026, time.March, 29), "October": calendar.On(2026, time.October, 25)} {
		h := newHouse(t)
		amina := h.hers("Amina", caseworktest.Keyworker)
		for days := -1; days <= 1; days++ {
			h.books(amina, sunday.AddDays(days).Sub(h.Bench.Today()), 9, journey.BookingEntry{})
		}
		page, err := h.desk.Agenda(ctx, caseworktest.Keyworker, diary.Query{From: sunday.Monday(), To: sunday.Monday().AddDays(13)})
		if got := told(page); got != "Sat 9am Amina; Sun 9am Amina; Mon 9am Amina" || err != nil || len(page.Days) != 14 {
			t.Errorf("%s: %s over %d days, %v", name, got, len(page.Days), err)
		}
	}
}

func TestACalendarAddress(t *testing.T) {
	h := newHouse(t)
	amina := h.hers("Amina", caseworktest.Keyworker)
	h.books(amina, 1, 14, journey.BookingEntry{Place: "12 Fern Road", Despite: "Secret reason"})
	off := h.books(amina, 2, 10, journey.BookingEntry{How: journey.CustodyVisit})
	h.books(amina, 91, 10, journey.BookingEntry{})
	h.append(h.Bench.Pen(caseworktest.Keyworker).RecordAttendance(h.row(amina.Case), journey.Meeting{Appointment: off.Appointment, At: off.At, How: off.How, Outcome: journey.CancelledByService}))

	if since, err := h.desk.FeedSince(ctx, caseworktest.Keyworker); err != nil || !since.IsZero() {
		t.Errorf("an address before one was made: %s, %v", since, err)
	}
	secret, err := h.desk.MakeFeed(ctx, caseworktest.Keyworker)
	if err != nil || len(secret) != 22 {
		t.Fatalf("the secret %q has %d letters, want those of 128 bits: %v", secret, len(secret), err)
	}
	for account, feed := range h.desk.Feeds.(addresses) {
		if strings.Contains(string(feed.Hash), secret) || account != caseworktest.Keyworker.ID {
			t.Error("the secret itself is kept")
		}
	}
	before := len(h.Record.Ledger)
	file, err := h.desk.Calendar(ctx, secret)
	if err != nil {
		t.Fatal(err)
	}
	text := string(file)
	if lines := h.Record.Ledger; len(lines) != before+1 || len(lines[before].Women) != 1 {
		t.Error("it was fetched without a line of the ledger")
	}
	for _, want := range []string{"SUMMARY:A.O.", "TZID=Europe/London:20260304T140000", "STATUS:CANCELLED", "CLASS:PRIVATE", "BEGIN:VTIMEZONE", "UID:" + uid(off.Appointment)} {
		if !strings.Contains(text, want) {
			t.Errorf("it does not say %s:\n%s", want, text)
		}
	}
	for _, never := range []string{"Amina", "Okafor", "Fern", "Secret", "ustody", "LOCATION", "DESCRIPTION", "VALARM", "20260602", off.Appointment} {
		if strings.Contains(text, never) {
			t.Errorf("it says %s", never)
		}
	}
	if n := strings.Count(text, "BEGIN:VEVENT"); n != 2 {
		t.Errorf("%d entries, want 2: what is more than 90 days ahead stays out", n)
	}
	sequence := regexp.MustCompile(`UID:` + uid(off.Appointment) + `[\s\S]*?SEQUENCE:(\d+)`)
	first := sequence.FindStringSubmatch(text)[1]
	h.Wait(time.Hour)
	standing := h.Record.Facts()
	h.append(journey.Correcting([]journey.Fact{{
		Woman: amina.Woman, Case: amina.Case, Happened: off.At, Known: calendar.At(h.Now()),
		Body: journey.Attendance{Appointment: off.Appointment, At: off.At, How: off.How, Outcome: journey.CancelledByHer},
	}}, standing), nil)
	if file, err = h.desk.Calendar(ctx, secret); err != nil || sequence.FindStringSubmatch(string(file))[1] <= first {
		t.Errorf("the sequence does not rise: %v", err)
	}

	another, err := h.desk.MakeFeed(ctx, caseworktest.Keyworker)
	if err != nil || another == secret {
		t.Fatalf("another address: %v", err)
	}
	if err := h.desk.RevokeFeed(ctx, caseworktest.OtherWorker); err != nil {
		t.Error(err)
	}
	if _, err := h.desk.Calendar(ctx, another); err != nil {
		t.Errorf("another keyworker took it back: %v", err)
	}
	gone := h.desk
	gone.Askers = staff{}
	for what, err := range map[string]error{
		"the one before":           none(h.desk.Calendar(ctx, secret)),
		"no secret":                none(h.desk.Calendar(ctx, "")),
		"whose keyworker is gone":  none(gone.Calendar(ctx, another)),
		"where none are given out": none(diary.Desk{Bench: h.Bench}.Calendar(ctx, another)),
		"after it was taken back":  errors.Join(h.desk.RevokeFeed(ctx, caseworktest.Keyworker), none(h.desk.Calendar(ctx, another))),
	} {
		if err == nil || casework.KindOf(err) != casework.NotFound {
			t.Errorf("an address %s: %v", what, err)
		}
	}
	if _, err := h.desk.MakeFeed(ctx, caseworktest.Lead); casework.KindOf(err) != casework.Forbidden {
		t.Errorf("a lead has a calendar: %v", err)
	}
}

func none(_ []byte, err error) error { return err }

// Whom a conflict hides from her keyworker stands in neither the diary nor the
// calendar.
func TestAConflictHidesHerFromTheDiary(t *testing.T) {
	h := newHouse(t)
	amina := h.hers("Amina", caseworktest.Keyworker)
	h.books(amina, 1, 14, journey.BookingEntry{})
	secret, err := h.desk.MakeFeed(ctx, caseworktest.Keyworker)
	if err != nil {
		t.Fatal(err)
	}
	h.append([]journey.Fact{{Woman: amina.Woman, Happened: calendar.At(h.Now()), Known: calendar.At(h.Now()),
		Body: journey.ConflictMarked{Conflict: "x", Account: caseworktest.Keyworker.ID}}}, nil)
	today := h.Bench.Today()
	page, err := h.desk.Agenda(ctx, caseworktest.Keyworker, diary.Query{From: today, To: today.AddDays(6)})
	if err != nil || told(page) != "" {
		t.Errorf("the diary says %s, %v", told(page), err)
	}
	if file, err := h.desk.Calendar(ctx, secret); err != nil || strings.Contains(string(file), "VEVENT") {
		t.Errorf("the calendar says %s, %v", file, err)
	}
}

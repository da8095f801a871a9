package journey

import (
	"strings"
	"testing"
	"time"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/safecontact"
)

func TestTheReferralIsTheFirstTellingOfHowSheMayBeReached(t *testing.T) {
	for answer, open := range map[Contact][]safecontact.Channel{
		ContactCall:      {safecontact.Phone},
		ContactText:      {safecontact.Text},
		ContactNoMessage: {safecontact.Phone},
		ContactInPerson:  {safecontact.InPerson},
		ContactThrough:   {safecontact.Through},
		"":               nil,
	} {
		row := (&story{caseID: "case-1"}).tell("2021-01-04", Referred{Scheme: "lwds", Contact: answer}).row(t, "")
		var got []safecontact.Channel
		for _, channel := range safecontact.Channels {
			if row.SafeContact.Open(channel, d("2021-02-01")) {
				got = append(got, channel)
			}
			if row.SafeContact.Open(channel, d("2021-02-02")) {
				t.Errorf("%q: %s is open more than 28 days later", answer, channel)
			}
			if channel.Sent() && row.SafeContact.May(channel, calendar.At(time.Date(2021, time.January, 5, 12, 0, 0, 0, calendar.London))).Allow {
				t.Errorf("%q: %s may be sent, and she said no hours", answer, channel)
			}
		}
		if len(got) != len(open) || len(got) > 0 && got[0] != open[0] {
			t.Errorf("%q opens %v, want %v", answer, got, open)
		}
	}
}

func TestWhatSheSaysOfOneCaseHoldsInAll(t *testing.T) {
	facts := (&story{caseID: "case-1"}).tell("2021-01-04", Referred{Scheme: "lwds", Contact: ContactText}).facts
	later := (&story{caseID: "case-2"}).tell("2021-01-10", Referred{Scheme: "lwds", Contact: ContactInPerson}).facts
	for i := range later {
		later[i].ID += "-later"
	}
	for _, row := range Fold(append(facts, later...), 0) {
		if row.SafeContact.Open(safecontact.Text, d("2021-01-11")) {
			t.Errorf("%s: a text is still open after she ruled it out", row.Case)
		}
	}
}

func TestHowSheMayBeReachedIsWrittenDown(t *testing.T) {
	pen := Pen{Now: time.Date(2026, time.March, 3, 10, 0, 0, 0, calendar.London), By: "priya", Agency: "Advance"}
	row := Row{Case: "case-1", Woman: "woman-1"}
	text := safecontact.Terms{
		Channel: safecontact.Text, Allowed: true, Wording: safecontact.Neutral, Hours: safecontact.SomeHours,
		Windows: []safecontact.Window{{Days: []time.Weekday{time.Monday}, From: 600, To: 720}},
	}
	call := safecontact.Terms{Channel: safecontact.Phone, Allowed: true, Voicemail: safecontact.Unnamed}
	mail := safecontact.Terms{Channel: safecontact.Email, Allowed: true, Wording: safecontact.Neutral, Hours: safecontact.AnyHour}
	through := safecontact.Terms{Channel: safecontact.Through, Allowed: true}
	known := Identity{Phone: "07700 900123"}
	change := func(terms safecontact.Terms, with func(*safecontact.Terms)) []safecontact.Terms {
		with(&terms)
		return []safecontact.Terms{terms}
	}
	for _, wrong := range []struct {
		name  string
		known Identity
		entry SafeContactEntry
		field string // "" where it is written down
	}{
		{"all of it", known, SafeContactEntry{Channels: []safecontact.Terms{text, call, mail, through}, Email: "am@example.org", Through: "her sister"}, ""},
		{"that no way is safe", Identity{}, SafeContactEntry{Channels: []safecontact.Terms{{Channel: safecontact.Phone}}}, ""},
		{"nothing", known, SafeContactEntry{}, "phone_allowed"},
		{"a channel twice", known, SafeContactEntry{Channels: []safecontact.Terms{call, call}}, "phone_allowed"},
		{"a channel there is none of", known, SafeContactEntry{Channels: []safecontact.Terms{{Channel: "pigeon"}}}, "pigeon_allowed"},
		{"a call without a number", Identity{}, SafeContactEntry{Channels: []safecontact.Terms{call}}, "phone"},
		{"a text without a number", Identity{}, SafeContactEntry{Channels: []safecontact.Terms{text}}, "phone"},
		{"an e-mail without an address", known, SafeContactEntry{Channels: []safecontact.Terms{mail}}, "email"},
		{"an e-mail with two addresses", known, SafeContactEntry{Channels: []safecontact.Terms{mail}, Email: "a@example.org,b@example.org"}, "email"},
		{"an e-mail with a line too many", known, SafeContactEntry{Channels: []safecontact.Terms{mail}, Email: "a@example.org\nBcc: b@example.org"}, "email"},
		{"nobody to go through", known, SafeContactEntry{Channels: []safecontact.Terms{through}}, "through"},
		{"no rule for voicemail", known, SafeContactEntry{Channels: change(call, func(t *safecontact.Terms) { t.Voicemail = "" })}, "voicemail"},
		{"no rule for what a text says", known, SafeContactEntry{Channels: change(text, func(t *safecontact.Terms) { t.Wording = "" })}, "text_wording"},
		{"hours that are not told", known, SafeContactEntry{Channels: change(text, func(t *safecontact.Terms) { t.Windows = nil })}, "text_hours"},
		{"hours of no kind", known, SafeContactEntry{Channels: change(text, func(t *safecontact.Terms) { t.Hours = "often" })}, "text_hours"},
		{"hours that end before they begin", known, SafeContactEntry{Channels: change(text, func(t *safecontact.Terms) {
			t.Windows = []safecontact.Window{{Days: []time.Weekday{1}, From: 700, To: 600}}
		})}, "text_from"},
		{"a page of words", known, SafeContactEntry{Channels: []safecontact.Terms{call}, Ask: strings.Repeat("word ", 60)}, "ask_for"},
	} {
		facts, err := pen.TellSafeContact(row, wrong.known, wrong.entry)
		if wrong.field != "" {
			problems, ok := err.(Problems)
			if !ok || problems[0].Field != wrong.field {
				t.Errorf("%s: %v, want a problem with %s", wrong.name, err, wrong.field)
			}
			continue
		}
		if err != nil || len(facts) != 1 || facts[0].Case != "" || facts[0].Woman != "woman-1" || !facts[0].Words.Identity.Retold {
			t.Errorf("%s: %+v, %v", wrong.name, facts, err)
		}
	}
}

func TestSheIsAskedWhetherItIsStillSafe(t *testing.T) {
	pen := Pen{Now: time.Date(2026, time.March, 3, 10, 0, 0, 0, calendar.London)}
	row := Row{SafeContact: safecontact.Rule{}.Told(calendar.OnDay(d("2026-03-01")), safecontact.Terms{Channel: safecontact.Phone, Allowed: true})}
	today := calendar.At(pen.Now)
	for _, step := range []struct {
		name     string
		at       calendar.Moment
		channels []safecontact.Channel
		field    string
	}{
		{"it is", today, []safecontact.Channel{safecontact.Phone}, ""},
		{"of nothing", today, nil, "still_safe"},
		{"of what she never allowed", today, []safecontact.Channel{safecontact.Text}, "still_safe"},
		{"tomorrow", calendar.OnDay(d("2026-03-04")), []safecontact.Channel{safecontact.Phone}, "at"},
		{"at no time", calendar.Moment{}, []safecontact.Channel{safecontact.Phone}, "at"},
	} {
		facts, err := pen.ConfirmSafeContact(row, step.at, step.channels)
		if problems, _ := err.(Problems); step.field != "" && (problems == nil || problems[0].Field != step.field) || step.field == "" && (err != nil || len(facts) != 1) {
			t.Errorf("%s: %+v, %v", step.name, facts, err)
		}
	}
	if facts, err := pen.FreezeChannel(row, safecontact.Phone, safecontact.WrongPerson); err != nil || len(facts) != 1 {
		t.Errorf("freezing: %+v, %v", facts, err)
	}
	for _, wrong := range []ChannelFrozen{{"pigeon", safecontact.WrongPerson}, {safecontact.Phone, "mood"}} {
		if _, err := pen.FreezeChannel(row, wrong.Channel, wrong.Because); err == nil {
			t.Errorf("%+v is taken", wrong)
		}
	}
}

func TestHerWordsOnReachingHerAreToldAnewAsAWhole(t *testing.T) {
	told := func(day string, identity Identity, guard *Guard) Fact {
		return Fact{ID: day, Happened: calendar.OnDay(d(day)), Body: SafeContactTold{}, Words: &Words{Identity: &identity, Guard: guard}}
	}
	facts := []Fact{
		{ID: "0", Happened: calendar.OnDay(d("2026-01-01")), Body: IdentityTold{}, Words: &Words{Identity: &Identity{Given: "Amina", Phone: "07700 900123", Times: "mornings", Through: "her sister"}}},
		told("2026-01-05", Identity{Phone: "07700 900123", Ask: "the library", Retold: true}, &Guard{MustNotKnow: "people at home"}),
		told("2026-01-09", Identity{Phone: "07700 900456", Email: "am@example.org", Ask: "the library", Retold: true}, nil),
	}
	who := Who(facts)
	if who.Retold || who.Given != "Amina" || who.Times != "" || who.Through != "" || who.Ask != "the library" {
		t.Errorf("she is %+v", who)
	}
	if GuardOf(facts[:2]).MustNotKnow != "people at home" || GuardOf(facts) != (Guard{}) {
		t.Errorf("guarded against %+v, then %+v", GuardOf(facts[:2]), GuardOf(facts))
	}
	for channel, want := range map[safecontact.Channel]string{safecontact.Phone: "2026-01-09", safecontact.Email: "2026-01-09", safecontact.Post: ""} {
		if got := DestinationSince(facts, channel).Day().String(); got != want {
			t.Errorf("where %s leads is known since %q, want %q", channel, got, want)
		}
	}
	if got := DestinationSince(facts[:2], safecontact.Text).Day().String(); got != "2026-01-01" {
		t.Errorf("the same number told again is new: %s", got)
	}
}

package safecontact

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"throughline/internal/domain/calendar"
)

func moment(t testing.TB, text string) calendar.Moment {
	t.Helper()
	at, err := calendar.ParseMoment(text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

var (
	weekdays  = []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}
	tenToTwo  = Window{Days: weekdays, From: 10 * 60, To: 14 * 60}
	textAtTen = Terms{Channel: Text, Allowed: true, Hours: SomeHours, Windows: []Window{tenToTwo}, Wording: Neutral}
	callHer   = Terms{Channel: Phone, Allowed: true, Voicemail: Unnamed}
)

func TestWhetherSheMayBeReached(t *testing.T) {
	said := moment(t, "2026-03-02T11:00:00Z") // a Monday
	asked := Rule{}.Told(said, textAtTen, callHer,
		Terms{Channel: Email, Allowed: true, Wording: Neutral},
		Terms{Channel: Post, Allowed: true},
		Terms{Channel: InPerson, Allowed: true},
		Terms{Channel: Through, Allowed: false})
	for _, row := range []struct {
		name    string
		rule    Rule
		channel Channel
		at      string
		why     string // "" where she may be reached
	}{
		{"within her hours", asked, Text, "2026-03-03T10:00:00Z", ""},
		{"the last minute of her hours", asked, Text, "2026-03-03T13:59:00Z", ""},
		{"the minute after them", asked, Text, "2026-03-03T14:00:00Z", "It is outside the hours she said. Only Monday to Friday, 10am to 2pm"},
		{"on a Sunday", asked, Text, "2026-03-08T11:00:00Z", "It is outside the hours she said"},
		{"by the clocks of London after they went forward", asked, Text, "2026-03-30T09:30:00Z", ""},
		{"an hour of summer that was within her hours in winter", asked, Text, "2026-03-30T13:30:00Z", "It is outside the hours she said"},
		{"on the last day it holds", asked, Text, "2026-03-30T11:00:00+01:00", ""},
		{"on the day after", asked, Text, "2026-03-31T11:00:00+01:00", "more than 28 days ago. Ask her again"},
		{"before she said it", asked, Text, "2026-03-01T11:00:00Z", "is not known"},
		{"on a day without an hour", asked, Text, "2026-03-03", "The hour is not known"},
		{"a call, whose hours she did not say", asked, Phone, "2026-03-03T08:00:00Z", ""},
		{"an e-mail, whose hours she did not say", asked, Email, "2026-03-03T11:00:00Z", "She has not said at which hours an e-mail is safe"},
		{"a letter, which arrives at no hour", asked, Post, "2026-03-03", ""},
		{"in person", asked, InPerson, "2026-03-03", ""},
		{"what she said no to", asked, Through, "2026-03-03T11:00:00Z", "She said no to words through somebody"},
		{"nobody asked her", Rule{}, Text, "2026-03-03T11:00:00Z", "She has not said whether a text is safe"},
		{"a way there is none of", asked, "pigeon", "2026-03-03T11:00:00Z", "She has not said"},
		{"at an unknown moment", asked, Text, "", "is not known"},
		{"any hour is not the night", Rule{}.Told(said, Terms{Channel: Text, Allowed: true, Hours: AnyHour, Wording: Normal}), Text, "2026-03-03T19:00:00Z", "only between 9am and 7pm"},
		{"any hour of the day", Rule{}.Told(said, Terms{Channel: Text, Allowed: true, Hours: AnyHour, Wording: Normal}), Text, "2026-03-03T18:59:00Z", ""},
		{"a text that may say nothing", Rule{}.Told(said, Terms{Channel: Text, Allowed: true, Hours: AnyHour, Wording: NoWords}), Text, "2026-03-03T11:00:00Z", "what a text may say"},
		{"after somebody else answered", asked.Freeze(said, Phone, WrongPerson), Phone, "2026-03-03T11:00:00Z", "Somebody else answered on 2 March 2026. Ask her whether a call is safe again"},
		{"the other channels go on", asked.Freeze(said, Phone, WrongPerson), Text, "2026-03-03T11:00:00Z", ""},
		{"a frozen channel she confirms", asked.Freeze(said, Text, NotDelivered).Confirmed(said, Text), Text, "2026-03-03T11:00:00Z", ""},
		{"a channel she said no to, confirmed", asked.Confirmed(said, Through), Through, "2026-03-03T11:00:00Z", "She said no"},
	} {
		got := row.rule.May(row.channel, moment(t, row.at))
		if got.Allow != (row.why == "") || !strings.Contains(got.Reason, row.why) {
			t.Errorf("%s: %+v, want %q", row.name, got, row.why)
		}
	}
}

func TestWhatAReferralSaysIsTheFirstWordAndNotTheLast(t *testing.T) {
	first, later := moment(t, "2026-03-02T11:00:00Z"), moment(t, "2026-03-20T11:00:00Z")
	bar := Terms{Channel: Phone}
	for _, row := range []struct {
		name string
		rule Rule
		open bool
		said string
	}{
		{"a first referral opens it", Rule{}.Offered(first, callHer), true, "2026-03-02"},
		{"a later referral says it again", Rule{}.Offered(first, callHer).Offered(later, callHer), true, "2026-03-20"},
		{"a later referral closes it", Rule{}.Offered(first, callHer).Offered(later, bar), false, "2026-03-20"},
		{"it does not open what she told the service", Rule{}.Told(first, bar).Offered(later, callHer), false, "2026-03-02"},
		{"nor is it her word to the service that it is still safe", Rule{}.Told(first, callHer).Offered(later, callHer), true, "2026-03-02"},
		{"it closes what she told the service", Rule{}.Told(first, callHer).Offered(later, bar), false, "2026-03-20"},
		{"a frozen channel of the service stays frozen", Rule{}.Told(first, callHer).Freeze(first, Phone, NotSafeNow).Offered(later, callHer), false, "2026-03-02"},
	} {
		standing, _ := row.rule.Of(Phone)
		if got := row.rule.Open(Phone, later.Day()); got != row.open || standing.Said.Day().String() != row.said {
			t.Errorf("%s: open %t, said on %s", row.name, got, standing.Said.Day())
		}
	}
}

func TestTheInstructionSaysWhatToDoOrWhatToLeave(t *testing.T) {
	said := moment(t, "2026-03-02T11:00:00Z")
	rule := Rule{}.Told(said, textAtTen, callHer, Terms{Channel: Email}).Freeze(said, Through, NotSafeNow)
	for channel, want := range map[Channel]string{
		Phone:   "Call her. On voicemail, do not say who we are. She has not said at which hours. She said so on 2 March 2026. Ask again by 30 March 2026.",
		Text:    "Text her. Use neutral words only. Only Monday to Friday, 10am to 2pm. She said so on 2 March 2026. Ask again by 30 March 2026.",
		Email:   "Do not e-mail her. She said no to e-mails.",
		Post:    "Do not write to her. She has not said whether a letter is safe.",
		Through: "Do not go through anybody. She said it is not safe now on 2 March 2026. Ask her whether a word through somebody is safe again.",
	} {
		if got := rule.Instruction(channel, said.Day().AddDays(1)); got != want {
			t.Errorf("%s: %q, want %q", channel, got, want)
		}
	}
	if got := rule.Frozen(); len(got) != 1 || got[0].Channel != Through {
		t.Errorf("frozen: %+v", got)
	}
	if got := rule.Allowed(); len(got) != 2 || got[0] != Phone || got[1] != Text {
		t.Errorf("allowed: %v", got)
	}
}

func TestTheNextMomentIsTheFirstOfHerHours(t *testing.T) {
	rule := Rule{}.Told(moment(t, "2026-03-02T11:00:00Z"), textAtTen)
	for _, row := range []struct{ from, before, want string }{
		{"2026-03-02T14:00:00Z", "2026-03-03T14:00:00Z", "2026-03-03T10:00:00Z"},
		{"2026-03-03T10:20:00Z", "2026-03-03T14:00:00Z", "2026-03-03T10:20:00Z"},
		{"2026-03-06T15:00:00Z", "2026-03-09T09:00:00Z", ""},
		{"2026-03-03T14:00:00Z", "2026-03-03T10:00:00Z", ""},
	} {
		if got, _ := rule.Next(Text, moment(t, row.from), moment(t, row.before)); got.String() != row.want {
			t.Errorf("from %s before %s: %q, want %q", row.from, row.before, got, row.want)
		}
	}
}

func TestAWindowSaysItsDaysAndHours(t *testing.T) {
	for _, row := range []struct {
		window Window
		words  string
		sound  bool
	}{
		{tenToTwo, "Monday to Friday, 10am to 2pm", true},
		{Window{Days: week, From: 0, To: minutesADay}, "every day, 12am to midnight", true},
		{Window{Days: []time.Weekday{time.Sunday, time.Tuesday}, From: 9*60 + 30, To: 12 * 60}, "Tuesday, Sunday, 9:30am to 12pm", true},
		{Window{Days: weekdays, From: 600, To: 600}, "Monday to Friday, 10am to 10am", false},
		{Window{From: 600, To: 660}, ", 10am to 11am", false},
		{Window{Days: []time.Weekday{9}, From: 600, To: 660}, ", 10am to 11am", false},
		{Window{Days: weekdays, From: -60, To: 660}, "Monday to Friday, 11pm to 11am", false},
	} {
		if got := row.window.Sound(); got != row.sound {
			t.Errorf("%+v is sound: %t", row.window, got)
		}
		if got := row.window.Words(); got != row.words {
			t.Errorf("%+v reads %q, want %q", row.window, got, row.words)
		}
	}
}

// drawRule draws what a woman may have said, in any order, with what happened.
func drawRule(t *rapid.T, from calendar.Day) Rule {
	var rule Rule
	for range rapid.IntRange(0, 12).Draw(t, "events") {
		at := calendar.At(from.Start().Add(time.Duration(rapid.IntRange(0, 366*24*60).Draw(t, "minutes")) * time.Minute))
		terms := Terms{
			Channel: rapid.SampledFrom(Channels).Draw(t, "channel"), Allowed: rapid.Bool().Draw(t, "allowed"),
			Hours:   rapid.SampledFrom([]Hours{HoursNotStated, AnyHour, SomeHours}).Draw(t, "hours"),
			Wording: rapid.SampledFrom([]Wording{"", NoWords, Neutral, Normal}).Draw(t, "wording"),
		}
		if terms.Hours == SomeHours {
			begin := rapid.IntRange(0, minutesADay-1).Draw(t, "begin")
			terms.Windows = []Window{{Days: rapid.SliceOfNDistinct(rapid.SampledFrom(week), 1, 7, rapid.ID).Draw(t, "days"), From: begin, To: rapid.IntRange(begin+1, minutesADay).Draw(t, "end")}}
		}
		switch rapid.IntRange(0, 4).Draw(t, "what") {
		case 0, 1:
			rule = rule.Told(at, terms)
		case 2:
			rule = rule.Offered(at, terms)
		case 3:
			rule = rule.Confirmed(at, terms.Channel)
		case 4:
			rule = rule.Freeze(at, terms.Channel, rapid.SampledFrom(Troubles).Draw(t, "trouble"))
		}
	}
	return rule
}

// safe says the same as the rule in another way: by what must hold, and by
// counting hours on the wall clock.
func safe(rule Rule, channel Channel, at time.Time) bool {
	for _, s := range rule.Channels {
		local := at.In(calendar.London)
		age := calendar.DayOf(at).Sub(s.Said.Day())
		if s.Channel != channel || !s.Allowed || s.Frozen.Known() || !s.Said.Known() || age < 0 || age > 28 || local.Hour() < 9 || local.Hour() >= 19 {
			continue
		}
		if s.Wording != Neutral && s.Wording != Normal {
			continue
		}
		if s.Hours == AnyHour {
			return true
		}
		for _, window := range s.Windows {
			first, last := time.Duration(window.From)*time.Minute, time.Duration(window.To)*time.Minute
			since := time.Duration(local.Hour())*time.Hour + time.Duration(local.Minute())*time.Minute
			for _, day := range window.Days {
				if s.Hours == SomeHours && day == local.Weekday() && since >= first && since < last {
					return true
				}
			}
		}
	}
	return false
}

// Every quarter of an hour of a year in which the clocks change twice, for
// whatever she said: a message is allowed only where it is safe.
func TestNoMessageOfAYearGoesOutsideWhatSheSaid(t *testing.T) {
	sent, asked := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		begin := calendar.On(2026, time.January, 1)
		rule := drawRule(t, begin)
		for at := begin.Start(); at.Year() == 2026; at = at.Add(15 * time.Minute) {
			for _, channel := range []Channel{Text, Email} {
				allowed := rule.May(channel, calendar.At(at)).Allow
				if allowed != safe(rule, channel, at) {
					t.Fatalf("%s at %s is %t, and it is safe: %t. %+v", channel, at.In(calendar.London), allowed, !allowed, rule)
				}
				asked++
				if allowed {
					sent++
				}
			}
		}
	})
	if sent == 0 {
		t.Error("no message of any year was allowed: the test tries nothing")
	}
	t.Logf("%d moments asked, %d messages allowed, 0 outside her hours, expired or unset", asked, sent)
}

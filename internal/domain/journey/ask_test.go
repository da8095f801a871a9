package journey_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
)

func askingPen() journey.Pen {
	ids := 0
	return journey.Pen{Now: time.Date(2026, time.March, 3, 9, 0, 0, 0, time.UTC), NewID: func() string {
		ids++
		return "id" + string(rune('0'+ids))
	}}
}

func grace() journey.Asking {
	return journey.Asking{
		Scheme: "lwds", Identity: journey.Identity{Given: "Grace", Phone: "07700 900123"},
		Contact: journey.ContactNoMessage, Agreed: true,
	}
}

func TestWhatSheMustAnswerToAskForHerself(t *testing.T) {
	for _, row := range []struct {
		name   string
		change func(*journey.Asking)
		field  string // the one to put right; "" where nothing is
	}{
		{"a first name, a number and her agreement", func(*journey.Asking) {}, ""},
		{"no way to reach her", func(a *journey.Asking) { a.Contact = "" }, "contact"},
		{"a way that only others choose for her", func(a *journey.Asking) { a.Contact = journey.ContactInPerson }, "contact"},
		{"a call without a number", func(a *journey.Asking) { a.Identity.Phone = "" }, "phone"},
		{"a number in words", func(a *journey.Asking) { a.Identity.Phone = "ask my sister" }, "phone"},
		{"a number too short to ring", func(a *journey.Asking) { a.Identity.Phone = "12345" }, "phone"},
		{"a number from abroad", func(a *journey.Asking) { a.Identity.Phone = "+48 (22) 555-01-23" }, ""},
		{"through nobody", func(a *journey.Asking) { a.Contact = journey.ContactThrough }, "through"},
		{"through her sister, without a number", func(a *journey.Asking) {
			a.Contact, a.Identity.Phone, a.Identity.Through = journey.ContactThrough, "", "my sister Jo"
		}, ""},
		{"no name", func(a *journey.Asking) { a.Identity.Given = " " }, "name"},
		{"born tomorrow", func(a *journey.Asking) { a.Identity.Born = calendar.On(2026, time.March, 4) }, "born"},
		{"born 111 years ago", func(a *journey.Asking) { a.Identity.Born = calendar.On(1915, time.March, 3) }, "born"},
		{"17: she is heard", func(a *journey.Asking) { a.Identity.Born = calendar.On(2009, time.February, 1) }, ""},
		{"an answer too long", func(a *journey.Asking) { a.Lives = strings.Repeat("é", 201) }, "lives"},
		{"an answer just short enough", func(a *journey.Asking) { a.Lives = strings.Repeat("é", 200) }, ""},
		{"a pathway there is not", func(a *journey.Asking) { a.Wants = []need.Pathway{"gold"} }, "wants"},
		{"something urgent that is not listed", func(a *journey.Asking) { a.Urgent = []string{"a sentence"} }, "urgent"},
		{"no agreement", func(a *journey.Asking) { a.Agreed = false }, "agreed"},
	} {
		entry := grace()
		row.change(&entry)
		facts, err := askingPen().Ask(entry)
		var problems journey.Problems
		switch {
		case row.field == "" && (err != nil || len(facts) != 2):
			t.Errorf("%s: %d facts, %v", row.name, len(facts), err)
		case row.field != "" && (!errors.As(err, &problems) || len(problems) != 1 || problems[0].Field != row.field):
			t.Errorf("%s: %v, want one thing to put right, %s", row.name, err, row.field)
		}
	}
}

func TestOfHerOwnRequestOnlyCodesStandInClear(t *testing.T) {
	entry := grace()
	entry.Identity.Born, entry.Identity.Times, entry.Identity.Ask = calendar.On(1990, time.March, 27), "after ten", "the library"
	entry.Wants, entry.Lives, entry.Urgent = []need.Pathway{need.DomesticAbuseVAWG, need.Accommodation}, "Brent", []string{"nowhere_safe"}
	facts, err := askingPen().Ask(entry)
	if err != nil {
		t.Fatal(err)
	}
	for _, fact := range facts {
		clear, err := journey.MarshalBody(fact.Body)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{"Grace", "07700", "after ten", "library", "Brent", "abuse"} {
			if strings.Contains(string(clear), word) {
				t.Errorf("%q stands in clear: %s", word, clear)
			}
		}
	}
	referred := facts[1].Body.(journey.Referred)
	if referred.Pathway != journey.Voluntary || referred.Agency != journey.ByHerself || referred.Sender != "" || referred.Encounter != "" || *referred.Age != 35 {
		t.Errorf("referred %+v", referred)
	}
	if got, want := facts[1].Words.Text, "She would like help with: Domestic abuse and violence; Somewhere to live. She lives in: Brent"; got != want {
		t.Errorf("the keyworker reads %q, want %q", got, want)
	}
}

func TestHowToReachHerIsToldInHerWords(t *testing.T) {
	for _, row := range []struct {
		who    journey.Identity
		agreed journey.Contact
		want   string
	}{
		{journey.Identity{}, "", ""},
		{journey.Identity{}, journey.ContactNoMessage, "Call only. Leave no message and send no text"},
		{journey.Identity{Times: "10 to 2", Ask: "the library"}, journey.ContactText, "Text her, in neutral words. Only at these times: 10 to 2. What to ask for: the library"},
		{journey.Identity{Through: "her sister Jo"}, journey.ContactThrough, "Reach her only through the person she named. Through: her sister Jo"},
		{journey.Identity{}.Merge(journey.Identity{Times: "never on Sunday"}), "", "Only at these times: never on Sunday"},
	} {
		if got := row.who.Reaching(row.agreed); got != row.want {
			t.Errorf("%q, want %q", got, row.want)
		}
	}
}

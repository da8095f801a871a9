package onward_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/onward"
	"throughline/internal/domain/calendar"
	domain "throughline/internal/domain/directory"
	"throughline/internal/domain/journey"
)

func TestWhatAServiceAnswers(t *testing.T) {
	h := newHouse(t)
	made, link := h.sends()
	id := made.Referral
	steps := []struct {
		name string
		do   func() error
		want journey.SentState
	}{
		{"it opens", func() error { return h.desk.Opened(ctx, link) }, journey.SentWaits},
		{"it asks", func() error { return h.desk.Ask(ctx, link, h.Key(), "Has she children?") }, journey.SentAsks},
		{"we reply", func() error {
			_, err := h.desk.Reply(ctx, caseworktest.Keyworker, h.caseID, h.Key(), id, "Ask her")
			return err
		}, journey.SentWaits},
		{"it says no", func() error { return h.desk.Decline(ctx, link, h.Key(), journey.ReasonDual, "") }, journey.SentNo},
		{"it says yes after all", func() error {
			return h.desk.Accept(ctx, link, h.Key(), calendar.OnDay(h.today().AddDays(6)), "")
		}, journey.SentTaken},
		{"she came", func() error {
			h.WaitDays(7)
			return h.desk.TellResult(ctx, link, h.Key(), journey.Yes, "")
		}, journey.SentCame},
		{"it helps no longer", func() error {
			return h.desk.TellResult(ctx, link, h.Key(), "", journey.OutcomeCompleted)
		}, journey.SentOver},
	}
	for _, step := range steps {
		h.must(step.do())
		if got := h.state(id); got != step.want {
			t.Errorf("%s: %s, want %s", step.name, got, step.want)
		}
	}
	view, err := h.desk.Open(ctx, caseworktest.Keyworker, h.caseID)
	h.must(err)
	var said []string
	for _, one := range view.Referrals[0].Said {
		said = append(said, one.Agency+": "+one.Text)
	}
	if want := []string{"Advance: She can come in the mornings", "Fern Housing: Has she children?", "Advance: Ask her"}; !slices.Equal(said, want) {
		t.Errorf("said %q, want %q", said, want)
	}
	if !view.Referrals[0].Opened.Known() || !view.Referrals[0].Linked {
		t.Errorf("the referral is %+v", view.Referrals[0])
	}
	facts := len(h.Record.Facts())
	h.must(h.desk.Opened(ctx, link))
	if len(h.Record.Facts()) != facts {
		t.Error("a second opening was written down")
	}
}

func TestAnAnswerThatIsNotTaken(t *testing.T) {
	h := newHouse(t)
	made, link := h.sends()
	yesterday := calendar.OnDay(h.today().AddDays(-1))
	for name, try := range map[string]func() error{
		"a no without a reason":             func() error { return h.desk.Decline(ctx, link, h.Key(), "", "") },
		"a reason there is not":             func() error { return h.desk.Decline(ctx, link, h.Key(), "moon", "") },
		"that nobody answered, by its link": func() error { return h.desk.Decline(ctx, link, h.Key(), journey.ReasonNoAnswer, "") },
		"another reason without words":      func() error { return h.desk.Decline(ctx, link, h.Key(), journey.ReasonAnother, " ") },
		"a first day before it was sent":    func() error { return h.desk.Accept(ctx, link, h.Key(), yesterday, "") },
		"a question without words":          func() error { return h.desk.Ask(ctx, link, h.Key(), " ") },
		"no result":                         func() error { return h.desk.TellResult(ctx, link, h.Key(), "", "") },
		"a result there is not":             func() error { return h.desk.TellResult(ctx, link, h.Key(), "maybe", "") },
		"an answer of ours that is none": func() error {
			_, err := h.desk.Answered(ctx, caseworktest.Keyworker, h.caseID, h.Key(), made.Referral, journey.SentAnswerEntry{Answer: "maybe"})
			return err
		},
		"a reply to no referral": func() error {
			_, err := h.desk.Reply(ctx, caseworktest.Keyworker, h.caseID, h.Key(), "none", "hello")
			return err
		},
		"asking again yesterday": func() error {
			_, err := h.desk.Chase(ctx, caseworktest.Keyworker, h.caseID, h.Key(), made.Referral, h.today().AddDays(-1), "")
			return err
		},
		"a result of no referral": func() error {
			_, err := h.desk.Follow(ctx, caseworktest.Keyworker, h.caseID, h.Key(), "none", journey.Yes, "", "")
			return err
		},
	} {
		facts := len(h.Record.Facts())
		h.wants(try(), casework.Invalid, name)
		if len(h.Record.Facts()) != facts {
			t.Errorf("%s: something was written", name)
		}
	}
	h.must(h.desk.Accept(ctx, link, h.Key(), calendar.OnDay(h.today().AddDays(3)), ""))
	h.wants(h.desk.TellResult(ctx, link, h.Key(), journey.Yes, ""), casework.Invalid, "that she came, before the day")
}

func TestTheEndOfSharingBindsTheNextRead(t *testing.T) {
	for name, end := range map[string]func(h *house, referral string){
		"she takes it back": func(h *house, referral string) {
			_, err := h.desk.TakeBack(ctx, caseworktest.Keyworker, h.caseID, h.Key(), referral, "No more")
			h.must(err)
		},
		"its time is over": func(h *house, _ string) { h.WaitDays(31) },
		"she is hidden from the service": func(h *house, _ string) {
			h.write(h.Bench.Pen(caseworktest.Keyworker).MarkConflict(h.row(), journey.ConflictEntry{Agency: "Fern Housing", From: journey.ConflictHers}))
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			made, link := h.sends()
			messages, err := h.Record.Messages(ctx, casework.MessageFilter{})
			h.must(err)
			address, url, err := h.desk.Letterbox(ctx, messages[0].Outgoing)
			if h.must(err); address != "team@fern.example" || url != made.Link || strings.Contains(url, made.PIN) {
				t.Errorf("it goes to %q with %q", address, url)
			}
			end(h, made.Referral)
			_, _, err = h.desk.Letterbox(ctx, messages[0].Outgoing)
			h.wants(err, casework.NotFound, "the e-mail")
			_, err = h.desk.Request(ctx, link)
			h.wants(err, casework.NotFound, "the request")
			facts := len(h.Record.Facts())
			h.wants(h.desk.Accept(ctx, link, h.Key(), calendar.Moment{}, ""), casework.NotFound, "a yes")
			h.wants(h.desk.Ask(ctx, link, h.Key(), "May I?"), casework.NotFound, "a question")
			h.wants(h.desk.Current(ctx, link, h.Key(), nil, "", ""), casework.NotFound, "its entry")
			if len(h.Record.Facts()) != facts {
				t.Error("something was written")
			}
		})
	}
}

func TestANewLinkEndsTheOneBefore(t *testing.T) {
	h := newHouse(t)
	made, before := h.sends()
	key := h.Key()
	again, err := h.desk.Renew(ctx, caseworktest.Keyworker, h.caseID, key, made.Referral, "")
	h.must(err)
	if again.Link == made.Link || again.PIN == made.PIN || again.Posted {
		t.Errorf("the new link is %+v after %+v", again, made)
	}
	twice, err := h.desk.Renew(ctx, caseworktest.Keyworker, h.caseID, key, made.Referral, "")
	if h.must(err); twice != again {
		t.Errorf("a second click made %+v after %+v", twice, again)
	}
	if _, err := h.links.TryLink(ctx, before.Lookup, h.Now()); !errors.Is(err, onward.ErrNoLink) {
		t.Errorf("the old link: %v", err)
	}
	_, err = h.desk.Renew(ctx, caseworktest.Keyworker, h.caseID, h.Key(), made.Referral, "no address")
	h.wants(err, casework.Invalid, "no address")
	_, err = h.desk.Renew(ctx, caseworktest.Keyworker, h.caseID, h.Key(), "none", "")
	h.wants(err, casework.NotFound, "no referral")
	h.WaitDays(40)
	_, err = h.desk.Renew(ctx, caseworktest.Keyworker, h.caseID, h.Key(), made.Referral, "")
	h.wants(err, casework.Invalid, "what is no longer shared")
	h.links.Fault = errors.New("the disk is gone")
	_, err = h.desk.Open(ctx, caseworktest.Keyworker, h.caseID)
	h.wants(err, casework.Internal, "a store that fails")
	_, err = h.desk.Send(ctx, caseworktest.Keyworker, h.caseID, h.Key(), h.entry())
	h.wants(err, casework.Internal, "sending then")
}

func TestAFormSentAgainBringsNoOldLinkBack(t *testing.T) {
	h := newHouse(t)
	entry, sent, first, second := h.seen(h.entry()), h.Key(), h.Key(), h.Key()
	made, err := h.desk.Send(ctx, caseworktest.Keyworker, h.caseID, sent, entry)
	h.must(err)
	renew := func(key, inbox string) error {
		_, err := h.desk.Renew(ctx, caseworktest.Keyworker, h.caseID, key, made.Referral, inbox)
		return err
	}
	h.must(renew(first, ""))
	h.must(renew(second, ""))
	newest, err := h.links.LinkOf(ctx, made.Referral)
	h.must(err)
	other := entry
	other.Inbox = "another@fern.example"
	for _, row := range []struct {
		name string
		want casework.Kind
		do   func() error
	}{
		{"the form that sent her", casework.Invalid, func() error {
			_, err := h.desk.Send(ctx, caseworktest.Keyworker, h.caseID, sent, entry)
			return err
		}},
		{"the same with another address", casework.Invalid, func() error {
			_, err := h.desk.Send(ctx, caseworktest.Keyworker, h.caseID, sent, other)
			return err
		}},
		{"the form that made the link before", casework.Invalid, func() error { return renew(first, "") }},
		{"that one with another address", casework.Conflict, func() error { return renew(first, "another@fern.example") }},
	} {
		h.wants(row.do(), row.want, row.name)
		if kept, err := h.links.LinkOf(ctx, made.Referral); err != nil || !bytes.Equal(kept.Lookup, newest.Lookup) {
			t.Errorf("%s: the newest link is gone: %v", row.name, err)
		}
	}
}

func TestAKeyOfAnotherReferralTakesNoLinkAway(t *testing.T) {
	h := newHouse(t)
	entry, key := h.seen(h.entry()), h.Key()
	made, err := h.desk.Send(ctx, caseworktest.Keyworker, h.caseID, key, entry)
	h.must(err)
	second := caseworktest.Amina()
	second.Scheme, second.Pathway, second.Identity.Given, second.Reference = "lwds", journey.ConditionalCaution, "Beth", "01CW/101/26"
	facts, err := h.Bench.Pen(caseworktest.Officer).Refer(second, "")
	h.write(facts, err)
	other := facts[len(facts)-1].Case
	row, err := h.Record.Row(ctx, other)
	h.must(err)
	h.write(h.Bench.Pen(caseworktest.Lead).Allocate(row, caseworktest.Keyworker.ID, caseworktest.Keyworker.Agency, ""))
	if _, err := h.desk.Send(ctx, caseworktest.Keyworker, other, key, entry); err == nil {
		t.Error("the key of another referral was taken")
	}
	if _, err := h.links.LinkOf(ctx, made.Referral); err != nil {
		t.Errorf("the link of the first: %v", err)
	}
}

func TestWhatWaitsForAnAnswer(t *testing.T) {
	h := newHouse(t)
	first, link := h.sends()
	h.sends(func(e *onward.Sending) { e.Name, e.Chase = "Second House", 0 })
	h.WaitDays(7)
	list, err := h.desk.Chasing(ctx, caseworktest.Keyworker)
	h.must(err)
	if len(list.Waiting) != 2 || list.Waiting[0].ID != first.Referral || list.Waiting[0].Days != 5 || !list.Waiting[0].Late || list.Waiting[0].Name != "Amina Okafor" || list.Waiting[1].Late {
		t.Errorf("what waits is %+v", list.Waiting)
	}
	_, err = h.desk.Chase(ctx, caseworktest.Keyworker, h.caseID, h.Key(), first.Referral, h.today().AddDays(3), "They call back")
	h.must(err)
	if list, err = h.desk.Chasing(ctx, caseworktest.Lead); err != nil || list.Waiting[0].Late || list.Waiting[0].Chased != h.today() {
		t.Errorf("after asking: %+v, %v", list.Waiting, err)
	}
	request, err := h.desk.Request(ctx, link)
	if h.must(err); len(request.Said) != 0 {
		t.Errorf("the service reads what was noted of the call: %+v", request.Said)
	}
	h.must(h.desk.Accept(ctx, link, h.Key(), calendar.OnDay(h.today().AddDays(4)), ""))
	if list, err = h.desk.Chasing(ctx, caseworktest.Keyworker); err != nil || len(list.Waiting) != 1 || len(list.Coming) != 1 {
		t.Errorf("after a yes: %+v, %v", list, err)
	}
	h.WaitDays(5)
	if list, err = h.desk.Chasing(ctx, caseworktest.Keyworker); err != nil || len(list.Tell) != 1 {
		t.Errorf("after the first appointment: %+v, %v", list, err)
	}
	if other, err := h.desk.Chasing(ctx, caseworktest.OtherWorker); err != nil || len(other.Waiting) != 0 {
		t.Errorf("another keyworker's list: %+v, %v", other, err)
	}
}

func TestWhatServicesAnswered(t *testing.T) {
	h := newHouse(t)
	_, yes := h.sends()
	_, no := h.sends(func(e *onward.Sending) { e.Name = "Mind House" })
	_, dual := h.sends(func(e *onward.Sending) { e.Name = "Clear Water" })
	h.sends(func(e *onward.Sending) { e.Name = "Silent House" })
	h.WaitDays(3)
	h.must(h.desk.Accept(ctx, yes, h.Key(), calendar.OnDay(h.today().AddDays(4)), ""))
	h.must(h.desk.Decline(ctx, no, h.Key(), journey.ReasonMentalHealth, ""))
	h.must(h.desk.Decline(ctx, dual, h.Key(), journey.ReasonDual, ""))
	answers, err := h.desk.Answers(ctx, caseworktest.Lead)
	h.must(err)
	if answers.Sent != 4 || answers.Answered != (onward.Wait{Of: 1, Median: 3}) || answers.First != (onward.Wait{Of: 1, Median: 7}) || len(answers.Services) != 4 {
		t.Errorf("the answers are %+v", answers)
	}
	for name, test := range map[string]struct {
		got  string
		want string
	}{
		"taken on": {answers.Accepted.Text(), "1 of 4"}, "turned down": {answers.Refused.Text(), "2 of 4"},
		"for mental health": {answers.Mental.Text(), "2 of 4"}, "dual diagnosis alone": {answers.Reasons[1].Share.Text(), "1 of 4"},
	} {
		if !strings.HasPrefix(test.got, test.want) {
			t.Errorf("%s: %q, want %q", name, test.got, test.want)
		}
	}
	h.WaitDays(400)
	if later, err := h.desk.Answers(ctx, caseworktest.Lead); err != nil || later.Sent != 0 {
		t.Errorf("a year later: %+v, %v", later, err)
	}
}

func TestTheDirectoryIsKept(t *testing.T) {
	h := newHouse(t)
	wait := 9
	_, err := h.desk.List(ctx, caseworktest.Lead, h.Key(), "", journey.Listing{Name: "Fern Housing", Group: "housing", Email: "team@fern.example", Phone: "020 7946 0000"})
	h.must(err)
	_, err = h.desk.List(ctx, caseworktest.Lead, h.Key(), "", journey.Listing{Name: "fern  housing", Group: "housing"})
	h.wants(err, casework.Invalid, "the same name again")
	_, err = h.desk.List(ctx, caseworktest.Lead, h.Key(), "", journey.Listing{Name: "Another", Group: "moon"})
	h.wants(err, casework.Invalid, "a group there is not")
	_, err = h.desk.List(ctx, caseworktest.Lead, h.Key(), "nobody", journey.Listing{Name: "Another", Group: "housing"})
	h.wants(err, casework.NotFound, "an entry there is not")
	entries, err := h.desk.Services(ctx)
	h.must(err)
	i := slices.IndexFunc(entries, func(e domain.Entry) bool { return e.Name == "Fern Housing" })
	if i < 0 {
		t.Fatal("the entry is not listed")
	}
	id := entries[i].ID
	_, err = h.desk.Check(ctx, caseworktest.Keyworker, h.Key(), id, &wait)
	h.must(err)
	_, link := h.sends(func(e *onward.Sending) { e.Service, e.Name, e.Inbox = id, "", "" })
	if link.Inbox != "team@fern.example" {
		t.Errorf("the link goes to %q", link.Inbox)
	}
	request, err := h.desk.Request(ctx, link)
	if h.must(err); request.Service == nil || request.Service.WaitWords() != "Wait of 9 days, told on 3 March 2026" {
		t.Errorf("their own entry is %+v", request.Service)
	}
	none := 0
	h.must(h.desk.Current(ctx, link, h.Key(), &none, "020 7946 0001", "Mondays"))
	entry, err := h.desk.Service(ctx, id)
	if h.must(err); entry.Phone != "020 7946 0001" || entry.Hours != "Mondays" || !entry.ByThem || *entry.Wait != 0 || entry.Email != "team@fern.example" {
		t.Errorf("their entry is now %+v", entry)
	}
	h.wants(h.desk.Current(ctx, link, h.Key(), nil, "call us", ""), casework.Invalid, "a phone in words")
	_, err = h.desk.End(ctx, caseworktest.Lead, h.Key(), id)
	h.must(err)
	_, err = h.desk.Service(ctx, id)
	h.wants(err, casework.NotFound, "an entry that was ended")
	_, err = h.desk.Check(ctx, caseworktest.Lead, h.Key(), id, nil)
	h.wants(err, casework.NotFound, "a check of it")
	if request, err = h.desk.Request(ctx, link); err != nil || request.Service != nil {
		t.Errorf("the request after their entry ended: %+v, %v", request.Service, err)
	}
}

func TestAdvocacyIsAnActivity(t *testing.T) {
	h := newHouse(t)
	entry := journey.AdvocacyEntry{What: "went_with_her", With: "housing", On: h.today(), Minutes: 90, Accompanied: journey.Yes, Outcome: "partly", Words: "They listened"}
	_, err := h.desk.Advocate(ctx, caseworktest.Keyworker, h.caseID, h.Key(), entry)
	h.must(err)
	if h.row().Activities[journey.Advocacy] != 1 {
		t.Error("figures do not count it")
	}
	for name, change := range map[string]func(*journey.AdvocacyEntry){
		"what":        func(e *journey.AdvocacyEntry) { e.What = "sang" },
		"with":        func(e *journey.AdvocacyEntry) { e.With = "the moon" },
		"on":          func(e *journey.AdvocacyEntry) { e.On = h.today().AddDays(1) },
		"minutes":     func(e *journey.AdvocacyEntry) { e.Minutes = 2000 },
		"accompanied": func(e *journey.AdvocacyEntry) { e.Accompanied = "maybe" },
		"outcome":     func(e *journey.AdvocacyEntry) { e.Outcome = "won" },
		"pathway":     func(e *journey.AdvocacyEntry) { e.Pathway = "moon" },
	} {
		wrong := entry
		change(&wrong)
		_, err := h.desk.Advocate(ctx, caseworktest.Keyworker, h.caseID, h.Key(), wrong)
		var problems journey.Problems
		if !errors.As(err, &problems) || problems[0].Field != name {
			t.Errorf("%v, want a problem of %s", err, name)
		}
	}
}

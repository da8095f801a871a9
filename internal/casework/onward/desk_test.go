package onward_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"throughline/directory"
	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/onward"
	"throughline/internal/casework/onwardtest"
	"throughline/internal/casework/sharing"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
)

var ctx = context.Background()

type colleagues []access.Asker

func (s colleagues) Colleagues(context.Context) ([]sharing.Colleague, error) {
	var all []sharing.Colleague
	for _, one := range s {
		all = append(all, sharing.Colleague{ID: one.ID, Name: one.Name, Agency: one.Agency, Role: one.Role, Specialism: one.Specialism})
	}
	return all, nil
}

var housing = access.Asker{ID: "housing-1", Name: "Tom", Agency: "Thameside Housing", Role: access.Partner}

// house is a service with Amina's case, which Priya has.
type house struct {
	*caseworktest.Room
	t      *testing.T
	desk   onward.Desk
	share  sharing.Desk
	links  *onwardtest.Links
	caseID string
}

func newHouse(t *testing.T) *house {
	t.Helper()
	room := caseworktest.NewRoom(t)
	delivered, err := directory.Entries()
	if err != nil {
		t.Fatal(err)
	}
	h := &house{Room: room, t: t, links: onwardtest.NewLinks()}
	h.share = sharing.Desk{Bench: room.Bench, Schemes: caseworktest.Rules(t), People: colleagues{
		caseworktest.Officer, caseworktest.Keyworker, caseworktest.OtherWorker, caseworktest.Lead, housing,
	}}
	h.desk = onward.Desk{
		Bench: room.Bench, Sharing: h.share, Links: h.links, Secrets: onwardtest.Secrets{}, Delivered: delivered, Origin: "https://example.org", Mail: true,
	}
	entry := caseworktest.Amina()
	entry.Scheme, entry.Pathway = "lwds", journey.ConditionalCaution
	facts, err := room.Bench.Pen(caseworktest.Officer).Refer(entry, "")
	h.write(facts, err)
	h.caseID = facts[len(facts)-1].Case
	h.write(room.Bench.Pen(caseworktest.Lead).Allocate(h.row(), caseworktest.Keyworker.ID, caseworktest.Keyworker.Agency, ""))
	h.write(room.Bench.Pen(caseworktest.Keyworker).Assess(h.row(), h.today(), []journey.PathwayAnswer{
		{Pathway: need.Accommodation, Asked: true, Present: true, Words: "sofa surfing"},
	}))
	h.write(room.Bench.Pen(caseworktest.Keyworker).SetGoal(h.row(), journey.GoalEntry{Words: "a flat of my own", State: journey.GoalOpen}))
	return h
}

func (h *house) today() calendar.Day { return calendar.DayOf(h.Now()) }

func (h *house) write(facts []journey.Fact, err error) {
	h.t.Helper()
	if err == nil {
		_, err = h.Record.Append(ctx, casework.Change{Facts: facts})
	}
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) row() journey.Row {
	h.t.Helper()
	row, err := h.Record.Row(ctx, h.caseID)
	if err != nil {
		h.t.Fatal(err)
	}
	return row
}

// entry is a referral to a service that is typed, for a month.
func (h *house) entry() onward.Sending {
	return onward.Sending{
		Name: "Fern Housing", Inbox: "team@fern.example", Pathway: need.Accommodation, Items: access.SetOf(access.Needs),
		Until: h.today().AddDays(30), Note: "She can come in the mornings", Chase: h.today().AddDays(7), Agreed: journey.Yes, Words: "Yes please",
	}
}

// seen looks at an entry first, as the page does.
func (h *house) seen(entry onward.Sending) onward.Sending {
	h.t.Helper()
	preview, err := h.desk.Preview(ctx, caseworktest.Keyworker, h.caseID, entry)
	if err != nil {
		h.t.Fatal(err)
	}
	entry.Seen = preview.Version
	return entry
}

// sends sends her on, and returns what was made and the link.
func (h *house) sends(change ...func(*onward.Sending)) (onward.Made, onward.Link) {
	h.t.Helper()
	entry := h.entry()
	for _, one := range change {
		one(&entry)
	}
	made, err := h.desk.Send(ctx, caseworktest.Keyworker, h.caseID, h.Key(), h.seen(entry))
	if err != nil {
		h.t.Fatal(err)
	}
	link, err := h.links.LinkOf(ctx, made.Referral)
	if err != nil {
		h.t.Fatal(err)
	}
	return made, link
}

func (h *house) state(referral string) journey.SentState {
	h.t.Helper()
	row := h.row()
	one, sent := row.Sent(referral)
	if !sent {
		h.t.Fatal("there is no such referral")
	}
	return row.SentState(one, h.Now())
}

func (h *house) wants(err error, kind casework.Kind, what string) {
	h.t.Helper()
	if err == nil || casework.KindOf(err) != kind {
		h.t.Errorf("%s: %v, want an error of kind %d", what, err, kind)
	}
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func kinds(facts []journey.Fact) []journey.Kind {
	list := make([]journey.Kind, len(facts))
	for i, fact := range facts {
		list[i] = fact.Body.Kind()
	}
	return list
}

func TestWhatIsSentIsWhatWasShown(t *testing.T) {
	h := newHouse(t)
	entry := h.entry()
	preview, err := h.desk.Preview(ctx, caseworktest.Keyworker, h.caseID, entry)
	h.must(err)
	if preview.To != "Fern Housing" || preview.Closed != 0 || preview.Until != entry.Until {
		t.Errorf("the preview is %+v", preview)
	}
	before := len(h.Record.Facts())
	entry.Seen = preview.Version
	made, err := h.desk.Send(ctx, caseworktest.Keyworker, h.caseID, h.Key(), entry)
	h.must(err)
	if got := kinds(h.Record.Facts()[before:]); !slices.Equal(got, []journey.Kind{journey.KindPermission, journey.KindActivity, journey.KindSentOnward}) {
		t.Errorf("facts %v", got)
	}
	if h.row().Activities[journey.OnwardReferral] != 1 {
		t.Error("figures do not count the referral")
	}
	link, err := h.links.LinkOf(ctx, made.Referral)
	h.must(err)
	request, err := h.desk.Request(ctx, link)
	h.must(err)
	if casework.Version(request.Pack) != casework.Version(preview.Pack) {
		t.Errorf("the service reads\n%+v\nand she was shown\n%+v", request.Pack, preview.Pack)
	}
	if request.Note != preview.Note || request.Pathway != preview.Pathway || request.Until != entry.Until || request.From != "Advance" || len(request.Said) != 0 {
		t.Errorf("the request is %+v", request)
	}
	for _, section := range request.Pack.Sections {
		if !entry.Items.Has(section.Class) && section.Class != access.Identity {
			t.Errorf("%s was not ticked", section.Class)
		}
	}
	line, _ := h.Record.Last()
	if line.Role != access.Partner || line.Agency != "Fern Housing" || !slices.Equal(line.Women, []string{h.row().Woman}) {
		t.Errorf("the ledger says %+v", line)
	}
}

func TestASecondClickShowsTheSameLinkAndPIN(t *testing.T) {
	h := newHouse(t)
	entry, key := h.seen(h.entry()), h.Key()
	first, err := h.desk.Send(ctx, caseworktest.Keyworker, h.caseID, key, entry)
	h.must(err)
	facts := len(h.Record.Facts())
	second, err := h.desk.Send(ctx, caseworktest.Keyworker, h.caseID, key, entry)
	h.must(err)
	if first != second || len(h.Record.Facts()) != facts {
		t.Errorf("the second click made %+v after %+v", second, first)
	}
	messages, err := h.Record.Messages(ctx, casework.MessageFilter{})
	h.must(err)
	if len(messages) != 1 || messages[0].Template != casework.PartnerRequest || messages[0].Woman != "" {
		t.Errorf("the messages are %+v", messages)
	}
}

func TestWhatWasNotShownIsNotSent(t *testing.T) {
	h := newHouse(t)
	entry := h.seen(h.entry())
	h.write(h.Bench.Pen(caseworktest.Keyworker).Assess(h.row(), h.today(), []journey.PathwayAnswer{{Pathway: need.Health, Asked: true, Present: true, Words: "cannot sleep"}}))
	facts := len(h.Record.Facts())
	if _, err := h.desk.Send(ctx, caseworktest.Keyworker, h.caseID, h.Key(), entry); !errors.Is(err, onward.ErrChanged) {
		t.Errorf("what she did not see: %v, want %v", err, onward.ErrChanged)
	}
	if len(h.Record.Facts()) != facts || len(h.row().SentOn) != 0 {
		t.Error("something was written")
	}
	if _, err := h.links.LinkOf(ctx, onwardtest.Secrets{}.Referral("key")); !errors.Is(err, onward.ErrNoLink) {
		t.Errorf("a link was left: %v", err)
	}
}

func TestANoIsKeptAndSendsNothing(t *testing.T) {
	h := newHouse(t)
	entry := h.entry()
	entry.Agreed, entry.Words = journey.No, "Not now"
	made, err := h.desk.Send(ctx, caseworktest.Keyworker, h.caseID, h.Key(), entry)
	h.must(err)
	if !made.No || made.Link != "" || len(h.row().SentOn) != 0 {
		t.Errorf("a no made %+v", made)
	}
	permissions := h.row().Door.Permissions
	if len(permissions) != 1 || permissions[0].Given {
		t.Errorf("her answer is %+v", permissions)
	}
	// Nobody puts it to her again at once, unless she speaks of it herself.
	_, err = h.desk.Send(ctx, caseworktest.Keyworker, h.caseID, h.Key(), h.seen(h.entry()))
	h.wants(err, casework.Invalid, "asking again at once")
	h.sends(func(e *onward.Sending) { e.Raised = true })
}

func TestAReferralThatIsNotTaken(t *testing.T) {
	h := newHouse(t)
	h.sends()
	h.write(h.Bench.Pen(caseworktest.Keyworker).MarkConflict(h.row(), journey.ConflictEntry{Agency: "Thameside Housing", From: journey.ConflictHers, Story: "her cousin works there"}))
	for name, test := range map[string]struct {
		change func(*onward.Sending)
		field  string
	}{
		"no service":                  {func(e *onward.Sending) { e.Name = " " }, "service"},
		"a service there is not":      {func(e *onward.Sending) { e.Service = "moon" }, "service"},
		"something to read":           {func(e *onward.Sending) { e.Service = "reading-corston-2007" }, "service"},
		"she is hidden from it":       {func(e *onward.Sending) { e.Name = "thameside  housing" }, "service"},
		"no address":                  {func(e *onward.Sending) { e.Inbox = "team at fern" }, "inbox"},
		"two addresses":               {func(e *onward.Sending) { e.Inbox = "a@fern.example, b@fern.example" }, "inbox"},
		"an item that no partner has": {func(e *onward.Sending) { e.Items = access.SetOf(access.Offence) }, "items"},
		"a day that is over":          {func(e *onward.Sending) { e.Until = h.today().AddDays(-1) }, "until"},
		"more than a year":            {func(e *onward.Sending) { e.Until = h.today().AddDays(500) }, "until"},
		"no day":                      {func(e *onward.Sending) { e.Until = 0 }, "until"},
	} {
		entry := h.entry()
		test.change(&entry)
		_, err := h.desk.Preview(ctx, caseworktest.Keyworker, h.caseID, entry)
		var problems journey.Problems
		if !errors.As(err, &problems) || problems[0].Field != test.field {
			t.Errorf("%s: %v, want a problem of %s", name, err, test.field)
		}
		for _, problem := range problems {
			if strings.Contains(problem.Say, "conflict") || strings.Contains(problem.Say, "cousin") {
				t.Errorf("%s: says %q", name, problem.Say)
			}
		}
	}
	_, err := h.desk.Send(ctx, caseworktest.Keyworker, h.caseID, h.Key(), h.seen(h.entry()))
	h.wants(err, casework.Invalid, "a second referral to the same service while the first waits")
	if len(h.row().SentOn) != 1 {
		t.Error("it was sent twice")
	}
}

func TestOnlyThoseWhoSupportHerSendHerOn(t *testing.T) {
	h := newHouse(t)
	for _, asker := range []access.Asker{caseworktest.OtherWorker, caseworktest.Officer, caseworktest.Commissioner, caseworktest.Admin, housing, {}} {
		_, err := h.desk.Open(ctx, asker, h.caseID)
		h.wants(err, casework.NotFound, string(asker.Role)+" opens")
		_, err = h.desk.Preview(ctx, asker, h.caseID, h.entry())
		h.wants(err, casework.NotFound, string(asker.Role)+" previews")
		_, err = h.desk.Send(ctx, asker, h.caseID, h.Key(), h.entry())
		h.wants(err, casework.NotFound, string(asker.Role)+" sends")
		_, err = h.desk.Renew(ctx, asker, h.caseID, h.Key(), "none", "")
		h.wants(err, casework.NotFound, string(asker.Role)+" makes a link")
		_, err = h.desk.TakeBack(ctx, asker, h.caseID, h.Key(), "none", "")
		h.wants(err, casework.NotFound, string(asker.Role)+" takes back")
		_, err = h.desk.Advocate(ctx, asker, h.caseID, h.Key(), journey.AdvocacyEntry{})
		h.wants(err, casework.NotFound, string(asker.Role)+" advocates")
	}
	_, err := h.desk.Chasing(ctx, caseworktest.Officer)
	h.wants(err, casework.Forbidden, "an officer's list")
	_, err = h.desk.Answers(ctx, caseworktest.Keyworker)
	h.wants(err, casework.Forbidden, "a keyworker's report")
	_, err = h.desk.List(ctx, caseworktest.Keyworker, h.Key(), "", journey.Listing{Name: "Fern", Group: "housing"})
	h.wants(err, casework.Forbidden, "a keyworker changes the directory")
	_, err = h.desk.End(ctx, caseworktest.Keyworker, h.Key(), "anawim")
	h.wants(err, casework.Forbidden, "a keyworker ends an entry")
	_, err = h.desk.Check(ctx, caseworktest.Officer, h.Key(), "anawim", nil)
	h.wants(err, casework.Forbidden, "an officer checks an entry")
}

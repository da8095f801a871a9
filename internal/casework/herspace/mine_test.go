package herspace_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/herspace"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/domain/safecontact"
)

var ctx = context.Background()

// she is the woman of the home in her own space.
func (h *home) she() access.Asker { return access.InHerSpace(h.row.Woman) }

// worker writes facts as her keyworker does.
func (h *home) worker(t *testing.T, facts []journey.Fact, err error) casework.Receipt {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return h.append(t, caseworktest.Keyworker, facts)
}

func (h *home) pen() journey.Pen { return h.Bench.Pen(caseworktest.Keyworker) }

func (h *home) open(t *testing.T) herspace.View {
	t.Helper()
	view, err := h.desk.Open(ctx, h.she())
	if err != nil {
		t.Fatal(err)
	}
	return view
}

// noted has her keyworker write a note on a call, and returns its id.
func (h *home) noted(t *testing.T, note string) string {
	t.Helper()
	facts, err := h.pen().RecordContact(h.row, journey.ContactEntry{At: calendar.At(h.Now()), How: journey.Phone, Spoke: true, Note: note})
	return h.worker(t, facts, err).Facts[0]
}

// everything are the verbs of her own space.
func everything(d herspace.Desk, asker access.Asker, key string) map[string]func() error {
	return map[string]func() error{
		"open":       func() error { _, err := d.Open(ctx, asker); return err },
		"looked":     func() error { _, _, err := d.Looked(ctx, asker, 0); return err },
		"cannot":     func() error { return d.CannotCome(ctx, asker, key+"1", "any", "") },
		"add":        func() error { return d.AddGoal(ctx, asker, key+"2", "A flat") },
		"tick":       func() error { return d.TickGoal(ctx, asker, key+"3", "any", true) },
		"agree":      func() error { return d.AgreePlan(ctx, asker, key+"4", journey.PlanAgreedByHer, "") },
		"change":     func() error { return d.AskForChange(ctx, asker, key+"5", "", "Not this") },
		"talk":       func() error { return d.AskToTalk(ctx, asker, key+"6", "", "") },
		"check in":   func() error { return d.CheckIn(ctx, asker, key+"7", "", 3, "") },
		"answer":     func() error { return d.AnswerBack(ctx, asker, key+"8", "any", "No") },
		"copy":       func() error { return d.AskForCopy(ctx, asker, key+"9") },
		"deletion":   func() error { return d.AskForDeletion(ctx, asker, key+"10") },
		"correction": func() error { return d.AskForCorrection(ctx, asker, key+"11", "My name") },
		"reach":      func() error { return d.Reach(ctx, asker, key+"12", safecontact.Terms{Channel: safecontact.Phone}) },
	}
}

func TestNobodyButSheComesIntoHerSpace(t *testing.T) {
	h := newHome(t)
	for _, asker := range []access.Asker{
		caseworktest.Keyworker, caseworktest.Lead, caseworktest.Officer, caseworktest.Admin, caseworktest.Commissioner,
		access.ByHerself(), {}, access.InHerSpace("another"), {ID: h.row.Woman, Role: access.Keyworker},
	} {
		facts, lines := len(h.Record.Facts()), len(h.Record.Ledger)
		for name, do := range everything(h.desk, asker, h.Key()) {
			if err := do(); casework.KindOf(err) != casework.NotFound {
				t.Errorf("%+v, %s: %v, want not found", asker, name, err)
			}
		}
		if len(h.Record.Facts()) != facts || len(h.Record.Ledger) != lines {
			t.Errorf("%+v wrote something", asker)
		}
	}
}

func TestWhereTheLedgerCannotBeWrittenSheIsShownNothing(t *testing.T) {
	h := newHome(t)
	h.Record.Deaf = errors.New("the disk is full")
	if view, err := h.desk.Open(ctx, h.she()); casework.KindOf(err) != casework.Unavailable || view.First != "" {
		t.Errorf("her record: %+v, %v", view, err)
	}
	if looks, _, err := h.desk.Looked(ctx, h.she(), 0); casework.KindOf(err) != casework.Unavailable || looks != nil {
		t.Errorf("who looked: %v, %v", looks, err)
	}
}

func TestSheReadsWhatComesNextAndHerPlan(t *testing.T) {
	h := newHome(t)
	facts, err := h.pen().Book(h.row, journey.BookingEntry{At: []calendar.Moment{calendar.At(h.Now().Add(48 * time.Hour))}, How: journey.OneToOne, Place: "12 High Street"})
	h.worker(t, facts, err)
	facts, err = h.pen().Book(h.row, journey.BookingEntry{At: []calendar.Moment{calendar.At(h.Now().Add(24 * time.Hour))}, How: journey.Phone})
	h.worker(t, facts, err)
	for _, goal := range []journey.GoalEntry{{Words: "A flat", State: journey.GoalOpen}, {Words: "A course", State: journey.GoalReached}, {Words: "An old wish", State: journey.GoalSetAside}} {
		facts, err = h.pen().SetGoal(h.row, goal)
		h.worker(t, facts, err)
	}
	view := h.open(t)
	if view.Next.How != journey.Phone || view.First != "Amina" || view.Worker != "Priya" {
		t.Errorf("next is %+v, she is called %q, her keyworker %q", view.Next, view.First, view.Worker)
	}
	if done, all := view.Steps(); done != 1 || all != 2 {
		t.Errorf("%d of %d steps, want 1 of 2", done, all)
	}
	if line, _ := h.Record.Last(); line.Role != access.Woman || line.What != "open her space" || !slices.Contains(line.Women, h.row.Woman) {
		t.Errorf("the ledger says %+v", line)
	}
	h.Wait(72 * time.Hour)
	if view := h.open(t); view.Next.At.Known() {
		t.Errorf("after both, next is %+v", view.Next)
	}
}

func TestWhatSheWritesStandsBesideWhatWasWritten(t *testing.T) {
	h := newHome(t)
	note := h.noted(t, "She seemed tired")
	if err := h.desk.AnswerBack(ctx, h.she(), h.Key(), note, "I was not tired, I was sad"); err != nil {
		t.Fatal(err)
	}
	if err := h.desk.AnswerBack(ctx, h.she(), h.Key(), note, "And cold"); err != nil {
		t.Fatal(err)
	}
	entry, shown := h.open(t).Entry(note)
	if !shown || entry.Text != "She seemed tired" || !entry.Worker || entry.Mine || len(entry.Hers) != 2 || entry.Hers[0].Text != "I was not tired, I was sad" {
		t.Errorf("the entry is %+v, shown %v", entry, shown)
	}
	if len(h.Record.Facts()) == 0 || slices.ContainsFunc(h.Record.Facts(), func(f journey.Fact) bool { return f.Supersedes == note }) {
		t.Error("her answer takes the place of the note")
	}
	if err := h.desk.AnswerBack(ctx, h.she(), h.Key(), "another woman's", "No"); casework.KindOf(err) != casework.Invalid {
		t.Errorf("an answer to nothing: %v", err)
	}
}

func TestANoteIsHeldBackForAnothersSafetyAndShownAgain(t *testing.T) {
	h := newHome(t)
	note := h.noted(t, "Her sister told me where he is")
	hold := func(asker access.Asker, held bool, reason string) error {
		return h.desk.HoldBack(ctx, asker, h.row.Case, h.Key(), note, held, reason)
	}
	if err := hold(caseworktest.Keyworker, true, ""); casework.KindOf(err) != casework.Invalid {
		t.Errorf("without a reason: %v", err)
	}
	for _, asker := range []access.Asker{caseworktest.Lead, caseworktest.OtherWorker, caseworktest.Officer, h.she()} {
		if err := hold(asker, true, "a reason"); casework.KindOf(err) != casework.NotFound {
			t.Errorf("%s holds it back: %v", asker.Role, err)
		}
	}
	if err := hold(caseworktest.Keyworker, true, "he would know that her sister spoke"); err != nil {
		t.Fatal(err)
	}
	view := h.open(t)
	if _, shown := view.Entry(note); shown || slices.ContainsFunc(view.Entries, func(e herspace.Entry) bool { return strings.Contains(e.Text, "sister") }) {
		t.Error("what is held back is shown")
	}
	if err := h.desk.AnswerBack(ctx, h.she(), h.Key(), note, "No"); casework.KindOf(err) != casework.Invalid {
		t.Errorf("an answer to what is held back: %v", err)
	}
	if err := hold(caseworktest.Keyworker, false, "they moved"); err != nil {
		t.Fatal(err)
	}
	if _, shown := h.open(t).Entry(note); !shown {
		t.Error("it is not shown again")
	}
	if err := h.desk.HoldBack(ctx, caseworktest.Keyworker, h.row.Case, h.Key(), "another", true, "a reason"); casework.KindOf(err) != casework.Invalid {
		t.Errorf("an entry there is not: %v", err)
	}
}

func TestWhoMustNotLearnOfHerStandsOnNoPage(t *testing.T) {
	h := newHome(t)
	facts, err := h.pen().MarkConflict(h.row, journey.ConflictEntry{Account: "brother", From: journey.ConflictWorkers, Story: "he works at the desk"})
	h.worker(t, facts, err)
	conflict := h.reload(t, h.row.Case).Door.Conflicts[0].ID
	facts, err = h.pen().KeepConflict(h.reload(t, h.row.Case), conflict)
	h.worker(t, facts, err)
	facts, err = h.pen().AskLift(h.reload(t, h.row.Case), conflict, "he left the desk")
	h.worker(t, facts, err)
	facts, err = h.Bench.Pen(caseworktest.Lead).LiftConflict(h.reload(t, h.row.Case), conflict, caseworktest.Keyworker.ID, "he left the desk")
	h.worker(t, facts, err)
	hidden := []journey.Kind{journey.KindConflict, journey.KindConflictKept, journey.KindLiftAsked, journey.KindConflictOver}
	for _, entry := range h.open(t).Entries {
		if strings.Contains(entry.Text, "desk") || slices.Contains(hidden, entry.Body.Kind()) {
			t.Errorf("she is shown %+v", entry)
		}
	}
}

func TestThatSheCannotComeIsHerCancellingAndNoMissedAppointment(t *testing.T) {
	h := newHome(t)
	facts, err := h.pen().Book(h.row, journey.BookingEntry{At: []calendar.Moment{calendar.At(h.Now().Add(time.Hour))}, How: journey.OneToOne})
	h.worker(t, facts, err)
	id := h.open(t).Next.ID
	if err := h.desk.CannotCome(ctx, h.she(), h.Key(), id, "My son is ill"); err != nil {
		t.Fatal(err)
	}
	row := h.reload(t, h.row.Case)
	if sum := row.Appointments; sum.CancelledByHer != 1 || sum.Missed != 0 || len(sum.Booked) != 0 {
		t.Errorf("it counts as %+v", sum)
	}
	for name, appointment := range map[string]string{"the same again": id, "one there is not": "another"} {
		if err := h.desk.CannotCome(ctx, h.she(), h.Key(), appointment, ""); casework.KindOf(err) != casework.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	facts, err = h.pen().Book(h.row, journey.BookingEntry{At: []calendar.Moment{calendar.At(h.Now().Add(time.Hour))}, How: journey.OneToOne})
	h.worker(t, facts, err)
	late := h.open(t).Next.ID
	h.Wait(2 * time.Hour)
	if err := h.desk.CannotCome(ctx, h.she(), h.Key(), late, ""); casework.KindOf(err) != casework.Invalid {
		t.Errorf("one that is over: %v", err)
	}
}

func TestAStepIsTickedAndItsWordsStay(t *testing.T) {
	h := newHome(t)
	if err := h.desk.AddGoal(ctx, h.she(), h.Key(), "A front door of my own"); err != nil {
		t.Fatal(err)
	}
	goal := h.open(t).Goals[0]
	for _, reached := range []bool{true, false} {
		if err := h.desk.TickGoal(ctx, h.she(), h.Key(), goal.Goal, reached); err != nil {
			t.Fatal(err)
		}
		now := h.open(t).Goals
		if len(now) != 1 || now[0].Words != "A front door of my own" || (now[0].State == journey.GoalReached) != reached {
			t.Errorf("ticked %v, her steps are %+v", reached, now)
		}
	}
	if err := h.desk.TickGoal(ctx, h.she(), h.Key(), "another", true); casework.KindOf(err) != casework.Invalid {
		t.Errorf("a step there is not: %v", err)
	}
	if err := h.desk.AskForChange(ctx, h.she(), h.Key(), "another", "Not this"); casework.KindOf(err) != casework.Invalid {
		t.Errorf("a change to a step there is not: %v", err)
	}
}

func TestWhatSheAsksReachesThoseWhoSupportHerAndIsSeenTo(t *testing.T) {
	h := newHome(t)
	for name, do := range everything(h.desk, h.she(), h.Key()) {
		switch name {
		case "cannot", "tick", "answer": // of something she has not
		default:
			if err := do(); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	asks := h.reload(t, h.row.Case).Asks
	if len(asks) != 5 {
		t.Fatalf("waiting are %+v", asks)
	}
	for _, row := range []struct {
		asker access.Asker
		want  casework.Kind
	}{{caseworktest.OtherWorker, casework.NotFound}, {caseworktest.Officer, casework.NotFound}, {h.she(), casework.NotFound}} {
		if err := h.desk.SeeTo(ctx, row.asker, h.row.Case, h.Key(), asks[0].Fact, ""); casework.KindOf(err) != row.want {
			t.Errorf("%s sees to it: %v", row.asker.Role, err)
		}
	}
	if err := h.desk.SeeTo(ctx, caseworktest.Keyworker, h.row.Case, h.Key(), asks[0].Fact, "Rang her"); err != nil {
		t.Fatal(err)
	}
	if err := h.desk.SeeTo(ctx, caseworktest.Lead, h.row.Case, h.Key(), asks[1].Fact, ""); err != nil {
		t.Fatal(err)
	}
	if left := h.reload(t, h.row.Case).Asks; len(left) != 3 {
		t.Errorf("still waiting are %+v", left)
	}
	if err := h.desk.SeeTo(ctx, caseworktest.Keyworker, h.row.Case, h.Key(), asks[0].Fact, ""); casework.KindOf(err) != casework.Invalid {
		t.Errorf("the same again: %v", err)
	}
}

func TestSayingHowToReachHerKeepsTheRestOfWhatSheSaid(t *testing.T) {
	h := newHome(t)
	facts, err := h.pen().TellSafeContact(h.row, journey.Identity{Phone: "07700 900123"}, journey.SafeContactEntry{
		Channels: []safecontact.Terms{{Channel: safecontact.Phone, Allowed: true, Hours: safecontact.AnyHour, Voicemail: safecontact.Unnamed}},
		Times:    "mornings", Ask: "the dentist", Guard: journey.Guard{MustNotKnow: "my brother"},
	})
	h.worker(t, facts, err)
	for _, allowed := range []bool{false, true} {
		terms := safecontact.Terms{Channel: safecontact.Phone, Allowed: allowed}
		if allowed {
			terms.Voicemail = safecontact.NoVoicemail
		}
		if err := h.desk.Reach(ctx, h.she(), h.Key(), terms); err != nil {
			t.Fatal(err)
		}
		view := h.open(t)
		if open := view.Row.SafeContact.Open(safecontact.Phone, view.At.Day); open != allowed {
			t.Errorf("she said %v, and it is open %v", allowed, open)
		}
		if view.Who.Times != "mornings" || view.Who.Ask != "the dentist" || view.Who.Phone != "07700 900123" {
			t.Errorf("she said %v, and is reached by %+v", allowed, view.Who)
		}
	}
	one, err := h.Record.Case(ctx, h.row.Case, access.SetOf(access.Identity, access.Notes, access.Plan, access.Sealed))
	if guard := journey.GuardOf(one.Facts); err != nil || guard.MustNotKnow != "my brother" {
		t.Errorf("who must not know is %+v, %v", guard, err)
	}
}

func TestHerNewestOpenCaseIsTheOneSheSees(t *testing.T) {
	h := newHome(t)
	facts, err := h.pen().Close(h.row, calendar.DayOf(h.Now()), journey.ClosedMovedAway, "", "")
	h.worker(t, facts, err)
	view := h.open(t)
	if view.Row.Case != h.row.Case || view.Row.Open() {
		t.Errorf("with one ended case she sees %+v", view.Row)
	}
	for name, do := range map[string]func() error{
		"add":  func() error { return h.desk.AddGoal(ctx, h.she(), h.Key(), "More") },
		"talk": func() error { return h.desk.AskToTalk(ctx, h.she(), h.Key(), journey.TalkRecord, "") },
	} {
		if err := do(); (err == nil) != (name == "talk") {
			t.Errorf("after support ended, %s: %v", name, err)
		}
	}
}

func TestWhoLookedIsWhatTheLedgerSays(t *testing.T) {
	h := newHome(t)
	for range 3 {
		if _, err := h.desk.CardOf(ctx, caseworktest.Keyworker, h.row.Case); err != nil {
			t.Fatal(err)
		}
	}
	h.noted(t, "A note")
	h.WaitDays(1)
	if _, err := h.desk.CardOf(ctx, caseworktest.Lead, h.row.Case); err != nil {
		t.Fatal(err)
	}
	h.open(t)
	looks, more, err := h.desk.Looked(ctx, h.she(), 0)
	if err != nil || more {
		t.Fatal(looks, more, err)
	}
	told, written := map[herspace.Look]int{}, map[herspace.Look]int{}
	for _, look := range looks {
		times := look.Times
		look.Times = 0
		told[look] += times
	}
	for _, line := range h.Record.Ledger {
		if slices.Contains(line.Women, h.row.Woman) {
			written[herspace.Look{
				On: calendar.DayOf(line.Time), Mine: line.Role == access.Woman, Agency: line.Agency, Role: line.Role, Action: line.Action, Purpose: line.Purpose,
			}]++
		}
	}
	if len(told) != len(written) {
		t.Errorf("told %v, the ledger has %v", told, written)
	}
	for look, times := range written {
		if told[look] != times {
			t.Errorf("%+v: told %d times, the ledger has %d", look, told[look], times)
		}
	}
	if later, more, err := h.desk.Looked(ctx, h.she(), 1); err != nil || more || len(later) != 0 {
		t.Errorf("the next page: %v, %v, %v", later, more, err)
	}
}

func TestAQuestionAboutANeedIsOneSheToldOf(t *testing.T) {
	h := newHome(t)
	facts, err := h.pen().Assess(h.row, calendar.DayOf(h.Now()), []journey.PathwayAnswer{
		{Pathway: need.Health, Asked: true, Present: true}, {Pathway: need.Accommodation, Asked: true},
	})
	h.worker(t, facts, err)
	if pathways := h.open(t).Pathways(); !slices.Equal(pathways, []need.Pathway{need.Health}) {
		t.Errorf("she is asked about %v", pathways)
	}
}

func TestOfAKindNobodyDecidedOnSheIsToldThatItWasWrittenAndNoMore(t *testing.T) {
	h := newHome(t)
	receipt := h.append(t, caseworktest.Keyworker, []journey.Fact{{
		Woman: h.row.Woman, Case: h.row.Case, Happened: calendar.At(h.Now()), Known: calendar.At(h.Now()), By: caseworktest.Keyworker.ID, Agency: "Advance",
		Body: journey.Supervised{Agency: "Probation North"}, Words: &journey.Words{Text: "words of a kind she is not shown"},
	}})
	if entry, shown := h.open(t).Entry(receipt.Facts[0]); !shown || entry.Text != "" {
		t.Errorf("the entry is %+v, shown %v", entry, shown)
	}
}

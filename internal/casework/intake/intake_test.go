package intake_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/intake"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/scheme"
	"throughline/schemes"
)

var ctx = context.Background()

// library is read once: a rulebook does not change.
var library = sync.OnceValues(schemes.Library)

func TestMain(m *testing.M) { caseworktest.Main(m) }

func newDesk(t *testing.T) (*caseworktest.Room, intake.Desk) {
	t.Helper()
	books, err := library()
	if err != nil {
		t.Fatal(err)
	}
	room := caseworktest.NewRoom(t)
	return room, intake.Desk{
		Bench: room.Bench, Provider: "Advance",
		Schemes: casework.Schemes{Rules: books, Delivers: []string{"lwds"}, Settings: map[string]scheme.Settings{"lwds": {"covered_areas": []string{"Central West"}}}},
	}
}

func refer(t *testing.T, desk intake.Desk, asker access.Asker, entry journey.Referral, key string) casework.Receipt {
	t.Helper()
	receipt, err := desk.Refer(ctx, asker, entry, key)
	if err != nil {
		t.Fatalf("referring: %v", err)
	}
	return receipt
}

func TestSheIsAlwaysReferredSomewhere(t *testing.T) {
	for _, row := range []struct {
		name    string
		change  func(*journey.Referral)
		pathway journey.Pathway
	}{
		{"a conditional caution in a covered area", func(*journey.Referral) {}, journey.ConditionalCaution},
		{"exactly 18, which the source leaves open", func(r *journey.Referral) { r.Identity.Born = calendar.On(2008, time.March, 3) }, journey.ConditionalCaution},
		{"17, whom the caution route does not take", func(r *journey.Referral) { r.Identity.Born = calendar.On(2008, time.March, 4) }, journey.Voluntary},
		{"an area the service does not cover", func(r *journey.Referral) { r.Area = "North East" }, journey.Voluntary},
		{"an area nobody stated", func(r *journey.Referral) { r.Area = "" }, journey.ConditionalCaution},
		{"no further action", func(r *journey.Referral) { r.Outcome, r.Condition = "no_further_action", nil }, journey.Voluntary},
		{"community resolution", func(r *journey.Referral) { r.Outcome, r.Condition = "community_resolution", nil }, journey.Voluntary},
		{"charged", func(r *journey.Referral) { r.Outcome, r.Condition = "charge", nil }, journey.Voluntary},
		{"not arrested", func(r *journey.Referral) { r.Met, r.Outcome, r.Condition = "none", "", nil }, journey.Voluntary},
	} {
		t.Run(row.name, func(t *testing.T) {
			room, desk := newDesk(t)
			entry := caseworktest.Amina()
			row.change(&entry)
			receipt := refer(t, desk, caseworktest.Officer, entry, room.Key())
			got, err := room.Record.Row(ctx, receipt.Case)
			if err != nil {
				t.Fatal(err)
			}
			if got.Scheme != "lwds" || got.Pathway != row.pathway || got.Provider != "Advance" || got.Sender != "Metropolitan Police" || got.Role != "officer" {
				t.Errorf("referred to %s %s by %s %s, want lwds %s", got.Scheme, got.Pathway, got.Sender, got.Role, row.pathway)
			}
		})
	}
}

func TestReferringTwiceWithOneKeyChangesNothing(t *testing.T) {
	room, desk := newDesk(t)
	first := refer(t, desk, caseworktest.Officer, caseworktest.Amina(), "one key")
	written := len(room.Record.Facts())
	again := refer(t, desk, caseworktest.Officer, caseworktest.Amina(), "one key")
	if !again.Replayed || again.Case != first.Case || len(room.Record.Facts()) != written {
		t.Errorf("sent again: %+v after %+v, %d facts after %d", again, first, len(room.Record.Facts()), written)
	}
	other := caseworktest.Amina()
	other.Identity.Given = "Grace"
	if _, err := desk.Refer(ctx, caseworktest.Officer, other, "one key"); casework.KindOf(err) != casework.Conflict {
		t.Errorf("another woman under the same key: %v, want a conflict", err)
	}
	if _, err := desk.Refer(ctx, caseworktest.Colleague, caseworktest.Amina(), "one key"); casework.KindOf(err) != casework.Conflict {
		t.Errorf("another officer under the same key: %v, want a conflict", err)
	}
	if _, err := desk.Refer(ctx, caseworktest.Officer, caseworktest.Amina(), ""); casework.KindOf(err) != casework.Invalid {
		t.Errorf("without a key: %v, want it refused", err)
	}
}

func TestOnlyTheSameForceJoinsAWomanToHerRecord(t *testing.T) {
	for _, row := range []struct {
		name   string
		asker  access.Asker
		change func(*journey.Referral)
		joined bool
	}{
		{"the same officer", caseworktest.Officer, func(*journey.Referral) {}, true},
		{"a colleague, with other capitals", caseworktest.Colleague, func(r *journey.Referral) { r.Identity.Given = " amina " }, true},
		{"another force", caseworktest.OtherForce, func(*journey.Referral) {}, false},
		{"her sister with the same phone", caseworktest.Officer, func(r *journey.Referral) { r.Identity.Given = "Ada" }, false},
		{"another birth date", caseworktest.Officer, func(r *journey.Referral) { r.Identity.Born++ }, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			room, desk := newDesk(t)
			first := refer(t, desk, caseworktest.Officer, caseworktest.Amina(), room.Key())
			room.WaitDays(40)
			entry := caseworktest.Amina()
			row.change(&entry)
			second := refer(t, desk, row.asker, entry, room.Key())
			if second.Case == first.Case {
				t.Fatal("one referral is one case")
			}
			if joined := second.Woman == first.Woman; joined != row.joined {
				t.Errorf("joined to her record: %t, want %t", joined, row.joined)
			}
		})
	}
}

func TestWhoMayRefer(t *testing.T) {
	for _, row := range []struct {
		asker access.Asker
		may   bool
	}{
		{caseworktest.Officer, true}, {caseworktest.Colleague, true}, {caseworktest.OtherForce, true},
		{caseworktest.Keyworker, false}, {caseworktest.Lead, false}, {caseworktest.Commissioner, false}, {caseworktest.Admin, false},
	} {
		room, desk := newDesk(t)
		_, err := desk.Refer(ctx, row.asker, caseworktest.Amina(), room.Key())
		declined := desk.Decline(ctx, row.asker, journey.Decline{Reason: "not_now"}, room.Key())
		if row.may != (err == nil) || row.may != (declined == nil) {
			t.Errorf("%s refers: %v, notes a no: %v, want %t", row.asker.Role, err, declined, row.may)
		}
		if !row.may && (casework.KindOf(err) != casework.Forbidden || len(room.Record.Facts()) > 0) {
			t.Errorf("%s: %v with %d facts", row.asker.Role, err, len(room.Record.Facts()))
		}
	}
}

func TestAProblemNamesItsField(t *testing.T) {
	room, desk := newDesk(t)
	entry := caseworktest.Amina()
	entry.Identity.Family = ""
	_, err := desk.Refer(ctx, caseworktest.Officer, entry, room.Key())
	var problems journey.Problems
	if casework.KindOf(err) != casework.Invalid || !errors.As(err, &problems) || problems[0].Field != "family_name" {
		t.Errorf("without a last name: %v", err)
	}
}

func TestWhatTheOfficerSeesAfterSending(t *testing.T) {
	room, desk := newDesk(t)
	receipt := refer(t, desk, caseworktest.Officer, caseworktest.Amina(), room.Key())
	for _, asker := range []access.Asker{caseworktest.Officer, caseworktest.Colleague} {
		view, err := desk.Sent(ctx, asker, receipt.Case)
		if err != nil {
			t.Fatal(err)
		}
		if view.First != "Amina" || view.Service != "Advance" || view.Reference != casework.Reference(receipt.Case) || !view.MayChange {
			t.Errorf("%s sees %+v", asker.Name, view)
		}
		if view.Condition == nil || view.Condition.Text != "Attend two appointments" || view.Condition.Units != 2 || view.Condition.Due.Known() {
			t.Errorf("condition %+v: two appointments and no date stated", view.Condition)
		}
		if view.Entry.Reference != "01CW/100/26" || view.Entry.Met != "arrest" || view.Entry.Suite != "Suite 1" {
			t.Errorf("what was entered came back as %+v", view.Entry)
		}
		if len(view.Doors.Hers) != 2 || view.Doors.Hers[0].Decision.Decision != scheme.Open || len(view.Doors.Hers[0].Clauses) == 0 {
			t.Errorf("her doors %+v", view.Doors.Hers)
		}
		line, _ := room.Record.Last()
		if line.What != "referral sent" || line.Actor != asker.ID || line.Case != receipt.Case || len(line.Women) != 1 {
			t.Errorf("the read was written down as %+v", line)
		}
	}
	for _, asker := range []access.Asker{caseworktest.OtherForce, caseworktest.Keyworker, caseworktest.Lead, caseworktest.Commissioner, caseworktest.Admin} {
		_, err := desk.Sent(ctx, asker, receipt.Case)
		_, none := desk.Sent(ctx, asker, "no-such-case")
		if casework.KindOf(err) != casework.NotFound || casework.KindOf(none) != casework.NotFound {
			t.Errorf("%s: %v and %v, want both not found", asker.Role, err, none)
		}
	}
	room.Record.Deaf = errors.New("the disk is full")
	if view, err := desk.Sent(ctx, caseworktest.Officer, receipt.Case); err == nil || view.First != "" {
		t.Errorf("a read that cannot be written down showed %+v", view)
	}
}

func TestPuttingAReferralRight(t *testing.T) {
	room, desk := newDesk(t)
	receipt := refer(t, desk, caseworktest.Officer, caseworktest.Amina(), room.Key())
	room.Wait(9 * time.Minute)
	entry := caseworktest.Amina()
	entry.Identity.Given, entry.Identity.Phone = "Aminah", "07700 900999"
	entry.Condition.Due = calendar.On(2026, time.June, 1)
	for range 2 { // a correction may be corrected
		if _, err := desk.Amend(ctx, caseworktest.Officer, receipt.Case, casework.AnyVersion, entry, room.Key()); err != nil {
			t.Fatal(err)
		}
	}
	view, err := desk.Sent(ctx, caseworktest.Officer, receipt.Case)
	if err != nil {
		t.Fatal(err)
	}
	if view.Name != "Aminah Okafor" || view.Entry.Identity.Phone != "07700 900999" || view.Condition.Due != entry.Condition.Due {
		t.Errorf("after the change: %+v", view)
	}
	rows, _ := room.Record.Rows(ctx, caseworktest.Officer, casework.Filter{})
	if len(rows) != 1 || rows[0].Encounter == "" || rows[0].Outcome != "conditional_caution" {
		t.Errorf("rows %+v: one case with its encounter", rows)
	}
	for _, fact := range room.Record.Facts()[receipt.Version:] {
		if fact.Supersedes == "" || fact.Why != journey.CorrectionTyped {
			t.Errorf("a %s of the change supersedes nothing", fact.Body.Kind())
		}
	}

	entry.Outcome, entry.Condition = "no_further_action", nil
	if _, err := desk.Amend(ctx, caseworktest.Officer, receipt.Case, casework.AnyVersion, entry, room.Key()); err != nil {
		t.Fatal(err)
	}
	row, _ := room.Record.Row(ctx, receipt.Case)
	if row.Pathway != journey.Voluntary || row.Condition != nil {
		t.Errorf("with no further action: %s with %+v, want voluntary without a condition", row.Pathway, row.Condition)
	}

	for _, asker := range []access.Asker{caseworktest.OtherForce, caseworktest.Keyworker, caseworktest.Lead} {
		if _, err := desk.Amend(ctx, asker, receipt.Case, casework.AnyVersion, entry, room.Key()); err == nil || casework.KindOf(err) == casework.Conflict {
			t.Errorf("%s changed another's referral: %v", asker.Role, err)
		}
	}
	room.Wait(time.Minute)
	if _, err := desk.Amend(ctx, caseworktest.Officer, receipt.Case, casework.AnyVersion, entry, room.Key()); casework.KindOf(err) != casework.Conflict {
		t.Errorf("after ten minutes: %v, want it refused", err)
	}
}

func TestTheSecondOfTwoChangesSeesTheFirst(t *testing.T) {
	room, desk := newDesk(t)
	receipt := refer(t, desk, caseworktest.Officer, caseworktest.Amina(), room.Key())
	seen, err := desk.Sent(ctx, caseworktest.Officer, receipt.Case)
	if err != nil {
		t.Fatal(err)
	}
	first, second := seen.Entry, seen.Entry
	first.Identity.Phone, second.Contact = "07700 900999", journey.ContactNoMessage
	done, err := desk.Amend(ctx, caseworktest.Officer, receipt.Case, seen.Version, first, "one key")
	if err != nil {
		t.Fatal(err)
	}
	written := len(room.Record.Facts())
	if _, err := desk.Amend(ctx, caseworktest.Colleague, receipt.Case, seen.Version, second, room.Key()); casework.KindOf(err) != casework.Conflict {
		t.Errorf("a change over one that was not seen: %v, want a conflict", err)
	}
	again, err := desk.Amend(ctx, caseworktest.Officer, receipt.Case, seen.Version, first, "one key")
	if err != nil || !again.Replayed || again.Version != done.Version || len(room.Record.Facts()) != written {
		t.Errorf("the first sent again: %+v, %v, %d facts after %d", again, err, len(room.Record.Facts()), written)
	}
	now, err := desk.Sent(ctx, caseworktest.Colleague, receipt.Case)
	if err != nil || now.Entry.Identity.Phone != "07700 900999" || now.Version == seen.Version {
		t.Errorf("what stands: %+v, %v", now.Entry, err)
	}
	second.Identity = now.Entry.Identity
	if _, err := desk.Amend(ctx, caseworktest.Colleague, receipt.Case, now.Version, second, room.Key()); err != nil {
		t.Errorf("against what stands: %v", err)
	}
}

func TestAChangeNeverTurnsOneWomanIntoAnother(t *testing.T) {
	room, desk := newDesk(t)
	refer(t, desk, caseworktest.Officer, caseworktest.Amina(), room.Key())
	room.WaitDays(3)
	second := refer(t, desk, caseworktest.Officer, caseworktest.Amina(), room.Key())
	entry := caseworktest.Amina()
	entry.Identity.Given = "Grace"
	_, err := desk.Amend(ctx, caseworktest.Officer, second.Case, casework.AnyVersion, entry, room.Key())
	if casework.KindOf(err) != casework.Invalid {
		t.Errorf("another name on a record with two referrals: %v, want a problem", err)
	}
}

func TestSheSaidNo(t *testing.T) {
	room, desk := newDesk(t)
	entry := journey.Decline{Met: "arrest", Area: "Central West", Reason: "worried_who_will_know", LeafletGiven: journey.Yes, MayAskAgain: journey.Yes}
	for range 2 {
		if err := desk.Decline(ctx, caseworktest.Officer, entry, "one key"); err != nil {
			t.Fatal(err)
		}
	}
	facts := room.Record.Facts()
	if len(facts) != 1 || facts[0].Woman != "" || facts[0].Words != nil {
		t.Fatalf("facts %+v: one encounter of nobody", facts)
	}
	said := facts[0].Body.(journey.Encounter)
	if said.Offered != journey.Yes || said.Accepted != journey.No || said.Declined != "worried_who_will_know" || said.Force != "Metropolitan Police" {
		t.Errorf("encounter %+v", said)
	}
	if err := desk.Decline(ctx, caseworktest.Officer, journey.Decline{}, room.Key()); casework.KindOf(err) != casework.Invalid {
		t.Errorf("without a reason: %v", err)
	}
}

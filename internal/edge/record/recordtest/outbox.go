package recordtest

import (
	"context"
	"errors"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/safecontact"
	"throughline/internal/edge/record"
)

// noMessageWithoutLedger holds a message to the transaction of what it comes of:
// without its ledger line nobody is sent anything.
func noMessageWithoutLedger(t *testing.T, s *record.Store, lines *Lines) {
	ctx := context.Background()
	receipt := refer(t, s, "Amina", "Hill")
	out := casework.Outgoing{
		ID: "message-" + receipt.Case, Woman: receipt.Woman, Case: receipt.Case, Channel: safecontact.Text, Template: casework.AppointmentReminder,
		At: calendar.At(Noon.Add(24 * time.Hour)), By: Priya.ID, After: Noon, Until: Noon.Add(time.Hour),
	}
	posting := change(Priya, "post "+receipt.Case, nil)
	posting.Outgoing = []casework.Outgoing{out}
	lines.Fail = errors.New("the disk of the ledger is full")
	if _, err := s.Append(ctx, posting); !errors.Is(err, lines.Fail) {
		t.Errorf("a message is written without its ledger line: %v", err)
	}
	if found, err := s.Messages(ctx, casework.MessageFilter{}); err != nil || len(found) != 0 {
		t.Errorf("%d messages wait, %v", len(found), err)
	}
	lines.Fail = nil
	if _, err := s.Append(ctx, posting); err != nil {
		t.Fatal(err)
	}
	taking := change(Priya, "", nil)
	taking.Settled = []casework.Settled{{ID: out.ID, From: casework.MessageWaiting, To: casework.MessageSending}}
	lines.Fail = errors.New("the disk of the ledger is full")
	if _, err := s.Append(ctx, taking); !errors.Is(err, lines.Fail) {
		t.Errorf("a message is taken without its ledger line: %v", err)
	}
	lines.Fail = nil
	if found, err := s.Messages(ctx, casework.MessageFilter{State: casework.MessageWaiting}); err != nil || len(found) != 1 {
		t.Errorf("%d messages still wait, %v", len(found), err)
	}
	before := len(lines.All())
	if _, err := s.Append(ctx, taking); err != nil || len(lines.All()) != before+1 {
		t.Errorf("taking it writes %d ledger lines, %v", len(lines.All())-before, err)
	}
}

// reachedAnew holds who she is to the words of a later telling on how she may be
// reached, also after something is put right.
func reachedAnew(t *testing.T, s *record.Store, _ *Lines) {
	ctx := context.Background()
	receipt := refer(t, s, "Amina", "Hill")
	row, err := s.Row(ctx, receipt.Case)
	if err != nil {
		t.Fatal(err)
	}
	tell := func(key string, entry journey.SafeContactEntry) casework.Receipt {
		t.Helper()
		entry.Channels = []safecontact.Terms{{Channel: safecontact.Phone, Allowed: true, Voicemail: safecontact.Unnamed}}
		facts, err := pen(Priya).TellSafeContact(row, journey.Identity{Phone: "07700 900123"}, entry)
		if err != nil {
			t.Fatal(err)
		}
		told, err := s.Append(ctx, change(Priya, key+receipt.Case, facts))
		if err != nil {
			t.Fatal(err)
		}
		return told
	}
	tell("first", journey.SafeContactEntry{Through: "her sister", Email: "am@example.org"})
	second := tell("second", journey.SafeContactEntry{Ask: "the library", Phone: "07700 900456"})
	want := func(when, phone, ask, through string) {
		t.Helper()
		who, err := s.Who(ctx, []string{receipt.Woman})
		if her := who[receipt.Woman]; err != nil || her.Phone != phone || her.Ask != ask || her.Through != through || her.Email != "am@example.org" || her.Retold || her.Given != "Amina" {
			t.Errorf("%s she is %+v, %v", when, her, err)
		}
	}
	want("told anew,", "07700 900456", "the library", "")
	withdrawn := journey.Fact{
		Woman: receipt.Woman, Happened: calendar.At(Noon), Known: calendar.At(Noon), Supersedes: second.Facts[0], Why: journey.CorrectionTyped, Body: journey.Withdrawn{},
	}
	if _, err := s.Append(ctx, change(Priya, "back"+receipt.Case, []journey.Fact{withdrawn})); err != nil {
		t.Fatal(err)
	}
	want("taken back,", "07700 900123", "", "her sister")
}

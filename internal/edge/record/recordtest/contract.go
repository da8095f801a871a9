package recordtest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/edge/record"
)

// Noon is when every test happens.
var Noon = time.Date(2026, time.March, 3, 12, 0, 0, 0, time.UTC)

// Officer and Priya are who acts in the tests.
var (
	Officer = access.Asker{ID: "officer-1", Name: "PC Shah", Agency: "Metropolitan Police", Role: access.Officer}
	Priya   = access.Asker{ID: "kw-1", Name: "Priya", Agency: "Riverside", Role: access.Keyworker}
)

// Open opens a fresh record with these stand-ins for one test.
type Open func(t *testing.T, lines *Lines) *record.Store

// ids numbers what the pens of this process make.
var ids atomic.Int64

// pen returns a pen whose ids are numbered, each once.
func pen(asker access.Asker) journey.Pen {
	return journey.Pen{Now: Noon, By: asker.ID, Agency: asker.Agency, NewID: func() string {
		return fmt.Sprintf("id-%06d", ids.Add(1))
	}}
}

// Referral returns the facts of a referral of a woman with this name.
func Referral(t *testing.T, given, family string) []journey.Fact {
	t.Helper()
	facts, err := pen(Officer).Refer(journey.Referral{
		Scheme: "lwds", Pathway: journey.ConditionalCaution, Agency: Officer.Agency, Role: "officer", Area: "Central West", Met: "arrest",
		Outcome: "conditional_caution", Offence: journey.Offence{Code: "TH68010"}, Reference: "CR/" + family,
		Identity: journey.Identity{Given: given, Family: family, Born: calendar.On(1990, time.March, 27), Phone: "07700 900123"},
		Contact:  journey.ContactCall, Agreed: journey.AgreedYes,
		Condition: &journey.ConditionEntry{Text: "Attend two appointments", Units: 2, Given: calendar.DayOf(Noon)},
	}, "")
	if err != nil {
		t.Fatal(err)
	}
	return facts
}

func change(asker access.Asker, key string, facts []journey.Fact) casework.Change {
	return casework.Change{Key: key, Digest: key, Seen: casework.AnyVersion, Facts: facts,
		Entry: asker.Note(Noon, access.Append, access.ForReferral, "refer", access.SetOf(access.Identity))}
}

func refer(t *testing.T, s *record.Store, given, family string) casework.Receipt {
	t.Helper()
	receipt, err := s.Append(context.Background(), change(Officer, "refer "+given+family, Referral(t, given, family)))
	if err != nil {
		t.Fatal(err)
	}
	return receipt
}

// Contract runs every test of the contract on an engine.
func Contract(t *testing.T, open Open) {
	tests := []struct {
		name string
		test func(*testing.T, *record.Store, *Lines)
	}{
		{"a referral comes back as a case", referralComesBack},
		{"words open only for the classes asked for", wordsOpenByClass},
		{"a condition keeps what became of it", termsChange},
		{"a change upon an older state is a conflict", olderStateConflicts},
		{"a repeated request is carried out once", repeatedRequest},
		{"many writers at once lose nothing", manyWriters},
		{"nothing is written where the ledger cannot be", ledgerFails},
		{"the ledger calls women by their traces", ledgerTraces},
		{"a woman is shown every line that names her", whoLooked},
		{"what is said in the ledger is sealed", saidIsSealed},
		{"a change that cannot be written whole is not written at all", halfAChange},
		{"two imports at once write everything once", importsAtOnce},
		{"lists filter, order and count", listsFilter},
		{"she is found by exact identifiers", found},
		{"what is put right about who she is replaces it", retold},
		{"changes and loose facts come from a mark on", marks},
		{"an import is written whole, once", imports},
		{"an imported row does not move", moves},
		{"rebuild gives the same rows", rebuilds},
		{"accounts and sessions are kept", people},
		{"sessions are listed, renewed and ended", sessions},
		{"one code works once", codesOnce},
		{"a second factor is taken away by two", resets},
		{"passkeys are kept, used and removed", passkeys},
		{"calendar addresses are kept by their hash", feeds},
		{"what a passkey is asked is answered once", challenges},
		{"cards, codes and the sessions they open are kept", keepsCards},
		{"links of referrals and the sessions they open are kept", keepsLinks},
		{"links go with her who is erased", linksGoWithHer},
		{"drafts are kept until they are saved", keepsDrafts},
		{"drafts go with her who is erased", draftsGoWithHer},
		{"editions are kept, each day once", keepsEditions},
		{"no edition is kept without its ledger line", noEditionWithoutLedger},
		{"of editions written at once one is kept", editionsAtOnce},
		{"no message leaves without its ledger line", noMessageWithoutLedger},
		{"how she may be reached is told anew as a whole", reachedAnew},
		{"who was erased leaves nothing but codes", erases},
		{"no package brings back who was erased", importsNobodyErased},
		{"who women are is told with their earlier names", tellsWhoTheyAre},
		{"police feeds are kept sealed, and their names for a time", keepsPoliceFeeds},
		{"spreadsheets are kept sealed, for a time", keepsSheets},
		{"rows are brought in with her name in the ledger, and taken back", bringsAndTakesBack},
		{"what was released is kept in order, and to whom", keepsReleases},
		{"files wait to be taken, once", keepsDownloads},
		{"no long work is asked for without its ledger line", noJobWithoutLedger},
		{"a closed record takes no writes", closed},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			lines := &Lines{}
			test.test(t, open(t, lines), lines)
		})
	}
}

func referralComesBack(t *testing.T, s *record.Store, _ *Lines) {
	receipt := refer(t, s, "Amina", "Hill")
	row, err := s.Row(context.Background(), receipt.Case)
	if err != nil {
		t.Fatal(err)
	}
	if row.Pathway != journey.ConditionalCaution || row.Sender != Officer.Agency || row.Condition == nil || row.Condition.Required != 2 || *row.Age != 35 {
		t.Errorf("the row of the referral is %+v", row)
	}
	if row.Version != receipt.Version || row.Version != 4 {
		t.Errorf("version %d, receipt %d, want 4", row.Version, receipt.Version)
	}
	if _, err := s.Row(context.Background(), "nobody"); casework.KindOf(err) != casework.NotFound {
		t.Errorf("a case that is not there: %v", err)
	}
}

func wordsOpenByClass(t *testing.T, s *record.Store, _ *Lines) {
	ctx := context.Background()
	receipt := refer(t, s, "Amina", "Hill")
	row, _ := s.Row(ctx, receipt.Case)
	hers := 1
	facts, err := pen(Priya).Assess(row, calendar.DayOf(Noon), []journey.PathwayAnswer{{Pathway: need.Health, Asked: true, Present: true, Hers: &hers, Words: "I do not sleep"}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Append(ctx, change(Priya, "assess", facts)); err != nil {
		t.Fatal(err)
	}
	words := func(open access.Classes) (said []string, who journey.Identity) {
		opened, err := s.Case(ctx, receipt.Case, open)
		if err != nil {
			t.Fatal(err)
		}
		for _, fact := range opened.Facts {
			if fact.Words != nil {
				said = append(said, string(fact.Body.Kind())+": "+fact.Words.Text+fact.Words.Reference)
			}
		}
		return said, opened.Who
	}
	said, who := words(access.SetOf(access.Condition))
	if diff := cmp.Diff([]string{"condition_given: Attend two appointments"}, said); diff != "" || who.Family != "" {
		t.Errorf("with the condition class alone: %s %v", diff, who)
	}
	said, who = words(access.SetOf(access.Identity, access.Needs, access.Offence))
	if diff := cmp.Diff([]string{"identity_told: ", "referred: CR/Hill", "need_assessed: I do not sleep"}, sorted(said)); diff != "" || who.Name() != "Amina Hill" {
		t.Errorf("with identity, offence and needs: %s %v", diff, who)
	}
	opened, err := s.Case(ctx, receipt.Case, 0)
	if err != nil || len(opened.Undone) != 0 {
		t.Fatalf("before anything is undone: %+v, %v", opened.Undone, err)
	}
	undone, err := pen(Priya).Undo(opened.Facts[slices.IndexFunc(opened.Facts, func(f journey.Fact) bool { return f.Body.Kind() == journey.KindNeed }):][:1])
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Append(ctx, change(Priya, "undo", undone)); err != nil {
		t.Fatal(err)
	}
	opened, err = s.Case(ctx, receipt.Case, 0)
	if err != nil || len(opened.Undone) != 1 || opened.Undone[0].Fact.Supersedes != undone[0].Supersedes || opened.Undone[0].Of.Kind() != journey.KindNeed {
		t.Errorf("undone is %+v, %v", opened.Undone, err)
	}
}

// sorted puts the need, which happened on a day without a time, after the rest.
func sorted(said []string) []string {
	var first, last []string
	for _, one := range said {
		if one[0] == 'n' {
			last = append(last, one)
		} else {
			first = append(first, one)
		}
	}
	return append(first, last...)
}

func book(t *testing.T, row journey.Row, days int) []journey.Fact {
	t.Helper()
	facts, err := pen(Priya).Book(row, journey.BookingEntry{At: []calendar.Moment{calendar.At(Noon.AddDate(0, 0, days))}, How: journey.OneToOne})
	if err != nil {
		t.Fatal(err)
	}
	return facts
}

func olderStateConflicts(t *testing.T, s *record.Store, _ *Lines) {
	ctx := context.Background()
	receipt := refer(t, s, "Amina", "Hill")
	row, _ := s.Row(ctx, receipt.Case)
	first := change(Priya, "first", book(t, row, 1))
	first.Case, first.Seen = row.Case, row.Version
	if _, err := s.Append(ctx, first); err != nil {
		t.Fatal(err)
	}
	second := change(Priya, "second", book(t, row, 2))
	second.Case, second.Seen = row.Case, row.Version
	if _, err := s.Append(ctx, second); casework.KindOf(err) != casework.Conflict {
		t.Errorf("a change upon an older state: %v, want a conflict", err)
	}
	second.Seen = row.Version + 1
	if _, err := s.Append(ctx, second); err != nil {
		t.Errorf("after looking again: %v", err)
	}
	missing := change(Priya, "third", book(t, row, 3))
	missing.Case, missing.Seen = "nobody", 1
	if _, err := s.Append(ctx, missing); casework.KindOf(err) != casework.NotFound {
		t.Errorf("a change to no case: %v, want not found", err)
	}
}

func repeatedRequest(t *testing.T, s *record.Store, _ *Lines) {
	ctx := context.Background()
	facts := Referral(t, "Amina", "Hill")
	receipts := make([]casework.Receipt, 16)
	var wait sync.WaitGroup
	for i := range receipts {
		wait.Go(func() {
			var err error
			if receipts[i], err = s.Append(ctx, change(Officer, "double click", facts)); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	fresh := 0
	for _, receipt := range receipts {
		if !receipt.Replayed {
			fresh++
		}
		if receipt.Case != receipts[0].Case {
			t.Errorf("the same request made two cases: %s and %s", receipt.Case, receipts[0].Case)
		}
	}
	if count, _ := s.Count(ctx, access.Asker{}, casework.Filter{}); fresh != 1 || count != 1 {
		t.Errorf("carried out %d times, %d cases", fresh, count)
	}
	other := change(Officer, "double click", Referral(t, "Beth", "Shaw"))
	other.Digest = "another body"
	if _, err := s.Append(ctx, other); casework.KindOf(err) != casework.Conflict {
		t.Errorf("the same key for another request: %v, want a conflict", err)
	}
}

func manyWriters(t *testing.T, s *record.Store, lines *Lines) {
	ctx := context.Background()
	receipt := refer(t, s, "Amina", "Hill")
	row, _ := s.Row(ctx, receipt.Case)
	const writers, each = 16, 8
	var wait sync.WaitGroup
	for w := range writers {
		wait.Go(func() {
			for i := range each {
				if _, err := s.Append(ctx, change(Priya, fmt.Sprintf("%d/%d", w, i), book(t, row, 1+w))); err != nil {
					t.Error(err)
				}
				refer(t, s, fmt.Sprint("W", w), fmt.Sprint("N", i))
			}
		})
	}
	wait.Wait()
	after, err := s.Row(ctx, receipt.Case)
	if err != nil {
		t.Fatal(err)
	}
	if want := row.Version + writers*each; after.Version != want || len(after.Appointments.Booked) != writers*each {
		t.Errorf("version %d with %d appointments, want %d and %d", after.Version, len(after.Appointments.Booked), want, writers*each)
	}
	if count, _ := s.Count(ctx, access.Asker{}, casework.Filter{}); count != 1+writers*each {
		t.Errorf("%d cases, want %d", count, 1+writers*each)
	}
	if got := len(lines.All()); got < 1+2*writers*each {
		t.Errorf("%d ledger lines for %d writes", got, 1+2*writers*each)
	}
}

func ledgerFails(t *testing.T, s *record.Store, lines *Lines) {
	ctx := context.Background()
	lines.Fail = errors.New("no room")
	if _, err := s.Append(ctx, change(Officer, "refer", Referral(t, "Amina", "Hill"))); casework.KindOf(err) != casework.Unavailable {
		t.Errorf("a write without its ledger line: %v, want unavailable", err)
	}
	if err := s.Witness(ctx, Priya.Note(Noon, access.Read, access.ForSupport, "open case", 0)); casework.KindOf(err) != casework.Unavailable {
		t.Errorf("a read without its ledger line: %v, want unavailable", err)
	}
	lines.Fail = nil
	if count, _ := s.Count(ctx, access.Asker{}, casework.Filter{}); count != 0 {
		t.Errorf("%d cases were written without a ledger line", count)
	}
	refer(t, s, "Amina", "Hill") // the same key may be used again: nothing was kept of it
}

func ledgerTraces(t *testing.T, s *record.Store, lines *Lines) {
	ctx := context.Background()
	receipt := refer(t, s, "Amina", "Hill")
	entry := Priya.Note(Noon, access.Read, access.ForSupport, "open case", access.SetOf(access.Identity))
	entry.Women = []string{receipt.Woman}
	if err := s.Witness(ctx, entry); err != nil {
		t.Fatal(err)
	}
	all := lines.All()
	if len(all) != 2 {
		t.Fatalf("%d ledger lines, want 2", len(all))
	}
	for _, line := range all {
		if diff := cmp.Diff([]string{"trace of " + receipt.Woman}, line.Women); diff != "" {
			t.Errorf("%s: %s", line.What, diff)
		}
	}
	if len(all[0].Facts) != 4 || all[0].Case != receipt.Case {
		t.Errorf("the line of the write names %v of case %q", all[0].Facts, all[0].Case)
	}
}

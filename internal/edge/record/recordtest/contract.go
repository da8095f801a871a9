package recordtest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"throughline/internal/casework"
	"throughline/internal/casework/administration"
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

// pen returns a pen whose ids are numbered.
func pen(asker access.Asker) journey.Pen {
	var count int
	prefix := fmt.Sprintf("%p", &count)
	return journey.Pen{Now: Noon, By: asker.ID, Agency: asker.Agency, NewID: func() string {
		count++
		return fmt.Sprintf("%s-%d", prefix, count)
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
		{"a change upon an older state is a conflict", olderStateConflicts},
		{"a repeated request is carried out once", repeatedRequest},
		{"many writers at once lose nothing", manyWriters},
		{"nothing is written where the ledger cannot be", ledgerFails},
		{"the ledger calls women by their traces", ledgerTraces},
		{"lists filter, order and count", listsFilter},
		{"she is found by exact identifiers", found},
		{"what is put right about who she is replaces it", retold},
		{"changes and loose facts come from a mark on", marks},
		{"an import is written whole, once", imports},
		{"rebuild gives the same rows", rebuilds},
		{"accounts and sessions are kept", people},
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
	facts, err := pen(Priya).Book(row, calendar.At(Noon.AddDate(0, 0, days)), journey.OneToOne)
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
	if count, _ := s.Count(ctx, casework.Filter{}); fresh != 1 || count != 1 {
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
	if count, _ := s.Count(ctx, casework.Filter{}); count != 1+writers*each {
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
	if count, _ := s.Count(ctx, casework.Filter{}); count != 0 {
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

func listsFilter(t *testing.T, s *record.Store, _ *Lines) {
	ctx := context.Background()
	a, b := refer(t, s, "Amina", "Hill"), refer(t, s, "Beth", "Shaw")
	row, _ := s.Row(ctx, a.Case)
	facts, err := pen(Priya).Allocate(row, Priya.ID, "")
	if err != nil {
		t.Fatal(err)
	}
	closing, err := pen(Priya).Close(row, calendar.DayOf(Noon), journey.ClosedCompleted, "", "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Append(ctx, change(Priya, "allocate", append(facts, closing...))); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		what   string
		filter casework.Filter
		want   []string
	}{
		{"of a keyworker", casework.Filter{Worker: Priya.ID}, []string{a.Case}},
		{"waiting for one", casework.Filter{Waiting: true}, []string{b.Case}},
		{"open", casework.Filter{Open: true}, []string{b.Case}},
		{"closed", casework.Filter{Closed: true}, []string{a.Case}},
		{"sent by a force", casework.Filter{Sender: Officer.Agency, Limit: 5}, nil},
		{"of another force", casework.Filter{Sender: "Kent Police"}, []string{}},
		{"of a woman", casework.Filter{Woman: b.Woman}, []string{b.Case}},
		{"referred since tomorrow", casework.Filter{Since: calendar.DayOf(Noon).AddDays(1)}, []string{}},
	}
	for _, test := range tests {
		rows, err := s.Rows(ctx, test.filter)
		if err != nil {
			t.Fatal(err)
		}
		count, err := s.Count(ctx, test.filter)
		if err != nil {
			t.Fatal(err)
		}
		got := []string{}
		for _, row := range rows {
			got = append(got, row.Case)
		}
		if test.want == nil {
			if len(got) != 2 {
				t.Errorf("cases %s: %v", test.what, got)
			}
			continue
		}
		if diff := cmp.Diff(test.want, got); diff != "" || count != len(test.want) {
			t.Errorf("cases %s (%d counted): %s", test.what, count, diff)
		}
	}
}

func found(t *testing.T, s *record.Store, _ *Lines) {
	ctx := context.Background()
	receipt := refer(t, s, "Amina", "Hill")
	born := calendar.On(1990, time.March, 27)
	for _, test := range []struct {
		what string
		who  journey.Identity
		want int
	}{
		{"surname and birth date", journey.Identity{Family: "Hill", Born: born}, 1},
		{"phone", journey.Identity{Phone: "07700 900123"}, 1},
		{"surname alone", journey.Identity{Family: "Hill"}, 0},
		{"another birth date", journey.Identity{Family: "Hill", Born: born.AddDays(1)}, 0},
	} {
		women, err := s.Find(ctx, test.who)
		if err != nil || len(women) != test.want {
			t.Errorf("by %s: %v, %v", test.what, women, err)
		}
	}
	who, err := s.Who(ctx, []string{receipt.Woman, "nobody"})
	if err != nil || len(who) != 1 || who[receipt.Woman].Name() != "Amina Hill" {
		t.Errorf("who they are: %v, %v", who, err)
	}
}

func retold(t *testing.T, s *record.Store, _ *Lines) {
	ctx := context.Background()
	receipt := refer(t, s, "Amina", "Hil")
	right := journey.Identity{Given: "Amina", Family: "Hill", Born: calendar.On(1990, time.March, 27)}
	facts := []journey.Fact{{
		Woman: receipt.Woman, Happened: calendar.At(Noon), Known: calendar.At(Noon), By: Officer.ID, Agency: Officer.Agency,
		Supersedes: receipt.Facts[0], Why: journey.CorrectionTyped, Body: journey.IdentityTold{}, Words: &journey.Words{Identity: &right},
	}}
	if _, err := s.Append(ctx, change(Officer, "amend", facts)); err != nil {
		t.Fatal(err)
	}
	who, err := s.Who(ctx, []string{receipt.Woman})
	if err != nil || who[receipt.Woman].Family != "Hill" || who[receipt.Woman].Phone != "" {
		t.Errorf("after putting it right she is %+v, %v", who[receipt.Woman], err)
	}
}

func marks(t *testing.T, s *record.Store, _ *Lines) {
	ctx := context.Background()
	a := refer(t, s, "Amina", "Hill")
	seen := func(mark int64) (cases []string, next int64) {
		next, err := s.Changes(ctx, mark, func(row journey.Row) error {
			cases = append(cases, row.Case)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return cases, next
	}
	cases, mark := seen(0)
	if diff := cmp.Diff([]string{a.Case}, cases); diff != "" {
		t.Error(diff)
	}
	b := refer(t, s, "Beth", "Shaw")
	if cases, mark = seen(mark); len(cases) != 1 || cases[0] != b.Case {
		t.Errorf("after the mark: %v", cases)
	}
	if cases, _ = seen(mark); len(cases) != 0 {
		t.Errorf("nothing is new, and yet: %v", cases)
	}
	loose, next, err := s.Loose(ctx, 0, journey.KindEncounter, journey.KindTraining)
	if err != nil || len(loose) != 2 {
		t.Fatalf("%d loose facts, %v", len(loose), err)
	}
	if loose, _, err = s.Loose(ctx, next, journey.KindEncounter); err != nil || len(loose) != 0 {
		t.Errorf("nothing is new, and yet: %v, %v", loose, err)
	}
	women := 0
	if err := s.History(ctx, func(facts []journey.Fact) error {
		women++
		for _, fact := range facts {
			if fact.Words != nil || fact.Woman != facts[0].Woman {
				t.Errorf("a history holds %+v", fact)
			}
		}
		return nil
	}); err != nil || women != 2 {
		t.Errorf("%d histories, %v", women, err)
	}
}

func imports(t *testing.T, s *record.Store, _ *Lines) {
	ctx := context.Background()
	entry := access.Asker{ID: "admin", Role: access.Administrator}.Note(Noon, access.Append, access.ForAdministration, "import", 0)
	facts := Referral(t, "Amina", "Hill")
	for i := range facts {
		facts[i].Source = fmt.Sprint("rows/", i)
	}
	bring := func(facts []journey.Fact) (verdicts []casework.Verdict) {
		t.Helper()
		if err := s.Import(ctx, entry, func(in casework.Intake) error {
			verdicts = nil
			for _, fact := range facts {
				verdict, err := in.Put(ctx, fact)
				if err != nil {
					return err
				}
				verdicts = append(verdicts, verdict)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		return verdicts
	}
	stop := errors.New("row 3 is wrong")
	if err := s.Import(ctx, entry, func(in casework.Intake) error {
		_, err := in.Put(ctx, facts[0])
		return errors.Join(err, stop)
	}); !errors.Is(err, stop) {
		t.Fatal(err)
	}
	if women, _ := s.Find(ctx, journey.Identity{Phone: "07700 900123"}); len(women) != 0 {
		t.Error("an import that failed left something behind")
	}
	for _, verdict := range bring(facts) {
		if verdict != casework.RowNew {
			t.Errorf("the first time: %v", verdict)
		}
	}
	for _, verdict := range bring(facts) {
		if verdict != casework.RowUnchanged {
			t.Errorf("the second time: %v", verdict)
		}
	}
	referred := facts[2]
	body := referred.Body.(journey.Referred)
	body.Area = "Central South"
	referred.Body = body
	if verdicts := bring([]journey.Fact{referred}); verdicts[0] != casework.RowChanged {
		t.Errorf("a changed row: %v", verdicts)
	}
	rows, err := s.Rows(ctx, casework.Filter{})
	if err != nil || len(rows) != 1 || rows[0].Area != "Central South" || rows[0].Sender != "" {
		t.Errorf("after a changed row: %+v, %v", rows, err)
	}
	if err := s.Import(ctx, entry, func(in casework.Intake) error {
		woman, caseID, found, err := in.Lookup(ctx, "rows/2")
		if woman != referred.Woman || caseID != referred.Case || !found {
			t.Errorf("looking up a row: %q %q %v", woman, caseID, found)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

func rebuilds(t *testing.T, s *record.Store, _ *Lines) {
	ctx := context.Background()
	for i := range 5 {
		receipt := refer(t, s, fmt.Sprint("A", i), "Hill")
		row, _ := s.Row(ctx, receipt.Case)
		if _, err := s.Append(ctx, change(Priya, fmt.Sprint("book", i), book(t, row, 1+i))); err != nil {
			t.Fatal(err)
		}
	}
	built, err := s.Rebuild(ctx)
	if want := (record.Rebuilt{Women: 5, Cases: 5}); err != nil || built != want {
		t.Errorf("rebuilt %+v, %v; want %+v", built, err, want)
	}
}

func people(t *testing.T, s *record.Store, _ *Lines) {
	ctx := context.Background()
	account := administration.Account{ID: "kw-1", Name: "priya", DisplayName: "Priya", Agency: "Riverside", Role: access.Keyworker,
		PasswordHash: "hash", Languages: []string{"pl"}, CaseloadOpen: 30, CaseloadYear: 60}
	if err := s.AddAccount(ctx, account); err != nil {
		t.Fatal(err)
	}
	if err := s.AddAccount(ctx, administration.Account{ID: "kw-2", Name: "priya"}); !errors.Is(err, administration.ErrNameTaken) {
		t.Errorf("a name twice: %v", err)
	}
	account.Version = 1
	got, err := s.AccountByName(ctx, "priya")
	if diff := cmp.Diff(account, got); diff != "" || err != nil {
		t.Errorf("%s %v", diff, err)
	}
	got.Disabled = true
	if err := s.SaveAccount(ctx, got); err != nil {
		t.Fatal(err)
	}
	if err := s.SaveAccount(ctx, got); !errors.Is(err, administration.ErrChanged) {
		t.Errorf("saving an older account: %v", err)
	}
	if err := s.SaveAccount(ctx, administration.Account{ID: "nobody"}); !errors.Is(err, administration.ErrNoAccount) {
		t.Errorf("saving nobody: %v", err)
	}
	if _, err := s.Account(ctx, "nobody"); !errors.Is(err, administration.ErrNoAccount) {
		t.Errorf("nobody's account: %v", err)
	}
	session := administration.Session{TokenHash: []byte{0, 1, 255}, Account: "kw-1", Created: Noon, LastSeen: Noon, Expires: Noon.Add(8 * time.Hour)}
	if err := s.AddSession(ctx, session); err != nil {
		t.Fatal(err)
	}
	if err := s.TouchSession(ctx, session.TokenHash, Noon.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	session.LastSeen = Noon.Add(time.Minute)
	kept, err := s.Session(ctx, session.TokenHash)
	if diff := cmp.Diff(session, kept); diff != "" || err != nil {
		t.Errorf("%s %v", diff, err)
	}
	for what, end := range map[string]func() error{
		"the session ends":   func() error { return s.EndSession(ctx, session.TokenHash) },
		"all of her end":     func() error { return s.EndSessionsOf(ctx, "kw-1") },
		"its time has ended": func() error { return s.EndExpiredSessions(ctx, session.Expires) },
	} {
		if err := end(); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Session(ctx, session.TokenHash); !errors.Is(err, administration.ErrNoSession) {
			t.Errorf("after %s: %v", what, err)
		}
		if err := s.AddSession(ctx, session); err != nil {
			t.Fatal(err)
		}
	}
}

func closed(t *testing.T, s *record.Store, _ *Lines) {
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Append(context.Background(), change(Officer, "late", Referral(t, "Amina", "Hill"))); casework.KindOf(err) != casework.Unavailable {
		t.Errorf("a write after closing: %v, want unavailable", err)
	}
}

package recordtest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"throughline/internal/casework"
	"throughline/internal/casework/administration"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/record"
)

func listsFilter(t *testing.T, s *record.Store, _ *Lines) {
	ctx := context.Background()
	a, b := refer(t, s, "Amina", "Hill"), refer(t, s, "Beth", "Shaw")
	row, _ := s.Row(ctx, a.Case)
	facts, err := pen(Priya).Allocate(row, Priya.ID, Priya.Agency, "")
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
		rows, err := s.Rows(ctx, access.Asker{}, test.filter)
		if err != nil {
			t.Fatal(err)
		}
		count, err := s.Count(ctx, access.Asker{}, test.filter)
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
	// Only a stand-in date of what is so of her differs: the row is the same.
	her := facts[0]
	her.Happened = calendar.OnDay(her.Happened.Day().AddDays(30))
	if verdicts := bring([]journey.Fact{her}); verdicts[0] != casework.RowUnchanged {
		t.Errorf("her row in another package: %v", verdicts)
	}
	her.Words = &journey.Words{Identity: &journey.Identity{Given: "Amina", Family: "Hills"}}
	if verdicts := bring([]journey.Fact{her}); verdicts[0] != casework.RowChanged {
		t.Errorf("another name: %v", verdicts)
	}
	if err := s.History(ctx, func(told []journey.Fact) error {
		if again := told[len(told)-1]; again.Body.Kind() != journey.KindIdentity || again.Happened != facts[0].Happened {
			t.Errorf("another name is told as of %s, want the first date: %+v", again.Happened, again)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	referred := facts[2]
	body := referred.Body.(journey.Referred)
	body.Area = "Central South"
	referred.Body = body
	if verdicts := bring([]journey.Fact{referred}); verdicts[0] != casework.RowChanged {
		t.Errorf("a changed row: %v", verdicts)
	}
	rows, err := s.Rows(ctx, access.Asker{}, casework.Filter{})
	if err != nil || len(rows) != 1 || rows[0].Area != "Central South" {
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

// moves brings rows in again that say they are another woman's.
func moves(t *testing.T, s *record.Store, _ *Lines) {
	ctx := context.Background()
	entry := access.Asker{ID: "admin", Role: access.Administrator}.Note(Noon, access.Append, access.ForAdministration, "import", 0)
	facts, other := Referral(t, "Amina", "Hill"), Referral(t, "Beth", "Hill")
	bring := func(facts ...journey.Fact) error {
		return s.Import(ctx, entry, func(in casework.Intake) error {
			for _, fact := range facts {
				if _, err := in.Put(ctx, fact); err != nil {
					return err
				}
			}
			return nil
		})
	}
	for i := range facts {
		facts[i].Source, other[i].Source = fmt.Sprint("rows/", i), fmt.Sprint("others/", i)
	}
	loose := journey.Fact{
		Happened: calendar.At(Noon), Known: calendar.At(Noon), Source: "rows/loose", Body: journey.Encounter{Encounter: "E1", What: "arrest"},
	}
	if err := bring(append(append(facts, other...), loose)...); err != nil {
		t.Fatal(err)
	}
	moved := facts[2]
	moved.Woman = other[2].Woman
	elsewhere := facts[2]
	elsewhere.Case = other[2].Case
	for _, fact := range []journey.Fact{moved, elsewhere} {
		if err := bring(fact); err == nil || !strings.Contains(err.Error(), "cannot move") {
			t.Errorf("a row moved to woman %s, case %s: %v", fact.Woman, fact.Case, err)
		}
	}
	loose.Woman = facts[0].Woman
	if err := bring(loose); err != nil {
		t.Errorf("naming a woman where nobody was named: %v", err)
	}
	before, err := s.Rows(ctx, access.Asker{}, casework.Filter{})
	if err != nil || len(before) != 2 {
		t.Fatal(before, err)
	}
	if _, err := s.Rebuild(ctx); err != nil {
		t.Fatal(err)
	}
	after, err := s.Rows(ctx, access.Asker{}, casework.Filter{})
	if diff := cmp.Diff(before, after, cmp.Comparer(func(a, b calendar.Moment) bool { return a == b })); diff != "" || err != nil {
		t.Errorf("after a rebuild: %s, %v", diff, err)
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
	adviser := administration.Account{ID: "sp-1", Name: "leyla", Role: access.Specialist, Specialism: access.Immigration, Version: 1}
	if err := s.AddAccount(ctx, adviser); err != nil {
		t.Fatal(err)
	}
	adviser.Specialism = access.IDVA
	if err := s.SaveAccount(ctx, adviser); err != nil {
		t.Fatal(err)
	}
	adviser.Version = 2
	if got, err := s.Account(ctx, "sp-1"); !cmp.Equal(adviser, got) || err != nil {
		t.Errorf("what a specialist is for: %+v, %v", got, err)
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

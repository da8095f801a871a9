package recordtest

import (
	"bytes"
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"throughline/internal/casework"
	"throughline/internal/casework/jobs"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/record"
)

// keepsSheets holds spreadsheets to being kept in parts, sealed, until they are
// dropped or forgotten.
func keepsSheets(t *testing.T, s *record.Store, _ *Lines) {
	ctx := context.Background()
	keep := func(id string, part int, text string) {
		t.Helper()
		if err := s.KeepSheet(ctx, id, part, "lead-1", []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	has := func(id string, part int, want string) {
		t.Helper()
		text, err := s.Sheet(ctx, id, part)
		if want == "" && casework.KindOf(err) == casework.NotFound {
			return
		}
		if err != nil || string(text) != want {
			t.Errorf("part %d of %s is %q, %v, want %q", part, id, text, err, want)
		}
	}
	keep("one", 0, "head")
	keep("one", 1, "Amina")
	keep("one", 7, "done")
	keep("one", 0, "another head")
	keep("half", 3, "lines without a head")
	has("one", 0, "another head")
	has("one", 1, "Amina")
	has("one", 2, "")
	if ids, err := s.Sheets(ctx); err != nil || !slices.Equal(ids, []string{"one"}) {
		t.Errorf("kept are %v, %v", ids, err)
	}
	if err := s.DropSheet(ctx, "one", 1, 7); err != nil {
		t.Fatal(err)
	}
	has("one", 1, "")
	has("one", 7, "done")
	if err := s.ForgetSheets(ctx, Noon); err != nil {
		t.Fatal(err)
	}
	has("one", 0, "another head") // kept at noon, and not before it
	if err := s.ForgetSheets(ctx, Noon.Add(1e9)); err != nil {
		t.Fatal(err)
	}
	has("one", 0, "")
	has("one", 7, "")
	has("half", 3, "")
}

// bringsAndTakesBack holds rows that were brought in to naming whom they are of in
// the ledger, and to leaving no case when they are taken back.
func bringsAndTakesBack(t *testing.T, s *record.Store, lines *Lines) {
	ctx := context.Background()
	entry := Priya.Note(Noon, access.Append, access.ForAdministration, "bring", 0)
	row := journey.Brought{
		Identity: journey.Identity{Given: "Amina", Family: "Hill", Born: calendar.On(1990, 3, 27)}, Borough: "Brent",
		Scheme: "lwds", Pathway: journey.Voluntary, Referred: calendar.DayOf(Noon).AddDays(-30), Keyworker: Priya.ID,
	}
	to := journey.BroughtTo{Woman: "w1", Case: "c1", Source: "sheet/1", Who: true}
	put := func(facts ...journey.Fact) {
		t.Helper()
		if err := s.Bring(ctx, entry, func(intake casework.Intake) error {
			for _, fact := range facts {
				if _, err := intake.Put(ctx, fact); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	facts, err := pen(Priya).Bring(row, to)
	if err != nil {
		t.Fatal(err)
	}
	put(facts...)
	all := lines.All()
	if diff := cmp.Diff([]string{"trace of w1"}, all[len(all)-1].Women); diff != "" {
		t.Errorf("the ledger line names others: %s", diff)
	}
	stands := func(want bool) {
		t.Helper()
		known, err := s.Sourced(ctx, []string{"sheet/1" + journey.BroughtReferral, "sheet/2" + journey.BroughtReferral})
		if err != nil || (known["sheet/1"+journey.BroughtReferral] == to.Case) != want || len(known) > 1 {
			t.Errorf("sources that stand are %v, %v", known, err)
		}
		count, err := s.Count(ctx, access.Asker{}, casework.Filter{Woman: "w1"})
		if err != nil || count == 1 != want {
			t.Errorf("she has %d cases, %v", count, err)
		}
		tied, err := s.Who(ctx, []string{"w1"})
		if err != nil || (tied["w1"].Family == "Hill") != want {
			t.Errorf("she is named %q, %v", tied["w1"].Name(), err)
		}
	}
	stands(true)
	var back []journey.Fact
	for _, fact := range facts {
		back = append(back, pen(Priya).Unbring(to, fact.Source[len(to.Source):]))
	}
	put(back...)
	stands(false)
	if built, err := s.Rebuild(ctx); err != nil || built.Changed+built.Removed != 0 {
		t.Errorf("a rebuild finds %+v, %v", built, err)
	}
	put(facts...)
	stands(true)
}

// noJobWithoutLedger holds a job to the transaction that asks for it.
func noJobWithoutLedger(t *testing.T, s *record.Store, lines *Lines) {
	ctx := context.Background()
	asking := change(Priya, "ask", nil)
	asking.Jobs = []casework.Job{{ID: "j1", Kind: "count", By: Priya.ID, Key: "k"}}
	count := func() int {
		found, err := s.Jobs(ctx, jobs.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		return len(found)
	}
	lines.Fail = bytes.ErrTooLarge
	if _, err := s.Append(ctx, asking); err == nil || count() != 0 {
		t.Errorf("a job is asked for without its ledger line: %v, %d jobs", err, count())
	}
	lines.Fail = nil
	if _, err := s.Append(ctx, asking); err != nil || count() != 1 {
		t.Fatalf("%v, %d jobs", err, count())
	}
	entry := Priya.Note(Noon, access.Append, access.ForAdministration, "cancel", 0)
	lines.Fail = bytes.ErrTooLarge
	if err := s.MoveJob(ctx, entry, "j1", []casework.JobState{casework.JobWaiting}, casework.JobCancelled); err == nil {
		t.Error("a job is cancelled without its ledger line")
	}
	lines.Fail = nil
	if found, err := s.Jobs(ctx, jobs.Filter{State: casework.JobWaiting}); err != nil || len(found) != 1 {
		t.Errorf("%d jobs wait, %v", len(found), err)
	}
}

package record_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/edge/record"
	"throughline/internal/edge/record/recordtest"
)

// step is one thing that happens to one of a few women.
type step struct {
	Woman  int
	Verb   string
	Day    int // days after the first
	Choice int
}

func steps() *rapid.Generator[[]step] {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) step {
		return step{
			Woman:  rapid.IntRange(0, 3).Draw(t, "woman"),
			Verb:   rapid.SampledFrom([]string{"refer", "allocate", "attend", "attend", "assess", "goal", "arrest", "correct", "close"}).Draw(t, "verb"),
			Day:    rapid.IntRange(0, 200).Draw(t, "day"),
			Choice: rapid.IntRange(0, 5).Draw(t, "choice"),
		}
	}), 1, 40)
}

// play carries out steps on a record, through the pen, and returns its rows.
func play(t failing, s *record.Store, steps []step) []byte {
	ctx := context.Background()
	first := recordtest.Noon.AddDate(0, 0, -200)
	ids := 0
	newID := func() string { ids++; return fmt.Sprintf("id-%06d", ids) }
	cases := map[int]journey.Row{}
	last := map[int]string{} // the last appointment fact of a woman's case
	for i, step := range steps {
		now := first.AddDate(0, 0, step.Day)
		pen := journey.Pen{Now: now, By: "kw-1", Agency: "Riverside", NewID: newID}
		row, known := cases[step.Woman]
		var facts []journey.Fact
		var err error
		switch {
		case step.Verb == "refer" || !known:
			facts, err = pen.Refer(journey.Referral{
				Scheme: "lwds", Pathway: journey.ConditionalCaution, Met: "arrest", Outcome: "conditional_caution", Agreed: journey.AgreedYes, Contact: journey.ContactInPerson,
				Identity:  journey.Identity{Given: "W", Family: fmt.Sprint(step.Woman), Born: calendar.On(1990, time.March, 1)},
				Condition: &journey.ConditionEntry{Text: "Attend", Units: 2, Given: calendar.DayOf(now)},
			}, row.Woman)
		case step.Verb == "allocate":
			facts, err = pen.Allocate(row, fmt.Sprint("kw-", step.Choice), "centre", "")
		case step.Verb == "attend":
			facts, err = pen.RecordAttendance(row, journey.Meeting{At: calendar.At(now), How: journey.OneToOne, Outcome: journey.Outcomes[step.Choice], Excuse: "ill"})
		case step.Verb == "assess":
			facts, err = pen.Assess(row, calendar.DayOf(now), []journey.PathwayAnswer{{Pathway: need.Pathways()[step.Choice], Asked: true, Present: step.Choice%2 == 0}})
		case step.Verb == "goal":
			facts, err = pen.SetGoal(row, journey.GoalEntry{Goal: fmt.Sprint("goal-", step.Choice%2), Words: "sleep", State: journey.GoalStates[step.Choice%3]})
		case step.Verb == "arrest":
			facts = []journey.Fact{{Woman: row.Woman, Happened: calendar.OnDay(calendar.DayOf(now)), Known: calendar.At(now), Body: journey.Arrested{Arrest: fmt.Sprint("a", i)}}}
		case step.Verb == "correct" && last[step.Woman] != "":
			facts = []journey.Fact{{Woman: row.Woman, Case: row.Case, Happened: calendar.At(now), Known: calendar.At(now), Supersedes: last[step.Woman], Why: journey.CorrectionTyped, Body: journey.Withdrawn{}}}
		case step.Verb == "close":
			facts, err = pen.Close(row, calendar.DayOf(now), journey.ClosedCompleted, "", "")
		}
		if err != nil || len(facts) == 0 {
			continue // the pen says why not: nothing happened
		}
		receipt, err := s.Append(ctx, casework.Change{Key: fmt.Sprint("step ", i), Digest: "1", Seen: casework.AnyVersion, Facts: facts,
			Entry: recordtest.Priya.Note(now, access.Append, access.ForSupport, step.Verb, 0)})
		if err != nil {
			t.Fatalf("%+v: %v", step, err)
		}
		id := row.Case
		if receipt.Case != "" {
			id = receipt.Case
		}
		if step.Verb == "attend" && known {
			last[step.Woman] = receipt.Facts[0]
		}
		if cases[step.Woman], err = s.Row(ctx, id); err != nil {
			t.Fatal(err)
		}
	}
	return rowsOf(t, s)
}

// Any history, rebuilt from its facts, gives the same rows; and the same on both
// databases.
func TestAnyHistoryGivesTheSameRowsOnRebuildAndOnBothDatabases(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) {
		rapid.Check(t, func(rt *rapid.T) { rebuildHistory(rt, sqlite(t, &recordtest.Lines{}), steps().Draw(rt, "steps")) })
	})
	// Each history makes a PostgreSQL database of its own: a few are enough here.
	for seed := range 12 {
		t.Run(fmt.Sprint("both/", seed), func(t *testing.T) {
			script := steps().Example(seed)
			one := rebuildHistory(t, sqlite(t, &recordtest.Lines{}), script)
			two := rebuildHistory(t, postgres(t, &recordtest.Lines{}), script)
			if diff := cmp.Diff(string(one), string(two)); diff != "" {
				t.Errorf("SQLite and PostgreSQL differ: %s", diff)
			}
		})
	}
}

// failing is a test of either kind.
type failing interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// rebuildHistory plays a script, rebuilds, and returns the rows.
func rebuildHistory(t failing, s *record.Store, script []step) []byte {
	t.Helper()
	before := play(t, s, script)
	built, err := s.Rebuild(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if built.Changed != 0 || built.Removed != 0 {
		t.Fatalf("the rebuild found %+v", built)
	}
	after := rowsOf(t, s)
	if diff := cmp.Diff(string(before), string(after)); diff != "" {
		t.Fatal(diff)
	}
	return after
}

func rowsOf(t failing, s *record.Store) []byte {
	t.Helper()
	rows, err := s.Rows(context.Background(), access.Asker{}, casework.Filter{Order: casework.OldestFirst})
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.MarshalIndent(rows, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return text
}

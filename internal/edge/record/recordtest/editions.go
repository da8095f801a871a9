package recordtest

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"throughline/internal/casework"
	"throughline/internal/casework/rules"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/edge/record"
)

// edition is one line of the editions, and the ledger line of it.
func edition(id, text string, from calendar.Day) (rules.Kept, access.Entry) {
	lead := access.Asker{ID: "lead-1", Name: "Ruth", Agency: "Riverside", Role: access.ServiceLead}
	line := rules.Kept{
		ID: id, Scheme: "lwds", From: from, Text: text, Account: lead.ID, Name: lead.Name, Agency: lead.Agency, Why: "the commissioner asked",
		Accepted: []rules.Accepted{{Scenario: "A woman of 19", Why: "three appointments now"}},
	}
	return line, lead.Note(Noon, access.Append, access.ForAdministration, "put edition in force", 0)
}

func keepsEditions(t *testing.T, s *record.Store, lines *Lines) {
	ctx := context.Background()
	monday, tuesday := calendar.DayOf(Noon).AddDays(6), calendar.DayOf(Noon).AddDays(7)
	for _, step := range []struct {
		name     string
		id, text string
		from     calendar.Day
		want     error
		ledger   int // lines after the step
	}{
		{"taking back what is not there", "a", "", monday, rules.ErrNoEdition, 0},
		{"an edition", "b", "id: lwds\n", monday, nil, 1},
		{"the same sent twice is kept once", "b", "id: lwds\n", monday, nil, 1},
		{"the key for another text", "b", "id: lwds # other\n", monday, rules.ErrKeyUsed, 1},
		{"another that begins on the day", "c", "id: lwds # other\n", monday, rules.ErrDayTaken, 1},
		{"another that begins on another day", "d", "id: lwds # “quoted”\n", tuesday, nil, 2},
		{"taking the first back", "e", "", monday, nil, 3},
		{"taking it back twice", "f", "", monday, rules.ErrNoEdition, 3},
		{"another in its place", "g", "id: lwds # third\n", monday, nil, 4},
	} {
		line, entry := edition(step.id, step.text, step.from)
		if err := s.KeepEdition(ctx, line, casework.AnyVersion, entry); !errors.Is(err, step.want) {
			t.Errorf("%s: %v, want %v", step.name, err, step.want)
		}
		if got := len(lines.All()); got != step.ledger {
			t.Errorf("%s: %d ledger lines, want %d", step.name, got, step.ledger)
		}
	}
	for _, step := range []struct {
		seen int
		want error
	}{{3, rules.ErrMovedOn}, {5, rules.ErrMovedOn}, {4, nil}} {
		line, entry := edition("h", "id: lwds # fourth\n", tuesday.AddDays(1))
		if err := s.KeepEdition(ctx, line, step.seen, entry); !errors.Is(err, step.want) {
			t.Errorf("having seen %d lines: %v, want %v", step.seen, err, step.want)
		}
	}
	kept, err := s.Editions(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var want []rules.Kept
	for _, of := range []struct {
		id, text string
		from     calendar.Day
	}{{"b", "id: lwds\n", monday}, {"d", "id: lwds # “quoted”\n", tuesday}, {"e", "", monday}, {"g", "id: lwds # third\n", monday}, {"h", "id: lwds # fourth\n", tuesday.AddDays(1)}} {
		line, _ := edition(of.id, of.text, of.from)
		line.Written = Noon
		want = append(want, line)
	}
	if diff := cmp.Diff(want, kept); diff != "" {
		t.Errorf("the lines kept differ: %s", diff)
	}
	if _, err := s.Rebuild(ctx); err != nil {
		t.Fatal(err)
	}
	if after, err := s.Editions(ctx); err != nil || len(after) != len(want) {
		t.Errorf("a rebuild leaves %d lines (%v), want %d", len(after), err, len(want))
	}
}

func noEditionWithoutLedger(t *testing.T, s *record.Store, lines *Lines) {
	ctx := context.Background()
	lines.Fail = errors.New("the disk of the ledger is full")
	line, entry := edition("a", "id: lwds\n", calendar.DayOf(Noon).AddDays(1))
	if err := s.KeepEdition(ctx, line, casework.AnyVersion, entry); !errors.Is(err, lines.Fail) {
		t.Errorf("kept without its ledger line: %v", err)
	}
	if kept, err := s.Editions(ctx); err != nil || len(kept) != 0 {
		t.Errorf("%d lines are kept without the ledger (%v)", len(kept), err)
	}
}

func editionsAtOnce(t *testing.T, s *record.Store, _ *Lines) {
	ctx := context.Background()
	var wait sync.WaitGroup
	var mu sync.Mutex
	answers := map[casework.Kind]int{}
	for i := range 6 {
		wait.Go(func() {
			line, entry := edition(string(rune('a'+i)), "id: lwds # "+string(rune('a'+i))+"\n", calendar.DayOf(Noon).AddDays(1))
			err := s.KeepEdition(ctx, line, casework.AnyVersion, entry)
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				answers[-1]++
				return
			}
			answers[casework.KindOf(err)]++
		})
	}
	wait.Wait()
	if answers[-1] != 1 || answers[casework.Conflict] != 5 {
		t.Errorf("six editions of one day at once: %v, want one kept and five conflicts", answers)
	}
}

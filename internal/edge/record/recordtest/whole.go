package recordtest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/record"
)

func saidIsSealed(t *testing.T, s *record.Store, lines *Lines) {
	ctx := context.Background()
	receipt := refer(t, s, "Amina", "Hill")
	entry := Priya.Note(Noon, access.Read, access.ForSafeguarding, "open case", access.SetOf(access.Notes))
	entry.Women, entry.Said = []string{receipt.Woman}, "her sister rang"
	if err := s.Witness(ctx, entry); err != nil {
		t.Fatal(err)
	}
	line := lines.All()[1]
	opened, err := key(receipt.Woman).Open("ledger_leaf", line.Women[0], "said", line.Sealed)
	if err != nil || string(opened) != entry.Said {
		t.Errorf("what was said opens as %q, %v", opened, err)
	}
	line.Sealed = nil
	if text, _ := json.Marshal(line); bytes.Contains(text, []byte(entry.Said)) {
		t.Errorf("the ledger line holds what was said: %s", text)
	}
	entry.Women = nil
	if err := s.Witness(ctx, entry); err == nil {
		t.Error("what was said of nobody was written, sealed with no key")
	}
}

// A change whose second fact cannot be sealed leaves nothing of its first, and
// harms no other write of its group.
func halfAChange(t *testing.T, s *record.Store, lines *Lines) {
	ctx := context.Background()
	broken := Referral(t, "Amina", "Hill")
	broken = append(broken, journey.Fact{Happened: calendar.At(Noon), Known: calendar.At(Noon),
		Body: journey.Encounter{Encounter: "e"}, Words: &journey.Words{Text: "words of nobody"}})
	var wait sync.WaitGroup
	for i := range 8 {
		wait.Go(func() {
			if i%2 == 0 {
				if _, err := s.Append(ctx, change(Officer, fmt.Sprint("broken ", i), broken)); err == nil {
					t.Error("a change was acknowledged that could not be written")
				}
				return
			}
			refer(t, s, "Beth", fmt.Sprint("Shaw", i))
		})
	}
	wait.Wait()
	facts := 0
	if err := s.History(ctx, func(hers []journey.Fact) error {
		facts += len(hers)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if count, _ := s.Count(ctx, access.Asker{}, casework.Filter{}); count != 4 || facts != 4*4 || len(lines.All()) < 4 {
		t.Errorf("%d cases and %d facts with %d ledger lines, want 4 and 16 with 4 or more", count, facts, len(lines.All()))
	}
	if women, err := s.Find(ctx, journey.Identity{Family: "Hill", Born: calendar.On(1990, 3, 27)}); err != nil || len(women) != 0 {
		t.Errorf("a woman of the broken changes is found: %v, %v", women, err)
	}
}

func importsAtOnce(t *testing.T, s *record.Store, _ *Lines) {
	ctx := context.Background()
	facts := Referral(t, "Amina", "Hill")
	for i := range facts {
		facts[i].Source = fmt.Sprint("rows/", i)
	}
	entry := access.Asker{ID: "admin", Role: access.Administrator}.Note(Noon, access.Append, access.ForAdministration, "import", 0)
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			if err := s.Import(ctx, entry, func(in casework.Intake) error {
				for _, fact := range facts {
					if _, err := in.Put(ctx, fact); err != nil {
						return err
					}
				}
				return nil
			}); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	kept := 0
	if err := s.History(ctx, func(hers []journey.Fact) error {
		kept += len(hers)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if kept != len(facts) {
		t.Errorf("%d facts, want %d", kept, len(facts))
	}
}

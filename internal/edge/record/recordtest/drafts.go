package recordtest

import (
	"context"
	"testing"
	"time"

	"throughline/internal/casework/drafts"
	"throughline/internal/casework/draftstest"
	"throughline/internal/casework/keeping"
	"throughline/internal/edge/record"
)

func keepsDrafts(t *testing.T, s *record.Store, _ *Lines) { draftstest.Promises(t, s) }

// draftsGoWithHer tries that erasing a woman takes what was typed of her along,
// and that nothing typed of her is kept afterwards.
func draftsGoWithHer(t *testing.T, s *record.Store, _ *Lines) {
	ctx := context.Background()
	amina, grace := refer(t, s, "Amina", "Hill"), refer(t, s, "Grace", "Bell")
	keep := func(id, caseID string) {
		t.Helper()
		if err := s.KeepDraft(ctx, drafts.Sealed{ID: id, Account: "kw-1", Case: caseID, Kept: Noon, Sealed: []byte("x")}, 10); err != nil {
			t.Fatal(err)
		}
	}
	left := func(want int) {
		t.Helper()
		found, err := s.DraftsOf(ctx, "kw-1", Noon.Add(-time.Hour))
		if err != nil || len(found) != want {
			t.Errorf("%d drafts are left, want %d: %v", len(found), want, err)
		}
	}
	keep("of Amina", amina.Case)
	keep("of Grace", grace.Case)
	keep("of nobody", "")
	left(3)
	if err := s.Erase(ctx, keeping.Erasure{Stone: keeping.Stone{Woman: amina.Woman}, Entry: Officer.Note(Noon, "erase", "", "erase", 0)}); err != nil {
		t.Fatal(err)
	}
	left(2)
	keep("of Amina, late", amina.Case)
	left(2)
}

package recordtest

import (
	"context"
	"errors"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/keeping"
	"throughline/internal/casework/onward"
	"throughline/internal/casework/onwardtest"
	"throughline/internal/edge/record"
)

func keepsLinks(t *testing.T, s *record.Store, _ *Lines) { onwardtest.Promises(t, s) }

// linksGoWithHer tries that erasing a woman takes the links that lead to her along,
// and the browsers in which they are open.
func linksGoWithHer(t *testing.T, s *record.Store, _ *Lines) {
	ctx := context.Background()
	amina, grace := refer(t, s, "Amina", "Hill"), refer(t, s, "Grace", "Bell")
	for _, her := range []casework.Receipt{amina, grace} {
		if err := errors.Join(
			s.KeepLink(ctx, onward.Link{Referral: her.Woman, Case: her.Case, Woman: her.Woman, Lookup: []byte(her.Woman), Nonce: []byte("n"), Proof: "p", Made: Noon, Until: Noon.Add(time.Hour)}),
			s.AddLinkSession(ctx, onward.LinkSession{TokenHash: []byte(her.Woman), Referral: her.Woman, Case: her.Case, Woman: her.Woman, LastSeen: Noon, Expires: Noon.Add(time.Hour)}),
		); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Erase(ctx, keeping.Erasure{Stone: keeping.Stone{Woman: amina.Woman}, Entry: Officer.Note(Noon, "erase", "", "erase", 0)}); err != nil {
		t.Fatal(err)
	}
	for her, want := range map[string][2]error{amina.Woman: {onward.ErrNoLink, onward.ErrNoSession}, grace.Woman: {}} {
		_, linkErr := s.LinkOf(ctx, her)
		_, sessionErr := s.LinkSession(ctx, []byte(her))
		if !errors.Is(linkErr, want[0]) || !errors.Is(sessionErr, want[1]) {
			t.Errorf("link: %v, session: %v, want %v", linkErr, sessionErr, want)
		}
	}
}

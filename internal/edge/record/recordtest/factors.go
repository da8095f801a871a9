package recordtest

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"throughline/internal/casework/administration"
	"throughline/internal/edge/record"
)

func sessions(t *testing.T, s *record.Store, _ *Lines) {
	ctx := context.Background()
	half := administration.Session{
		TokenHash: []byte{1}, Account: "kw-1", Created: Noon, LastSeen: Noon, Expires: Noon.Add(time.Hour), Half: true, Offered: []byte("sealed"),
	}
	whole := administration.Session{
		TokenHash: []byte{2}, Account: "kw-1", Created: Noon.Add(time.Minute), LastSeen: Noon.Add(time.Minute),
		Expires: Noon.Add(8 * time.Hour), Shown: Noon.Add(time.Minute),
	}
	other := administration.Session{TokenHash: []byte{3}, Account: "kw-2", Created: Noon, LastSeen: Noon, Expires: Noon.Add(time.Hour)}
	for _, session := range []administration.Session{half, whole, other} {
		if err := s.AddSession(ctx, session); err != nil {
			t.Fatal(err)
		}
	}
	listed, err := s.SessionsOf(ctx, "kw-1")
	if diff := cmp.Diff([]administration.Session{whole, half}, listed); diff != "" || err != nil {
		t.Errorf("hers, the newest first: %s %v", diff, err)
	}
	renewed := whole
	renewed.TokenHash = []byte{4}
	if err := s.RenewSession(ctx, half.TokenHash, renewed); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Session(ctx, half.TokenHash); !errors.Is(err, administration.ErrNoSession) {
		t.Errorf("the session before: %v", err)
	}
	after := renewed
	after.TokenHash = []byte{5}
	if err := s.RenewSession(ctx, half.TokenHash, after); !errors.Is(err, administration.ErrNoSession) {
		t.Errorf("renewing one that has ended: %v", err)
	}
	if _, err := s.Session(ctx, after.TokenHash); !errors.Is(err, administration.ErrNoSession) {
		t.Errorf("it began all the same: %v", err)
	}
	if err := s.EndSessionsOf(ctx, "kw-1"); err != nil {
		t.Fatal(err)
	}
	if listed, err := s.SessionsOf(ctx, "kw-1"); len(listed) != 0 || err != nil {
		t.Errorf("after all ended: %v %v", listed, err)
	}
	if _, err := s.Session(ctx, other.TokenHash); err != nil {
		t.Errorf("somebody else's session: %v", err)
	}
}

func codesOnce(t *testing.T, s *record.Store, _ *Lines) {
	ctx := context.Background()
	factor := administration.Factor{Account: "kw-1", Secret: []byte("sealed"), Step: 100, Since: Noon}
	if _, err := s.Factor(ctx, "kw-1"); !errors.Is(err, administration.ErrNoFactor) {
		t.Errorf("before there is one: %v", err)
	}
	if err := s.UseStep(ctx, "kw-1", 101); !errors.Is(err, administration.ErrCodeUsed) {
		t.Errorf("a code of nobody: %v", err)
	}
	if err := s.AddFactor(ctx, factor); err != nil {
		t.Fatal(err)
	}
	if err := s.AddFactor(ctx, administration.Factor{Account: "kw-1", Secret: []byte("another"), Since: Noon}); !errors.Is(err, administration.ErrFactorKept) {
		t.Errorf("a second one: %v", err)
	}
	kept, err := s.Factor(ctx, "kw-1")
	if diff := cmp.Diff(factor, kept); diff != "" || err != nil {
		t.Errorf("%s %v", diff, err)
	}
	const tries = 1000
	var worked, used atomic.Int64
	var wait sync.WaitGroup
	for range tries {
		wait.Go(func() {
			switch err := s.UseStep(ctx, "kw-1", 101); {
			case err == nil:
				worked.Add(1)
			case errors.Is(err, administration.ErrCodeUsed):
				used.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if worked.Load() != 1 || used.Load() != tries-1 {
		t.Errorf("of %d tries at once %d worked and %d were told it was used", tries, worked.Load(), used.Load())
	}
	if err := s.UseStep(ctx, "kw-1", 100); !errors.Is(err, administration.ErrCodeUsed) {
		t.Errorf("an earlier code: %v", err)
	}
	if err := s.UseStep(ctx, "kw-1", 102); err != nil {
		t.Errorf("the next code: %v", err)
	}
}

func resets(t *testing.T, s *record.Store, _ *Lines) {
	ctx := context.Background()
	const dayBefore = -24 * time.Hour
	enrolled := func() {
		t.Helper()
		if err := s.AddFactor(ctx, administration.Factor{Account: "kw-1", Secret: []byte("sealed"), Since: Noon}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Reset(ctx, "kw-1"); !errors.Is(err, administration.ErrNoReset) {
		t.Errorf("before anybody asked: %v", err)
	}
	if err := s.TakeFactor(ctx, "kw-1"); !errors.Is(err, administration.ErrNoFactor) {
		t.Errorf("taking away what is not there: %v", err)
	}
	enrolled()
	if err := s.ConfirmReset(ctx, "kw-1", "admin-2", Noon.Add(dayBefore)); !errors.Is(err, administration.ErrNoReset) {
		t.Errorf("confirming what nobody asked: %v", err)
	}
	for _, asked := range []administration.Reset{
		{Account: "kw-1", AskedBy: "admin-1", Asked: Noon.Add(-time.Minute)},
		{Account: "kw-1", AskedBy: "admin-1", Asked: Noon},
	} {
		if err := s.AskReset(ctx, asked); err != nil {
			t.Fatal(err)
		}
		if got, err := s.Reset(ctx, "kw-1"); !cmp.Equal(asked, got) || err != nil {
			t.Errorf("asked %+v, kept %+v, %v", asked, got, err)
		}
	}
	for what, err := range map[string]error{
		"by the same person": s.ConfirmReset(ctx, "kw-1", "admin-1", Noon.Add(dayBefore)),
		"too late":           s.ConfirmReset(ctx, "kw-1", "admin-2", Noon.Add(time.Second)),
	} {
		if !errors.Is(err, administration.ErrNoReset) {
			t.Errorf("confirmed %s: %v", what, err)
		}
	}
	if err := s.AddSession(ctx, administration.Session{TokenHash: []byte{1}, Account: "kw-1", Created: Noon, LastSeen: Noon, Expires: Noon.Add(time.Hour)}); err != nil {
		t.Fatal(err)
	}
	if err := s.ConfirmReset(ctx, "kw-1", "admin-2", Noon.Add(dayBefore)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Factor(ctx, "kw-1"); !errors.Is(err, administration.ErrNoFactor) {
		t.Errorf("after two agreed: %v", err)
	}
	if listed, err := s.SessionsOf(ctx, "kw-1"); len(listed) != 0 || err != nil {
		t.Errorf("sessions go on: %v %v", listed, err)
	}
	if err := s.ConfirmReset(ctx, "kw-1", "admin-3", Noon.Add(dayBefore)); !errors.Is(err, administration.ErrNoReset) {
		t.Errorf("confirming twice: %v", err)
	}
	enrolled()
	if err := s.AskReset(ctx, administration.Reset{Account: "kw-1", AskedBy: "admin-1", Asked: Noon}); err != nil {
		t.Fatal(err)
	}
	if err := s.TakeFactor(ctx, "kw-1"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Reset(ctx, "kw-1"); !errors.Is(err, administration.ErrNoReset) {
		t.Errorf("what was asked outlives the factor: %v", err)
	}
}

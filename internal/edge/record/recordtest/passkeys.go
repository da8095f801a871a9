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

func passkeys(t *testing.T, s *record.Store, _ *Lines) {
	ctx := context.Background()
	first := administration.Passkey{Key: []byte{1, 255}, Account: "kw-1", Record: `{"id":1}`, Added: Noon}
	second := administration.Passkey{Key: []byte{2}, Account: "kw-1", Record: `{"id":2}`, Count: 4_000_000_000, Added: Noon.Add(time.Minute)}
	other := administration.Passkey{Key: []byte{3}, Account: "kw-2", Record: `{"id":3}`, Count: 7, Added: Noon}
	for _, one := range []administration.Passkey{second, first, other} {
		if err := s.AddPasskey(ctx, one); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.AddPasskey(ctx, administration.Passkey{Key: first.Key, Account: "kw-2", Added: Noon}); !errors.Is(err, administration.ErrPasskeyKept) {
		t.Errorf("a passkey of somebody else: %v", err)
	}
	kept, err := s.Passkeys(ctx, "kw-1")
	if diff := cmp.Diff([]administration.Passkey{first, second}, kept); diff != "" || err != nil {
		t.Errorf("hers, the oldest first: %s %v", diff, err)
	}
	for _, use := range []struct {
		what    string
		passkey administration.Passkey
		count   uint32
		err     error
	}{
		{"one that does not count", first, 0, nil},
		{"one that begins to count", first, 1, nil},
		{"one that counts no more", first, 0, administration.ErrPasskeyCopied},
		{"a higher count", second, 4_000_000_001, nil},
		{"the same count", second, 4_000_000_001, administration.ErrPasskeyCopied},
		{"a lower count", second, 5, administration.ErrPasskeyCopied},
		{"somebody else's", administration.Passkey{Key: other.Key, Account: "kw-1"}, 8, administration.ErrPasskeyCopied},
	} {
		use.passkey.Count, use.passkey.Record = use.count, `{"used":true}`
		if err := s.UsePasskey(ctx, use.passkey); !errors.Is(err, use.err) {
			t.Errorf("%s: %v, want %v", use.what, err, use.err)
		}
	}
	if kept, err = s.Passkeys(ctx, "kw-1"); err != nil || kept[1].Count != 4_000_000_001 || kept[1].Record != `{"used":true}` {
		t.Errorf("after its use: %+v, %v", kept, err)
	}
	if err := errors.Join(s.RemovePasskey(ctx, "kw-2", first.Key), s.RemovePasskey(ctx, "kw-1", second.Key), s.RemovePasskey(ctx, "kw-1", second.Key)); err != nil {
		t.Fatal(err)
	}
	if kept, err = s.Passkeys(ctx, "kw-1"); err != nil || len(kept) != 1 || kept[0].ID() != first.ID() {
		t.Errorf("after one was removed: %+v, %v", kept, err)
	}
	// Codes that are taken away take the passkeys along.
	if err := s.AddFactor(ctx, administration.Factor{Account: "kw-1", Secret: []byte("sealed"), Since: Noon}); err != nil {
		t.Fatal(err)
	}
	if err := s.TakeFactor(ctx, "kw-1"); err != nil {
		t.Fatal(err)
	}
	if kept, err = s.Passkeys(ctx, "kw-1"); err != nil || len(kept) != 0 {
		t.Errorf("after the codes were taken away: %+v, %v", kept, err)
	}
	if kept, err = s.Passkeys(ctx, "kw-2"); err != nil || len(kept) != 1 {
		t.Errorf("somebody else's: %+v, %v", kept, err)
	}
}

func challenges(t *testing.T, s *record.Store, _ *Lines) {
	ctx := context.Background()
	session := administration.Session{TokenHash: []byte{1}, Account: "kw-1", Created: Noon, LastSeen: Noon, Expires: Noon.Add(time.Hour)}
	if err := s.AddSession(ctx, session); err != nil {
		t.Fatal(err)
	}
	if _, err := s.TakeChallenge(ctx, session.TokenHash); !errors.Is(err, administration.ErrNoChallenge) {
		t.Errorf("before anything is asked: %v", err)
	}
	for _, asked := range []string{"first", "second"} {
		if err := s.SetChallenge(ctx, session.TokenHash, asked); err != nil {
			t.Fatal(err)
		}
	}
	const tries = 200
	var taken, refused atomic.Int64
	var wait sync.WaitGroup
	for range tries {
		wait.Go(func() {
			switch asked, err := s.TakeChallenge(ctx, session.TokenHash); {
			case err == nil && asked == "second":
				taken.Add(1)
			case errors.Is(err, administration.ErrNoChallenge):
				refused.Add(1)
			default:
				t.Errorf("took %q, %v", asked, err)
			}
		})
	}
	wait.Wait()
	if taken.Load() != 1 || refused.Load() != tries-1 {
		t.Errorf("of %d tries at once %d took what was asked, and %d were refused", tries, taken.Load(), refused.Load())
	}
	if _, err := s.TakeChallenge(ctx, []byte{9}); !errors.Is(err, administration.ErrNoChallenge) {
		t.Errorf("in no session: %v", err)
	}
}

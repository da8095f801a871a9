package signin_test

import (
	"encoding/base32"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"throughline/internal/casework/administration"
	"throughline/internal/domain/access"
	"throughline/internal/edge/record"
	"throughline/internal/edge/record/recordtest"
	"throughline/internal/edge/signin"
)

// plain seals nothing: this test is of codes.
type plain struct{}

func (plain) Seal(_, _, _ string, text []byte) ([]byte, error)   { return text, nil }
func (plain) Open(_, _, _ string, sealed []byte) ([]byte, error) { return sealed, nil }

// One code, tried a thousand times at once in as many half sessions, opens one of
// them, on each database.
func TestOneCodeOpensOneSession(t *testing.T) {
	engines := map[string]func(*testing.T) record.Options{
		"sqlite":     func(t *testing.T) record.Options { return record.Options{Folder: t.TempDir()} },
		"postgresql": func(t *testing.T) record.Options { return record.Options{Database: recordtest.FreshPostgres(t)} },
	}
	for engine, options := range engines {
		t.Run(engine, func(t *testing.T) {
			how := options(t)
			clock := func() time.Time { return recordtest.Noon }
			how.Vault, how.Ledger, how.Now = recordtest.Vault{}, (&recordtest.Lines{}).Append, clock
			store, err := record.Open(t.Context(), how)
			if err != nil {
				t.Fatal(err)
			}
			defer func() {
				if err := store.Close(); err != nil {
					t.Error(err)
				}
			}()
			const tries = 1000
			desk := signin.New(store, plain{}, clock, signin.Options{TriesPerAccount: 2 * tries, TriesPerBlock: 2 * tries, CodesPerHour: 2 * tries})
			secret := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString([]byte("gooseberry tram 41 l"))
			hash, err := signin.HashDemo("gooseberry tram 41 lanterns")
			if err != nil {
				t.Fatal(err)
			}
			if err := store.AddAccount(t.Context(), administration.Account{ID: "a1", Name: "amira", Role: access.Keyworker, PasswordHash: hash}); err != nil {
				t.Fatal(err)
			}
			if err := store.AddFactor(t.Context(), administration.Factor{Account: "a1", Secret: []byte(secret), Since: recordtest.Noon}); err != nil {
				t.Fatal(err)
			}
			code, err := totp.GenerateCode(secret, recordtest.Noon)
			if err != nil {
				t.Fatal(err)
			}
			// Half sessions are begun by hand: a thousand passwords would take minutes.
			tokens := make([]string, tries)
			for i := range tokens {
				tokens[i] = signin.BeginHalf(t, store, "a1", recordtest.Noon)
			}
			var opened, refused atomic.Int64
			var wait sync.WaitGroup
			for _, token := range tokens {
				wait.Go(func() {
					switch _, err := desk.EnterCode(t.Context(), token, code, "192.0.2.7:5000"); {
					case err == nil:
						opened.Add(1)
					case errors.Is(err, administration.ErrWrongCode):
						refused.Add(1)
					default:
						t.Error(err)
					}
				})
			}
			wait.Wait()
			if opened.Load() != 1 || refused.Load() != tries-1 {
				t.Errorf("of %d tries at once %d opened a session and %d were refused", tries, opened.Load(), refused.Load())
			}
			t.Logf("%s: %d tries at once, %d opened a session", engine, tries, opened.Load())
		})
	}
}

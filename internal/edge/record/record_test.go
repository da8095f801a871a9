package record_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/record"
	"throughline/internal/edge/record/recordtest"
)

func clock() time.Time { return recordtest.Noon }

func options(lines *recordtest.Lines) record.Options {
	return record.Options{Vault: recordtest.Vault{}, Ledger: lines.Append, Now: clock}
}

func openStore(t testing.TB, options record.Options) *record.Store {
	t.Helper()
	s, err := record.Open(context.Background(), options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func sqlite(t *testing.T, lines *recordtest.Lines) *record.Store {
	how := options(lines)
	how.Folder = t.TempDir()
	return openStore(t, how)
}

func postgres(t *testing.T, lines *recordtest.Lines) *record.Store {
	how := options(lines)
	how.Database = recordtest.FreshPostgres(t)
	return openStore(t, how)
}

func TestSQLiteKeepsTheContract(t *testing.T) { recordtest.Contract(t, sqlite) }

func TestPostgreSQLKeepsTheContract(t *testing.T) { recordtest.Contract(t, postgres) }

func TestOneDataFolderHasOneWriter(t *testing.T) {
	how := options(&recordtest.Lines{})
	how.Folder = t.TempDir()
	openStore(t, how)
	if _, err := record.Open(context.Background(), how); !errors.Is(err, record.ErrInUse) {
		t.Errorf("a second writer: %v, want %v", err, record.ErrInUse)
	}
	how.ReadOnly = true
	reader := openStore(t, how)
	if _, err := reader.Rebuild(context.Background()); err == nil {
		t.Error("a record open for reading was written")
	}
}

func TestPostgreSQLThatCouldLoseWritesIsRefused(t *testing.T) {
	address := recordtest.FreshPostgres(t)
	separator := "?"
	if strings.Contains(address, "?") {
		separator = "&"
	}
	how := options(&recordtest.Lines{})
	how.Database = address + separator + "synchronous_commit=off"
	if _, err := record.Open(context.Background(), how); err == nil || !strings.Contains(err.Error(), "synchronous_commit") {
		t.Errorf("a database that acknowledges before it is durable: %v", err)
	}
}

// Two instances on one PostgreSQL import the same rows at the same time: one
// waits for the other, then finds them there.
func TestTwoInstancesImportOnce(t *testing.T) {
	how := options(&recordtest.Lines{})
	how.Database = recordtest.FreshPostgres(t)
	one, two := openStore(t, how), openStore(t, how)
	facts := recordtest.Referral(t, "Amina", "Hill")
	for i := range facts {
		facts[i].Source = "rows/" + string(rune('a'+i))
	}
	var wait sync.WaitGroup
	for _, s := range []*record.Store{one, two} {
		wait.Go(func() {
			if err := s.Import(context.Background(), recordtest.Officer.Note(recordtest.Noon, access.Append, access.ForAdministration, "import", 0), func(in casework.Intake) error {
				for _, fact := range facts {
					if _, err := in.Put(context.Background(), fact); err != nil {
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
	if err := one.History(context.Background(), func(hers []journey.Fact) error {
		kept += len(hers)
		return nil
	}); err != nil || kept != len(facts) {
		t.Errorf("%d facts, want %d (%v)", kept, len(facts), err)
	}
}

func TestAWriteNobodyWaitedForMayStillBeCarriedOut(t *testing.T) {
	lines := &recordtest.Lines{}
	how := options(lines)
	how.Folder = t.TempDir()
	began, carryOn := make(chan struct{}, 2), make(chan struct{})
	how.Ledger = func(ctx context.Context, tx record.Tx, leaves [][]byte) (int64, error) {
		began <- struct{}{}
		<-carryOn
		return lines.Append(ctx, tx, leaves)
	}
	s := openStore(t, how)
	change := casework.Change{
		Key: "one key", Digest: "one key", Seen: casework.AnyVersion, Facts: recordtest.Referral(t, "Amina", "Okafor"),
		Entry: recordtest.Officer.Note(recordtest.Noon, access.Append, access.ForReferral, "refer", access.SetOf(access.Identity)),
	}
	impatient, stop := context.WithCancel(context.Background())
	go func() { <-began; stop() }()
	if _, err := s.Append(impatient, change); casework.KindOf(err) != casework.Unknown || !errors.Is(err, context.Canceled) {
		t.Errorf("not waited for: %v, want that nobody knows", err)
	}
	close(carryOn)
	again, err := s.Append(context.Background(), change)
	if err != nil || !again.Replayed {
		t.Errorf("sent again: %+v, %v, want the first answer", again, err)
	}
	if count, err := s.Count(context.Background(), access.Asker{}, casework.Filter{}); err != nil || count != 1 {
		t.Errorf("%d cases, %v, want one", count, err)
	}
}

package record_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

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

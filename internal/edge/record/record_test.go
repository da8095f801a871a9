package record_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
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
	how.Database = freshPostgres(t)
	return openStore(t, how)
}

// freshPostgres makes a database of its own for one test and returns its URL.
func freshPostgres(t testing.TB) string {
	t.Helper()
	server := os.Getenv("THROUGHLINE_TEST_POSTGRES")
	if server == "" {
		t.Skip("THROUGHLINE_TEST_POSTGRES is not set: run ./test, which starts a PostgreSQL server")
	}
	admin, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("throughline_%d_%s", os.Getpid(), strings.ToLower(rand()))
	if _, err := admin.Exec("CREATE DATABASE " + name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := admin.Exec("DROP DATABASE " + name + " WITH (FORCE)"); err != nil {
			t.Error(err)
		}
		_ = admin.Close()
	})
	address, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	address.Path = "/" + name
	return address.String()
}

func rand() string { return fmt.Sprint(time.Now().UnixNano()) }

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
	address := freshPostgres(t)
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

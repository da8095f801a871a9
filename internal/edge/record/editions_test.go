package record_test

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/edge/record"
	"throughline/internal/edge/record/recordtest"
)

// A record of a version that kept no editions is read as it is, and gets room
// for them when it is next opened for writing.
func TestARecordFromBeforeEditionsIsReadAndBroughtUpToDate(t *testing.T) {
	ctx := context.Background()
	how := options(&recordtest.Lines{})
	how.Folder = t.TempDir()
	first, err := record.Open(ctx, how)
	if err != nil {
		t.Fatal(err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", filepath.Join(how.Folder, record.DatabaseFile))
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range append(undone(t, 1), "DELETE FROM goose_db_version WHERE version_id > 1") {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	read := func(what string, readOnly bool) {
		t.Helper()
		how.ReadOnly = readOnly
		store, err := record.Open(ctx, how)
		if err != nil {
			t.Fatal(err)
		}
		if lines, err := store.Editions(ctx); err != nil || len(lines) != 0 {
			t.Errorf("%s: %d editions, %v", what, len(lines), err)
		}
		if err := store.Close(); err != nil {
			t.Fatal(err)
		}
	}
	read("read as it was", true)
	read("brought up to date", false)
	read("read after that", true)
}

// undone returns what takes back every change of the tables after a version, the
// newest first.
func undone(t *testing.T, version int) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("migrations", "sqlite", "*.sql"))
	if err != nil || len(files) < 2 {
		t.Fatalf("%d migrations, %v", len(files), err)
	}
	var down []string
	for _, file := range slices.Backward(files) {
		number, _, _ := strings.Cut(filepath.Base(file), "_")
		if at, err := strconv.Atoi(number); err != nil || at <= version {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		_, statements, _ := strings.Cut(string(text), "-- +goose Down")
		down = append(down, statements)
	}
	return down
}

// The rows that an earlier version left are worked out anew when the record is
// opened for writing, and only then.
func TestRowsOfAnEarlierVersionAreWorkedOutAnew(t *testing.T) {
	ctx := context.Background()
	how := options(&recordtest.Lines{})
	how.Folder = t.TempDir()
	var caseID string
	var version int
	opened := func(readOnly bool, look func(s *record.Store)) {
		t.Helper()
		how.ReadOnly = readOnly
		store, err := record.Open(ctx, how)
		if err != nil {
			t.Fatal(err)
		}
		look(store)
		if err := store.Close(); err != nil {
			t.Fatal(err)
		}
	}
	row := func(want bool) func(*record.Store) {
		return func(s *record.Store) {
			t.Helper()
			got, err := s.Row(ctx, caseID)
			if err != nil || (got.Version == version) != want {
				t.Errorf("the row has version %d, %v; as the facts give it: want %v", got.Version, err, want)
			}
		}
	}
	opened(false, func(s *record.Store) {
		facts, err := caseworktest.NewRoom(t).Bench.Pen(caseworktest.Officer).Refer(caseworktest.Amina(), "")
		if err != nil {
			t.Fatal(err)
		}
		receipt, err := s.Append(ctx, casework.Change{Facts: facts})
		if err != nil {
			t.Fatal(err)
		}
		caseID, version = receipt.Case, receipt.Version
	})
	db, err := sql.Open("sqlite", filepath.Join(how.Folder, record.DatabaseFile))
	if err != nil {
		t.Fatal(err)
	}
	leave := func(statements ...string) {
		t.Helper()
		for _, statement := range statements {
			if _, err := db.Exec(statement); err != nil {
				t.Fatal(err)
			}
		}
	}
	leave(`UPDATE cases SET row_json = '{"version": 99}'`)
	opened(false, row(false)) // what this version left is not worked out at every start
	leave("DELETE FROM settings WHERE name = 'rows'")
	opened(true, row(false))
	opened(false, row(true))
	opened(true, row(true))
	leave("UPDATE facts SET body = 'spoilt' WHERE kind = 'referred'", "UPDATE settings SET value = '1' WHERE name = 'rows'")
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	how.ReadOnly = false
	if _, err := record.Open(ctx, how); err == nil || !strings.Contains(err.Error(), "the rows of an earlier version out anew") {
		t.Errorf("with a fact that cannot be read: %v", err)
	}
}

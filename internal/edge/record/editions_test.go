package record_test

import (
	"context"
	"database/sql"
	"path/filepath"
	"testing"

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
	for _, statement := range []string{"DROP TABLE editions", "DELETE FROM goose_db_version WHERE version_id >= 2"} {
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

package record_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/record"
	"throughline/internal/edge/record/recordtest"
)

// The lines that an earlier version wrote are found by whom they name as well:
// what fills the index gives the same as what writes it.
func TestLinesOfAnEarlierVersionTellHerWhoLooked(t *testing.T) {
	for name, open := range map[string]func(*testing.T, *record.Options) (driver, source string){
		"sqlite": func(t *testing.T, how *record.Options) (string, string) {
			how.Folder = t.TempDir()
			return "sqlite", filepath.Join(how.Folder, record.DatabaseFile)
		},
		"postgres": func(t *testing.T, how *record.Options) (string, string) {
			how.Folder, how.Database = t.TempDir(), recordtest.FreshPostgres(t)
			return "pgx", how.Database
		},
	} {
		t.Run(name, func(t *testing.T) {
			how := options(&recordtest.Lines{})
			driver, source := open(t, &how)
			woman, before := writeLooks(t, how)
			db, err := sql.Open(driver, source)
			if err != nil {
				t.Fatal(err)
			}
			for _, statement := range []string{"DELETE FROM ledger_women", filling(t, name)} {
				if _, err := db.Exec(statement); err != nil {
					t.Fatal(err)
				}
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			store := openStore(t, how)
			after, err := store.Looked(context.Background(), woman, 0, 100)
			if fmt.Sprint(after) != fmt.Sprint(before) || err != nil || len(before) != 4 {
				t.Errorf("filled, the index tells her %v, %v; as it was written %v", after, err, before)
			}
		})
	}
}

// writeLooks has a woman referred and looked at three times, and somebody look
// at nobody.
func writeLooks(t *testing.T, how record.Options) (woman string, looks []access.Entry) {
	t.Helper()
	ctx := context.Background()
	store, err := record.Open(ctx, how)
	if err != nil {
		t.Fatal(err)
	}
	facts := recordtest.Referral(t, "Amina", "Okafor")
	woman = facts[0].Woman
	note := recordtest.Officer.Note(recordtest.Noon, access.Read, access.ForReferral, "look", access.SetOf(access.Identity))
	if _, err := store.Append(ctx, appended(facts, note)); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		seen := note
		seen.Women = []string{woman}
		for _, entry := range []access.Entry{seen, note} {
			if err := store.Witness(ctx, entry); err != nil {
				t.Fatal(err)
			}
		}
	}
	looks, err = store.Looked(ctx, woman, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	return woman, looks
}

// filling is the statement of the migration that fills the index.
func filling(t *testing.T, engine string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("migrations", engine, "00007_ledger_women.sql"))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "INSERT INTO")
	statement, _, found := strings.Cut(rest, ";")
	if !found {
		t.Fatal("the migration fills nothing")
	}
	return "INSERT INTO" + statement
}

func appended(facts []journey.Fact, entry access.Entry) casework.Change {
	return casework.Change{Key: "one key", Digest: "one key", Seen: casework.AnyVersion, Facts: facts, Entry: entry}
}

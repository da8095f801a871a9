package faulttest

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // PostgreSQL
	_ "modernc.org/sqlite"             // SQLite
)

// promises are what officers were told before a proof.
type promises struct {
	acknowledged map[string]string // case by idempotency key
	reads        int               // pages that were shown
}

func (c *crowd) promises() promises {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return promises{c.acknowledged, c.reads}
}

// tables opens the database of a stopped server.
func (in installation) tables(t *testing.T) *sql.DB {
	t.Helper()
	engine, address := "sqlite", "file:"+filepath.Join(in.folder, "throughline.db")
	if in.database != "" {
		engine, address = "pgx", in.database
	}
	db, err := sql.Open(engine, address)
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// broken lists the promises that a stopped installation does not keep. Every key
// sent has to be acknowledged by then, so that the record holds one case for
// each and nothing else.
func (in installation) broken(t *testing.T, p promises) []string {
	t.Helper()
	found := in.brokenInTables(t, p)
	found = append(found, in.brokenRows(t, p)...)
	found = append(found, in.brokenLedger(t, p)...)
	if in.database == "" {
		found = append(found, in.brokenCopy(t)...)
	}
	return found
}

func (in installation) brokenInTables(t *testing.T, p promises) (found []string) {
	db := in.tables(t)
	defer db.Close()
	say := func(format string, args ...any) { found = append(found, fmt.Sprintf(format, args...)) }

	if in.database == "" {
		var whole string
		if err := db.QueryRow("PRAGMA integrity_check").Scan(&whole); err != nil || whole != "ok" {
			say("the database file is not whole: %s %v", whole, err)
		}
	}
	cases := map[string]bool{}
	if err := eachRow(db, "SELECT id, '' FROM cases", func(id, _ string) { cases[id] = true }); err != nil {
		say("reading cases: %v", err)
	}
	kept := map[string]string{}
	if err := eachRow(db, "SELECT key, receipt FROM requests", func(key, text string) {
		var receipt struct{ Case string }
		if err := json.Unmarshal([]byte(text), &receipt); err != nil {
			say("the receipt of key %s cannot be read: %v", key, err)
		}
		kept[key] = receipt.Case
	}); err != nil {
		say("reading receipts: %v", err)
	}
	keyOf := map[string]string{}
	for key, made := range p.acknowledged {
		switch {
		case kept[key] != made:
			say("key %s was acknowledged with case %s; its receipt says %q", key, made, kept[key])
		case !cases[made]:
			say("key %s was acknowledged with case %s, which is not there", key, made)
		case keyOf[made] != "":
			say("keys %s and %s were acknowledged with one case", keyOf[made], key)
		}
		keyOf[made] = key
	}
	for what, query := range map[string]string{
		"cases":                "SELECT COUNT(*) FROM cases",
		"women":                "SELECT COUNT(*) FROM women",
		"receipts":             "SELECT COUNT(*) FROM requests",
		"facts of a referral":  "SELECT COUNT(*) FROM facts WHERE kind = 'referred'",
		"women with a case":    "SELECT COUNT(DISTINCT woman) FROM cases",
		"conditions of a case": "SELECT COUNT(DISTINCT case_id) FROM facts WHERE kind = 'condition_given'",
	} {
		var count int
		if err := db.QueryRow(query).Scan(&count); err != nil || count != len(p.acknowledged) {
			say("there are %d %s for %d acknowledged keys (%v)", count, what, len(p.acknowledged), err)
		}
	}
	return found
}

// carriedOut counts the keys that had been carried out when they were left
// without an acknowledgement: those that sending again could make twice.
func (in installation) carriedOut(t *testing.T, open map[string]time.Time) (count int) {
	t.Helper()
	db := in.tables(t)
	defer db.Close()
	if err := eachRow(db, "SELECT key, answered FROM requests", func(key, text string) {
		written, err := time.Parse(time.RFC3339Nano, text)
		if err != nil {
			t.Error(err)
		}
		if left, found := open[key]; found && written.Before(left) {
			count++
		}
	}); err != nil {
		t.Error(err)
	}
	return count
}

func eachRow(db *sql.DB, query string, see func(a, b string)) error {
	rows, err := db.Query(query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var a, b string
		if err := rows.Scan(&a, &b); err != nil {
			return err
		}
		see(a, b)
	}
	return rows.Err()
}

// brokenRows has every case row worked out anew from the facts.
func (in installation) brokenRows(t *testing.T, p promises) []string {
	out, err := in.run(t, "rebuild")
	if err != nil {
		return []string{err.Error()}
	}
	var rebuilt struct{ Women, Cases, Changed, Removed int }
	if err := json.Unmarshal([]byte(out), &rebuilt); err != nil {
		return []string{fmt.Sprintf("rebuild printed %q: %v", out, err)}
	}
	if rebuilt.Changed != 0 || rebuilt.Removed != 0 || rebuilt.Cases != len(p.acknowledged) {
		return []string{fmt.Sprintf("facts and case rows differ: %s", out)}
	}
	return nil
}

// brokenLedger has the ledger verified, and asks for a line for each
// acknowledged write and each page shown.
func (in installation) brokenLedger(t *testing.T, p promises) []string {
	out, err := in.run(t, "ledger", "verify")
	if err != nil {
		return []string{err.Error()}
	}
	var proof struct {
		Lines    int
		Problems []string
	}
	if err := json.Unmarshal([]byte(out), &proof); err != nil {
		return []string{fmt.Sprintf("ledger verify printed %q: %v", out, err)}
	}
	if least := len(p.acknowledged) + p.reads; proof.Lines < least {
		return []string{fmt.Sprintf("the ledger has %d lines for %d writes and reads", proof.Lines, least)}
	}
	return proof.Problems
}

// brokenCopy backs the record up and restores it elsewhere, which proves the
// ledger of the copy.
func (in installation) brokenCopy(t *testing.T) []string {
	elsewhere := t.TempDir()
	file := filepath.Join(elsewhere, "backup")
	if _, err := in.run(t, "backup", file); err != nil {
		return []string{err.Error()}
	}
	restored := installation{folder: filepath.Join(elsewhere, "restored")}
	_, err := restored.run(t, "restore", "--without-tombstones", file, "--recovery", filepath.Join(in.folder, "recovery.txt"))
	if err != nil {
		return []string{err.Error()}
	}
	if err := os.RemoveAll(elsewhere); err != nil {
		t.Error(err)
	}
	return nil
}

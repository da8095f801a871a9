package faulttest

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
)

// TestTheProofNoticesWhatItShould takes a sound record, killed with its last
// writes still in the write-ahead log, and harms a copy in each way that the
// proof of the other tests has to notice.
func TestTheProofNoticesWhatItShould(t *testing.T) {
	in := install(t, filepath.Join(t.TempDir(), "data"), "")
	running, err := in.serve(t)
	if err != nil {
		t.Fatal(err)
	}
	c := newCrowd()
	c.turnTo(running.url)
	c.signIn(t)
	for _, key := range []string{"first", "second", "third", "fourth"} {
		if !c.insist(t.Context(), key) {
			t.Fatal(c.wrong)
		}
		c.look(t.Context(), "/refer/list")
	}
	if err := running.end(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	third := c.acknowledged["third"]

	for _, harm := range []struct {
		name string
		do   func(t *testing.T, in installation, p *promises)
		want bool // whether the proof has to find something
	}{
		{"nothing", func(*testing.T, installation, *promises) {}, false},
		{"the last commit did not reach the disk", func(t *testing.T, in installation, _ *promises) {
			log := filepath.Join(in.folder, "throughline.db-wal")
			size, err := os.Stat(log)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.Truncate(log, size.Size()-1); err != nil {
				t.Fatal(err)
			}
		}, true},
		{"the write-ahead log is gone", func(t *testing.T, in installation, _ *promises) {
			if err := os.Remove(filepath.Join(in.folder, "throughline.db-wal")); err != nil {
				t.Fatal(err)
			}
		}, true},
		{"a key was acknowledged and nothing was written", func(_ *testing.T, _ installation, p *promises) {
			p.acknowledged["fifth"] = "case-that-never-was"
		}, true},
		{"a key was acknowledged with another case", func(_ *testing.T, _ installation, p *promises) {
			p.acknowledged["second"] = third
		}, true},
		{"a page was shown without its line", func(_ *testing.T, _ installation, p *promises) { p.reads++ }, true},
		{"a case row is gone", statement("DELETE FROM cases WHERE id = $1", third), true},
		{"a case is gone with its facts", statement("DELETE FROM facts WHERE case_id = $1; DELETE FROM cases WHERE id = $1", third), true},
		{"a receipt is gone", statement("DELETE FROM requests WHERE key = $1", "third"), true},
		{"a case row stands twice", statement("INSERT INTO cases SELECT id || 'x', woman, version, changed, scheme, provider, worker, sender, referred, closed, row_json, allocated, contacted FROM cases WHERE id = $1", third), true},
		{"a case row says something else", statement("UPDATE cases SET row_json = replace(row_json, 'Central West', 'Central East') WHERE id = $1", third), true},
		{"a line of the ledger is gone", statement("DELETE FROM ledger_leaf WHERE seq = 2"), true},
	} {
		t.Run(harm.name, func(t *testing.T) {
			copied := installation{folder: filepath.Join(t.TempDir(), "data")}
			if out, err := exec.Command("cp", "-a", in.folder, copied.folder).CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			p := promises{maps.Clone(c.acknowledged), c.reads}
			harm.do(t, copied, &p)
			broken := copied.broken(t, p)
			if (len(broken) > 0) != harm.want {
				t.Errorf("found %q", slices.Compact(broken))
			}
		})
	}
}

// statement harms the tables. The connection is closed at once, so that what it
// did is in the file.
func statement(query string, args ...any) func(*testing.T, installation, *promises) {
	return func(t *testing.T, in installation, _ *promises) {
		db := in.tables(t)
		result, err := db.Exec(query, args...)
		if err != nil {
			t.Fatal(err)
		}
		if rows, err := result.RowsAffected(); err != nil || rows == 0 {
			t.Fatalf("%d rows were harmed, %v", rows, err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

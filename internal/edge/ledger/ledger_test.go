package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
	_ "modernc.org/sqlite"
	"pgregory.net/rapid"
)

const tables = `
CREATE TABLE ledger_leaf (seq INTEGER PRIMARY KEY, leaf BLOB NOT NULL);
CREATE TABLE ledger_hash (id INTEGER PRIMARY KEY, hash BLOB NOT NULL);
CREATE TABLE ledger_head (
	one  INTEGER PRIMARY KEY CHECK (one = 1),
	size BIGINT NOT NULL,
	root TEXT NOT NULL
);
INSERT INTO ledger_head (one, size, root)
VALUES (1, 0, '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=');`

var ctx = context.Background()

// fails is what *testing.T and *rapid.T share.
type fails interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// memory is an empty ledger's database, on one connection.
func memory(t fails) (db *sql.DB, done func()) {
	t.Helper()
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(tables); err != nil {
		t.Fatal(err)
	}
	return db, func() { _ = db.Close() }
}

func signer(t testing.TB) *Signer {
	t.Helper()
	made, err := CreateSigner(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func appendAll(t fails, l *Ledger, tx Tx, leaves ...string) int64 {
	t.Helper()
	raw := make([][]byte, len(leaves))
	for i, leaf := range leaves {
		raw[i] = []byte(leaf)
	}
	first, err := l.Append(ctx, tx, raw)
	if err != nil {
		t.Fatal(err)
	}
	return first
}

func checkpoint(t fails, l *Ledger, tx Tx) []byte {
	t.Helper()
	signed, err := l.Checkpoint(ctx, tx)
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

func verify(t fails, tx Tx, by *Signer, checkpoints ...[]byte) Report {
	t.Helper()
	report, err := Verify(ctx, tx, by.Public(), checkpoints)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func whole(t fails, report Report, leaves int64, checkpoints int) {
	t.Helper()
	if len(report.Problems) > 0 || report.Leaves != leaves || report.Checkpoints != checkpoints {
		t.Fatalf("report %+v; want %d leaves and %d checkpoints without problems", report, leaves, checkpoints)
	}
}

// reference is the tree as tlog builds it.
func reference(t fails, leaves []string) (stored []tlog.Hash, root tlog.Hash) {
	t.Helper()
	reader := tlog.HashReaderFunc(func(numbers []int64) ([]tlog.Hash, error) {
		read := make([]tlog.Hash, len(numbers))
		for i, number := range numbers {
			read[i] = stored[number]
		}
		return read, nil
	})
	for i, leaf := range leaves {
		more, err := tlog.StoredHashes(int64(i), []byte(leaf), reader)
		if err != nil {
			t.Fatal(err)
		}
		stored = append(stored, more...)
	}
	root, err := tlog.TreeHash(int64(len(leaves)), reader)
	if err != nil {
		t.Fatal(err)
	}
	return stored, root
}

func storedHashes(t fails, db *sql.DB) (read []tlog.Hash) {
	t.Helper()
	rows, err := db.Query("SELECT id, hash FROM ledger_hash ORDER BY id")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var hash []byte
		if err := rows.Scan(&id, &hash); err != nil {
			t.Fatal(err)
		}
		if id != int64(len(read)) {
			t.Fatalf("hash %d stored where %d was due", id, len(read))
		}
		read = append(read, tlog.Hash(hash))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return read
}

func TestTheTreeIsTlogsWhoeverAppendsAndWhateverRollsBack(t *testing.T) {
	by := signer(t)
	rapid.Check(t, func(t *rapid.T) {
		db, done := memory(t)
		defer done()
		instances := []*Ledger{New(by), New(by)}
		var kept []string
		var checkpoints [][]byte
		for range rapid.IntRange(1, 12).Draw(t, "transactions") {
			tx, err := db.Begin()
			if err != nil {
				t.Fatal(err)
			}
			var written []string
			for range rapid.IntRange(1, 2).Draw(t, "appends") {
				leaves := rapid.SliceOfN(rapid.StringN(0, 6, -1), 0, 9).Draw(t, "leaves")
				first := appendAll(t, rapid.SampledFrom(instances).Draw(t, "instance"), tx, leaves...)
				if want := int64(len(kept) + len(written)); len(leaves) > 0 && first != want {
					t.Fatalf("first leaf %d, want %d", first, want)
				}
				written = append(written, leaves...)
			}
			if rapid.Bool().Draw(t, "rolled back") {
				_ = tx.Rollback()
				continue
			}
			checkpoints = append(checkpoints, checkpoint(t, instances[0], tx))
			if err := tx.Commit(); err != nil {
				t.Fatal(err)
			}
			kept = append(kept, written...)
		}
		want, root := reference(t, kept)
		got := storedHashes(t, db)
		if len(got) != len(want) {
			t.Fatalf("%d stored hashes, want %d", len(got), len(want))
		}
		for i := range want {
			if got[i] != want[i] {
				t.Fatalf("hash %d differs", i)
			}
		}
		report := verify(t, db, by, checkpoints...)
		whole(t, report, int64(len(kept)), len(checkpoints))
		if report.Root != root {
			t.Fatal("the root differs")
		}
	})
}

func TestARolledBackAppendThatAnotherInstanceReplaces(t *testing.T) {
	by := signer(t)
	db, done := memory(t)
	defer done()
	here, there := New(by), New(by)
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	appendAll(t, here, tx, "a", "b")
	_ = tx.Rollback()
	appendAll(t, there, db, "c", "d") // as many: only the root tells
	if first := appendAll(t, here, db, "e"); first != 2 {
		t.Errorf("first leaf %d, want 2", first)
	}
	whole(t, verify(t, db, by), 3, 0)
}

func TestLargeBatchesAndManyPages(t *testing.T) {
	by := signer(t)
	db, done := memory(t)
	defer done()
	l := New(by)
	leaves := make([]string, 2*pageRows+1)
	for i := range leaves {
		leaves[i] = fmt.Sprint("leaf ", i)
	}
	appendAll(t, l, db, leaves[:pageRows-1]...)
	appendAll(t, l, db, leaves[pageRows-1:]...)
	whole(t, verify(t, db, by, checkpoint(t, l, db)), int64(len(leaves)), 1)
	if _, err := db.Exec("DELETE FROM ledger_leaf WHERE seq >= $1", pageRows); err != nil {
		t.Fatal(err)
	}
	report := verify(t, db, by)
	if report.Leaves != pageRows || len(report.Problems) != mostProblems+1 {
		t.Errorf("%d leaves and %d problems after a cut at %d", report.Leaves, len(report.Problems), pageRows)
	}
}

func TestSeveralInstancesAppendAtOnce(t *testing.T) {
	by := signer(t)
	path := "file:" + filepath.Join(t.TempDir(), "ledger.db") +
		"?_pragma=busy_timeout(20000)&_pragma=journal_mode(wal)&_txlock=immediate"
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(tables); err != nil {
		t.Fatal(err)
	}
	const instances, transactions, batch = 4, 12, 3
	var running sync.WaitGroup
	failed := make(chan error, instances)
	for i := range instances {
		running.Go(func() {
			l := New(by)
			for j := range transactions {
				tx, err := db.Begin()
				if err != nil {
					failed <- err
					return
				}
				leaves := make([][]byte, batch)
				for k := range leaves {
					leaves[k] = fmt.Appendf(nil, "%d/%d/%d", i, j, k)
				}
				if _, err := l.Append(ctx, tx, leaves); err != nil {
					failed <- errors.Join(err, tx.Rollback())
					return
				}
				if err := tx.Commit(); err != nil {
					failed <- err
					return
				}
			}
		})
	}
	running.Wait()
	close(failed)
	for err := range failed {
		t.Error(err)
	}
	whole(t, verify(t, db, by), instances*transactions*batch, 0)
}

func TestNothingIsAppendedToABrokenTree(t *testing.T) {
	by := signer(t)
	for name, harm := range map[string]string{
		"a hash changed":    "UPDATE ledger_hash SET hash = zeroblob(32) WHERE id = 3",
		"a hash cut":        "UPDATE ledger_hash SET hash = x'00' WHERE id = 3",
		"a hash missing":    "DELETE FROM ledger_hash WHERE id = 3",
		"the head's root":   "UPDATE ledger_head SET root = 'AAAA'",
		"the head's size":   "UPDATE ledger_head SET size = 2",
		"a negative size":   "UPDATE ledger_head SET size = -1",
		"a size far beyond": "UPDATE ledger_head SET size = 9223372036854775807",
	} {
		db, done := memory(t)
		appendAll(t, New(by), db, "a", "b", "c") // hash 3 is the third leaf's
		if _, err := db.Exec(harm); err != nil {
			t.Fatal(err)
		}
		fresh := New(by)
		if _, err := fresh.Append(ctx, db, [][]byte{[]byte("d")}); !errors.Is(err, ErrBroken) {
			t.Errorf("%s: append: %v", name, err)
		}
		if _, err := fresh.Checkpoint(ctx, db); !errors.Is(err, ErrBroken) {
			t.Errorf("%s: checkpoint: %v", name, err)
		}
		if report := verify(t, db, by); len(report.Problems) == 0 {
			t.Errorf("%s: verified", name)
		}
		done()
	}
}

func BenchmarkAppend(b *testing.B) {
	for _, batch := range []int{1, 32, 128} {
		b.Run(fmt.Sprint(batch), func(b *testing.B) {
			by := signer(b)
			db, err := sql.Open("sqlite", "file:"+filepath.Join(b.TempDir(), "ledger.db")+
				"?_pragma=journal_mode(wal)&_pragma=synchronous(full)&_txlock=immediate")
			if err != nil {
				b.Fatal(err)
			}
			defer db.Close()
			db.SetMaxOpenConns(1)
			if _, err := db.Exec(tables); err != nil {
				b.Fatal(err)
			}
			l := New(by)
			leaves := make([][]byte, batch)
			for i := range leaves {
				leaves[i] = []byte(strings.Repeat("x", 200))
			}
			for b.Loop() {
				tx, err := db.Begin()
				if err != nil {
					b.Fatal(err)
				}
				if _, err := l.Append(ctx, tx, leaves); err != nil {
					b.Fatal(err)
				}
				b.StopTimer() // the commit is the record's, and the disk's
				if err := tx.Commit(); err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*batch), "ns/leaf")
		})
	}
}

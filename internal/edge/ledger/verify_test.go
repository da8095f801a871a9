package ledger

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// ledgerOf is a database with these leaves.
func ledgerOf(t fails, l *Ledger, leaves []string) (*sql.DB, func()) {
	t.Helper()
	db, done := memory(t)
	appendAll(t, l, db, leaves...)
	return db, done
}

func exec(t fails, db *sql.DB, query string, args ...any) {
	t.Helper()
	result, err := db.Exec(query, args...)
	if err != nil {
		t.Fatal(err)
	}
	if rows, err := result.RowsAffected(); err != nil || rows == 0 {
		t.Fatalf("%s changed nothing: %v", query, err)
	}
}

// Somebody who can write the database but not sign changes it in place, or
// builds the whole tree anew from other leaves. A checkpoint of the whole is
// held elsewhere.
func TestEveryMutationIsFound(t *testing.T) {
	by, another := signer(t), signer(t)
	inPlace := map[string]func(t *rapid.T, db *sql.DB, n int, at int){
		"a leaf edited": func(t *rapid.T, db *sql.DB, n, at int) {
			exec(t, db, "UPDATE ledger_leaf SET leaf = $1 WHERE seq = $2", []byte("edited"), at)
		},
		"a leaf deleted": func(t *rapid.T, db *sql.DB, n, at int) {
			exec(t, db, "DELETE FROM ledger_leaf WHERE seq = $1", at)
		},
		"a leaf deleted and the rest moved up": func(t *rapid.T, db *sql.DB, n, at int) {
			exec(t, db, "DELETE FROM ledger_leaf WHERE seq = $1", at)
			for seq := at + 1; seq < n; seq++ {
				exec(t, db, "UPDATE ledger_leaf SET seq = $1 WHERE seq = $2", seq-1, seq)
			}
		},
		"a leaf inserted at the end": func(t *rapid.T, db *sql.DB, n, at int) {
			exec(t, db, "INSERT INTO ledger_leaf VALUES ($1, $2)", n, []byte("inserted"))
		},
		"a leaf inserted beyond the end": func(t *rapid.T, db *sql.DB, n, at int) {
			exec(t, db, "INSERT INTO ledger_leaf VALUES ($1, $2)", n+1+at, []byte("inserted"))
		},
		"a leaf inserted before the first": func(t *rapid.T, db *sql.DB, n, at int) {
			exec(t, db, "INSERT INTO ledger_leaf VALUES ($1, $2)", -1-at, []byte("inserted"))
		},
		"two leaves swapped": func(t *rapid.T, db *sql.DB, n, at int) {
			other := (at + 1) % n
			exec(t, db, "UPDATE ledger_leaf SET seq = -5 WHERE seq = $1", at)
			exec(t, db, "UPDATE ledger_leaf SET seq = $1 WHERE seq = $2", at, other)
			exec(t, db, "UPDATE ledger_leaf SET seq = $1 WHERE seq = -5", other)
		},
		"the last leaves cut": func(t *rapid.T, db *sql.DB, n, at int) {
			exec(t, db, "DELETE FROM ledger_leaf WHERE seq >= $1", at)
		},
		"all leaves deleted": func(t *rapid.T, db *sql.DB, n, at int) {
			exec(t, db, "DELETE FROM ledger_leaf")
		},
		"a stored hash edited": func(t *rapid.T, db *sql.DB, n, at int) {
			exec(t, db, "UPDATE ledger_hash SET hash = zeroblob(32) WHERE id = $1", at)
		},
		"a stored hash of another length": func(t *rapid.T, db *sql.DB, n, at int) {
			exec(t, db, "UPDATE ledger_hash SET hash = x'00' WHERE id = $1", at)
		},
		"a stored hash deleted": func(t *rapid.T, db *sql.DB, n, at int) {
			exec(t, db, "DELETE FROM ledger_hash WHERE id = $1", at)
		},
		"a stored hash added": func(t *rapid.T, db *sql.DB, n, at int) {
			exec(t, db, "INSERT INTO ledger_hash VALUES ($1, zeroblob(32))", 3*n+at)
		},
		"a stored hash added below": func(t *rapid.T, db *sql.DB, n, at int) {
			exec(t, db, "INSERT INTO ledger_hash VALUES ($1, zeroblob(32))", -1-at)
		},
		"the head's size": func(t *rapid.T, db *sql.DB, n, at int) {
			exec(t, db, "UPDATE ledger_head SET size = $1", at)
		},
		"the head's size in words": func(t *rapid.T, db *sql.DB, n, at int) {
			exec(t, db, "UPDATE ledger_head SET size = 'many'")
		},
		"the head's root": func(t *rapid.T, db *sql.DB, n, at int) {
			exec(t, db, "UPDATE ledger_head SET root = $1", strings.Repeat("A", 43)+"=")
		},
		"the head deleted": func(t *rapid.T, db *sql.DB, n, at int) {
			exec(t, db, "DELETE FROM ledger_head")
		},
	}
	anew := map[string]func(leaves []string, at int) []string{
		"a leaf edited":   func(leaves []string, at int) []string { leaves[at] = "edited"; return leaves },
		"a leaf deleted":  func(leaves []string, at int) []string { return slices.Delete(leaves, at, at+1) },
		"a leaf inserted": func(leaves []string, at int) []string { return slices.Insert(leaves, at, "inserted") },
		"an older file":   func(leaves []string, at int) []string { return leaves[:at] },
		"a leaf doubled": func(leaves []string, at int) []string {
			at %= len(leaves) - 1 // the last one twice would be one more, after the checkpoint
			return slices.Insert(leaves, at, leaves[at])
		},
		"an empty ledger":  func(leaves []string, at int) []string { return nil },
		"replaced and cut": func(leaves []string, at int) []string { return append(leaves[:at], "other") },
		"two leaves swapped": func(leaves []string, at int) []string {
			other := (at + 1) % len(leaves)
			leaves[at], leaves[other] = leaves[other], leaves[at]
			return leaves
		},
	}
	leavesOf := func(t *rapid.T) (leaves []string, at int) {
		n := rapid.IntRange(2, 40).Draw(t, "leaves")
		for i := range n {
			leaves = append(leaves, fmt.Sprint("leaf ", i))
		}
		return leaves, rapid.IntRange(0, n-1).Draw(t, "at")
	}
	for name, mutate := range inPlace {
		t.Run("in place/"+name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				leaves, at := leavesOf(t)
				db, done := ledgerOf(t, New(by), leaves)
				defer done()
				whole(t, verify(t, db, by), int64(len(leaves)), 0)
				mutate(t, db, len(leaves), at)
				if report := verify(t, db, by); len(report.Problems) == 0 {
					t.Fatalf("not found: %+v", report)
				}
			})
		})
	}
	for name, mutate := range anew {
		t.Run("built anew/"+name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				leaves, at := leavesOf(t)
				honest := New(by)
				db, done := ledgerOf(t, honest, leaves)
				held := checkpoint(t, honest, db)
				done()
				forger := New(another)
				forged, done := ledgerOf(t, forger, mutate(leaves, at))
				defer done()
				if report := verify(t, forged, by, held); len(report.Problems) == 0 || report.Checkpoints != 0 {
					t.Fatalf("not found: %+v", report)
				}
				resigned := checkpoint(t, forger, forged)
				if report := verify(t, forged, by, resigned); len(report.Problems) == 0 || report.Checkpoints != 0 {
					t.Fatalf("signed with another key and not found: %+v", report)
				}
			})
		})
	}
}

func TestALedgerThatGrewStillAgreesWithOldCheckpoints(t *testing.T) {
	by := signer(t)
	l := New(by)
	db, done := memory(t)
	defer done()
	held := [][]byte{checkpoint(t, l, db)}
	for i := range 20 {
		appendAll(t, l, db, fmt.Sprint("leaf ", i))
		held = append(held, checkpoint(t, l, db))
	}
	whole(t, verify(t, db, by, held...), 20, 21)
}

func TestProblemsSayWhere(t *testing.T) {
	by := signer(t)
	for _, c := range []struct {
		name, harm string
		want       string
	}{
		{"an edit", "UPDATE ledger_leaf SET leaf = x'00' WHERE seq = 3", "leaf 3 is not the one whose hash was stored"},
		{"a gap", "DELETE FROM ledger_leaf WHERE seq IN (2, 3)", "leaves 2 to 3 are missing"},
		{"a cut", "DELETE FROM ledger_leaf WHERE seq >= 4", "checkpoint 1 was signed for 6 leaves; only 4 follow each other here"},
		{"the head", "UPDATE ledger_head SET size = 5", "the head says 5 leaves; 6 follow each other here"},
		{"a stray hash", "INSERT INTO ledger_hash VALUES (99, x'00')", "hash 99 belongs to no leaf"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := New(by)
			db, done := ledgerOf(t, l, []string{"a", "b", "c", "d", "e", "f"})
			defer done()
			held := checkpoint(t, l, db)
			exec(t, db, c.harm)
			report := verify(t, db, by, held)
			if !slices.Contains(report.Problems, c.want) {
				t.Errorf("problems %q; want %q among them", report.Problems, c.want)
			}
		})
	}
}

func TestVerifyNeedsAKey(t *testing.T) {
	db, done := memory(t)
	defer done()
	if _, err := Verify(ctx, db, "no key", nil); err == nil {
		t.Error("verified with no key")
	}
}

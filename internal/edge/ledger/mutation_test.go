package ledger

import (
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

var mutations = flag.Int("mutations", 0, "how many mutations of the ledger are tried; 0: 10,000, or 600 with -short")

// mutation changes a ledger behind its back. In place it edits the tables; anew
// it gives other leaves, from which the whole tree is built again as by somebody
// who can write everything and does not have the key.
type mutation struct {
	name  string
	place func(r *rand.Rand, n int) (query string, args []any)
	anew  func(r *rand.Rand, leaves []string) []string
}

var everyMutation = []mutation{
	{name: "an edit", place: func(r *rand.Rand, n int) (string, []any) {
		return "UPDATE ledger_leaf SET leaf = $1 WHERE seq = $2", []any{fmt.Appendf(nil, "edited %d", r.Int()), r.IntN(n)}
	}},
	{name: "one bit of a leaf", place: func(r *rand.Rand, n int) (string, []any) {
		at := r.IntN(n)
		leaf := fmt.Appendf(nil, "leaf %d", at)
		leaf[r.IntN(len(leaf))] ^= 1 << r.IntN(8)
		return "UPDATE ledger_leaf SET leaf = $1 WHERE seq = $2", []any{leaf, at}
	}},
	{name: "a deletion", place: func(r *rand.Rand, n int) (string, []any) {
		return "DELETE FROM ledger_leaf WHERE seq = $1", []any{r.IntN(n)}
	}},
	{name: "an insertion", place: func(r *rand.Rand, n int) (string, []any) {
		return "INSERT INTO ledger_leaf VALUES ($1, $2)", []any{n + r.IntN(3), []byte("inserted")}
	}},
	{name: "a truncation", place: func(r *rand.Rand, n int) (string, []any) {
		return "DELETE FROM ledger_leaf WHERE seq >= $1", []any{r.IntN(n)}
	}},
	{name: "another hash", place: func(r *rand.Rand, n int) (string, []any) {
		other := make([]byte, 32)
		for i := range other {
			other[i] = byte(r.IntN(256))
		}
		return "UPDATE ledger_hash SET hash = $1 WHERE id = $2", []any{other, r.IntN(n)}
	}},
	{name: "another head", place: func(r *rand.Rand, n int) (string, []any) {
		return "UPDATE ledger_head SET size = $1", []any{r.IntN(n)}
	}},
	{name: "an edit and a new tree", anew: func(r *rand.Rand, leaves []string) []string {
		leaves[r.IntN(len(leaves))] += " edited"
		return leaves
	}},
	{name: "a deletion and a new tree", anew: func(r *rand.Rand, leaves []string) []string {
		at := r.IntN(len(leaves))
		return slices.Delete(leaves, at, at+1)
	}},
	{name: "an insertion and a new tree", anew: func(r *rand.Rand, leaves []string) []string {
		return slices.Insert(leaves, r.IntN(len(leaves)), "inserted")
	}},
	{name: "a swap and a new tree", anew: func(r *rand.Rand, leaves []string) []string {
		at := r.IntN(len(leaves) - 1)
		other := at + 1 + r.IntN(len(leaves)-at-1)
		leaves[at], leaves[other] = leaves[other], leaves[at]
		return leaves
	}},
	{name: "a rollback behind a held checkpoint", anew: func(r *rand.Rand, leaves []string) []string {
		return leaves[:r.IntN(len(leaves))]
	}},
	{name: "a rollback with other leaves since", anew: func(r *rand.Rand, leaves []string) []string {
		whole := len(leaves)
		leaves = leaves[:r.IntN(whole)]
		for len(leaves) < whole+r.IntN(4) {
			leaves = append(leaves, fmt.Sprint("other ", len(leaves)))
		}
		return leaves
	}},
}

// The figure of docs/security.md: mutations of every kind, each found with
// nothing but the public key and one checkpoint that somebody else holds; and of
// those that build a new tree, each also by the few hashes that a start reads.
func TestTenThousandMutationsAreFound(t *testing.T) {
	tries := *mutations
	switch {
	case tries > 0:
	case testing.Short():
		tries = 600
	default:
		tries = 10_000
	}
	by, thief := signer(t), signer(t)
	r := rand.New(rand.NewPCG(6962, 2026))
	found, resigned := map[string]int{}, 0
	for try := range tries {
		one := everyMutation[try%len(everyMutation)]
		leaves := make([]string, 2+r.IntN(31))
		for i := range leaves {
			leaves[i] = fmt.Sprint("leaf ", i)
		}
		honest := New(by)
		db, done := ledgerOf(t, honest, leaves)
		held := checkpoint(t, honest, db)
		if one.place != nil {
			query, args := one.place(r, len(leaves))
			exec(t, db, query, args...)
			if report := verify(t, db, by, held); len(report.Problems) == 0 {
				t.Errorf("try %d: %s was not found", try, one.name)
			} else {
				found[one.name]++
			}
			done()
			continue
		}
		done()
		forger := New(thief)
		forged, done := ledgerOf(t, forger, one.anew(r, slices.Clone(leaves)))
		behind := Behind(ctx, forged, by.Public(), [][]byte{held})
		report := verify(t, forged, by, held)
		again := verify(t, forged, by, checkpoint(t, forger, forged)) // signed anew, with a key of the thief's
		if len(report.Problems) > 0 && errors.Is(behind, ErrBehind) {
			found[one.name]++
		} else {
			t.Errorf("try %d: %s was not found: %v, %v", try, one.name, report.Problems, behind)
		}
		if len(again.Problems) > 0 {
			resigned++
		} else {
			t.Errorf("try %d: %s, signed anew, was not found", try, one.name)
		}
		done()
	}
	sum := 0
	for _, one := range everyMutation {
		sum += found[one.name]
		t.Logf("%-40s %d", one.name, found[one.name])
	}
	t.Logf("%d of %d mutations found, and %d more that were signed anew", sum, tries, resigned)
}

func TestAProofShowsALeafToWhoHasThePublicKeyAlone(t *testing.T) {
	by, other := signer(t), signer(t)
	for _, size := range []int{1, 2, 7, 33} {
		leaves := make([]string, size)
		for i := range leaves {
			leaves[i] = fmt.Sprint("leaf ", i)
		}
		l := New(by)
		db, done := ledgerOf(t, l, leaves)
		for n, want := range leaves {
			proof, err := l.Prove(ctx, db, func(leaf []byte) bool { return string(leaf) == want })
			if err != nil {
				t.Fatal(err)
			}
			leaf, number, err := CheckProof(by.Public(), proof)
			if err != nil || string(leaf) != want || number != int64(n) {
				t.Errorf("of %d leaves, leaf %d proves %q as %d: %v", size, n, leaf, number, err)
			}
			if _, _, err := CheckProof(other.Public(), proof); !errors.Is(err, ErrNotProven) {
				t.Errorf("with another key it holds: %v", err)
			}
			for from, to := range map[string]string{`"number": ` + fmt.Sprint(n): `"number": ` + fmt.Sprint(n+1), `"leaf": "`: `"leaf": "AAAA`} {
				if _, _, err := CheckProof(by.Public(), []byte(strings.Replace(string(proof), from, to, 1))); !errors.Is(err, ErrNotProven) {
					t.Errorf("changed at %s it holds: %v", from, err)
				}
			}
		}
		if _, err := l.Prove(ctx, db, func([]byte) bool { return false }); !errors.Is(err, ErrNotProven) {
			t.Errorf("a leaf there is none of: %v", err)
		}
		done()
	}
}

func TestAProofThatIsNoneIsRefused(t *testing.T) {
	by := signer(t)
	for _, text := range []string{"", "[]", "{}", `{"checkpoint":"x"}`, `{"number":-1}`} {
		if _, _, err := CheckProof(by.Public(), []byte(text)); !errors.Is(err, ErrNotProven) {
			t.Errorf("%q: %v", text, err)
		}
	}
	if _, _, err := CheckProof("no key", nil); err == nil {
		t.Error("without a key it was looked at")
	}
}

func TestALedgerThatGrewIsNotBehind(t *testing.T) {
	by := signer(t)
	l := New(by)
	db, done := memory(t)
	defer done()
	held := [][]byte{checkpoint(t, l, db)}
	for i := range 40 {
		appendAll(t, l, db, fmt.Sprint("leaf ", i))
		held = append(held, checkpoint(t, l, db))
		if err := Behind(ctx, db, by.Public(), held); err != nil {
			t.Fatalf("of %d leaves: %v", i+1, err)
		}
	}
	for name, wrong := range map[string][]byte{"another's": checkpoint(t, New(signer(t)), db), "nothing": nil} {
		if err := Behind(ctx, db, by.Public(), [][]byte{wrong}); err == nil {
			t.Errorf("%s checkpoint is taken for a held one", name)
		}
	}
	if err := Behind(ctx, db, "no key", nil); err == nil {
		t.Error("without a key it was looked at")
	}
}

func FuzzCheckProof(f *testing.F) {
	by := signer(f)
	l := New(by)
	db, done := memory(f)
	defer done()
	appendAll(f, l, db, "one", "two", "three")
	proof, err := l.Prove(ctx, db, func(leaf []byte) bool { return string(leaf) == "two" })
	if err != nil {
		f.Fatal(err)
	}
	f.Add(proof)
	f.Fuzz(func(t *testing.T, text []byte) {
		leaf, number, err := CheckProof(by.Public(), text)
		if err == nil && (string(leaf) != "two" || number != 1) {
			t.Errorf("%q proves %q as leaf %d", text, leaf, number)
		}
	})
}

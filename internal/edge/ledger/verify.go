package ledger

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Report is what Verify found. The ledger is whole where there are no problems.
// Leaves newer than the newest checkpoint given could still have been rewritten
// by somebody who can write the database.
type Report struct {
	// Leaves is how many leaves follow each other from 0 without a gap.
	Leaves int64
	// Root is the tree hash of those leaves, as computed again.
	Root tlog.Hash
	// Checkpoints is how many of the checkpoints given agree with the leaves.
	Checkpoints int
	// Problems say what is wrong and where; only the first hundred are listed.
	Problems []string
}

const mostProblems = 100

func (r *Report) problem(format string, args ...any) {
	switch {
	case len(r.Problems) < mostProblems:
		r.Problems = append(r.Problems, fmt.Sprintf(format, args...))
	case len(r.Problems) == mostProblems:
		r.Problems = append(r.Problems, "and more")
	}
}

// Verify reads every leaf in order, computes every hash again, and compares
// with the stored hashes, the head and the checkpoints given. The error says
// that it could not look; what it found wrong is in the report.
//
// Give it one read transaction, so that nothing is appended meanwhile, and
// checkpoints that somebody else has held: those kept beside the ledger prove
// nothing against whoever can write there.
//
// Why: docs/adr/0004-the-door.md.
func Verify(ctx context.Context, tx Tx, publicKey string, checkpoints [][]byte) (Report, error) {
	verifier, err := note.NewVerifier(strings.TrimSpace(publicKey))
	if err != nil {
		return Report{}, fmt.Errorf("reading the ledger's public key: %w", err)
	}
	v := verification{roots: make(map[int64]tlog.Hash), hashes: pages{
		tx: tx, from: math.MinInt64,
		query: "SELECT id, hash FROM ledger_hash WHERE id >= $1 ORDER BY id LIMIT $2"}}
	heads := make([]head, len(checkpoints))
	for i, signed := range checkpoints {
		if heads[i], err = openCheckpoint(signed, verifier); err != nil {
			v.report.problem("checkpoint %d %v", i+1, err)
			heads[i].size = -1
			continue
		}
		v.roots[heads[i].size] = tlog.Hash{}
	}

	if err := v.leaves(ctx, tx); err != nil {
		return Report{}, err
	}
	if err := v.head(ctx, tx); err != nil {
		return Report{}, err
	}
	for i, signed := range heads {
		switch {
		case signed.size < 0: // told already
		case signed.size > v.tree.size:
			v.report.problem("checkpoint %d was signed for %d leaves; only %d follow each other here", i+1, signed.size, v.tree.size)
		case signed.root != v.roots[signed.size]:
			v.report.problem("checkpoint %d: the first %d leaves are not those it was signed for", i+1, signed.size)
		default:
			v.report.Checkpoints++
		}
	}
	v.report.Leaves, v.report.Root = v.tree.size, v.tree.root()
	return v.report, nil
}

// verification is one run of Verify.
type verification struct {
	report Report
	tree   edge
	roots  map[int64]tlog.Hash // at the sizes of the checkpoints
	hashes pages               // as stored, in the order of their numbers
}

// leaves computes the tree again from the leaves, as far as they follow each
// other, and compares the stored hashes on the way.
func (v *verification) leaves(ctx context.Context, tx Tx) error {
	v.note()
	leaves := pages{tx: tx, from: math.MinInt64,
		query: "SELECT seq, leaf FROM ledger_leaf WHERE seq >= $1 ORDER BY seq LIMIT $2"}
	for {
		leaf, some, err := leaves.peek(ctx)
		if err != nil {
			return fmt.Errorf("reading ledger leaves: %w", err)
		}
		if !some {
			break
		}
		if leaf.number > v.tree.size {
			v.report.problem("leaves %d to %d are missing", v.tree.size, leaf.number-1)
			return nil // nothing after a gap can be computed
		}
		leaves.pass()
		if leaf.number < v.tree.size {
			v.report.problem("leaf %d does not belong: leaves are numbered from 0", leaf.number)
			continue
		}
		if err := v.add(ctx, leaf.content); err != nil {
			return err
		}
		v.note()
	}
	return v.passBelow(ctx, math.MaxInt64)
}

// note keeps the root where a checkpoint was signed at this size.
func (v *verification) note() {
	if _, wanted := v.roots[v.tree.size]; wanted {
		v.roots[v.tree.size] = v.tree.root()
	}
}

// add adds the next leaf and compares the hashes that it completes.
func (v *verification) add(ctx context.Context, leaf []byte) error {
	seq := v.tree.size
	first := tlog.StoredHashCount(seq)
	for i, want := range v.tree.add(tlog.RecordHash(leaf), nil) {
		number := first + int64(i)
		if err := v.passBelow(ctx, number); err != nil {
			return err
		}
		stored, some, err := v.hashes.peek(ctx)
		if err != nil {
			return fmt.Errorf("reading ledger hashes: %w", err)
		}
		switch {
		case !some || stored.number > number:
			v.report.problem("hash %d, of leaf %d, is missing", number, seq)
			continue
		case bytes.Equal(stored.content, want[:]):
		case i == 0:
			v.report.problem("leaf %d is not the one whose hash was stored", seq)
		default:
			v.report.problem("hash %d, stored with leaf %d, is not that of the leaves below it", number, seq)
		}
		v.hashes.pass()
	}
	return nil
}

// passBelow reports and passes stored hashes that no leaf accounts for.
func (v *verification) passBelow(ctx context.Context, number int64) error {
	for {
		stored, some, err := v.hashes.peek(ctx)
		if err != nil {
			return fmt.Errorf("reading ledger hashes: %w", err)
		}
		if !some || stored.number >= number {
			return nil
		}
		v.report.problem("hash %d belongs to no leaf", stored.number)
		v.hashes.pass()
	}
}

// head compares what the head says with the tree. Its values are read as text,
// so that one of the wrong type is a problem found rather than an error.
func (v *verification) head(ctx context.Context, tx Tx) error {
	var size, root sql.NullString
	err := tx.QueryRowContext(ctx, "SELECT size, root FROM ledger_head WHERE one = 1").Scan(&size, &root)
	if errors.Is(err, sql.ErrNoRows) {
		v.report.problem("the head is missing")
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading the ledger's head: %w", err)
	}
	if size.String != strconv.FormatInt(v.tree.size, 10) {
		v.report.problem("the head says %s leaves; %d follow each other here", size.String, v.tree.size)
	}
	if root.String != v.tree.root().String() {
		v.report.problem("the head's root is not that of the leaves")
	}
	return nil
}

// row is a numbered row of leaves or hashes.
type row struct {
	number  int64
	content []byte
}

// pages reads numbered rows in order, a page at a time, so that two tables can
// be read side by side in one transaction and neither is held in memory.
type pages struct {
	tx    Tx
	query string

	page []row
	from int64 // the number the next page starts at
	last bool  // no page follows
}

const pageRows = 2000

// peek returns the next row, and whether there is one.
func (p *pages) peek(ctx context.Context) (row, bool, error) {
	if len(p.page) == 0 && !p.last {
		if err := p.read(ctx); err != nil {
			return row{}, false, err
		}
	}
	if len(p.page) == 0 {
		return row{}, false, nil
	}
	return p.page[0], true, nil
}

// pass goes on to the row after the one that peek returned.
func (p *pages) pass() { p.page = p.page[1:] }

func (p *pages) read(ctx context.Context) error {
	rows, err := p.tx.QueryContext(ctx, p.query, p.from, pageRows)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var next row
		if err := rows.Scan(&next.number, &next.content); err != nil {
			return err
		}
		p.page = append(p.page, next)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	p.last = len(p.page) < pageRows || p.page[len(p.page)-1].number == math.MaxInt64
	if len(p.page) > 0 {
		p.from = p.page[len(p.page)-1].number + 1
	}
	return nil
}

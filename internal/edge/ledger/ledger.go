package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/mod/sumdb/tlog"
)

// ErrBroken says that what is stored is not a tree: a hash is missing or the
// head's root is not what the hashes give. Nothing more is appended or signed;
// Verify says where it broke.
var ErrBroken = errors.New("the ledger's stored hashes do not give its root")

// Tx is where the ledger reads and writes: a transaction, or a connection in
// one. *sql.Tx and *sql.Conn are.
type Tx interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// Ledger appends to the tree and signs it. It is safe for use by several
// goroutines and beside other instances on the same database.
type Ledger struct {
	signer *Signer

	mu sync.Mutex
	// cached is the right edge after the last append here. Its transaction may
	// have been rolled back, and another instance may have appended since, so
	// it counts only where the head's size and root agree with it.
	cached edge
}

// New returns a ledger whose checkpoints this signer signs.
func New(signer *Signer) *Ledger { return &Ledger{signer: signer} }

// Append adds the leaves in this transaction and returns the number of the
// first. Other appends wait until the transaction ends. Without leaves it does
// nothing and returns -1.
func (l *Ledger) Append(ctx context.Context, tx Tx, leaves [][]byte) (first int64, err error) {
	if len(leaves) == 0 {
		return -1, nil
	}
	l.mu.Lock()
	before := l.cached
	l.mu.Unlock()

	after, hashes := grow(before, leaves)
	moved, err := moveHead(ctx, tx, before, after)
	if err != nil {
		return 0, err
	}
	if !moved {
		// The head is not where the cache has it: lock it, then look.
		if before, err = lockedEdge(ctx, tx); err != nil {
			return 0, err
		}
		after, hashes = grow(before, leaves)
		if moved, err = moveHead(ctx, tx, before, after); err != nil {
			return 0, err
		}
		if !moved {
			return 0, fmt.Errorf("moving the ledger's head: it moved while locked: %w", ErrBroken)
		}
	}

	if err := insert(ctx, tx, "INSERT INTO ledger_leaf (seq, leaf) VALUES ", before.size, leaves); err != nil {
		return 0, fmt.Errorf("writing ledger leaves: %w", err)
	}
	rows := make([][]byte, len(hashes))
	for i := range hashes {
		rows[i] = hashes[i][:]
	}
	if err := insert(ctx, tx, "INSERT INTO ledger_hash (id, hash) VALUES ", tlog.StoredHashCount(before.size), rows); err != nil {
		return 0, fmt.Errorf("writing ledger hashes: %w", err)
	}
	l.mu.Lock()
	l.cached = after
	l.mu.Unlock()
	return before.size, nil
}

// grow returns the edge with the leaves added, and the hashes to be stored.
func grow(before edge, leaves [][]byte) (after edge, stored []tlog.Hash) {
	after = before.clone()
	stored = make([]tlog.Hash, 0, 2*len(leaves)+8)
	for _, leaf := range leaves {
		stored = after.add(tlog.RecordHash(leaf), stored)
	}
	return after, stored
}

// moveHead says whether the head was at before and now is at after. It locks
// the head until the transaction ends.
func moveHead(ctx context.Context, tx Tx, before, after edge) (bool, error) {
	result, err := tx.ExecContext(ctx,
		"UPDATE ledger_head SET size = $1, root = $2 WHERE one = 1 AND size = $3 AND root = $4",
		after.size, after.root().String(), before.size, before.root().String())
	if err != nil {
		return false, fmt.Errorf("moving the ledger's head: %w", err)
	}
	rows, err := result.RowsAffected()
	if err != nil {
		return false, fmt.Errorf("moving the ledger's head: %w", err)
	}
	return rows == 1, nil
}

// lockedEdge locks the head until the transaction ends and reads the edge.
func lockedEdge(ctx context.Context, tx Tx) (edge, error) {
	if _, err := tx.ExecContext(ctx, "UPDATE ledger_head SET size = size WHERE one = 1"); err != nil {
		return edge{}, fmt.Errorf("locking the ledger's head: %w", err)
	}
	return readEdge(ctx, tx)
}

// readEdge reads the right edge and refuses one that does not give the head's
// root.
func readEdge(ctx context.Context, tx Tx) (edge, error) {
	var size int64
	var root string
	err := tx.QueryRowContext(ctx, "SELECT size, root FROM ledger_head WHERE one = 1").Scan(&size, &root)
	if err != nil {
		return edge{}, fmt.Errorf("reading the ledger's head: %w", err)
	}
	if size < 0 {
		return edge{}, fmt.Errorf("reading the ledger's head: size %d: %w", size, ErrBroken)
	}
	read := edge{size: size}
	for _, number := range edgeNumbers(size) {
		var stored []byte
		err := tx.QueryRowContext(ctx, "SELECT hash FROM ledger_hash WHERE id = $1", number).Scan(&stored)
		if errors.Is(err, sql.ErrNoRows) || err == nil && len(stored) != tlog.HashSize {
			return edge{}, fmt.Errorf("reading ledger hash %d: %w", number, ErrBroken)
		}
		if err != nil {
			return edge{}, fmt.Errorf("reading ledger hash %d: %w", number, err)
		}
		read.hashes = append(read.hashes, tlog.Hash(stored))
	}
	if read.root().String() != root {
		return edge{}, fmt.Errorf("reading the ledger's edge at %d: %w", size, ErrBroken)
	}
	return read, nil
}

// mostRows is how many rows one insert takes. The SQLite driver looks each
// parameter up among all of them, so that longer inserts cost more a row.
const mostRows = 32

// insert writes numbered rows from first on.
func insert(ctx context.Context, tx Tx, into string, first int64, rows [][]byte) error {
	for start := 0; start < len(rows); start += mostRows {
		part := rows[start:min(start+mostRows, len(rows))]
		var text strings.Builder
		text.WriteString(into)
		args := make([]any, 0, 2*len(part))
		for i, row := range part {
			if i > 0 {
				text.WriteByte(',')
			}
			text.WriteString("($" + strconv.Itoa(2*i+1) + ",$" + strconv.Itoa(2*i+2) + ")")
			if row == nil {
				row = []byte{} // an empty leaf is a leaf; nil would be NULL
			}
			args = append(args, first+int64(start+i), row)
		}
		if _, err := tx.ExecContext(ctx, text.String(), args...); err != nil {
			return err
		}
	}
	return nil
}

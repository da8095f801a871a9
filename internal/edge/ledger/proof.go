package ledger

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// ErrNotProven says that a proof does not show what it is said to show.
var ErrNotProven = errors.New("the proof does not hold")

// inclusion is a proof that a leaf is in the tree of a signed checkpoint: all
// that somebody needs who has the ledger's public key and nothing else.
type inclusion struct {
	Number     int64    `json:"number"`
	Leaf       []byte   `json:"leaf"`
	Checkpoint string   `json:"checkpoint"`
	Hashes     []string `json:"hashes"`
}

// Prove returns a proof, as JSON, for the first leaf that is the one sought. It
// returns an error where there is none.
//
// Source: RFC 6962, 2.1.1.
func (l *Ledger) Prove(ctx context.Context, tx Tx, is func(leaf []byte) bool) ([]byte, error) {
	number, leaf, err := find(ctx, tx, is)
	if err != nil {
		return nil, err
	}
	now, err := readEdge(ctx, tx)
	if err != nil {
		return nil, err
	}
	checkpoint, err := l.Checkpoint(ctx, tx)
	if err != nil {
		return nil, err
	}
	proof, err := tlog.ProveRecord(now.size, number, stored(ctx, tx))
	if err != nil {
		return nil, fmt.Errorf("proving leaf %d: %w", number, err)
	}
	made := inclusion{Number: number, Leaf: leaf, Checkpoint: string(checkpoint), Hashes: []string{}}
	for _, hash := range proof {
		made.Hashes = append(made.Hashes, hash.String())
	}
	return json.MarshalIndent(made, "", "  ")
}

// find returns the first leaf that is the one sought.
func find(ctx context.Context, tx Tx, is func(leaf []byte) bool) (int64, []byte, error) {
	leaves := pages{tx: tx, query: "SELECT seq, leaf FROM ledger_leaf WHERE seq >= $1 ORDER BY seq LIMIT $2"}
	for {
		leaf, some, err := leaves.peek(ctx)
		switch {
		case err != nil:
			return 0, nil, fmt.Errorf("looking for a leaf: %w", err)
		case !some:
			return 0, nil, fmt.Errorf("looking for a leaf: there is none: %w", ErrNotProven)
		case is(leaf.content):
			return leaf.number, leaf.content, nil
		}
		leaves.pass()
	}
}

// stored reads stored hashes by their numbers.
func stored(ctx context.Context, tx Tx) tlog.HashReader {
	return tlog.HashReaderFunc(func(numbers []int64) ([]tlog.Hash, error) {
		hashes := make([]tlog.Hash, len(numbers))
		for i, number := range numbers {
			var content []byte
			if err := tx.QueryRowContext(ctx, "SELECT hash FROM ledger_hash WHERE id = $1", number).Scan(&content); err != nil {
				return nil, fmt.Errorf("reading ledger hash %d: %w", number, err)
			}
			if len(content) != tlog.HashSize {
				return nil, fmt.Errorf("reading ledger hash %d: %w", number, ErrBroken)
			}
			hashes[i] = tlog.Hash(content)
		}
		return hashes, nil
	})
}

// CheckProof checks a proof with the ledger's public key alone, and returns the
// leaf that it is of, with its number. It returns ErrNotProven where the proof
// does not hold.
func CheckProof(publicKey string, proof []byte) (leaf []byte, number int64, err error) {
	verifier, err := note.NewVerifier(strings.TrimSpace(publicKey))
	if err != nil {
		return nil, 0, fmt.Errorf("reading the ledger's public key: %w", err)
	}
	var read inclusion
	if err := json.Unmarshal(proof, &read); err != nil {
		return nil, 0, fmt.Errorf("reading the proof: %w", ErrNotProven)
	}
	signed, err := openCheckpoint([]byte(read.Checkpoint), verifier)
	if err != nil {
		return nil, 0, fmt.Errorf("the checkpoint %w: %w", err, ErrNotProven)
	}
	hashes := make(tlog.RecordProof, len(read.Hashes))
	for i, text := range read.Hashes {
		if hashes[i], err = tlog.ParseHash(text); err != nil {
			return nil, 0, fmt.Errorf("reading the proof: %w", ErrNotProven)
		}
	}
	if read.Number < 0 || read.Number >= signed.size {
		return nil, 0, fmt.Errorf("the checkpoint is of fewer leaves: %w", ErrNotProven)
	}
	if err := tlog.CheckRecord(hashes, signed.size, signed.root, read.Number, tlog.RecordHash(read.Leaf)); err != nil {
		return nil, 0, fmt.Errorf("%w: %w", err, ErrNotProven)
	}
	return read.Leaf, read.Number, nil
}

// Behind says whether the tree is smaller than one that a checkpoint was signed
// for, or grew from another: whoever holds the checkpoint saw more, or something
// else, than is here. It reads a few hashes for each checkpoint, however many
// leaves there are.
func Behind(ctx context.Context, tx Tx, publicKey string, held [][]byte) error {
	verifier, err := note.NewVerifier(strings.TrimSpace(publicKey))
	if err != nil {
		return fmt.Errorf("reading the ledger's public key: %w", err)
	}
	now, err := readEdge(ctx, tx)
	if err != nil {
		return err
	}
	for i, signed := range held {
		head, err := openCheckpoint(signed, verifier)
		if err != nil {
			return fmt.Errorf("held checkpoint %d %w", i+1, err)
		}
		if head.size > now.size {
			return fmt.Errorf("held checkpoint %d was signed for %d leaves, and here are %d: %w", i+1, head.size, now.size, ErrBehind)
		}
		if head.size == 0 {
			continue
		}
		root, err := tlog.TreeHash(head.size, stored(ctx, tx))
		if err != nil {
			return fmt.Errorf("computing the tree of %d leaves: %w", head.size, err)
		}
		if root != head.root {
			return fmt.Errorf("held checkpoint %d was signed for other leaves than the first %d here: %w", i+1, head.size, ErrBehind)
		}
	}
	return nil
}

// ErrBehind says that the ledger is not what somebody else holds a checkpoint of.
var ErrBehind = errors.New("the ledger was set back or rewritten")

package ledger

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Checkpoint returns the tree as this transaction sees it, signed: a note of
// the log's name, the number of leaves and the root, for others to hold.
//
// Source: C2SP tlog-checkpoint.
func (l *Ledger) Checkpoint(ctx context.Context, tx Tx) ([]byte, error) {
	now, err := readEdge(ctx, tx)
	if err != nil {
		return nil, err
	}
	text := fmt.Sprintf("%s\n%d\n%v\n", l.signer.signer.Name(), now.size, now.root())
	signed, err := note.Sign(&note.Note{Text: text}, l.signer.signer)
	if err != nil {
		return nil, fmt.Errorf("signing a checkpoint at %d: %w", now.size, err)
	}
	return signed, nil
}

// head is what a checkpoint says.
type head struct {
	size int64
	root tlog.Hash
}

// openCheckpoint reads a checkpoint that this verifier's key signed. Lines
// after the root are extensions and pass; signatures of others pass too.
func openCheckpoint(signed []byte, verifier note.Verifier) (head, error) {
	opened, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return head{}, fmt.Errorf("is not signed by this ledger: %w", err)
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 {
		return head{}, errors.New("has no name, size and root")
	}
	if lines[0] != verifier.Name() {
		return head{}, errors.New("is of another ledger")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 || strconv.FormatInt(size, 10) != lines[1] {
		return head{}, errors.New("has no size")
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return head{}, errors.New("has no root")
	}
	return head{size, root}, nil
}

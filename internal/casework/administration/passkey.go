package administration

import (
	"context"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
)

// Passkey is a passkey of an account: the public half of a key pair whose other
// half never leaves its device.
type Passkey struct {
	Key     []byte // names the key pair
	Account string
	Record  string // what answers are checked against
	Count   uint32 // how often the device says it was used; 0 where it does not count
	Added   time.Time
}

// ID names the passkey among those of its account.
func (p Passkey) ID() string { return hex.EncodeToString(p.Key) }

// What can be answered about passkeys beside success.
var (
	ErrNoPasskey     = casework.Fail(casework.NotFound, "finding a passkey", "the account has none, or there is none at this address")
	ErrPasskeyKept   = casework.Fail(casework.Conflict, "keeping a passkey", "it is kept already")
	ErrNoChallenge   = casework.Fail(casework.Invalid, "answering with a passkey", "nothing was asked, or it was answered")
	ErrWrongPasskey  = casework.Fail(casework.Invalid, "answering with a passkey", "the answer is not right")
	ErrPasskeyCopied = casework.Fail(casework.Invalid, "answering with a passkey", "the device counts fewer uses than before, as a copy would")
)

// PasskeyStore keeps passkeys, and what they are asked.
type PasskeyStore interface {
	// Passkeys returns the passkeys of an account, the oldest first.
	Passkeys(ctx context.Context, account string) ([]Passkey, error)
	// AddPasskey keeps a new passkey, or answers ErrPasskeyKept.
	AddPasskey(ctx context.Context, passkey Passkey) error
	// UsePasskey keeps the record and the count after a use. It answers
	// ErrPasskeyCopied unless the count is higher than the one kept, or both are 0.
	UsePasskey(ctx context.Context, passkey Passkey) error
	// RemovePasskey forgets a passkey of an account; forgetting one that is not
	// there is no error.
	RemovePasskey(ctx context.Context, account string, key []byte) error
	// SetChallenge keeps what is asked in the session whose token hashes to this, in
	// place of what was asked before.
	SetChallenge(ctx context.Context, tokenHash []byte, challenge string) error
	// TakeChallenge returns what was asked, once: else it answers ErrNoChallenge.
	TakeChallenge(ctx context.Context, tokenHash []byte) (string, error)
}

// RemoveOwnPasskey takes one of the asker's own passkeys away.
func (d Desk) RemoveOwnPasskey(ctx context.Context, asker access.Asker, id string) error {
	const op = "remove an own passkey"
	keys, err := d.Factors.Passkeys(ctx, asker.ID)
	if err != nil {
		return fmt.Errorf("%s: %w", op, err)
	}
	i := slices.IndexFunc(keys, func(p Passkey) bool { return p.ID() == id })
	if i < 0 {
		return ErrNoPasskey
	}
	if err := d.tell(ctx, op, asker, access.Append, asker.ID); err != nil {
		return err
	}
	if err := d.Factors.RemovePasskey(ctx, asker.ID, keys[i].Key); err != nil {
		return fmt.Errorf("%s: %w", op, err)
	}
	return nil
}

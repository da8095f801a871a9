package record

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"throughline/internal/casework/administration"
)

// Passkeys returns the passkeys of an account, the oldest first.
func (s *Store) Passkeys(ctx context.Context, account string) ([]administration.Passkey, error) {
	var all []administration.Passkey
	err := each(ctx, s.reader, "SELECT id, record, count, added FROM passkeys WHERE account = $1 ORDER BY added, id", func(rows *sql.Rows) error {
		passkey := administration.Passkey{Account: account}
		var added string
		err := rows.Scan(&passkey.Key, &passkey.Record, &passkey.Count, &added)
		if err == nil {
			passkey.Added, err = time.Parse(time.RFC3339Nano, added)
		}
		all = append(all, passkey)
		return err
	}, account)
	if err != nil {
		return nil, fmt.Errorf("reading passkeys: %w", err)
	}
	return all, nil
}

// AddPasskey keeps a new passkey.
func (s *Store) AddPasskey(ctx context.Context, passkey administration.Passkey) error {
	return s.exec(ctx, func(ctx context.Context, tx Tx) error {
		done, err := tx.ExecContext(ctx, "INSERT INTO passkeys (id, account, record, count, added) VALUES ($1,$2,$3,$4,$5) ON CONFLICT (id) DO NOTHING",
			passkey.Key, passkey.Account, passkey.Record, int64(passkey.Count), stamp(passkey.Added))
		return oneRow(done, err, "keeping a passkey", administration.ErrPasskeyKept)
	})
}

// UsePasskey keeps the record and the count after a use: the comparison and the
// writing are one statement, so that of two uses with one count one is refused.
func (s *Store) UsePasskey(ctx context.Context, passkey administration.Passkey) error {
	return s.exec(ctx, func(ctx context.Context, tx Tx) error {
		count := int64(passkey.Count)
		done, err := tx.ExecContext(ctx, "UPDATE passkeys SET record = $1, count = $2 WHERE id = $3 AND account = $4 AND (count < $5 OR count + $6 = 0)",
			passkey.Record, count, passkey.Key, passkey.Account, count, count)
		return oneRow(done, err, "using a passkey", administration.ErrPasskeyCopied)
	})
}

// RemovePasskey forgets a passkey of an account.
func (s *Store) RemovePasskey(ctx context.Context, account string, key []byte) error {
	return s.sessions(ctx, "removing a passkey", "DELETE FROM passkeys WHERE id = $1 AND account = $2", key, account)
}

// SetChallenge keeps what a passkey is asked in a session.
func (s *Store) SetChallenge(ctx context.Context, tokenHash []byte, challenge string) error {
	return s.sessions(ctx, "asking a passkey", "UPDATE sessions SET challenge = $1 WHERE token_hash = $2", challenge, tokenHash)
}

// TakeChallenge returns what was asked, once.
func (s *Store) TakeChallenge(ctx context.Context, tokenHash []byte) (string, error) {
	var challenge string
	err := s.exec(ctx, func(ctx context.Context, tx Tx) error {
		err := tx.QueryRowContext(ctx, "SELECT challenge FROM sessions WHERE token_hash = $1", tokenHash).Scan(&challenge)
		if errors.Is(err, sql.ErrNoRows) || err == nil && challenge == "" {
			return administration.ErrNoChallenge
		}
		if err != nil {
			return fmt.Errorf("reading what was asked: %w", err)
		}
		done, err := tx.ExecContext(ctx, "UPDATE sessions SET challenge = '' WHERE token_hash = $1 AND challenge = $2", tokenHash, challenge)
		return oneRow(done, err, "taking what was asked", administration.ErrNoChallenge)
	})
	if err != nil {
		return "", err
	}
	return challenge, nil
}

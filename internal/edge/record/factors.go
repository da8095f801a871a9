package record

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"throughline/internal/casework/administration"
)

// Factor returns the second factor of an account.
func (s *Store) Factor(ctx context.Context, account string) (administration.Factor, error) {
	factor := administration.Factor{Account: account}
	var since string
	err := s.reader.QueryRowContext(ctx, "SELECT secret, step, since FROM factors WHERE account = $1", account).
		Scan(&factor.Secret, &factor.Step, &since)
	if errors.Is(err, sql.ErrNoRows) {
		return administration.Factor{}, administration.ErrNoFactor
	}
	if err == nil {
		factor.Since, err = time.Parse(time.RFC3339Nano, since)
	}
	if err != nil {
		return administration.Factor{}, fmt.Errorf("reading a second factor: %w", err)
	}
	return factor, nil
}

// AddFactor keeps the first second factor of an account.
func (s *Store) AddFactor(ctx context.Context, factor administration.Factor) error {
	return s.exec(ctx, func(ctx context.Context, tx Tx) error {
		done, err := tx.ExecContext(ctx, "INSERT INTO factors (account, secret, step, since) VALUES ($1,$2,$3,$4) ON CONFLICT (account) DO NOTHING",
			factor.Account, factor.Secret, factor.Step, stamp(factor.Since))
		return oneRow(done, err, "keeping a second factor", administration.ErrFactorKept)
	})
}

// UseStep notes that the code of a step was used: the comparison and the writing
// are one statement, so that one code works once.
func (s *Store) UseStep(ctx context.Context, account string, step int64) error {
	return s.exec(ctx, func(ctx context.Context, tx Tx) error {
		done, err := tx.ExecContext(ctx, "UPDATE factors SET step = $1 WHERE account = $2 AND step < $3", step, account, step)
		return oneRow(done, err, "using a code", administration.ErrCodeUsed)
	})
}

// Reset returns what is asked for an account.
func (s *Store) Reset(ctx context.Context, account string) (administration.Reset, error) {
	reset := administration.Reset{Account: account}
	var asked string
	err := s.reader.QueryRowContext(ctx, "SELECT asked_by, asked FROM factor_resets WHERE account = $1", account).Scan(&reset.AskedBy, &asked)
	if errors.Is(err, sql.ErrNoRows) {
		return administration.Reset{}, administration.ErrNoReset
	}
	if err == nil {
		reset.Asked, err = time.Parse(time.RFC3339Nano, asked)
	}
	if err != nil {
		return administration.Reset{}, fmt.Errorf("reading what was asked: %w", err)
	}
	return reset, nil
}

// AskReset keeps what was asked, in place of what was asked before.
func (s *Store) AskReset(ctx context.Context, reset administration.Reset) error {
	return s.exec(ctx, func(ctx context.Context, tx Tx) error {
		_, err := tx.ExecContext(ctx, "INSERT INTO factor_resets (account, asked_by, asked) VALUES ($1,$2,$3)"+
			" ON CONFLICT (account) DO UPDATE SET asked_by = excluded.asked_by, asked = excluded.asked",
			reset.Account, reset.AskedBy, stamp(reset.Asked))
		if err != nil {
			return fmt.Errorf("keeping what was asked: %w", err)
		}
		return nil
	})
}

// ConfirmReset takes the second factor away where somebody other than by asked
// for it, at or after since.
func (s *Store) ConfirmReset(ctx context.Context, account, by string, since time.Time) error {
	return s.exec(ctx, func(ctx context.Context, tx Tx) error {
		var askedBy, text string
		err := tx.QueryRowContext(ctx, "SELECT asked_by, asked FROM factor_resets WHERE account = $1", account).Scan(&askedBy, &text)
		if errors.Is(err, sql.ErrNoRows) {
			return administration.ErrNoReset
		}
		if err != nil {
			return fmt.Errorf("reading what was asked: %w", err)
		}
		asked, err := time.Parse(time.RFC3339Nano, text)
		if err != nil {
			return fmt.Errorf("reading what was asked: %w", err)
		}
		if askedBy == by || asked.Before(since) {
			return administration.ErrNoReset
		}
		done, err := tx.ExecContext(ctx, "DELETE FROM factor_resets WHERE account = $1 AND asked_by = $2", account, askedBy)
		if err := oneRow(done, err, "confirming what was asked", administration.ErrNoReset); err != nil {
			return err
		}
		return takeFactor(ctx, tx, account)
	})
}

// TakeFactor takes the second factor away, asked for or not.
func (s *Store) TakeFactor(ctx context.Context, account string) error {
	return s.exec(ctx, func(ctx context.Context, tx Tx) error {
		if _, err := tx.ExecContext(ctx, "DELETE FROM factor_resets WHERE account = $1", account); err != nil {
			return fmt.Errorf("forgetting what was asked: %w", err)
		}
		return takeFactor(ctx, tx, account)
	})
}

// takeFactor forgets a second factor with its passkeys, and the sessions that were
// opened with it.
func takeFactor(ctx context.Context, tx Tx, account string) error {
	if _, err := tx.ExecContext(ctx, "DELETE FROM sessions WHERE account = $1", account); err != nil {
		return fmt.Errorf("ending sessions: %w", err)
	}
	if _, err := tx.ExecContext(ctx, "DELETE FROM passkeys WHERE account = $1", account); err != nil {
		return fmt.Errorf("removing passkeys: %w", err)
	}
	done, err := tx.ExecContext(ctx, "DELETE FROM factors WHERE account = $1", account)
	return oneRow(done, err, "taking a second factor away", administration.ErrNoFactor)
}

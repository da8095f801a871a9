package record

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"throughline/internal/casework/herspace"
)

var _ herspace.CardStore = (*Store)(nil)

// moment returns the time of a column that counts microseconds.
func moment(micros int64) time.Time { return time.UnixMicro(micros).UTC() }

func scanCard(row scanner) (herspace.Card, error) {
	var card herspace.Card
	var issued int64
	err := row.Scan(&card.Woman, &card.Lookup, &card.Proof, &card.Wrong, &issued)
	if errors.Is(err, sql.ErrNoRows) {
		return card, herspace.ErrNoCard
	}
	if err != nil {
		return card, fmt.Errorf("reading a card: %w", err)
	}
	card.Issued = moment(issued)
	return card, nil
}

const cardColumns = "woman, lookup, proof, wrong, issued"

// Card returns the card of a woman.
func (s *Store) Card(ctx context.Context, woman string) (herspace.Card, error) {
	return scanCard(s.reader.QueryRowContext(ctx, "SELECT "+cardColumns+" FROM cards WHERE woman = $1", woman))
}

// KeepCard puts a card in the place of the one given at before.
func (s *Store) KeepCard(ctx context.Context, card herspace.Card, before time.Time) error {
	return s.exec(ctx, func(ctx context.Context, tx Tx) error {
		values := []any{card.Woman, card.Lookup, card.Proof, card.Wrong, card.Issued.UnixMicro()}
		query := "INSERT INTO cards (" + cardColumns + ") VALUES ($1,$2,$3,$4,$5) ON CONFLICT (woman) DO NOTHING"
		if !before.IsZero() {
			query = "UPDATE cards SET lookup = $2, proof = $3, wrong = $4, issued = $5 WHERE woman = $1 AND issued = $6"
			values = append(values, before.UnixMicro())
		}
		done, err := tx.ExecContext(ctx, query, values...)
		if err := oneRow(done, err, "keeping a card", herspace.ErrCardChanged); err != nil {
			return err
		}
		return closeSpace(ctx, tx, card.Woman)
	})
}

// closeSpace ends what is open to a woman, and what could open it.
func closeSpace(ctx context.Context, tx Tx, woman string) error {
	for _, table := range []string{"codes", "her_sessions"} {
		if _, err := tx.ExecContext(ctx, "DELETE FROM "+table+" WHERE woman = $1", woman); err != nil {
			return fmt.Errorf("closing her space: %w", err)
		}
	}
	return nil
}

// RevokeCard forgets the card, the codes and the sessions of a woman.
func (s *Store) RevokeCard(ctx context.Context, woman string) error {
	return s.exec(ctx, func(ctx context.Context, tx Tx) error {
		if _, err := tx.ExecContext(ctx, "DELETE FROM cards WHERE woman = $1", woman); err != nil {
			return fmt.Errorf("taking a card back: %w", err)
		}
		return closeSpace(ctx, tx, woman)
	})
}

// TryCard counts a try, and returns the card unless it is frozen.
func (s *Store) TryCard(ctx context.Context, lookup []byte) (card herspace.Card, err error) {
	err = s.exec(ctx, func(ctx context.Context, tx Tx) (err error) {
		card, err = scanCard(tx.QueryRowContext(ctx, "UPDATE cards SET wrong = wrong + 1 WHERE lookup = $1 AND wrong < $2 RETURNING "+cardColumns,
			lookup, herspace.MostWrong))
		return err
	})
	return card, err
}

// ClearTries forgets the tries of a card.
func (s *Store) ClearTries(ctx context.Context, lookup []byte) error {
	return s.sessions(ctx, "forgetting tries", "UPDATE cards SET wrong = 0 WHERE lookup = $1", lookup)
}

// KeepCode keeps a code in the place of those before it.
func (s *Store) KeepCode(ctx context.Context, code herspace.Code, now time.Time) error {
	return s.exec(ctx, func(ctx context.Context, tx Tx) error {
		if _, err := tx.ExecContext(ctx, "DELETE FROM codes WHERE woman = $1 OR expires <= $2", code.Woman, now.UnixMicro()); err != nil {
			return fmt.Errorf("forgetting codes: %w", err)
		}
		if _, err := tx.ExecContext(ctx, "INSERT INTO codes (lookup, woman, expires) VALUES ($1,$2,$3)", code.Lookup, code.Woman, code.Expires.UnixMicro()); err != nil {
			return fmt.Errorf("keeping a code: %w", err)
		}
		return nil
	})
}

// SpendCode forgets a code and returns whose it was.
func (s *Store) SpendCode(ctx context.Context, lookup []byte, now time.Time) (woman string, err error) {
	err = s.exec(ctx, func(ctx context.Context, tx Tx) error {
		err := tx.QueryRowContext(ctx, "DELETE FROM codes WHERE lookup = $1 AND expires > $2 RETURNING woman", lookup, now.UnixMicro()).Scan(&woman)
		if errors.Is(err, sql.ErrNoRows) {
			return herspace.ErrNoCode
		}
		if err != nil {
			return fmt.Errorf("spending a code: %w", err)
		}
		return nil
	})
	return woman, err
}

// AddHerSession keeps a new session.
func (s *Store) AddHerSession(ctx context.Context, session herspace.Session) error {
	return s.sessions(ctx, "keeping a session", "INSERT INTO her_sessions (token_hash, woman, created, last_seen, expires) VALUES ($1,$2,$3,$4,$5)",
		session.TokenHash, session.Woman, session.Created.UnixMicro(), session.LastSeen.UnixMicro(), session.Expires.UnixMicro())
}

// HerSession returns the session whose token hashes to this.
func (s *Store) HerSession(ctx context.Context, tokenHash []byte) (herspace.Session, error) {
	session := herspace.Session{TokenHash: tokenHash}
	var created, seen, expires int64
	err := s.reader.QueryRowContext(ctx, "SELECT woman, created, last_seen, expires FROM her_sessions WHERE token_hash = $1", tokenHash).
		Scan(&session.Woman, &created, &seen, &expires)
	if errors.Is(err, sql.ErrNoRows) {
		return session, herspace.ErrNoSession
	}
	if err != nil {
		return session, fmt.Errorf("reading a session: %w", err)
	}
	session.Created, session.LastSeen, session.Expires = moment(created), moment(seen), moment(expires)
	return session, nil
}

// TouchHerSession notes that the session was used.
func (s *Store) TouchHerSession(ctx context.Context, tokenHash []byte, seen time.Time) error {
	return s.sessions(ctx, "noting a session", "UPDATE her_sessions SET last_seen = $1 WHERE token_hash = $2", seen.UnixMicro(), tokenHash)
}

// EndHerSession forgets the session.
func (s *Store) EndHerSession(ctx context.Context, tokenHash []byte) error {
	return s.sessions(ctx, "ending a session", "DELETE FROM her_sessions WHERE token_hash = $1", tokenHash)
}

// EndExpiredHerSessions forgets the sessions that have ended.
func (s *Store) EndExpiredHerSessions(ctx context.Context, now time.Time) error {
	return s.sessions(ctx, "ending sessions", "DELETE FROM her_sessions WHERE expires <= $1", now.UnixMicro())
}

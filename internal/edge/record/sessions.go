package record

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"throughline/internal/casework/administration"
)

const sessionColumns = "token_hash, account, created, last_seen, expires, half, shown, offered"

// AddSession keeps a new session.
func (s *Store) AddSession(ctx context.Context, session administration.Session) error {
	return s.exec(ctx, func(ctx context.Context, tx Tx) error { return addSession(ctx, tx, session) })
}

func addSession(ctx context.Context, tx Tx, session administration.Session) error {
	shown := ""
	if !session.Shown.IsZero() {
		shown = stamp(session.Shown)
	}
	_, err := tx.ExecContext(ctx, "INSERT INTO sessions ("+sessionColumns+") VALUES "+placeholders(1, 8),
		session.TokenHash, session.Account, stamp(session.Created), stamp(session.LastSeen), stamp(session.Expires),
		bit(session.Half), shown, session.Offered)
	if err != nil {
		return fmt.Errorf("keeping a session: %w", err)
	}
	return nil
}

// RenewSession keeps a session in place of another, so that none outlives the
// end of the one it follows.
func (s *Store) RenewSession(ctx context.Context, old []byte, session administration.Session) error {
	return s.exec(ctx, func(ctx context.Context, tx Tx) error {
		done, err := tx.ExecContext(ctx, "DELETE FROM sessions WHERE token_hash = $1", old)
		if err := oneRow(done, err, "renewing a session", administration.ErrNoSession); err != nil {
			return err
		}
		return addSession(ctx, tx, session)
	})
}

func scanSession(row scanner) (administration.Session, error) {
	var session administration.Session
	var created, seen, expires, shown string
	var half int
	err := row.Scan(&session.TokenHash, &session.Account, &created, &seen, &expires, &half, &shown, &session.Offered)
	if errors.Is(err, sql.ErrNoRows) {
		return session, administration.ErrNoSession
	}
	if err != nil {
		return session, fmt.Errorf("reading a session: %w", err)
	}
	session.Half = half == 1
	for _, part := range []struct {
		text string
		into *time.Time
	}{{created, &session.Created}, {seen, &session.LastSeen}, {expires, &session.Expires}, {shown, &session.Shown}} {
		if part.text == "" {
			continue // no code was entered yet
		}
		if *part.into, err = time.Parse(time.RFC3339Nano, part.text); err != nil {
			return session, fmt.Errorf("reading a session: %w", err)
		}
	}
	return session, nil
}

// Session returns the session whose token hashes to this.
func (s *Store) Session(ctx context.Context, tokenHash []byte) (administration.Session, error) {
	return scanSession(s.reader.QueryRowContext(ctx, "SELECT "+sessionColumns+" FROM sessions WHERE token_hash = $1", tokenHash))
}

// SessionsOf returns the sessions of an account, the newest first.
func (s *Store) SessionsOf(ctx context.Context, account string) ([]administration.Session, error) {
	var all []administration.Session
	err := each(ctx, s.reader, "SELECT "+sessionColumns+" FROM sessions WHERE account = $1 ORDER BY created DESC, token_hash", func(rows *sql.Rows) error {
		session, err := scanSession(rows)
		all = append(all, session)
		return err
	}, account)
	if err != nil {
		return nil, fmt.Errorf("listing sessions: %w", err)
	}
	return all, nil
}

// sessions runs one statement on sessions.
func (s *Store) sessions(ctx context.Context, doing, query string, args ...any) error {
	return s.exec(ctx, func(ctx context.Context, tx Tx) error {
		if _, err := tx.ExecContext(ctx, query, args...); err != nil {
			return fmt.Errorf("%s: %w", doing, err)
		}
		return nil
	})
}

// TouchSession notes that the session was used.
func (s *Store) TouchSession(ctx context.Context, tokenHash []byte, seen time.Time) error {
	return s.sessions(ctx, "noting a session", "UPDATE sessions SET last_seen = $1 WHERE token_hash = $2", stamp(seen), tokenHash)
}

// EndSession forgets the session.
func (s *Store) EndSession(ctx context.Context, tokenHash []byte) error {
	return s.sessions(ctx, "ending a session", "DELETE FROM sessions WHERE token_hash = $1", tokenHash)
}

// EndSessionsOf forgets all sessions of an account.
func (s *Store) EndSessionsOf(ctx context.Context, account string) error {
	return s.sessions(ctx, "ending sessions", "DELETE FROM sessions WHERE account = $1", account)
}

// EndExpiredSessions forgets the sessions that have ended.
func (s *Store) EndExpiredSessions(ctx context.Context, now time.Time) error {
	return s.sessions(ctx, "ending sessions", "DELETE FROM sessions WHERE expires <= $1", stamp(now))
}

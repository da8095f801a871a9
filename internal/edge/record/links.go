package record

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"throughline/internal/casework/onward"
)

var _ onward.LinkStore = (*Store)(nil)

const linkColumns = "referral, case_id, woman, lookup, nonce, proof, inbox, wrong, made, until"

func scanLink(row scanner) (onward.Link, error) {
	var link onward.Link
	var made, until int64
	err := row.Scan(&link.Referral, &link.Case, &link.Woman, &link.Lookup, &link.Nonce, &link.Proof, &link.Inbox, &link.Wrong, &made, &until)
	if errors.Is(err, sql.ErrNoRows) {
		return link, onward.ErrNoLink
	}
	if err != nil {
		return link, fmt.Errorf("reading a link: %w", err)
	}
	link.Made, link.Until = moment(made), moment(until)
	return link, nil
}

// KeepLink puts a link in the place of the one its referral had. The same link again
// changes nothing.
func (s *Store) KeepLink(ctx context.Context, link onward.Link) error {
	return s.exec(ctx, func(ctx context.Context, tx Tx) error {
		done, err := tx.ExecContext(ctx, "INSERT INTO links ("+linkColumns+`) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)
ON CONFLICT (referral) DO UPDATE SET lookup = excluded.lookup, nonce = excluded.nonce, proof = excluded.proof, inbox = excluded.inbox,
 wrong = excluded.wrong, made = excluded.made, until = excluded.until WHERE links.lookup <> excluded.lookup`,
			link.Referral, link.Case, link.Woman, link.Lookup, link.Nonce, link.Proof, link.Inbox, link.Wrong, link.Made.UnixMicro(), link.Until.UnixMicro())
		if err != nil {
			return fmt.Errorf("keeping a link: %w", err)
		}
		changed, err := done.RowsAffected()
		if err != nil {
			return fmt.Errorf("keeping a link: %w", err)
		}
		if changed == 0 {
			return nil
		}
		return closeLink(ctx, tx, link.Referral)
	})
}

// closeLink ends the sessions that the link of a referral opened.
func closeLink(ctx context.Context, tx Tx, referral string) error {
	if _, err := tx.ExecContext(ctx, "DELETE FROM link_sessions WHERE referral = $1", referral); err != nil {
		return fmt.Errorf("closing a link: %w", err)
	}
	return nil
}

// LinkOf returns the link of a referral.
func (s *Store) LinkOf(ctx context.Context, referral string) (onward.Link, error) {
	return scanLink(s.reader.QueryRowContext(ctx, "SELECT "+linkColumns+" FROM links WHERE referral = $1", referral))
}

// DropLink forgets the link of a referral, and its sessions.
func (s *Store) DropLink(ctx context.Context, referral string) error {
	return s.exec(ctx, func(ctx context.Context, tx Tx) error {
		if _, err := tx.ExecContext(ctx, "DELETE FROM links WHERE referral = $1", referral); err != nil {
			return fmt.Errorf("forgetting a link: %w", err)
		}
		return closeLink(ctx, tx, referral)
	})
}

// TryLink counts a try, and returns the link unless it is frozen or over.
func (s *Store) TryLink(ctx context.Context, lookup []byte, now time.Time) (link onward.Link, err error) {
	err = s.exec(ctx, func(ctx context.Context, tx Tx) (err error) {
		link, err = scanLink(tx.QueryRowContext(ctx, "UPDATE links SET wrong = wrong + 1 WHERE lookup = $1 AND wrong < $2 AND until > $3 RETURNING "+linkColumns,
			lookup, onward.MostWrong, now.UnixMicro()))
		return err
	})
	return link, err
}

// ClearLinkTries forgets the tries of a link after a right one.
func (s *Store) ClearLinkTries(ctx context.Context, lookup []byte) error {
	return s.sessions(ctx, "forgetting tries", "UPDATE links SET wrong = 0 WHERE lookup = $1", lookup)
}

// AddLinkSession keeps a new session, and forgets those that have ended.
func (s *Store) AddLinkSession(ctx context.Context, session onward.LinkSession) error {
	return s.exec(ctx, func(ctx context.Context, tx Tx) error {
		if _, err := tx.ExecContext(ctx, "DELETE FROM link_sessions WHERE expires <= $1", session.LastSeen.UnixMicro()); err != nil {
			return fmt.Errorf("ending sessions: %w", err)
		}
		_, err := tx.ExecContext(ctx, "INSERT INTO link_sessions (token_hash, referral, case_id, woman, last_seen, expires) VALUES ($1,$2,$3,$4,$5,$6)",
			session.TokenHash, session.Referral, session.Case, session.Woman, session.LastSeen.UnixMicro(), session.Expires.UnixMicro())
		if err != nil {
			return fmt.Errorf("keeping a session: %w", err)
		}
		return nil
	})
}

// LinkSession returns the session whose token hashes to this.
func (s *Store) LinkSession(ctx context.Context, tokenHash []byte) (onward.LinkSession, error) {
	session := onward.LinkSession{TokenHash: tokenHash}
	var seen, expires int64
	err := s.reader.QueryRowContext(ctx, "SELECT referral, case_id, woman, last_seen, expires FROM link_sessions WHERE token_hash = $1", tokenHash).
		Scan(&session.Referral, &session.Case, &session.Woman, &seen, &expires)
	if errors.Is(err, sql.ErrNoRows) {
		return session, onward.ErrNoSession
	}
	if err != nil {
		return session, fmt.Errorf("reading a session: %w", err)
	}
	session.LastSeen, session.Expires = moment(seen), moment(expires)
	return session, nil
}

// TouchLinkSession notes that the session was used.
func (s *Store) TouchLinkSession(ctx context.Context, tokenHash []byte, seen time.Time) error {
	return s.sessions(ctx, "noting a session", "UPDATE link_sessions SET last_seen = $1 WHERE token_hash = $2", seen.UnixMicro(), tokenHash)
}

// EndLinkSession forgets the session.
func (s *Store) EndLinkSession(ctx context.Context, tokenHash []byte) error {
	return s.sessions(ctx, "ending a session", "DELETE FROM link_sessions WHERE token_hash = $1", tokenHash)
}

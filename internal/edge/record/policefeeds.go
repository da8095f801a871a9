package record

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"time"

	"throughline/internal/casework/linking"
)

var _ linking.Store = (*Store)(nil)

// KeepPoliceFeed seals a part of a police feed with the installation's own key and keeps
// it in place of what stood there; when it was first kept stays.
func (s *Store) KeepPoliceFeed(ctx context.Context, id string, part int, plain []byte) error {
	sealed, err := s.options.Vault.Own().Seal("police_feeds", id, strconv.Itoa(part), plain)
	if err != nil {
		return fmt.Errorf("sealing a police feed: %w", err)
	}
	return s.exec(ctx, func(ctx context.Context, tx Tx) error {
		if _, err := tx.ExecContext(ctx, "INSERT INTO police_feeds (id, part, kept, sealed) VALUES ($1, $2, $3, $4)"+
			" ON CONFLICT (id, part) DO UPDATE SET sealed = excluded.sealed", id, part, s.now().UnixMilli(), sealed); err != nil {
			return fmt.Errorf("keeping a police feed: %w", err)
		}
		return nil
	})
}

// PoliceFeedParts opens the parts of a police feed from one number up to and without
// another.
func (s *Store) PoliceFeedParts(ctx context.Context, id string, from, to int) (map[int][]byte, error) {
	parts := map[int][]byte{}
	err := each(ctx, s.reader, "SELECT part, sealed FROM police_feeds WHERE id = $1 AND part >= $2 AND part < $3", func(rows *sql.Rows) error {
		var part int
		var sealed []byte
		if err := rows.Scan(&part, &sealed); err != nil {
			return err
		}
		var err error
		parts[part], err = s.options.Vault.Own().Open("police_feeds", id, strconv.Itoa(part), sealed)
		return err
	}, id, from, to)
	if err != nil {
		return nil, fmt.Errorf("opening a police feed: %w", err)
	}
	return parts, nil
}

// PoliceFeeds returns the ids of all police feeds, the newest first.
func (s *Store) PoliceFeeds(ctx context.Context) ([]string, error) {
	var ids []string
	err := each(ctx, s.reader, "SELECT id FROM police_feeds WHERE part = 0 ORDER BY kept DESC, id", func(rows *sql.Rows) error {
		var id string
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("listing police feeds: %w", err)
	}
	return ids, nil
}

// DropPoliceFeed takes parts of a police feed away, from one number up to and without
// another.
func (s *Store) DropPoliceFeed(ctx context.Context, id string, from, to int) error {
	return s.dropFeeds(ctx, "DELETE FROM police_feeds WHERE id = $1 AND part >= $2 AND part < $3", id, from, to)
}

// ForgetPoliceFeeds takes these parts away of every police feed, where they were first
// kept before a moment.
func (s *Store) ForgetPoliceFeeds(ctx context.Context, before time.Time, from, to int) error {
	return s.dropFeeds(ctx, "DELETE FROM police_feeds WHERE kept < $1 AND part >= $2 AND part < $3", before.UnixMilli(), from, to)
}

func (s *Store) dropFeeds(ctx context.Context, query string, values ...any) error {
	return s.exec(ctx, func(ctx context.Context, tx Tx) error {
		if _, err := tx.ExecContext(ctx, query, values...); err != nil {
			return fmt.Errorf("taking a police feed away: %w", err)
		}
		return nil
	})
}

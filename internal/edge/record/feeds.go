package record

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/diary"
)

// KeepFeed keeps the calendar address of an account in place of an earlier one.
func (s *Store) KeepFeed(ctx context.Context, feed diary.Feed) error {
	return s.exec(ctx, func(ctx context.Context, tx Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO calendar_feeds (account, hash, made) VALUES ($1,$2,$3)
			ON CONFLICT (account) DO UPDATE SET hash = excluded.hash, made = excluded.made`, feed.Account, feed.Hash, stamp(feed.Made))
		if err != nil {
			return fmt.Errorf("keeping a calendar address: %w", err)
		}
		return nil
	})
}

// RemoveFeed forgets the calendar address of an account.
func (s *Store) RemoveFeed(ctx context.Context, account string) error {
	return s.sessions(ctx, "removing a calendar address", "DELETE FROM calendar_feeds WHERE account = $1", account)
}

// FeedOf returns the calendar address of an account.
func (s *Store) FeedOf(ctx context.Context, account string) (diary.Feed, error) {
	return s.feed(ctx, "SELECT account, hash, made FROM calendar_feeds WHERE account = $1", account)
}

// FeedAt returns the calendar address with this hash.
func (s *Store) FeedAt(ctx context.Context, hash []byte) (diary.Feed, error) {
	return s.feed(ctx, "SELECT account, hash, made FROM calendar_feeds WHERE hash = $1", hash)
}

func (s *Store) feed(ctx context.Context, query string, by any) (diary.Feed, error) {
	var feed diary.Feed
	var made string
	err := s.reader.QueryRowContext(ctx, query, by).Scan(&feed.Account, &feed.Hash, &made)
	if errors.Is(err, sql.ErrNoRows) {
		return diary.Feed{}, casework.Fail(casework.NotFound, "finding a calendar address", "there is none")
	}
	if err == nil {
		feed.Made, err = time.Parse(time.RFC3339Nano, made)
	}
	if err != nil {
		return diary.Feed{}, fmt.Errorf("finding a calendar address: %w", err)
	}
	return feed, nil
}

package record

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"
)

// Bare measures what the database alone can do: rows of a size inserted durably
// by a number of clients, committed together exactly as the record commits, with
// no facts, sealing or ledger. Benchmarks hold the record against it. It returns
// how long each insert waited. The rows are removed again.
func (s *Store) Bare(ctx context.Context, clients, each, size int) (waits []time.Duration, err error) {
	if err := s.exec(ctx, func(ctx context.Context, tx Tx) error {
		_, err := tx.ExecContext(ctx, "CREATE TABLE bare (id BIGINT PRIMARY KEY, body TEXT NOT NULL)")
		return err
	}); err != nil {
		return nil, fmt.Errorf("measuring bare inserts: %w", err)
	}
	body := strings.Repeat("x", size)
	var lock sync.Mutex
	var wait sync.WaitGroup
	for client := range clients {
		wait.Go(func() {
			for i := range each {
				began := time.Now()
				_, failed := s.submit(&waiting{ctx: ctx, bare: []any{int64(client*each + i), body}})
				lock.Lock()
				waits = append(waits, time.Since(began))
				if failed != nil {
					err = failed
				}
				lock.Unlock()
			}
		})
	}
	wait.Wait()
	if err != nil {
		return nil, fmt.Errorf("measuring bare inserts: %w", err)
	}
	return waits, s.exec(ctx, func(ctx context.Context, tx Tx) error {
		_, err := tx.ExecContext(ctx, "DROP TABLE bare")
		return err
	})
}

// writeBare inserts the bare rows of a group, one statement a row.
func writeBare(ctx context.Context, tx Tx, group []*waiting) error {
	for _, one := range group {
		if one.bare == nil {
			continue
		}
		if _, err := tx.ExecContext(ctx, "INSERT INTO bare (id, body) VALUES ($1, $2)", one.bare...); err != nil {
			return fmt.Errorf("measuring bare inserts: %w", err)
		}
	}
	return nil
}

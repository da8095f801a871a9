package record

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"
)

// Load is what a bare measure inserts.
type Load struct {
	Clients int   // how many insert at once, each waiting for its own answer
	Each    int   // how many inserts each client makes
	Rows    []int // the bytes of each row of one insert
}

// Bare measures what the database alone can do: rows inserted durably by a
// number of clients, committed together exactly as the record commits, with no
// facts, sealing or ledger. Benchmarks hold the record against it. It returns how
// long each insert waited. The rows are removed again.
func (s *Store) Bare(ctx context.Context, load Load) (waits []time.Duration, err error) {
	if err := s.exec(ctx, func(ctx context.Context, tx Tx) error {
		_, err := tx.ExecContext(ctx, "CREATE TABLE bare (id BIGINT PRIMARY KEY, body TEXT NOT NULL)")
		return err
	}); err != nil {
		return nil, fmt.Errorf("measuring bare inserts: %w", err)
	}
	var lock sync.Mutex
	var wait sync.WaitGroup
	for client := range load.Clients {
		wait.Go(func() {
			for i := range load.Each {
				first := (client*load.Each + i) * len(load.Rows)
				row := make([]any, 0, 2*len(load.Rows))
				for j, size := range load.Rows {
					row = append(row, int64(first+j), strings.Repeat("x", size))
				}
				began := time.Now()
				_, failed := s.submit(&waiting{ctx: ctx, bare: row})
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

// writeBare inserts the bare rows of a group, one statement an insert.
func (s *Store) writeBare(ctx context.Context, tx Tx, group []*waiting) error {
	for _, one := range group {
		if err := s.engine.insertRows(ctx, tx, "bare (id, body)", 2, one.bare, ""); err != nil {
			return fmt.Errorf("measuring bare inserts: %w", err)
		}
	}
	return nil
}

// Weight is how much the record holds.
type Weight struct{ Rows, Bytes int64 }

// Weigh counts the rows of the record and the bytes of their texts: what one
// referral adds is what a bare measure must insert to be its equal. Numbers and
// indexes are not counted.
func (s *Store) Weigh(ctx context.Context) (Weight, error) {
	var all Weight
	for _, table := range []struct{ name, texts string }{
		{"facts", "id, woman, case_id, kind, happened, known, written, account, agency, supersedes, why, source, digest, body, words"},
		{"women", "id, wrapped, trace, identity"},
		{"women_tokens", "token, woman"},
		{"cases", "id, woman, scheme, provider, worker, sender, row_json"},
		{"requests", "key, digest, receipt, answered"},
		{"ledger_leaf", "leaf"},
		{"ledger_women", "trace"},
		{"ledger_hash", "hash"},
	} {
		var sum []string
		for _, column := range strings.Split(table.texts, ", ") {
			sum = append(sum, "COALESCE(OCTET_LENGTH("+column+"), 0)")
		}
		var one Weight
		err := s.reader.QueryRowContext(ctx, "SELECT COUNT(*), COALESCE(SUM("+strings.Join(sum, " + ")+"), 0) FROM "+table.name).Scan(&one.Rows, &one.Bytes)
		if err != nil {
			return Weight{}, fmt.Errorf("weighing %s: %w", table.name, err)
		}
		all.Rows, all.Bytes = all.Rows+one.Rows, all.Bytes+one.Bytes
	}
	return all, nil
}

package record

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
)

// Looked returns the lines of the ledger that name a woman, the newest first,
// from an offset on and at most so many. In them she is called by her trace
// alone, and the traces of others are left out.
func (s *Store) Looked(ctx context.Context, woman string, offset, limit int) ([]access.Entry, error) {
	const op = "reading who looked"
	var trace string
	err := s.reader.QueryRowContext(ctx, "SELECT trace FROM women WHERE id = $1", woman).Scan(&trace)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, casework.Fail(casework.NotFound, op, "her record is no longer kept")
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", op, err)
	}
	var entries []access.Entry
	err = each(ctx, s.reader, "SELECT l.leaf FROM ledger_women AS w JOIN ledger_leaf AS l ON l.seq = w.seq"+
		" WHERE w.trace = $1 ORDER BY w.seq DESC LIMIT $2 OFFSET $3", func(rows *sql.Rows) error {
		var leaf []byte
		var entry access.Entry
		if err := rows.Scan(&leaf); err != nil {
			return err
		}
		if err := json.Unmarshal(leaf, &entry); err != nil {
			return err
		}
		entry.Women = []string{trace}
		entries = append(entries, entry)
		return nil
	}, trace, limit, offset)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", op, err)
	}
	return entries, nil
}

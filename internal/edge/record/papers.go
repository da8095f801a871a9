package record

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"throughline/internal/casework"
)

// KeepPaper seals what a pack is made from, or what left, with her key and keeps
// it under an id. The same id takes no second content.
func (s *Store) KeepPaper(ctx context.Context, woman, id string, plain []byte) error {
	key, _, err := s.key(ctx, woman)
	if err != nil {
		return err
	}
	sealed, err := key.Seal("papers", id, "sealed", plain)
	if err != nil {
		return fmt.Errorf("sealing a paper: %w", err)
	}
	return s.exec(ctx, func(ctx context.Context, tx Tx) error {
		// Whoever was erased meanwhile has no key any more, and keeps no paper.
		done, err := tx.ExecContext(ctx, "INSERT INTO papers (id, woman, sealed) SELECT $1, id, $2 FROM women WHERE id = $3 ON CONFLICT (id) DO NOTHING", id, sealed, woman)
		return oneRow(done, err, "keeping a paper", casework.Fail(casework.Conflict, "keeping a paper", "it is kept already, or she is erased"))
	})
}

// Paper opens what was kept under an id for a woman.
func (s *Store) Paper(ctx context.Context, woman, id string) ([]byte, error) {
	var sealed []byte
	err := s.reader.QueryRowContext(ctx, "SELECT sealed FROM papers WHERE id = $1 AND woman = $2", id, woman).Scan(&sealed)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, casework.Fail(casework.NotFound, "opening a paper", "there is no such paper")
	}
	if err != nil {
		return nil, fmt.Errorf("opening a paper: %w", err)
	}
	key, _, err := s.key(ctx, woman)
	if err != nil {
		return nil, err
	}
	plain, err := key.Open("papers", id, "sealed", sealed)
	if err != nil {
		return nil, fmt.Errorf("opening a paper: %w", err)
	}
	return plain, nil
}

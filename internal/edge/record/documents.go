package record

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"throughline/internal/casework"
	"throughline/internal/casework/documents"
)

var _ documents.Store = (*Store)(nil)

// KeepDocument seals a document with her key and keeps it under an id. The same id
// takes no second content.
func (s *Store) KeepDocument(ctx context.Context, woman, id string, plain []byte) error {
	key, _, err := s.key(ctx, woman)
	if err != nil {
		return err
	}
	sealed, err := key.Seal("documents", id, "sealed", plain)
	if err != nil {
		return fmt.Errorf("sealing a document: %w", err)
	}
	return s.exec(ctx, func(ctx context.Context, tx Tx) error {
		// Whoever was erased meanwhile has no key any more, and keeps no document.
		done, err := tx.ExecContext(ctx, "INSERT INTO documents (id, woman, sealed) SELECT $1, id, $2 FROM women WHERE id = $3 ON CONFLICT (id) DO NOTHING", id, sealed, woman)
		return oneRow(done, err, "keeping a document", casework.Fail(casework.Conflict, "keeping a document", "it is kept already, or she is erased"))
	})
}

// Document opens what was kept under an id for a woman.
func (s *Store) Document(ctx context.Context, woman, id string) ([]byte, error) {
	var sealed []byte
	err := s.reader.QueryRowContext(ctx, "SELECT sealed FROM documents WHERE id = $1 AND woman = $2", id, woman).Scan(&sealed)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, casework.Fail(casework.NotFound, "opening a document", "there is no such document")
	}
	if err != nil {
		return nil, fmt.Errorf("opening a document: %w", err)
	}
	key, _, err := s.key(ctx, woman)
	if err != nil {
		return nil, err
	}
	plain, err := key.Open("documents", id, "sealed", sealed)
	if err != nil {
		return nil, fmt.Errorf("opening a document: %w", err)
	}
	return plain, nil
}

// DropDocument ends what was kept under an id for a woman.
func (s *Store) DropDocument(ctx context.Context, woman, id string) error {
	return s.exec(ctx, func(ctx context.Context, tx Tx) error {
		if _, err := tx.ExecContext(ctx, "DELETE FROM documents WHERE id = $1 AND woman = $2", id, woman); err != nil {
			return fmt.Errorf("ending a document: %w", err)
		}
		return nil
	})
}

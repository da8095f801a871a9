package record

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/evidence"
	"throughline/internal/domain/access"
)

var _ evidence.Downloads = (*Store)(nil)

// KeepDownload seals a file with the installation's own key and keeps it until it is
// taken.
func (s *Store) KeepDownload(ctx context.Context, id, account string, plain []byte) error {
	sealed, err := s.options.Vault.Own().Seal("downloads", id, account, plain)
	if err != nil {
		return fmt.Errorf("sealing a file to be taken: %w", err)
	}
	return s.exec(ctx, func(ctx context.Context, tx Tx) error {
		if _, err := tx.ExecContext(ctx, "INSERT INTO downloads (id, account, kept, taken, sealed) VALUES ($1, $2, $3, 0, $4)"+
			" ON CONFLICT (id) DO UPDATE SET account = excluded.account, kept = excluded.kept, sealed = excluded.sealed WHERE downloads.taken = 0",
			id, account, s.now().UnixMilli(), sealed); err != nil {
			return fmt.Errorf("keeping a file to be taken: %w", err)
		}
		return nil
	})
}

// Download opens what was kept under an id.
func (s *Store) Download(ctx context.Context, id string) (evidence.Download, error) {
	var found evidence.Download
	var kept, taken int64
	var sealed []byte
	err := s.reader.QueryRowContext(ctx, "SELECT account, kept, taken, sealed FROM downloads WHERE id = $1", id).Scan(&found.Account, &kept, &taken, &sealed)
	if errors.Is(err, sql.ErrNoRows) {
		return found, casework.Fail(casework.NotFound, "opening a file to be taken", "there is no such file")
	}
	if err != nil {
		return found, fmt.Errorf("opening a file to be taken: %w", err)
	}
	found.Kept = time.UnixMilli(kept).UTC()
	if taken > 0 {
		found.Taken = time.UnixMilli(taken).UTC()
		return found, nil
	}
	if found.Plain, err = s.options.Vault.Own().Open("downloads", id, found.Account, sealed); err != nil {
		return found, fmt.Errorf("opening a file to be taken: %w", err)
	}
	return found, nil
}

// TakeDownload marks a file as taken and takes its content away, with a ledger line.
func (s *Store) TakeDownload(ctx context.Context, entry access.Entry, id string) error {
	leaf, err := json.Marshal(entry)
	if err != nil {
		return fmt.Errorf("taking a file: %w", err)
	}
	return s.gated(ctx, func(ctx context.Context, tx Tx) error {
		done, err := tx.ExecContext(ctx, "UPDATE downloads SET taken = $1, sealed = $2 WHERE id = $3 AND taken = 0", s.now().UnixMilli(), []byte{}, id)
		if err := oneRow(done, err, "taking a file", casework.Fail(casework.Conflict, "taking a file", "it was taken already")); err != nil {
			return err
		}
		if _, err := s.options.Ledger(ctx, tx, [][]byte{leaf}); err != nil {
			return fmt.Errorf("writing the ledger: %w", err)
		}
		return nil
	})
}

// ForgetDownloads takes away what was kept before a moment.
func (s *Store) ForgetDownloads(ctx context.Context, before time.Time) error {
	return s.exec(ctx, func(ctx context.Context, tx Tx) error {
		if _, err := tx.ExecContext(ctx, "DELETE FROM downloads WHERE kept < $1", before.UnixMilli()); err != nil {
			return fmt.Errorf("taking old files away: %w", err)
		}
		return nil
	})
}

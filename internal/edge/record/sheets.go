package record

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/spreadsheet"
	"throughline/internal/domain/journey"
)

var _ spreadsheet.Store = (*Store)(nil)

// KeepSheet seals a part of a spreadsheet with the installation's own key and keeps
// it in place of what stood there.
func (s *Store) KeepSheet(ctx context.Context, id string, part int, account string, plain []byte) error {
	sealed, err := s.options.Vault.Own().Seal("sheets", id, strconv.Itoa(part), plain)
	if err != nil {
		return fmt.Errorf("sealing a spreadsheet: %w", err)
	}
	return s.exec(ctx, func(ctx context.Context, tx Tx) error {
		if _, err := tx.ExecContext(ctx, "INSERT INTO sheets (id, part, account, kept, sealed) VALUES ($1, $2, $3, $4, $5)"+
			" ON CONFLICT (id, part) DO UPDATE SET kept = excluded.kept, sealed = excluded.sealed", id, part, account, s.now().UnixMilli(), sealed); err != nil {
			return fmt.Errorf("keeping a spreadsheet: %w", err)
		}
		return nil
	})
}

// Sheet opens a part of a spreadsheet.
func (s *Store) Sheet(ctx context.Context, id string, part int) ([]byte, error) {
	var sealed []byte
	err := s.reader.QueryRowContext(ctx, "SELECT sealed FROM sheets WHERE id = $1 AND part = $2", id, part).Scan(&sealed)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, casework.Fail(casework.NotFound, "opening a spreadsheet", "there is no such spreadsheet")
	}
	if err != nil {
		return nil, fmt.Errorf("opening a spreadsheet: %w", err)
	}
	plain, err := s.options.Vault.Own().Open("sheets", id, strconv.Itoa(part), sealed)
	if err != nil {
		return nil, fmt.Errorf("opening a spreadsheet: %w", err)
	}
	return plain, nil
}

// Sheets returns the ids of all spreadsheets, the newest first.
func (s *Store) Sheets(ctx context.Context) ([]string, error) {
	var ids []string
	err := each(ctx, s.reader, "SELECT id FROM sheets WHERE part = 0 ORDER BY kept DESC, id", func(rows *sql.Rows) error {
		var id string
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("listing spreadsheets: %w", err)
	}
	return ids, nil
}

// DropSheet takes parts of a spreadsheet away, from one number up to and without
// another.
func (s *Store) DropSheet(ctx context.Context, id string, from, to int) error {
	return s.exec(ctx, func(ctx context.Context, tx Tx) error {
		if _, err := tx.ExecContext(ctx, "DELETE FROM sheets WHERE id = $1 AND part >= $2 AND part < $3", id, from, to); err != nil {
			return fmt.Errorf("taking a spreadsheet away: %w", err)
		}
		return nil
	})
}

// ForgetSheets takes the spreadsheets away that were last worked on before a moment.
func (s *Store) ForgetSheets(ctx context.Context, before time.Time) error {
	return s.exec(ctx, func(ctx context.Context, tx Tx) error {
		for _, query := range []string{
			"DELETE FROM sheets WHERE id IN (SELECT id FROM sheets WHERE part = 0 AND kept < $1)",
			"DELETE FROM sheets WHERE kept < $1 AND id NOT IN (SELECT id FROM sheets WHERE part = 0)", // sent by halves
		} {
			if _, err := tx.ExecContext(ctx, query, before.UnixMilli()); err != nil {
				return fmt.Errorf("taking old spreadsheets away: %w", err)
			}
		}
		return nil
	})
}

// Sourced returns the cases of those of the sources that a fact stands under now: the
// last one written from it takes nothing back.
func (s *Store) Sourced(ctx context.Context, sources []string) (map[string]string, error) {
	stands := map[string]string{}
	err := selectIn(ctx, s.reader, "SELECT source, kind, case_id FROM facts WHERE source <> '' AND source IN ", sources, func(rows *sql.Rows) error {
		var source, caseID string
		var kind journey.Kind
		err := rows.Scan(&source, &kind, &caseID)
		if stands[source] = caseID; kind == journey.KindWithdrawn {
			delete(stands, source)
		}
		return err
	}, " ORDER BY seq")
	if err != nil {
		return nil, fmt.Errorf("looking for imported rows: %w", err)
	}
	return stands, nil
}

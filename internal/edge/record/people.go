package record

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"throughline/internal/casework/administration"
	"throughline/internal/domain/access"
)

var (
	_ administration.AccountStore = (*Store)(nil)
	_ administration.SessionStore = (*Store)(nil)
	_ administration.FactorStore  = (*Store)(nil)
)

const accountColumns = "id, name, display_name, agency, role, password_hash, disabled, version, demo, languages, caseload_open, caseload_year, specialism"

type scanner interface{ Scan(into ...any) error }

func scanAccount(row scanner) (administration.Account, error) {
	var a administration.Account
	var role, specialism, languages string
	var disabled, demo int
	err := row.Scan(&a.ID, &a.Name, &a.DisplayName, &a.Agency, &role, &a.PasswordHash, &disabled, &a.Version, &demo, &languages, &a.CaseloadOpen, &a.CaseloadYear, &specialism)
	if errors.Is(err, sql.ErrNoRows) {
		return a, administration.ErrNoAccount
	}
	if err != nil {
		return a, fmt.Errorf("reading an account: %w", err)
	}
	a.Role, a.Specialism, a.Disabled, a.Demo = access.Role(role), access.Specialism(specialism), disabled == 1, demo == 1
	if err := json.Unmarshal([]byte(languages), &a.Languages); err != nil {
		return a, fmt.Errorf("reading an account: %w", err)
	}
	return a, nil
}

// Account returns the account with this id.
func (s *Store) Account(ctx context.Context, id string) (administration.Account, error) {
	return scanAccount(s.reader.QueryRowContext(ctx, "SELECT "+accountColumns+" FROM accounts WHERE id = $1", id))
}

// AccountByName returns the account with this sign-in name.
func (s *Store) AccountByName(ctx context.Context, name string) (administration.Account, error) {
	return scanAccount(s.reader.QueryRowContext(ctx, "SELECT "+accountColumns+" FROM accounts WHERE name = $1", name))
}

// Accounts returns all accounts by sign-in name.
func (s *Store) Accounts(ctx context.Context) ([]administration.Account, error) {
	var all []administration.Account
	err := each(ctx, s.reader, "SELECT "+accountColumns+" FROM accounts ORDER BY name", func(rows *sql.Rows) error {
		account, err := scanAccount(rows)
		all = append(all, account)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("listing accounts: %w", err)
	}
	return all, nil
}

// AddAccount keeps a new account at version 1.
func (s *Store) AddAccount(ctx context.Context, a administration.Account) error {
	languages, err := json.Marshal(a.Languages)
	if err != nil {
		return fmt.Errorf("adding an account: %w", err)
	}
	return s.exec(ctx, func(ctx context.Context, tx Tx) error {
		done, err := tx.ExecContext(ctx, "INSERT INTO accounts ("+accountColumns+") VALUES "+placeholders(1, 13)+" ON CONFLICT (name) DO NOTHING",
			a.ID, a.Name, a.DisplayName, a.Agency, string(a.Role), a.PasswordHash, bit(a.Disabled), 1, bit(a.Demo), string(languages), a.CaseloadOpen, a.CaseloadYear, string(a.Specialism))
		return oneRow(done, err, "adding an account", administration.ErrNameTaken)
	})
}

// SaveAccount keeps a changed account under the next version.
func (s *Store) SaveAccount(ctx context.Context, a administration.Account) error {
	languages, err := json.Marshal(a.Languages)
	if err != nil {
		return fmt.Errorf("saving an account: %w", err)
	}
	return s.exec(ctx, func(ctx context.Context, tx Tx) error {
		var version int
		err := tx.QueryRowContext(ctx, "SELECT version FROM accounts WHERE id = $1", a.ID).Scan(&version)
		if errors.Is(err, sql.ErrNoRows) {
			return administration.ErrNoAccount
		}
		if err != nil {
			return fmt.Errorf("saving an account: %w", err)
		}
		done, err := tx.ExecContext(ctx, "UPDATE accounts SET name = $1, display_name = $2, agency = $3, role = $4, password_hash = $5,"+
			" disabled = $6, version = version + 1, demo = $7, languages = $8, caseload_open = $9, caseload_year = $10, specialism = $11 WHERE id = $12 AND version = $13",
			a.Name, a.DisplayName, a.Agency, string(a.Role), a.PasswordHash, bit(a.Disabled), bit(a.Demo), string(languages), a.CaseloadOpen, a.CaseloadYear, string(a.Specialism), a.ID, a.Version)
		return oneRow(done, err, "saving an account", administration.ErrChanged)
	})
}

// oneRow turns a statement that touched no row into the given error.
func oneRow(done sql.Result, err error, doing string, none error) error {
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	touched, err := done.RowsAffected()
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	if touched == 0 {
		return none
	}
	return nil
}

func bit(truth bool) int {
	if truth {
		return 1
	}
	return 0
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

// Setting returns a named setting of this installation, "" where it is not set.
func (s *Store) Setting(ctx context.Context, name string) (string, error) {
	var value string
	err := s.reader.QueryRowContext(ctx, "SELECT value FROM settings WHERE name = $1", name).Scan(&value)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("reading the setting %s: %w", name, err)
	}
	return value, nil
}

// SetSetting keeps a named setting.
func (s *Store) SetSetting(ctx context.Context, name, value string) error {
	return s.exec(ctx, func(ctx context.Context, tx Tx) error {
		return keepSetting(ctx, tx, name, value)
	})
}

func keepSetting(ctx context.Context, tx Tx, name, value string) error {
	_, err := tx.ExecContext(ctx, "INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value)
	if err != nil {
		return fmt.Errorf("keeping the setting %s: %w", name, err)
	}
	return nil
}

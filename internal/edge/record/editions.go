package record

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/rules"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
)

var _ rules.EditionStore = (*Store)(nil)

const editionColumns = "id, scheme, begins, text, account, name, agency, written, why, accepted"

// Editions returns every line of the editions written here, in order. A record
// opened for reading may be of a version that kept none.
func (s *Store) Editions(ctx context.Context) ([]rules.Kept, error) {
	var there int
	if err := s.reader.QueryRowContext(ctx, "SELECT COUNT(*) FROM goose_db_version WHERE version_id >= $1", editionsVersion).Scan(&there); err != nil {
		return nil, fmt.Errorf("reading the version of the record: %w", err)
	}
	if there == 0 {
		return nil, nil
	}
	return readEditions(ctx, s.reader)
}

// editionsVersion is the migration that made room for editions.
const editionsVersion = 2

func readEditions(ctx context.Context, tx Tx) ([]rules.Kept, error) {
	var lines []rules.Kept
	err := each(ctx, tx, "SELECT "+editionColumns+" FROM editions ORDER BY number", func(rows *sql.Rows) error {
		var line rules.Kept
		var begins, written, accepted string
		err := rows.Scan(&line.ID, &line.Scheme, &begins, &line.Text, &line.Account, &line.Name, &line.Agency, &written, &line.Why, &accepted)
		if err != nil {
			return err
		}
		if line.From, err = calendar.ParseDay(begins); err != nil {
			return err
		}
		if line.Written, err = time.Parse(time.RFC3339Nano, written); err != nil {
			return err
		}
		lines = append(lines, line)
		return json.Unmarshal([]byte(accepted), &lines[len(lines)-1].Accepted)
	})
	if err != nil {
		return nil, fmt.Errorf("reading the editions of rulebooks: %w", err)
	}
	return lines, nil
}

// KeepEdition adds a line to the editions and to the ledger, both or neither.
func (s *Store) KeepEdition(ctx context.Context, line rules.Kept, seen int, entry access.Entry) error {
	accepted, err := json.Marshal(line.Accepted)
	if err != nil {
		return fmt.Errorf("keeping an edition: %w", err)
	}
	leaf, err := json.Marshal(entry)
	if err != nil {
		return fmt.Errorf("keeping an edition: %w", err)
	}
	return s.exec(ctx, func(ctx context.Context, tx Tx) error {
		// The gate first: on PostgreSQL another instance waits here and then sees
		// what this one wrote.
		if _, err := tx.ExecContext(ctx, "UPDATE head SET seq = seq WHERE one = 1"); err != nil {
			return fmt.Errorf("keeping an edition: %w", err)
		}
		lines, err := readEditions(ctx, tx)
		if err != nil {
			return err
		}
		if again, err := admits(lines, line, seen); again || err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "INSERT INTO editions (number, "+editionColumns+") VALUES "+placeholders(1, 11),
			len(lines)+1, line.ID, line.Scheme, line.From.String(), line.Text, line.Account, line.Name, line.Agency, stamp(s.now()), line.Why, string(accepted)); err != nil {
			return fmt.Errorf("keeping an edition: %w", err)
		}
		if _, err := s.options.Ledger(ctx, tx, [][]byte{leaf}); err != nil {
			return fmt.Errorf("writing the ledger: %w", err)
		}
		return nil
	})
}

// admits says whether a line was kept before, or why it cannot be.
func admits(lines []rules.Kept, line rules.Kept, seen int) (again bool, err error) {
	stands, there := false, 0
	for _, kept := range lines {
		same := kept.Scheme == line.Scheme && kept.From == line.From
		switch {
		case kept.ID == line.ID && same && kept.Text == line.Text:
			return true, nil
		case kept.ID == line.ID:
			return false, rules.ErrKeyUsed
		case same:
			stands = !kept.TakesBack()
		}
		if kept.Scheme == line.Scheme {
			there++
		}
	}
	switch {
	case line.TakesBack() && !stands:
		return false, rules.ErrNoEdition
	case !line.TakesBack() && stands:
		return false, rules.ErrDayTaken
	case seen != casework.AnyVersion && seen != there:
		return false, rules.ErrMovedOn
	}
	return false, nil
}

package record

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/keeping"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

var _ keeping.Store = (*Store)(nil)

// Erase ends what is kept of a woman in one transaction with its ledger line,
// and then takes what is left of her out of the files.
func (s *Store) Erase(ctx context.Context, erasure keeping.Erasure) error {
	if err := s.exec(ctx, func(ctx context.Context, tx Tx) error { return s.erase(ctx, tx, erasure) }); err != nil {
		return err
	}
	return errors.Join(s.clearShelf(), s.sweep(ctx))
}

func (s *Store) erase(ctx context.Context, tx Tx, erasure keeping.Erasure) error {
	id := erasure.Stone.Woman
	b := &batch{store: s, now: s.now(), women: map[string]*woman{}, cases: map[string]casewritten{}}
	// The gate: whoever else appends waits until this is done, and then finds her
	// erased.
	if err := tx.QueryRowContext(ctx, "UPDATE head SET seq = seq + 1 WHERE one = 1 RETURNING seq").Scan(&b.seq); err != nil {
		return fmt.Errorf("erasing: %w", err)
	}
	facts, err := coded(ctx, tx, id)
	if err != nil {
		return fmt.Errorf("erasing: reading what is kept: %w", err)
	}
	rows := journey.Fold(facts, 0)
	if held := slices.ContainsFunc(rows, func(row journey.Row) bool { return len(row.Keeping.Holds) > 0 }); held && !erasure.Again {
		return casework.Fail(casework.Conflict, "erasing", "the record is held")
	}
	traces, err := b.traces(ctx, tx, []string{id})
	if err != nil {
		return err
	}
	if len(facts) > 0 {
		erasure.Entry.Women = []string{id}
		if err := b.witness(erasure.Entry, traces); err != nil {
			return err
		}
	}
	if err := forget(ctx, tx, s.engine, id, rows); err != nil {
		return fmt.Errorf("erasing: %w", err)
	}
	// What was kept for the next start tells of her as she was: nobody takes it.
	if _, err := tx.ExecContext(ctx, "DELETE FROM settings WHERE name LIKE 'shelf.%'"); err != nil {
		return fmt.Errorf("erasing: %w", err)
	}
	stone, err := json.Marshal(erasure.Stone)
	if err != nil {
		return fmt.Errorf("erasing: %w", err)
	}
	if _, err := tx.ExecContext(ctx, "INSERT INTO tombstones (woman, stone) VALUES ($1, $2) ON CONFLICT (woman) DO NOTHING", id, string(stone)); err != nil {
		return fmt.Errorf("erasing: %w", err)
	}
	if len(facts) == 0 {
		return nil // she came after this copy was made: nothing of hers is here
	}
	return s.erasedRows(ctx, tx, b, erasure.Stone, facts)
}

// erasedRows writes the fact that says she was erased, and the rows that follow
// from the coded facts that stay.
func (s *Store) erasedRows(ctx context.Context, tx Tx, b *batch, stone keeping.Stone, facts []journey.Fact) error {
	fact := stone.Fact()
	var err error
	if fact.ID, err = s.ids.next(b.now); err != nil {
		return fmt.Errorf("naming a fact: %w", err)
	}
	fact.Written = b.now
	body, err := journey.MarshalBody(fact.Body)
	if err != nil {
		return fmt.Errorf("writing that she was erased: %w", err)
	}
	b.facts = append(b.facts, b.seq, fact.ID, fact.Woman, fact.Case, string(fact.Body.Kind()), fact.Happened.String(),
		fact.Known.String(), fact.Written.Format(time.RFC3339Nano), fact.By, fact.Agency, "", "", "", []byte(nil), string(body), []byte(nil))
	stay := append(slices.DeleteFunc(facts, func(fact journey.Fact) bool { return !slices.Contains(journey.Counted, fact.Body.Kind()) }), fact)
	for _, row := range journey.Fold(stay, 0) {
		b.cases[row.Case] = casewritten{row, b.seq}
	}
	return b.flush(ctx, tx)
}

// coded reads all facts of a woman without their words.
func coded(ctx context.Context, tx Tx, woman string) ([]journey.Fact, error) {
	var facts []journey.Fact
	err := each(ctx, tx, "SELECT "+codedColumns+" FROM facts WHERE woman = $1 ORDER BY seq", func(rows *sql.Rows) error {
		fact, err := scanCoded(rows)
		facts = append(facts, fact)
		return err
	}, woman)
	return facts, err
}

// forget takes out of every table what names her: her key, who she is, her words,
// the facts that no figure needs, the answers to requests. Whatever table has a
// column for a woman loses her rows, so that none is forgotten.
func forget(ctx context.Context, tx Tx, engine engine, woman string, rows []journey.Row) error {
	tables, err := tablesOf(ctx, tx, engine)
	if err != nil {
		return fmt.Errorf("looking for what names her: %w", err)
	}
	run := func(query string, args ...any) {
		if err == nil {
			_, err = tx.ExecContext(ctx, query, args...)
		}
	}
	run("UPDATE facts SET words = NULL, digest = NULL WHERE woman = $1", woman)
	kinds := make([]any, 0, len(journey.Counted)+1)
	for _, kind := range journey.Counted {
		kinds = append(kinds, string(kind))
	}
	run(fmt.Sprintf("DELETE FROM facts WHERE kind NOT IN %s AND woman = $%d", placeholders(1, len(kinds)), len(kinds)+1), append(kinds, woman)...)
	run("DELETE FROM women WHERE id = $1", woman)
	for _, table := range tables {
		run("DELETE FROM "+table+" WHERE woman = $1", woman)
	}
	run("DELETE FROM requests WHERE receipt LIKE $1", "%"+woman+"%")
	for _, row := range rows {
		run("DELETE FROM requests WHERE receipt LIKE $1", "%"+row.Case+"%")
	}
	if err != nil {
		return fmt.Errorf("taking out what names her: %w", err)
	}
	return nil
}

// tablesOf lists the tables with a column for a woman, but for those of which
// something stays.
func tablesOf(ctx context.Context, tx Tx, engine engine) ([]string, error) {
	query := "SELECT m.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c ON c.name = 'woman' WHERE m.type = 'table' ORDER BY m.name"
	if engine.name == "postgres" {
		query = "SELECT table_name FROM information_schema.columns WHERE column_name = 'woman' AND table_schema = current_schema() ORDER BY table_name"
	}
	var tables []string
	err := each(ctx, tx, query, func(rows *sql.Rows) error {
		var name string
		err := rows.Scan(&name)
		if !slices.Contains([]string{"facts", "cases", "tombstones"}, name) {
			tables = append(tables, name)
		}
		return err
	})
	return tables, err
}

// sweep takes what was deleted out of the files. SQLite overwrites what it deletes
// (secure_delete), and then its log is emptied, which holds pages as they were.
// PostgreSQL writes the table of keys anew: without a key nothing else opens.
func (s *Store) sweep(ctx context.Context) error {
	if s.engine.name == "postgres" {
		if _, err := s.engine.writer.ExecContext(ctx, "VACUUM FULL women"); err != nil {
			return casework.Fail(casework.Unavailable, "erasing", "her record is erased, and the table of keys could not be written anew: %w", err)
		}
		return nil
	}
	return s.emptyLog(ctx)
}

// emptyLog copies the write-ahead log into the database and cuts it to nothing.
// A reader may be in the way for a moment.
func (s *Store) emptyLog(ctx context.Context) error {
	query := url.Values{"_pragma": {"busy_timeout(10000)", "secure_delete(1)"}}
	db, err := sql.Open("sqlite", "file:"+filepath.Join(s.options.Folder, DatabaseFile)+"?"+query.Encode())
	if err != nil {
		return fmt.Errorf("emptying the log of the database: %w", err)
	}
	var busy, pages, copied int
	err = db.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &pages, &copied)
	if err == nil && busy != 0 {
		err = casework.Fail(casework.Unavailable, "erasing", "her record is erased, and the log of the database is still being read: it is emptied when the server stops")
	}
	if err := errors.Join(err, db.Close()); err != nil {
		return fmt.Errorf("emptying the log of the database: %w", err)
	}
	return nil
}

// Stones returns every erasure that was carried out.
func (s *Store) Stones(ctx context.Context) ([]keeping.Stone, error) {
	var stones []keeping.Stone
	err := each(ctx, s.reader, "SELECT stone FROM tombstones ORDER BY woman", func(rows *sql.Rows) error {
		var text string
		if err := rows.Scan(&text); err != nil {
			return err
		}
		var stone keeping.Stone
		err := json.Unmarshal([]byte(text), &stone)
		stones = append(stones, stone)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading what was erased: %w", err)
	}
	return stones, nil
}

// Past returns every fact of a case and of its woman, those that were corrected
// too, with the words of the given classes.
func (s *Store) Past(ctx context.Context, caseID string, open access.Classes) ([]journey.Fact, error) {
	row, err := s.Row(ctx, caseID)
	if err != nil {
		return nil, err
	}
	key, _, err := s.key(ctx, row.Woman)
	if err != nil {
		return nil, err
	}
	return s.factsOf(ctx, row.Woman, caseID, key, open)
}

// loadErased notes which of these women were erased: nothing is written of them
// any more.
func (b *batch) loadErased(ctx context.Context, tx Tx, ids []string) error {
	err := selectIn(ctx, tx, "SELECT woman FROM tombstones WHERE woman IN ", ids, func(rows *sql.Rows) error {
		var id string
		err := rows.Scan(&id)
		if b.erased == nil {
			b.erased = map[string]bool{}
		}
		b.erased[id] = true
		return err
	})
	if err != nil {
		return fmt.Errorf("looking for who was erased: %w", err)
	}
	return nil
}

// erased says whether a woman whom an import tells of was erased.
func (in *intake) erased(ctx context.Context, id string) (bool, error) {
	if id == "" || !in.before {
		return false, nil
	}
	if in.gone == nil {
		in.gone = map[string]bool{}
		if err := each(ctx, in.tx, "SELECT woman FROM tombstones", func(rows *sql.Rows) error {
			var gone string
			err := rows.Scan(&gone)
			in.gone[gone] = true
			return err
		}); err != nil {
			return false, fmt.Errorf("looking for who was erased: %w", err)
		}
	}
	return in.gone[id], nil
}

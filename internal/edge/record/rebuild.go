package record

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"throughline/internal/domain/journey"
)

// Rebuilt says what a rebuild found.
type Rebuilt struct {
	Women   int `json:"women"`
	Cases   int `json:"cases"`
	Changed int `json:"changed"` // rows that differed from what the facts give, and were put right
	Removed int `json:"removed"` // rows that no fact gives
}

// Rebuild works every row out anew from the facts, in one transaction. On a
// sound record nothing changes.
func (s *Store) Rebuild(ctx context.Context) (Rebuilt, error) {
	var found Rebuilt
	err := s.exec(ctx, func(ctx context.Context, tx Tx) (err error) {
		found, err = s.rebuild(ctx, tx)
		return err
	})
	return found, err
}

// rowsName is the setting that says which fold gave the rows that are kept.
const rowsName = "rows"

// rowsAnew works every row out anew where another fold gave those that are kept,
// as an earlier version of the program did.
func (s *Store) rowsAnew(ctx context.Context) error {
	kept, err := s.Setting(ctx, rowsName)
	if err != nil || kept == strconv.Itoa(journey.Folding) {
		return err
	}
	return s.exec(ctx, func(ctx context.Context, tx Tx) error {
		cases := 0
		if err := tx.QueryRowContext(ctx, "SELECT COUNT(*) FROM cases").Scan(&cases); err != nil {
			return fmt.Errorf("counting case rows: %w", err)
		}
		if cases > 0 {
			// Every row is written anew, and with it what stands beside it in columns.
			if _, err := tx.ExecContext(ctx, "UPDATE cases SET row_json = ''"); err != nil {
				return fmt.Errorf("putting aside the rows of an earlier version: %w", err)
			}
			if _, err := s.rebuild(ctx, tx); err != nil {
				return fmt.Errorf("working the rows of an earlier version out anew: %w", err)
			}
		}
		return keepSetting(ctx, tx, rowsName, strconv.Itoa(journey.Folding))
	})
}

func (s *Store) rebuild(ctx context.Context, tx Tx) (Rebuilt, error) {
	var found Rebuilt
	if err := errors.Join(s.tokensAnew(ctx, tx), s.barAll(ctx, tx)); err != nil {
		return found, err
	}
	stored, ties := map[string]string{}, map[string][]journey.Tie{}
	if err := each(ctx, tx, "SELECT case_id, who, how FROM ties ORDER BY case_id, how, who", func(rows *sql.Rows) error {
		var id string
		var tie journey.Tie
		err := rows.Scan(&id, &tie.Who, &tie.How)
		ties[id] = append(ties[id], tie)
		return err
	}); err != nil {
		return found, fmt.Errorf("reading who is tied to cases: %w", err)
	}
	if err := each(ctx, tx, "SELECT id, row_json FROM cases", func(rows *sql.Rows) error {
		var id, text string
		err := rows.Scan(&id, &text)
		stored[id] = text
		return err
	}); err != nil {
		return found, fmt.Errorf("reading case rows: %w", err)
	}
	var women []string
	if err := each(ctx, tx, "SELECT DISTINCT woman FROM facts WHERE woman <> '' ORDER BY woman", func(rows *sql.Rows) error {
		var id string
		err := rows.Scan(&id)
		women = append(women, id)
		return err
	}); err != nil {
		return found, fmt.Errorf("reading women: %w", err)
	}
	found.Women = len(women)
	var head int64
	if err := tx.QueryRowContext(ctx, "UPDATE head SET seq = seq + 1 WHERE one = 1 RETURNING seq").Scan(&head); err != nil {
		return found, fmt.Errorf("moving the record on: %w", err) // so that whoever follows it sees what is put right
	}
	for part := range slices.Chunk(women, 200) {
		if err := s.rebuildPart(ctx, tx, part, head, stored, ties, &found); err != nil {
			return found, err
		}
	}
	for _, id := range slices.Sorted(maps.Keys(stored)) {
		found.Removed++
		for _, statement := range []string{"DELETE FROM cases WHERE id = $1", "DELETE FROM ties WHERE case_id = $1"} {
			if _, err := tx.ExecContext(ctx, statement, id); err != nil {
				return found, fmt.Errorf("removing a case row no fact gives: %w", err)
			}
		}
	}
	return found, nil
}

// rebuildPart folds some women and writes the rows that differ from those
// stored. What is left in stored at the end no fact gives.
func (s *Store) rebuildPart(ctx context.Context, tx Tx, women []string, head int64, stored map[string]string, ties map[string][]journey.Tie, found *Rebuilt) error {
	facts := map[string][]journey.Fact{}
	if err := selectIn(ctx, tx, "SELECT "+codedColumns+" FROM facts WHERE woman IN ", women, func(rows *sql.Rows) error {
		fact, err := scanCoded(rows)
		facts[fact.Woman] = append(facts[fact.Woman], fact)
		return err
	}, " ORDER BY seq"); err != nil {
		return fmt.Errorf("reading facts: %w", err)
	}
	b := &batch{store: s, seq: head, cases: map[string]casewritten{}}
	for _, id := range women {
		for _, row := range journey.Fold(facts[id], 0) {
			found.Cases++
			text, err := rowText(row)
			if err != nil {
				return err
			}
			if stored[row.Case] != text || !slices.Equal(ties[row.Case], row.Ties()) {
				found.Changed++
				b.cases[row.Case] = casewritten{row, head}
			}
			delete(stored, row.Case)
		}
	}
	return b.flushCases(ctx, tx)
}

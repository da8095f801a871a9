package record

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"throughline/internal/domain/journey"
)

// flush writes the batch with a few statements.
func (b *batch) flush(ctx context.Context, tx Tx) error {
	engine := b.store.engine
	if err := engine.insertRows(ctx, tx, factColumns, 16, b.facts, ""); err != nil {
		return fmt.Errorf("writing facts: %w", err)
	}
	if err := b.flushWomen(ctx, tx); err != nil {
		return err
	}
	if err := engine.insertRows(ctx, tx, "women_tokens (token, woman)", 2, b.tokens, " ON CONFLICT (token, woman) DO NOTHING"); err != nil {
		return fmt.Errorf("writing search tokens: %w", err)
	}
	if err := b.flushCases(ctx, tx); err != nil {
		return err
	}
	if err := engine.insertRows(ctx, tx, "requests (key, digest, receipt, answered)", 4, b.keys, ""); err != nil {
		return fmt.Errorf("keeping answers: %w", err)
	}
	if err := b.flushOutbox(ctx, tx); err != nil {
		return err
	}
	if err := b.flushJobs(ctx, tx); err != nil {
		return err
	}
	if err := engine.insertRows(ctx, tx, "overseen ("+overseenColumns+")", 11, b.overseen, ""); err != nil {
		return fmt.Errorf("keeping what governance is shown: %w", err)
	}
	return b.flushLedger(ctx, tx)
}

// flushLedger writes the lines of the ledger, and which of them name whom.
func (b *batch) flushLedger(ctx context.Context, tx Tx) error {
	first, err := b.store.options.Ledger(ctx, tx, b.leaves)
	if err != nil {
		return fmt.Errorf("writing the ledger: %w", err)
	}
	var named []any
	for i, names := range b.named {
		for _, name := range names {
			named = append(named, name, first+int64(i))
		}
	}
	if err := b.store.engine.insertRows(ctx, tx, "ledger_women (trace, seq)", 2, named, " ON CONFLICT (trace, seq) DO NOTHING"); err != nil {
		return fmt.Errorf("writing whom the ledger names: %w", err)
	}
	return nil
}

// flushWomen writes who the women are of whom the batch tells.
func (b *batch) flushWomen(ctx context.Context, tx Tx) error {
	var unknown, known []any
	for _, id := range slices.Sorted(maps.Keys(b.women)) {
		w := b.women[id]
		if w.retold {
			var err error
			if w.who, err = retell(ctx, tx, w.id, w.key); err != nil {
				return err
			}
			w.told = true
		}
		if !w.told {
			continue
		}
		plain, err := json.Marshal(w.who)
		if err != nil {
			return fmt.Errorf("sealing who she is: %w", err)
		}
		sealed, err := w.key.Seal("women", id, "identity", plain)
		if err != nil {
			return fmt.Errorf("sealing who she is: %w", err)
		}
		if row := []any{id, w.wrapped, w.key.Trace(), sealed}; w.isNew {
			unknown = append(unknown, row...)
		} else {
			known = append(known, row...)
		}
	}
	const columns = "women (id, wrapped, trace, identity)"
	engine := b.store.engine
	if err := engine.insertRows(ctx, tx, columns, 4, unknown, ""); err != nil {
		return fmt.Errorf("writing women: %w", err)
	}
	if err := engine.insertRows(ctx, tx, columns, 4, known, " ON CONFLICT (id) DO UPDATE SET identity = excluded.identity"); err != nil {
		return fmt.Errorf("writing women: %w", err)
	}
	return nil
}

// retell returns who she is from all that was ever told, without what was
// superseded.
func retell(ctx context.Context, tx Tx, id string, key Key) (journey.Identity, error) {
	var told []journey.Fact
	err := each(ctx, tx, "SELECT "+codedColumns+", words FROM facts WHERE woman = $1 ORDER BY seq", func(rows *sql.Rows) error {
		var sealed []byte
		fact, err := scanCoded(rows, &sealed)
		if err != nil {
			return err
		}
		if journey.TellsWho(fact.Body.Kind()) && len(sealed) > 0 {
			if fact.Words, err = openWords(key, fact.ID, sealed); err != nil {
				return err
			}
		}
		told = append(told, fact)
		return nil
	}, id)
	if err != nil {
		return journey.Identity{}, fmt.Errorf("telling anew who she is: %w", err)
	}
	return journey.Who(journey.Effective(told, 0)), nil
}

// flushCases writes the rows of the cases of the batch. A woman who was unknown
// has no case yet: hers need no comparing.
func (b *batch) flushCases(ctx context.Context, tx Tx) error {
	var unknown, known []any
	for _, id := range slices.Sorted(maps.Keys(b.cases)) {
		written := b.cases[id]
		row := written.row
		text, err := rowText(row)
		if err != nil {
			return err
		}
		values := []any{id, row.Woman, row.Version, written.changed, row.Scheme, row.Organisation(), row.Worker, row.Sender, int32(row.Referred), int32(row.Closed),
			int32(row.Allocated), int32(row.Appointments.LastContact), text}
		if w := b.women[row.Woman]; w != nil && w.isNew {
			unknown = append(unknown, values...)
		} else {
			known = append(known, values...)
		}
	}
	const columns = "cases (id, woman, version, changed, scheme, provider, worker, sender, referred, closed, allocated, contacted, row_json)"
	const update = " ON CONFLICT (id) DO UPDATE SET woman = excluded.woman, version = excluded.version, changed = excluded.changed," +
		" scheme = excluded.scheme, provider = excluded.provider, worker = excluded.worker, sender = excluded.sender," +
		" referred = excluded.referred, closed = excluded.closed, allocated = excluded.allocated, contacted = excluded.contacted, row_json = excluded.row_json"
	engine := b.store.engine
	if err := engine.insertRows(ctx, tx, columns, 13, unknown, ""); err != nil {
		return fmt.Errorf("writing case rows: %w", err)
	}
	if err := engine.insertRows(ctx, tx, columns, 13, known, update); err != nil {
		return fmt.Errorf("writing case rows: %w", err)
	}
	return b.flushTies(ctx, tx)
}

// flushTies writes who is tied to the cases of the batch. Of most women no fact
// ever tied anybody, and there are none to take away.
func (b *batch) flushTies(ctx context.Context, tx Tx) error {
	var ties []any
	for _, id := range slices.Sorted(maps.Keys(b.cases)) {
		row := b.cases[id].row
		if w := b.women[row.Woman]; w == nil || slices.ContainsFunc(w.facts, journey.Fact.Ties) {
			if _, err := tx.ExecContext(ctx, "DELETE FROM ties WHERE case_id = $1", id); err != nil {
				return fmt.Errorf("writing who is tied to a case: %w", err)
			}
		}
		for _, tie := range row.Ties() {
			ties = append(ties, tie.Who, string(tie.How), id)
		}
	}
	if err := b.store.engine.insertRows(ctx, tx, "ties (who, how, case_id)", 3, ties, ""); err != nil {
		return fmt.Errorf("writing who is tied to a case: %w", err)
	}
	return nil
}

// rowText returns a row as it is stored.
func rowText(row journey.Row) (string, error) {
	text, err := json.Marshal(row)
	if err != nil {
		return "", fmt.Errorf("writing a case row: %w", err)
	}
	return string(text), nil
}

package record

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// Import runs bring in one transaction: all that it puts is written, with the
// rows that follow from it and one ledger line, or nothing is.
func (s *Store) Import(ctx context.Context, entry access.Entry, bring func(casework.Intake) error) error {
	return s.bring(ctx, entry, false, bring)
}

// Bring is Import with a ledger line that names every woman whom it writes of: for
// some rows of a list, where Import takes whole packages.
func (s *Store) Bring(ctx context.Context, entry access.Entry, bring func(casework.Intake) error) error {
	return s.bring(ctx, entry, true, bring)
}

func (s *Store) bring(ctx context.Context, entry access.Entry, naming bool, bring func(casework.Intake) error) error {
	return s.exec(ctx, func(ctx context.Context, tx Tx) error {
		in := &intake{
			ctx: ctx, tx: tx, store: s, sources: map[string]ids{}, women: map[string]*imported{},
			batch: &batch{store: s, now: s.now(), women: map[string]*woman{}, cases: map[string]casewritten{}},
		}
		// The gate first: on PostgreSQL another import waits here and then sees what
		// this one wrote.
		if _, err := tx.ExecContext(ctx, "UPDATE head SET seq = seq WHERE one = 1"); err != nil {
			return fmt.Errorf("beginning to import: %w", err)
		}
		if err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM facts WHERE source <> '')").Scan(&in.before); err != nil {
			return fmt.Errorf("looking for earlier imports: %w", err)
		}
		if err := bring(in); err != nil {
			return err
		}
		return in.finish(entry, naming)
	})
}

// intake is one import under way. It holds no more in memory than the batch in
// hand, the ids that rows refer to, and who each woman is.
type intake struct {
	ctx     context.Context
	tx      Tx
	store   *Store
	batch   *batch
	before  bool // something was imported before, so rows may be known
	sources map[string]ids
	women   map[string]*imported
	gone    map[string]bool // whose record was erased; nil until somebody asks
	written int
}

type ids struct{ woman, caseID string }

// imported is a woman whose facts this import touches.
type imported struct {
	wrapped []byte
	who     journey.Identity
	isNew   bool
}

// batchLimit is how many facts of an import are written together.
const batchLimit = 2000

// Lookup returns the woman and case of the fact that was written from a source.
func (in *intake) Lookup(ctx context.Context, source string) (woman, caseID string, found bool, err error) {
	if known, ok := in.sources[source]; ok {
		return known.woman, known.caseID, true, nil
	}
	if !in.before {
		return "", "", false, nil
	}
	var kind journey.Kind
	// The index on sources holds no empty ones: only a query that says so uses it.
	err = in.tx.QueryRowContext(ctx, "SELECT woman, case_id, kind FROM facts WHERE source = $1 AND source <> '' ORDER BY seq DESC LIMIT 1", source).Scan(&woman, &caseID, &kind)
	if errors.Is(err, sql.ErrNoRows) {
		return "", "", false, nil
	}
	if err != nil {
		return "", "", false, fmt.Errorf("looking for row %s: %w", source, err)
	}
	if named(kind) {
		in.sources[source] = ids{woman, caseID}
	}
	return woman, caseID, true, nil
}

// named says whether rows of other tables name the rows that such facts come from.
func named(kind journey.Kind) bool {
	return kind == journey.KindIdentity || kind == journey.KindReferred
}

// Put writes a fact, unless the same row was written before. It fails where the
// row was written of another woman or another case.
func (in *intake) Put(ctx context.Context, fact journey.Fact) (casework.Verdict, error) {
	if erased, err := in.erased(ctx, fact.Woman); err != nil || erased {
		return casework.RowUnchanged, err // no package brings her back
	}
	verdict, err := in.compare(ctx, &fact)
	if err != nil || verdict == casework.RowUnchanged {
		return verdict, err
	}
	if named(fact.Body.Kind()) {
		in.sources[fact.Source] = ids{fact.Woman, fact.Case}
	}
	if fact.Woman != "" {
		if err := in.admit(ctx, fact.Woman); err != nil {
			return verdict, err
		}
	}
	// The batch numbers facts from the head, which finish and flush move on.
	if len(in.batch.facts) == 0 {
		if err := in.tx.QueryRowContext(ctx, "UPDATE head SET seq = seq + $1 WHERE one = 1 RETURNING seq", batchLimit).Scan(&in.batch.seq); err != nil {
			return verdict, fmt.Errorf("numbering facts: %w", err)
		}
		in.batch.seq -= batchLimit
	}
	if _, err := in.batch.add(fact); err != nil {
		return verdict, err
	}
	if len(in.batch.facts) >= batchLimit*16 {
		return verdict, in.flush()
	}
	return verdict, nil
}

// compare says whether a row is new, unchanged or changed since it was imported,
// and makes a changed one supersede what was written from it. A row never moves
// to another woman or case: her facts and the rows folded from them would then
// have two owners. Only where nobody was named may a woman be named later.
func (in *intake) compare(ctx context.Context, fact *journey.Fact) (casework.Verdict, error) {
	if !in.before || fact.Source == "" {
		return casework.RowNew, nil
	}
	var id, woman, caseID, happened string
	var earlier []byte
	err := in.tx.QueryRowContext(ctx, "SELECT id, woman, case_id, happened, digest FROM facts WHERE source = $1 AND source <> '' ORDER BY seq DESC LIMIT 1", fact.Source).
		Scan(&id, &woman, &caseID, &happened, &earlier)
	if errors.Is(err, sql.ErrNoRows) {
		return casework.RowNew, nil
	}
	if err != nil {
		return casework.RowNew, fmt.Errorf("looking for row %s: %w", fact.Source, err)
	}
	if woman != "" && woman != fact.Woman || caseID != fact.Case {
		return casework.RowNew, fmt.Errorf("row %s was imported of another woman or case, and a row cannot move", fact.Source)
	}
	digest, err := in.store.digest(*fact)
	if err != nil {
		return casework.RowNew, err
	}
	if woman == fact.Woman && bytes.Equal(digest, earlier) {
		return casework.RowUnchanged, nil
	}
	if fact.Body.Kind().Undated() { // the date that first stood in stays
		if fact.Happened, err = calendar.ParseMoment(happened); err != nil {
			return casework.RowNew, fmt.Errorf("comparing row %s: %w", fact.Source, err)
		}
	}
	// What was told then stays as told: reports as at an earlier day do not change.
	fact.Supersedes, fact.Why, fact.Known = id, journey.CorrectionImport, calendar.At(in.batch.now)
	return casework.RowChanged, nil
}

// admit gives the batch the key of a woman it writes facts of.
func (in *intake) admit(ctx context.Context, id string) error {
	if in.batch.women[id] != nil {
		return nil
	}
	known := in.women[id]
	if known == nil {
		known = &imported{isNew: true}
		var sealed []byte
		err := in.tx.QueryRowContext(ctx, "SELECT wrapped, identity FROM women WHERE id = $1", id).Scan(&known.wrapped, &sealed)
		switch {
		case errors.Is(err, sql.ErrNoRows):
		case err != nil:
			return fmt.Errorf("loading a woman: %w", err)
		default:
			known.isNew = false
			key, err := in.store.options.Vault.Woman(id, known.wrapped)
			if err != nil {
				return fmt.Errorf("opening a woman's key: %w", err)
			}
			if known.who, err = openIdentity(key, id, sealed); err != nil {
				return err
			}
		}
		in.women[id] = known
	}
	if known.wrapped == nil {
		w, err := in.batch.woman(id)
		if err != nil {
			return err
		}
		known.wrapped = w.wrapped
		return nil
	}
	key, err := in.store.options.Vault.Woman(id, known.wrapped)
	if err != nil {
		return fmt.Errorf("opening a woman's key: %w", err)
	}
	in.batch.women[id] = &woman{id: id, wrapped: known.wrapped, key: key, who: known.who, told: known.isNew}
	return nil
}

// flush writes the batch in hand and lets go of it. Rows are folded at the end.
func (in *intake) flush() error {
	b := in.batch
	in.written += len(b.facts) / 16
	if err := b.flush(in.ctx, in.tx); err != nil {
		return err
	}
	for id, w := range b.women {
		in.women[id].who = w.who
		in.women[id].isNew = false
	}
	in.batch = &batch{store: in.store, now: b.now, women: map[string]*woman{}, cases: map[string]casewritten{}}
	return nil
}

// finish writes what is left, the rows of every woman touched, and the ledger line.
func (in *intake) finish(entry access.Entry, naming bool) error {
	if err := in.flush(); err != nil {
		return err
	}
	if in.written == 0 {
		entry.Reason = "nothing new"
	}
	line := &batch{store: in.store, now: in.store.now()}
	traces := map[string]called{}
	if naming {
		entry.Women = slices.Sorted(maps.Keys(in.women))
		var err error
		if traces, err = line.traces(in.ctx, in.tx, entry.Women); err != nil {
			return err
		}
	}
	if err := line.witness(entry, traces); err != nil {
		return err
	}
	if err := line.flushLedger(in.ctx, in.tx); err != nil {
		return err
	}
	if err := in.store.refold(in.ctx, in.tx, slices.Sorted(maps.Keys(in.women))); err != nil {
		return err
	}
	return in.store.barAll(in.ctx, in.tx)
}

// refold works the rows of these women out anew from their facts.
func (s *Store) refold(ctx context.Context, tx Tx, women []string) error {
	const step = 200
	for part := range slices.Chunk(women, step) {
		facts := map[string][]journey.Fact{}
		if err := selectIn(ctx, tx, "SELECT "+codedColumns+" FROM facts WHERE woman IN ", part, func(rows *sql.Rows) error {
			fact, err := scanCoded(rows)
			facts[fact.Woman] = append(facts[fact.Woman], fact)
			return err
		}, " ORDER BY seq"); err != nil {
			return fmt.Errorf("folding journeys: %w", err)
		}
		b := &batch{store: s, cases: map[string]casewritten{}}
		if err := tx.QueryRowContext(ctx, "SELECT seq FROM head WHERE one = 1").Scan(&b.seq); err != nil {
			return fmt.Errorf("folding journeys: %w", err)
		}
		for _, id := range part {
			b.fold(&woman{id: id, facts: facts[id]})
		}
		if err := b.dropCases(ctx, tx, part); err != nil {
			return err
		}
		if err := b.flushCases(ctx, tx); err != nil {
			return err
		}
	}
	return nil
}

// dropCases takes away the rows of cases of these women that no fact gives any more,
// as where an import was taken back.
func (b *batch) dropCases(ctx context.Context, tx Tx, women []string) error {
	var gone []string
	if err := selectIn(ctx, tx, "SELECT id FROM cases WHERE woman IN ", women, func(rows *sql.Rows) error {
		var id string
		err := rows.Scan(&id)
		if _, stands := b.cases[id]; !stands {
			gone = append(gone, id)
		}
		return err
	}); err != nil {
		return fmt.Errorf("looking for cases that are no more: %w", err)
	}
	for _, id := range gone {
		for _, statement := range []string{"DELETE FROM cases WHERE id = $1", "DELETE FROM ties WHERE case_id = $1"} {
			if _, err := tx.ExecContext(ctx, statement, id); err != nil {
				return fmt.Errorf("taking away a case that is no more: %w", err)
			}
		}
	}
	return nil
}

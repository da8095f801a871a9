package record

import (
	"context"
	"fmt"
	"iter"
	"time"

	"throughline/internal/domain/journey"
)

// filledAtOnce is how many invented women are written in one transaction.
const filledAtOnce = 4000

// Fill writes the coded facts of invented women, one woman after the other, and
// the rows that follow from them, and says how many facts. They have no keys, no names and no line in the
// ledger: what is filled serves to be measured, and no page can open it.
func (s *Store) Fill(ctx context.Context, women iter.Seq[[]journey.Fact]) (facts int, err error) {
	next, stop := iter.Pull(women)
	defer stop()
	for more := true; more; {
		if err := s.exec(ctx, func(ctx context.Context, tx Tx) error {
			written, err := s.fill(ctx, tx, next)
			more, facts = written > 0, facts+written
			return err
		}); err != nil {
			return facts, fmt.Errorf("filling the record: %w", err)
		}
	}
	return facts, nil
}

// fill writes some women, and says with how many facts; none: there are no more.
func (s *Store) fill(ctx context.Context, tx Tx, next func() ([]journey.Fact, bool)) (facts int, err error) {
	b := &batch{store: s, now: s.now(), women: map[string]*woman{}, cases: map[string]casewritten{}}
	if err := tx.QueryRowContext(ctx, "SELECT seq FROM head WHERE one = 1").Scan(&b.seq); err != nil {
		return 0, err
	}
	for range filledAtOnce {
		hers, ok := next()
		if !ok {
			break
		}
		facts += len(hers)
		for i := range hers {
			if err := b.invent(&hers[i]); err != nil {
				return 0, err
			}
		}
		for _, row := range journey.Fold(hers, 0) {
			b.women[row.Woman] = &woman{isNew: true}
			b.cases[row.Case] = casewritten{row, b.seq}
		}
	}
	if err := s.engine.insertRows(ctx, tx, factColumns, 16, b.facts, ""); err != nil {
		return 0, err
	}
	if err := b.flushCases(ctx, tx); err != nil {
		return 0, err
	}
	_, err = tx.ExecContext(ctx, "UPDATE head SET seq = $1 WHERE one = 1", b.seq)
	return facts, err
}

// invent numbers one fact and writes it without words.
func (b *batch) invent(fact *journey.Fact) (err error) {
	if fact.ID, err = b.store.ids.next(b.now); err != nil {
		return err
	}
	body, err := journey.MarshalBody(fact.Body)
	if err != nil {
		return err
	}
	b.seq++
	b.facts = append(b.facts, b.seq, fact.ID, fact.Woman, fact.Case, string(fact.Body.Kind()), fact.Happened.String(),
		fact.Known.String(), b.now.Format(time.RFC3339Nano), "", "", "", "", "", nil, string(body), nil)
	return nil
}

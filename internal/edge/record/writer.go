package record

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
)

// waiting is one write in the queue. One of change, entry, bare and alone is set.
type waiting struct {
	ctx    context.Context
	change *casework.Change
	entry  *access.Entry
	bare   []any // a row of the bare measure
	alone  func(ctx context.Context, tx *sql.Tx) error
	answer chan answered
}

type answered struct {
	receipt casework.Receipt
	err     error
}

// groupLimit is how many waiting writers one commit takes at most.
const groupLimit = 256

// write is the one goroutine that writes. It commits everything that waits
// together, so that one disk flush serves many writers.
func (s *Store) write() {
	defer s.done.Done()
	var next *waiting
	for {
		first := next
		next = nil
		if first == nil {
			var open bool
			if first, open = <-s.queue; !open {
				return
			}
		}
		if first.alone != nil {
			first.answer <- answered{err: s.commit(func(ctx context.Context, tx *sql.Tx) error { return first.alone(first.ctx, tx) })}
			continue
		}
		group := []*waiting{first}
	gather:
		for len(group) < groupLimit {
			select {
			case more, open := <-s.queue:
				switch {
				case !open:
					break gather
				case more.alone != nil:
					next = more
					break gather
				}
				group = append(group, more)
			default:
				break gather
			}
		}
		s.writeGroup(group)
	}
}

// writeGroup commits a group of writes, or, where the group as a whole fails,
// each by itself so that one bad write harms no other.
func (s *Store) writeGroup(group []*waiting) {
	answers := make([]answered, len(group))
	err := s.commit(func(ctx context.Context, tx *sql.Tx) error {
		return s.apply(ctx, tx, group, answers)
	})
	if err != nil && len(group) > 1 && s.broken.Load() == nil {
		for _, one := range group {
			s.writeGroup([]*waiting{one})
		}
		return
	}
	for i, one := range group {
		if err != nil {
			answers[i] = answered{err: &casework.Error{Kind: casework.Unavailable, Op: "writing to the record", Err: err}}
		}
		one.answer <- answers[i]
	}
}

// commit runs work in a transaction of the writer. After a commit that failed on
// SQLite the file's state is unknown to this process: it must not write again.
func (s *Store) commit(work func(ctx context.Context, tx *sql.Tx) error) error {
	if broken := s.broken.Load(); broken != nil {
		return *broken
	}
	// The work of a group belongs to several requests: none of them may cancel it.
	ctx := context.Background()
	tx, err := s.engine.writer.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("beginning to write: %w", err)
	}
	if err := work(ctx, tx); err != nil {
		return errors.Join(err, ignoreDone(tx.Rollback()))
	}
	if err := tx.Commit(); err != nil {
		err = fmt.Errorf("making the write durable: %w", err)
		if s.engine.name == "sqlite" {
			s.broken.Store(&err)
			s.options.Fatal(err)
		}
		return err
	}
	return nil
}

func ignoreDone(err error) error {
	if errors.Is(err, sql.ErrTxDone) {
		return nil
	}
	return err
}

// submit queues a write and waits for its answer. Once queued a write is carried
// out whether or not the asker still waits; retrying with the same key is safe.
func (s *Store) submit(one *waiting) (casework.Receipt, error) {
	if s.options.ReadOnly {
		return casework.Receipt{}, casework.Fail(casework.Unavailable, "writing to the record", "the record is open for reading only")
	}
	if err := one.ctx.Err(); err != nil {
		return casework.Receipt{}, fmt.Errorf("writing to the record: %w", err)
	}
	one.answer = make(chan answered, 1)
	if err := s.enqueue(one); err != nil {
		return casework.Receipt{}, err
	}
	select {
	case got := <-one.answer:
		return got.receipt, got.err
	case <-one.ctx.Done():
		return casework.Receipt{}, &casework.Error{Kind: casework.Unavailable, Op: "waiting for the write", Err: one.ctx.Err()}
	}
}

func (s *Store) enqueue(one *waiting) (err error) {
	defer func() {
		if recover() != nil { // the queue was closed while this write came in
			err = casework.Fail(casework.Unavailable, "writing to the record", "the record is closing")
		}
	}()
	if s.closing.Load() {
		return casework.Fail(casework.Unavailable, "writing to the record", "the record is closing")
	}
	s.queue <- one
	return nil
}

// Append writes a change durably.
func (s *Store) Append(ctx context.Context, change casework.Change) (casework.Receipt, error) {
	return s.submit(&waiting{ctx: ctx, change: &change})
}

// Witness writes one line of the ledger durably.
func (s *Store) Witness(ctx context.Context, entry access.Entry) error {
	_, err := s.submit(&waiting{ctx: ctx, entry: &entry})
	return err
}

// exec runs statements of its own in one transaction of the writer.
func (s *Store) exec(ctx context.Context, work func(ctx context.Context, tx *sql.Tx) error) error {
	_, err := s.submit(&waiting{ctx: ctx, alone: work})
	return err
}

// placeholders returns "($1,$2),($3,$4)" for rows of a width.
func placeholders(rows, width int) string {
	var text strings.Builder
	for i := range rows * width {
		switch {
		case i == 0:
			text.WriteString("(")
		case i%width == 0:
			text.WriteString("),(")
		default:
			text.WriteString(",")
		}
		fmt.Fprintf(&text, "$%d", i+1)
	}
	text.WriteString(")")
	return text.String()
}

// insertRows writes many rows with few statements. suffix is what follows the
// values, such as an ON CONFLICT clause.
func insertRows(ctx context.Context, tx *sql.Tx, into string, width int, values []any, suffix string) error {
	const most = 3000 // parameters a statement; both engines take more
	step := most / width * width
	for len(values) > 0 {
		n := min(step, len(values))
		query := "INSERT INTO " + into + " VALUES " + placeholders(n/width, width) + suffix
		if _, err := tx.ExecContext(ctx, query, values[:n]...); err != nil {
			return err
		}
		values = values[n:]
	}
	return nil
}

// touched returns the women that a group of changes is about. A change may bring
// no fact and ask only for the answer to its key, or whether the case has moved
// on: its woman is the one of the case.
func touched(ctx context.Context, tx *sql.Tx, group []*waiting) ([]string, error) {
	var women, bare []string
	for _, one := range group {
		if one.change == nil {
			continue
		}
		if len(one.change.Facts) == 0 && one.change.Case != "" {
			bare = append(bare, one.change.Case)
		}
		for _, fact := range one.change.Facts {
			if fact.Woman != "" {
				women = append(women, fact.Woman)
			}
		}
	}
	err := selectIn(ctx, tx, "SELECT woman FROM cases WHERE id IN ", bare, func(rows *sql.Rows) error {
		var id string
		if err := rows.Scan(&id); err != nil {
			return err
		}
		women = append(women, id)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("looking for the woman of a case: %w", err)
	}
	return women, nil
}

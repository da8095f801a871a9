package record

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/bits"
	"strconv"
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
	alone  func(ctx context.Context, tx Tx) error
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
			first.answer <- answered{err: s.commit(func(ctx context.Context, tx Tx) error { return first.alone(first.ctx, tx) })}
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
	err := s.commit(func(ctx context.Context, tx Tx) error {
		return s.apply(ctx, tx, group, answers)
	})
	kind := casework.Unavailable
	if errors.Is(err, errCommit) {
		kind = casework.Unknown // it may be durable: only a retry with the same key is safe
	} else if err != nil && len(group) > 1 {
		for _, one := range group {
			s.writeGroup([]*waiting{one})
		}
		return
	}
	for i, one := range group {
		if err != nil {
			answers[i] = answered{err: &casework.Error{Kind: kind, Op: "writing to the record", Err: err}}
		}
		one.answer <- answers[i]
	}
}

// writer is the one connection that writes, with its prepared statements.
type writer struct {
	conn *sql.Conn
	*statements
}

// connect returns the writing connection, made anew where there is none.
func (s *Store) connect(ctx context.Context) (*writer, error) {
	if s.writer != nil {
		return s.writer, nil
	}
	conn, err := s.engine.writer.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("connecting to write: %w", err)
	}
	s.writer = &writer{conn, newStatements(conn)}
	return s.writer, nil
}

// begin begins a transaction. A connection that broke since the last one, as when
// PostgreSQL was restarted, is made anew once: nothing was written on it.
func (s *Store) begin(ctx context.Context) (*writer, error) {
	for again := true; ; again = false {
		w, err := s.connect(ctx)
		if err != nil {
			return nil, err
		}
		_, err = w.conn.ExecContext(ctx, s.engine.begin)
		if err == nil {
			return w, nil
		}
		err = errors.Join(fmt.Errorf("beginning to write: %w", err), s.disconnect())
		if !again {
			return nil, err
		}
	}
}

// disconnect lets go of the writing connection, as after it broke.
func (s *Store) disconnect() error {
	if s.writer == nil {
		return nil
	}
	conn := s.writer.conn
	s.writer = nil
	return conn.Close()
}

// errCommit says that a commit failed, after which nobody knows here whether the
// write is durable.
var errCommit = errors.New("making the write durable")

// commit runs work in a transaction of the writer. After a commit that failed on
// SQLite the file's state is unknown to this process: it must not write again.
func (s *Store) commit(work func(ctx context.Context, tx Tx) error) error {
	if broken := s.broken.Load(); broken != nil {
		return fmt.Errorf("nothing is written any more after this: %v", *broken)
	}
	// The work of a group belongs to several requests: none of them may cancel it.
	ctx := context.Background()
	w, err := s.begin(ctx)
	if err != nil {
		return err
	}
	if err := work(ctx, w); err != nil {
		if _, undone := w.conn.ExecContext(ctx, "ROLLBACK"); undone != nil {
			return errors.Join(err, undone, s.disconnect())
		}
		return err
	}
	if _, err := w.conn.ExecContext(ctx, "COMMIT"); err != nil {
		err = fmt.Errorf("%w: %w", errCommit, err)
		if s.engine.name == "sqlite" {
			s.broken.Store(&err)
			s.options.Fatal(err)
		}
		return errors.Join(err, s.disconnect())
	}
	return nil
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
		return casework.Receipt{}, &casework.Error{Kind: casework.Unknown, Op: "waiting for the write", Err: one.ctx.Err()}
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
func (s *Store) exec(ctx context.Context, work func(ctx context.Context, tx Tx) error) error {
	_, err := s.submit(&waiting{ctx: ctx, alone: work})
	return err
}

// placeholders returns "($1,$2),($3,$4)" for rows of a width.
func placeholders(rows, width int) string {
	var text strings.Builder
	for i := range rows * width {
		switch {
		case i == 0:
			text.WriteString("($")
		case i%width == 0:
			text.WriteString("),($")
		default:
			text.WriteString(",$")
		}
		text.WriteString(strconv.Itoa(i + 1))
	}
	text.WriteString(")")
	return text.String()
}

// values returns the placeholders of an insert. SQLite's driver looks the name
// of every parameter up among all of them, which costs more than the insert
// itself where there are many; nameless ones have nothing to look up.
func (e engine) values(rows, width int) string {
	if e.name != "sqlite" {
		return placeholders(rows, width)
	}
	row := ",(" + strings.Repeat(",?", width)[1:] + ")"
	return strings.Repeat(row, rows)[1:]
}

// insertRows writes many rows with few statements, in steps of powers of two so
// that few texts are prepared. suffix is what follows the values, such as an ON
// CONFLICT clause. After an error the whole transaction must be undone: some of
// the rows may have been written.
func (e engine) insertRows(ctx context.Context, tx Tx, into string, width int, values []any, suffix string) error {
	const most = 1024 // parameters a statement
	for len(values) > 0 {
		rows := powerOfTwo(min(len(values), most) / width)
		query := e.insert + into + " VALUES " + e.values(rows, width) + suffix
		if _, err := tx.ExecContext(ctx, query, values[:rows*width]...); err != nil {
			return err
		}
		values = values[rows*width:]
	}
	return nil
}

// powerOfTwo returns the greatest power of two that is not above n, which is at
// least one.
func powerOfTwo(n int) int { return 1 << (bits.Len(uint(n)) - 1) }

func ignoreDone(err error) error {
	if errors.Is(err, sql.ErrTxDone) {
		return nil
	}
	return err
}

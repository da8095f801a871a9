package record

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"
	"time"

	"throughline/internal/casework"
	"throughline/internal/domain/calendar"
)

const outboxColumns = "id, woman, case_id, channel, template, language, appointment, says, account, agency, after, until, state, why, changed"

// Messages returns the messages that a filter chooses, the soonest first.
func (s *Store) Messages(ctx context.Context, filter casework.MessageFilter) ([]casework.Message, error) {
	var where []string
	var args []any
	only := func(condition string, value any) {
		args = append(args, value)
		where = append(where, condition+" $"+strconv.Itoa(len(args)))
	}
	if filter.ID != "" {
		only("id =", filter.ID)
	}
	if filter.Case != "" {
		only("case_id =", filter.Case)
	}
	if filter.State != "" {
		only("state =", string(filter.State))
	}
	if !filter.Due.IsZero() {
		only("after <=", filter.Due.Unix())
	}
	query := "SELECT " + outboxColumns + " FROM outbox"
	if len(where) > 0 {
		query += " WHERE " + strings.Join(where, " AND ")
	}
	query += " ORDER BY after, id"
	if filter.Limit > 0 {
		query += " LIMIT " + strconv.Itoa(filter.Limit)
	}
	var messages []casework.Message
	err := each(ctx, s.reader, query, func(rows *sql.Rows) error {
		var one casework.Message
		var says string
		var after, until, changed int64
		err := rows.Scan(&one.ID, &one.Woman, &one.Case, &one.Channel, &one.Template, &one.Language, &one.Appointment, &says,
			&one.By, &one.Agency, &after, &until, &one.State, &one.Why, &changed)
		if err != nil {
			return err
		}
		if one.At, err = calendar.ParseMoment(says); err != nil {
			return err
		}
		one.After, one.Until, one.Changed = time.Unix(after, 0).UTC(), time.Unix(until, 0).UTC(), time.Unix(changed, 0).UTC()
		messages = append(messages, one)
		return nil
	}, args...)
	if err != nil {
		return nil, fmt.Errorf("reading the messages that are to leave: %w", err)
	}
	return messages, nil
}

// outbox is what a batch writes of messages.
type outbox struct {
	states map[string]casework.MessageState // of those that the batch settles, as it leaves them
	added  []any
	moved  []casework.Settled
}

// loadOutbox reads how the messages stand that the changes want to settle.
func (b *batch) loadOutbox(ctx context.Context, tx Tx, group []*waiting) error {
	b.outbox.states = map[string]casework.MessageState{}
	var ids []string
	for _, one := range group {
		if one.change == nil {
			continue
		}
		for _, settled := range one.change.Settled {
			ids = append(ids, settled.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	// The gate first: on PostgreSQL another instance that sends waits here.
	if _, err := tx.ExecContext(ctx, "UPDATE head SET seq = seq WHERE one = 1"); err != nil {
		return fmt.Errorf("waiting for other instances: %w", err)
	}
	err := selectIn(ctx, tx, "SELECT id, state FROM outbox WHERE id IN ", unique(ids), func(rows *sql.Rows) error {
		var id string
		var state casework.MessageState
		if err := rows.Scan(&id, &state); err != nil {
			return err
		}
		b.outbox.states[id] = state
		return nil
	})
	if err != nil {
		return fmt.Errorf("reading how messages stand: %w", err)
	}
	return nil
}

// checkOutbox refuses a change that settles a message which no longer stands as
// it was seen.
func (b *batch) checkOutbox(change casework.Change) error {
	for _, settled := range change.Settled {
		if state, there := b.outbox.states[settled.ID]; !there || state != settled.From {
			return casework.Fail(casework.Conflict, "writing to the record", "the message is no longer %s", settled.From)
		}
	}
	return nil
}

// post adds the messages of a change to the batch.
func (b *batch) post(change casework.Change) {
	for _, one := range change.Outgoing {
		b.outbox.added = append(b.outbox.added, one.ID, one.Woman, one.Case, string(one.Channel), string(one.Template), one.Language,
			one.Appointment, one.At.String(), one.By, one.Agency, one.After.Unix(), one.Until.Unix(), string(casework.MessageWaiting), "", b.now.Unix())
		b.outbox.states[one.ID] = casework.MessageWaiting
	}
	for _, settled := range change.Settled {
		b.outbox.states[settled.ID] = settled.To
		b.outbox.moved = append(b.outbox.moved, settled)
	}
}

// flushOutbox writes them.
func (b *batch) flushOutbox(ctx context.Context, tx Tx) error {
	if err := b.store.engine.insertRows(ctx, tx, "outbox ("+outboxColumns+")", 15, b.outbox.added, ""); err != nil {
		return fmt.Errorf("writing messages: %w", err)
	}
	for _, moved := range b.outbox.moved {
		if _, err := tx.ExecContext(ctx, "UPDATE outbox SET state = $1, why = $2, changed = $3 WHERE id = $4", string(moved.To), moved.Why, b.now.Unix(), moved.ID); err != nil {
			return fmt.Errorf("settling a message: %w", err)
		}
		if moved.After.IsZero() {
			continue
		}
		if _, err := tx.ExecContext(ctx, "UPDATE outbox SET after = $1 WHERE id = $2", moved.After.Unix(), moved.ID); err != nil {
			return fmt.Errorf("putting a message off: %w", err)
		}
	}
	return nil
}

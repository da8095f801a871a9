package record

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/jobs"
	"throughline/internal/domain/access"
)

var _ jobs.Store = (*Store)(nil)

const jobColumns = "id, kind, account, agency, asked, key, arguments, state, done, total, began, begun_at, changed, stopping, said, result, worker, lease"

// flushJobs writes the jobs that the changes of a batch ask for. One that was asked
// for before under its key is asked for once.
func (b *batch) flushJobs(ctx context.Context, tx Tx) error {
	if err := b.store.engine.insertRows(ctx, tx, "jobs ("+jobColumns+")", 18, b.jobs, " ON CONFLICT (kind, key) DO NOTHING"); err != nil {
		return fmt.Errorf("writing background work: %w", err)
	}
	return nil
}

// ask adds the jobs of a change to the batch.
func (b *batch) ask(change casework.Change) {
	for _, job := range change.Jobs {
		b.jobs = append(b.jobs, job.ID, job.Kind, job.By, job.Agency, b.now.UnixMilli(), job.Key, job.Arguments,
			string(casework.JobWaiting), job.Done, job.Total, 0, 0, b.now.UnixMilli(), 0, "", "", "", 0)
	}
}

// scanJob reads a job from jobColumns.
func scanJob(row scanner) (casework.Job, error) {
	var job casework.Job
	var asked, began, changed, lease int64
	var stopping int
	var worker string
	err := row.Scan(&job.ID, &job.Kind, &job.By, &job.Agency, &asked, &job.Key, &job.Arguments, &job.State, &job.Done, &job.Total,
		&began, &job.From, &changed, &stopping, &job.Said, &job.Result, &worker, &lease)
	job.Asked, job.Changed, job.Stopping = time.UnixMilli(asked).UTC(), time.UnixMilli(changed).UTC(), stopping == 1
	if began > 0 {
		job.Began = time.UnixMilli(began).UTC()
	}
	return job, err
}

// Jobs returns the jobs that a filter chooses, the newest first.
func (s *Store) Jobs(ctx context.Context, filter jobs.Filter) ([]casework.Job, error) {
	var where []string
	var args []any
	for _, only := range []struct{ column, value string }{
		{"id", filter.ID}, {"account", filter.By}, {"agency", filter.Agency}, {"state", string(filter.State)},
	} {
		if only.value != "" {
			args = append(args, only.value)
			where = append(where, only.column+" = $"+strconv.Itoa(len(args)))
		}
	}
	query := "SELECT " + jobColumns + " FROM jobs"
	if len(where) > 0 {
		query += " WHERE " + strings.Join(where, " AND ")
	}
	var found []casework.Job
	err := each(ctx, s.reader, query+" ORDER BY asked DESC, id", func(rows *sql.Rows) error {
		job, err := scanJob(rows)
		found = append(found, job)
		return err
	}, args...)
	if err != nil {
		return nil, fmt.Errorf("reading background work: %w", err)
	}
	return found, nil
}

// gated runs work in one transaction of the writer, on PostgreSQL with other
// instances waiting: work that reads before it writes, or writes the ledger.
func (s *Store) gated(ctx context.Context, work func(ctx context.Context, tx Tx) error) error {
	return s.exec(ctx, func(ctx context.Context, tx Tx) error {
		if _, err := tx.ExecContext(ctx, "UPDATE head SET seq = seq WHERE one = 1"); err != nil {
			return fmt.Errorf("waiting for other instances: %w", err)
		}
		return work(ctx, tx)
	})
}

// TakeJob gives a job to a worker until a moment.
func (s *Store) TakeJob(ctx context.Context, kind, worker string, until time.Time) (job casework.Job, taken bool, err error) {
	// Most looks find nothing: only where something may be free is the gate closed.
	free := func(ctx context.Context, tx Tx) (string, error) {
		var id string
		now := s.now().UnixMilli()
		err := tx.QueryRowContext(ctx, "SELECT id FROM jobs WHERE kind = $1 AND (state = 'waiting' OR state = 'running' AND lease < $2)"+
			" AND NOT EXISTS (SELECT 1 FROM jobs AS other WHERE other.kind = $1 AND other.state = 'running' AND other.lease >= $2)"+
			" ORDER BY asked, id LIMIT 1", kind, now).Scan(&id)
		if errors.Is(err, sql.ErrNoRows) {
			return "", nil
		}
		return id, err
	}
	id, err := free(ctx, s.reader)
	if err != nil {
		return job, false, fmt.Errorf("looking for background work: %w", err)
	}
	if id == "" {
		return job, false, nil
	}
	err = s.gated(ctx, func(ctx context.Context, tx Tx) error {
		if id, err = free(ctx, tx); err != nil || id == "" {
			return err
		}
		now := s.now().UnixMilli()
		if _, err = tx.ExecContext(ctx, "UPDATE jobs SET state = 'running', worker = $1, lease = $2, began = $3, begun_at = done, changed = $3 WHERE id = $4",
			worker, until.UnixMilli(), now, id); err != nil {
			return err
		}
		taken = true
		job, err = scanJob(tx.QueryRowContext(ctx, "SELECT "+jobColumns+" FROM jobs WHERE id = $1", id))
		return err
	})
	if err != nil {
		return job, false, fmt.Errorf("taking up background work: %w", err)
	}
	return job, taken, nil
}

// errNotTheirs says that a job is in other hands.
var errNotTheirs = casework.Fail(casework.Conflict, "background work", "it is no longer this worker's")

// BeatJob says that the worker still works.
func (s *Store) BeatJob(ctx context.Context, id, worker string, until time.Time, done, total int) (job casework.Job, err error) {
	err = s.exec(ctx, func(ctx context.Context, tx Tx) error {
		changed, err := tx.ExecContext(ctx, "UPDATE jobs SET lease = $1, done = $2, total = $3, changed = $4 WHERE id = $5 AND worker = $6 AND state = 'running'",
			until.UnixMilli(), done, total, s.now().UnixMilli(), id, worker)
		if err := oneRow(changed, err, "saying how far background work has come", errNotTheirs); err != nil {
			return err
		}
		job, err = scanJob(tx.QueryRowContext(ctx, "SELECT "+jobColumns+" FROM jobs WHERE id = $1", id))
		return err
	})
	return job, err
}

// EndJob puts a job from the worker's hands.
func (s *Store) EndJob(ctx context.Context, id, worker string, state casework.JobState, end casework.JobEnd) error {
	return s.exec(ctx, func(ctx context.Context, tx Tx) error {
		changed, err := tx.ExecContext(ctx, "UPDATE jobs SET state = $1, said = $2, result = $3, worker = '', lease = 0, stopping = 0, changed = $4 WHERE id = $5 AND worker = $6 AND state = 'running'",
			string(state), end.Said, end.Result, s.now().UnixMilli(), id, worker)
		return oneRow(changed, err, "ending background work", errNotTheirs)
	})
}

// MoveJob moves a job with a ledger line.
func (s *Store) MoveJob(ctx context.Context, entry access.Entry, id string, from []casework.JobState, to casework.JobState) error {
	leaf, err := json.Marshal(entry)
	if err != nil {
		return fmt.Errorf("moving background work: %w", err)
	}
	return s.gated(ctx, func(ctx context.Context, tx Tx) error {
		var state casework.JobState
		err := tx.QueryRowContext(ctx, "SELECT state FROM jobs WHERE id = $1", id).Scan(&state)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			return casework.Fail(casework.NotFound, "moving background work", "there is no such work")
		case err != nil:
			return fmt.Errorf("moving background work: %w", err)
		case !slices.Contains(from, state):
			return casework.Fail(casework.Conflict, "moving background work", "it is %s", state)
		}
		query, args := "UPDATE jobs SET state = $2, stopping = 0, said = '', changed = $3 WHERE id = $1", []any{id, string(to), s.now().UnixMilli()}
		if to == casework.JobCancelled && state == casework.JobRunning {
			query, args = "UPDATE jobs SET stopping = 1 WHERE id = $1", []any{id}
		}
		if _, err := tx.ExecContext(ctx, query, args...); err != nil {
			return fmt.Errorf("moving background work: %w", err)
		}
		if _, err := s.options.Ledger(ctx, tx, [][]byte{leaf}); err != nil {
			return fmt.Errorf("writing the ledger: %w", err)
		}
		return nil
	})
}

// ForgetJobs takes away the jobs that were over before a moment.
func (s *Store) ForgetJobs(ctx context.Context, before time.Time) error {
	return s.exec(ctx, func(ctx context.Context, tx Tx) error {
		if _, err := tx.ExecContext(ctx, "DELETE FROM jobs WHERE state NOT IN ('waiting', 'running') AND changed < $1", before.UnixMilli()); err != nil {
			return fmt.Errorf("taking away old background work: %w", err)
		}
		return nil
	})
}

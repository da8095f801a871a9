package record

import (
	"context"
	"database/sql"
	"sync"
)

// preparer is a database or one connection of it.
type preparer interface {
	Tx
	PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
}

// statements runs queries through prepared statements, kept by their text:
// reading SQL costs more than carrying it out. It is safe for use by several
// goroutines where what it runs on is.
type statements struct {
	on preparer

	mu   sync.Mutex
	kept map[string]*sql.Stmt
}

// keptStatements is how many texts are kept at most; the rest are read anew.
const keptStatements = 400

func newStatements(on preparer) *statements { return &statements{on: on, kept: map[string]*sql.Stmt{}} }

// prepared returns the kept statement of a text, nil where the text is not kept.
func (s *statements) prepared(ctx context.Context, query string, args []any) *sql.Stmt {
	if len(args) == 0 {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if statement, ok := s.kept[query]; ok {
		return statement
	}
	if len(s.kept) >= keptStatements {
		return nil
	}
	statement, err := s.on.PrepareContext(ctx, query)
	if err != nil {
		return nil // running it unprepared gives the error where it belongs
	}
	s.kept[query] = statement
	return statement
}

// ExecContext runs a statement.
func (s *statements) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if statement := s.prepared(ctx, query, args); statement != nil {
		return statement.ExecContext(ctx, args...)
	}
	return s.on.ExecContext(ctx, query, args...)
}

// QueryContext runs a query.
func (s *statements) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if statement := s.prepared(ctx, query, args); statement != nil {
		return statement.QueryContext(ctx, args...)
	}
	return s.on.QueryContext(ctx, query, args...)
}

// QueryRowContext runs a query that gives one row.
func (s *statements) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if statement := s.prepared(ctx, query, args); statement != nil {
		return statement.QueryRowContext(ctx, args...)
	}
	return s.on.QueryRowContext(ctx, query, args...)
}

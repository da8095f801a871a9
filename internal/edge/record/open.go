package record

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pressly/goose/v3"

	"throughline/internal/casework"
	"throughline/internal/domain/journey"
)

//go:embed migrations
var migrations embed.FS

// Vault lends the keys that seal what is a woman's own.
type Vault interface {
	// NewWoman makes the key of a woman, wrapped for keeping.
	NewWoman(id string) (wrapped []byte, key Key, err error)
	// Woman opens the key of a woman.
	Woman(id string, wrapped []byte) (Key, error)
	// Own is the key of the installation, for what is about no woman who is known.
	Own() Key
	// Tokens returns the keyed tokens she can be found by.
	Tokens(who journey.Identity, reference string) ([][]byte, error)
	// Digest returns a keyed digest of a row, to tell whether it has changed.
	Digest(data []byte) ([]byte, error)
}

// Key seals and opens with one woman's key. What is sealed for one place does
// not open in another.
type Key interface {
	Trace() string // what the ledger calls her
	Seal(table, row, column string, plain []byte) ([]byte, error)
	Open(table, row, column string, sealed []byte) ([]byte, error)
}

// Tx is a transaction of the record, lent to those who write or read within it.
type Tx interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// Ledger appends lines to the hash tree within the record's transaction, and
// returns the number of the first.
type Ledger func(ctx context.Context, tx Tx, leaves [][]byte) (first int64, err error)

// Options say where the record is and what it works with.
type Options struct {
	// Folder is the data folder. The SQLite database is Folder/throughline.db.
	Folder string
	// Database is the URL of a PostgreSQL database; empty means SQLite.
	Database string
	// ReadOnly opens the record beside a running server: every write fails.
	ReadOnly bool

	Vault  Vault
	Ledger Ledger
	Now    casework.Clock
	// Fatal is told when a commit failed in a way after which the database must
	// not be written by this process again. The program exits and recovers.
	Fatal func(error)
}

// Store is an open record.
type Store struct {
	engine  engine
	reader  *statements
	counts  counts
	writer  *writer // only the goroutine of write uses it
	options Options

	queue   chan *waiting
	done    sync.WaitGroup
	closing atomic.Bool
	broken  atomic.Pointer[error]
	ids     idMaker
}

var (
	_ casework.Record   = (*Store)(nil)
	_ casework.Importer = (*Store)(nil)
)

// ErrInUse says that another process writes this data folder.
var ErrInUse = errors.New("another throughline is writing this data folder")

// Open opens the record, brings its tables and its rows up to date, asserts that
// the engine keeps what it acknowledges, and starts the writer.
func Open(ctx context.Context, options Options) (*Store, error) {
	if options.Fatal == nil {
		options.Fatal = func(error) {}
	}
	engine, err := openEngine(ctx, options)
	if err != nil {
		return nil, err
	}
	s := &Store{engine: engine, reader: newStatements(engine.reader), options: options, queue: make(chan *waiting, 1024)}
	if !options.ReadOnly {
		if err := migrate(ctx, engine); err != nil {
			return nil, errors.Join(err, engine.close())
		}
		s.done.Add(1)
		go s.write()
		if err := s.rowsAnew(ctx); err != nil {
			return nil, errors.Join(err, s.Close())
		}
	}
	return s, nil
}

// Close waits for the writes under way and closes the database.
func (s *Store) Close() error {
	if s.closing.Swap(true) {
		return nil
	}
	close(s.queue)
	s.done.Wait()
	return errors.Join(s.disconnect(), s.engine.close())
}

// View lends one reading transaction, in which nothing changes, to those who
// prove rather than change: the ledger's verifier and its signer.
func (s *Store) View(ctx context.Context, look func(tx Tx) error) error {
	how := &sql.TxOptions{}
	if s.engine.name == "postgres" {
		how = &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
	}
	tx, err := s.engine.reader.BeginTx(ctx, how)
	if err != nil {
		return fmt.Errorf("reading the record: %w", err)
	}
	return errors.Join(look(tx), ignoreDone(tx.Rollback()))
}

// Snapshot writes a consistent copy of an SQLite database to a file that does
// not exist yet, beside a running server too. PostgreSQL has tools of its own for
// this.
func (s *Store) Snapshot(ctx context.Context, file string) error {
	if s.engine.name != "sqlite" {
		return casework.Fail(casework.Invalid, "copying the database", "a PostgreSQL database is copied with pg_dump")
	}
	return copySQLite(ctx, s.options.Folder, file)
}

// Newest returns when the newest fact was written, the zero time where there is
// none. A clock that was set back must not go below it.
func (s *Store) Newest(ctx context.Context) (time.Time, error) {
	var written string
	err := s.engine.reader.QueryRowContext(ctx, "SELECT written FROM facts ORDER BY seq DESC LIMIT 1").Scan(&written)
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, fmt.Errorf("reading when the record was last written: %w", err)
	}
	return time.Parse(time.RFC3339Nano, written)
}

// migrate brings the tables up to date.
func migrate(ctx context.Context, engine engine) error {
	folder, err := fs.Sub(migrations, "migrations/"+engine.name)
	if err != nil {
		return fmt.Errorf("finding the migrations of %s: %w", engine.name, err)
	}
	provider, err := goose.NewProvider(engine.dialect, engine.writer, folder)
	if err != nil {
		return fmt.Errorf("reading the migrations: %w", err)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("bringing the tables up to date: %w", err)
	}
	return nil
}

// now returns the time to write, in whole microseconds so that both engines
// keep it alike.
func (s *Store) now() time.Time { return s.options.Now().UTC().Truncate(time.Microsecond) }

package record

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	_ "github.com/jackc/pgx/v5/stdlib" // PostgreSQL
	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite" // SQLite

	"throughline/internal/casework"
)

// engine is one of the two databases, open.
type engine struct {
	name    string // sqlite or postgres, and the folder of its migrations
	dialect goose.Dialect
	begin   string // how a writing transaction begins
	insert  string // how an insert begins
	writer  *sql.DB
	reader  *sql.DB
	release func() error
}

func (e engine) close() error {
	errs := []error{e.reader.Close()}
	if e.writer != nil && e.writer != e.reader {
		errs = append(errs, e.writer.Close())
	}
	if e.release != nil {
		errs = append(errs, e.release())
	}
	return errors.Join(errs...)
}

func openEngine(ctx context.Context, options Options) (engine, error) {
	if options.Database != "" {
		return openPostgres(ctx, options)
	}
	return openSQLite(ctx, options)
}

// DatabaseFile is the name of the SQLite database in the data folder.
const DatabaseFile = "throughline.db"

// sqliteFloor is the oldest SQLite that may write here: before it, resetting the
// write-ahead log could corrupt the file.
const sqliteFloor = 3051003

// pragmas are set on every connection and read back at start. FULL makes every
// commit durable before it is acknowledged.
var pragmas = []struct{ name, set, want string }{
	{"busy_timeout", "10000", "10000"},
	{"journal_mode", "WAL", "wal"},
	{"synchronous", "FULL", "2"},
	{"wal_autocheckpoint", "4000", "4000"}, // pages: a page that changes often is copied back less often
	{"foreign_keys", "ON", "1"},
	{"secure_delete", "ON", "1"},
	{"trusted_schema", "OFF", "0"},
	{"mmap_size", "0", "0"},
	{"cell_size_check", "ON", "1"},
}

// insertOrFail leaves the undoing of a failed insert to the rollback of its
// transaction, which spares SQLite a copy of every page it is about to change.
const insertOrFail = "INSERT OR FAIL INTO "

func openSQLite(ctx context.Context, options Options) (engine, error) {
	path := filepath.Join(options.Folder, DatabaseFile)
	release := func() error { return nil }
	if options.ReadOnly {
		if _, err := os.Stat(path); err != nil {
			return engine{}, fmt.Errorf("opening the record: %w", err)
		}
	} else {
		unlock, err := lockFolder(options.Folder)
		if err != nil {
			return engine{}, err
		}
		release = unlock
	}
	query := url.Values{"_txlock": {"immediate"}}
	for _, pragma := range pragmas {
		query.Add("_pragma", fmt.Sprintf("%s(%s)", pragma.name, pragma.set))
	}
	writing := "file:" + path + "?" + query.Encode()
	query.Set("_txlock", "deferred")
	query.Add("_pragma", "query_only(1)")
	reading := "file:" + path + "?" + query.Encode()

	if err := privateFile(path, options.ReadOnly); err != nil {
		return engine{}, errors.Join(err, release())
	}
	e := engine{name: "sqlite", dialect: goose.DialectSQLite3, begin: "BEGIN IMMEDIATE", insert: insertOrFail, release: release}
	var err error
	if !options.ReadOnly {
		if e.writer, err = sql.Open("sqlite", writing); err != nil {
			return engine{}, errors.Join(fmt.Errorf("opening the record: %w", err), release())
		}
		e.writer.SetMaxOpenConns(1)
		if err := assertSQLite(ctx, e.writer); err != nil {
			return engine{}, errors.Join(err, e.writer.Close(), release())
		}
	}
	if e.reader, err = sql.Open("sqlite", reading); err != nil {
		return engine{}, errors.Join(fmt.Errorf("opening the record: %w", err), release())
	}
	e.reader.SetMaxOpenConns(4)
	e.reader.SetMaxIdleConns(4)
	return e, nil
}

// privateFile makes the database file readable by the service's account alone,
// before anything is in it.
func privateFile(path string, readOnly bool) error {
	if readOnly {
		return nil
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("opening the record: %w", err)
	}
	return file.Close()
}

// copySQLite writes a consistent copy with a connection of its own: the reading
// ones may not write, not even elsewhere.
func copySQLite(ctx context.Context, folder, file string) error {
	query := url.Values{"_pragma": {"busy_timeout(10000)"}}
	db, err := sql.Open("sqlite", "file:"+filepath.Join(folder, DatabaseFile)+"?"+query.Encode())
	if err != nil {
		return fmt.Errorf("copying the database: %w", err)
	}
	_, err = db.ExecContext(ctx, "VACUUM INTO $1", file)
	if err := errors.Join(err, db.Close()); err != nil {
		return fmt.Errorf("copying the database: %w", err)
	}
	return nil
}

// assertSQLite reads every setting back and refuses a database that would not
// keep what it acknowledges.
func assertSQLite(ctx context.Context, db *sql.DB) error {
	for _, pragma := range pragmas {
		var got string
		if err := db.QueryRowContext(ctx, "PRAGMA "+pragma.name).Scan(&got); err != nil {
			return fmt.Errorf("reading the database setting %s: %w", pragma.name, err)
		}
		if !strings.EqualFold(got, pragma.want) {
			return casework.Fail(casework.Unavailable, "checking the database", "the setting %s is %s and must be %s", pragma.name, got, pragma.want)
		}
	}
	var version string
	if err := db.QueryRowContext(ctx, "SELECT sqlite_version()").Scan(&version); err != nil {
		return fmt.Errorf("reading the database version: %w", err)
	}
	var major, minor, patch int
	if _, err := fmt.Sscanf(version, "%d.%d.%d", &major, &minor, &patch); err != nil {
		return fmt.Errorf("reading the database version %q: %w", version, err)
	}
	if major*1000000+minor*1000+patch < sqliteFloor {
		return casework.Fail(casework.Unavailable, "checking the database", "SQLite %s is too old to write here safely", version)
	}
	return nil
}

func openPostgres(ctx context.Context, options Options) (engine, error) {
	db, err := sql.Open("pgx", options.Database)
	if err != nil {
		return engine{}, fmt.Errorf("opening the record: %w", err)
	}
	db.SetMaxOpenConns(12)
	db.SetMaxIdleConns(12)
	for _, setting := range []string{"fsync", "full_page_writes", "synchronous_commit"} {
		var got string
		if err := db.QueryRowContext(ctx, "SELECT current_setting($1)", setting).Scan(&got); err != nil {
			return engine{}, errors.Join(fmt.Errorf("reading the database setting %s: %w", setting, err), db.Close())
		}
		if got != "on" && !(setting == "synchronous_commit" && got == "remote_apply") {
			return engine{}, errors.Join(casework.Fail(casework.Unavailable, "checking the database", "PostgreSQL's %s is %s: what it acknowledges could be lost. Set it to on", setting, got), db.Close())
		}
	}
	return engine{name: "postgres", dialect: goose.DialectPostgres, begin: "BEGIN", insert: "INSERT INTO ", writer: db, reader: db}, nil
}

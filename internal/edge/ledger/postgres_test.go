package ledger

import (
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"
)

// postgres is an empty ledger's database on the PostgreSQL server that
// THROUGHLINE_TEST_POSTGRES names as a URL, in a schema of its own.
func postgres(t *testing.T) *sql.DB {
	t.Helper()
	server := os.Getenv("THROUGHLINE_TEST_POSTGRES")
	if server == "" {
		t.Skip("THROUGHLINE_TEST_POSTGRES names no server")
	}
	at, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	admin, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	schema := fmt.Sprintf("ledger_test_%d", os.Getpid())
	if _, err := admin.Exec("CREATE SCHEMA " + schema); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := admin.Exec("DROP SCHEMA " + schema + " CASCADE"); err != nil {
			t.Error(err)
		}
		_ = admin.Close()
	})
	query := at.Query()
	query.Set("search_path", schema)
	at.RawQuery = query.Encode()
	db, err := sql.Open("pgx", at.String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	for statement := range strings.SplitSeq(strings.NewReplacer("BLOB", "BYTEA", "INTEGER", "BIGINT").Replace(tables), ";") {
		if strings.TrimSpace(statement) == "" {
			continue
		}
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	return db
}

func TestSeveralInstancesAppendAtOnceOnPostgreSQL(t *testing.T) {
	db, by := postgres(t), signer(t)
	const instances, transactions, batch = 4, 25, 3
	var running sync.WaitGroup
	for i := range instances {
		running.Go(func() {
			l := New(by)
			for j := range transactions {
				tx, err := db.Begin()
				if err != nil {
					t.Error(err)
					return
				}
				leaves := make([][]byte, batch)
				for k := range leaves {
					leaves[k] = fmt.Appendf(nil, "%d/%d/%d", i, j, k)
				}
				if _, err := l.Append(ctx, tx, leaves); err != nil {
					t.Error(err, tx.Rollback())
					return
				}
				end := tx.Commit
				if j%5 == 4 {
					end = tx.Rollback
				}
				if err := end(); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	running.Wait()
	tx, err := db.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	held := checkpoint(t, New(by), tx)
	whole(t, verify(t, tx, by, held), instances*transactions*batch*4/5, 1)

	exec(t, db, "UPDATE ledger_leaf SET leaf = $1 WHERE seq = $2", []byte("edited"), 7)
	if report := verify(t, db, by, held); len(report.Problems) == 0 {
		t.Error("an edit was not found")
	}
}

package recordtest

import (
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"sync/atomic"
	"testing"
)

// databases counts the databases made by this process.
var databases atomic.Int64

// FreshPostgres makes a PostgreSQL database of its own for one test and returns
// its URL. It skips the test where no server is named.
func FreshPostgres(t testing.TB) string {
	t.Helper()
	server := os.Getenv("THROUGHLINE_TEST_POSTGRES")
	if server == "" {
		t.Skip("THROUGHLINE_TEST_POSTGRES is not set: run ./test, which starts a PostgreSQL server")
	}
	admin, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("throughline_%d_%d", os.Getpid(), databases.Add(1))
	if _, err := admin.Exec("CREATE DATABASE " + name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := admin.Exec("DROP DATABASE " + name + " WITH (FORCE)"); err != nil {
			t.Error(err)
		}
		if err := admin.Close(); err != nil {
			t.Error(err)
		}
	})
	address, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	address.Path = "/" + name
	return address.String()
}

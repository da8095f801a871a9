package cli

import (
	"bytes"
	"context"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"throughline/internal/edge/record/recordtest"
)

// printed runs a command line and returns what it printed, failing the test
// where it does not end well.
func printed(t *testing.T, args ...string) string {
	t.Helper()
	var out, errOut bytes.Buffer
	if code := Run(context.Background(), args, &bytes.Buffer{}, &out, &errOut); code != exitOK {
		t.Fatalf("throughline %v ended with %d: %s", args, code, errOut.String())
	}
	return out.String()
}

// The same facts give the same figures from both databases, as at today and as
// at an earlier day.
func TestBothDatabasesGiveTheSameFigures(t *testing.T) {
	database := recordtest.FreshPostgres(t)
	folders := map[string][]string{
		"SQLite":     {"--data", filepath.Join(t.TempDir(), "one")},
		"PostgreSQL": {"--data", filepath.Join(t.TempDir(), "two"), "--database", database},
	}
	reports := map[string][]string{}
	for engine, where := range folders {
		printed(t, append([]string{"init"}, where...)...)
		in := opened(t, where)
		if err := in.furnish(context.Background(), 7, false); err != nil {
			t.Fatal(err)
		}
		if err := in.close(context.Background()); err != nil {
			t.Fatal(err)
		}
		for _, day := range []string{"2020-08-31", "2021-08-31", ""} {
			args := append([]string{"report", "--format", "json"}, where...)
			if day != "" {
				args = append(args, "--as-at", day)
			}
			reports[engine] = append(reports[engine], printed(t, args...))
		}
		if built := printed(t, append([]string{"rebuild"}, where...)...); !bytes.Contains([]byte(built), []byte(`"changed":0,"removed":0`)) {
			t.Errorf("%s: rebuild found %s", engine, built)
		}
		printed(t, append([]string{"ledger", "verify"}, where...)...)
	}
	if diff := cmp.Diff(reports["SQLite"], reports["PostgreSQL"]); diff != "" {
		t.Errorf("the databases differ: %s", diff)
	}
}

// opened opens the installation that flags name.
func opened(t *testing.T, flags []string) *installation {
	t.Helper()
	where := place{Data: flags[1]}
	if len(flags) > 3 {
		where.Database = flags[3]
	}
	in, err := where.open(context.Background(), opening{})
	if err != nil {
		t.Fatal(err)
	}
	return in
}

package cli

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/record"
	"throughline/internal/edge/record/recordtest"
)

var (
	leadOfTests       = access.Asker{ID: "lead-1", Name: "Ruth", Agency: "Advance", Role: access.ServiceLead}
	governanceOfTests = access.Asker{ID: "ig-1", Name: "Ines", Agency: "Advance", Role: access.InformationGovernance}
)

// planted are values of hers that stand nowhere else.
var planted = []string{"Zephyrine", "Quillfeather", "07700 900987", "ZZ9 9ZQ", "the blue door by the canal", "01ZZ/777/26"}

// erased is an installation with two women, one of whom is erased.
type erasedWorld struct {
	t       *testing.T
	flags   []string
	in      *installation
	receipt casework.Receipt
	secrets [][]byte // planted values, her wrapped key and her sealed words, as bytes
}

func newErasedWorld(t *testing.T, flags []string) *erasedWorld {
	t.Helper()
	printed(t, append([]string{"init"}, flags...)...)
	w := &erasedWorld{t: t, flags: flags, in: opened(t, flags)}
	w.refer(caseworktest.Amina())
	hers := caseworktest.Amina()
	hers.Reference = planted[5]
	hers.Identity = journey.Identity{
		Given: planted[0], Family: planted[1], Phone: planted[2], Postcode: planted[3], Born: calendar.On(1991, time.May, 4),
	}
	w.receipt = w.refer(hers)
	now := calendar.At(w.in.now())
	w.append("note", journey.Fact{Happened: now, Known: now, Woman: w.receipt.Woman, Case: w.receipt.Case,
		Body: journey.ContactMade{Spoke: true}, Words: &journey.Words{Text: planted[4]}})
	for _, value := range planted {
		w.secrets = append(w.secrets, []byte(value))
	}
	w.bytes("SELECT wrapped FROM women WHERE id = $1", func(b []byte) { w.secrets = append(w.secrets, b) })
	w.bytes("SELECT identity FROM women WHERE id = $1", func(b []byte) { w.secrets = append(w.secrets, b) })
	w.bytes("SELECT words FROM facts WHERE woman = $1 AND words IS NOT NULL", func(b []byte) { w.secrets = append(w.secrets, b) })
	return w
}

func (w *erasedWorld) refer(entry journey.Referral) casework.Receipt {
	w.t.Helper()
	entry.Scheme, entry.Pathway, entry.Area = "lwds", journey.ConditionalCaution, "Central West"
	pen := w.in.bench.Pen(access.Asker{ID: "officer-1", Agency: "Metropolitan Police", Role: access.Officer})
	entry.Condition.Given = calendar.DayOf(pen.Now)
	facts, err := pen.Refer(entry, "")
	if err != nil {
		w.t.Fatal(err)
	}
	return w.append("refer "+entry.Identity.Given, facts...)
}

func (w *erasedWorld) append(key string, facts ...journey.Fact) casework.Receipt {
	w.t.Helper()
	receipt, err := w.in.record.Append(context.Background(), casework.Change{
		Key: key, Digest: key, Seen: casework.AnyVersion, Facts: facts,
		Entry: leadOfTests.Note(w.in.now(), access.Append, access.ForReferral, "refer", 0),
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return receipt
}

// bytes gives every value of a column of hers.
func (w *erasedWorld) bytes(query string, take func([]byte)) {
	w.t.Helper()
	err := w.in.record.View(context.Background(), func(tx record.Tx) error {
		rows, err := tx.QueryContext(context.Background(), query, w.receipt.Woman)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var value []byte
			if err := rows.Scan(&value); err != nil {
				return err
			}
			take(value)
		}
		return rows.Err()
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// erase erases her by two people.
func (w *erasedWorld) erase() {
	w.t.Helper()
	ctx := context.Background()
	if err := w.in.keeping.Ask(ctx, leadOfTests, w.receipt.Case, "ask", journey.ErasureHers, "she wrote to us"); err != nil {
		w.t.Fatal(err)
	}
	stone, err := w.in.keeping.Erase(ctx, governanceOfTests, w.receipt.Case)
	if err != nil {
		w.t.Fatal(err)
	}
	if want := w.in.bench.Today().AddDays(30); stone.Gone != want {
		w.t.Errorf("the last backup with her key goes on %v, want %v", stone.Gone, want)
	}
}

// gone fails the test where the record still tells anything of her.
func (w *erasedWorld) gone(in *installation) {
	w.t.Helper()
	ctx := context.Background()
	for _, asker := range []access.Asker{leadOfTests, governanceOfTests, access.InHerSpace(w.receipt.Woman)} {
		if _, err := in.support.Open(ctx, asker, w.receipt.Case, ""); casework.KindOf(err) != casework.NotFound {
			w.t.Errorf("%s opens her case: %v", asker.Role, err)
		}
	}
	if rows, err := in.record.Rows(ctx, leadOfTests, casework.Filter{}); err != nil || len(rows) != 1 {
		w.t.Errorf("%d cases are listed, want the other woman's: %v", len(rows), err)
	}
	if found, err := in.record.Find(ctx, journey.Identity{Phone: planted[2]}); err != nil || len(found) != 0 {
		w.t.Errorf("she is found: %v, %v", found, err)
	}
	if _, err := in.record.Case(ctx, w.receipt.Case, access.SetOf(access.EveryClass...)); casework.KindOf(err) != casework.NotFound {
		w.t.Errorf("the record opens her case: %v", err)
	}
	now := calendar.At(in.now())
	_, err := in.record.Append(ctx, casework.Change{Seen: casework.AnyVersion, Facts: []journey.Fact{{
		Woman: w.receipt.Woman, Case: w.receipt.Case, Happened: now, Known: now, Body: journey.ContactMade{}, Words: &journey.Words{Text: "late"},
	}}})
	if casework.KindOf(err) != casework.NotFound {
		w.t.Errorf("a fact of hers is appended: %v", err)
	}
	requests := 0
	if err := in.record.View(ctx, func(tx record.Tx) error {
		return tx.QueryRowContext(ctx, "SELECT COUNT(*) FROM requests WHERE receipt LIKE $1 OR receipt LIKE $2", "%"+w.receipt.Woman+"%", "%"+w.receipt.Case+"%").Scan(&requests)
	}); err != nil || requests != 0 {
		w.t.Errorf("%d answers to requests name her: %v", requests, err)
	}
}

// unreadable fails the test where any file of the folder holds a value of hers.
func (w *erasedWorld) unreadable(folder string) {
	w.t.Helper()
	if found := w.held(folder); len(found) > 0 {
		w.t.Errorf("values of hers are in %v", found)
	}
}

// held returns which files of a folder hold which value of hers.
func (w *erasedWorld) held(folder string) []string {
	w.t.Helper()
	var found []string
	files := 0
	err := filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files++
		for i, secret := range w.secrets {
			if bytes.Contains(content, secret) {
				found = append(found, fmt.Sprintf("%s: value %d", filepath.Base(path), i))
			}
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Logf("%d files of %s: %d of %d values of hers", files, filepath.Base(folder), len(found), len(w.secrets))
	return found
}

func figures(t *testing.T, flags []string) string {
	t.Helper()
	return printed(t, append([]string{"report", "--format", "json"}, flags...)...)
}

func TestErasureEndsEverythingButTheFigures(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	w := newErasedWorld(t, []string{"--data", data})
	backup := filepath.Join(t.TempDir(), "before.tgz")
	printed(t, "backup", backup, "--data", data)
	before := figures(t, w.flags)

	if found := w.held(data); len(found) < len(w.secrets)-len(planted) {
		t.Fatalf("before she is erased the files hold only %v: nothing would be shown", found)
	}
	// The server still runs while she is erased.
	w.erase()
	w.gone(w.in)
	w.unreadable(data)
	if err := w.in.close(context.Background()); err != nil {
		t.Fatal(err)
	}
	w.unreadable(data)
	if diff := cmp.Diff(before, figures(t, w.flags)); diff != "" {
		t.Errorf("the figures changed: %s", diff)
	}
	printed(t, "ledger", "verify", "--data", data)
	if built := printed(t, "rebuild", "--data", data); !bytes.Contains([]byte(built), []byte(`"changed":0,"removed":0`)) {
		t.Errorf("rebuild found %s", built)
	}

	// A backup made before she was erased does not bring her back.
	restored := filepath.Join(t.TempDir(), "restored")
	recovery := filepath.Join(data, recoveryFile)
	if code, _, said := ran("", "restore", backup, "--recovery", recovery, "--data", restored); code != exitUsage {
		t.Errorf("a restore that does not say who was erased ended with %d: %s", code, said)
	}
	printed(t, "restore", backup, "--recovery", recovery, "--data", restored, "--tombstones", filepath.Join(data, tombstonesFolder))
	w.unreadable(restored)
	again := opened(t, []string{"--data", restored})
	w.gone(again)
	if err := again.close(context.Background()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, figures(t, []string{"--data", restored})); diff != "" {
		t.Errorf("the figures of the restored record changed: %s", diff)
	}
	printed(t, "ledger", "verify", "--data", restored)
}

func TestErasureEndsEverythingOnPostgreSQLToo(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	w := newErasedWorld(t, []string{"--data", data, "--database", recordtest.FreshPostgres(t)})
	before := figures(t, w.flags)
	kept := map[string][][]any{}
	for _, table := range []string{"women", "facts", "women_tokens", "cases", "ties"} {
		kept[table] = dump(t, w.flags[3], table)
	}
	w.erase()
	w.gone(w.in)
	w.absent()
	if err := w.in.close(context.Background()); err != nil {
		t.Fatal(err)
	}
	w.unreadable(data)
	if diff := cmp.Diff(before, figures(t, w.flags)); diff != "" {
		t.Errorf("the figures changed: %s", diff)
	}

	// The database is put back as it was before; the data folder was not.
	restoreTables(t, w.flags[3], kept)
	w.in = opened(t, w.flags)
	w.gone(w.in)
	w.absent()
	if err := w.in.close(context.Background()); err != nil {
		t.Fatal(err)
	}
}

// absent fails the test where a table still holds a value of hers.
func (w *erasedWorld) absent() {
	w.t.Helper()
	for _, table := range []string{"women", "facts", "women_tokens", "cases", "ties", "requests", "tombstones", "papers", "settings"} {
		for _, row := range dump(w.t, w.flags[3], table) {
			for i, secret := range w.secrets {
				if bytes.Contains(fmt.Appendf(nil, "%s", row), secret) {
					w.t.Errorf("table %s holds value %d of hers", table, i)
				}
			}
		}
	}
}

// dump reads a table whole.
func dump(t *testing.T, database, table string) [][]any {
	t.Helper()
	db, err := sql.Open("pgx", database)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query("SELECT * FROM " + table)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var all [][]any
	for rows.Next() {
		row, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		all = append(all, row)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// restoreTables puts tables back as they were, as a restored dump would.
func restoreTables(t *testing.T, database string, kept map[string][][]any) {
	t.Helper()
	db, err := sql.Open("pgx", database)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	run := func(query string, args ...any) {
		t.Helper()
		if _, err := db.Exec(query, args...); err != nil {
			t.Fatal(err)
		}
	}
	run("DELETE FROM tombstones")
	for table, rows := range kept {
		run("DELETE FROM " + table)
		for _, row := range rows {
			marks := ""
			for i := range row {
				marks += fmt.Sprintf(",$%d", i+1)
			}
			run("INSERT INTO "+table+" VALUES ("+marks[1:]+")", row...)
		}
	}
}

func TestAHoldStopsAnErasure(t *testing.T) {
	w := newErasedWorld(t, []string{"--data", filepath.Join(t.TempDir(), "data")})
	ctx := context.Background()
	if err := w.in.keeping.Ask(ctx, leadOfTests, w.receipt.Case, "ask", journey.ErasureHers, "she wrote to us"); err != nil {
		t.Fatal(err)
	}
	if err := w.in.keeping.Hold(ctx, governanceOfTests, w.receipt.Case, "hold", "a court may ask for it"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.in.keeping.Erase(ctx, governanceOfTests, w.receipt.Case); casework.KindOf(err) != casework.Invalid {
		t.Errorf("a record that is held is erased: %v", err)
	}
	if stones, err := w.in.stones().All(); err != nil || len(stones) != 0 {
		t.Errorf("a stone stands: %v, %v", stones, err)
	}
	if err := w.in.close(ctx); err != nil {
		t.Fatal(err)
	}
}

func TestAForgedStoneStopsTheStart(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	w := newErasedWorld(t, []string{"--data", data})
	if err := w.in.close(context.Background()); err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(data, tombstonesFolder)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprintf(`{"stone":{"woman":%q},"seal":"00"}`, w.receipt.Woman)
	if err := os.WriteFile(filepath.Join(folder, w.receipt.Woman+".json"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, said := ran("", "rebuild", "--data", data); code != exitConfig {
		t.Errorf("with a stone nobody here wrote it ended with %d: %s", code, said)
	}
}

func TestHowLongRecordsAreKeptIsASetting(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	printed(t, "init", "--data", data)
	for _, row := range []struct {
		args []string
		says string
		code int
	}{
		{nil, "kept 6 years", exitOK},
		{[]string{"--years", "8"}, "kept 8 years", exitOK},
		{[]string{"--backup-days", "14"}, "8 years after support ended; then a person looks. Backups are kept 14 days", exitOK},
		{[]string{"--years=-1"}, "years from 1 to 100", exitUsage},
	} {
		code, _, said := ran("", append([]string{"setting", "keeping", "--data", data}, row.args...)...)
		if code != row.code || !bytes.Contains([]byte(said), []byte(row.says)) {
			t.Errorf("%v ended with %d and said %q", row.args, code, said)
		}
	}
}

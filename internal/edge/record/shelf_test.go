package record_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"throughline/internal/casework/keeping"
	"throughline/internal/edge/record"
	"throughline/internal/edge/record/recordtest"
)

// What is kept beside a record comes back only to the program that kept it, and
// only with the record that remembers it.
func TestTheShelfGivesBackWhatFits(t *testing.T) {
	for name, database := range map[string]func(*testing.T) string{"sqlite": func(*testing.T) string { return "" }, "postgres": func(t *testing.T) string { return recordtest.FreshPostgres(t) }} {
		t.Run(name, func(t *testing.T) {
			ctx := context.Background()
			open := func() *record.Store {
				how := options(&recordtest.Lines{})
				how.Folder, how.Database = t.TempDir(), database(t)
				return openStore(t, how)
			}
			folder := t.TempDir()
			shelf := record.Shelf{Store: open(), Path: filepath.Join(folder, "kept"), Program: "this one"}
			wants := func(what, want string, shelf record.Shelf) {
				t.Helper()
				kept, most, err := shelf.Kept(ctx)
				if err != nil {
					t.Fatal(err)
				}
				got := ""
				if kept != nil {
					read, err := io.ReadAll(kept)
					if err = errors.Join(err, kept.Close()); err != nil || most < int64(len(read)) {
						t.Fatalf("%d bytes of at most %d, %v", len(read), most, err)
					}
					got = string(read)
				}
				if got != want {
					t.Errorf("%s: %q, want %q", what, got, want)
				}
			}
			keep := func(text string) {
				t.Helper()
				if err := shelf.Keep(ctx, func(to io.Writer) error { _, err := io.WriteString(to, text); return err }); err != nil {
					t.Fatal(err)
				}
			}
			wants("nothing was kept", "", shelf)
			keep("first\nlines")
			wants("kept", "first\nlines", shelf)
			before, err := os.ReadFile(shelf.Path)
			if err != nil {
				t.Fatal(err)
			}
			keep("second")
			wants("kept again", "second", shelf)

			another := shelf
			another.Program = "another one"
			wants("by another program", "", another)
			another = shelf
			another.Store = open()
			wants("with another record", "", another)

			broken := errors.New("the disk is full")
			if err := shelf.Keep(ctx, func(to io.Writer) error { io.WriteString(to, "half"); return broken }); !errors.Is(err, broken) {
				t.Errorf("keeping with a full disk: %v", err)
			}
			wants("after a full disk", "second", shelf)
			for what, text := range map[string]string{"an older file": string(before), "no label": "second", "nothing": "", "a long line": strings.Repeat("x", 1<<20)} {
				if err := os.WriteFile(shelf.Path, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
				wants(what, "", shelf)
			}
			keep("third")
			wants("kept over a file that was none", "third", shelf)
			if files, err := os.ReadDir(folder); err != nil || len(files) != 1 {
				t.Errorf("%d files are left, %v", len(files), err)
			}
			if about, err := os.Stat(shelf.Path); err != nil || about.Mode().Perm() != 0o600 {
				t.Errorf("others may read it: %v, %v", about.Mode(), err)
			}
		})
	}
}

// After an erasure nothing is taken from the shelf: it told of her as she was.
func TestAnErasureClearsTheShelf(t *testing.T) {
	ctx := context.Background()
	how := options(&recordtest.Lines{})
	how.Folder = t.TempDir()
	woman, _ := writeLooks(t, how)
	store := openStore(t, how)
	path := filepath.Join(how.Folder, record.ShelfFile)
	shelf := record.Shelf{Store: store, Path: path, Program: "this one"}
	if err := shelf.Keep(ctx, func(to io.Writer) error { _, err := io.WriteString(to, "kept"); return err }); err != nil {
		t.Fatal(err)
	}
	copied, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	entry := recordtest.Officer.Note(recordtest.Noon, "erase", "", "erase", 0)
	if err := store.Erase(ctx, keeping.Erasure{Stone: keeping.Stone{Woman: woman, At: recordtest.Noon}, Entry: entry}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the file is still there: %v", err)
	}
	if err := os.WriteFile(path, copied, 0o600); err != nil {
		t.Fatal(err)
	}
	if kept, _, err := shelf.Kept(ctx); kept != nil || err != nil {
		t.Errorf("a copy of it is taken again: %v, %v", kept, err)
	}
}

package tombstones

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"throughline/internal/casework/keeping"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

func keyed(key string) func([]byte) ([]byte, error) {
	return func(data []byte) ([]byte, error) {
		sum := hmac.New(sha256.New, []byte(key))
		sum.Write(data)
		return sum.Sum(nil), nil
	}
}

var stone = keeping.Stone{
	Woman: "w7w7", At: time.Date(2026, time.March, 3, 9, 30, 0, 0, time.UTC), By: "ig-1", Agency: "Advance", Asked: "lead-1",
	Ground: journey.ErasureHers, Gone: calendar.On(2026, time.April, 2),
}

func TestAStoneStandsOnceAndComesBackAsItWas(t *testing.T) {
	folder := Folder{Dir: filepath.Join(t.TempDir(), "stones"), Digest: keyed("ours")}
	if none, err := folder.All(); err != nil || len(none) != 0 {
		t.Errorf("no folder yet: %v, %v", none, err)
	}
	for range 2 {
		if err := folder.Keep(context.Background(), stone); err != nil {
			t.Fatal(err)
		}
	}
	again := stone
	again.By = "somebody else"
	if err := folder.Keep(context.Background(), again); err != nil {
		t.Fatal(err)
	}
	found, err := folder.All()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]keeping.Stone{stone}, found); diff != "" {
		t.Errorf("the stones differ: %s", diff)
	}
	info, err := os.Stat(filepath.Join(folder.Dir, "w7w7.json"))
	if err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("others can read a stone: %v, %v", info, err)
	}
}

func TestAStoneNobodyHereWroteIsRefusedByName(t *testing.T) {
	good, err := Folder{Digest: keyed("ours")}.encode(stone)
	if err != nil {
		t.Fatal(err)
	}
	unnamed, err := Folder{Digest: keyed("ours")}.encode(keeping.Stone{Woman: "../../keys/kek"})
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{
		"another woman":         bytes.Replace(good, []byte("w7w7"), []byte("w8w8"), 1),
		"another seal":          bytes.Replace(good, []byte(`"seal":"`), []byte(`"seal":"00`), 1),
		"no seal":               []byte(`{"stone":{"woman":"w7w7"}}`),
		"nothing":               {},
		"another installation":  mustEncode(t, Folder{Digest: keyed("theirs")}),
		"a path for a woman":    unnamed,
		"something else wholly": []byte("[1]"),
	} {
		folder := Folder{Dir: t.TempDir(), Digest: keyed("ours")}
		if err := os.WriteFile(filepath.Join(folder.Dir, "one.json"), content, 0o600); err != nil {
			t.Fatal(err)
		}
		if stones, err := folder.All(); !errors.Is(err, ErrForged) || len(stones) != 0 {
			t.Errorf("%s: %v, %v", name, stones, err)
		}
	}
}

func mustEncode(t *testing.T, folder Folder) []byte {
	t.Helper()
	content, err := folder.encode(stone)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func TestAStoneThatCannotBeKeptIsAnError(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("the key is away")
	for name, folder := range map[string]Folder{
		"a file where the folder should be": {Dir: file, Digest: keyed("ours")},
		"no key":                            {Dir: t.TempDir(), Digest: func([]byte) ([]byte, error) { return nil, broken }},
	} {
		if err := folder.Keep(context.Background(), stone); err == nil {
			t.Errorf("%s: it was kept", name)
		}
	}
	if _, err := (Folder{Dir: file, Digest: keyed("ours")}).All(); err == nil {
		t.Error("a file was read as a folder")
	}
}

func FuzzDecode(f *testing.F) {
	folder := Folder{Digest: keyed("ours")}
	good, err := folder.encode(stone)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add([]byte(`{"stone":null,"seal":""}`))
	f.Fuzz(func(t *testing.T, content []byte) {
		read, err := folder.decode(content)
		if err == nil && !cmp.Equal(read, stone) {
			t.Errorf("%q was taken for a stone: %+v", content, read)
		}
	})
}

package exchange

import (
	"archive/zip"
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/administration"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

// zipped writes a package into a zip, each name as it is given.
func zipped(t testing.TB, files map[string]string, prefix string) string {
	t.Helper()
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for name, content := range files {
		entry, err := archive.Create(prefix + name)
		if err == nil {
			_, err = entry.Write([]byte(content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "package.zip")
	if err := os.WriteFile(name, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestAZipIsReadAsAFolderIs(t *testing.T) {
	plain := newMemory()
	if _, _, err := bring(t, plain, folder(t, good()), Options{}, false); err != nil {
		t.Fatal(err)
	}
	for _, prefix := range []string{"", "london/", "exports/2021/"} {
		files := good()
		files["elsewhere/women.csv"] = "not,read"
		store := newMemory()
		report, told, err := bring(t, store, zipped(t, files, prefix), Options{}, false)
		if err != nil || len(store.facts) != len(plain.facts) || len(report.Ignored) != 1 {
			t.Errorf("%q: %v, %v, %d facts, ignored %v", prefix, err, told, len(store.facts), report.Ignored)
		}
	}
}

func TestAPackageThatCannotBeOpened(t *testing.T) {
	whole, err := os.ReadFile(zipped(t, good(), ""))
	if err != nil {
		t.Fatal(err)
	}
	write := func(data []byte) string {
		name := filepath.Join(t.TempDir(), "package.zip")
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	tests := []struct {
		name, path, says string
	}{
		{"cut short", write(whole[:len(whole)/2]), "cut short"},
		{"no zip at all", write([]byte("person_ref\nW1\n")), "neither a folder nor a whole zip"},
		{"empty file", write(nil), "neither a folder nor a whole zip"},
		{"a path that climbs out", zipped(t, good(), "../"), "leaves the package"},
		{"a path from the root", zipped(t, good(), "/etc/"), "leaves the package"},
		{"a path of another system", zipped(t, good(), `..\`), "leaves the package"},
		{"an empty folder", t.TempDir(), "no file of the exchange format"},
	}
	for _, test := range tests {
		store := newMemory()
		_, _, err := bring(t, store, test.path, Options{}, true)
		var unreadable *Unreadable
		if !errors.As(err, &unreadable) || !strings.Contains(err.Error(), test.says) || len(store.facts) > 0 {
			t.Errorf("%s: %v", test.name, err)
		}
	}
	if _, err := Open(filepath.Join(t.TempDir(), "none"), Options{}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no package there: %v", err)
	}
}

func TestADamagedZipIsRefusedByFile(t *testing.T) {
	name := zipped(t, good(), "")
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range archive.File {
		if entry.Name == "referrals.csv" {
			at, _ := entry.DataOffset()
			data[at+20] ^= 0xFF
		}
	}
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	store := newMemory()
	_, told, err := bring(t, store, name, Options{}, true)
	if !errors.Is(err, administration.ErrFileRefused) || len(told) == 0 || told[0].File != "referrals.csv" || len(store.facts) > 0 {
		t.Errorf("%v, %v", err, told)
	}
}

func TestAZipBombIsNotUnpacked(t *testing.T) {
	files := good()
	files["training.csv"] = "session_id,on\n" + strings.Repeat("x", 64<<20)
	_, told, err := bring(t, newMemory(), zipped(t, files, ""), Options{}, true)
	if !errors.Is(err, administration.ErrFileRefused) || len(told) != 1 || told[0].File != "training.csv" || !strings.Contains(told[0].Reason, "unpacks to far more") {
		t.Errorf("%v, %v", err, told)
	}
}

func TestAFileThatChangesWhileItIsReadIsNotTaken(t *testing.T) {
	dir := folder(t, good())
	parcel, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	store := newMemory()
	err = store.Import(t.Context(), access.Entry{}, func(intake casework.Intake) error {
		if _, err := parcel.Check(t.Context(), intake, func(administration.Rejection) error { return nil }); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, "training.csv"), []byte("session_id,on\nT1,2021-01-01\nT2,31/08/2021\n"), 0o600); err != nil {
			return err
		}
		return parcel.Facts(t.Context(), intake, bench(), func(_ string, facts []journey.Fact) error {
			for _, fact := range facts {
				if _, err := intake.Put(t.Context(), fact); err != nil {
					return err
				}
			}
			return nil
		})
	})
	if !errors.Is(err, errMoved) || len(store.facts) > 0 {
		t.Errorf("%v, %d facts", err, len(store.facts))
	}
}

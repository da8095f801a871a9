package vault

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func newVault(t testing.TB) *Vault {
	t.Helper()
	made, err := newKeys()
	if err != nil {
		t.Fatal(err)
	}
	v, err := made.open()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func create(t *testing.T) (dir string, recovery []byte) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "data", "keys")
	recovery, err := Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	return dir, recovery
}

func TestCreateWritesFilesOnlyTheServiceCanRead(t *testing.T) {
	dir, _ := create(t)
	if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("key folder: %v, %v; want 0700", info.Mode(), err)
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 4 {
		t.Fatalf("key folder holds %v, %v; want four files", files, err)
	}
	for _, file := range files {
		if info, err := file.Info(); err != nil || info.Mode() != 0o400 {
			t.Errorf("%s: %v, %v; want 0400", file.Name(), info.Mode(), err)
		}
	}
	beside, err := os.ReadDir(filepath.Dir(dir))
	if err != nil || len(beside) != 1 {
		t.Errorf("beside the key folder: %v, %v; want nothing left over", beside, err)
	}
}

func TestKeysAreNeverOverwritten(t *testing.T) {
	dir, recovery := create(t)
	before, _ := os.ReadFile(filepath.Join(dir, kekFile))
	if _, err := Create(dir); !errors.Is(err, ErrExists) {
		t.Errorf("Create over keys: %v", err)
	}
	if err := Restore(dir, recovery); !errors.Is(err, ErrExists) {
		t.Errorf("Restore over keys: %v", err)
	}
	after, _ := os.ReadFile(filepath.Join(dir, kekFile))
	if !bytes.Equal(before, after) {
		t.Error("the master key changed")
	}
}

func TestOpenRefusesKeysOthersCanRead(t *testing.T) {
	for _, name := range []string{instanceFile, kekFile, indexFile, draftFile} {
		for _, mode := range []os.FileMode{0o440, 0o404, 0o420, 0o401} {
			dir, _ := create(t)
			if err := os.Chmod(filepath.Join(dir, name), mode); err != nil {
				t.Fatal(err)
			}
			if _, err := Open(dir, ""); !errors.Is(err, ErrOpenToOthers) {
				t.Errorf("%s with mode %v: %v", name, mode, err)
			}
		}
	}
}

func TestTheMasterKeyMayLiveElsewhere(t *testing.T) {
	dir, _ := create(t)
	elsewhere := filepath.Join(t.TempDir(), "master")
	if err := os.Rename(filepath.Join(dir, kekFile), elsewhere); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir, ""); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("without the master key: %v", err)
	}
	if _, err := Open(dir, elsewhere); err != nil {
		t.Errorf("with the master key named: %v", err)
	}
	if err := os.Chmod(elsewhere, 0o444); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir, elsewhere); !errors.Is(err, ErrOpenToOthers) {
		t.Errorf("with the master key open to all: %v", err)
	}
	other, _ := create(t)
	if _, err := Open(dir, filepath.Join(other, kekFile)); !errors.Is(err, ErrWrongKey) {
		t.Errorf("with another installation's master key: %v", err)
	}
}

func TestAKeyLeftBehindIsStillChecked(t *testing.T) {
	dir, _ := create(t)
	elsewhere := filepath.Join(t.TempDir(), "master")
	content, err := os.ReadFile(filepath.Join(dir, kekFile))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(elsewhere, content, 0o400); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Join(dir, kekFile), 0o444); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir, elsewhere); !errors.Is(err, ErrOpenToOthers) {
		t.Errorf("with a copy in the folder open to all: %v", err)
	}
}

func TestRecoveryBringsEverythingBack(t *testing.T) {
	dir, recovery := create(t)
	before, err := Open(dir, "")
	if err != nil {
		t.Fatal(err)
	}
	wrapped, key, err := before.NewWoman("w-1")
	if err != nil {
		t.Fatal(err)
	}
	place := Place{"women", "w-1", "identity"}
	hers, err := key.Seal(place, []byte("Comfort"))
	if err != nil {
		t.Fatal(err)
	}
	draft, err := before.Draft().Seal(Place{"drafts", "d-1", "text"}, []byte("half a note"))
	if err != nil {
		t.Fatal(err)
	}
	identity := IdentityKeys{References: []string{"LDN-1"}}
	sought, err := before.Tokens(identity)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}

	mailed := bytes.ReplaceAll(recovery, []byte("\n"), []byte("\r\n"))
	if err := Restore(dir, mailed); err != nil {
		t.Fatal(err)
	}
	after, err := Open(dir, "")
	if err != nil {
		t.Fatal(err)
	}
	if after.Instance() != before.Instance() {
		t.Error("the installation has another name")
	}
	again, err := after.Woman("w-1", wrapped)
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := again.Open(place, hers); err != nil || string(plain) != "Comfort" {
		t.Errorf("her name: %q, %v", plain, err)
	}
	if plain, err := after.Draft().Open(Place{"drafts", "d-1", "text"}, draft); err != nil || string(plain) != "half a note" {
		t.Errorf("a draft: %q, %v", plain, err)
	}
	found, err := after.Tokens(identity)
	if err != nil || len(found) != 1 || !bytes.Equal(found[0], sought[0]) {
		t.Errorf("search tokens: %x, %v; want %x", found, err, sought)
	}
}

func TestADamagedRecoveryTextRestoresNothing(t *testing.T) {
	_, recovery := create(t)
	begin := bytes.Index(recovery, []byte("-----\n")) + len("-----\n")
	for name, text := range map[string][]byte{
		"empty":       nil,
		"words only":  []byte("the keys are in the safe"),
		"cut":         recovery[:len(recovery)-60],
		"other block": bytes.ReplaceAll(recovery, []byte(recoveryType), []byte("PRIVATE KEY")),
		"changed":     append(append(bytes.Clone(recovery[:begin+80]), recovery[begin+80]^1), recovery[begin+81:]...),
		"a line less": append(bytes.Clone(recovery[:begin]), recovery[begin+65:]...),
	} {
		dir := filepath.Join(t.TempDir(), "keys")
		if err := Restore(dir, text); !errors.Is(err, ErrNotRecovery) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := os.Lstat(dir); err == nil {
			t.Errorf("%s: left a key folder", name)
		}
	}
}

func TestSealedBytesOpenOnlyWhereTheyWereSealed(t *testing.T) {
	v, other := newVault(t), newVault(t)
	word := rapid.StringMatching(`[a-z0-9-]{0,6}`)
	place := rapid.Custom(func(t *rapid.T) Place {
		return Place{word.Draw(t, "table"), word.Draw(t, "row"), word.Draw(t, "column")}
	})
	rapid.Check(t, func(t *rapid.T) {
		id := rapid.StringMatching(`[a-z0-9]{1,8}`).Draw(t, "woman")
		plain := rapid.SliceOf(rapid.Byte()).Draw(t, "plain")
		here := place.Draw(t, "place")
		wrapped, key, err := v.NewWoman(id)
		if err != nil {
			t.Fatal(err)
		}
		hers, err := key.Seal(here, plain)
		if err != nil {
			t.Fatal(err)
		}
		if len(plain) > 3 && bytes.Contains(hers, plain) {
			t.Fatal("the plain bytes are in the sealed ones")
		}
		again, err := v.Woman(id, wrapped)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := again.Open(here, hers); err != nil || !bytes.Equal(back, plain) {
			t.Fatalf("opened %q, %v; want %q", back, err, plain)
		}
		if again.Token() != key.Token() || len(key.Token()) != 32 {
			t.Fatalf("tokens %q and %q", key.Token(), again.Token())
		}

		refused := func(what string, err error) {
			if !errors.Is(err, ErrTampered) {
				t.Fatalf("%s: %v", what, err)
			}
		}
		if there := place.Draw(t, "another place"); there != here {
			_, err := key.Open(there, hers)
			refused("moved", err)
		}
		if moved := (Place{here.Table + here.Row, "", here.Column}); moved != here {
			_, err := key.Open(moved, hers)
			refused("moved along", err)
		}
		changed := bytes.Clone(hers)
		changed[rapid.IntRange(0, len(hers)-1).Draw(t, "byte")] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
		_, err = key.Open(here, changed)
		refused("changed", err)
		_, err = key.Open(here, hers[:rapid.IntRange(0, len(hers)-1).Draw(t, "cut")])
		refused("cut", err)

		_, anothers, err := v.NewWoman(id + "x")
		if err != nil {
			t.Fatal(err)
		}
		_, err = anothers.Open(here, hers)
		refused("another woman's key", err)
		_, err = v.Draft().Open(here, hers)
		refused("the draft key", err)
		_, err = v.SignIn().Open(here, hers)
		refused("the key of signing in", err)
		_, err = v.Woman(id+"x", wrapped)
		refused("her key under another id", err)
		_, err = other.Woman(id, wrapped)
		refused("another installation", err)
		_, err = v.Woman(id, wrapped[:rapid.IntRange(0, len(wrapped)-1).Draw(t, "cut key")])
		refused("her key cut", err)
	})
}

func TestWhatStaffSignInWithOpensAsNothingElse(t *testing.T) {
	v := newVault(t)
	here := Place{"factors", "a1", "secret"}
	secret, err := v.SignIn().Seal(here, []byte("a secret"))
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := v.SignIn().Open(here, secret); err != nil || string(plain) != "a secret" {
		t.Errorf("opened as %q, %v", plain, err)
	}
	if _, err := v.Draft().Open(here, secret); !errors.Is(err, ErrTampered) {
		t.Errorf("opened as a draft: %v", err)
	}
	if _, err := v.SignIn().Open(Place{"factors", "a2", "secret"}, secret); !errors.Is(err, ErrTampered) {
		t.Errorf("opened for another account: %v", err)
	}
}

func TestAWomansKeyIsBoundToHerEvenWithinOneKeyset(t *testing.T) {
	v := newVault(t)
	_, key, err := v.NewWoman("w-1")
	if err != nil {
		t.Fatal(err)
	}
	here := Place{"women", "1", "identity"}
	hers, err := key.Seal(here, []byte("plain"))
	if err != nil {
		t.Fatal(err)
	}
	for name, twist := range map[string]func(*Key){
		"another id":           func(k *Key) { k.owner = "w-2" },
		"another installation": func(k *Key) { k.instance = "other" },
		"another kind":         func(k *Key) { k.kind = "draft" },
	} {
		twisted := *key
		twist(&twisted)
		if _, err := twisted.Open(here, hers); !errors.Is(err, ErrTampered) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestNoKeyWithoutAWoman(t *testing.T) {
	if _, _, err := newVault(t).NewWoman(""); err == nil {
		t.Error("a key was made for nobody")
	}
}

func TestKeysDoNotPrint(t *testing.T) {
	v := newVault(t)
	_, key, err := v.NewWoman("w-1")
	if err != nil {
		t.Fatal(err)
	}
	identity := IdentityKeys{Surnames: []string{"Okafor"}}
	for _, value := range []any{v, *v, key, *key, identity, &identity, v.Draft(), v.SignIn()} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			if got := fmt.Sprintf(verb, value); got != sealed {
				t.Errorf("%T with %s prints %q", value, verb, got)
			}
		}
		for name, handler := range map[string]func(*strings.Builder) slog.Handler{
			"text": func(b *strings.Builder) slog.Handler { return slog.NewTextHandler(b, nil) },
			"json": func(b *strings.Builder) slog.Handler { return slog.NewJSONHandler(b, nil) },
		} {
			var log strings.Builder
			slog.New(handler(&log)).Info("a key", "value", value)
			if !strings.Contains(log.String(), sealed) || strings.Contains(log.String(), "Okafor") {
				t.Errorf("%T logged as %s: %s", value, name, log.String())
			}
		}
	}
}

func FuzzOpen(f *testing.F) {
	v := newVault(f)
	wrapped, key, err := v.NewWoman("w-1")
	if err != nil {
		f.Fatal(err)
	}
	here := Place{"women", "1", "identity"}
	hers, err := key.Seal(here, []byte("plain"))
	if err != nil {
		f.Fatal(err)
	}
	// The keys differ from run to run, so an input is what to do to valid
	// bytes: a mask laid over them, and how many to keep.
	f.Add([]byte{}, 1000)
	f.Add([]byte{0, 0, 0, 0, 0, 1}, 1000)
	f.Add([]byte{}, 60)
	twist := func(whole, mask []byte, keep int) []byte {
		twisted := bytes.Clone(whole)
		for i := range min(len(twisted), len(mask)) {
			twisted[i] ^= mask[i]
		}
		if keep < 0 {
			return append(twisted, mask...)
		}
		return twisted[:min(keep, len(twisted))]
	}
	f.Fuzz(func(t *testing.T, mask []byte, keep int) {
		if _, err := v.Woman("w-1", twist(wrapped, mask, keep)); err != nil && !errors.Is(err, ErrTampered) {
			t.Errorf("her key: %v", err)
		}
		sealedBytes := twist(hers, mask, keep)
		if _, err := key.Open(here, sealedBytes); (err == nil) != bytes.Equal(sealedBytes, hers) {
			t.Errorf("opening %x: %v", sealedBytes, err)
		}
	})
}

func FuzzRestore(f *testing.F) {
	made, err := newKeys()
	if err != nil {
		f.Fatal(err)
	}
	text, err := made.recovery()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add([]byte("-----BEGIN THROUGHLINE RECOVERY-----\ne30=\n-----END THROUGHLINE RECOVERY-----\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		read, err := readRecovery(text)
		if err != nil {
			if !errors.Is(err, ErrNotRecovery) {
				t.Errorf("refused with %v", err)
			}
			return
		}
		again, err := read.recovery()
		if err != nil {
			t.Fatal(err)
		}
		if back, err := readRecovery(again); err != nil || back.Instance != read.Instance || !bytes.Equal(back.Kek, read.Kek) {
			t.Errorf("written out again it does not restore: %v", err)
		}
	})
}

func BenchmarkNewWoman(b *testing.B) {
	v := newVault(b)
	for b.Loop() {
		if _, _, err := v.NewWoman("01J0000000000000000000000A"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkWomanAndSeal(b *testing.B) {
	v := newVault(b)
	wrapped, _, err := v.NewWoman("01J0000000000000000000000A")
	if err != nil {
		b.Fatal(err)
	}
	narrative := bytes.Repeat([]byte("a"), 400)
	b.ReportMetric(float64(len(wrapped)), "wrapped-bytes")
	for b.Loop() {
		key, err := v.Woman("01J0000000000000000000000A", wrapped)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := key.Seal(Place{"facts", "1", "sealed"}, narrative); err != nil {
			b.Fatal(err)
		}
	}
}

package ledger

import (
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
)

func TestTheSignersFiles(t *testing.T) {
	dir := t.TempDir()
	made, err := CreateSigner(dir)
	if err != nil {
		t.Fatal(err)
	}
	for name, mode := range map[string]os.FileMode{privateFile: 0o400, publicFile: 0o444} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Mode() != mode {
			t.Errorf("%s: %v, %v; want %v", name, info.Mode(), err, mode)
		}
	}
	opened, err := OpenSigner(dir)
	if err != nil || opened.Public() != made.Public() {
		t.Errorf("opened again: %v", err)
	}
	if _, err := CreateSigner(dir); !errors.Is(err, os.ErrExist) {
		t.Errorf("made over a key: %v", err)
	}
	for _, mode := range []os.FileMode{0o440, 0o404} {
		if err := os.Chmod(filepath.Join(dir, privateFile), mode); err != nil {
			t.Fatal(err)
		}
		if _, err := OpenSigner(dir); !errors.Is(err, ErrOpenToOthers) {
			t.Errorf("with mode %v: %v", mode, err)
		}
	}
}

func TestAPublicKeyOfAnotherPairIsRefused(t *testing.T) {
	dir := t.TempDir()
	if _, err := CreateSigner(dir); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, publicFile)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(signer(t).Public()), 0o444); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenSigner(dir); err == nil {
		t.Error("opened a private key with the public key of another")
	}
}

func TestSignersDoNotPrint(t *testing.T) {
	by := signer(t)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x"} {
		if got := fmt.Sprintf(verb, by); got != sealed {
			t.Errorf("%s prints %q", verb, got)
		}
	}
}

func TestACheckpointIsASignedNote(t *testing.T) {
	by := signer(t)
	l := New(by)
	db, done := ledgerOf(t, l, []string{"a", "b", "c"})
	defer done()
	signed := string(checkpoint(t, l, db))
	verifier, err := note.NewVerifier(by.Public())
	if err != nil {
		t.Fatal(err)
	}
	_, root := reference(t, []string{"a", "b", "c"})
	want := fmt.Sprintf("%s\n3\n%s\n\n— %s ", verifier.Name(), base64.StdEncoding.EncodeToString(root[:]), verifier.Name())
	if !strings.HasPrefix(signed, want) || strings.Count(signed, "\n") != 5 {
		t.Errorf("checkpoint\n%s\nwant it to begin\n%s", signed, want)
	}
}

func TestWhichCheckpointsAreRead(t *testing.T) {
	by, witness := signer(t), signer(t)
	name := by.signer.Name()
	root := strings.Repeat("A", 43) + "="
	for _, c := range []struct {
		name, text string
		read       bool
	}{
		{"plain", name + "\n7\n" + root + "\n", true},
		{"with an extension", name + "\n7\n" + root + "\nmore\n", true},
		{"of another log", "throughline/other\n7\n" + root + "\n", false},
		{"without a root", name + "\n7\n", false},
		{"with half a root", name + "\n7\nAAAA\n", false},
		{"with a signed size", name + "\n+7\n" + root + "\n", false},
		{"with a padded size", name + "\n07\n" + root + "\n", false},
		{"with a negative size", name + "\n-7\n" + root + "\n", false},
		{"with no size", name + "\nseven\n" + root + "\n", false},
	} {
		signed, err := note.Sign(&note.Note{Text: c.text}, by.signer, witness.signer)
		if err != nil {
			t.Fatal(err)
		}
		verifier, err := note.NewVerifier(by.Public())
		if err != nil {
			t.Fatal(err)
		}
		read, err := openCheckpoint(signed, verifier)
		if (err == nil) != c.read || c.read && read.size != 7 {
			t.Errorf("%s: %+v, %v", c.name, read, err)
		}
	}
}

func FuzzOpenCheckpoint(f *testing.F) {
	by := signer(f)
	verifier, err := note.NewVerifier(by.Public())
	if err != nil {
		f.Fatal(err)
	}
	f.Add("\n7\n" + strings.Repeat("A", 43) + "=\n")
	f.Add("\n\n\n")
	f.Fuzz(func(t *testing.T, rest string) {
		if _, err := openCheckpoint([]byte(rest), verifier); err == nil {
			t.Error("read what nobody signed")
		}
		signed, err := note.Sign(&note.Note{Text: by.signer.Name() + rest}, by.signer)
		if err != nil {
			return // no text that a note can be
		}
		if read, err := openCheckpoint(signed, verifier); err == nil && read.size < 0 {
			t.Errorf("size %d", read.size)
		}
	})
}

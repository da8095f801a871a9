package signin

import (
	"errors"
	"strings"
	"testing"
)

func TestHashChoosesPasswords(t *testing.T) {
	for _, row := range []struct {
		password string
		err      error
	}{
		{"gooseberry tram 41 lanterns", nil},
		{"Cyfrinach-hir-iawn", nil},
		{"kmzvwrtnbeqh", nil},
		{"eleven char", ErrTooShort},
		{"aaaaaaaaaaaa", ErrEasy},
		{"abababababababab", ErrEasy},
		{"123456789012", ErrEasy},
		{"Password1234!", ErrEasy},
		{"passwordpassword", ErrEasy},
		{"Throughline2026", ErrEasy},
		{"qwertyuiop[]12", ErrEasy},
		{"Summer2026Summer", ErrEasy},
		{strings.Repeat("kmzv ", 41), ErrTooLong},
		{"a bell \a in the middle", ErrUnusable},
		{"", ErrUnusable},
	} {
		t.Run(row.password, func(t *testing.T) {
			hash, err := Hash(row.password)
			if !errors.Is(err, row.err) || (err == nil) == (hash == "") {
				t.Errorf("Hash: %q, %v, want %v", hash, err, row.err)
			}
		})
	}
}

func TestHashIsSaltedAndReadBack(t *testing.T) {
	one, err := HashDemo("demo")
	if err != nil {
		t.Fatal(err)
	}
	other, _ := HashDemo("demo")
	if one == other {
		t.Error("the same password makes the same hash")
	}
	if !strings.HasPrefix(one, "$argon2id$v=19$m=65536,t=3,p=1$") {
		t.Errorf("hash %q", one)
	}
	kept, err := parsePHC(one)
	if err != nil || kept.String() != one {
		t.Fatalf("read back as %q, %v", kept, err)
	}
	if !kept.holds("demo") || kept.holds("Demo") {
		t.Error("the hash does not tell the password from another")
	}
}

func TestComposedAndDecomposedPasswordsAreOne(t *testing.T) {
	composed, err := passwordForm("caf\u00e9 au coin de la rue")
	if err != nil {
		t.Fatal(err)
	}
	decomposed, err := passwordForm("cafe\u0301 au coin de la rue")
	if err != nil || composed != decomposed {
		t.Errorf("%q and %q, %v", composed, decomposed, err)
	}
}

func TestParsePHCRejects(t *testing.T) {
	const salt, digest = "$c2FsdHNhbHRzYWx0c2FsdA", "$ZGlnZXN0ZGlnZXN0ZGlnZXN0ZGlnZXN0ZGlnZXN0ZGk"
	if _, err := parsePHC("$argon2id$v=19$m=65536,t=3,p=1" + salt + digest); err != nil {
		t.Fatalf("the sound one: %v", err)
	}
	for what, text := range map[string]string{
		"empty":             "",
		"bcrypt":            "$2b$10$abcdefghijklmnopqrstuv",
		"argon2i":           "$argon2i$v=19$m=65536,t=3,p=1" + salt + digest,
		"another version":   "$argon2id$v=16$m=65536,t=3,p=1" + salt + digest,
		"a cost missing":    "$argon2id$v=19$m=65536,t=3" + salt + digest,
		"no passes":         "$argon2id$v=19$m=65536,t=0,p=1" + salt + digest,
		"memory beyond":     "$argon2id$v=19$m=4194304,t=3,p=1" + salt + digest,
		"costs in disorder": "$argon2id$v=19$t=3,m=65536,p=1" + salt + digest,
		"salt not base64":   "$argon2id$v=19$m=65536,t=3,p=1$!!" + digest,
		"no salt":           "$argon2id$v=19$m=65536,t=3,p=1$" + digest,
		"no digest":         "$argon2id$v=19$m=65536,t=3,p=1" + salt + "$",
	} {
		t.Run(what, func(t *testing.T) {
			if kept, err := parsePHC(text); err == nil {
				t.Errorf("read as %v", kept)
			}
		})
	}
}

func FuzzParsePHC(f *testing.F) {
	f.Add("$argon2id$v=19$m=65536,t=3,p=1$c2FsdHNhbHRzYWx0c2FsdA$ZGlnZXN0ZGlnZXN0ZGlnZXN0ZGlnZXN0ZGlnZXN0ZGk")
	f.Add("$argon2id$v=19$m=08,t=+3,p=1$$")
	f.Fuzz(func(t *testing.T, text string) {
		kept, err := parsePHC(text)
		if err != nil {
			return
		}
		again, err := parsePHC(kept.String())
		if err != nil || again.String() != kept.String() {
			t.Errorf("%q is written as %q and read as %v, %v", text, kept, again, err)
		}
	})
}

func TestNamesMeet(t *testing.T) {
	for typed, want := range map[string]string{
		"Amira": "amira", "ＡＭＩＲＡ": "amira", "jose\u0301": "jos\u00e9", "amira.k@centre": "amira.k@centre",
	} {
		if got, err := Name(typed); err != nil || got != want {
			t.Errorf("Name(%q) = %q, %v, want %q", typed, got, err, want)
		}
	}
	for _, typed := range []string{"", "two words", "a\x00b", strings.Repeat("a", 257)} {
		if got, err := Name(typed); err == nil {
			t.Errorf("Name(%q) = %q", typed, got)
		}
	}
}

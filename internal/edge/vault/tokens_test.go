package vault

import (
	"bytes"
	"testing"

	"pgregory.net/rapid"

	"throughline/internal/domain/calendar"
)

func day(t testing.TB, text string) calendar.Day {
	t.Helper()
	d, err := calendar.ParseDay(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func share(t testing.TB, v *Vault, a, b IdentityKeys) bool {
	t.Helper()
	of, err := v.Tokens(a)
	if err != nil {
		t.Fatal(err)
	}
	sought, err := v.Tokens(b)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range of {
		for _, y := range sought {
			if bytes.Equal(x, y) {
				return true
			}
		}
	}
	return false
}

func TestWhoIsFound(t *testing.T) {
	v := newVault(t)
	born := func(text string, names ...string) IdentityKeys {
		return IdentityKeys{Surnames: names, BirthDate: day(t, text)}
	}
	phone := func(text string) IdentityKeys { return IdentityKeys{Phones: []string{text}} }
	reference := func(text string) IdentityKeys { return IdentityKeys{References: []string{text}} }
	for _, c := range []struct {
		name         string
		kept, sought IdentityKeys
		found        bool
	}{
		{"surname with birth date", born("1985-03-21", "Okafor"), born("1985-03-21", "Okafor"), true},
		{"case, accents, spaces", born("1985-03-21", "Núñez de  Arce"), born("1985-03-21", "NUNEZ DE ARCE"), true},
		{"hyphen and apostrophe", born("1985-03-21", "O’Brien-Smith"), born("1985-03-21", "obrien smith"), true},
		{"letters that do not come apart", born("1985-03-21", "Łukasiewicz-Størm"), born("1985-03-21", "lukasiewicz storm"), true},
		{"decomposed accents", born("1985-03-21", "Zoe\u0308"), born("1985-03-21", "Zoë"), true},
		{"day and month swapped", born("1985-03-04", "Okafor"), born("1985-04-03", "Okafor"), true},
		{"another birth date", born("1985-03-21", "Okafor"), born("1985-03-22", "Okafor"), false},
		{"another surname", born("1985-03-21", "Okafor"), born("1985-03-21", "Okafo"), false},
		{"a former surname", born("1985-03-21", "Okafor", "Bello"), born("1985-03-21", "Bello"), true},
		{"given name with birth date",
			IdentityKeys{Surnames: []string{"Bello"}, GivenNames: []string{"Ada"}, BirthDate: day(t, "1985-03-21")},
			IdentityKeys{GivenNames: []string{"ada"}, BirthDate: day(t, "1985-03-21")}, true},
		{"names in each other's place",
			IdentityKeys{Surnames: []string{"Ada"}, GivenNames: []string{"Bello"}, BirthDate: day(t, "1985-03-21")},
			IdentityKeys{Surnames: []string{"Bello"}, BirthDate: day(t, "1985-03-21")}, true},
		{"surname alone", IdentityKeys{Surnames: []string{"Okafor"}}, IdentityKeys{Surnames: []string{"Okafor"}}, false},
		{"birth date alone", born("1985-03-21", " -'"), born("1985-03-21", ""), false},
		{"mobile, national and international", phone("07700 900123"), phone("+44 7700 900-123"), true},
		{"mobile with the zero in brackets", phone("07700900123"), phone("+44 (0)7700 900123"), true},
		{"mobile dialled with 00", phone("07700900123"), phone("0044 7700 900123"), true},
		{"mobile whose zero was lost", phone("07700900123"), phone("7700900123"), true},
		{"landline", phone("020 7946 0018"), phone("+442079460018"), true},
		{"another country", phone("+33 7700 900123"), phone("07700 900123"), false},
		{"another number", phone("07700 900123"), phone("07700 900124"), false},
		{"no number", phone("none"), phone("n/a"), false},
		{"short number", phone("999"), phone("999"), false},
		{"reference", reference("LDN-000123"), reference("ldn 000123"), true},
		{"another reference", reference("LDN-000123"), reference("LDN-000124"), false},
		{"a reference is no phone", reference("07700900123"), phone("07700900123"), false},
		{"nothing", IdentityKeys{}, IdentityKeys{}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := share(t, v, c.kept, c.sought); got != c.found {
				t.Errorf("found: %v, want %v", got, c.found)
			}
		})
	}
}

func TestTokensAreOrderedDistinctAndKeyed(t *testing.T) {
	v, other := newVault(t), newVault(t)
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SliceOfN(rapid.StringMatching(`[A-Za-z'é -]{1,5}`), 0, 4)
		keys := IdentityKeys{
			Surnames:   word.Draw(t, "surnames"),
			GivenNames: word.Draw(t, "given names"),
			BirthDate:  calendar.Day(rapid.IntRange(0, 20000).Draw(t, "birth date")),
			Phones:     rapid.SliceOfN(rapid.StringMatching(`[+0-9 ]{0,14}`), 0, 3).Draw(t, "phones"),
			References: word.Draw(t, "references"),
		}
		tokens, err := v.Tokens(keys)
		if err != nil {
			t.Fatal(err)
		}
		for i, token := range tokens {
			if len(token) != 8 {
				t.Fatalf("a token of %d bytes", len(token))
			}
			if i > 0 && bytes.Compare(tokens[i-1], token) >= 0 {
				t.Fatal("tokens out of order, or one twice")
			}
		}
		elsewhere, err := other.Tokens(keys)
		if err != nil {
			t.Fatal(err)
		}
		if len(tokens) > 0 && bytes.Equal(bytes.Join(tokens, nil), bytes.Join(elsewhere, nil)) {
			t.Fatal("two installations make the same tokens")
		}
	})
}

func TestDigestTellsWhetherARowChanged(t *testing.T) {
	v, other := newVault(t), newVault(t)
	digest := func(v *Vault, row string) string {
		d, err := v.Digest([]byte(row))
		if err != nil || len(d) != 16 {
			t.Fatalf("digest of %q: %x, %v", row, d, err)
		}
		return string(d)
	}
	if digest(v, "R1,accepted") != digest(v, "R1,accepted") {
		t.Error("the same row gives two digests")
	}
	if digest(v, "R1,accepted") == digest(v, "R1,declined") {
		t.Error("two rows give one digest")
	}
	if digest(v, "R1,accepted") == digest(other, "R1,accepted") {
		t.Error("two installations give one digest")
	}
}

func BenchmarkTokens(b *testing.B) {
	v := newVault(b)
	keys := IdentityKeys{
		Surnames: []string{"Okafor"}, GivenNames: []string{"Ada"}, BirthDate: day(b, "1985-03-04"),
		Phones: []string{"07700 900123"}, References: []string{"LDN-000123"},
	}
	for b.Loop() {
		if _, err := v.Tokens(keys); err != nil {
			b.Fatal(err)
		}
	}
}

func TestThePepperIsOfOneVaultAndOneUse(t *testing.T) {
	v, other := newVault(t), newVault(t)
	pepper := func(v *Vault, use string) string {
		t.Helper()
		made, err := v.Pepper(use)
		if err != nil || len(made) != pepperSize {
			t.Fatalf("%d bytes, %v", len(made), err)
		}
		return string(made)
	}
	if pepper(v, "her space") != pepper(v, "her space") {
		t.Error("the pepper of one use differs from time to time")
	}
	if pepper(v, "her space") == pepper(v, "another") || pepper(v, "her space") == pepper(other, "her space") {
		t.Error("another use, or another vault, has the same pepper")
	}
}

package journey

import "testing"

func TestWhomASearchMayMean(t *testing.T) {
	amina := Identity{Given: "Amina", Family: "Okafor-Smith", KnownAs: "Mina", Born: d("1990-03-07"), Phone: "07700 900123"}
	for _, row := range []struct {
		name   string
		wanted Identity
		means  bool
	}{
		{"her phone, written another way", Identity{Phone: "+44 (0)7700 900123"}, true},
		{"another phone", Identity{Phone: "07700 900124"}, false},
		{"no phone at all", Identity{}, false},
		{"too short for a phone", Identity{Phone: "0123"}, false},
		{"her last name and birth date", Identity{Family: "okafor smith", Born: d("1990-03-07")}, true},
		{"day and month swapped", Identity{Family: "Okafor-Smith", Born: d("1990-07-03")}, true},
		{"first name in the place of the last", Identity{Family: "Amina", Born: d("1990-03-07")}, true},
		{"the name she uses", Identity{Given: "mina", Born: d("1990-03-07")}, true},
		{"another last name", Identity{Family: "Okafor", Born: d("1990-03-07")}, false},
		{"another birth date", Identity{Family: "Okafor-Smith", Born: d("1990-03-08")}, false},
		{"a name without a birth date", Identity{Family: "Okafor-Smith"}, false},
	} {
		if got := amina.Answers(row.wanted); got != row.means {
			t.Errorf("%s: %t, want %t", row.name, got, row.means)
		}
	}
	if (Identity{Family: "Okafor"}).Answers(Identity{Family: "Okafor"}) {
		t.Error("two women without a birth date are not one")
	}
}

func FuzzPlainLetters(f *testing.F) {
	f.Add("O’Brien-Smith")
	f.Add("+44 (0)7700 900123")
	f.Fuzz(func(t *testing.T, text string) {
		if once := PlainLetters(text); PlainLetters(once) != once {
			t.Errorf("%q gives %q, which gives %q", text, once, PlainLetters(once))
		}
		if once := PhoneDigits(text); once != "" && PhoneDigits("+"+once) != once {
			t.Errorf("%q gives %q, which gives %q", text, once, PhoneDigits("+"+once))
		}
	})
}

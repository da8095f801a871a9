package linkage

import (
	"testing"

	"pgregory.net/rapid"
)

// texts are short, of few letters, so that many are alike; some are long, and some
// have letters beyond ASCII.
var someTexts = rapid.OneOf(
	rapid.StringOfN(rapid.SampledFrom([]rune("ABCD")), 1, 7, -1),
	rapid.StringOfN(rapid.SampledFrom([]rune("0123-")), 8, 18, -1),
	rapid.StringOfN(rapid.SampledFrom([]rune("AÉÖB")), 1, 6, -1),
	rapid.StringOfN(rapid.SampledFrom([]rune("AB")), 250, 270, -1),
)

// mistyped changes a text a little.
func mistyped(t *rapid.T, text string) string {
	letters := []rune(text)
	at := rapid.IntRange(0, len(letters)-1).Draw(t, "at")
	switch rapid.IntRange(0, 3).Draw(t, "how") {
	case 0:
		letters[at] = 'B'
	case 1:
		letters = append(letters[:at], letters[at+1:]...)
	case 2:
		if at > 0 {
			letters[at-1], letters[at] = letters[at], letters[at-1]
		}
	}
	return string(letters)
}

// What is asked of sketches is answered as the number itself answers it.
func TestBoundsAnswerAsTheNumbersDo(t *testing.T) {
	conditions := []string{
		"jaro_winkler_similarity(a_l, a_r) >= 0.88", "jaro_winkler_similarity(a_l, a_r) >= 0.7", "jaro_winkler_similarity(a_l, a_r) >= 1", "jaro_similarity(a_l, a_r) >= 0.8",
		"damerau_levenshtein(a_l, a_r) <= 1", "levenshtein(a_l, a_r) <= 1",
	}
	rapid.Check(t, func(t *rapid.T) {
		one := someTexts.Draw(t, "one")
		other := rapid.OneOf(someTexts, rapid.Custom(func(t *rapid.T) string { return mistyped(t, one) })).Draw(t, "other")
		words := NewWords()
		left, right := NewTable(words, "a"), NewTable(words, "a")
		if err := left.Add(one); err != nil {
			t.Fatal(err)
		}
		if err := right.Add(other); err != nil {
			t.Fatal(err)
		}
		for _, text := range conditions {
			read, err := parseCondition(text)
			if err != nil {
				t.Fatal(err)
			}
			m := read.(compared)
			c := newCompiling(left, right)
			quick, number := m.bounded(c), m.left.number(c)
			c.pack()
			if quick == nil {
				t.Fatalf("%s has no bound", text)
			}
			s := newScratch(len(c.slots))
			answer := quick(s, 0, 0)
			value, known := number(s, 0, 0)
			want := truthOf(value <= float64(m.right.(constant)))
			if m.with == ">=" {
				want = truthOf(value >= float64(m.right.(constant)))
			}
			if !known {
				want = unknown
			}
			if answer != want {
				t.Fatalf("%s of %q and %q: %d, the number is %v", text, one, other, answer, value)
			}
		}
	})
}

func TestGroupsNumberKeysInTheOrderTheyCome(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.SliceOfN(rapid.Uint64Range(0, 40), 0, 60).Draw(t, "keys")
		g, want := newGroups(len(keys)), map[uint64]int32{}
		for _, key := range keys {
			if _, known := want[key]; !known {
				want[key] = int32(len(want))
			}
			if got := g.number(key); got != want[key] {
				t.Fatalf("key %d has number %d, want %d", key, got, want[key])
			}
		}
	})
}

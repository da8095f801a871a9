package reading_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"throughline/internal/reckoning/reading"
)

// spokenIn are words by the number of their syllables.
var spokenIn = map[int]string{
	1: `I a the we you your her she see help call text safe home here there where these use used name time times change changes changed
		asked called helped stopped closed like liked care cares move moved phone phones people's|2 made make makes done come comes page pages|2
		friend field piece write wrote through though though word words know known not don't can't we'll let's worked whole live lives queue quite
		shared agree|2 free three hurt hurts scares press pressed choose choice leave leaves switch switched price prices|2 face 999 2pm
		stays plan plans goal goals steps thank thanks month months year week weeks clear cleared real`,
	2: `woman women answer answers answered today number address police worker workers somewhere something someone somebody|3 sometimes safely
		wanted needed agreed homeless table little people children children's going doing being trying paper places boxes houses reason contact
		service|2 choices languages|3 language welcome problem support later other nothing again wifi online careful before away didn't doesn't
		going quiet learning money message open opens letter before after letters meeting useful statement placement hopeless
		useless wednesday every reviewed crying lying science poem`,
	3: `anyone everyone area idea period radio video example appointment telephone hospital somebody everything|3 interpreter|4 benefits
		family different reference decided remember whatever library|3 important together messages deleted employment however animal
		handled|2 anything another somebody business|2`,
	4: `information interpreter university|5 accommodation|5 community january february|4 conditional reality education situation`,
	5: `accommodation university opportunity`,
}

func TestSyllablesAreCountedAsTheyAreSpoken(t *testing.T) {
	counted, wrong := 0, 0
	for count, words := range spokenIn {
		for _, word := range strings.Fields(words) {
			want := count
			if bare, other, given := strings.Cut(word, "|"); given {
				word, want = bare, int(other[0]-'0')
			}
			counted++
			if got := reading.Syllables(word); got != want {
				wrong++
				t.Errorf("%s has %d, want %d", word, got, want)
			}
		}
	}
	t.Logf("%d of %d words counted as they are spoken", counted-wrong, counted)
}

func TestAPageIsMeasuredSentenceBySentence(t *testing.T) {
	for _, row := range []struct {
		name           string
		blocks         []string
		sentences      []string
		words, longest int
		grade          float64
	}{
		{"nothing", nil, nil, 0, 0, 0},
		{"marks and labels alone", []string{"...", "-", "Continue", "Your last name"}, nil, 0, 0, 0},
		{"a heading and a paragraph", []string{"Your name", "How we may call you", "Call me. Do not text me!"}, []string{"How we may call you", "Call me.", "Do not text me!"}, 11, 5, 0.39*11/3 + 11.8 - 15.59},
		{"a time and a web address", []string{"Come at 2.30. See example.org now."}, []string{"Come at 2.30.", "See example.org now."}, 6, 3, 0.39*3 + 11.8*9/6 - 15.59},
		{"a question that is quoted", []string{`She asked “Are you safe?” We said yes.`}, []string{"She asked “Are you safe?”", "We said yes."}, 8, 5, 0.39*4 + 11.8 - 15.59},
	} {
		level := reading.Of(row.blocks...)
		if got := reading.Sentences(row.blocks...); !slices.Equal(got, row.sentences) || level.Sentences != len(row.sentences) {
			t.Errorf("%s: the sentences are %q, want %q", row.name, got, row.sentences)
		}
		if level.Words != row.words || level.LongestWords != row.longest || math.Abs(level.Grade()-row.grade) > 0.005 {
			t.Errorf("%s: %+v, grade %.3f; want %d words, %d in the longest, grade %.3f", row.name, level, level.Grade(), row.words, row.longest, row.grade)
		}
	}
}

// The example is that of the formula itself: one sentence of short words, and
// one of long words, worked out by hand.
func TestTheGradeIsThatOfFleschAndKincaid(t *testing.T) {
	for text, want := range map[string]float64{
		"The cat sat on the mat.": 0.39*6 + 11.8*6/6 - 15.59,
		"Information about accommodation reaches university interpreters.": 0.39*6 + 11.8*float64(4+2+5+2+5+4)/6 - 15.59,
	} {
		if got := reading.Of(text).Grade(); math.Abs(got-want) > 1e-9 {
			t.Errorf("%q has the grade %.2f, want %.2f", text, got, want)
		}
	}
}

func TestAPageOverALimitSaysWhich(t *testing.T) {
	hard := reading.Of("Information regarding accommodation availability necessitates additional consideration by the appropriate organisation responsible for it before anybody can be invited to come in and look around.")
	over := strings.Join(hard.Over(reading.Hers), "; ")
	for _, want := range []string{"its grade is", "over 6", "its sentences have 25.0 words on average, over 12", "a sentence has 25 words, over 20: Information"} {
		if !strings.Contains(over, want) {
			t.Errorf("%q is not said in %q", want, over)
		}
	}
	if over := hard.Over(reading.Staff); len(over) != 1 || !strings.Contains(over[0], "over 8") {
		t.Errorf("for staff: %q", over)
	}
	if over := reading.Of("Call me. You can stop at any time.").Over(reading.Hers); len(over) > 0 {
		t.Errorf("easy words are over: %q", over)
	}
}

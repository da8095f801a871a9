package scheme_test

import (
	"strings"
	"testing"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/scheme"
)

const smallLaw = `id: small-law
title: A small law
nation: England and Wales
about: What a caution asks.
commenced: yes
in_force:
  text: In force since 2013.
  authority: An Act of 2003, section 22
  from: 2013-04-08
rules:
  - id: adult
    text: She is 18 or over.
    authority: An Act of 2003, section 22
    confidence: high
    when: age >= 18
  - id: old_limit
    text: The old limit was 200 pounds.
    authority: An old order
    confidence: medium
    superseded: yes
  - id: new_form
    text: A new form of caution.
    authority: An Act of 2022, part 6
    confidence: medium
    commenced: no
  - id: time
    text: Mostly done in 16 weeks.
    authority: Guidance
    confidence: low
    from: 2015-01-01
    to: 2019-12-31
`

func TestLawIsAnsweredForTheDayAndMarkedHowSureItIs(t *testing.T) {
	pack, err := scheme.ParsePack([]byte(smallLaw))
	if err != nil {
		t.Fatal(err)
	}
	old, young := 18, 17
	tests := []struct {
		name, on string
		e        scheme.Encounter
		want     string
	}{
		{"before it began", "2013-04-07", scheme.Encounter{Age: &old}, ""},
		{"18, on the first day", "2013-04-08", scheme.Encounter{Age: &old}, "adult yes"},
		{"17", "2013-04-08", scheme.Encounter{Age: &young}, "adult no"},
		{"of no known age", "2013-04-08", scheme.Encounter{}, "adult not_known"},
		{"while a rule of its own days holds", "2019-12-31", scheme.Encounter{}, "adult not_known, time not_stated"},
		{"after it", "2020-01-01", scheme.Encounter{}, "adult not_known"},
	}
	for _, test := range tests {
		on, err := calendar.ParseDay(test.on)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, answer := range pack.Answers(test.e, on) {
			got = append(got, answer.ID+" "+string(answer.Holds))
		}
		if strings.Join(got, ", ") != test.want {
			t.Errorf("%s: the law answers %v, want %s", test.name, got, test.want)
		}
	}
	told := strings.Join(pack.Lines(), "\n")
	for _, want := range []string{scheme.Confirm, "confidence low", "superseded", "not commenced"} {
		if !strings.Contains(told, want) {
			t.Errorf("the pack is told as\n%s\nwithout %q", told, want)
		}
	}
}

func TestALawPackIsCheckedLineByLine(t *testing.T) {
	tests := []struct{ name, old, new, want string }{
		{"no id", "id: small-law", "id: Small", `line 1: the id "Small"`},
		{"no nation", "nation: England and Wales\n", "", "needs its title, its nation and what it is about"},
		{"commenced, perhaps", "commenced: yes", "commenced: perhaps", `line 5: commenced is "perhaps"`},
		{"no authority of its days", "  authority: An Act of 2003, section 22\n  from", "  from", "in_force needs its text and its authority"},
		{"no authority of a rule", "    authority: Guidance\n", "", "the rule time needs its text and its authority"},
		{"no confidence", "    confidence: low\n", "", `the rule time has the confidence ""`},
		{"an unknown word", "when: age >= 18", "when: years >= 18", "the rule adult undeclared reference to 'years'"},
		{"an id used twice", "id: time", "id: adult", `the rule id "adult"`},
		{"days the wrong way round", "to: 2019-12-31", "to: 2014-12-31", "2015-01-01 is after 2014-12-31"},
		{"a rule commenced, perhaps", "commenced: no", "commenced: perhaps", `the rule new_form is commenced "perhaps"`},
		{"an unknown key", "    confidence: low", "    sure: low", `"sure" is not a key here`},
	}
	for _, test := range tests {
		broken := strings.Replace(smallLaw, test.old, test.new, 1)
		if broken == smallLaw {
			t.Fatalf("%s: the test changes nothing", test.name)
		}
		if _, err := scheme.ParsePack([]byte(broken)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q", test.name, err, test.want)
		}
	}
	if _, err := scheme.ParsePack([]byte("id: x\ntitle: T\nnation: N\nabout: A\ncommenced: no\nin_force: {text: T, authority: A}\n")); err == nil || !strings.Contains(err.Error(), "has no rule") {
		t.Errorf("a pack without rules: %v", err)
	}
}

func FuzzParsePack(f *testing.F) {
	f.Add([]byte(smallLaw))
	f.Fuzz(func(t *testing.T, data []byte) {
		if pack, err := scheme.ParsePack(data); err == nil {
			pack.Answers(scheme.Encounter{}, calendar.Day(18000))
			pack.Lines()
		}
	})
}

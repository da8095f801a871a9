package scheme_test

import (
	"fmt"
	"strings"
	"testing"

	"throughline/internal/domain/scheme"
)

func TestClausesThatCanNeverHoldAreFound(t *testing.T) {
	tests := []struct {
		name, cost string // the third clause, or it and more
		want       string // "" for none
	}{
		{"a limit above another", "value_gbp < 100", ""},
		{"a code that can be", `police_outcome != "charge"`, ""},
		{"a choice", `age == 18 ? value_gbp > 5 : age > 18`, ""},
		{"a search", `needs.exists(n, n == "mental_health")`, ""},
		{"never", "age < 18 && age > 18", "the clause cost can never hold"},
		{"always", `age < 18 || age >= 18`, "the clause cost always holds"},
		{"against an earlier clause", `police_outcome == "charge"`, "the clauses notice, cost can never hold together"},
		{"against a setting", `!(area in covered_areas)`, "the clauses area, cost can never hold together"},
		{"the same again", `police_outcome  ==  "penalty_notice"`, "the clause cost asks the same as notice"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			text := strings.Replace(small, "when: value_gbp < 100", "when: '"+test.cost+"'", 1)
			book, err := scheme.Parse([]byte(text))
			if err != nil {
				t.Fatal(err)
			}
			problems := book.Contradictions()
			switch {
			case test.want == "" && len(problems) > 0:
				t.Errorf("the problems are %v, want none", problems)
			case test.want != "" && !strings.Contains(problems.Error(), test.want):
				t.Errorf("the problems are %v, want %q", problems, test.want)
			}
		})
	}
}

func TestWhatALeadToMustBeThere(t *testing.T) {
	law := strings.Replace(small, "title: Notice", "title: Notice\n    law: [penalty-notice]", 1)
	tests := []struct{ name, text, want string }{
		{"no law pack", law, `there is no law pack "penalty-notice"`},
		{"no scheme", strings.Replace(small, "{id: directory,", "{id: directory, scheme: elsewhere,", 1), `leads to "elsewhere", which is no scheme`},
		{"no pathway of it", strings.Replace(small, "{id: directory,", "{id: directory, scheme: small, pathway: bail,", 1), "leads to the pathway bail, which small has not"},
		{"one only proposed", strings.Replace(strings.Replace(small, "{id: directory,", "{id: directory, scheme: small,", 1), "status: pilot", "status: proposed", 1), "leads to small, which is proposed"},
	}
	for _, test := range tests {
		book, err := scheme.Parse([]byte(test.text))
		if err != nil {
			t.Fatal(err)
		}
		if problems := scheme.CheckReferences([]*scheme.Rulebook{book}, nil); !strings.Contains(problems.Error(), test.want) {
			t.Errorf("%s: the problems are %v, want %q", test.name, problems, test.want)
		}
	}
}

// Looking for contradictions ends: what would take too many tries is taken to agree.
func TestContradictionsAreLookedForWithinBounds(t *testing.T) {
	crowded := func(earlier int) string {
		var text strings.Builder
		for i := range earlier {
			fmt.Fprintf(&text, "      - {id: wide_%d, text: Wide., when: 'gravity < %d && gravity > %[2]d && value_gbp < 5 && police_outcome != \"charge\" && admitted != \"no\"', source: \"000:507\"}\n", i, i+3)
		}
		text.WriteString("      - {id: never, text: Never., when: 'sentence_months < 1 && sentence_months > 1', source: \"000:507\"}\n")
		return strings.Replace(small, "    condition:\n", text.String()+"    condition:\n", 1)
	}
	for earlier, found := range map[int]bool{0: true, 90: false} {
		book, err := scheme.Parse([]byte(crowded(earlier)))
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(book.Contradictions().Error(), "the clause never can never hold"); got != found {
			t.Errorf("after %d clauses that take long, a contradiction is found: %v, want %v", earlier, got, found)
		}
	}
}

package scheme_test

import (
	"strings"
	"testing"

	"throughline/internal/domain/scheme"
	"throughline/schemes"
)

func TestATableOfScenariosIsCheckedLineByLine(t *testing.T) {
	const table = `scheme: small
scenarios:
  - name: A notice
    source: "000:507"
    on: 2013-03-01
    encounter: {police_outcome: penalty_notice}
    want:
      penalty_notice: {decision: unclear}
`
	tests := []struct{ name, old, new, want string }{
		{"no name", "name: A notice", "name: ''", "line 3: a scenario needs its name, its day and what is wanted"},
		{"no source", `    source: "000:507"` + "\n", "", "scenario 1 has no source"},
		{"no day", "    on: 2013-03-01\n", "", "line 3: a scenario needs its name, its day"},
		{"a wish that is none", "decision: unclear", "decision: perhaps", `penalty_notice is wanted "perhaps": it is open, closed or unclear`},
		{"nothing wanted", "{decision: unclear}", "{}", "nothing is wanted of penalty_notice"},
		{"an encounter with an unknown column", "{police_outcome:", "{outcome:", `"outcome" is not a column of an encounter`},
		{"an unknown key", "    want:", "    wants:", `"wants" is not a key here`},
	}
	if of, scenarios, err := scheme.ParseScenarios([]byte(table)); err != nil || of != "small" || len(scenarios) != 1 {
		t.Fatalf("the table is of %q with %d scenarios: %v", of, len(scenarios), err)
	}
	for _, test := range tests {
		broken := strings.Replace(table, test.old, test.new, 1)
		if broken == table {
			t.Fatalf("%s: the test changes nothing", test.name)
		}
		if _, _, err := scheme.ParseScenarios([]byte(broken)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q", test.name, err, test.want)
		}
	}
}

func FuzzParseScenarios(f *testing.F) {
	for _, id := range []string{"lwds", "south-yorkshire-alcohol-waiver"} {
		text, err := schemes.Files.ReadFile(id + ".scenarios.yaml")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	book := library(f).Of("south-yorkshire-alcohol-waiver", 0)
	f.Fuzz(func(t *testing.T, text []byte) {
		_, scenarios, err := scheme.ParseScenarios(text)
		if err != nil {
			return
		}
		for _, scenario := range scenarios {
			scenario.Try(book)
		}
	})
}

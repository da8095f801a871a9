package scheme_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"throughline/internal/domain/scheme"
)

func TestNumbersOfAText(t *testing.T) {
	tests := []struct {
		text string
		want []string
	}{
		{"At most 30 women and 60 a year.", []string{"30", "60"}},
		{"Women of 18 to 24, or 18-24.", []string{"18", "24"}},
		{"£1,234.50 and 10%", []string{"1234.50", "10"}},
		{"Two or three sessions, one to one.", []string{"2", "3"}},
		{"gravity <= 2", []string{"2"}},
		{"2013-12-01", []string{"2013"}},
		{"the T2A service", nil},
		{"no number", nil},
	}
	for _, test := range tests {
		if got := scheme.NumbersIn(test.text); !slices.Equal(got, test.want) {
			t.Errorf("%q has the numbers %v, want %v", test.text, got, test.want)
		}
	}
}

func TestEachNumberAndSilenceIsTraced(t *testing.T) {
	traces, err := scheme.Traces([]byte(small))
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, trace := range traces {
		told = append(told, trace.String())
	}
	for _, want := range []string{
		"line 28: small/pathways/penalty_notice/clauses/cost/when: 100: Goods below 100 pounds (000:507, in force)",
		"line 39: small/pathways/penalty_notice/condition/clock/days: 28:  (000:507, in force)",
		"reasonable_excuse: not stated:  (000:507, in force)",
		"condition/clock/last_day_in: not stated:  (000:507, in force)",
	} {
		if !slices.ContainsFunc(told, func(line string) bool { return strings.Contains(line, want) }) {
			t.Errorf("the traces are\n%s\nwant one that says\n%s", strings.Join(told, "\n"), want)
		}
	}
	if _, err := scheme.Traces([]byte("id: small\nabout:\n  - {text: There are 12.}\n")); err == nil || !strings.Contains(err.Error(), "says 12 under no source") {
		t.Errorf("a number under no source: %v", err)
	}
	listed, err := scheme.Traces([]byte("id: small\nrules:\n  - source: \"000:507\"\n    text: T.\n    value: [12, no number]\n    law: [pack-2]\n  - {text: U., source: \"000:508\", not_stated: yes}\n"))
	if err != nil || len(listed) != 2 || listed[0].Number != "12" || listed[0].At != "small/rules/value" || !listed[1].Silent {
		t.Errorf("what stands in a list, and a silence in another spelling: %v, %v", listed, err)
	}
	if _, err := scheme.Traces([]byte("- 12\n")); err == nil {
		t.Error("a list without a source has numbers under one")
	}
}

func TestANumberStandsOnALineItCites(t *testing.T) {
	lines := func(document string, line int) (string, bool) {
		text, ok := map[int]string{1: "In March 20 there were thirty two boroughs, 1,234 arrests and fines up to £100."}[line]
		return text, ok && document == "004"
	}
	tests := []struct {
		trace scheme.Trace
		want  bool
	}{
		{scheme.Trace{Number: "32", Source: "004:1"}, true},
		{scheme.Trace{Number: "1234", Source: "004:1"}, true},
		{scheme.Trace{Number: "100", Source: "004:1"}, true},
		{scheme.Trace{Number: "2020", Source: "004:1"}, true},
		{scheme.Trace{Number: "33", Source: "004:1"}, false},
		{scheme.Trace{Number: "33", Source: "004:1", Mark: scheme.Inferred}, true},
		{scheme.Trace{Silent: true, Source: "004:1"}, true},
		{scheme.Trace{Silent: true, Source: "004:2"}, false},
		{scheme.Trace{Number: "100", Source: "000:1"}, false},
	}
	for _, test := range tests {
		if got := test.trace.StandsIn(lines); got != test.want {
			t.Errorf("%v stands there: %t, want %t", test.trace, got, test.want)
		}
	}
}

func TestEveryNumberOfEveryRulebookStandsInItsSource(t *testing.T) {
	found, err := filepath.Glob(filepath.Join(shared, "seeds", "*.txt"))
	if err != nil || len(found) == 0 {
		t.Skip("the source documents are not beside the checkout")
	}
	documents := map[string][]string{}
	for _, path := range found {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		documents[filepath.Base(path)[:3]] = strings.Split(string(text), "\n")
	}
	lines := func(document string, line int) (string, bool) {
		if line < 1 || line > len(documents[document]) {
			return "", false
		}
		return documents[document][line-1], true
	}
	library := library(t)
	for _, id := range library.IDs() {
		for _, edition := range library.Editions(id) {
			traces, err := scheme.Traces(edition.Text)
			if err != nil {
				t.Errorf("%s: %v", id, err)
			}
			for _, trace := range traces {
				if !trace.StandsIn(lines) {
					t.Errorf("%s: the lines it cites do not say it: %s", id, trace)
				}
			}
		}
	}
}

func FuzzTraces(f *testing.F) {
	f.Add([]byte(small))
	f.Add([]byte("a: [{text: 5, source: x}]"))
	f.Fuzz(func(t *testing.T, text []byte) {
		traces, err := scheme.Traces(text)
		if err == nil {
			for _, trace := range traces {
				if trace.Number == "" && !trace.Silent {
					t.Errorf("%s traces nothing", trace)
				}
				trace.Source.Cited()
			}
		}
	})
}

package practice

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"throughline/internal/domain/ending"
	"throughline/internal/domain/journey"
	"throughline/schemes"
)

// On every day the practice system is set up for, each way of ending is there to
// be seen: on the case, on the officer's list and on the notice.
func TestEveryWayAMatterEndsIsThere(t *testing.T) {
	library, err := schemes.Library()
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		scheme, words string
	}{
		{"durham-gateway-to-change", "3 of 4"},
		{"durham-gateway-to-change", "Referred back"},
		{"south-yorkshire-alcohol-waiver", "1 of 2"},
		{"sheffield-womens-waiver", "the fine is waived"},
		{"cars-eden-house", "Since then she comes by her own choice"},
	}
	for _, test := range tests {
		if library.Of(test.scheme, 0) == nil {
			t.Errorf("there is no scheme %s", test.scheme)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		today := Earliest.AddDays(rapid.IntRange(0, 2000).Draw(t, "today"))
		cohort, err := Invent(rapid.Uint64().Draw(t, "seed"), today)
		if err != nil {
			t.Fatal(err)
		}
		byWoman := map[string][]journey.Fact{}
		for _, fact := range cohort.Facts {
			if fact.Woman != "" {
				byWoman[fact.Woman] = append(byWoman[fact.Woman], fact)
			}
		}
		said := map[string][]string{}
		for _, facts := range byWoman {
			for _, row := range journey.Fold(facts, today) {
				if row.Scheme == "lwds" || row.Condition == nil {
					continue
				}
				rule := ending.RuleOf(library.Of(row.Scheme, row.Referred), row.Pathway, nil)
				said[row.Scheme] = append(said[row.Scheme], ending.Of(row, today, rule).Words()+" "+ending.Of(row, today, rule).Brief())
			}
		}
		for _, test := range tests {
			if !slices.ContainsFunc(said[test.scheme], func(words string) bool { return strings.Contains(words, test.words) }) {
				t.Errorf("on %s no woman under %s stands at %q: %q", today, test.scheme, test.words, said[test.scheme])
			}
		}
	})
}

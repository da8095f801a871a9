package scheme_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"throughline/internal/domain/scheme"
)

// shelf is a library of the small rulebook alone.
func shelf(t *testing.T) *scheme.Library {
	t.Helper()
	book, err := scheme.Parse([]byte(small))
	if err != nil {
		t.Fatal(err)
	}
	library, err := scheme.NewLibrary(scheme.Edition{Book: book, Text: []byte(small)})
	if err != nil {
		t.Fatal(err)
	}
	return library
}

func TestAChangeIsAnAmendmentOrAWholeRulebook(t *testing.T) {
	whole := strings.Replace(small, "value_gbp < 100", "value_gbp < 300", 1)
	decided := strings.Replace(raise, `left_out: {kind: names, text: which areas are left out, source: "000:507"}`,
		`covered_areas: {kind: names, text: which areas are covered, value: [Hull], decided_by: the board, decided_on: 2012-02-01, source: "000:507"}
  left_out: {kind: names, text: which areas are left out, source: "000:507"}`, 1)
	for _, test := range []struct{ name, text, title, rule, decided string }{
		{"an amendment", raise, "Dearer goods", "value_gbp < 200", "map[]"},
		{"a whole rulebook", whole, "A small scheme, as proposed", "value_gbp < 300", "map[]"},
		{"a setting decided", decided, "Dearer goods", "value_gbp < 200", "map[covered_areas:[Hull]]"},
	} {
		t.Run(test.name, func(t *testing.T) {
			before, after, err := shelf(t).Propose([]byte(test.text), 0)
			if err != nil {
				t.Fatal(err)
			}
			if before.Book.ID != "small" || after.Title != test.title {
				t.Errorf("%q changes %s", after.Title, before.Book.ID)
			}
			rule := ""
			for _, c := range after.Book.Pathway("penalty_notice").Clauses {
				if c.ID == "cost" {
					rule = c.When
				}
			}
			if rule != test.rule {
				t.Errorf("the goods: %s, want %s", rule, test.rule)
			}
			if got := fmt.Sprint(map[string]any(after.Decided)); got != test.decided {
				t.Errorf("it decides %s, want %s", got, test.decided)
			}
		})
	}
}

func TestAChangeToNothingIsToldAsSuch(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"an amendment of no scheme", strings.Replace(raise, "amends: small", "amends: none", 1), `there is no scheme "none" to change`},
		{"a rulebook of no scheme", strings.Replace(small, "id: small", "id: none", 1), `there is no scheme "none" to change`},
		{"a wrong amendment", strings.Replace(raise, "why:", "wherefore:", 1), `line 3: "wherefore" is not a key here`},
		{"an amendment that does not fit", strings.Replace(raise, "penalty_notice:", "bail:", 1), `small has no pathway "bail"`},
		{"a wrong rulebook", strings.Replace(small, "status: pilot", "status: odd", 1), `line 3: the status "odd"`},
		{"no YAML", "amends: [", "line 1: did not find expected"},
		{"nothing", "", "the file holds no keys and values"},
		{"too much", strings.Repeat("#", 1<<20+1), "the file is larger than"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var problems scheme.Problems
			_, _, err := shelf(t).Propose([]byte(test.text), 0)
			if !errors.As(err, &problems) || !strings.Contains(err.Error(), test.want) {
				t.Errorf("the error is %v, want Problems that say %s", err, test.want)
			}
		})
	}
}

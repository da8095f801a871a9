package linkage

import (
	"strings"
	"testing"
)

func TestConditionsAreAskedAsInSQL(t *testing.T) {
	words := NewWords()
	table := NewTable(words, "name", "other", "dob")
	for _, row := range [][]string{
		{"Martha", "Rose", "1985-04-10"},
		{"Marhta", "Martha", "1985-10-04"},
		{"", "", "1985-04-31"},
	} {
		if err := table.Add(row...); err != nil {
			t.Fatal(err)
		}
	}
	const mistyped, empty = 1, 2
	for _, row := range []struct {
		text  string
		right int32 // against record 0
		want  truth
	}{
		{`"name_l" = "name_r"`, mistyped, no},
		{`"name_l" = "name_r"`, empty, unknown},
		{`"name_l" <> "name_r"`, mistyped, yes},
		{`NOT "name_l" = "name_r"`, empty, unknown},
		{`"name_l" = "other_r"`, mistyped, yes},
		{`"name_l" IS NULL OR "name_r" IS NULL`, mistyped, no},
		{`"name_l" IS NULL OR "name_r" IS NULL`, empty, yes},
		{`"name_r" IS NOT NULL`, empty, no},
		{`l."name" = r."other"`, mistyped, yes},
		{`name_l = other_r`, mistyped, yes},
		{`jaro_winkler_similarity("name_l", "name_r") >= 0.96`, mistyped, yes},
		{`jaro_winkler_similarity("name_l", "name_r") >= 0.97`, mistyped, no},
		{`jaro_similarity("name_l", "name_r") >= 0.945`, mistyped, no},
		{`levenshtein("name_l", "name_r") = 2`, mistyped, yes},
		{`damerau_levenshtein("name_l", "name_r") <= 1`, mistyped, yes},
		{`damerau_levenshtein("name_l", "name_r") <= 1`, empty, unknown},
		{`ELSE`, empty, yes},
		{`LENGTH("name_l") > 5 AND (LENGTH("other_l") - LENGTH("name_l")) < 0`, mistyped, yes},
		{`lower(upper("name_l")) = LOWER(trim("other_r"))`, mistyped, yes},
		{`CAST("name_l" AS TEXT) = CAST("other_r" AS VARCHAR)`, mistyped, yes},
		{`SUBSTR("dob_l", 6, 2) = SUBSTR("dob_r", 9, 2) AND substring("dob_l", 9, 2) = SUBSTR("dob_r", 6, 2)`, mistyped, yes},
		{`NULLIF(regexp_extract("name_l", '^(M)ar', 1), '') = regexp_extract("name_r", '^M')`, mistyped, yes},
		{`NULLIF("name_l", 'Martha') IS NULL`, mistyped, yes},
		{`ABS(EPOCH(try_strptime("dob_l", '%Y-%m-%d')) - EPOCH(try_strptime("dob_r", '%Y-%m-%d'))) <= 15292800`, mistyped, yes},
		{`ABS(EPOCH(try_strptime("dob_l", '%Y-%m-%d')) - EPOCH(try_strptime("dob_r", '%Y-%m-%d'))) <= 15292799`, mistyped, no},
		{`EPOCH(try_strptime("dob_r", '%Y-%m-%d')) > 0`, empty, unknown},
		{`((("name_l" = "other_r")))`, mistyped, yes},
		{`("name_l") = ("other_r")`, mistyped, yes},
	} {
		read, err := parseCondition(row.text)
		if err != nil {
			t.Errorf("%s: %v", row.text, err)
			continue
		}
		c := newCompiling(table, table)
		ask := read.ask(c)
		c.pack()
		s := newScratch(len(c.slots))
		if got := ask(s, 0, row.right); got != row.want || c.failed != nil {
			t.Errorf("%s: %d, want %d; %v", row.text, got, row.want, c.failed)
		}
	}
}

func TestWhatTheGrammarDoesNotKnowIsNamed(t *testing.T) {
	for _, row := range []struct{ text, want string }{
		{"", "ends too early"},
		{`"name_l" =`, "ends too early"},
		{`"name" = "name_r"`, "does not end in _l or _r"},
		{`"name_l" = "name_r" ; DROP TABLE women`, "';' at 20"},
		{`"name_l" = "name_r" DROP`, `"drop" at 20 is not known here`},
		{`soundex("name_l") = soundex("name_r")`, "soundex at 0 is not a function"},
		{`pg_read_file("name_l", 'x') IS NULL`, "pg_read_file at 0 is not a function"},
		{`"name_l" >= "name_r"`, "compares what cannot be compared"},
		{`"name_l" = 3`, "compares what cannot be compared"},
		{`LENGTH("name_l")`, "ends too early"},
		{`EPOCH("dob_l") > 1`, "epoch at 0 needs a date"},
		{`EPOCH(try_strptime("dob_l", '%d %b')) > 1`, `date format "%d %b" is not known`},
		{`regexp_extract("name_l", '(') = "name_r"`, "pattern"},
		{`regexp_extract("name_l", 'a', 2) = "name_r"`, "no group 2"},
		{`CAST("name_l" AS BLOB) = "name_r"`, `"blob"`},
		{`SUBSTR("name_l", 0) = "name_r"`, "counted from 1"},
		{`'name`, "has no end"},
		{`levenshtein("name_l", 3) <= 1`, "a text is needed"},
		{`ABS("name_l") <= 1`, "needs a number"},
		{`LENGTH("name_l") - "name_r" > 1`, "cannot be taken from a number"},
		{`LENGTH("name_l") > 1.2.3`, "is not a number"},
		{strings.Repeat("(", 40) + `"name_l" = "name_r"` + strings.Repeat(")", 40), "deeper than"},
		{strings.Repeat("NOT ", 40) + `"name_l" = "name_r"`, "deeper than"},
		{strings.Repeat(" ", longestCondition+1), "longer than"},
	} {
		if _, err := parseCondition(row.text); err == nil || !strings.Contains(err.Error(), row.want) {
			t.Errorf("%.60s: %v, want %q", row.text, err, row.want)
		}
	}
}

func TestTextsAreComparedAsPublished(t *testing.T) {
	var k likeness
	for _, row := range []struct {
		a, b                                string
		jaro, winkler, levenshtein, damerau float64
	}{ // Winkler (1990), table of examples; the rest by hand
		{"DIXON", "DICKSONX", 0.7667, 0.8133, 4, 4},
		{"MARTHA", "MARHTA", 0.9444, 0.9611, 2, 1},
		{"DWAYNE", "DUANE", 0.8222, 0.8400, 2, 2},
		{"JONES", "JOHNSON", 0.7905, 0.8324, 4, 4},
		{"ABROMS", "ABRAMS", 0.8889, 0.9222, 1, 1},
		{"CA", "ABC", 0, 0, 3, 2},
		{"Zoë", "Zoe", 0.7778, 0.8222, 1, 1},
		{"ANNA", "ANNA", 1, 1, 0, 0},
		{"A", "B", 0, 0, 1, 1},
	} {
		for name, got := range map[string][2]float64{
			"Jaro": {k.jaro(row.a, row.b), row.jaro}, "Jaro-Winkler": {k.jaroWinkler(row.a, row.b), row.winkler},
			"Levenshtein": {k.levenshtein(row.a, row.b), row.levenshtein}, "Damerau-Levenshtein": {k.damerauLevenshtein(row.a, row.b), row.damerau},
		} {
			if diff := got[0] - got[1]; diff > 0.0001 || diff < -0.0001 {
				t.Errorf("%s of %s and %s: %.4f, want %.4f", name, row.a, row.b, got[0], got[1])
			}
		}
	}
}

package scheme_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"throughline/internal/domain/scheme"
	"throughline/schemes"
)

// londonWith is London's rulebook with some of its words replaced.
func londonWith(t *testing.T, replace ...string) *scheme.Rulebook {
	t.Helper()
	original, err := schemes.Files.ReadFile("lwds.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text := string(original)
	changed := strings.NewReplacer(replace...).Replace(text)
	if len(replace) > 0 && changed == text {
		t.Fatalf("nothing was replaced by %q", replace)
	}
	book, err := scheme.Parse([]byte(changed))
	if err != nil {
		t.Fatal(err)
	}
	return book
}

func TestARulebookIsReadPartByPart(t *testing.T) {
	parts := londonWith(t).Parts()
	for _, want := range []struct{ pathway, key, title, line, rule string }{
		{"", "in_force", "In force", "The service is in force from September 2019.", "from 2019-09-01"},
		{"", "settings", "Left to the place", "which areas the service covers", ""},
		{"conditional_caution", "clauses", "Who may enter", "She is over 18 years old.", "age == 18 ? over_18_includes_18 : age > 18"},
		{"conditional_caution", "condition", "What is asked of her", "2 of: appointment", ""},
		{"conditional_caution", "counts", "What counts", "An appointment with a keyworker.", "counts"},
		{"conditional_caution", "clock", "The time allowed", "By when it must be done", ""},
		{"conditional_caution", "decides", "Who decides", "She must comply or face arrest", "police"},
		{"voluntary", "offers", "Where it is not open", "Women's services near her", ""},
	} {
		i := slices.IndexFunc(parts, func(p scheme.Part) bool { return p.Pathway == want.pathway && p.Key == want.key })
		if i < 0 {
			t.Errorf("there is no part %s of %q", want.key, want.pathway)
			continue
		}
		j := slices.IndexFunc(parts[i].Lines, func(l scheme.Line) bool { return strings.HasPrefix(l.Text, want.line) })
		if parts[i].Title != want.title || j < 0 || parts[i].Lines[j].Rule != want.rule {
			t.Errorf("%s of %q is %+v, want %q with %q ruled by %q", want.key, want.pathway, parts[i], want.title, want.line, want.rule)
		}
	}
	for _, part := range parts {
		if part.Pathway == "voluntary" && part.Key == "condition" {
			t.Error("a pathway without a condition has a part about one")
		}
	}
}

func TestChangesNameWhatDiffersAndNothingElse(t *testing.T) {
	before := londonWith(t)
	for _, row := range []struct {
		name    string
		replace []string
		want    []string
	}{
		{"nothing", nil, nil},
		{"three appointments", []string{"- required: 2", "- required: 3"},
			[]string{"conditional_caution condition: 2 of: appointment > 3 of: appointment"}},
		{"a clause's expression alone", []string{"age > 18", "age > 19"},
			[]string{"conditional_caution clauses: She is over 18 years old. > She is over 18 years old."}},
		{"words of a line without a name", []string{"Her request.", "She asks."},
			[]string{"voluntary agreement: Her request. > nothing", "voluntary agreement: nothing > She asks."}},
	} {
		t.Run(row.name, func(t *testing.T) {
			var got []string
			for _, beside := range scheme.Changes(before, londonWith(t, row.replace...)) {
				for _, pair := range beside.Both {
					got = append(got, fmt.Sprintf("%s %s: %s > %s", beside.Pathway, beside.Key, said(pair.Before), said(pair.After)))
				}
			}
			if !slices.Equal(got, row.want) {
				t.Errorf("changes %q, want %q", got, row.want)
			}
		})
	}
}

func said(line *scheme.Line) string {
	if line == nil {
		return "nothing"
	}
	return line.Text
}

func TestAPartThatOnlyTheSecondHasStandsInItsPlace(t *testing.T) {
	whole := londonWith(t)
	without := londonWith(t, "    agreement:\n      - text: Her request.\n        source: \"004:166\"\n        mark: inferred\n", "")
	compared := scheme.Compare(without, whole)
	var keys []string
	for _, beside := range compared {
		if beside.Pathway == "voluntary" {
			keys = append(keys, beside.Key)
		}
	}
	if want := []string{"entry", "clauses", "agreement", "steps"}; !slices.Equal(keys[:4], want) {
		t.Errorf("the parts of the voluntary pathway are %q, want them to begin %q", keys, want)
	}
	if got := scheme.Changes(whole, without); len(got) != 1 || got[0].Both[0].After != nil {
		t.Errorf("what was taken out: %+v", got)
	}
}

func TestARulebookSaysWhatItAsks(t *testing.T) {
	var got []string
	for _, word := range londonWith(t).Asks() {
		got = append(got, word.Name+": "+string(word.Kind))
	}
	want := []string{"age: whole number", "area: text", "offence_code: text", "police_outcome: one of"}
	if !slices.Equal(got, want) {
		t.Errorf("it asks %q, want %q", got, want)
	}
}

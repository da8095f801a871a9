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

func TestARulebookIsToldPartByPart(t *testing.T) {
	sections := londonWith(t).Sections(nil)
	for _, want := range []struct{ pathway, part, title, line, rule string }{
		{"", "The scheme", "The scheme", "The service is in force from September 2019.", "from 2019-09-01"},
		{"", "Decided by the place", "Decided by the place", "covered_areas: which areas the service covers", "names"},
		{"conditional_caution", "Who may enter", "Conditional caution: who may enter", "She is over 18 years old.", "age == 18 ? over_18_includes_18 : age > 18"},
		{"conditional_caution", "What is asked of her", "Conditional caution: what is asked of her", "Asked: 2 × appointment", ""},
		{"conditional_caution", "What is asked of her", "Conditional caution: what is asked of her", "Counts: one to one: yes", ""},
		{"conditional_caution", "What is asked of her", "Conditional caution: what is asked of her", "If it is not met: decided by police.", ""},
		{"voluntary", "What else there is", "Her own request: what else there is", "Women's services near her", ""},
	} {
		i := slices.IndexFunc(sections, func(s scheme.Section) bool { return s.Pathway == want.pathway && s.Part == want.part })
		if i < 0 {
			t.Errorf("there is no part %s of %q", want.part, want.pathway)
			continue
		}
		j := slices.IndexFunc(sections[i].Lines, func(l scheme.Line) bool { return strings.HasPrefix(l.Text, want.line) })
		if sections[i].Title != want.title || j < 0 || sections[i].Lines[j].Rule != want.rule {
			t.Errorf("%s of %q is %+v, want %q with %q ruled by %q", want.part, want.pathway, sections[i], want.title, want.line, want.rule)
		}
	}
	for _, section := range sections {
		if section.Pathway == "voluntary" && section.Part == "What is asked of her" {
			t.Error("a pathway without a condition asks something of her")
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
			[]string{"conditional_caution, What is asked of her: Asked: 2 × appointment > Asked: 3 × appointment"}},
		{"a clause's expression alone", []string{"age > 18", "age > 19"},
			[]string{"conditional_caution, Who may enter: She is over 18 years old. > She is over 18 years old."}},
		{"the title of a pathway", []string{"title: Conditional caution", "title: Caution"}, []string{"conditional_caution, Title: Conditional caution > Caution"}},
		{"words of a line without a name", []string{"Her request.", "She asks."},
			[]string{"voluntary, What she agrees to: Her request. > nothing", "voluntary, What she agrees to: nothing > She asks."}},
	} {
		t.Run(row.name, func(t *testing.T) {
			var got []string
			for _, change := range scheme.Changes(before, londonWith(t, row.replace...)) {
				got = append(got, fmt.Sprintf("%s, %s: %s > %s", change.Pathway, change.Part, said(change.A), said(change.B)))
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
	var parts []string
	for _, compared := range scheme.Compare(without, whole, nil) {
		if compared.Pathway == "voluntary" {
			parts = append(parts, compared.Part)
		}
	}
	if want := []string{"Where it begins", "Who may enter", "Who she gets", "What she agrees to", "Steps"}; !slices.Equal(parts[:5], want) {
		t.Errorf("the parts of the voluntary pathway are %q, want them to begin %q", parts, want)
	}
	if got := scheme.Changes(whole, without); len(got) != 1 || got[0].B != nil {
		t.Errorf("what was taken out: %+v", got)
	}
}

func TestTwoSchemesLieSideBySideByTheOrderOfTheirPathways(t *testing.T) {
	other := londonWith(t, "id: lwds", "id: other", "pathway: conditional_caution", "pathway: bail")
	for _, compared := range scheme.Compare(londonWith(t), other, nil) {
		for _, pair := range compared.Pairs() {
			if pair.A == nil || pair.B == nil || compared.Title == compared.Part && compared.Pathway != "" {
				t.Errorf("%s: %v beside %v", compared.Title, pair.A, pair.B)
			}
		}
	}
}

func TestARulebookSaysWhatItAsks(t *testing.T) {
	var got []string
	for _, question := range londonWith(t).Questions() {
		got = append(got, question.Word+": "+string(question.Kind))
	}
	want := []string{"age: whole number", "area: text", "offence_code: text", "police_outcome: one of", "sex: one of"}
	if !slices.Equal(got, want) {
		t.Errorf("it asks %q, want %q", got, want)
	}
}

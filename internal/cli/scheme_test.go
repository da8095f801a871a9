package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"throughline/schemes"
)

func TestSchemeCommands(t *testing.T) {
	seeds := "../../../shared/seeds"
	broken := filepath.Join(t.TempDir(), "broken.yaml")
	text, err := schemes.Files.ReadFile("lwds.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(broken, []byte(strings.Replace(string(text), "area in covered_areas", "borough in covered_areas", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	never := filepath.Join(t.TempDir(), "never.yaml")
	if err := os.WriteFile(never, []byte(strings.Replace(string(text), "when: area in covered_areas", "when: age < 18 && age > 18", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	theft := `{"occurred_on": "2013-06-03", "kind": "arrest", "area": "Hull", "age": 30, "gravity": 2, "admitted": "yes", "offence_code": "TH68010", "value_gbp": 60}`
	tests := []struct {
		what, input string
		args        []string
		code        int
		out, says   string
	}{
		{"the list", "", []string{"list"}, exitOK, "lwds ", ""},
		{"one in words", "", []string{"show", "south-yorkshire-alcohol-waiver"}, exitOK, "28 days from when", ""},
		{"with the law beside it", "", []string{"show", "lwds"}, exitOK, "Confirm before live use.", ""},
		{"the file itself", "", []string{"show", "lwds", "--yaml"}, exitOK, "id: lwds\n", ""},
		{"one there is not", "", []string{"show", "nowhere"}, exitNotFound, "", `no scheme "nowhere"`},
		{"a day that is none", "", []string{"list", "--on", "yesterday"}, exitUsage, "", "yesterday"},
		{"a check of all", "", []string{"check"}, exitOK, "", "rulebooks are right"},
		{"every source", "", []string{"check", "--sources"}, exitOK, "(000:507, ", "rulebooks are right"},
		{"a file with an unknown word", "", []string{"check", broken}, exitData, "", "undeclared reference to 'borough'"},
		{"a file that lets nobody in", "", []string{"check", never}, exitData, "", "can never hold"},
		{"one scheme", "", []string{"check", "hull-womens-triage"}, exitOK, "", "1 rulebooks are right"},
		{"neither a scheme nor a file", "", []string{"check", "hull"}, exitNotFound, "", "hull is neither a scheme nor a file"},
		{"all scenarios", "", []string{"test"}, exitOK, "hull-womens-triage: ", "answer as their sources say"},
		{"the scenarios of one", "", []string{"test", "lwds"}, exitOK, "lwds: ", "1 schemes"},
		{"scenarios there are not", "", []string{"test", "nowhere"}, exitNotFound, "", `no scheme "nowhere"`},
		{"an answer", theft, []string{"explain", "hull-womens-triage"}, exitOK, "Hull women's triage", ""},
		{"an answer that would need more", `{}`, []string{"explain", "lwds"}, exitOK, "would need  her age", ""},
		{"with a local setting tried", `{"age": 18}`, []string{"explain", "lwds", "--set", "over_18_includes_18=true"}, exitOK, "yes         She is over 18", ""},
		{"with a setting that is no JSON", `{}`, []string{"explain", "lwds", "--set", "over_18_includes_18=perhaps"}, exitUsage, "", "is not JSON"},
		{"with a setting there is not", `{}`, []string{"explain", "lwds", "--set", "over_21=true"}, exitUsage, "", `no local setting "over_21"`},
		{"of what is no JSON", `age: 18`, []string{"explain", "lwds"}, exitData, "", "it is not JSON"},
		{"of what is no encounter", `[]`, []string{"explain", "lwds"}, exitData, "", "not a JSON object"},
		{"two side by side", "", []string{"compare", "south-yorkshire-alcohol-waiver", "sheffield-womens-waiver"}, exitOK, "Pathway 1: what is asked of her", ""},
		{"beside one there is not", "", []string{"compare", "lwds", "nowhere"}, exitNotFound, "", `no scheme "nowhere"`},
	}
	for _, test := range tests {
		t.Run(test.what, func(t *testing.T) {
			code, out, said := ran(test.input, append([]string{"scheme"}, test.args...)...)
			if code != test.code || !strings.Contains(out, test.out) || !strings.Contains(said, test.says) {
				t.Errorf("code %d, printed\n%.2000s\nsaid\n%.2000s\nwant code %d, %q and %q", code, out, said, test.code, test.out, test.says)
			}
		})
	}
	t.Run("against the source documents", func(t *testing.T) {
		if _, err := os.Stat(seeds); err != nil {
			t.Skip("the source documents are not beside the checkout")
		}
		if code, _, said := ran("", "scheme", "check", "--documents", seeds); code != exitOK {
			t.Error(said)
		}
		wrong := filepath.Join(t.TempDir(), "wrong.yaml")
		if err := os.WriteFile(wrong, []byte(strings.Replace(string(text), "142 women referred", "143 women referred", 1)), 0o600); err != nil {
			t.Fatal(err)
		}
		if code, _, said := ran("", "scheme", "check", "--documents", seeds, wrong); code != exitData || !strings.Contains(said, "143") {
			t.Errorf("a number its line does not say: code %d, said %s", code, said)
		}
	})
}

func TestExplainAsJSONNamesWhatWouldBeNeededAndTheLaw(t *testing.T) {
	code, out, said := ran(`{"police_outcome": "conditional_caution"}`, "scheme", "explain", "lwds", "--format", "json")
	if code != exitOK {
		t.Fatal(said)
	}
	var explained []struct {
		Pathway   string
		Decision  string
		WouldNeed []string `json:"would_need"`
		Law       []struct{ Pack, Text, Authority, Confidence string }
	}
	if err := json.Unmarshal([]byte(out), &explained); err != nil {
		t.Fatal(err)
	}
	first := explained[0]
	if first.Pathway != "conditional_caution" || first.Decision != "unclear" || len(first.WouldNeed) != 3 || len(first.Law) == 0 {
		t.Errorf("explained as %+v, want her age, the area and the covered areas named, and the law beside it", first)
	}
	for _, law := range first.Law {
		if law.Authority == "" || law.Confidence == "" {
			t.Errorf("the law %+v does not say by what authority, or how sure it is", law)
		}
	}
}

func TestWhichSchemesThisServiceRuns(t *testing.T) {
	data := fresh(t)
	tests := []struct {
		schemes []string
		code    int
		says    string
	}{
		{[]string{"durham-gateway-to-change", "lwds"}, exitOK, "now runs durham-gateway-to-change, lwds"},
		{[]string{"nowhere"}, exitNotFound, `no scheme "nowhere"`},
		{[]string{"humberside-waiver"}, exitUsage, "humberside-waiver is proposed"},
		{[]string{"camberwell-court-diversion"}, exitUsage, "camberwell-court-diversion is closed"},
	}
	for _, test := range tests {
		args := append([]string{"setting", "delivers", "--data", data}, test.schemes...)
		if code, _, said := ran("", args...); code != test.code || !strings.Contains(said, test.says) {
			t.Errorf("%v: code %d, said %s", test.schemes, code, said)
		}
	}
	if _, out, _ := ran("", "setting", "show", "--data", data); !strings.Contains(out, "this service runs durham-gateway-to-change, lwds") {
		t.Errorf("the settings are\n%.300s", out)
	}
}

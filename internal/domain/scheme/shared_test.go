package scheme_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/scheme"
	"throughline/schemes"
)

// shared is the folder of source documents and data kept beside the checkout.
const shared = "../../../../shared"

func TestEveryLineCitedSaysSomething(t *testing.T) {
	documents := map[string][]string{}
	found, err := filepath.Glob(filepath.Join(shared, "seeds", "*.txt"))
	if err != nil || len(found) == 0 {
		t.Skip("the source documents are not beside the checkout")
	}
	for _, path := range found {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		documents[filepath.Base(path)[:3]] = strings.Split(string(text), "\n")
	}
	entries, err := schemes.Files.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	source, number := regexp.MustCompile(`source: "([^"]*)"`), regexp.MustCompile(`\d+`)
	for _, entry := range entries {
		if entry.IsDir() { // law cites its authorities
			continue
		}
		text, err := schemes.Files.ReadFile(entry.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range source.FindAllStringSubmatch(string(text), -1) {
			for part := range strings.SplitSeq(match[1], "; ") {
				document, lines, _ := strings.Cut(part, ":")
				for _, cited := range number.FindAllString(lines, -1) {
					n, err := strconv.Atoi(cited)
					if err != nil || n < 1 || n > len(documents[document]) || strings.TrimSpace(documents[document][n-1]) == "" {
						t.Errorf("%s cites %s, but line %s of %s says nothing", entry.Name(), match[1], cited, document)
					}
				}
			}
		}
	}
}

// The encounters carry no age, so the door of a conditional caution is unclear
// for her age alone, and closed for every other police outcome.
func TestTheLondonCohortMeetsTheRulebook(t *testing.T) {
	file, err := os.Open(filepath.Join(shared, "data", "london-2019-21", "encounters.csv"))
	if err != nil {
		t.Skip("the London cohort is not beside the checkout")
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := map[string]int{}
	for i, name := range rows[0] {
		column[strings.TrimPrefix(name, "\ufeff")] = i
	}
	book, settings := london(t), scheme.Settings{"covered_areas": []string{"Central West", "Central South"}}
	count := map[scheme.Standing]int{}
	for _, row := range rows[1:] {
		on, err := calendar.ParseDay(row[column["occurred_on"]])
		if err != nil {
			t.Fatal(err)
		}
		e := scheme.Encounter{Area: row[column["area"]], PoliceOutcome: row[column["police_outcome"]], OffenceCode: row[column["offence_code"]]}
		decisions := scheme.Decide(book, e, settings, on)
		count[decisions[0].Decision]++
		if decisions[0].Decision == scheme.Unclear && strings.Join(decisions[0].WouldNeed, ";") != "her age in years" {
			t.Errorf("%s would need %v, want her age alone", row[column["encounter_id"]], decisions[0].WouldNeed)
		}
		if decisions[1].Decision != scheme.Open {
			t.Errorf("%s: she may always ask for herself, but the door is %s", row[column["encounter_id"]], decisions[1].Decision)
		}
	}
	if count[scheme.Unclear] != 142 || count[scheme.Closed] != len(rows)-1-142 {
		t.Errorf("the standings are %v, want 142 unclear and the rest closed", count)
	}
}

package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"throughline/internal/edge/record/recordtest"
)

// linked is what the command prints, as far as the tests look at it.
type linked struct {
	Women     int            `json:"women"`
	Decisions map[string]int `json:"decisions"`
	Links     []struct {
		Arrest      string   `json:"arrest_id"`
		Ref         *string  `json:"person_ref"`
		Weight      *float64 `json:"weight"`
		Probability *float64 `json:"probability"`
		Decision    string   `json:"decision"`
		OnRecord    bool     `json:"on_record"`
	} `json:"links"`
}

func linkOf(t *testing.T, text string) linked {
	t.Helper()
	var made linked
	if err := json.Unmarshal([]byte(text), &made); err != nil {
		t.Fatal(err)
	}
	return made
}

// londonFeed returns the feed of London without keys, and the one with them.
func londonFeed(t *testing.T) (unlinked, keyed string) {
	t.Helper()
	folder, err := filepath.Abs("../../../shared/data/london-2019-21")
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(folder, "arrests-unlinked.csv"), filepath.Join(folder, "arrests.csv")
}

// All 35 arrests of women of the service are found or for a person to look at, and
// none is named as another woman's.
func TestTheLondonFeedIsLinkedRight(t *testing.T) {
	data := londonRecord(t)
	unlinked, keyed := londonFeed(t)
	before := printed(t, "report", "--data", data, "--as-at", "2021-08-31", "--format", "json")
	out := printed(t, "link", "--data", data, "--feed", unlinked, "--format", "json", "--truth", keyed)
	var report struct {
		Measured struct {
			Arrests     int     `json:"arrests_of_women_here"`
			Right       int     `json:"links_right"`
			Wrong       int     `json:"links_wrong"`
			ReviewRight int     `json:"review_right"`
			Missed      int     `json:"missed"`
			Precision   float64 `json:"precision"`
			Recall      float64 `json:"recall"`
		} `json:"measured"`
	}
	if err := json.Unmarshal([]byte(out), &report); err != nil {
		t.Fatal(err)
	}
	if got := report.Measured; got.Arrests != 35 || got.Right < 33 || got.Wrong != 0 || got.Right+got.ReviewRight != 35 || got.Missed != 0 || got.Precision != 1 {
		t.Errorf("measured %+v", got)
	}
	made := linkOf(t, out)
	if made.Women != 175 || len(made.Links) != 195 || made.Decisions["link"]+made.Decisions["review"]+made.Decisions["none"] != 195 || made.Decisions["review"] > 5 {
		t.Errorf("%d women, %d arrests, %v", made.Women, len(made.Links), made.Decisions)
	}
	for _, one := range made.Links {
		if (one.Ref == nil) != (one.Weight == nil) || one.Decision != "none" && one.Ref == nil || one.Probability != nil && (*one.Probability < 0 || *one.Probability > 1) {
			t.Errorf("%+v", one)
		}
		if one.Arrest == "P0001" && (*one.Ref != "W0037" || !one.OnRecord) {
			t.Errorf("P0001 is of %s, on record: %t", *one.Ref, one.OnRecord)
		}
	}
	for _, name := range []string{"Gibson", "GIBSON", "Gibaon", "SE15"} {
		if strings.Contains(out, name) {
			t.Errorf("%s is printed", name)
		}
	}
	if after := printed(t, "report", "--data", data, "--as-at", "2021-08-31", "--format", "json"); after != before {
		t.Error("comparing changed the figures")
	}
	if again := printed(t, "link", "--data", data, "--feed", unlinked, "--format", "json", "--truth", keyed); again != out {
		t.Error("the second time it prints something else")
	}
	printed(t, "ledger", "verify", "--data", data)
}

func TestBothDatabasesLinkAlike(t *testing.T) {
	database := recordtest.FreshPostgres(t)
	unlinked, _ := londonFeed(t)
	data := londonRecord(t)
	other := filepath.Join(t.TempDir(), "other")
	printed(t, "init", "--data", other, "--database", database)
	printed(t, "import", "--data", other, "--database", database, filepath.Dir(unlinked))
	for _, format := range []string{"json", "text", "csv"} {
		one := printed(t, "link", "--data", data, "--feed", unlinked, "--format", format)
		two := printed(t, "link", "--data", other, "--database", database, "--feed", unlinked, "--format", format)
		if one != two {
			t.Errorf("the databases differ in %s", format)
		}
	}
}

func TestLinksAsTextAndCSV(t *testing.T) {
	data := londonRecord(t)
	unlinked, keyed := londonFeed(t)
	out := printed(t, "link", "--data", data, "--feed", unlinked, "--truth", keyed)
	for _, want := range []string{
		"Not for publication. Nothing was linked",
		"195 of 195 rows were read, and compared with 175 women under 175 names.",
		"Measured: 33 of 33 links are right; they hold 33 of the 35 arrests of women who are here, and review holds 2 more",
		"P0001   W0037  15.13   link\n",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("the text lacks %q:\n%s", want, out)
		}
	}
	out = printed(t, "link", "--data", data, "--feed", unlinked, "--threshold", "15", "--format", "csv")
	lines := strings.Split(strings.TrimSpace(out), "\r\n")
	if len(lines) != 196 || lines[0] != "arrest_id,person_ref,weight,probability,decision,on_record" || !slices.Contains(lines, "P0001,W0037,15.13,0.999972,link,true") ||
		strings.Count(out, ",link,") != 5 {
		t.Errorf("the CSV is\n%s", out)
	}
	if out = printed(t, "link", "--data", data, "--feed", unlinked, "--threshold=-5", "--format", "csv"); strings.Contains(out, ",review,") && strings.Count(out, ",link,") < 38 {
		t.Errorf("from -5 on\n%s", out)
	}
}

func TestFeedsAndModelsThatAreRefused(t *testing.T) {
	data := fresh(t)
	folder := t.TempDir()
	file := func(name, content string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	const head = "arrest_id,given_name,family_name,date_of_birth,arrested_on\n"
	good := file("good.csv", head+"P1,Ann,Bell,1980-02-03,2021-01-01\n")
	const level = `{"sql_condition": "%s_l = %s_r", "m_probability": 0.9, "u_probability": 0.1}, {"sql_condition": "ELSE", "m_probability": 0.1, "u_probability": 0.9}`
	model := func(kind, column string) string {
		return file(kind+column+".json", `{"link_type": "`+kind+`", "probability_two_random_records_match": 0.01, "comparisons": [{"output_column_name": "n", "comparison_levels": [`+
			strings.ReplaceAll(level, "%s", column)+`]}]}`)
	}
	for _, row := range []struct {
		name string
		args []string
		code int
		say  string
	}{
		{"no feed", []string{"--feed", filepath.Join(folder, "nowhere.csv")}, exitNotFound, "there is no feed at"},
		{"no columns", []string{"--feed", file("columns.csv", "a,b\n1,2\n")}, exitData, "no column arrest_id"},
		{"no row that is right", []string{"--feed", file("rows.csv", head+"P1,Secret,Name,soon,2021-01-01\n")}, exitData, "row 2, date_of_birth: is not a day such as 1985-04-10"},
		{"no model", []string{"--feed", good, "--model", filepath.Join(folder, "nowhere.json")}, exitNotFound, "there is no model at"},
		{"a model that is none", []string{"--feed", good, "--model", good}, exitData, "reading the model"},
		{"a model of one list", []string{"--feed", good, "--model", model("dedupe_only", "family_name")}, exitData, "write link_only as"},
		{"a model with a column that is not there", []string{"--feed", good, "--model", model("link_only", "shoe_size")}, exitData, `there is no column "shoe_size"`},
		{"a truth that is none", []string{"--feed", good, "--truth", file("truth.csv", "arrest_id\n")}, exitData, "none person_ref"},
		{"a format", []string{"--feed", good, "--format", "xml"}, exitUsage, "--format"},
		{"no folder of data", []string{"--feed", good, "--data", filepath.Join(folder, "empty")}, exitConfig, "throughline init"},
	} {
		t.Run(row.name, func(t *testing.T) {
			code, out, said := ran("", append([]string{"link", "--data", data}, row.args...)...)
			if code != row.code || !strings.Contains(said, row.say) || out != "" {
				t.Errorf("ended with %d, %q, %s", code, out, said)
			}
			if strings.Contains(said, "Secret") {
				t.Error("a value of a row is said")
			}
		})
	}
	if made := linkOf(t, printed(t, "link", "--data", data, "--feed", good, "--model", model("link_only", "family_name"), "--format", "json")); made.Women != 0 || made.Links[0].Ref != nil || made.Links[0].Decision != "none" {
		t.Errorf("of an empty record: %+v", made)
	}
}

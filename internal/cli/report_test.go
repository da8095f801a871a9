package cli

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// londonRecord imports the London cohort, which lies beside the checkout.
func londonRecord(t *testing.T) string {
	t.Helper()
	parcel, err := filepath.Abs("../../../shared/data/london-2019-21")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(parcel); err != nil {
		t.Skip("the London cohort is not beside the checkout")
	}
	data := initialised(t)
	if code, out, said := carryOut(t, "import", "--data", data, parcel); code != exitOK {
		t.Fatalf("import: %d\n%s\n%s", code, out, said)
	}
	return data
}

func TestReportOfTheLondonCohort(t *testing.T) {
	data := londonRecord(t)
	code, out, said := carryOut(t, "report", "--data", data, "--scheme", "lwds", "--as-at", "2021-08-31", "--format", "json")
	if code != exitOK {
		t.Fatalf("%d\n%s", code, said)
	}
	var report struct {
		Scheme      string           `json:"scheme"`
		AsAt        string           `json:"as_at"`
		Publication string           `json:"publication"`
		Figures     []map[string]any `json:"figures"`
	}
	if err := json.Unmarshal([]byte(out), &report); err != nil {
		t.Fatal(err)
	}
	if report.Scheme != "lwds" || report.AsAt != "2021-08-31" || report.Publication != "Not for publication" {
		t.Errorf("%q as at %q, %q", report.Scheme, report.AsAt, report.Publication)
	}
	figures := map[string]string{}
	for _, one := range report.Figures {
		for _, field := range []string{"title", "definition", "source", "window", "numerator", "base", "percent", "interval"} {
			if _, ok := one[field]; !ok {
				t.Errorf("%v has no %s", one["id"], field)
			}
		}
		text, _ := json.Marshal([]any{one["numerator"], one["base"], one["percent"], one["interval"], one["value"]})
		figures[one["id"].(string)] = string(text)
	}
	for id, want := range map[string]string{
		"referrals.total":               `[175,null,null,null,null]`,
		"referrals.year_1":              `[102,null,null,null,null]`,
		"engaged.total":                 `[160,175,91.43,{"high":94.74,"low":86.34,"method":"wilson"},null]`,
		"condition.met":                 `[127,131,96.95,{"high":98.81,"low":92.41,"method":"wilson"},null]`,
		"needs.health":                  `[107,160,66.88,{"high":73.7,"low":59.26,"method":"wilson"},null]`,
		"first_time":                    `[66,160,41.25,{"high":49,"low":33.91,"method":"wilson"},null]`,
		"duration.over_3_months":        `[22,35,62.86,{"high":76.83,"low":46.34,"method":"wilson"},null]`,
		"exit.mental_health_improved":   `[33,37,89.19,{"high":95.71,"low":75.29,"method":"wilson"},null]`,
		"re_arrest.before_engaging":     `[14,142,9.86,{"high":15.87,"low":5.96,"method":"wilson"},null]`,
		"re_arrest.women":               `[24,142,16.9,{"high":23.92,"low":11.63,"method":"wilson"},null]`,
		"reach.offered":                 `[61,2043,2.99,{"high":3.82,"low":2.33,"method":"wilson"},null]`,
		"activities.per_woman_with_any": `[337,137,null,null,2.46]`,
		"cost.per_engaged_woman":        `[340160,160,null,null,2126]`,
		"training.custody_officer":      `[406,null,null,null,null]`,
	} {
		if figures[id] != want {
			t.Errorf("%s = %s, want %s", id, figures[id], want)
		}
	}
}

func TestReportAsTextAndCSV(t *testing.T) {
	data := londonRecord(t)
	code, out, said := carryOut(t, "report", "--data", data, "--as-at", "2021-08-31")
	if code != exitOK {
		t.Fatalf("%d\n%s", code, said)
	}
	for _, want := range []string{
		"London Women's Diversion Service, as at 31 August 2021\nNot for publication.\n",
		"Re-arrest before engaging: 14 of 142 (9.9%, 95% interval 6.0 to 15.9)\n    1 November 2019 to 31 August 2021.",
		"Source: 004:410. [re_arrest.before_engaging]",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("the text lacks %q", want)
		}
	}
	code, out, said = carryOut(t, "report", "--data", data, "--as-at", "2021-08-31", "--format", "csv", "--interval", "clopper_pearson")
	if code != exitOK {
		t.Fatalf("%d\n%s", code, said)
	}
	lines, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range lines {
		if line[0] == "re_arrest.women" {
			if got := strings.Join(line[2:13], ","); got != "24,142,16.90,clopper_pearson,11.14,24.10,,,2019-11-01,2021-08-31,2021-08-31" {
				t.Errorf("re_arrest.women: %s", got)
			}
			return
		}
	}
	t.Error("the CSV has no re_arrest.women")
}

func TestReportOfOneTable(t *testing.T) {
	data := londonRecord(t)
	code, out, said := carryOut(t, "report", "--data", data, "--as-at", "2021-08-31", "--format", "csv", "--table", "t6")
	if want := "Mental and physical health,107,160,66.88,59.26,73.70\r\n"; code != exitOK || !strings.Contains(out, want) {
		t.Errorf("%d, %s\n%s", code, said, out)
	}
	code, out, said = carryOut(t, "report", "--data", data, "--as-at", "2021-08-31", "--table", "T1")
	if want := "Voluntary | 5 | 20 | 8 | 33 | 29 of 33 (87.9%"; code != exitOK || !strings.Contains(out, want) {
		t.Errorf("%d, %s\n%s", code, said, out)
	}
	if code, _, _ = carryOut(t, "report", "--data", data, "--table", "T99"); code != exitNotFound {
		t.Errorf("a table there is none of ends with %d", code)
	}
}

// The intervals of a table are of the method that was asked for.
func TestATableHasTheIntervalsAskedFor(t *testing.T) {
	code, out, said := carryOut(t, "report", "--data", londonRecord(t), "--as-at", "2021-08-31", "--table", "T1", "--interval", "clopper_pearson")
	if want := "131 of 142 (92.3%, 95% interval 86.6 to 96.1)"; code != exitOK || !strings.Contains(out, want) {
		t.Errorf("%d, %s\n%s", code, said, out)
	}
}

func TestReportThatCannotBeGiven(t *testing.T) {
	data := initialised(t)
	for _, test := range []struct {
		args []string
		code int
	}{
		{[]string{"--as-at", "31/8/2021"}, exitUsage},
		{[]string{"--as-at", "2999-01-01"}, exitUsage},
		{[]string{"--scheme", "nowhere"}, exitNotFound},
		{[]string{"--format", "pdf"}, exitUsage},
	} {
		if code, _, said := carryOut(t, append([]string{"report", "--data", data}, test.args...)...); code != test.code {
			t.Errorf("%v: %d, want %d\n%s", test.args, code, test.code, said)
		}
	}
	if code, out, said := carryOut(t, "report", "--data", data); code != exitOK || !strings.Contains(out, "no women in the base") {
		t.Errorf("an empty record: %d, %s\n%s", code, said, out)
	}
}

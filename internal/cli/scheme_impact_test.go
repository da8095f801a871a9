package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// both are the areas of the London log, decided on the command line.
const both = `covered_areas=["Central West","Central South"]`

func londonPackage(t *testing.T) string {
	t.Helper()
	parcel, err := filepath.Abs("../../../shared/data/london-2019-21")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(parcel); err != nil {
		t.Skip("the London cohort is not beside the checkout")
	}
	return parcel
}

// numerators reads reports printed as JSON: by id, what was counted.
func numerators(t *testing.T, out string) []map[string]any {
	t.Helper()
	var reports []struct {
		Figures []struct {
			ID        string `json:"id"`
			Numerator any    `json:"numerator"`
		} `json:"figures"`
	}
	if err := json.Unmarshal([]byte(out), &reports); err != nil {
		t.Fatal(err)
	}
	var list []map[string]any
	for _, report := range reports {
		counted := map[string]any{}
		for _, one := range report.Figures {
			counted[one.ID] = one.Numerator
		}
		list = append(list, counted)
	}
	return list
}

// The text of the worked example, whose numbers TestTheLondonDoorWidened has
// from an independent count.
func TestTheWorkedExampleReadsAsItDid(t *testing.T) {
	code, out, said := carryOut(t, "scheme", "impact", "--data", londonPackage(t), "--change", "lwds-all-outcomes", "--set", both, "--as-at", "2021-08-31")
	if code != exitOK {
		t.Fatal(said)
	}
	path := filepath.Join("testdata", "lwds-all-outcomes.txt")
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if out != string(want) {
		t.Errorf("the report is not %s; it reads\n%s", path, out)
	}
}

func TestThePackageAndItsRecordGiveTheSameCounts(t *testing.T) {
	data := londonRecord(t)
	ask := func(data string, more ...string) []map[string]any {
		t.Helper()
		args := append([]string{"scheme", "impact", "--data", data, "--change", "lwds-all-outcomes", "--set", both, "--format", "json", "--as-at", "2021-08-31"}, more...)
		code, out, said := carryOut(t, args...)
		if code != exitOK {
			t.Fatal(said)
		}
		return numerators(t, out)
	}
	parcel := londonPackage(t)
	of, in := ask(parcel)[0], ask(data)[0]
	for id, n := range of {
		if in[id] != n {
			t.Errorf("%s is %v of the package, %v of the record", id, n, in[id])
		}
	}
	if of["conditional_caution.moves.closed.unclear"] != 1827.0 || len(of) != len(in) {
		t.Errorf("%d figures of the package, %d of the record: %v", len(of), len(in), of["conditional_caution.moves.closed.unclear"])
	}

	supposed := ask(parcel, "--every-offence-in", "lower_level_offences")
	if len(supposed) != 2 || supposed[0]["conditional_caution.may_be_let_in.need.2"] != 1827.0 || supposed[1]["conditional_caution.may_be_let_in.need.2"] != nil {
		t.Errorf("with every offence supposed lower-level there are %d reports, and the setting is still asked for", len(supposed))
	}
	month := ask(parcel, "--from", "2020-03-01", "--to", "2020-03-31")[0]
	if month["base"] != 164.0 || month["conditional_caution.moves.closed.unclear"] != 148.0 {
		t.Errorf("in March 2020: %v of %v", month["conditional_caution.moves.closed.unclear"], month["base"])
	}
	for _, where := range []string{parcel, data} {
		hidden := ask(where, "--publish")[0]
		if hidden["base"] != 2045.0 || hidden["conditional_caution.before.unclear"] != "*" {
			t.Errorf("for publication: %v encounters, %v unclear", hidden["base"], hidden["conditional_caution.before.unclear"])
		}
	}
}

func TestAWholeRulebookIsAChangeToo(t *testing.T) {
	_, text, said := carryOut(t, "scheme", "show", "lwds", "--yaml")
	if text == "" {
		t.Fatal(said)
	}
	dir := parcelOf(t, map[string]string{"encounters": "encounter_id,occurred_on,area,police_outcome,offence_code\nE1,2020-03-01,North,bail,TH68010\n"})
	file := filepath.Join(dir, "changed.yaml")
	changed := strings.Replace(text, `when: police_outcome == "conditional_caution"`, `when: police_outcome in ["conditional_caution", "bail"]`, 1)
	if err := os.WriteFile(file, []byte(changed), 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, said := carryOut(t, "scheme", "impact", "--data", dir, "--change", file)
	for _, want := range []string{"London Women's Diversion Service, as proposed", "Not for publication", "1 of 1", "1 a year", "under 0.1 keyworkers", "No offer of the log has an answer"} {
		if code != exitOK || !strings.Contains(out, want) {
			t.Errorf("%d: lacks %q\n%s%s", code, want, out, said)
		}
	}
}

func TestAChangeThatCannotBeCounted(t *testing.T) {
	good := parcelOf(t, map[string]string{"encounters": "encounter_id,occurred_on\nE1,2020-03-01\n"})
	bad := parcelOf(t, map[string]string{"encounters": "encounter_id,occurred_on\nE1,1 March\nE2,2 March\n"})
	folder := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	wrong := write("wrong.yaml", "amends: lwds\ntitle: T\nwhy: W\nsource: \"004:1\"\npathways: {bail: {clauses: {x: {remove: true}}}}\n")
	example := "lwds-all-outcomes"
	for _, test := range []struct {
		name string
		args []string
		code int
		says string
	}{
		{"no data", []string{"--change", example}, exitUsage, "--data"},
		{"no change", []string{"--data", good}, exitUsage, "--change"},
		{"no such folder", []string{"--data", filepath.Join(folder, "none"), "--change", example}, exitNotFound, "no data folder and no package"},
		{"a folder of neither", []string{"--data", t.TempDir(), "--change", example}, exitData, "no file of the exchange format"},
		{"no encounters", []string{"--data", parcelOf(t, map[string]string{"women": "person_ref\nW1\n"}), "--change", example}, exitData, "is not in the package"},
		{"wrong rows", []string{"--data", bad, "--change", example}, exitData, "2 things wrong"},
		{"no such change", []string{"--data", good, "--change", "none.yaml"}, exitNotFound, `there is no change "none.yaml": give a file, or the name of an example: lwds-all-outcomes`},
		{"a change that does not fit", []string{"--data", good, "--change", wrong}, exitData, `line 5: lwds has no pathway "bail"`},
		{"a day that is none", []string{"--data", good, "--change", example, "--from", "March"}, exitUsage, `"March" is not a date`},
		{"days the wrong way round", []string{"--data", good, "--change", example, "--from", "2020-03-02", "--to", "2020-03-01"}, exitUsage, "is after"},
		{"a setting that is no JSON", []string{"--data", good, "--change", example, "--set", "covered_areas=North"}, exitUsage, "is not JSON"},
		{"a setting there is not", []string{"--data", good, "--change", example, "--set", "mood=true"}, exitUsage, `no local setting "mood"`},
		{"a setting of another kind", []string{"--data", good, "--change", example, "--set", "covered_areas=true"}, exitUsage, "it is a list of names"},
		{"a list of offences there is not", []string{"--data", good, "--change", example, "--every-offence-in", "mood"}, exitUsage, `no local setting "mood"`},
		{"a record that a change does not fit", []string{"--data", initialised(t), "--change", wrong}, exitUsage, `has no pathway "bail"`},
		{"a day to come", []string{"--data", initialised(t), "--change", example, "--as-at", "2199-01-01"}, exitUsage, "is still to come"},
	} {
		t.Run(test.name, func(t *testing.T) {
			code, out, said := carryOut(t, append([]string{"scheme", "impact"}, test.args...)...)
			if code != test.code || !strings.Contains(said, test.says) || out != "" {
				t.Errorf("%d, %q, printed %q; want %d and %q", code, said, out, test.code, test.says)
			}
		})
	}
}

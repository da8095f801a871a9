package cli

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// exported runs an export into a new folder and returns its files by the end of
// their names.
func exported(t *testing.T, args ...string) (map[string]string, string) {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "out")
	code, _, said := ran("", append(args, "--out", folder)...)
	if code != exitOK {
		t.Fatalf("%q ended with %d: %s", args, code, said)
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, entry := range entries {
		content, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[entry.Name()] = string(content)
	}
	return files, said
}

// recordsOf reads a file of an export, found by the end of its name.
func recordsOf(t *testing.T, files map[string]string, end string) [][]string {
	t.Helper()
	for name, content := range files {
		if strings.HasSuffix(name, end) {
			records, err := csv.NewReader(strings.NewReader(content)).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			return records
		}
	}
	t.Fatalf("no file ends with %s", end)
	return nil
}

func TestExportsOfTheLondonCohort(t *testing.T) {
	data := londonRecord(t)

	files, said := exported(t, "export", "jsna", "--data", data, "--as-at", "2021-08-31")
	table := recordsOf(t, files, "nhs-1-7-r5.csv")
	if strings.Join(table[1], "|") != "All|Referred|175||||" || !strings.Contains(said, "rounded to the nearest 5") {
		t.Errorf("the profile begins with %q; %s", table[1], said)
	}
	if definitions := recordsOf(t, files, "definitions.csv"); len(definitions) != 15 || definitions[2][2] != "000:185, 244" {
		t.Errorf("%d definitions: %q", len(definitions), definitions[1])
	}

	files, said = exported(t, "export", "parquet", "--data", data, "--as-at", "2021-08-31")
	if !strings.Contains(said, "175 rows") || !strings.Contains(said, "Not for publication") {
		t.Errorf("parquet: %s", said)
	}
	for name, content := range files {
		if strings.HasSuffix(name, ".parquet") != strings.HasPrefix(content, "PAR1") || !strings.Contains(name, "not-for-publication") {
			t.Errorf("%s begins with %q", name, content[:4])
		}
	}
	if codebook := recordsOf(t, files, "codebook.csv"); codebook[1][0] != "woman" {
		t.Errorf("the codebook begins with %q", codebook[1])
	}

	if code, _, said := ran("", "export", "evaluator", "--data", data, "--study", "hull", "--out", filepath.Join(t.TempDir(), "out")); code != exitNotFound || !strings.Contains(said, "setting study") {
		t.Errorf("without a study: %d, %s", code, said)
	}
	printed(t, "setting", "study", "Northgate University", "--data", data, "--study", "hull", "--scheme", "lwds", "--reference", "DSA 7", "--starts", "2021-09-01", "--ends", "2099-12-31", "--from", "2019-11-01", "--to", "2021-08-31")
	files, said = exported(t, "export", "evaluator", "--data", data, "--study", "hull")
	rows := recordsOf(t, files, "rows.csv")
	if len(rows) < 100 || len(files) != 3 || !strings.Contains(said, "DSA 7") || !strings.Contains(said, "at least 5 women") {
		t.Errorf("%d rows in %d files; %s", len(rows), len(files), said)
	}
	for _, row := range rows[1:] {
		for i, value := range row {
			if strings.Contains(value, "-0") || strings.Contains(value, "-1") || strings.HasPrefix(value, "p-") {
				t.Fatalf("the column %s tells %q", rows[0][i], value)
			}
		}
	}
	if list := printed(t, "setting", "show", "--data", data); !strings.Contains(list, "small numbers: nhs-1-7-r5") || !strings.Contains(list, "study hull") {
		t.Errorf("the settings are %s", list)
	}
}

func TestWhatIsNoExport(t *testing.T) {
	data := fresh(t)
	taken := t.TempDir()
	if err := os.WriteFile(filepath.Join(taken, "theirs.txt"), []byte("kept"), 0o600); err != nil {
		t.Fatal(err)
	}
	out := func() string { return filepath.Join(t.TempDir(), "out") }
	study := []string{"setting", "study", "Northgate University", "--data", data, "--study", "hull", "--scheme", "lwds", "--reference", "DSA 7", "--starts", "2021-09-01", "--ends", "2021-12-31"}
	for _, test := range []struct {
		name string
		args []string
		code int
		says string
	}{
		{"into a folder that holds something", []string{"export", "jsna", "--data", data, "--out", taken}, exitConfig, "holds something already"},
		{"by no day", []string{"export", "jsna", "--data", data, "--as-at", "soon", "--out", out()}, exitUsage, "soon"},
		{"of no scheme", []string{"export", "jsna", "--data", data, "--scheme", "nowhere", "--out", out()}, exitNotFound, "nowhere"},
		{"by ethnicity", []string{"export", "jsna", "--data", data, "--by", "ethnicity", "--out", out()}, exitUsage, "area"},
		{"rows by no day", []string{"export", "parquet", "--data", data, "--as-at", "soon", "--out", out()}, exitUsage, "soon"},
		{"rows of no scheme", []string{"export", "parquet", "--data", data, "--scheme", "nowhere", "--out", out()}, exitNotFound, "nowhere"},
		{"a study by no day", append(study[:len(study)-1:len(study)-1], "soon"), exitUsage, "soon"},
		{"a study that ends before it begins", append(study[:len(study)-1:len(study)-1], "2020-12-31"), exitUsage, "in this order"},
		{"a study of no scheme", append(study[:len(study):len(study)], "--scheme", "nowhere"), exitNotFound, "nowhere"},
		{"a study without a reference", append(study[:len(study):len(study)], "--reference", " "), exitUsage, "in writing"},
		{"a study of half a month", append(study[:len(study):len(study)], "--from", "2020-01-15"), exitUsage, "first day of a month"},
		{"a study with a keyworker", append([]string{"setting", "study", "admin"}, study[3:]...), exitUsage, "role evaluator"},
		{"a policy there is none of", []string{"setting", "suppression", "lt3", "--data", data}, exitUsage, "lt5-secondary"},
	} {
		if test.name == "a study with a keyworker" {
			if code, _, said := ran("a long password of 2026\n", "user", "add", "admin", "--data", data, "--role", "keyworker", "--agency", "Advance"); code != exitOK {
				t.Fatalf("%d, %s", code, said)
			}
		}
		if code, _, said := ran("", test.args...); code != test.code || !strings.Contains(said, test.says) {
			t.Errorf("%s: ended with %d, %s", test.name, code, said)
		}
	}
	printed(t, study...)
	if code, _, said := ran("", "export", "evaluator", "--data", data, "--study", "hull", "--out", out()); code != exitUsage && code != exitFailed || !strings.Contains(said, "holds from") {
		t.Errorf("a study that is over: %d, %s", code, said)
	}
}

func TestThePolicyOfDisclosureControlIsASetting(t *testing.T) {
	data := fresh(t)
	printed(t, "setting", "suppression", "lt10", "--data", data)
	if shown := printed(t, "setting", "show", "--data", data); !strings.Contains(shown, "small numbers: lt10. Counts of 1 to 9 are shown as *.") {
		t.Errorf("the settings are %s", shown)
	}
}

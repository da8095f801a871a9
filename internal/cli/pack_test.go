package cli

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"throughline/internal/edge/record/recordtest"
)

// folderOf reads every file of a folder, each as its hash, and the contents whole.
func folderOf(t *testing.T, path string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(path)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, entry := range entries {
		body, err := os.ReadFile(filepath.Join(path, entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(body)
		files[entry.Name()] = hex.EncodeToString(sum[:])
	}
	return files
}

// The same facts give the same pack to the byte from both databases, and again.
func TestBothDatabasesGiveTheSamePack(t *testing.T) {
	folders := map[string][]string{
		"SQLite":     {"--data", filepath.Join(t.TempDir(), "one")},
		"PostgreSQL": {"--data", filepath.Join(t.TempDir(), "two"), "--database", recordtest.FreshPostgres(t)},
	}
	packs := map[string]map[string]string{}
	for engine, where := range folders {
		printed(t, append([]string{"init"}, where...)...)
		in := opened(t, where)
		if err := in.furnish(context.Background(), 7, false); err != nil {
			t.Fatal(err)
		}
		if err := in.close(context.Background()); err != nil {
			t.Fatal(err)
		}
		for _, how := range []string{"exact", "exact again", "protected"} {
			out := filepath.Join(t.TempDir(), how)
			args := append([]string{"pack", "--as-at", "2021-08-31", "--out", out, "--chromium", "off"}, where...)
			if how == "protected" {
				args = append(args, "--protected")
			}
			printed(t, args...)
			packs[engine+" "+how] = folderOf(t, out)
		}
	}
	first := packs["SQLite exact"]
	if len(first) < 15 || first["pack.html"] == "" || first["pack.xlsx"] == "" || first["figures.parquet"] == "" {
		t.Fatalf("the pack holds %v", first)
	}
	for _, same := range [][2]string{
		{"SQLite exact", "SQLite exact again"}, {"SQLite exact", "PostgreSQL exact"}, {"PostgreSQL exact", "PostgreSQL exact again"},
		{"SQLite protected", "PostgreSQL protected"},
	} {
		if diff := cmp.Diff(packs[same[0]], packs[same[1]]); diff != "" {
			t.Errorf("%s and %s differ: %s", same[0], same[1], diff)
		}
	}
	if first["pack.html"] == packs["SQLite protected"]["pack.html"] {
		t.Error("the protected pack is the exact one")
	}
}

func TestThePackOfTheLondonCohort(t *testing.T) {
	data := londonRecord(t)
	out := filepath.Join(t.TempDir(), "pack")
	code, _, said := carryOut(t, "pack", "--data", data, "--scheme", "lwds", "--as-at", "2021-08-31", "--out", out, "--chromium", "off")
	if code != exitOK || !strings.Contains(said, "Not for publication") || !strings.Contains(said, "holds no PDF") {
		t.Fatalf("%d: %s", code, said)
	}
	read := func(name string) string {
		t.Helper()
		body, err := os.ReadFile(filepath.Join(out, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(body)
	}
	var contents struct {
		Files []struct{ Name, SHA256 string }
	}
	if err := json.Unmarshal([]byte(read("contents.json")), &contents); err != nil {
		t.Fatal(err)
	}
	files := folderOf(t, out)
	for _, one := range contents.Files {
		if files[one.Name] != one.SHA256 {
			t.Errorf("%s is not the file whose hash is listed", one.Name)
		}
	}
	if len(contents.Files) != len(files)-1 {
		t.Errorf("%d files are listed, and %d are there", len(contents.Files), len(files))
	}
	if printed := printed(t, "report", "--data", data, "--as-at", "2021-08-31", "--format", "json"); printed != read("report.json") {
		t.Error("the JSON of the pack is not that of the report")
	}
	for name, wants := range map[string][]string{
		"pack.html": {
			"14 of 142 (9.9%, 95% interval 6.0 to 15.9)", "The report prints 9.8.",
			"Here: Additional activities for each woman with any, 2.46 activities per woman (337 for 137)", "£2,126 (£340,160 for 160)",
			"61 of 2,043 (3.0%, 95% interval 2.3 to 3.8)", "22 of 35 (62.9%, 95% interval 46.3 to 76.8)",
		},
		"T6.csv":      {"Mental and physical health,107,160,66.88,59.26,73.70,2021-08-31,Not for publication"},
		"figures.csv": {"re_arrest.women,Women re-arrested,24,142,16.90,wilson,11.63,23.92"},
	} {
		for _, want := range wants {
			if !strings.Contains(read(name), want) {
				t.Errorf("%s lacks %q", name, want)
			}
		}
	}
}

func TestAPackOfSomeSortsAlone(t *testing.T) {
	data, out := initialised(t), filepath.Join(t.TempDir(), "pack")
	printed(t, "pack", "--data", data, "--as-at", "2021-08-31", "--out", out, "--form", "csv,json", "--protected")
	files := folderOf(t, out)
	if files["pack.html"] != "" || files["report.json"] == "" || files["figures.csv"] == "" || files["contents.json"] == "" {
		t.Errorf("the pack holds %v", files)
	}
	body, err := os.ReadFile(filepath.Join(out, "report.json"))
	if err != nil || !bytes.Contains(body, []byte(`"policy": "nhs-1-7-r5"`)) {
		t.Errorf("the protected pack names no policy: %v", err)
	}
}

func TestAPackOfAPartAndByGroups(t *testing.T) {
	data, out := londonRecord(t), filepath.Join(t.TempDir(), "pack")
	part := []string{"--data", data, "--as-at", "2021-08-31", "--by", "age", "--from", "2020-04-01", "--to", "2021-03-31"}
	printed(t, append([]string{"pack", "--out", out, "--form", "json,html"}, part...)...)
	report := printed(t, append([]string{"report", "--format", "json"}, part...)...)
	body, err := os.ReadFile(filepath.Join(out, "report.json"))
	if err != nil || string(body) != report {
		t.Errorf("the JSON of the pack is not that of the report, %v", err)
	}
	page, err := os.ReadFile(filepath.Join(out, "pack.html"))
	if err != nil || !bytes.Contains(page, []byte("<dd>referred 1 April 2020 to 31 March 2021</dd>")) || !bytes.Contains(page, []byte("<dt>Tables by</dt>")) {
		t.Errorf("the page does not say of which part it is, %v", err)
	}
}

func TestAPackThatCannotBeWritten(t *testing.T) {
	data, full, file := initialised(t), t.TempDir(), filepath.Join(t.TempDir(), "file")
	for _, path := range []string{filepath.Join(full, "theirs.txt"), file} {
		if err := os.WriteFile(path, []byte("precious"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	anew := func() string { return filepath.Join(t.TempDir(), "pack") }
	for name, row := range map[string]struct {
		args []string
		code int
	}{
		"a folder that holds something": {[]string{"--out", full}, exitConfig},
		"a file":                        {[]string{"--out", file}, exitConfig},
		"no folder":                     {nil, exitUsage},
		"a day that is none":            {[]string{"--out", anew(), "--as-at", "31/8/2021"}, exitUsage},
		"a day to come":                 {[]string{"--out", anew(), "--as-at", "2999-01-01"}, exitUsage},
		"a scheme there is none of":     {[]string{"--out", anew(), "--scheme", "nowhere"}, exitNotFound},
		"groups there are none of":      {[]string{"--out", anew(), "--by", "shoes"}, exitUsage},
		"a sort there is none of":       {[]string{"--out", anew(), "--form", "docx"}, exitUsage},
		"a Chromium that is not there":  {[]string{"--out", anew(), "--chromium", filepath.Join(full, "chromium")}, exitConfig},
	} {
		if code, _, said := carryOut(t, append([]string{"pack", "--data", data}, row.args...)...); code != row.code {
			t.Errorf("%s: ended with %d, want %d: %s", name, code, row.code, said)
		}
	}
	for _, path := range []string{filepath.Join(full, "theirs.txt"), file} {
		if kept, err := os.ReadFile(path); err != nil || string(kept) != "precious" {
			t.Errorf("%s is %q now, %v", path, kept, err)
		}
	}
}

// A number that finds no room hides what stands with it, and never the whole pack:
// the end of July is such a day.
func TestAProtectedPackOfTheEndOfJulyShowsMostFigures(t *testing.T) {
	data, out := londonRecord(t), filepath.Join(t.TempDir(), "pack")
	if code, _, said := carryOut(t, "pack", "--data", data, "--as-at", "2021-07-31", "--protected", "--form", "csv", "--out", out); code != exitOK {
		t.Fatalf("%d\n%s", code, said)
	}
	body, err := os.ReadFile(filepath.Join(out, "figures.csv"))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(body)), "\n")
	if hidden := strings.Count(string(body), ",*,"); hidden == 0 || hidden > len(lines)/2 {
		t.Errorf("%d markers in %d lines", hidden, len(lines))
	}
}

package cli

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"throughline/internal/casework/administration"
)

// carryOut runs one command line and returns its exit code and what it wrote.
func carryOut(t *testing.T, args ...string) (code int, out, errOut string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = Run(t.Context(), args, strings.NewReader(""), &stdout, &stderr)
	return code, stdout.String(), stderr.String()
}

// initialised makes a data folder.
func initialised(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	if code, _, said := carryOut(t, "init", "--data", dir); code != exitOK {
		t.Fatalf("init: %d, %s", code, said)
	}
	return dir
}

// packageOf writes a small package; wrong lines go into its closures.
func packageOf(t *testing.T, closures string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range map[string]string{
		"women.csv":      "person_ref,given_name,family_name,date_of_birth\nW1,Zoë,Carey,1969-12-31\n",
		"encounters.csv": "encounter_id,person_ref,occurred_on\nE1,W1,2021-01-02\n",
		"referrals.csv":  "referral_id,person_ref,encounter_id,scheme,pathway,referred_on\nR1,W1,E1,lwds,conditional_caution,2021-01-04\n",
		"closures.csv":   "referral_id,closed_on,reason\n" + closures,
		"notes.txt":      "not of the format",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// counts reads the JSON of an import.
func counts(t *testing.T, out string) (report administration.ImportReport) {
	t.Helper()
	if err := json.Unmarshal([]byte(out), &report); err != nil {
		t.Fatalf("%v in %q", err, out)
	}
	return report
}

func TestImportTakesAPackageAndTheSameAgainChangesNothing(t *testing.T) {
	data, parcel := initialised(t), packageOf(t, "R1,2021-03-01,completed\n")
	code, out, said := carryOut(t, "import", "--data", data, parcel)
	if code != exitOK || !strings.Contains(out, "referrals     1         1          0        0         0") || !strings.Contains(said, "Ignored notes.txt") {
		t.Fatalf("%d\n%s\n%s", code, out, said)
	}
	code, out, said = carryOut(t, "import", "--data", data, "--json", parcel)
	if code != exitOK {
		t.Fatalf("%d\n%s\n%s", code, out, said)
	}
	for _, table := range counts(t, out).Tables {
		if table.Unchanged != table.Read || table.Read == 0 {
			t.Errorf("the second time: %+v", table)
		}
	}
	if code, out, said := carryOut(t, "rebuild", "--data", data); code != exitOK {
		t.Errorf("rebuild after the import: %d, %s, %s", code, out, said)
	}
}

func TestImportWritesNothingWhereARowIsWrong(t *testing.T) {
	data, parcel := initialised(t), packageOf(t, "R1,31/08/2021,=cmd()\n")
	code, out, said := carryOut(t, "import", "--data", data, "--json", parcel)
	report := counts(t, out)
	if code != exitData || report.Written || report.Rejected() != 1 || !strings.Contains(said, "closures.csv, row 2, column closed_on") || !strings.Contains(said, "--accept-valid") {
		t.Fatalf("%d\n%s\n%s", code, out, said)
	}
	files, _ := filepath.Glob(filepath.Join(data, rejectedFolder, "*-rejected.csv"))
	if len(files) != 1 {
		t.Fatalf("rejections are in %v", files)
	}
	if info, err := os.Stat(files[0]); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	file, err := os.Open(files[0])
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil || len(rows) != 3 || strings.Join(rows[0], ",") != "file,row,column,value,reason" {
		t.Fatalf("%v, %v", rows, err)
	}
	if rows[1][1] != "2" || rows[1][2] != "closed_on" || rows[1][3] != "99/99/9999" || rows[2][3] != "'=aaa()" {
		t.Errorf("%q", rows[1:])
	}

	// Nothing was written: the corrected package is new in every row.
	code, out, said = carryOut(t, "import", "--data", data, "--json", packageOf(t, "R1,2021-03-01,completed\n"))
	for _, table := range counts(t, out).Tables {
		if code != exitOK || table.Accepted != table.Read {
			t.Errorf("%d: %+v\n%s", code, table, said)
		}
	}
}

func TestImportMayTakeTheRightRowsAlone(t *testing.T) {
	data := initialised(t)
	code, out, said := carryOut(t, "import", "--data", data, "--json", "--accept-valid", packageOf(t, "R9,2021-03-01,completed\n"))
	report := counts(t, out)
	if code != exitData || !report.Written || report.Rejected() != 1 || !strings.Contains(said, "1 rows were rejected; the others were written") {
		t.Fatalf("%d\n%s\n%s", code, out, said)
	}
}

func TestImportTakesUpWhatChangedAndTakesBackWhatIsGone(t *testing.T) {
	data, parcel := initialised(t), packageOf(t, "R1,2021-03-01,completed\n")
	referrals := filepath.Join(parcel, "referrals.csv")
	write := func(keyworker, area string) {
		content := "referral_id,person_ref,encounter_id,scheme,pathway,referred_on,area,keyworker\nR1,W1,E1,lwds,conditional_caution,2021-01-04," + area + "," + keyworker + "\n"
		if err := os.WriteFile(referrals, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, step := range []struct {
		name, keyworker, area        string
		accepted, changed, unchanged int
	}{
		{"the first time", "KW1", "", 1, 0, 0},
		{"another keyworker", "KW2", "", 0, 1, 0},
		{"the same", "KW2", "", 0, 0, 1},
		{"no keyworker", "", "", 0, 1, 0},
		{"still none", "", "", 0, 0, 1},
		{"another area", "", "Central West", 0, 1, 0},
		{"a keyworker again", "KW1", "Central West", 0, 1, 0},
	} {
		write(step.keyworker, step.area)
		code, out, said := carryOut(t, "import", "--data", data, "--json", parcel)
		if code != exitOK {
			t.Fatalf("%s: %d, %s", step.name, code, said)
		}
		for _, table := range counts(t, out).Tables {
			if table.Table == "referrals" && (table.Accepted != step.accepted || table.Changed != step.changed || table.Unchanged != step.unchanged) {
				t.Errorf("%s: %+v", step.name, table)
			}
			if table.Table != "referrals" && step.accepted == 0 && table.Unchanged != table.Read {
				t.Errorf("%s: %+v did not change", step.name, table)
			}
		}
	}
}

func TestImportOfTheSameWomenInAnotherPackageChangesNothing(t *testing.T) {
	data, parcel := initialised(t), packageOf(t, "R1,2021-03-01,completed\n")
	if code, _, said := carryOut(t, "import", "--data", data, parcel); code != exitOK {
		t.Fatal(said)
	}
	// Without her referral the first dated row is another one, or none.
	for _, left := range []string{"closures.csv", "referrals.csv"} {
		if err := os.Remove(filepath.Join(parcel, left)); err != nil {
			t.Fatal(err)
		}
	}
	for _, encounters := range []string{"E1,W1,2021-01-02\n", ""} {
		if err := os.WriteFile(filepath.Join(parcel, "encounters.csv"), []byte("encounter_id,person_ref,occurred_on\n"+encounters), 0o600); err != nil {
			t.Fatal(err)
		}
		code, out, said := carryOut(t, "import", "--data", data, "--json", parcel)
		if code != exitOK {
			t.Fatal(said)
		}
		for _, table := range counts(t, out).Tables {
			if table.Unchanged != table.Read {
				t.Errorf("with the encounters %q: %+v", encounters, table)
			}
		}
	}
}

func TestImportLeavesAReferralWithItsWoman(t *testing.T) {
	data, parcel := initialised(t), packageOf(t, "R1,2021-03-01,completed\n")
	if code, _, said := carryOut(t, "import", "--data", data, parcel); code != exitOK {
		t.Fatal(said)
	}
	for name, content := range map[string]string{
		"women.csv":     "person_ref,given_name,family_name,date_of_birth\nW1,Zoë,Carey,1969-12-31\nW2,Kelly,Begum,1983-06-22\n",
		"referrals.csv": "referral_id,person_ref,encounter_id,scheme,pathway,referred_on\nR1,W2,E1,lwds,conditional_caution,2021-01-04\n",
		"closures.csv":  "referral_id,closed_on,reason\nR1,2021-03-02,completed\n",
	} {
		if err := os.WriteFile(filepath.Join(parcel, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	code, out, said := carryOut(t, "import", "--data", data, "--json", "--accept-valid", parcel)
	if code != exitData || !strings.Contains(said, `referrals.csv, row 2, column person_ref: "A9" is not the woman this row belonged to`) {
		t.Fatalf("%d, %s", code, said)
	}
	for _, table := range counts(t, out).Tables {
		// What hangs on the referral is taken up, in the case where it was.
		if want := map[string]int{"women": 1, "closures": 1}[table.Table]; table.Accepted+table.Changed != want {
			t.Errorf("%+v, want %d written", table, want)
		}
	}
	if code, out, said := carryOut(t, "rebuild", "--data", data); code != exitOK || !strings.Contains(out+said, `"women":2,"cases":1,"changed":0`) {
		t.Errorf("rebuild: %d, %s, %s", code, out, said)
	}
}

func TestImportEndsWithTheCodeOfWhatWentWrong(t *testing.T) {
	data, parcel := initialised(t), packageOf(t, "R1,2021-03-01,completed\n")
	cut := filepath.Join(t.TempDir(), "cut.zip")
	if err := os.WriteFile(cut, []byte("PK\x03\x04 and no more"), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name string
		args []string
		code int
		says string
	}{
		{"no package", []string{"import", "--data", data, filepath.Join(parcel, "none")}, exitNotFound, "there is no package"},
		{"no package named", []string{"import", "--data", data}, exitUsage, "package"},
		{"a sender that is a path", []string{"import", "--data", data, "--from", "../x", parcel}, exitUsage, "--from"},
		{"a zip cut short", []string{"import", "--data", data, cut}, exitData, "cut short"},
		{"no data folder", []string{"import", "--data", filepath.Join(data, "none"), parcel}, exitConfig, "init"},
	}
	for _, test := range tests {
		if code, _, said := carryOut(t, test.args...); code != test.code || !strings.Contains(said, test.says) {
			t.Errorf("%s: %d, %s", test.name, code, said)
		}
	}
}

func TestImportTakesTheLondonPackage(t *testing.T) {
	const london = "../../../shared/data/london-2019-21"
	if _, err := os.Stat(london); err != nil {
		t.Skip("the London cohort is not beside the checkout")
	}
	data := initialised(t)
	for _, again := range []bool{false, true} {
		code, out, said := carryOut(t, "import", "--data", data, "--json", london)
		if code != exitOK {
			t.Fatalf("%d, %s", code, said)
		}
		for _, table := range counts(t, out).Tables {
			if again && table.Unchanged != table.Read || !again && table.Accepted != table.Read {
				t.Errorf("again %v: %+v", again, table)
			}
		}
	}
}

func TestTheBarIsDrawnOnATerminalOnly(t *testing.T) {
	var drawn bytes.Buffer
	silent := progress{to: &drawn, shown: onTerminal(&drawn)}
	silent.move(1, 2)
	silent.end()
	if drawn.Len() > 0 {
		t.Errorf("%q", drawn.String())
	}
	bar := progress{to: &drawn, shown: true}
	bar.move(100<<20, 200<<20)
	if want := "\r[" + strings.Repeat("=", 15) + strings.Repeat(" ", 15) + "] 100 of 200 MB"; drawn.String() != want {
		t.Errorf("%q, want %q", drawn.String(), want)
	}
}

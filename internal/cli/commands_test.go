package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/google/go-cmp/cmp"

	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// ran runs a command line with something on standard input.
func ran(input string, args ...string) (code int, out, said string) {
	var outText, errText bytes.Buffer
	code = Run(context.Background(), args, strings.NewReader(input), &outText, &errText)
	return code, outText.String(), errText.String()
}

// fresh makes a data folder and returns its path.
func fresh(t *testing.T) string {
	t.Helper()
	data := filepath.Join(t.TempDir(), "data")
	if code, _, said := ran("", "init", "--data", data); code != exitOK {
		t.Fatal(said)
	}
	return data
}

func TestCommandsSayWhatToDo(t *testing.T) {
	data := fresh(t)
	nowhere := filepath.Join(t.TempDir(), "nowhere")
	tests := []struct {
		what  string
		input string
		args  []string
		code  int
		says  string
	}{
		{"no command", "", nil, exitOK, ""},
		{"a command there is not", "", []string{"refer"}, exitUsage, "--help"},
		{"a folder that was never made", "", []string{"report", "--data", nowhere}, exitConfig, "throughline init"},
		{"a folder that is made already", "", []string{"init", "--data", data}, exitConfig, "already"},
		{"a role there is not", "long enough words", []string{"user", "add", "x", "--role", "boss", "--data", data}, exitUsage, "keyworker"},
		{"a short password", "short\n", []string{"user", "add", "x", "--role", "keyworker", "--data", data}, exitUsage, "12"},
		{"no password", "", []string{"user", "add", "x", "--role", "keyworker", "--data", data}, exitUsage, "password"},
		{"an account", "seven brown kettles sing\n", []string{"user", "add", "Amina", "--role", "keyworker", "--data", data}, exitOK, "Added amina"},
		{"a specialist for nothing", "seven brown kettles sing\n", []string{"user", "add", "leyla", "--role", "specialist", "--data", data}, exitUsage, "immigration"},
		{"a keyworker with a specialism", "seven brown kettles sing\n", []string{"user", "add", "leyla", "--role", "keyworker", "--specialism", "idva", "--data", data}, exitUsage, "specialist only"},
		{"a specialist", "seven brown kettles sing\n", []string{"user", "add", "leyla", "--role", "specialist", "--specialism", "immigration", "--data", data}, exitOK, "Added leyla as Specialist: Immigration"},
		{"the same name again", "seven brown kettles sing\n", []string{"user", "add", "amina", "--role", "officer", "--data", data}, exitFailed, "name"},
		{"disabling nobody", "", []string{"user", "disable", "nobody", "--data", data}, exitNotFound, "account"},
		{"taking codes away from nobody", "", []string{"user", "reset-factor", "nobody", "--data", data}, exitNotFound, "account"},
		{"taking codes away where there are none", "", []string{"user", "reset-factor", "amina", "--data", data}, exitNotFound, "none"},
		{"taking codes away from no name", "", []string{"user", "reset-factor", "a b", "--data", data}, exitUsage, "name"},
		{"disabling her", "", []string{"user", "disable", "amina", "--data", data}, exitOK, "can no longer"},
		{"a day that is none", "", []string{"report", "--as-at", "31/08/2021", "--data", data}, exitUsage, "2021-08-31"},
		{"a scheme there is not", "", []string{"report", "--scheme", "nowhere", "--data", data}, exitNotFound, "nowhere"},
		{"a table there is not", "", []string{"report", "--table", "T99", "--data", data}, exitNotFound, "T1"},
		{"an encounter with a key that is none", `{"ages": 18}`, []string{"eligibility", "--data", data}, exitData, "ages"},
		{"an encounter that is no JSON", `age: 18`, []string{"eligibility", "--data", data}, exitData, "encounter"},
		{"a setting of no scheme", "", []string{"setting", "set", "nowhere", "covered_areas", "[]", "--data", data}, exitNotFound, "nowhere"},
		{"a setting there is not", "", []string{"setting", "set", "lwds", "colour", `"red"`, "--data", data}, exitUsage, "colour"},
		{"a setting that is no JSON", "", []string{"setting", "set", "lwds", "covered_areas", "West", "--data", data}, exitUsage, "JSON"},
		{"a setting", "", []string{"setting", "set", "lwds", "covered_areas", `["West"]`, "--data", data}, exitOK, "Decided"},
		{"asking for herself, leading nowhere", "", []string{"setting", "ask", "on", "--leave-to", "weather", "--data", data}, exitUsage, "address"},
		{"asking for herself, neither on nor off", "", []string{"setting", "ask", "maybe", "--data", data}, exitUsage, "maybe"},
		{"asking for herself turned off", "", []string{"setting", "ask", "off", "--data", data}, exitOK, "off"},
		{"asking for herself", "", []string{"setting", "ask", "on", "--phone", "020 7946 0000", "--data", data}, exitOK, "on"},
		{"places that are none", `{"suite": 1}`, []string{"setting", "places", "--data", data}, exitUsage, "area"},
		{"places", `[{"area": "West", "suite": "Mill Lane"}]`, []string{"setting", "places", "--data", data}, exitOK, "1 places"},
		{"a demo on a real folder", "", []string{"demo", "--data", data, "--addr", "127.0.0.1:0"}, exitConfig, "not a practice system"},
		{"an address there is not", "", []string{"serve", "--data", data, "--addr", "256.0.0.1:80"}, exitConfig, "listening"},
		{"a restore into a folder with something in it", "", []string{"restore", "--without-tombstones", os.Args[0], "--recovery", os.Args[0], "--data", data}, exitConfig, "not empty"},
	}
	for _, test := range tests {
		code, _, said := ran(test.input, test.args...)
		if code != test.code || !strings.Contains(said, test.says) {
			t.Errorf("%s: ended with %d, want %d, and said %q, want %q in it", test.what, code, test.code, said, test.says)
		}
	}
}

func TestEveryCommandHasHelp(t *testing.T) {
	for _, command := range []string{"demo", "init", "serve", "user add", "user list", "user disable", "user reset-factor", "setting show", "setting set", "setting places",
		"import", "report", "link", "eligibility", "rebuild", "ledger verify", "backup", "restore", "i18n lint", "version"} {
		code, out, _ := ran("", append(strings.Fields(command), "--help")...)
		if code != exitOK || !strings.Contains(out, "Usage: throughline "+command) {
			t.Errorf("throughline %s --help ended with %d and printed %q", command, code, out)
		}
	}
}

func TestEligibilityAnswersClauseByClause(t *testing.T) {
	data := fresh(t)
	if code, _, said := ran("", "setting", "set", "lwds", "covered_areas", `["Central West"]`, "--data", data); code != exitOK {
		t.Fatal(said)
	}
	tests := []struct {
		encounter string
		want      map[string]string
	}{
		{`{"police_outcome": "conditional_caution", "age": 30, "area": "Central West"}`, map[string]string{"conditional_caution": "open", "voluntary": "open"}},
		{`{"police_outcome": "conditional_caution", "age": 18, "area": "Central West"}`, map[string]string{"conditional_caution": "unclear", "voluntary": "open"}},
		{`{"police_outcome": "conditional_caution", "age": 17, "area": "Central West"}`, map[string]string{"conditional_caution": "closed", "voluntary": "open"}},
		{`{"police_outcome": "no_further_action", "age": 30, "area": "Central West"}`, map[string]string{"conditional_caution": "closed", "voluntary": "open"}},
		{`{"police_outcome": "conditional_caution", "age": 30, "area": "Kent"}`, map[string]string{"conditional_caution": "closed", "voluntary": "open"}},
		{`{}`, map[string]string{"conditional_caution": "unclear", "voluntary": "open"}},
	}
	for _, test := range tests {
		code, out, said := ran(test.encounter, "eligibility", "--format", "json", "--data", data)
		if code != exitOK {
			t.Fatal(said)
		}
		var decisions []struct {
			Scheme, Pathway, Decision string
			Clauses                   []struct{ ID, Text, Holds, Source string }
			Offers                    []map[string]any
		}
		decoder := json.NewDecoder(strings.NewReader(out))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&decisions); err != nil {
			t.Fatal(err)
		}
		got := map[string]string{}
		for _, decision := range decisions {
			if decision.Scheme == "lwds" {
				got[decision.Pathway] = decision.Decision
			}
			if decision.Decision != "open" && len(decision.Offers) == 0 {
				t.Errorf("%s: %s is %s and offers nothing else", test.encounter, decision.Pathway, decision.Decision)
			}
			for _, clause := range decision.Clauses {
				if clause.Source == "" || clause.Text == "" || !strings.Contains("yes no not_known not_stated", clause.Holds) {
					t.Errorf("%s: the clause %+v is not whole", test.encounter, clause)
				}
			}
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: %s", test.encounter, diff)
		}
	}
}

// canaries are what must be found in no file of a data folder.
var canaries = []string{"Zephyrine", "Quartermaine", "07700 900777", "07700900777", "QX1 1QX", "CR/CANARY/1", "canary text of the condition", "canary words"}

// parcelOf writes a package of these tables.
func parcelOf(t *testing.T, tables map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, rows := range tables {
		if err := os.WriteFile(filepath.Join(dir, name+".csv"), []byte(rows), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestNoNameAndNoWordsInAnyFile(t *testing.T) {
	data := fresh(t)
	in := opened(t, []string{"--data", data})
	officer := access.Asker{ID: "o", Name: "PC Shah", Agency: "Metropolitan Police", Role: access.Officer}
	if _, err := in.intake.Refer(context.Background(), officer, journey.Referral{
		Area: "Central West", Agency: officer.Agency, Role: "officer", Met: "arrest", Outcome: "conditional_caution", Reference: "CR/CANARY/1", Typed: "canary words",
		Identity: journey.Identity{Given: "Zephyrine", Family: "Quartermaine", Born: calendar.On(1990, time.March, 1), Phone: "07700 900777", Postcode: "QX1 1QX"},
		Contact:  journey.ContactCall, Agreed: journey.AgreedYes,
		Condition: &journey.ConditionEntry{Text: "canary text of the condition", Units: 2, Given: in.bench.Today()},
	}, "key"); err != nil {
		t.Fatal(err)
	}
	look := func() {
		t.Helper()
		if err := filepath.WalkDir(data, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			content, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			for _, canary := range canaries {
				if bytes.Contains(content, []byte(canary)) {
					t.Errorf("%s holds %q", path, canary)
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	look() // while it is open, the write-ahead log included
	if err := in.close(context.Background()); err != nil {
		t.Fatal(err)
	}
	wordy := map[string]string{
		"women":        "person_ref,given_name,family_name,known_as,postcode,phone\nW1,Zephyrine,Quartermaine,canary words,QX1 1QX,07700 900777\n",
		"encounters":   "encounter_id,person_ref,occurred_on,offence_label\nE1,W1,2021-01-02,canary words\n",
		"referrals":    "referral_id,person_ref,scheme,referred_on\nR1,W1,lwds,2021-01-04\n",
		"conditions":   "condition_id,referral_id,text,given_on\nC1,R1,canary words,2021-01-04\n",
		"needs":        "referral_id,assessed_on,pathway,present,detail\nR1,2021-01-11,health,true,canary words\n",
		"appointments": "appointment_id,referral_id,at,outcome,excuse\nA1,R1,2021-01-11T10:00:00Z,missed,canary words\n",
		"activities":   "activity_id,referral_id,on,kind,service\nX1,R1,2021-02-01,advocacy,canary words\n",
		"closures":     "referral_id,closed_on,reason,onward_scheme\nR1,2021-03-01,transferred,canary words\n",
		"arrests":      "arrest_id,person_ref,given_name,family_name,postcode,arrested_on\nP1,W1,Zephyrine,Quartermaine,QX1 1QX,2021-02-01\nP2,,Zephyrine,Quartermaine,QX1 1QX,2021-02-01\n",
	}
	if code, _, said := ran("", "import", parcelOf(t, wordy), "--data", data); code != exitOK {
		t.Fatalf("%d, %s", code, said)
	}
	look()
	// Where words cannot be sealed they are not taken, and not repeated either.
	for table, columns := range map[string][]string{
		"women": {"ethnicity", "language"}, "encounters": {"offence_code", "offence_label", "not_offered_reason", "declined_reason"},
		"referrals": {"scheme", "keyworker"}, "outcomes": {"measure"}, "arrests": {"offence_code"}, "costs": {"scheme"},
	} {
		for _, column := range columns {
			parcel := map[string]string{"encounters": "encounter_id,occurred_on\n"}
			parcel[table] = map[string]string{
				"women": "person_ref,%s\nW1,canary words\n", "encounters": "encounter_id,occurred_on,%s\nE9,2021-01-02,canary words\n",
				"referrals": "referral_id,person_ref,referred_on,%s,area\nR1,W1,2021-01-04,canary words,\n", "costs": "%s,from,to,amount_gbp\ncanary words,2021-01-01,2021-03-31,5\n",
				"outcomes": "referral_id,asked_on,wave,answer,%s\nR1,2021-03-01,exit,yes,canary words\n", "arrests": "arrest_id,person_ref,arrested_on,%s\nP1,W1,2021-02-01,canary words\n",
			}[table]
			if column == "keyworker" {
				parcel[table] = strings.NewReplacer("area", "scheme", "words,\n", "words,lwds\n").Replace(parcel[table])
			}
			parcel[table] = fmt.Sprintf(parcel[table], column)
			if code, _, said := ran("", "import", parcelOf(t, parcel), "--data", data); code != exitData || !strings.Contains(said, "column "+column) || strings.Contains(said, "canary") {
				t.Errorf("%s.%s: %d, %s", table, column, code, said)
			}
		}
	}
	look()
	if code, _, said := ran("", "backup", filepath.Join(data, "copy.tgz"), "--data", data); code != exitOK {
		t.Fatal(said)
	}
	look()
	for path, want := range map[string]fs.FileMode{"": 0o700, "throughline.db": 0o600, "keys": 0o700, "keys/kek": 0o400, "keys/ledger.key": 0o400, "recovery.txt": 0o400, "copy.tgz": 0o600} {
		info, err := os.Stat(filepath.Join(data, path))
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s has mode %v, want %v (%v)", path, info.Mode().Perm(), want, err)
		}
	}
}

func TestBackupComesBack(t *testing.T) {
	data := fresh(t)
	in := opened(t, []string{"--data", data})
	if err := in.furnish(context.Background(), 3, false); err != nil {
		t.Fatal(err)
	}
	// A backup is taken beside the process that writes.
	plain, sealed := filepath.Join(t.TempDir(), "plain.tgz"), filepath.Join(t.TempDir(), "sealed.tgz")
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	private := filepath.Join(t.TempDir(), "identity.txt")
	if err := os.WriteFile(private, []byte(identity.String()+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	printed(t, "backup", plain, "--data", data)
	printed(t, "backup", sealed, "--recipient", identity.Recipient().String(), "--data", data)
	if code, _, said := ran("", "rebuild", "--data", data); code != exitFailed || !strings.Contains(said, "server") {
		t.Errorf("a command that writes beside another writer ended with %d and said %q", code, said)
	}
	if err := in.close(context.Background()); err != nil {
		t.Fatal(err)
	}
	want := printed(t, "report", "--as-at", "2021-08-31", "--format", "json", "--data", data)
	recovery := filepath.Join(data, recoveryFile)
	for _, how := range [][]string{{plain}, {sealed, "--identity", private}} {
		again := filepath.Join(t.TempDir(), "again")
		printed(t, append([]string{"restore", "--without-tombstones", "--recovery", recovery, "--data", again}, how...)...)
		if diff := cmp.Diff(want, printed(t, "report", "--as-at", "2021-08-31", "--format", "json", "--data", again)); diff != "" {
			t.Errorf("after restoring %s the report differs: %s", how[0], diff)
		}
		printed(t, "ledger", "verify", "--data", again)
	}
	damaged := filepath.Join(t.TempDir(), "damaged.tgz")
	content, err := os.ReadFile(plain)
	if err != nil {
		t.Fatal(err)
	}
	content[len(content)/2] ^= 1
	if err := os.WriteFile(damaged, content, 0o600); err != nil {
		t.Fatal(err)
	}
	otherKeys := filepath.Join(fresh(t), recoveryFile)
	for what, args := range map[string][]string{
		"a damaged backup":             {damaged, "--recovery", recovery},
		"an encrypted one without key": {sealed, "--recovery", recovery},
		"another's recovery file":      {plain, "--recovery", otherKeys},
	} {
		again := filepath.Join(t.TempDir(), "again")
		code, _, said := ran("", append([]string{"restore", "--without-tombstones", "--data", again}, args...)...)
		if _, err := os.Stat(again); code == exitOK || !os.IsNotExist(err) {
			t.Errorf("restoring %s ended with %d (%s) and left %v", what, code, said, err)
		}
	}
}

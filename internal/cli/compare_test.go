package cli

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// comparatorFile writes 400 people of the ages and offences of the London cohort,
// one in three of them arrested within a year.
func comparatorFile(t *testing.T, header string, rows ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "others.csv")
	if err := os.WriteFile(path, []byte(header+"\n"+strings.Join(rows, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func someOthers() []string {
	var rows []string
	for i := range 400 {
		event, day := "no", ""
		if i%3 == 0 {
			event, day = "yes", "120"
		}
		rows = append(rows, fmt.Sprintf("%d,%s,365,%s,%s", 18+i%45, []string{"yes", "no"}[i%2], event, day))
	}
	return rows
}

func TestCompareTheLondonCohort(t *testing.T) {
	data := londonRecord(t)
	file := comparatorFile(t, "age,first_time,followed_days,event,event_day", someOthers()...)
	args := []string{"compare", "--data", data, "--scheme", "lwds", "--comparator", file, "--measure", "re_arrest", "--days", "90", "--cut-off", "2021-08-31"}
	code, out, said := carryOut(t, args...)
	if code != exitOK {
		t.Fatalf("%d\n%s", code, said)
	}
	for _, want := range []string{
		"Not for publication. Arrests up to 31 August 2021.", "Who was left out", "followed for less than 90 days", "matched", "Re-arrest is not re-offending",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("the text lacks %q:\n%s", want, out)
		}
	}
	code, again, said := carryOut(t, append(args, "--format", "json")...)
	var written struct {
		Scheme     string `json:"scheme"`
		CutOff     string `json:"cut_off"`
		Comparison struct {
			Days    int    `json:"days"`
			Verdict string `json:"verdict"`
			Loss    []struct{ Women int }
		} `json:"comparison"`
	}
	if err := json.Unmarshal([]byte(again), &written); code != exitOK || err != nil {
		t.Fatalf("%d, %v\n%s", code, err, said)
	}
	if written.Scheme != "lwds" || written.CutOff != "2021-08-31" || written.Comparison.Days != 90 || written.Comparison.Loss[0].Women != 142 {
		t.Errorf("%+v", written)
	}
	if code, out, said := carryOut(t, append(args, "--format", "csv")...); code != exitOK || !strings.HasPrefix(out, "part,what,women,others\r\nverdict,") {
		t.Errorf("%d, %s\n%s", code, said, out)
	}
}

func TestCompareSaysWhatItCannotDo(t *testing.T) {
	data := fresh(t)
	sound := comparatorFile(t, "age,first_time,followed_days,event,event_day", someOthers()...)
	named := comparatorFile(t, "surname,age,followed_days,event", "Canary,30,365,no")
	unequal := comparatorFile(t, "age,followed_days,event", "30,365,no", "30,200,no")
	for what, row := range map[string]struct {
		args []string
		code int
		says string
	}{
		"no file":           {[]string{"--comparator", sound + ".not"}, exitNotFound, "comparator file"},
		"a file with names": {[]string{"--comparator", named}, exitData, "nothing that names anybody"},
		"unequal follow-up": {[]string{"--comparator", unequal, "--cut-off", "2021-08-31"}, exitUsage, "200 to 365 days"},
		"another measure":   {[]string{"--comparator", sound, "--measure", "proven_reoffence"}, exitUsage, "two measures are not compared"},
		"no measure":        {[]string{"--comparator", sound, "--measure", "luck"}, exitUsage, "no measure"},
		"no other":          {[]string{"--comparator", sound, "--k", "0"}, exitUsage, "--k"},
		"no day":            {[]string{"--comparator", sound, "--cut-off", "soon"}, exitUsage, "soon"},
		"no scheme":         {[]string{"--comparator", sound, "--scheme", "nowhere"}, exitNotFound, "nowhere"},
		"no arrest":         {[]string{"--comparator", sound}, exitUsage, "police told of no arrest"},
		"no data folder":    {[]string{"--comparator", sound, "--data", filepath.Join(t.TempDir(), "none")}, exitConfig, "init"},
	} {
		code, out, said := ran("", append([]string{"compare", "--data", data}, row.args...)...)
		if code != row.code || !strings.Contains(said, row.says) || out != "" || strings.Contains(said, "Canary") {
			t.Errorf("%s: ended with %d, want %d: %s", what, code, row.code, said)
		}
	}
	code, out, said := ran("", "compare", "--data", data, "--comparator", sound, "--cut-off", "2021-08-31")
	if code != exitOK || !strings.Contains(out, "not enough people") {
		t.Errorf("of no women: %d, %s\n%s", code, said, out)
	}
}

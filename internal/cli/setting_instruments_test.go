package cli

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
)

func TestQuestionnairesAreTurnedOn(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	for _, step := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"init", "--data", data}, exitOK, ""},
		{[]string{"setting", "instruments", "--data", data, "audit", "dudit"}, exitOK, "Turned on: audit, dudit. Read each licence"},
		{[]string{"setting", "instruments", "--data", data, "wemwbs"}, exitUsage, `"wemwbs" is not a questionnaire to turn on: choose from audit, dast10`},
		{[]string{"setting", "instruments", "--data", data}, exitOK, "Only the questionnaires that everybody may use"},
		{[]string{"setting", "instruments", "--data", filepath.Join(data, "none"), "audit"}, exitConfig, "is not a data folder"},
	} {
		code, _, said := ran("", step.args...)
		if code != step.code || !strings.Contains(said, step.says) {
			t.Errorf("%v ended with %d and said %q", step.args, code, said)
		}
	}
}

func TestQuestionnairesAreListedAndPrinted(t *testing.T) {
	code, out, _ := ran("", "instruments")
	if code != exitOK || !strings.Contains(out, "phq9\toffered\tPHQ-9\tPfizer") || strings.Count(out, "\n") != 23 {
		t.Errorf("ended with %d:\n%s", code, out)
	}
	code, out, _ = ran("", "instruments", "phq9")
	var form struct{ ResourceType, Copyright string }
	if err := json.Unmarshal([]byte(out), &form); code != exitOK || err != nil || form.ResourceType != "Questionnaire" || !strings.Contains(form.Copyright, "LOINC") {
		t.Errorf("ended with %d, %v:\n%s", code, err, out)
	}
	for id, want := range map[string]int{"gad7": exitUsage, "unheard-of": exitNotFound} {
		if code, out, said := ran("", "instruments", id); code != want || out != "" || said == "" {
			t.Errorf("%s ended with %d, printed %q and said %q", id, code, out, said)
		}
	}
}

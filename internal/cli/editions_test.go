package cli

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/rules"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/schemes"
)

// threeFrom puts an edition of London's rulebook in force that asks three
// appointments, and returns its first day.
func threeFrom(t *testing.T, data string) calendar.Day {
	t.Helper()
	ctx := context.Background()
	in, err := place{Data: data}.open(ctx, opening{})
	if err != nil {
		t.Fatal(err)
	}
	text, err := schemes.Files.ReadFile("lwds.yaml")
	if err != nil {
		t.Fatal(err)
	}
	lead := access.Asker{ID: "lead-1", Name: "Ruth", Agency: "Riverside", Role: access.ServiceLead}
	day := in.rules.Earliest()
	if err := in.rules.PutInForce(ctx, lead, "one key", rules.Edition{
		Scheme: "lwds", Text: strings.Replace(string(text), "- required: 2", "- required: 3", 1), From: day, Why: "agreed", Seen: casework.AnyVersion,
	}); err != nil {
		t.Fatal(err)
	}
	if err := in.close(ctx); err != nil {
		t.Fatal(err)
	}
	return day
}

func TestEditionsWrittenHereAreReadByEveryCommand(t *testing.T) {
	data := fresh(t)
	day := threeFrom(t, data)
	folder := t.TempDir()
	copied, restored := filepath.Join(folder, "copy"), filepath.Join(folder, "restored")
	recovery := filepath.Join(data, recoveryFile)
	for _, step := range []struct {
		what string
		args []string
		says string
	}{
		{"the day before", []string{"scheme", "show", "lwds", "--data", data, "--on", day.AddDays(-1).String()}, "Asked: 2 × appointment"},
		{"its first day", []string{"scheme", "show", "lwds", "--data", data, "--on", day.String()}, "Asked: 3 × appointment"},
		{"without the folder", []string{"scheme", "show", "lwds", "--on", day.String()}, "Asked: 2 × appointment"},
		{"the ledger", []string{"ledger", "verify", "--data", data}, "The ledger is sound: 1 lines"},
		{"a rebuild", []string{"rebuild", "--data", data}, ""},
		{"a backup", []string{"backup", copied, "--data", data}, "Wrote"},
		{"its restore", []string{"restore", "--without-tombstones", copied, "--recovery", recovery, "--data", restored}, "1 ledger lines proven"},
		{"what was restored", []string{"scheme", "show", "lwds", "--data", restored, "--on", day.String()}, "Asked: 3 × appointment"},
	} {
		code, out, said := ran("", step.args...)
		if code != exitOK || !strings.Contains(out+said, step.says) {
			t.Errorf("%s: ended with %d and said %.300q, want %q in it", step.what, code, out+said, step.says)
		}
	}
}

// What an earlier edition left open stays kept, and keeps nothing else from being
// decided.
func TestASettingOfAnEarlierEditionIsNoHindrance(t *testing.T) {
	data := fresh(t)
	ctx := context.Background()
	in, err := place{Data: data}.open(ctx, opening{})
	if err != nil {
		t.Fatal(err)
	}
	if err := in.record.SetSetting(ctx, settingsName, `{"lwds": {"left_open_once": true}}`); err != nil {
		t.Fatal(err)
	}
	if err := in.close(ctx); err != nil {
		t.Fatal(err)
	}
	if code, _, said := ran("", "setting", "set", "lwds", "covered_areas", `["West"]`, "--data", data); code != exitOK {
		t.Errorf("ended with %d: %s", code, said)
	}
	if code, _, said := ran("", "setting", "set", "lwds", "left_open_once", "null", "--data", data); code != exitOK {
		t.Errorf("taking it back ended with %d: %s", code, said)
	}
}

package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
)

// The whole pack of a generated record is measured, and what SQL counts on the
// same rows is what the columns count.
func TestTheReportPackOfAGeneratedRecordIsMeasured(t *testing.T) {
	cases := "6000" // as many as are worth keeping for the next start
	if testing.Short() {
		cases = "300"
	}
	folder := filepath.Join(t.TempDir(), "generated")
	run := func(want int, arguments ...string) string {
		t.Helper()
		var out, errOut bytes.Buffer
		if code := Run(context.Background(), arguments, strings.NewReader(""), &out, &errOut); code != want {
			t.Fatalf("%q ends with %d: %s", arguments, code, errOut.String())
		}
		return out.String() + errOut.String()
	}
	run(exitOK, "bench", "generate", "--data", folder, "--cases", cases)
	var out, errOut bytes.Buffer
	if code := Run(context.Background(), []string{"bench", "pack", "--data", folder, "--rounds", "3", "--as-at", "2020-06-30"}, strings.NewReader(""), &out, &errOut); code != exitOK {
		t.Fatalf("bench pack ends with %d: %s", code, errOut.String())
	}
	var measured packMeasured
	if err := json.Unmarshal(out.Bytes(), &measured); err != nil {
		t.Fatalf("what was printed is not JSON: %v\n%s", err, out.String())
	}
	if measured.Checked < 90 || measured.Figures < 300 || measured.Pack <= 0 || measured.Appended <= 0 || measured.SQL <= 0 || measured.AsAt <= 0 || measured.HeapMiB <= 0 {
		t.Errorf("measured %+v", measured)
	}
	if !testing.Short() && (measured.Cases != 6000 || measured.ShelfMiB <= 0) {
		t.Errorf("%d cases, and %.1f MiB kept for the next start", measured.Cases, measured.ShelfMiB)
	}

	if said := run(exitUsage, "bench", "generate", "--data", folder, "--cases", "0"); !strings.Contains(said, "--cases") {
		t.Errorf("no cases: %s", said)
	}
	if said := run(exitUsage, "bench", "pack", "--data", folder, "--rounds", "0"); !strings.Contains(said, "--rounds") {
		t.Errorf("no rounds: %s", said)
	}
	if said := run(exitUsage, "bench", "pack", "--data", folder, "--as-at", "soon"); !strings.Contains(said, "--as-at") {
		t.Errorf("no day: %s", said)
	}
	other := filepath.Join(t.TempDir(), "other")
	run(exitOK, "init", "--data", other)
	if said := run(exitConfig, "bench", "pack", "--data", other); !strings.Contains(said, "bench generate") {
		t.Errorf("a record that was not generated: %s", said)
	}
}

// The same seed invents the same women.
func TestTheSameSeedInventsTheSameWomen(t *testing.T) {
	invent := func(seed uint64) string {
		var all []any
		for facts := range generated(50, seed, func(int) {}) {
			for _, fact := range facts {
				all = append(all, fact)
			}
		}
		text, err := json.Marshal(all)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	if invent(1) != invent(1) || invent(1) == invent(2) {
		t.Error("the seed does not decide who is invented")
	}
}

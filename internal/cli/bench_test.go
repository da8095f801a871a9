package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// asProgram makes the test's own program carry out a command line, so that a
// benchmark under test can start its server.
const asProgram = "THROUGHLINE_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		os.Exit(Run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

func TestBenchMeasuresThroughItsOwnServer(t *testing.T) {
	if testing.Short() {
		t.Skip("starts two servers")
	}
	t.Setenv(asProgram, "1")
	folder := filepath.Join(t.TempDir(), "bench")
	var out, errOut bytes.Buffer
	if code := Run(context.Background(), []string{"bench", "--data", folder, "--quick"}, strings.NewReader(""), &out, &errOut); code != exitOK {
		t.Fatalf("exit code %d: %s", code, errOut.String())
	}
	var report benchReport
	if err := json.Unmarshal(out.Bytes(), &report); err != nil {
		t.Fatalf("what was printed is not JSON: %v\n%s", err, out.String())
	}
	if len(report.Measures) != 23 || len(report.Ratios) != 11 {
		t.Errorf("%d measures and %d ratios", len(report.Measures), len(report.Ratios))
	}
	for _, m := range report.Measures {
		if m.Count < 1 || m.PerSecond <= 0 || m.P50 <= 0 || m.P99 < m.P50 {
			t.Errorf("measured nothing sensible: %+v", *m)
		}
	}
	if report.CommitMS <= 0 || report.StartMS <= 0 || report.IdleMiB <= 0 || report.RowsPerReferral < 10 || report.BytesPerReferral < 1000 {
		t.Errorf("of the server and a referral: %+v", report)
	}

	// A folder that no benchmark of these sizes made is left alone.
	errOut.Reset()
	if code := Run(context.Background(), []string{"bench", "--data", folder, "--cases", "5"}, strings.NewReader(""), &out, &errOut); code != exitConfig {
		t.Errorf("with other sizes: exit code %d: %s", code, errOut.String())
	}
}

func TestQuantile(t *testing.T) {
	waits := make([]time.Duration, 100)
	for i := range waits {
		waits[i] = time.Duration(i + 1)
	}
	for share, want := range map[float64]time.Duration{0: 1, 0.5: 50, 0.99: 99, 1: 100} {
		if got := quantile(waits, share); got != want {
			t.Errorf("the quantile %v is %d, want %d", share, got, want)
		}
	}
	if quantile(nil, 0.5) != 0 {
		t.Error("of nothing: not 0")
	}
}

package cli

import (
	"encoding/json"
	"testing"
)

func TestTheBenchmarkOfLinkingFindsWhomItInvented(t *testing.T) {
	var report benchLinked
	if err := json.Unmarshal([]byte(printed(t, "bench", "link", "--left", "2000", "--right", "1500")), &report); err != nil {
		t.Fatal(err)
	}
	if report.Candidates == 0 || report.Known < 400 || report.Linked < report.Known*9/10 || report.Wrong > report.Linked/50 || report.PairsPerSecond <= 0 {
		t.Errorf("%+v", report)
	}
	if code, _, _ := ran("", "bench", "link", "--left", "0"); code != exitUsage {
		t.Errorf("of nobody: ended with %d", code)
	}
}

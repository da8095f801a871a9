package report_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"throughline/internal/edge/report"
	"throughline/internal/reckoning/reportpack"
)

func TestThePDFIsTaggedNamedAndDatedAsThePack(t *testing.T) {
	browser, err := report.Browser("")
	if err != nil {
		t.Fatal(err)
	}
	if browser == "" {
		t.Skip("there is no Chromium")
	}
	files := written(t, report.Writer{Browser: browser}, packOf(t, nil), reportpack.PDF)
	pdf := string(files["pack.pdf"])
	for _, want := range []string{
		"/MarkInfo", "/StructTreeRoot", "/Outlines", "/Lang (en-GB)", "/Title (London", "/CreationDate (D:20210831000000", "/ModDate (D:20210831000000",
	} {
		if !strings.Contains(pdf, want) {
			t.Errorf("the PDF lacks %s", want)
		}
	}
	if strings.Contains(string(files[report.ContentsName]), "holds no PDF") {
		t.Error("the contents say there is no PDF")
	}
	if _, there := files["pack.html"]; there {
		t.Error("the page was asked for by nobody")
	}
}

func TestABrowserThatDoesNotPrintIsSaid(t *testing.T) {
	folder := t.TempDir()
	for name, script := range map[string]string{
		"one that ends badly":    "#!/bin/sh\necho no display >&2; exit 3\n",
		"one that writes naught": "#!/bin/sh\nexit 0\n",
	} {
		path := filepath.Join(folder, strings.ReplaceAll(name, " ", "-"))
		if err := os.WriteFile(path, []byte(script), 0o700); err != nil {
			t.Fatal(err)
		}
		browser, err := report.Browser(path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := (report.Writer{Browser: browser}).Files(t.Context(), packOf(t, nil), []reportpack.Form{reportpack.PDF}, func(int, int) {}); err == nil || !strings.Contains(err.Error(), "printing the pack") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhichBrowserPrints(t *testing.T) {
	if got, err := report.Browser("off"); got != "" || err != nil {
		t.Errorf("off: %q, %v", got, err)
	}
	if _, err := report.Browser(filepath.Join(t.TempDir(), "nowhere")); err == nil {
		t.Error("a browser that is not there is taken")
	}
	t.Setenv("PATH", t.TempDir())
	if got, err := report.Browser(""); got != "" || err != nil {
		t.Errorf("with nothing on the path: %q, %v", got, err)
	}
}

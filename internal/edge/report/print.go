package report

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"time"

	"throughline/internal/domain/calendar"
)

// browsers are the names by which a Chromium is found where none is named.
var browsers = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"}

// Browser returns the path of the Chromium that prints PDFs: the one that a setting
// names, "" for none where it says "off", and where it says nothing the first found
// on the path. A named one that is not there is an error.
func Browser(setting string) (string, error) {
	switch setting {
	case "off":
		return "", nil
	case "":
		for _, name := range browsers {
			if path, err := exec.LookPath(name); err == nil {
				return path, nil
			}
		}
		return "", nil
	}
	path, err := exec.LookPath(setting)
	if err != nil {
		return "", fmt.Errorf("looking for the Chromium that prints PDFs: %w", err)
	}
	return path, nil
}

// printsWithin is how long one print may take.
const printsWithin = 2 * time.Minute

// print lets Chromium print a page as a PDF with tags and an outline, which it
// leaves out unless asked. The page allows no script, and no host is found. The dates in
// the file are those of the day the pack is as at.
func (w Writer) print(ctx context.Context, page []byte, asAt calendar.Day) (pdf []byte, err error) {
	folder, err := os.MkdirTemp("", "throughline-print-")
	if err != nil {
		return nil, fmt.Errorf("printing the pack: %w", err)
	}
	defer func() {
		if gone := os.RemoveAll(folder); err == nil && gone != nil {
			err = fmt.Errorf("taking the pages away after printing: %w", gone)
		}
	}()
	from, to := filepath.Join(folder, "pack.html"), filepath.Join(folder, "pack.pdf")
	if err := os.WriteFile(from, page, 0o600); err != nil {
		return nil, fmt.Errorf("printing the pack: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, printsWithin)
	defer cancel()
	said, err := exec.CommandContext(ctx, w.Browser, arguments(folder, from, to)...).CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("printing the pack with %s: %w: %.500s", filepath.Base(w.Browser), err, said)
	}
	if pdf, err = os.ReadFile(to); err != nil {
		return nil, fmt.Errorf("printing the pack: %w", err)
	}
	return dated(pdf, asAt), nil
}

func arguments(folder, from, to string) []string {
	arguments := []string{
		"--headless", "--disable-gpu", "--no-first-run", "--user-data-dir=" + filepath.Join(folder, "profile"),
		"--host-resolver-rules=MAP * ~NOTFOUND", "--disable-background-networking",
		"--no-pdf-header-footer", "--export-tagged-pdf", "--generate-pdf-document-outline", "--print-to-pdf=" + to,
	}
	if os.Geteuid() == 0 {
		// Chromium keeps no sandbox for the superuser and does not start without this.
		arguments = append(arguments, "--no-sandbox")
	}
	return append(arguments, (&url.URL{Scheme: "file", Path: from}).String())
}

var pdfDate = regexp.MustCompile(`(/(?:CreationDate|ModDate) \(D:)\d{14}([+-]\d{2}'\d{2}')`)

// dated puts a day in the place of the moment of printing. The text is as long as
// before, so every address in the file stays right.
func dated(pdf []byte, day calendar.Day) []byte {
	year, month, date := day.Date()
	return pdfDate.ReplaceAll(bytes.Clone(pdf), fmt.Appendf(nil, "${1}%04d%02d%02d000000${2}", year, int(month), date))
}

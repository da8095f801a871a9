package journeytest

import (
	"archive/zip"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
)

// Whoever reads figures makes a report pack, takes it away once, and reads its page
// at a desk, on a phone, and in colours of her own.
func TestAReportPackIsMadeTakenAndRead(t *testing.T) {
	browser, served := newBrowser(t), practice(t)
	for n, walk := range []struct {
		role string
		how  manner
		says string
	}{
		{"Service lead", atADesk, "Not for publication"},
		{"Commissioner", onAPhone, "Small numbers hidden"},
		{"Service lead", manner{width: 360}, "Not for publication"},
	} {
		t.Run(walk.role+" "+walk.says, func(t *testing.T) {
			if testing.Short() && n > 0 {
				t.Skip("the walk at a desk is enough in short")
			}
			v := served.as(t, browser, walk.role, walk.how)
			files := v.takesPack()
			for _, name := range []string{"pack.html", "pack.pdf", "pack.xlsx", "figures.csv", "T1.csv", "report.json", "figures.parquet", "contents.json"} {
				if len(files[name]) == 0 {
					t.Errorf("the pack has no %s", name)
				}
			}
			site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "text/html; charset=utf-8")
				if _, err := io.WriteString(w, files[path.Base(r.URL.Path)]); err != nil {
					t.Error(err)
				}
			}))
			t.Cleanup(site.Close)
			reader := visit(t, browser, site.URL, walk.how)
			reader.open("/pack.html").sees(walk.says, "Reached", "Fair?", "Worked", "Capacity", "What is not known", "Re-arrest is not re-offending")
			reader.picture("pack page")
			reader.forcedColours().open("/pack.html").keepsForcedColours()
			if drawn := ask[[]string](reader, `[...document.querySelectorAll('svg .chart-bar')].map(e => getComputedStyle(e).fill)`); len(drawn) == 0 ||
				slices.Contains(drawn, "rgb(76, 44, 105)") {
				t.Errorf("in forced colours the bars are filled %v", drawn)
			}
		})
	}
}

// takesPack makes a pack of everything and takes it away. It returns the files by
// name.
func (v *visitor) takesPack() map[string]string {
	v.t.Helper()
	v.open("/evidence").follow("Make a report pack: all of this as files").sees("Report pack", "once, within a day")
	v.picture("report pack")
	v.press("Make the pack").waitsForWork().follow("See what came of it").sees("Waits until")
	v.picture("pack ready")
	files := v.unpacks("Download")
	v.open(v.path()).sees("It can be taken only once", "Make another pack")
	return files
}

// unpacks presses a button that answers with a zip, and returns what is in it.
func (v *visitor) unpacks(button string) map[string]string {
	v.t.Helper()
	folder := v.t.TempDir()
	v.what = "downloading by " + button
	if _, err := chromedp.CallBrowser(v.ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorAllow, BrowserContextID: chromedp.FromContext(v.ctx).BrowserContextID, DownloadPath: folder,
	}); err != nil {
		v.t.Fatalf("%s: %v", v.what, err)
	}
	v.reach("button", []string{button})
	v.do(v.what, enter)
	for range 1000 {
		if found, _ := filepath.Glob(filepath.Join(folder, "*.zip")); len(found) > 0 {
			if whole, err := os.Stat(found[0]); err == nil && whole.Size() > 0 {
				return unzipped(v.t, found[0])
			}
		}
		time.Sleep(10 * time.Millisecond)
	}
	v.t.Fatalf("%s: no file came", v.what)
	return nil
}

func unzipped(t *testing.T, name string) map[string]string {
	t.Helper()
	archive, err := zip.OpenReader(name)
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	files := map[string]string{}
	for _, file := range archive.File {
		opened, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(opened)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(file.Name, strings.TrimSuffix(filepath.Base(name), ".zip")+"/") {
			t.Errorf("%s is not in a folder named for the pack", file.Name)
		}
		files[path.Base(file.Name)] = string(body)
	}
	return files
}

package ask_test

import (
	"context"
	"encoding/json"
	"net/url"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode"

	"github.com/chromedp/chromedp"

	"throughline/internal/domain/access"
	"throughline/internal/domain/wording"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/ask"
	"throughline/internal/edge/web/webtest"
	"throughline/locales"
)

// arabic writes a sentence in letters that run from right to left. It means
// nothing, and is as long as the sentence.
func arabic(text string) string {
	const letters = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
	within := false
	return strings.Map(func(r rune) rune {
		switch {
		case r == '{' || r == '}':
			within = r == '{'
		case !within && unicode.IsLetter(r):
			return []rune(letters)[int(r)%28]
		}
		return r
	}, text)
}

// withArabic returns the sentences of the program, with a language that runs from
// right to left beside them.
func withArabic(t *testing.T) *wording.Catalogue {
	t.Helper()
	folder := fstest.MapFS{}
	entries, err := locales.Files.ReadDir("en")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		text, err := locales.Files.ReadFile("en/" + entry.Name())
		if err != nil {
			t.Fatal(err)
		}
		folder["en/"+entry.Name()] = &fstest.MapFile{Data: text}
		var file map[string]any
		if err := json.Unmarshal(text, &file); err != nil {
			t.Fatal(err)
		}
		said, _ := file["sentences"].(map[string]any)
		for key, one := range said {
			if text, plain := one.(string); plain {
				said[key] = arabic(text)
			}
		}
		turned, err := json.Marshal(file)
		if err != nil {
			t.Fatal(err)
		}
		folder[path.Join("ar", entry.Name())] = &fstest.MapFile{Data: turned}
	}
	catalogue, err := locales.Read(folder)
	if err != nil {
		t.Fatal(err)
	}
	return catalogue
}

// A page that runs from right to left fits a narrow screen, and each box to tick
// stands before its words: to the right of them.
func TestPagesThatRunFromRightToLeftStandTheRightWayRound(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a browser")
	}
	browser, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("no chromium to look with")
	}
	door := ask.Door{Desk: &desk{}, Now: func() time.Time { return now }, Allow: func(string) bool { return true }, Phone: "020 7946 0000"}
	site := webtest.StartWith(t, access.Asker{}, func(c *web.Config) { c.Words, c.Practice = withArabic(t), true }, door)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	ctx, stop := chromedp.NewExecAllocator(ctx, append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.NoSandbox, chromedp.DisableGPU, chromedp.ExecPath(browser))...)
	defer stop()
	ctx, leave := chromedp.NewContext(ctx)
	defer leave()
	look := func(script string) int64 {
		t.Helper()
		found, err := chromedp.Run(ctx, chromedp.Evaluate[int64](script))
		if err != nil {
			t.Fatalf("%s: %v", script, err)
		}
		return found
	}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(360, 800)); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(ctx, chromedp.Navigate(site.URL+"/ask?lang=ar")); err != nil {
		t.Fatal(err)
	}
	for _, at := range []string{"safe", "contact", "name", "wants", "check"} {
		form := with(at)
		if at == "contact" {
			form = url.Values{"shown": {shown}, "at": {"contact"}} // with something to put right
		}
		if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](sending(form))); err != nil {
			t.Fatalf("after %s: %v", at, err)
		}
		deadline := time.Now().Add(10 * time.Second)
		for look("document.readyState === 'complete' && !document.querySelector('#sending') ? 1 : 0") == 0 && time.Now().Before(deadline) {
			time.Sleep(20 * time.Millisecond)
		}
		if look("document.documentElement.dir === 'rtl' && document.querySelectorAll('h1').length === 1 ? 1 : 0") != 1 {
			t.Fatalf("after %s: the page does not run from right to left", at)
		}
		if wide := look("document.documentElement.scrollWidth"); wide > 360 {
			t.Errorf("after %s: the page is %d px wide", at, wide)
		}
		if wrong := look(`[...document.querySelectorAll('.govuk-radios__item, .govuk-checkboxes__item')].filter(item => {
			const box = item.querySelector('input').getBoundingClientRect(), label = item.querySelector('label').getBoundingClientRect()
			return box.width > 0 && (box.right < label.right || box.left < 0 || box.right > 360)
		}).length`); wrong != 0 {
			t.Errorf("after %s: %d boxes stand on the wrong side of their words", at, wrong)
		}
		if folder := os.Getenv("THROUGHLINE_PICTURES"); folder != "" {
			picture, err := chromedp.Run(ctx, chromedp.FullScreenshot(90))
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(folder, "rtl-"+at+".png"), picture, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// sending is a script that sends a form.
func sending(form url.Values) string {
	values, _ := json.Marshal(form) // texts by name always marshal
	return `(() => {
		const form = document.createElement('form')
		form.id = 'sending'; form.method = 'post'; form.action = '/ask'
		for (const [name, all] of Object.entries(` + string(values) + `)) for (const value of all) {
			const field = document.createElement('input')
			field.type = 'hidden'; field.name = name; field.value = value
			form.append(field)
		}
		document.body.append(form); form.submit(); return true
	})()`
}

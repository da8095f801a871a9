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

// phone is a browser on a screen of 360 pixels, which runs no longer than the
// test.
type phone struct {
	t   *testing.T
	ctx context.Context
	url string
}

func onAPhone(t *testing.T, site *webtest.Site) phone {
	t.Helper()
	if testing.Short() {
		t.Skip("starts a browser")
	}
	browser, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("no chromium to look with")
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	t.Cleanup(cancel)
	ctx, stop := chromedp.NewExecAllocator(ctx, append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.NoSandbox, chromedp.DisableGPU, chromedp.ExecPath(browser))...)
	t.Cleanup(stop)
	ctx, leave := chromedp.NewContext(ctx)
	t.Cleanup(leave)
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(360, 800)); err != nil {
		t.Fatal(err)
	}
	return phone{t, ctx, site.URL}
}

// look answers a question about the page.
func (p phone) look(script string) int64 {
	p.t.Helper()
	found, err := chromedp.Run(p.ctx, chromedp.Evaluate[int64](script))
	if err != nil {
		p.t.Fatalf("%s: %v", script, err)
	}
	return found
}

func (p phone) open(path string) {
	p.t.Helper()
	if err := chromedp.Do(p.ctx, chromedp.Navigate(p.url+path)); err != nil {
		p.t.Fatalf("opening %s: %v", path, err)
	}
}

// send sends a form and waits for the page it leads to, which must fit.
func (p phone) send(form url.Values) {
	p.t.Helper()
	if _, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool](sending(form))); err != nil {
		p.t.Fatalf("sending: %v", err)
	}
	deadline := time.Now().Add(10 * time.Second)
	for !p.arrived() && time.Now().Before(deadline) {
		time.Sleep(20 * time.Millisecond)
	}
	if wide := p.look("document.documentElement.scrollWidth"); wide > 360 {
		p.t.Errorf("after %s: the page is %d px wide", form.Get("at"), wide)
	}
}

// arrived says whether the page after a sent form is there. A page that goes away
// while it is asked has no answer: it is not there yet.
func (p phone) arrived() bool {
	there, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool]("document.readyState === 'complete' && !document.querySelector('#sending')"))
	return err == nil && there
}

// picture keeps a picture of the page, where THROUGHLINE_PICTURES names a folder.
func (p phone) picture(name string) {
	p.t.Helper()
	folder := os.Getenv("THROUGHLINE_PICTURES")
	if folder == "" {
		return
	}
	picture, err := chromedp.Run(p.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, name+".png"), picture, 0o644); err != nil {
		p.t.Fatal(err)
	}
}

// A page that runs from right to left fits a narrow screen, and each box to tick
// stands before its words: to the right of them.
func TestPagesThatRunFromRightToLeftStandTheRightWayRound(t *testing.T) {
	door := ask.Door{Desk: &desk{}, Now: func() time.Time { return now }, Allow: func(string) bool { return true }, Phone: "020 7946 0000"}
	p := onAPhone(t, webtest.StartWith(t, access.Asker{}, func(c *web.Config) { c.Words, c.Practice = withArabic(t), true }, door))
	p.open("/ask?lang=ar")
	for _, at := range []string{"safe", "contact", "name", "wants", "check"} {
		form := with(at)
		if at == "contact" {
			form = url.Values{"shown": {shown}, "at": {"contact"}} // with something to put right
		}
		p.send(form)
		if p.look("document.documentElement.dir === 'rtl' && document.querySelectorAll('h1').length === 1 ? 1 : 0") != 1 {
			t.Fatalf("after %s: the page does not run from right to left", at)
		}
		if wrong := p.look(`[...document.querySelectorAll('.govuk-radios__item, .govuk-checkboxes__item')].filter(item => {
			const box = item.querySelector('input').getBoundingClientRect(), label = item.querySelector('label').getBoundingClientRect()
			return box.width > 0 && (box.right < label.right || box.left < 0 || box.right > 360)
		}).length`); wrong != 0 {
			t.Errorf("after %s: %d boxes stand on the wrong side of their words", at, wrong)
		}
		p.picture("rtl-" + at)
	}
}

// Large words with pictures fit a narrow screen, every picture is there, and the
// words are large.
func TestLargeWordsWithPicturesFitANarrowScreen(t *testing.T) {
	p := onAPhone(t, open(t, &desk{}, nil))
	p.open("/ask?size=large")
	for _, at := range []string{"", "safe", "contact", "name", "wants", "urgent", "check"} {
		if at != "" {
			p.send(with(at))
		}
		if shown, missing := p.look("document.querySelectorAll('.tl-picture').length"), p.look("[...document.querySelectorAll('.tl-picture')].filter(i => !i.complete || i.naturalWidth === 0).length"); shown == 0 || missing != 0 {
			t.Errorf("after %q: %d pictures, %d of them missing", at, shown, missing)
		}
		if small := p.look("[...document.querySelectorAll('main p, main label, main legend, main li, main button')].filter(e => parseFloat(getComputedStyle(e).fontSize) < 24).length"); small != 0 {
			t.Errorf("after %q: %d parts are smaller than 24 px", at, small)
		}
		p.picture("large-" + at)
	}
}

// Large words are for who reads little: no sentence has more than fifteen words.
func TestSentencesBesidePicturesAreShort(t *testing.T) {
	site := open(t, &desk{}, nil)
	page := site.Get("/ask?size=large")
	for _, at := range []string{"safe", "contact", "name", "wants", "urgent", "check"} {
		if level := page.Level(); level.LongestWords > 15 || len(page.All("img.tl-picture")) == 0 {
			t.Errorf("before %s: %d pictures, and %d words: %s", at, len(page.All("img.tl-picture")), level.LongestWords, level.Longest)
		}
		page = site.Post("/ask", with(at))
	}
	site.Get("/ask?size=normal").WantNone("img")
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

package journeytest

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// A woman asks for support herself, the lead finds her waiting, police see
// nothing of it, and whoever presses the back button after she left learns
// nothing.
func TestSheAsksForHerselfOnAPhone(t *testing.T) { asksHerself(t, onAPhone) }

func TestSheAsksForHerselfWithoutScripts(t *testing.T) {
	if testing.Short() {
		t.Skip("the walk on a phone is enough in short")
	}
	asksHerself(t, manner{width: 360})
}

// weather is a site that she leaves to.
func weather(t *testing.T) string {
	t.Helper()
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if from := r.Referer(); from != "" {
			t.Errorf("the site she leaves to is told of %s", from)
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, `<!DOCTYPE html><html lang="en"><head><title>Weather</title><link rel="icon" href="data:,"></head><body><main><h1>Sunny</h1></main></body></html>`)
	}))
	t.Cleanup(site.Close)
	return site.URL
}

func asksHerself(t *testing.T, how manner) {
	browser, served := newBrowser(t), practiceAfter(t, func(data string) {
		run(t, "", "setting", "ask", "on", "--phone", "020 7946 0000", "--leave-to", weather(t), "--data", data)
	})
	v := visit(t, browser, served.url, how)
	v.open("/sign-in").follow("Ask for help for yourself").sees("Before you start", "999", "0808 2000 247", "020 7946 0000")
	v.picture("ask first")
	v.press("I am safe to go on").press("Continue").sees("There is a problem", "Choose how we may contact you")
	v.choose("How may we contact you?", "Call me")
	v.choose("If you do not answer", "Leave no message")
	v.press("Continue").sees("Enter your phone number")
	v.fill("07700 900321", "Your phone number")
	v.fill("10 to 2", "When is it safe? (optional)")
	v.fill("the library", "A word to use (optional)")
	v.picture("ask contact")
	v.press("Cymraeg").sees("Sut i gysylltu â chi", "Does neb wedi gwirio'r geiriau hyn eto", "Gadael y dudalen hon")
	v.picture("ask contact welsh")
	if kept := v.holds("Gair i'w ddefnyddio (dewisol)"); kept != "the library" {
		t.Errorf("choosing a language leaves %q of the word to use", kept)
	}
	v.press("English").fill("the library", "A word to use (optional)")
	v.what = "pressing the Enter key in a field"
	v.arrives(func() { v.do(v.what, enter) })
	v.sees("Your name").press("Go back")
	if kept := v.holds("A word to use (optional)"); kept != "the library" {
		t.Errorf("going back leaves %q of the word to use", kept)
	}
	v.press("Continue").fill("Oriel", "The name you want us to use")
	v.press("Continue")
	v.choose("What would you like help with? (optional)", "Somewhere to live")
	v.press("Large words and pictures").sees("Normal words")
	v.picture("ask large")
	v.press("Normal words")
	v.fill("Brent", "Which area do you live in? (optional)")
	v.press("Continue")
	v.choose("Is any of this so today? (optional)", "I have nowhere safe to go")
	v.press("Continue").sees("Check your answers", "Oriel", "07700 900321", "Leave no message", "I have nowhere safe to go")
	v.picture("ask check")
	v.choose("Do you agree?", "You may contact me in the way I said")
	v.press("Send").sees("Thank you", "is not stated")
	v.picture("ask thanks")
	if reference := regexp.MustCompile(`[A-Z0-9]{4}-[A-Z0-9]{4}`).FindString(v.text()); reference == "" {
		t.Error("no reference is given")
	}
	if title := ask[string](v, "document.title"); title != "Thank you" {
		t.Errorf("the title says %q", title)
	}
	v.leavesUnseen("/ask", "Oriel", "07700", "Thank you", "Check your answers", "Before you start", "Throughline")

	lead := served.as(t, browser, "Service lead", how)
	lead.open("/allocate").sees("Oriel")
	caseID := ask[string](lead, found("link", []string{"Oriel", "More about this choice"})+".pathname.split('/').pop()")
	lead.open("/woman/"+caseID).sees("Oriel", "She came herself", "Call only.")
	lead.open("/woman/"+caseID+"/timeline").sees("She came herself", "She would like help with: Somewhere to live. She lives in: Brent",
		"Call only. Leave no message and send no text. Only at these times: 10 to 2. What to ask for: the library")
	served.as(t, browser, "Officer", how).open("/refer/list").seesNot("Oriel")
}

// leavesUnseen leaves at once, then presses the back button three times: none of
// these words shows, and a page of hers is held back.
func (v *visitor) leavesUnseen(path string, words ...string) {
	v.t.Helper()
	v.what = "leaving"
	if v.scripts {
		for range 3 {
			v.do(v.what, chromedp.KeyEvent(kb.Escape))
		}
	} else {
		v.reach("link", []string{"Leave this page"})
		v.do(v.what, enter)
	}
	v.until("the weather", "document.title === 'Weather'")
	for back := range 3 {
		v.what = fmt.Sprintf("pressing back, time %d", back+1)
		if !v.goesBack() {
			break
		}
		for _, word := range words {
			if strings.Contains(v.text(), word) || strings.Contains(ask[string](v, "document.title"), word) {
				v.t.Errorf("%s: %q shows", v.what, word)
			}
		}
	}
	v.open(path).sees("Continue").seesNot("Throughline")
	v.press("Continue").sees("Sign in")
}

// goesBack goes back one entry of the history, and says whether there was one.
func (v *visitor) goesBack() bool {
	v.t.Helper()
	history, err := chromedp.Run(v.ctx, func(ctx context.Context, target *chromedp.Target) (page.GetNavigationHistoryResult, error) {
		return cdp.Call(ctx, target, page.GetNavigationHistory, cdp.Empty{})
	})
	if err != nil {
		v.t.Fatalf("%s: reading the history: %v", v.what, err)
	}
	if history.CurrentIndex == 0 {
		return false
	}
	entry := history.Entries[history.CurrentIndex-1]
	v.do(v.what, command(page.NavigateToHistoryEntry, page.NavigateToHistoryEntryParams{EntryID: entry.ID}))
	time.Sleep(500 * time.Millisecond) // a page that asks to be sent again never loads: there is nothing to wait for
	return true
}

package web_test

import (
	"context"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"throughline/internal/casework/administration"
	"throughline/internal/edge/web/webtest"
)

// tab is a page of a browser that no other tab shares cookies with.
type tab struct {
	t    *testing.T
	ctx  context.Context
	site string
}

// browser starts a browser, and returns what opens a tab in it.
func browser(t *testing.T, site string) (open func() tab) {
	t.Helper()
	if testing.Short() {
		t.Skip("starts a browser")
	}
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("no chromium to look with")
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	t.Cleanup(cancel)
	return func() tab {
		own, stop := chromedp.NewExecAllocator(ctx, append(chromedp.DefaultExecAllocatorOptions[:],
			chromedp.NoSandbox, chromedp.DisableGPU, chromedp.ExecPath(path))...)
		t.Cleanup(stop)
		own, leave := chromedp.NewContext(own)
		t.Cleanup(leave)
		return tab{t, own, site}
	}
}

func (b tab) open(path string) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, chromedp.Navigate(b.site+path)); err != nil {
		b.t.Fatalf("opening %s: %v", path, err)
	}
}

// does runs a script in the page.
func (b tab) does(script string) {
	b.t.Helper()
	if _, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool]("("+script+", true)")); err != nil {
		b.t.Fatalf("%s: %v", script, err)
	}
}

// waits waits until a script says yes.
func (b tab) waits(what, script string) {
	b.t.Helper()
	for range 100 {
		if yes, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](script)); err == nil && yes {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	page, _ := chromedp.Run(b.ctx, chromedp.Evaluate[string]("document.title + ': ' + document.body.innerText"))
	b.t.Fatalf("%s: not so after 10 seconds; the page says %s", what, page)
}

// signsIn signs in on the page that asks for it.
func (b tab) signsIn(name string) {
	b.t.Helper()
	b.does("document.querySelector('#name').value = '" + name + "', document.querySelector('#password').value = '" + webtest.Password + "'")
	b.does("document.querySelector('main form').requestSubmit()")
}

// types changes a field as a key would.
func (b tab) types(field, text string) {
	b.t.Helper()
	b.does("document.querySelector('" + field + "').value = '" + text + "', document.querySelector('" + field + "').dispatchEvent(new Event('input', {bubbles: true}))")
}

const noteIs = "document.querySelector('textarea')?.value === "

func TestWhatIsTypedOnOneDeviceIsThereOnAnother(t *testing.T) {
	d := newDesk(t)
	open := browser(t, d.URL)
	phone := open()
	phone.open(notePath)
	phone.signsIn("priya")
	phone.waits("the form is there", "!!document.querySelector('[data-keep-said]')")
	phone.waits("scripts need no button", "!document.querySelector('[data-keep-later]')")
	phone.types("textarea", "Saw her")
	phone.waits("the page says it is kept", "document.querySelector('[data-keep-said]').textContent === 'What you typed is kept. It is not saved yet.'")
	phone.types("textarea", "Saw her. She is well")
	phone.open("/sign-in/code") // the phone goes elsewhere within the second

	desktop := open()
	desktop.open(notePath)
	desktop.signsIn("priya")
	desktop.waits("what was typed last is there", noteIs+"'Saw her. She is well'")
	desktop.does("document.querySelector('main form:not([data-kept] form)').requestSubmit(document.querySelector('main form button:not(.tl-button-link)'))")
	desktop.waits("it is saved", "document.title.startsWith('Page not found')") // where the test's note leads
	desktop.open(notePath)
	desktop.waits("the form is empty again", noteIs+"'as it stands'")
}

func TestWhatIsTypedWhenTheSessionHasEndedIsThereAfterSigningIn(t *testing.T) {
	d := newDesk(t)
	page := browser(t, d.URL)()
	page.open(notePath)
	page.signsIn("priya")
	page.waits("the form is there", "!!document.querySelector('[data-keep-said]')")
	d.Desk.EndAll()
	page.types("textarea", "Saw her")
	page.waits("it is kept all the same", "document.querySelector('[data-keep-said]').textContent.startsWith('What you typed is kept')")
	page.does("document.querySelector('main form').requestSubmit()")
	page.waits("she is asked to sign in", "document.title.startsWith('Sign in')")
	page.signsIn("priya")
	page.waits("what was typed is there", noteIs+"'Saw her'")
}

func TestAPageWarnsBeforeTheSessionEndsAndMakesItLonger(t *testing.T) {
	d := newDesk(t)
	d.Desk.AddHalf("soon", administration.SignedIn{Account: administration.Account{ID: priya.ID, DisplayName: "Priya", Role: priya.Role}, Sure: true, Rest: 4 * time.Second})
	page := browser(t, d.URL)()
	page.open(notePath)
	page.signsIn("soon")
	const shown = "document.querySelector('dialog').open && !document.querySelector('[data-stay-soon]').hidden"
	page.waits("the page warns", shown)
	page.does("document.querySelector('dialog button').click()")
	page.waits("it lasts longer", "!document.querySelector('dialog').open")
	page.waits("and warns again", shown)
	d.Desk.EndAll()
	page.does("document.querySelector('dialog button').click()")
	page.waits("it was too late", "document.querySelector('dialog').open && !document.querySelector('[data-stay-over]').hidden")
	back, err := chromedp.Run(page.ctx, chromedp.Evaluate[string]("document.querySelector('[data-stay-back]').href"))
	if err != nil || !strings.HasSuffix(back, notePath) {
		t.Errorf("leads back to %q, %v", back, err)
	}
}

func TestAPageSaysWithoutScriptsWhenTheSessionEnds(t *testing.T) {
	d := newDesk(t)
	d.Carry(d.Desk.OpenAs(administration.SignedIn{Account: administration.Account{ID: priya.ID, Role: priya.Role}, Sure: true, Rest: 15 * time.Minute}))
	page := d.Get(notePath).WantStatus(200)
	if !strings.Contains(page.Body, "<noscript><p class=\"govuk-body-s\">You are signed out at ") || page.Attr("dialog", "data-stay") != "900" {
		t.Error("the page does not say when she is signed out")
	}
	d.Post("/stay", nil).WantStatus(204)
	d.Desk.EndAll()
	d.Post("/stay", nil).WantStatus(401)
}

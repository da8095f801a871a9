package journeytest

import (
	"context"
	"fmt"
	"net/url"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/pquerna/otp/totp"

	"throughline/internal/journeytest/keystroke"
)

// manner is how a visitor looks at the pages.
type manner struct {
	width   int64
	scripts bool // scripts run
	axe     bool // every page is tried against WCAG
}

var (
	atADesk        = manner{width: 1280, scripts: true, axe: true}
	onAPhone       = manner{width: 360, scripts: true, axe: true}
	withoutScripts = manner{width: 1280}
)

// newBrowser starts a browser of its own for the test.
func newBrowser(t *testing.T) context.Context {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("no chromium to walk with: ./test installs it")
	}
	if axeSource() == "" {
		t.Skip("no axe-core to try the pages with: ./test fetches it and names it in THROUGHLINE_AXE")
	}
	ctx, stop := chromedp.NewExecAllocator(context.Background(),
		chromedp.ExecPath(path), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck,
		chromedp.UserDataDir(t.TempDir()), chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true), chromedp.Flag("disable-dev-shm-usage", true),
		chromedp.Flag("disable-backgrounding-occluded-windows", true), chromedp.Flag("disable-renderer-backgrounding", true),
		// Whatever a page asks for, no name but this machine's is found.
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"),
		chromedp.Flag("password-store", "basic"), chromedp.Flag("force-color-profile", "srgb"))
	t.Cleanup(stop)
	ctx, leave := chromedp.NewContext(ctx)
	t.Cleanup(leave)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("starting the browser: %v", err)
	}
	return ctx
}

// visitor is a person at one tab of a browser.
type visitor struct {
	t   *testing.T
	ctx context.Context
	manner
	base string
	what string // what she is doing, for messages

	asked keystroke.Model // what the pages asked of her so far

	mu     sync.Mutex
	status int64 // of the last page
}

// visit opens a tab nobody else shares cookies with.
func visit(t *testing.T, browser context.Context, base string, how manner) *visitor {
	t.Helper()
	return newVisitor(t, browser, base, how, chromedp.WithNewBrowserContext())
}

// anotherTab opens a tab that shares her cookies.
func (v *visitor) anotherTab() *visitor {
	v.t.Helper()
	return newVisitor(v.t, v.ctx, v.base, v.manner)
}

func newVisitor(t *testing.T, parent context.Context, base string, how manner, options ...chromedp.ContextOption) *visitor {
	t.Helper()
	v := &visitor{t: t, manner: how, base: base, what: "starting"}
	ctx, leave := chromedp.NewContext(parent, append(options, chromedp.WithListener(v.heard))...)
	t.Cleanup(leave)
	v.ctx = ctx
	if err := chromedp.Do(ctx); err != nil { // the tab lasts as long as this context
		t.Fatalf("opening a tab: %v", err)
	}
	v.do("listening to the network", command(network.Enable, network.EnableParams{}))
	v.do("holding the focus", command(emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}))
	v.do("setting the width", chromedp.EmulateViewport(how.width, 800))
	if !how.scripts {
		v.runScripts(false)
	}
	return v
}

// runScripts lets scripts run or not.
func (v *visitor) runScripts(run bool) {
	v.t.Helper()
	v.do("turning scripts on or off", command(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !run}))
}

// command is one command to the browser whose answer does not matter.
func command[P, R any](c cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, c, params)
		return err
	})
}

// heard notes what the browser tells while she looks: pages that reach for
// another machine, and everything a policy or a script complains about.
func (v *visitor) heard(event any) {
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if to, err := url.Parse(e.Request.URL); err != nil || to.Scheme != "data" && to.Hostname() != "127.0.0.1" && to.Hostname() != "localhost" {
			v.t.Errorf("a page reaches for %s", e.Request.URL)
		}
	case *network.EventResponseReceived:
		if e.Type == network.ResourceTypeDocument {
			v.mu.Lock()
			v.status = e.Response.Status
			v.mu.Unlock()
		}
	case *cdplog.EventEntryAdded:
		// A page that says what is wrong has a status that says so too.
		said := e.Entry.Level == cdplog.EntryLevelError || e.Entry.Level == cdplog.EntryLevelWarning
		if said && !strings.Contains(e.Entry.Text, "the server responded with a status of 4") {
			v.t.Errorf("the browser complains: %s %s", e.Entry.Text, e.Entry.URL)
		}
	case *runtime.EventExceptionThrown:
		v.t.Errorf("a script fails: %s", e.ExceptionDetails.Text)
	}
}

func (v *visitor) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	v.t.Helper()
	ctx, cancel := context.WithTimeout(v.ctx, 30*time.Second)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		v.t.Fatalf("%s: %v", what, err)
	}
}

// ask evaluates an expression in the page.
func ask[T any](v *visitor, expression string) T {
	v.t.Helper()
	answer, err := try[T](v, expression)
	if err != nil {
		v.t.Fatalf("%s: asking the page: %v", v.what, err)
	}
	return answer
}

func try[T any](v *visitor, expression string) (T, error) {
	ctx, cancel := context.WithTimeout(v.ctx, 30*time.Second)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[T](expression))
}

// until waits for an expression to hold, across pages.
func (v *visitor) until(what, expression string) {
	v.t.Helper()
	end := time.Now().Add(20 * time.Second)
	for {
		if holds, err := try[bool](v, expression); err == nil && holds {
			return
		} else if time.Now().After(end) {
			v.t.Fatalf("%s: waited in vain for %s (%v); the page is %s and says:\n%s", v.what, what, err, v.path(), v.text())
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// arrives carries out an act that leads to another page, and looks at it.
func (v *visitor) arrives(act func()) {
	v.t.Helper()
	ask[bool](v, "window.left = true")
	act()
	v.until("a page", "!window.left && document.readyState === 'complete' && !!document.body")
	v.look()
}

// open goes to an address of the site.
func (v *visitor) open(path string) *visitor {
	v.t.Helper()
	v.what = "opening " + path
	v.do(v.what, chromedp.Navigate(v.base+path))
	v.look()
	return v
}

func (v *visitor) path() string {
	path, _ := try[string](v, "location.pathname + location.search")
	return path
}

func (v *visitor) text() string {
	text, _ := try[string](v, "document.body.innerText")
	return text
}

func (v *visitor) sees(words ...string) *visitor {
	v.t.Helper()
	text := strings.Join(strings.Fields(v.text()), " ")
	for _, want := range words {
		if !strings.Contains(text, want) {
			v.t.Fatalf("%s: %s does not say %q; it says:\n%s", v.what, v.path(), want, v.text())
		}
	}
	return v
}

func (v *visitor) seesNot(words ...string) *visitor {
	v.t.Helper()
	text := strings.Join(strings.Fields(v.text()), " ")
	for _, unwanted := range words {
		if strings.Contains(text, unwanted) {
			v.t.Errorf("%s: %s says %q", v.what, v.path(), unwanted)
		}
	}
	return v
}

// stands fails the test unless the last page came with this status.
func (v *visitor) stands(status int64) *visitor {
	v.t.Helper()
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.status != status {
		v.t.Errorf("%s: status %d, want %d", v.what, v.status, status)
	}
	return v
}

// signIn signs in at the page that asks for it, or opens it.
func (v *visitor) signIn(name, password string) *visitor {
	v.t.Helper()
	if on, _ := try[bool](v, "!!document.querySelector('input[name=password]')"); !on {
		v.open("/sign-in")
	}
	v.fill(name, "Sign-in name")
	v.fill(password, "Password")
	v.press("Sign in")
	return v
}

// setUpCodes sets up the codes of somebody who signs in for the first time.
func (v *visitor) setUpCodes() *visitor {
	v.t.Helper()
	v.sees("Set up your codes")
	key := regexp.MustCompile(`Key: ([A-Z2-7 ]+)`).FindStringSubmatch(v.text())
	if key == nil {
		v.t.Fatalf("the page shows no key: %s", v.text())
	}
	code, err := totp.GenerateCode(strings.ReplaceAll(key[1], " ", ""), time.Now())
	if err != nil {
		v.t.Fatal(err)
	}
	v.fill(code, "Code")
	return v.press("Continue")
}

// as signs in a person of a role in a tab of their own.
func (s site) as(t *testing.T, browser context.Context, role string, how manner) *visitor {
	t.Helper()
	name := s.names[role]
	if name == "" {
		t.Fatalf("nobody signs in as %s: %v", role, s.names)
	}
	return visit(t, browser, s.url, how).signIn(name, s.password)
}

// quoted writes words as a list of a script.
func quoted(words []string) string {
	list := slices.Clone(words)
	for i, word := range list {
		list[i] = fmt.Sprintf("%q", word)
	}
	return "[" + strings.Join(list, ", ") + "]"
}

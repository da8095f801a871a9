package journeytest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// enter is the Enter key as a keyboard sends it: its text comes with the press,
// so that what moves the focus on the press does not get the text as well.
func enter(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
	key := input.DispatchKeyEventParams{
		Type: input.DispatchKeyEventTypeKeyDown, Key: "Enter", Code: "Enter", Text: "\r", UnmodifiedText: "\r",
		WindowsVirtualKeyCode: 13, NativeVirtualKeyCode: 13,
	}
	if _, err := cdp.Call(ctx, target, input.DispatchKeyEvent, key); err != nil {
		return chromedp.Void{}, err
	}
	key.Type, key.Text, key.UnmodifiedText = input.DispatchKeyEventTypeKeyUp, "", ""
	_, err := cdp.Call(ctx, target, input.DispatchKeyEvent, key)
	return chromedp.Void{}, err
}

// finder finds what a person would name by its words: a field by the words of
// its group and its label, a link or a button by its own, each after the row,
// group or form it stands in where that needs saying.
const finder = `((kind, path) => {
  const said = e => e.textContent.replace(/\s+/g, ' ').trim()
  const words = e => { const c = e.cloneNode(true); c.querySelectorAll('.govuk-visually-hidden').forEach(h => h.remove()); return said(c) }
  const named = (e, text) => words(e) === text || said(e) === text
  const within = (scope, text) => {
    const legend = [...scope.querySelectorAll('legend')].find(l => named(l, text))
    if (legend) return legend.closest('fieldset')
    const label = [...scope.querySelectorAll('.govuk-form-group > label')].find(l => named(l, text))
    if (label) return label.parentElement
    const heading = [...scope.querySelectorAll('h2')].find(h => named(h, text))
    if (heading && heading.nextElementSibling?.matches('form, ul')) return heading.nextElementSibling
    return [...scope.querySelectorAll('section[aria-labelledby], tr, li, .govuk-summary-card, .govuk-summary-list__row')].find(r => said(r).includes(text))
  }
  let scope = document
  for (const step of path.slice(0, -1)) if (scope) scope = within(scope, step)
  const last = path[path.length - 1]
  if (!scope) return null
  if (kind === 'link') return [...scope.querySelectorAll('main a'), ...scope.querySelectorAll('a')].find(a => named(a, last)) ?? null
  if (kind === 'button') return [...scope.querySelectorAll('button, summary')].find(b => named(b, last)) ?? null
  const label = [...scope.querySelectorAll('label')].find(l => named(l, last))
  return label ? document.getElementById(label.htmlFor) : null
})`

func found(kind string, path []string) string {
	return finder + "(" + fmt.Sprintf("%q", kind) + ", " + quoted(path) + ")"
}

// reach moves the focus with the Tab key to what is named, as a person without
// a mouse does.
func (v *visitor) reach(kind string, path []string) string {
	v.t.Helper()
	v.what = fmt.Sprintf("reaching the %s %q", kind, path)
	it := found(kind, path)
	if !ask[bool](v, "!!"+it) {
		v.t.Fatalf("%s: there is none on %s, which says:\n%s", v.what, v.path(), v.text())
	}
	if kind == "link" && !ask[bool](v, it+".checkVisibility()") {
		v.openMenu()
		v.what = fmt.Sprintf("reaching the %s %q", kind, path)
	}
	// One of a group of radios is reached by reaching the group.
	const where = `(it => { const at = document.activeElement
		if (at === it || it.type === 'radio' && at.type === 'radio' && at.name === it.name && at.form === it.form) return 'here'
		return at !== document.body && at.compareDocumentPosition(it) & Node.DOCUMENT_POSITION_PRECEDING ? 'before' : 'after' })`
	for range 400 {
		switch ask[string](v, where+"("+it+")") {
		case "here":
			v.inSight()
			return it
		case "before":
			v.do(v.what, chromedp.KeyEvent(kb.Tab, chromedp.KeyModifiers(chromedp.ModifierShift)))
		default:
			v.do(v.what, chromedp.KeyEvent(kb.Tab))
		}
	}
	v.t.Fatalf("%s: the Tab key does not lead there on %s", v.what, v.path())
	return ""
}

// inSight fails the test where something covers all of what has the focus.
// WCAG 2.4.11.
func (v *visitor) inSight() {
	v.t.Helper()
	const covered = `(() => { const at = document.activeElement, box = at.getBoundingClientRect()
		const own = [at, ...(at.labels ?? [])]
		return ![0.05, 0.5, 0.95].some(y => [0.05, 0.5, 0.95].some(x => {
			const top = document.elementFromPoint(box.x + box.width * x, box.y + box.height * y)
			return own.some(e => e.contains(top))
		})) })()`
	if ask[bool](v, covered) {
		v.t.Errorf("%s: on %s at %d px it is out of sight when it has the focus", v.what, v.path(), v.width)
	}
}

// openMenu opens the menu that the navigation folds into on a narrow screen.
func (v *visitor) openMenu() {
	v.t.Helper()
	menu := v.reach("button", []string{"Menu"})
	v.do(v.what, enter)
	if ask[string](v, menu+".getAttribute('aria-expanded')") != "true" {
		v.t.Fatalf("%s: the menu does not open", v.what)
	}
	v.tryAxe("menu open")
}

// fill types into a field, in place of what stood there.
func (v *visitor) fill(text string, path ...string) {
	v.t.Helper()
	v.asked.Type(text)
	v.put(text, path...)
}

func (v *visitor) put(text string, path ...string) {
	v.t.Helper()
	it := v.reach("field", path)
	ask[bool](v, it+".select() ?? true")
	if text == "" {
		text = kb.Backspace
	}
	v.do(v.what, chromedp.KeyEvent(text))
}

// fillDay types a day into the three boxes of a date.
func (v *visitor) fillDay(day, month, year string, path ...string) {
	v.t.Helper()
	v.asked.TypeDay(day, month, year)
	v.put(day, append(path, "Day")...)
	v.put(month, append(path, "Month")...)
	v.put(year, append(path, "Year")...)
}

// choose chooses a radio or ticks a box.
func (v *visitor) choose(path ...string) {
	v.t.Helper()
	v.asked.Choose()
	it := v.reach("field", path)
	for range 30 {
		if ask[bool](v, "document.activeElement === "+it) {
			break
		}
		v.do(v.what, chromedp.KeyEvent(kb.ArrowDown))
	}
	if !ask[bool](v, it+".checked") {
		v.do(v.what, chromedp.KeyEvent(" "))
	}
	if !ask[bool](v, it+".checked") {
		v.t.Fatalf("%s: it is not chosen by key", v.what)
	}
}

// pick picks from a list the first answer that begins so.
func (v *visitor) pick(answer string, path ...string) {
	v.t.Helper()
	v.asked.Choose()
	it := v.reach("field", path)
	want := ask[int](v, "[..."+it+".options].findIndex(o => o.text.startsWith("+fmt.Sprintf("%q", answer)+"))")
	if want < 0 {
		v.t.Fatalf("%s: no answer begins %q", v.what, answer)
	}
	for range 200 {
		switch at := ask[int](v, it+".selectedIndex"); {
		case at == want:
			return
		case at < want:
			v.do(v.what, chromedp.KeyEvent(kb.ArrowDown))
		default:
			v.do(v.what, chromedp.KeyEvent(kb.ArrowUp))
		}
	}
	v.t.Fatalf("%s: the arrow keys do not lead to %q", v.what, answer)
}

// press presses a button that leads to a page. The page is looked at before as
// it is filled in, and after.
func (v *visitor) press(path ...string) *visitor {
	v.t.Helper()
	v.asked.Go()
	v.tryAxe("as filled in")
	v.reach("button", path)
	v.what = "pressing " + strings.Join(path, ", ")
	v.arrives(func() { v.do(v.what, enter) })
	return v
}

// unfold opens what a page keeps folded until it is asked for.
func (v *visitor) unfold(path ...string) {
	v.t.Helper()
	v.asked.Choose()
	it := v.reach("button", path)
	v.do(v.what, enter)
	if !ask[bool](v, it+".parentElement.open") {
		v.t.Fatalf("%s: it does not open by key", v.what)
	}
}

// follow follows a link to a page.
func (v *visitor) follow(path ...string) *visitor {
	v.t.Helper()
	v.asked.Go()
	v.reach("link", path)
	v.what = "following " + strings.Join(path, ", ")
	v.arrives(func() { v.do(v.what, enter) })
	return v
}

// download follows a link to a file and returns what is in it.
func (v *visitor) download(path ...string) string {
	v.t.Helper()
	folder := v.t.TempDir()
	v.what = "downloading " + strings.Join(path, ", ")
	if _, err := chromedp.CallBrowser(v.ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorAllow, BrowserContextID: chromedp.FromContext(v.ctx).BrowserContextID, DownloadPath: folder,
	}); err != nil {
		v.t.Fatalf("%s: %v", v.what, err)
	}
	v.reach("link", path)
	v.do(v.what, enter)
	for range 1000 {
		// The browser holds the name with an empty file, writes under another name and
		// then renames: what has the name and is not empty is whole.
		if files, _ := filepath.Glob(filepath.Join(folder, "*.csv")); len(files) > 0 {
			content, err := os.ReadFile(files[0])
			if err != nil {
				v.t.Fatal(err)
			}
			if len(content) > 0 {
				return string(content)
			}
		}
		time.Sleep(10 * time.Millisecond)
	}
	v.t.Fatalf("%s: no file came", v.what)
	return ""
}

// holds returns what stands in a field.
func (v *visitor) holds(path ...string) string {
	v.t.Helper()
	v.what = fmt.Sprintf("reading the field %q", path)
	return ask[string](v, "("+found("field", path)+" ?? {value: 'no such field'}).value")
}

// within carries out a part of a journey and fails the test where a practised
// person needs longer than the page was designed for.
func (v *visitor) within(budget time.Duration, what string, act func()) {
	v.t.Helper()
	before := v.asked
	act()
	asked := v.asked.Since(before)
	v.t.Logf("%s: %s", what, asked)
	if over := asked.Over(budget); over != "" {
		v.t.Errorf("%s takes %s", what, over)
	}
}

// contains says whether a text has all of the words.
func contains(text string, words ...string) bool {
	for _, word := range words {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

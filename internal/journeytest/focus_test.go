package journeytest

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// The Tab key leads through every page of a keyworker's and a lead's day in the order
// in which it is read, is never lost or caught, and each stop is seen to have the
// focus and is covered by nothing. WCAG 2.1.2, 2.4.3, 2.4.7, 2.4.11.
func TestThePagesOfTheDayByKey(t *testing.T) {
	if testing.Short() {
		t.Skip("the walks go by key as well")
	}
	browser, served := newBrowser(t), practice(t)
	for role, pages := range map[string][]string{
		"Keyworker":    {"/today", "/diary", "/diary?view=week", "/groups", "/services", "HER", "HER/contact", "HER/appointments", "HER/plan", "HER/groups", "HER/hardship", "HER/onward/new", "HER/close"},
		"Service lead": {"/today", "/allocate", "/board", "/funds", "/funds/new", "/suites", "/suites/add", "/suites/vetting", "/groups/new", "/services/new", "/import", "/jobs"},
	} {
		t.Run(role, func(t *testing.T) {
			v := served.as(t, browser, role, manner{width: 1280, scripts: true})
			v.opens("/caseload", 0)
			her := v.path()
			for _, page := range pages {
				v.open(strings.ReplaceAll(page, "HER", her)).stands(200).tabsThrough()
			}
		})
	}
}

// stop says of what has the focus where it stands, how it is called, and whether it
// is seen.
const stop = `(() => {
  const at = document.activeElement
  if (!at || at === document.body) return {name: ''}
  const shows = s => s.boxShadow !== 'none' || (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 && s.outlineColor !== 'rgba(0, 0, 0, 0)')
  const seen = shows(getComputedStyle(at)) && getComputedStyle(at).opacity !== '0' || [...(at.labels ?? [])].some(l => shows(getComputedStyle(l, '::before')))
  return {name: at.tagName + ' ' + (at.name || at.textContent.trim().slice(0, 40)), place: [...document.querySelectorAll('*')].indexOf(at), seen}
})()`

// tabsThrough goes through a page from its beginning to its end.
func (v *visitor) tabsThrough() {
	v.t.Helper()
	type stopped struct {
		Name  string `json:"name"`
		Place int    `json:"place"`
		Seen  bool   `json:"seen"`
	}
	const stops = `(() => { const named = new Set(); return [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')].
		filter(e => !e.disabled && e.checkVisibility({visibilityProperty: true}) && (e.type !== 'radio' || !named.has(e.name + (e.form?.action ?? '')) && named.add(e.name + (e.form?.action ?? '')))).length })()`
	want, before := ask[int](v, stops), stopped{Place: -1}
	v.what = "going through the page by key"
	for n := range want + 1 {
		v.do(v.what, chromedp.KeyEvent(kb.Tab))
		at := ask[stopped](v, stop)
		if at.Name == "" || at.Place <= before.Place && n > 0 {
			if n < want {
				v.t.Errorf("%s: after %q the Tab key leads back to %q, at stop %d of %d", v.path(), before.Name, at.Name, n, want)
			}
			return
		}
		if !at.Seen {
			v.t.Errorf("%s: nothing shows that %q has the focus", v.path(), at.Name)
		}
		v.inSight()
		before = at
	}
}

package journeytest

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
)

// forcedColours lays the visitor's own colours over every page, as people do who
// need them.
func (v *visitor) forcedColours() *visitor {
	v.t.Helper()
	v.do("laying her own colours over the pages", command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "forced-colors", Value: "active"}},
	}))
	return v
}

// keepsForcedColours says that nothing on the page but a drawing resists them (the
// sign of a warning is one, in colours that the visitor's own set names),
// and that whatever can be pressed still has an edge or a line to be seen by.
func (v *visitor) keepsForcedColours() {
	v.t.Helper()
	if !ask[bool](v, "matchMedia('(forced-colors: active)').matches") {
		v.t.Fatal("the colours are not forced")
	}
	for _, tag := range ask[[]string](v, `[...document.querySelectorAll('body *:not(svg, svg *, .govuk-warning-text__icon)')].
		filter(e => e.offsetParent && getComputedStyle(e).forcedColorAdjust === 'none').map(e => e.outerHTML.slice(0, 80))`) {
		v.t.Errorf("%s: in forced colours this keeps colours of its own: %s", v.path(), tag)
	}
	for _, tag := range ask[[]string](v, `[...document.querySelectorAll('button.govuk-button, a.govuk-button, input:not([type=hidden]):not([type=radio]):not([type=checkbox]), textarea, select')].
		filter(e => e.offsetParent && ['Top', 'Bottom'].every(side => parseFloat(getComputedStyle(e)['border' + side + 'Width']) === 0)).map(e => e.outerHTML.slice(0, 80))`) {
		v.t.Errorf("%s: in forced colours nothing shows where this begins and ends: %s", v.path(), tag)
	}
}

// Whoever signs in finds every page of their navigation in order, on a phone and
// in their own colours.
func TestEveryRoleOnAPhoneInForcedColours(t *testing.T) {
	browser, site := newBrowser(t), practice(t)
	for _, role := range slices.Sorted(maps.Keys(site.names)) {
		t.Run(role, func(t *testing.T) {
			v := site.as(t, browser, role, onAPhone).forcedColours()
			pages := ask[[]string](v, "[...document.querySelectorAll('.govuk-service-navigation a')].map(a => a.getAttribute('href'))")
			if len(pages) == 0 {
				v.keepsForcedColours() // a page says what this account is for
			}
			for _, path := range pages {
				v.open(path).stands(200).keepsForcedColours()
			}
		})
	}
	for role, pages := range map[string][]string{
		"Keyworker":    {"HER", "HER/contact", "HER/appointments", "HER/plan", "HER/screening", "HER/measures", "HER/groups", "HER/hardship", "HER/onward", "HER/onward/new", "HER/safety-plan", "HER/free", "HER/close", "/services/chasing", "/services/gaps"},
		"Service lead": {"/evidence/cost", "/groups/new", "/funds/new", "/suites/add", "/suites/vetting", "/services/new", "/services/answers", "/import", "/jobs"},
	} {
		t.Run("within the work of a "+role, func(t *testing.T) {
			v := site.as(t, browser, role, onAPhone).forcedColours()
			v.opens("/caseload", 0)
			her := v.path()
			for _, page := range pages {
				v.open(strings.ReplaceAll(page, "HER", her)).stands(200).keepsForcedColours()
			}
		})
	}
	t.Run("the woman herself", func(t *testing.T) {
		v := visit(t, browser, site.url, onAPhone).forcedColours()
		v.open("/my")
		v.fill("garden lemon window cloud", "The four words on your card")
		v.fill("4826", "Your PIN")
		v.press("Open").keepsForcedColours()
		for _, path := range []string{"/my", "/my/next", "/my/plan", "/my/say/feel", "/my/written", "/my/looked", "/my/sharing", "/my/reach", "/my/data", "/my/print"} {
			v.open(path).stands(200).keepsForcedColours()
		}
	})
}

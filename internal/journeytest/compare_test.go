package journeytest

import "testing"

// Areas, providers and months stand side by side for those who lead the service and
// those who pay for it: on a phone, in their own colours, without scripts, by rule.
func TestUnitsSideBySide(t *testing.T) {
	browser, site := newBrowser(t), practice(t)
	for _, role := range []string{"Service lead", "Commissioner"} {
		t.Run(role, func(t *testing.T) {
			v := site.as(t, browser, role, onAPhone).forcedColours()
			for _, by := range []string{"area", "provider", "month"} {
				v.open("/evidence/compare?as_at=2021-08-31&by=" + by).stands(200).keepsForcedColours()
				if ask[bool](v, "!document.querySelector('main figure svg[role=img]')") {
					v.sees("See all figures of the scheme")
					continue
				}
				v.sees("outside the limits", "This is no league table")
				if faint := ask[int](v, `[...document.querySelectorAll('svg.chart circle, svg.chart path')].
					filter(e => getComputedStyle(e).stroke === 'none').length`); faint > 0 {
					v.t.Errorf("%s: %d marks of the chart have no edge in forced colours", v.path(), faint)
				}
				if small := ask[int](v, "[...document.querySelectorAll('svg.chart text')].filter(t => t.getScreenCTM().a * parseFloat(getComputedStyle(t).fontSize) < 13.9).length"); small > 0 {
					v.t.Errorf("%s: %d words of its chart are smaller than 14 px", v.path(), small)
				}
			}
		})
	}
	lead := site.as(t, browser, "Service lead", atADesk)
	lead.open("/evidence/compare?as_at=2021-08-31").sees("Areas side by side").picture("areas side by side")
	lead.follow("Months").sees("Months side by side").picture("months side by side")
}

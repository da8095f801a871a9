package journeytest

import "testing"

// Whoever reads figures sees what support cost as at the day of the report, tries
// assumptions of her own, and finds her mistake named; at a desk, on a phone and
// without scripts.
func TestCostAndWorthAreRead(t *testing.T) {
	browser, site := newBrowser(t), practice(t)
	for name, how := range map[string]manner{"at a desk": atADesk, "on a phone": onAPhone, "without scripts": withoutScripts} {
		t.Run(name, func(t *testing.T) {
			if testing.Short() && name != "on a phone" {
				t.Skip("the walk on a phone is enough in short")
			}
			v := site.as(t, browser, "Service lead", how)
			v.follow("Evidence").follow("See what support cost and what it may be worth")
			v.fill("2021-08-31", "As at")
			v.press("Show").sees("£2,126 (£340,160 for 160)", "£0 to £966,054, and no middle: 4 assumptions are undecided", "004:113", "Not for publication")
			if small := ask[int](v, "[...document.querySelectorAll('svg.chart text')].filter(t => t.getScreenCTM().a * parseFloat(getComputedStyle(t).fontSize) < 13.9).length"); small > 0 {
				t.Errorf("%d words of the chart are smaller than 14 px at %d px", small, v.width)
			}
			v.picture("cost")
			v.fill("40", "Would have come anyway")
			v.press("Show").sees("There is a problem", "Enter two numbers, such as 20 to 40")
			v.fill("20 to 40", "Would have come anyway")
			v.press("Show").sees("20% to 40%", "you, on this page", "as at 31 August 2021")
			v.open("/evidence/T26?as_at=2021-08-31").sees("£1,943.77 (£340,160 for 175)", "£491.07 (£55,000 for 112)")
			v.open("/evidence/T27?as_at=2021-08-31").sees("Not directly comparable", "Durham", "58.93 to 86.25")
			v.picture("T27")
		})
	}
	other := site.as(t, browser, "Commissioner", onAPhone)
	other.open("/evidence/cost").sees("Small numbers hidden", "£0 to £966,054, and no middle: 4 assumptions are undecided").seesNot("Not for publication")
}

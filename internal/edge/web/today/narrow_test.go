package today_test

import (
	"net/url"
	"strings"
	"testing"

	"throughline/internal/casework/caseworktest"
)

func TestACaseloadIsNarrowedByLinksThatCarryCodesAlone(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	h.refer("Amina", caseworktest.Keyworker)
	h.refer("Bea", caseworktest.Keyworker)
	form := url.Values{"condition": {"not_started"}, "area": {"Central West"}, "sort": {"quiet"}, "tier": {"9"}, "state": {"secret"}, "quiet": {"no"}}
	to := h.site.Post("/caseload", form).WantRedirect("/caseload?area=Central+West&condition=not_started&sort=quiet").To()
	page := h.site.Get(to).WantStatus(200).WantText("[role=status]", "2 cases").
		WantText("main", "You chose condition: not started; area: central West; order: longest without contact. Clear")
	if got := page.Attr("th[aria-sort]", "aria-sort"); got != "descending" || !strings.Contains(page.Text("th[aria-sort]"), "Without contact") {
		t.Errorf("sorted %q by %q", got, page.Text("th[aria-sort]"))
	}
	for _, link := range page.All("thead a") {
		for _, attribute := range link.Attr {
			if attribute.Key == "href" && !strings.Contains(attribute.Val, "condition=not_started") {
				t.Errorf("%s forgets what is chosen", attribute.Val)
			}
		}
	}
	for _, link := range []string{"condition=at_risk", "quiet=14", "review=due", "risk=yes"} { // Today leads here
		h.site.Get("/caseload?"+link).WantText("[role=status]", "No cases are like this").WantText("main", "You chose")
	}
	h.site.Get("/caseload?clear=yes")
	h.site.Get("/caseload?condition=met").WantText("[role=status]", "No cases are like this")
	h.site.Get("/caseload?condition=rumour&tier=x&sort=backwards").WantStatus(200).WantText("[role=status]", "2 cases").WantNone("a[href=/caseload?clear=yes]")
	found := h.site.Post("/caseload", url.Values{"text": {"bea"}, "condition": {"not_started"}}).WantStatus(200).WantText("[role=status]", "1 case")
	if found.Attr("option[selected][value=not_started]", "value") == "" {
		t.Error("searching forgets what is chosen")
	}
	found.WantNone("thead a") // no name stands in an address
}

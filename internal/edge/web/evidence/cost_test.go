package evidence_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"throughline/internal/casework/caseworktest"
	"throughline/internal/domain/journey"
)

// paid writes that £3,600 was spent on the 18 women of the site.
func paid(t *testing.T, room *caseworktest.Room) {
	t.Helper()
	line := on(summer, "", "", journey.CostRecorded{Scheme: "lwds", From: spring.AddDays(-5), To: summer, Category: "keyworkers", Pence: 360_000})
	line.Words = nil
	write(t, room, line)
}

func TestCostAndWorthAreRangesWithTheirSources(t *testing.T) {
	site, room := newSite(t, caseworktest.Lead)
	paid(t, room)
	page := site.Get("/evidence/cost").WantStatus(200).WantText("h1", "Cost and worth").WantText(".tl-badge", "Not for publication")
	for _, says := range []string{
		"Cost for each woman referred £200 (£3,600 for 18)", "Cost for each condition met £300 (£3,600 for 12)",
		"£0 to £10,224, and no middle: 4 assumptions are undecided", "£0 to £24,120, and no middle",
		"Saved for each pound spent on women's centres", "Women's Budget Group", "£2.84 for each £1, and no range is stated. Pounds spent, by the cost lines: £3,600.", "Read in 004:115: stated in a source document", "Its year is not stated",
		"As printed. Its price base is not stated.", "None is better than another, and none is the truth",
		"5 of these start from the same pounds spent", "Would have come anyway undecided: anything from 0% to 100% nobody",
		"Years it lasts undecided: counted once nobody", "Discount rate, a year 3.5%, and no range is stated HM Treasury, The Green Book",
	} {
		page.WantText("main", says)
	}
	if len(page.All("a[href=/evidence/figure/cost.per_referred]")) == 0 {
		t.Error("a cost does not lead to its workings")
	}
	page.WantText("figure .tl-figure__headline", "A place in prison: 5 assumptions move it most, and alike").WantText("figure summary", "Show as a table")
	if len(page.All("figure svg[role=img] title")) != 1 {
		t.Error("the chart has no title")
	}
	site.Get("/evidence/figure/cost.per_referred").WantStatus(200).WantText("dl", "1 April 2020 to 31 July 2020")
	if len(site.Get("/evidence").All("a[href=/evidence/cost]")) == 0 {
		t.Error("nothing leads to the page")
	}
}

func TestAssumptionsAreTriedInTheAddress(t *testing.T) {
	site, room := newSite(t, caseworktest.Lead)
	paid(t, room)
	tried := url.Values{
		"deadweight": {"0 to 50"}, "attribution": {"50 to 100"}, "displacement": {"0 to 0"}, "optimism_stated": {"0 to 0"}, "years": {"1 to 2"}, "drop_off": {"0 to 0"},
		"show": {"saved_ipswich"},
	}
	page := site.Get("/evidence/cost?" + tried.Encode()).WantStatus(200)
	// 2 × £3,600: a quarter of it at the least, all of it over two years at the most, and
	// 9/16 of it in the middle.
	page.WantText("main", "£1,800 to £14,157, with £4,050 in the middle").WantText("main", "Would have come anyway 0% to 50% you, on this page")
	page.WantText("figure .tl-figure__headline", "Saved for each pound spent in the Ipswich strategy: “Years it lasts” moves it most")
	if got := page.Attr("#deadweight", "value"); got != "0 to 50" {
		t.Errorf("what was tried is kept as %q", got)
	}
	kept := false
	for _, link := range page.All("a") {
		for _, attribute := range link.Attr {
			kept = kept || attribute.Key == "href" && strings.Contains(attribute.Val, "show=social_value_nef") && strings.Contains(attribute.Val, "deadweight=0+to+50")
		}
	}
	if !kept {
		t.Error("the way to another value loses what was tried")
	}
}

func TestAnAssumptionThatIsNoRangeIsNamedAndKept(t *testing.T) {
	site, room := newSite(t, caseworktest.Lead)
	paid(t, room)
	before := len(room.Record.Ledger)
	for typed, says := range map[string]string{
		"30":        "Enter two numbers, such as 20 to 40: nobody knows this to one number",
		"40 to 20":  "Enter the smaller number first",
		"20 to 400": "Enter numbers up to 100",
	} {
		page := site.Get("/evidence/cost?deadweight=" + url.QueryEscape(typed)).WantStatus(http.StatusUnprocessableEntity)
		page.WantText("title", "Error:").WantText("#deadweight-error", says).WantText(".govuk-error-summary", says).WantNone("figure")
		if got := page.Attr("#deadweight", "value"); got != typed {
			t.Errorf("what was typed is kept as %q", got)
		}
	}
	site.Get("/evidence/cost?as_at=soon").WantStatus(http.StatusUnprocessableEntity).WantText("#as_at-error", "Enter the date")
	if len(room.Record.Ledger) != before {
		t.Error("a read is written down where nothing was read")
	}
}

func TestWithoutCostsThePageSaysSo(t *testing.T) {
	site, _ := newSite(t, caseworktest.Lead)
	page := site.Get("/evidence/cost").WantStatus(200).WantText("main", "No cost is recorded for these days").WantNone("figure")
	page.WantText("main", "Not worked out. Saved for each pound spent on women's centres: no cost is recorded")
}

func TestTheCommissionerReadsCostsOfRoundedCounts(t *testing.T) {
	site, room := newSite(t, caseworktest.Commissioner)
	paid(t, room)
	page := site.Get("/evidence/cost").WantStatus(200).WantText("main", "Policy nhs-1-7-r5")
	page.WantText("main", "Cost for each woman referred £180 (£3,600 for 20)")
	if strings.Contains(page.Text("main"), "for 18") || strings.Contains(page.Text("main"), "for 12)") {
		t.Error("an exact count leaves the service")
	}
	site.Get("/evidence/T26").WantStatus(200).WantText("tbody", "£180 (£3,600 for 20)").WantText("tbody", "£491.07 (£55,000 for 112)")
	rates := site.Get("/evidence/T27").WantStatus(200).WantText("dl", "Not directly comparable").WantText("tbody", "Anawim Reoffending rate no counts printed")
	if len(rates.All("figure")) > 0 {
		t.Error("rates of schemes are drawn")
	}
	for _, link := range rates.All("tbody a") {
		for _, attribute := range link.Attr {
			if attribute.Key == "href" {
				site.Get(attribute.Val).WantStatus(200)
			}
		}
	}
}

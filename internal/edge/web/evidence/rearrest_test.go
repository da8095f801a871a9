package evidence_test

import (
	"fmt"
	"strings"
	"testing"

	"throughline/internal/casework/caseworktest"
)

// Two of eighteen women are arrested on the last day of the feed, 115 and 116 days
// after their referral.
func TestReArrestsOverTime(t *testing.T) {
	site, _ := newSite(t, caseworktest.Lead)
	page := site.Get("/evidence/re-arrest").WantStatus(200).WantText("h1", "Re-arrest over time")
	for _, says := range []string{
		"Followed from the referral up to 31 July 2020, the last day of the police feed: 99 to 116 days, median 108",
		"Re-arrested by 90 days: 0.0% by 90 days, 95% interval 0.0 to 0.0 (0 of 18 so far, 18 still followed)",
		"Re-arrested within 90 days, of those followed so long: 0 of 18 (0.0%, 95% interval 0.0 to 17.6)",
		"0.11 re-arrests per woman (2 for 18)",
		"A new matter recorded: no women in the base",
		"a woman has to stay without an arrest to come twice",
		"A measure of its own",
	} {
		page.WantText("main", says)
	}
	page.WantText("figure summary", "Show as a table").WantText("figure", "fewer than 10 followed")
	site.Get("/evidence/figure/re_arrest.by_90_days").WantStatus(200).WantText("dl", "95%, log–log").WantText("dl", "Still followed 18")
	if len(site.Get("/evidence?as_at=2020-08-01").All("a[href=/evidence/re-arrest?as_at=2020-08-01]")) != 1 {
		t.Error("nothing leads there as at the same day")
	}
}

// A step of the curve can be one woman: others are given shares of those followed
// long enough.
func TestOthersReadNoCurve(t *testing.T) {
	site, _ := newSite(t, caseworktest.Commissioner)
	page := site.Get("/evidence/re-arrest").WantStatus(200).WantText("main", "0 of 20")
	for _, day := range []int{90, 180, 365} {
		if id := fmt.Sprintf("re_arrest.by_%d_days", day); strings.Contains(page.Body, id) {
			t.Errorf("%s is given", id)
		}
		site.Get(fmt.Sprintf("/evidence/figure/re_arrest.by_%d_days", day)).WantStatus(404)
	}
	if strings.Contains(page.Text("main"), "median") {
		t.Error("how long single women were followed is given")
	}
}

func TestWithoutArrestsThereIsNoCurve(t *testing.T) {
	site, _ := newSite(t, caseworktest.Lead)
	site.Get("/evidence/re-arrest?as_at=2020-04-08").WantStatus(200).WantText("main", "Fewer than 10 women are followed").WantNone("figure")
	site.Get("/evidence/re-arrest?scheme=none").WantStatus(422)
}

package allocate_test

import (
	"context"
	"fmt"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/support"
	"throughline/internal/domain/journey"
)

// Past the number that the scheme names, the page says so and asks for a reason.
// Source: 000:574.
func TestAFullCohortAsksForAReason(t *testing.T) {
	w := newWorld(t, caseworktest.Lead, support.Keyworker{ID: "kw-many", Name: "Priya", OpenLimit: 30, YearLimit: 60})
	w.intro.Delivers = []string{"bedfordshire-exit"}
	known := func(r *journey.Referral) {
		r.Area, r.Outcome, r.Condition = "Luton", "no_further_action", nil
		r.Asked = journey.Encounter{Cohorts: []string{"on_street_sex_work", "wider_criminality"}}
	}
	for i := range 13 {
		caseID := w.refer(t, fmt.Sprintf("Ana%d", i), known)
		if _, err := w.desk.Allocate(context.Background(), caseworktest.Lead, caseID, casework.AnyVersion, w.room.Key(), support.Allocation{Keyworker: "kw-many"}); err != nil {
			t.Fatal(err)
		}
	}
	path := "/allocate/" + w.refer(t, "Fourteenth", known)
	page := w.site.Get(path).WantText("dl", "Under her scheme she gets Lead professional").
		WantText("dl", "13 women now. 10 to 13 women at any one time. One more needs a reason.")
	w.site.Post(path, form(page, "kw-many", "")).WantStatus(422).WantText(".govuk-error-summary", "She may wait, or say why you take in one more")
	w.site.Post(path, form(page, "kw-many", "One woman is about to move on")).WantRedirect("/allocate?done=allocated")
}

func TestAPageNamesNobodyWhereTheSchemeDoesNotSayWhoSheGets(t *testing.T) {
	w := newWorld(t, caseworktest.Lead, priya)
	w.intro.Delivers = []string{"womens-centre"}
	caseID := w.refer(t, "Amina", func(r *journey.Referral) { r.Outcome, r.Condition = "no_further_action", nil })
	w.site.Get("/allocate/"+caseID).WantText("dl", "Under her scheme she gets Not stated")
}

package evidence_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"throughline/internal/casework/caseworktest"
	verbs "throughline/internal/casework/evidence"
	"throughline/internal/domain/access"
	"throughline/internal/edge/web/evidence"
	"throughline/internal/edge/web/webtest"
)

var (
	governance = access.Asker{ID: "ig-1", Name: "Ines", Agency: "Trust", Role: access.InformationGovernance}
	evaluator  = access.Asker{ID: "evaluator-1", Name: "Hannah", Agency: "University", Role: access.Evaluator}
)

func TestWhatLeftIsListedForTheLeadAndForGovernance(t *testing.T) {
	site, _ := newSite(t, caseworktest.Lead)
	site.Get("/evidence/released").WantStatus(200).WantText("main", "Nothing has left yet")
	site.As(caseworktest.Commissioner)
	site.Get("/evidence").WantStatus(200)
	site.Get("/evidence/T1.csv").WantStatus(200)
	for _, asker := range []access.Asker{caseworktest.Lead, governance} {
		site.As(asker)
		page := site.Get("/evidence/released").WantStatus(200)
		page.WantText("tbody", "Read on a page").WantText("tbody", "Taken as a file").WantText("tbody", caseworktest.Commissioner.ID).WantText("tbody", "nhs-1-7-r5")
		if strings.Contains(page.Body, canary) || strings.Contains(page.Body, "woman-0") {
			t.Error("the list shows who a woman is")
		}
	}
	site.As(caseworktest.Lead)
	site.Get("/evidence").WantText("main", "See which figures left the service")
	for _, asker := range []access.Asker{caseworktest.Commissioner, caseworktest.Keyworker, caseworktest.Officer} {
		site.As(asker)
		site.Get("/evidence/released").WantStatus(http.StatusForbidden)
	}
}

// studySite is a site with a study of the evaluator's agency, or with none.
func studySite(t *testing.T, with bool) *webtest.Site {
	t.Helper()
	_, room := newSite(t, evaluator)
	desk := deskOf(t, room)
	today := room.Bench.Today()
	desk.Secret = func(use string) ([]byte, error) { return []byte(use), nil }
	desk.Studies = func(context.Context) ([]verbs.Study, error) {
		if !with {
			return nil, nil
		}
		return []verbs.Study{{ID: "hull", Agency: evaluator.Agency, Scheme: "lwds", Reference: "DSA 7", Starts: today - 1, Ends: today + 1}}, nil
	}
	return webtest.Start(t, evaluator, evidence.Door{Desk: desk, People: people{}})
}

func TestAnEvaluatorTakesTheRowsOfTheStudy(t *testing.T) {
	site := studySite(t, true)
	page := site.Get("/evidence/study").WantStatus(200)
	page.WantText("dl", "DSA 7").WantText("main", "T1 ").WantText("main", "Re-arrest is not re-offending")
	site.Get("/evidence/T1").WantStatus(200).WantText(".govuk-back-link", "Back to the study").WantText(".tl-badge", "Small numbers hidden")
	site.Get("/evidence/T1.csv").WantStatus(200)
	site.Get("/evidence/figure/referrals.total").WantStatus(200)
	for part, begins := range map[string]string{"rows": "study_id,pathway,area", "codebook": "column,kind,meaning", "about": "Study hull, agreed as DSA 7"} {
		file := site.Post("/evidence/study/hull", url.Values{"part": {part}}).WantStatus(200)
		if !strings.HasPrefix(file.Body, begins) || strings.Contains(file.Body, canary) || strings.Contains(file.Body, "woman-0") {
			t.Errorf("%s begins with %.80q", part, file.Body)
		}
	}
	site.Post("/evidence/study/hull", url.Values{"part": {"names"}}).WantStatus(http.StatusNotFound)
	site.Post("/evidence/study/other", url.Values{"part": {"rows"}}).WantStatus(http.StatusNotFound)
	for _, path := range []string{"/evidence", "/evidence/released", "/evidence/change"} {
		site.Get(path).WantStatus(http.StatusForbidden)
	}
}

func TestWithoutAStudyAnEvaluatorReadsNothing(t *testing.T) {
	site := studySite(t, false)
	site.Get("/evidence/study").WantStatus(200).WantText("main", "No study is agreed with you")
	for _, path := range []string{"/evidence/T1", "/evidence/T1.csv", "/evidence/figure/referrals.total"} {
		site.Get(path).WantStatus(http.StatusForbidden)
	}
	site.Post("/evidence/study/hull", url.Values{"part": {"rows"}}).WantStatus(http.StatusNotFound)
}

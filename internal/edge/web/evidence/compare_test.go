package evidence_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"throughline/internal/casework/caseworktest"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

// compared are the comparisons there are.
var compared = []string{"/evidence/compare", "/evidence/compare?by=provider", "/evidence/compare?by=month&as_at=2020-12-31"}

// areas adds encounters of two more areas: in the one support was offered at most
// of them, in the other at few.
func areas(t *testing.T, room *caseworktest.Room) {
	t.Helper()
	for i := range 200 {
		fact := on(spring, "", "", journey.Encounter{
			Encounter: fmt.Sprintf("M%03d", i), What: "arrest", Area: []string{"North", "Riverside"}[i%2], Offered: journey.YesNoOf(i%2 == 0 && i < 180 || i > 179),
		})
		fact.Words = nil
		write(t, room, fact)
	}
}

func TestAreasStandSideBySideWithTheLimitsOfChance(t *testing.T) {
	site, room := newSite(t, caseworktest.Lead)
	areas(t, room)
	if len(site.Get("/evidence").All("a[href=/evidence/compare]")) == 0 {
		t.Error("nothing on the evidence page leads here")
	}
	page := site.Get("/evidence/compare").WantStatus(200).WantText("h1", "Areas side by side").WantText("main", "Not for publication")
	page.WantText("figure .tl-figure__headline", "2 of 3 areas lie outside the limits of chance").WantText("figure summary", "Show as a table")
	page.WantText("figure table", "Riverside 10 of 100 (10.0%").WantText("figure table", "outside the 99.8% limits").WantText("figure table", "Central West 20 of 40").WantText("figure table", "inside the limits")
	page.WantText("main", "This is no league table").WantText("main", "Re-arrest is not re-offending").WantText("main", "look closer")
	if got := page.Attr(".tl-chips a[aria-current=page]", "href"); got != "/evidence/compare?by=area" {
		t.Errorf("the chosen comparison leads to %q", got)
	}
	if len(page.All("figure svg[role=img] title")) != 1 {
		t.Error("the chart has no title")
	}
	file := site.Get("/evidence/compare.csv?by=area").WantStatus(200)
	if !strings.Contains(file.Body, "Riverside,10,100,10.00,") || !strings.HasPrefix(file.Header.Get("Content-Type"), "text/csv") {
		t.Errorf("the file says:\n%s", file.Body)
	}
	if got := file.Header.Get("Content-Disposition"); got != "attachment; filename=compare-area-lwds-2026-03-03-not-for-publication.csv" {
		t.Errorf("the file is called %q", got)
	}
	if line, _ := room.Record.Last(); line.Action != access.Export {
		t.Errorf("the file is written down as %+v", line)
	}
}

func TestTheCommissionerComparesProtectedFigures(t *testing.T) {
	site, room := newSite(t, caseworktest.Commissioner)
	areas(t, room)
	for _, path := range compared {
		page := site.Get(path).WantStatus(200).WantText("main", "Policy nhs-1-7-r5")
		if strings.Contains(page.Body, "Not for publication") {
			t.Errorf("%s is marked as the service's own copy", path)
		}
	}
	file := site.Get("/evidence/compare.csv?by=area").WantStatus(200)
	if !strings.Contains(file.Header.Get("Content-Disposition"), "nhs-1-7-r5.csv") {
		t.Errorf("the file is called %q", file.Header.Get("Content-Disposition"))
	}
}

func TestMonthsAndProvidersSayWhyTheyAreNotDrawn(t *testing.T) {
	site, _ := newSite(t, caseworktest.Lead)
	site.Get("/evidence/compare").WantStatus(200).WantText("h1", "Areas side by side").WantText("main", "There are not two areas to compare").WantNone("figure").WantText("main a", "See all figures")
	site.Get("/evidence/compare?by=provider").WantStatus(200).WantText("h1", "Providers side by side").WantText("main", "There are not two providers to compare")
	months := site.Get("/evidence/compare?by=month&as_at=2020-12-31").WantStatus(200).WantText("h1", "Months side by side")
	months.WantText("figure .tl-figure__headline", "of 14 months").WantText("figure table", "2020-04 18").WantText("main", "2020-04: 18, outside the 99.8% limits")
	site.Get("/evidence/compare?by=month&as_at=2019-12-31").WantStatus(200).WantText("main", "It takes 6 whole months")
	site.Get("/evidence/compare.csv?by=provider").WantStatus(http.StatusNotFound)
	site.Get("/evidence/compare?by=ethnicity").WantStatus(http.StatusNotFound)
	site.Get("/evidence/compare?by=keyworker").WantStatus(422).WantText("main", "Choose groups from the list")
	site.Get("/evidence/compare.csv?as_at=soon").WantStatus(422).WantText("main", "Enter the date")
	site.As(caseworktest.Keyworker)
	for _, path := range append([]string{"/evidence/compare.csv?by=area"}, compared...) {
		site.Get(path).WantStatus(http.StatusForbidden)
	}
}

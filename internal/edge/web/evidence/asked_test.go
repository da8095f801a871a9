package evidence_test

import (
	"strings"
	"testing"

	"throughline/internal/casework/caseworktest"
)

func TestATableIsGivenByGroups(t *testing.T) {
	site, _ := newSite(t, caseworktest.Lead)
	page := site.Get("/evidence/T2?by=month").WantStatus(200)
	page.WantText("thead", "Month Timing of re-arrest Women Base").WantText("main", "by month")
	page.WantText("tbody", "All Women re-arrested 2 18").WantText("tbody", "2020-04 Women re-arrested")
	const one = "/evidence/figure/re_arrest.women?group=month%3D2020-04"
	if len(page.All("a[href="+one+"]")) != 1 {
		t.Error("no figure leads to its workings among those of its month")
	}
	site.Get(one).WantStatus(200).WantText(".govuk-caption-l", "month: 2020-04").WantText("dl", "Definition")
	file := site.Get("/evidence/T2.csv?by=month").WantStatus(200)
	if !strings.HasPrefix(file.Body, "Month,Timing of re-arrest") || !strings.Contains(file.Header.Get("Content-Disposition"), "of-a-part") {
		t.Errorf("the file %s says:\n%s", file.Header.Get("Content-Disposition"), file.Body)
	}
}

func TestAPartOfTheCases(t *testing.T) {
	site, _ := newSite(t, caseworktest.Lead)
	site.Get("/evidence").WantText("main", "Referred: 18").WantText("select[name=area]", "All areas Not known")
	part := site.Get("/evidence?from=2030-01-01&area=not_known").WantStatus(200)
	part.WantText(".govuk-caption-l", "area: Not known; referred from 1 January 2030").WantText("main", "Referred: 0").WantText("main", "Show all cases")
	if got := part.Attr("input[name=from]", "value"); got != "2030-01-01" {
		t.Errorf("the first day is %q on the form", got)
	}
	if len(part.All("a[href=/evidence/T1?area=not_known&from=2030-01-01]")) == 0 {
		t.Error("the tables lead back to all cases")
	}
	// What was asked for stays in the list though nobody is of it.
	site.Get("/evidence?provider=Nobody").WantStatus(200).WantText("select[name=provider] option[selected]", "Nobody")
}

func TestAPartThatCannotBeAskedFor(t *testing.T) {
	site, _ := newSite(t, caseworktest.Lead)
	for query, want := range map[string]string{
		"from=soon":                     "Enter the date as year, month and day, such as 2020-04-01",
		"to=31%2F3%2F2021":              "Enter the date as year, month and day, such as 2020-04-01",
		"from=2021-01-02&to=2021-01-01": "Enter a day on or after the first: the period ends before it begins",
		"by=mood":                       "Choose groups from the list",
	} {
		page := site.Get("/evidence?provider=Nobody&"+query).WantText(".govuk-error-summary", want)
		page.WantText("select[name=provider] option[selected]", "Nobody")
		if query == "from=soon" && page.Attr("input[name=from]", "value") != "soon" {
			t.Error("what was typed is lost")
		}
	}
}

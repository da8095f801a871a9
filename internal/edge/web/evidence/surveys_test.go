package evidence_test

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"throughline/internal/casework/caseworktest"
	"throughline/internal/domain/access"
	"throughline/internal/edge/web/webtest"
)

// draw fills in the form of the page.
func draw(site *webtest.Site, fill ...string) url.Values {
	shown := site.Get("/evidence/surveys").WantStatus(200)
	form := url.Values{
		"key": {shown.Attr("main input[name=key]", "value")}, "scheme": {"lwds"}, "seed": {"42"}, "size": {"2"},
		"on-day": {"3"}, "on-month": {"3"}, "on-year": {"2026"},
	}
	for i := 0; i+1 < len(fill); i += 2 {
		form.Set(fill[i], fill[i+1])
	}
	return form
}

func TestWomenAreDrawnForASurvey(t *testing.T) {
	site, room := newSite(t, caseworktest.Lead)
	page := site.Get("/evidence/surveys").WantStatus(200).WantText("main", "No women were drawn yet").WantText("main", "Answers to different questions are never added up")
	if page.Attr("#seed", "value") == "" {
		t.Error("no seed is offered")
	}
	site.Post("/evidence/surveys", draw(site)).WantRedirect("/evidence/surveys?done=drawn&scheme=lwds")
	page = site.Get("/evidence/surveys?done=drawn").WantText(".govuk-notification-banner", "The women are drawn")
	page.WantText("tbody", "3 March 2026 : women to ask 42 2 of 3 (fewer than 10, so no percentage) 0 of 2").WantText("main", "Survey of 3 March 2026, drawn: 2 of 3")
	women := page.Attr("tbody a", "href")
	site.Get(women).WantStatus(200).WantText("h1", "Women to ask").WantText("caption", "Women drawn").WantText(".govuk-caption-l", "seed 42").WantText("tbody", "Priya")
	if line, _ := room.Record.Last(); line.What != "women drawn for a survey" || len(line.Women) != 2 {
		t.Errorf("the look is written down as %+v", line)
	}

	// Her keyworker finds them, and reads no figure.
	site.As(caseworktest.Keyworker)
	site.Get("/evidence/surveys").WantStatus(200).WantText(".govuk-service-navigation", "Surveys").WantText("thead", "Day Seed").WantNone("main input[name=seed]")
	asked := site.Get(women).WantStatus(200)
	if !strings.Contains(asked.Body, `/answers?wave=follow_up"`) {
		t.Error("nothing leads to her questions")
	}
	site.As(caseworktest.OtherWorker)
	site.Get(women).WantStatus(200).WantText("main", "None of the women drawn is yours to ask").WantNone("tbody")
}

func TestADrawThatThePageRefuses(t *testing.T) {
	site, room := newSite(t, caseworktest.Lead)
	before := len(room.Record.Facts())
	for name, test := range map[string]struct {
		fill        []string
		field, says string
	}{
		"no day":           {[]string{"on-day", "31", "on-month", "2"}, "on-day", "Enter a date that exists"},
		"a day to come":    {[]string{"on-year", "2027"}, "on-day", "today or an earlier day"},
		"no size":          {[]string{"size", "some"}, "size", "Enter how many women to draw"},
		"more than can be": {[]string{"size", "4"}, "size", "3 can be drawn for that day"},
		"no seed":          {[]string{"seed", ""}, "seed", "Enter a seed from 0 to 999,999"},
		"a seed too large": {[]string{"seed", "1000000"}, "seed", "Enter a seed from 0 to 999,999"},
	} {
		t.Run(name, func(t *testing.T) {
			form := draw(site, test.fill...)
			shown := site.Post("/evidence/surveys", form).WantStatus(422).WantText("title", "Error: ").WantText(".govuk-error-summary", test.says)
			if shown.Attr(".govuk-error-summary a", "href") != "#"+test.field || shown.Attr("#size", "value") != form.Get("size") || shown.Attr("main input[name=key]", "value") != form.Get("key") {
				t.Error("the summary does not lead to its field, or what was typed is not kept")
			}
		})
	}
	if len(room.Record.Facts()) != before {
		t.Error("something was written")
	}
}

func TestWhoOpensSurveys(t *testing.T) {
	site, room := newSite(t, caseworktest.Lead)
	site.Post("/evidence/surveys", draw(site)).WantRedirect("/evidence/surveys?done=drawn&scheme=lwds")
	women := site.Get("/evidence/surveys").Attr("tbody a", "href")
	for _, asker := range []access.Asker{caseworktest.Officer, caseworktest.Commissioner, caseworktest.Admin} {
		site.As(asker)
		for _, path := range []string{"/evidence/surveys", women} {
			site.Get(path).WantStatus(http.StatusForbidden)
		}
	}
	site.As(caseworktest.Keyworker)
	site.Post("/evidence/surveys", url.Values{"key": {"k"}}).WantStatus(http.StatusForbidden)
	site.Get("/evidence/surveys/none").WantStatus(http.StatusNotFound)
	room.Record.Deaf = errors.New("no ledger")
	site.Get(women).WantStatus(http.StatusServiceUnavailable)
}

package woman_test

import (
	"testing"

	"throughline/internal/casework/caseworktest"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/scheme"
	"throughline/internal/edge/web/today"
	"throughline/internal/edge/web/webtest"
	"throughline/internal/edge/web/woman"
)

// The page warns once, keeps what was typed, and books there only for a reason.
func TestThePageWarnsWhereMenReport(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	h.desk.Settings = map[string]scheme.Settings{"bedfordshire-exit": {"mens_reporting_places": []string{"Probation, High Street"}}}
	h.site = webtest.Start(t, caseworktest.Keyworker, today.Door{Support: h.desk}, woman.Door{Support: h.desk})
	caseID := h.hers()
	path := woman.Path(caseID, "appointments")
	form := h.form(path, append(day("at", h.Bench.Today().AddDays(1)), "time", "2:30pm", "how", "one_to_one", "place", "probation, high street")...)

	h.site.Get(path).WantNone("textarea[name=despite]")
	page := h.site.Post(path, form).WantStatus(422).
		WantText(".govuk-error-summary", "Men known to the service report at probation, high street. Choose another time or place, or say why even so")
	if got := page.Attr("input[name=place]", "value") + ", " + page.Attr("input[name=time]", "value"); got != "probation, high street, 2:30pm" {
		t.Errorf("the page kept %q", got)
	}
	form.Set("despite", "She asks for it, when no man reports")
	h.site.Post(path, form).WantRedirect(path + "?done=booked")
	if booked := last[journey.Booked](h); booked.How != journey.OneToOne || h.words() != "She asks for it, when no man reports" {
		t.Errorf("wrote %+v, %q", booked, h.words())
	}
	h.site.Get(path).WantText("main", "Where probation, high street").WantText("main", "Men known to the service report there She asks for it")
}

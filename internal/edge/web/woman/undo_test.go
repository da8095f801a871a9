package woman_test

import (
	"net/url"
	"testing"
	"time"

	"throughline/internal/casework/caseworktest"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web/woman"
)

func TestWhatWasJustSavedIsUndoneFromThePageThatSaysSo(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	caseID := h.hers()
	h.Wait(time.Hour)
	form := h.form(woman.Path(caseID, "contact"), "how", "phone", "outcome", "spoke")
	filled(form, day("at", h.Bench.Today())...)
	saved := h.site.Post(woman.Path(caseID, "contact"), form).WantStatus(303)

	page := h.site.Get(saved.To()).WantStatus(200).WantText(".govuk-notification-banner", "Contact recorded Undo")
	undo := url.Values{"fact": {page.Attr("main form input[name=fact]", "value")}}
	h.Wait(5 * time.Minute)
	h.site.Get(woman.Path(caseID, "plan")).WantStatus(200).WantText("main", "At 10:30 you saved: spoke to her: phone").WantText("main", "You can undo it until 10:40")
	for range 2 { // sent twice it is undone once
		done := h.site.Post(woman.Path(caseID, "undo"), undo).WantStatus(303)
		h.site.Get(done.To()).WantStatus(200).WantText(".govuk-notification-banner", "Undone: what stood before stands again").WantNone("input[name=fact]")
	}
	last[journey.Undone](h)
	page = h.site.Get(woman.Path(caseID, "timeline"))
	if timeline := page.Text("main"); timeline == "" || page.Attr("input[name=fact]", "value") != "" {
		t.Errorf("the timeline offers to undo again: %s", timeline)
	}
}

func TestWhatCanBeUndoneNoMoreStands(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	caseID := h.hers()
	h.Wait(time.Hour)
	h.book(caseID, time.Hour)
	fact := h.Record.Facts()[len(h.Record.Facts())-1].ID
	h.Wait(10 * time.Minute)
	h.site.Get(woman.Path(caseID, "")).WantStatus(200).WantNone("input[name=fact]")
	late := h.site.Post(woman.Path(caseID, "undo"), url.Values{"fact": {fact}}).WantStatus(303)
	h.site.Get(late.To()).WantStatus(200).WantText(".govuk-notification-banner", "It can no longer be undone, and stands")
	last[journey.Booked](h)
	h.site.As(caseworktest.OtherWorker)
	h.site.Post(woman.Path(caseID, "undo"), url.Values{"fact": {fact}}).WantStatus(404)
}

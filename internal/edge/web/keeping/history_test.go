package keeping_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"throughline/internal/casework/caseworktest"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web/keeping"
)

// keyworker lets a keyworker support her and signs the keyworker in.
func (w *world) keyworker() {
	w.t.Helper()
	row, err := w.room.Record.Row(context.Background(), w.caseID)
	if err != nil {
		w.t.Fatal(err)
	}
	now := calendar.At(w.room.Now())
	w.append(journey.Fact{Woman: row.Woman, Case: w.caseID, Happened: now, Known: now, By: caseworktest.Lead.ID, Agency: "Advance",
		Body: journey.Allocated{Keyworker: caseworktest.Keyworker.ID, Agency: "Advance"}})
	w.site.As(caseworktest.Keyworker)
}

func TestAnEntryIsPutRightFromWhatWasWritten(t *testing.T) {
	w := newWorld(t)
	w.keyworker()
	page := w.site.Get(keeping.HistoryPath(w.caseID, "")).WantStatus(200)
	page.WantText("main", canary).WantText("main", "Nothing is ever changed here").WantText("a", "This is wrong")
	var link string
	for _, node := range page.All("p a") {
		for _, attribute := range node.Attr {
			if attribute.Key == "href" && strings.Contains(attribute.Val, "/history/") && link == "" {
				link = attribute.Val
			}
		}
	}
	form := w.site.Get(link).WantStatus(200).WantText("h1", "This is wrong").WantText("#text", canary)
	key := form.Attr("input[name=key]", "value")
	w.site.Post(link, url.Values{"key": {key}, "act": {"words"}, "text": {"kept words"}}).WantStatus(422).
		WantText("#reason-error", "Say what was wrong").WantText("#text", "kept words").WantText("title", "Error:")
	w.site.Post(link, url.Values{"key": {key}, "act": {"words"}, "text": {"She rang"}, "reason": {"She did not come"}}).
		WantRedirect(keeping.HistoryPath(w.caseID, "") + "?done=1")
	w.site.Get(keeping.HistoryPath(w.caseID, "")+"?done=1").WantText(".govuk-notification-banner", "What stood before is kept").
		WantText("main", "She rang").WantText("main", canary).WantText("main", "Written anew since. What was wrong: She did not come")
	w.site.Get(link).WantRedirect(keeping.HistoryPath(w.caseID, ""))
}

func TestOnlyThoseWhoWriteInTheRecordOpenItsHistory(t *testing.T) {
	w := newWorld(t)
	lead := w.site.Get(keeping.HistoryPath(w.caseID, "")).WantStatus(200)
	if strings.Contains(lead.Body, canary) && strings.Contains(lead.Text("main"), "contact made") {
		t.Error("a lead reads notes without a reason")
	}
	w.site.Get(keeping.HistoryPath(w.caseID, "none")).WantStatus(404)
	w.site.As(caseworktest.Governance)
	w.site.Get(keeping.HistoryPath(w.caseID, "")).WantStatus(http.StatusForbidden)
	w.site.As(caseworktest.OtherWorker)
	w.site.Get(keeping.HistoryPath(w.caseID, "")).WantStatus(404)
}

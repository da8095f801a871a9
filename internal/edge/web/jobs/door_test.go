package jobs_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/jobs"
	"throughline/internal/domain/access"
	door "throughline/internal/edge/web/jobs"
	"throughline/internal/edge/web/webtest"
)

// open serves the pages of long work, with one piece the lead asked for.
func open(t *testing.T, asker access.Asker) (*webtest.Site, *caseworktest.Record, jobs.Desk, *time.Time) {
	t.Helper()
	now := caseworktest.Start
	record := caseworktest.NewRecord(func() time.Time { return now })
	kind := &caseworktest.Counting{To: 8000, For: []access.Role{access.ServiceLead}, End: casework.JobEnd{Said: "8,000 numbers are counted.", Result: "r1"}}
	desk := jobs.Desk{
		Bench: casework.Bench{Record: record, Now: func() time.Time { return now }}, Store: record,
		Staff: caseworktest.Crew{caseworktest.Lead, caseworktest.Admin}, Kinds: []casework.JobKind{kind},
	}
	_, err := record.Append(t.Context(), casework.Change{Jobs: []casework.Job{{ID: "j1", Kind: "count", By: caseworktest.Lead.ID, Agency: caseworktest.Lead.Agency, Key: "k"}}})
	if err != nil {
		t.Fatal(err)
	}
	return webtest.Start(t, asker, door.Door{Desk: desk}), record, desk, &now
}

func TestHowFarWorkHasCome(t *testing.T) {
	site, record, desk, now := open(t, caseworktest.Lead)
	site.Get("/jobs").WantStatus(http.StatusOK).WantText("tbody", "Count up").WantText("tbody", "You").WantText("tbody", "Waiting")
	site.Get("/jobs/j1").WantText("[data-job-words]", "It waits for its turn.").WantText("main", "Refresh this page").WantText("label", "How far it has come")
	if _, taken, err := record.TakeJob(t.Context(), "count", "w1", now.Add(time.Minute)); err != nil || !taken {
		t.Fatal(taken, err)
	}
	site.Get("/jobs/j1").WantText("[data-job-words]", "It has begun.")
	*now = now.Add(16 * time.Second)
	for _, row := range []struct {
		done         int
		words, aloud string
	}{
		{2310, "2,310 of 8,000 numbers, about 40 seconds left", "25% done"},
		{20, "20 of 8,000 numbers, about 2 hours left", "0% done"},
		{1000, "1,000 of 8,000 numbers, about 2 minutes left", "0% done"},
		{1400, "1,400 of 8,000 numbers, about 1 minute left", "0% done"},
		{7990, "7,990 of 8,000 numbers, about 5 seconds left", "75% done"},
		{8000, "8,000 of 8,000 numbers", "100% done"},
	} {
		if _, err := record.BeatJob(t.Context(), "j1", "w1", now.Add(time.Minute), row.done, 8000); err != nil {
			t.Fatal(err)
		}
		page := site.Get("/jobs/j1").WantText("[data-job-words]", row.words).WantText("[role=status]", row.aloud)
		if page.Attr("progress", "max") != "8000" || strings.Contains(page.Body, "http-equiv") {
			t.Errorf("at %d the bar goes to %q, and the page refreshes by itself: %t", row.done, page.Attr("progress", "max"), strings.Contains(page.Body, "http-equiv"))
		}
		if now := site.Get("/jobs/j1/now").WantStatus(http.StatusOK); !strings.Contains(now.Body, row.words) || strings.Contains(now.Body, `"over":true`) {
			t.Errorf("the script is told %s", now.Body)
		}
	}
	site.Post("/jobs/j1/cancel", nil).WantRedirect("/jobs/j1")
	site.Get("/jobs/j1").WantText("[data-job-words]", "It stops after the step in hand.").WantNone("form[action=/jobs/j1/cancel]")
	if err := record.EndJob(t.Context(), "j1", "w1", casework.JobCancelled, casework.JobEnd{Said: "It was cancelled."}); err != nil {
		t.Fatal(err)
	}
	site.Get("/jobs/j1").WantText("main", "It was cancelled.").WantNone("progress")
	site.Post("/jobs/j1/cancel", nil).WantRedirect("/jobs/j1") // a second click changes nothing
	site.Post("/jobs/j1/retry", nil).WantRedirect("/jobs/j1")
	if _, err := desk.Work(t.Context(), desk.Kinds[0], "w1"); err != nil {
		t.Fatal(err)
	}
	page := site.Get("/jobs/j1").WantText("main", "8,000 numbers are counted.").WantText("main", "See what came of it")
	if href := page.Attr("a.govuk-button", "href"); href != "/counted/r1" {
		t.Errorf("what came of it is at %q", href)
	}
	site.Post("/jobs/j1/retry", nil).WantRedirect("/jobs/j1") // it is over: shown as it stands
}

func TestWhoOpensThePagesOfWork(t *testing.T) {
	for _, row := range []struct {
		name                string
		asker               access.Asker
		list, one, retrying int
	}{
		{"who asked", caseworktest.Lead, http.StatusOK, http.StatusOK, http.StatusSeeOther},
		{"an administrator of the agency", caseworktest.Admin, http.StatusOK, http.StatusOK, http.StatusForbidden},
		{"a keyworker", caseworktest.Keyworker, http.StatusOK, http.StatusNotFound, http.StatusNotFound},
		{"an officer", caseworktest.Officer, http.StatusOK, http.StatusNotFound, http.StatusNotFound},
		{"nobody", access.Asker{}, http.StatusSeeOther, http.StatusSeeOther, http.StatusUnauthorized},
	} {
		t.Run(row.name, func(t *testing.T) {
			site, _, _, _ := open(t, row.asker)
			site.Get("/jobs").WantStatus(row.list)
			site.Get("/jobs/j1").WantStatus(row.one)
			site.Get("/jobs/j1/now").WantStatus(row.one)
			site.Post("/jobs/j1/cancel", nil).WantStatus(row.retrying)
		})
	}
}

func TestAnEmptyListSaysWhatWillStandThere(t *testing.T) {
	site, _, _, _ := open(t, caseworktest.Keyworker)
	site.Get("/jobs").WantText("main", "There is none.").WantNone("table")
}

package caseworktest

import (
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/jobs"
	"throughline/internal/domain/access"
)

// work returns where jobs are kept.
func (h *held) work() jobs.Store {
	h.t.Helper()
	store, ok := h.record.(jobs.Store)
	if !ok {
		h.t.Fatal("the record keeps no jobs")
	}
	return store
}

// ask puts a job in by a change, as a verb does.
func (h *held) ask(id, kind, key string) {
	h.t.Helper()
	h.append(casework.Change{
		Entry: Lead.Note(h.now, access.Append, access.ForAdministration, "ask for work", 0),
		Jobs:  []casework.Job{{ID: id, Kind: kind, By: Lead.ID, Agency: Lead.Agency, Key: key, Arguments: `{"sheet":"s1"}`}},
	})
	h.now = h.now.Add(time.Second)
}

// take takes a job up for a minute.
func (h *held) take(kind, worker string) string {
	h.t.Helper()
	job, taken, err := h.work().TakeJob(background, kind, worker, h.now.Add(time.Minute))
	if err != nil || taken != (job.ID != "") {
		h.t.Fatalf("taking a job of %s: %v, %t, %v", kind, job, taken, err)
	}
	return job.ID
}

// state returns how a job stands.
func (h *held) state(id string) casework.Job {
	h.t.Helper()
	found, err := h.work().Jobs(background, jobs.Filter{ID: id})
	if err != nil || len(found) != 1 {
		h.t.Fatalf("looking for the job %s: %v, %v", id, found, err)
	}
	return found[0]
}

func promiseJobs(t *testing.T, h *held) {
	h.ask("first", "count", "one")
	h.ask("again", "count", "one") // the same key is the same job
	h.ask("second", "count", "two")
	h.ask("other", "print", "one")
	all, err := h.work().Jobs(background, jobs.Filter{By: Lead.ID})
	if err != nil || len(all) != 3 || all[0].ID != "other" || all[2].ID != "first" {
		t.Fatalf("asked for are %v, %v; want three, the newest first", all, err)
	}
	for _, step := range []struct{ kind, worker, want string }{
		{"count", "a", "first"}, // the oldest
		{"count", "b", ""},      // of a kind one at a time
		{"print", "b", "other"},
		{"knit", "b", ""},
	} {
		if got := h.take(step.kind, step.worker); got != step.want {
			t.Errorf("%s takes %q of %s, want %q", step.worker, got, step.kind, step.want)
		}
	}
	job, err := h.work().BeatJob(background, "first", "a", h.now.Add(time.Minute), 30, 80)
	if err != nil || job.Done != 30 || job.Total != 80 || job.Stopping {
		t.Errorf("after a beat %+v, %v", job, err)
	}
	h.now = h.now.Add(2 * time.Minute) // a is gone
	if got := h.take("count", "b"); got != "first" {
		t.Errorf("the work of one who is gone: %q", got)
	}
	if stands := h.state("first"); stands.From != 30 || stands.Done != 30 {
		t.Errorf("b goes on from %+v, want from 30", stands)
	}
	if _, err := h.work().BeatJob(background, "first", "a", h.now, 31, 80); casework.KindOf(err) != casework.Conflict {
		t.Errorf("a beats for a job that is b's: %v", err)
	}
	if err := h.work().EndJob(background, "first", "a", casework.JobFinished, casework.JobEnd{}); casework.KindOf(err) != casework.Conflict {
		t.Errorf("a ends a job that is b's: %v", err)
	}
	if err := h.work().EndJob(background, "first", "b", casework.JobPartly, casework.JobEnd{Said: "79 of 80", Result: "r1"}); err != nil {
		t.Fatal(err)
	}
	if stands := h.state("first"); stands.State != casework.JobPartly || stands.Said != "79 of 80" || stands.Result != "r1" {
		t.Errorf("it ended as %+v", stands)
	}
}

func promiseMovedJobs(t *testing.T, h *held) {
	entry := Lead.Note(h.now, access.Append, access.ForAdministration, "cancel", 0)
	running := []casework.JobState{casework.JobWaiting, casework.JobRunning}
	move := func(id string, from []casework.JobState, to casework.JobState) casework.Kind {
		if err := h.work().MoveJob(background, entry, id, from, to); err != nil {
			return casework.KindOf(err)
		}
		return -1
	}
	h.ask("waits", "count", "one")
	if got := move("waits", running, casework.JobCancelled); got != -1 || h.state("waits").State != casework.JobCancelled {
		t.Errorf("one that waits is not cancelled at once: %v, %+v", got, h.state("waits"))
	}
	if got := move("waits", running, casework.JobCancelled); got != casework.Conflict {
		t.Errorf("cancelling what is over: %v", got)
	}
	if got := move("nothing", running, casework.JobCancelled); got != casework.NotFound {
		t.Errorf("cancelling what is not there: %v", got)
	}
	if got := move("waits", []casework.JobState{casework.JobCancelled}, casework.JobWaiting); got != -1 || h.take("count", "a") != "waits" {
		t.Errorf("one that is to be tried again does not wait: %v", got)
	}
	if got := move("waits", running, casework.JobCancelled); got != -1 || h.state("waits").State != casework.JobRunning || !h.state("waits").Stopping {
		t.Errorf("one that runs is asked to stop: %v, %+v", got, h.state("waits"))
	}
	if err := h.work().EndJob(background, "waits", "a", casework.JobCancelled, casework.JobEnd{}); err != nil {
		t.Fatal(err)
	}
	h.now = h.now.Add(time.Hour)
	h.ask("stays", "count", "two")
	if err := h.work().ForgetJobs(background, h.now); err != nil {
		t.Fatal(err)
	}
	if left, err := h.work().Jobs(background, jobs.Filter{}); err != nil || len(left) != 1 || left[0].ID != "stays" {
		t.Errorf("left are %v, %v; what waits is not old", left, err)
	}
}

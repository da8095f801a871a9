package caseworktest

import (
	"context"
	"slices"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/jobs"
	"throughline/internal/domain/access"
)

var _ jobs.Store = (*Record)(nil)

// work is a job with whose hands it is in.
type work struct {
	casework.Job
	worker string
	lease  time.Time
}

// ask keeps the jobs that a change asks for, each key of a kind once.
func (r *Record) ask(change casework.Change) {
	for _, job := range change.Jobs {
		known := slices.ContainsFunc(r.jobs, func(w *work) bool { return w.Kind == job.Kind && w.Key == job.Key })
		if !known {
			job.State, job.Asked, job.Changed = casework.JobWaiting, r.Now(), r.Now()
			r.jobs = append(r.jobs, &work{Job: job})
		}
	}
}

// Jobs returns the jobs that a filter chooses, the newest first.
func (r *Record) Jobs(_ context.Context, filter jobs.Filter) ([]casework.Job, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	is := func(wanted, has string) bool { return wanted == "" || wanted == has }
	var found []casework.Job
	for _, w := range slices.Backward(r.jobs) {
		if is(filter.ID, w.ID) && is(filter.By, w.By) && is(filter.Agency, w.Agency) && is(string(filter.State), string(w.State)) {
			found = append(found, w.Job)
		}
	}
	return found, nil
}

// TakeJob gives a job to a worker until a moment.
func (r *Record) TakeJob(_ context.Context, kind, worker string, until time.Time) (casework.Job, bool, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	var free *work
	for _, w := range r.jobs {
		held := w.State == casework.JobRunning && !w.lease.Before(r.Now())
		switch {
		case w.Kind != kind:
		case held:
			return casework.Job{}, false, nil
		case free == nil && !w.State.Over():
			free = w
		}
	}
	if free == nil {
		return casework.Job{}, false, nil
	}
	free.State, free.worker, free.lease = casework.JobRunning, worker, until
	free.Began, free.From, free.Changed = r.Now(), free.Done, r.Now()
	return free.Job, true, nil
}

// theirs returns a running job of a worker. The record is locked.
func (r *Record) theirs(id, worker string) (*work, error) {
	for _, w := range r.jobs {
		if w.ID == id && w.worker == worker && w.State == casework.JobRunning {
			return w, nil
		}
	}
	return nil, casework.Fail(casework.Conflict, "background work", "it is no longer this worker's")
}

// BeatJob says that the worker still works.
func (r *Record) BeatJob(_ context.Context, id, worker string, until time.Time, done, total int) (casework.Job, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	w, err := r.theirs(id, worker)
	if err != nil {
		return casework.Job{}, err
	}
	w.lease, w.Done, w.Total, w.Changed = until, done, total, r.Now()
	return w.Job, nil
}

// EndJob puts a job from the worker's hands.
func (r *Record) EndJob(_ context.Context, id, worker string, state casework.JobState, end casework.JobEnd) error {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	w, err := r.theirs(id, worker)
	if err != nil {
		return err
	}
	w.State, w.Said, w.Result, w.worker, w.Stopping, w.Changed = state, end.Said, end.Result, "", false, r.Now()
	return nil
}

// MoveJob moves a job that is in one of these states.
func (r *Record) MoveJob(_ context.Context, entry access.Entry, id string, from []casework.JobState, to casework.JobState) error {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	i := slices.IndexFunc(r.jobs, func(w *work) bool { return w.ID == id })
	if i < 0 {
		return casework.Fail(casework.NotFound, "moving background work", "there is no such work")
	}
	w := r.jobs[i]
	if !slices.Contains(from, w.State) {
		return casework.Fail(casework.Conflict, "moving background work", "it is %s", w.State)
	}
	r.note(entry)
	if to == casework.JobCancelled && w.State == casework.JobRunning {
		w.Stopping = true
		return nil
	}
	w.State, w.Stopping, w.Said, w.Changed = to, false, "", r.Now()
	return nil
}

// ForgetJobs takes away the jobs that were over before a moment.
func (r *Record) ForgetJobs(_ context.Context, before time.Time) error {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.jobs = slices.DeleteFunc(r.jobs, func(w *work) bool { return w.State.Over() && w.Changed.Before(before) })
	return nil
}

package jobs

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
)

// How long a worker holds a job without a sign of life, and how often it gives one.
const (
	Lease = 10 * time.Second
	Beat  = time.Second
)

// Why a run ends before its work is done.
var (
	errStopped = errors.New("somebody cancelled it")
	errLost    = errors.New("another worker has taken it up")
)

// Work takes up one job of a kind and does it, and says whether there was one. Where
// the context ends, the job waits again, so that whoever comes next goes on with it.
func (d Desk) Work(ctx context.Context, kind casework.JobKind, worker string) (bool, error) {
	job, taken, err := d.Store.TakeJob(ctx, kind.Code(), worker, d.Now().Add(Lease))
	if err != nil || !taken {
		return false, err
	}
	state, end, err := d.run(ctx, kind, worker, job)
	if errors.Is(err, errLost) {
		return true, nil
	}
	ended := d.Store.EndJob(context.WithoutCancel(ctx), job.ID, worker, state, end)
	if casework.KindOf(ended) == casework.Conflict {
		ended = nil // another worker has it now
	}
	if err != nil {
		err = fmt.Errorf("doing background work of the kind %s: %w", job.Kind, err)
	}
	return true, errors.Join(err, ended)
}

// run does a job and returns how it ends. The error is for whoever runs the server.
func (d Desk) run(ctx context.Context, kind casework.JobKind, worker string, job casework.Job) (casework.JobState, casework.JobEnd, error) {
	asker, known, err := d.asker(ctx, job)
	if err != nil {
		return casework.JobWaiting, casework.JobEnd{}, err
	}
	if !known || !kind.May(ctx, asker, job) {
		return casework.JobFailed, casework.JobEnd{Said: "Whoever asked for it may no longer do this. Nothing more was done."}, nil
	}
	running, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var done, total atomic.Int64
	done.Store(int64(job.Done))
	total.Store(int64(job.Total))
	over := make(chan struct{})
	go func() {
		defer close(over)
		d.beat(running, stop, worker, job, &done, &total)
	}()
	end, err := d.carry(running, kind, asker, job, func(d, t int) { done.Store(int64(d)); total.Store(int64(t)) })
	cause := context.Cause(running)
	stop(nil)
	<-over
	if !errors.Is(cause, errLost) {
		// The last count is kept also of work that was quicker than a beat.
		_, beaten := d.Store.BeatJob(context.WithoutCancel(ctx), job.ID, worker, d.Now().Add(Lease), int(done.Load()), int(total.Load()))
		if casework.KindOf(beaten) == casework.Conflict {
			cause = errLost
		}
	}
	switch {
	case errors.Is(cause, errLost):
		return "", end, errLost
	case err == nil && end.Problems:
		return casework.JobPartly, end, nil
	case err == nil:
		return casework.JobFinished, end, nil
	case errors.Is(cause, errStopped):
		return casework.JobCancelled, casework.JobEnd{Said: "It was cancelled. What was done by then stays done.", Result: end.Result}, nil
	case ctx.Err() != nil:
		return casework.JobWaiting, end, nil
	}
	return casework.JobFailed, casework.JobEnd{Said: "Something went wrong. What was done by then stays done. Try it again, or ask whoever runs the server.", Result: end.Result}, err
}

// carry runs the kind; a fault in it ends the job and not the server.
func (d Desk) carry(ctx context.Context, kind casework.JobKind, asker access.Asker, job casework.Job, progress casework.Progress) (end casework.JobEnd, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("panic: %v", fault)
		}
	}()
	return kind.Run(ctx, asker, job, progress)
}

// beat gives signs of life until the work is over, and ends the work where somebody
// cancelled it or another worker has it.
func (d Desk) beat(ctx context.Context, stop context.CancelCauseFunc, worker string, job casework.Job, done, total *atomic.Int64) {
	tick := time.NewTicker(Beat)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		stands, err := d.Store.BeatJob(ctx, job.ID, worker, d.Now().Add(Lease), int(done.Load()), int(total.Load()))
		switch {
		case casework.KindOf(err) == casework.Conflict:
			stop(errLost)
		case err == nil && stands.Stopping:
			stop(errStopped)
		}
	}
}

// asker returns who asked for a job, as the account stands now; false where it may
// no longer sign in.
func (d Desk) asker(ctx context.Context, job casework.Job) (access.Asker, bool, error) {
	people, err := d.Staff.Staff(ctx)
	if err != nil {
		return access.Asker{}, false, fmt.Errorf("looking for who asked: %w", err)
	}
	for _, one := range people {
		if one.ID == job.By {
			return access.Asker{ID: one.ID, Name: one.Name, Agency: one.Agency, Role: one.Role}, true, nil
		}
	}
	return access.Asker{}, false, nil
}

// Forget takes away what was over long ago.
func (d Desk) Forget(ctx context.Context) error {
	return d.Store.ForgetJobs(ctx, d.Now().Add(-Kept))
}

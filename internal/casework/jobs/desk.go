package jobs

import (
	"context"
	"slices"
	"time"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
)

// Kept is how long a job that is over stays on the list.
const Kept = 30 * 24 * time.Hour

// Filter chooses jobs. Zero fields choose everything.
type Filter struct {
	ID, By, Agency string
	State          casework.JobState
}

// Store keeps jobs. A job is put in by the change that asks for it: see
// casework.Change.
type Store interface {
	// Jobs returns the jobs that a filter chooses, the newest first.
	Jobs(ctx context.Context, filter Filter) ([]casework.Job, error)
	// TakeJob gives the oldest job of a kind that waits, or whose worker is gone, to a
	// worker until a moment. Of one kind one job runs at a time; false: none is free.
	TakeJob(ctx context.Context, kind, worker string, until time.Time) (casework.Job, bool, error)
	// BeatJob says that the worker still works, and how far it has come. It returns
	// the job as it stands, and a Conflict where it is no longer this worker's.
	BeatJob(ctx context.Context, id, worker string, until time.Time, done, total int) (casework.Job, error)
	// EndJob puts a job from the worker's hands, over or waiting again. It is a
	// Conflict where the job is no longer this worker's.
	EndJob(ctx context.Context, id, worker string, state casework.JobState, end casework.JobEnd) error
	// MoveJob moves a job that is in one of these states, with a ledger line, and is a
	// Conflict where it is in another. A running one that is to be cancelled is asked to stop.
	MoveJob(ctx context.Context, entry access.Entry, id string, from []casework.JobState, to casework.JobState) error
	// ForgetJobs takes away the jobs that were over before a moment.
	ForgetJobs(ctx context.Context, before time.Time) error
}

// Desk is where jobs are looked at and carried out.
type Desk struct {
	casework.Bench
	Store Store
	Staff casework.Staff
	Kinds []casework.JobKind
}

// Seen is a job as somebody sees it.
type Seen struct {
	casework.Job
	Title, Unit string
	Path        string // of what came of it; "" where there is nothing, or it may not be opened
	Name        string // who asked for it, as colleagues read it
	Mine        bool
	Left        time.Duration // how long the rest may take; 0: nobody can say
}

// operator is who stands at the server and is let past the list of staff.
const operator = "operator"

// kind returns the kind with a code, nil where this version has none of it.
func (d Desk) kind(code string) casework.JobKind {
	i := slices.IndexFunc(d.Kinds, func(kind casework.JobKind) bool { return kind.Code() == code })
	if i < 0 {
		return nil
	}
	return d.Kinds[i]
}

// List returns one's own jobs, and to a lead or an administrator those of the
// agency too, the newest first.
func (d Desk) List(ctx context.Context, asker access.Asker) ([]Seen, error) {
	const op = "listing background work"
	found, err := d.Store.Jobs(ctx, Filter{})
	if err != nil {
		return nil, casework.In(op, err)
	}
	names, err := casework.NamesOf(ctx, d.Staff)
	if err != nil {
		return nil, casework.In(op, err)
	}
	var list []Seen
	for _, job := range found {
		if shows(asker, job) {
			list = append(list, d.seen(ctx, asker, job, names))
		}
	}
	return list, nil
}

// shows says whether a job is on somebody's list.
func shows(asker access.Asker, job casework.Job) bool {
	if asker.ID == "" {
		return false
	}
	leads := asker.Role == access.ServiceLead || asker.Role == access.Administrator
	return job.By == asker.ID || leads && asker.Agency != "" && job.Agency == asker.Agency || asker.ID == operator
}

// seen returns a job as the asker sees it now.
func (d Desk) seen(ctx context.Context, asker access.Asker, job casework.Job, names map[string]string) Seen {
	one := Seen{Job: job, Title: job.Kind, Unit: "parts", Name: names[job.By], Mine: job.By == asker.ID, Left: job.Left(d.Now())}
	if kind := d.kind(job.Kind); kind != nil {
		one.Title, one.Unit = kind.Words()
		if job.Result != "" && kind.May(ctx, asker, job) {
			one.Path = kind.Path(job)
		}
	}
	return one
}

// One returns one job. One that is on no list of the asker's is not found.
func (d Desk) One(ctx context.Context, asker access.Asker, id string) (Seen, error) {
	const op = "opening background work"
	found, err := d.Store.Jobs(ctx, Filter{ID: id})
	if err != nil {
		return Seen{}, casework.In(op, err)
	}
	if id == "" || len(found) == 0 || !shows(asker, found[0]) {
		return Seen{}, casework.Fail(casework.NotFound, op, "there is no such work")
	}
	names, err := casework.NamesOf(ctx, d.Staff)
	if err != nil {
		return Seen{}, casework.In(op, err)
	}
	return d.seen(ctx, asker, found[0], names), nil
}

// Cancel stops a job: at once where it waits, at its next step where it runs. What
// it did by then stays done.
func (d Desk) Cancel(ctx context.Context, asker access.Asker, id string) error {
	return d.move(ctx, "cancel background work", asker, id, []casework.JobState{casework.JobWaiting, casework.JobRunning}, casework.JobCancelled)
}

// Retry lets a job that failed or was cancelled wait again. It goes on from where
// it was.
func (d Desk) Retry(ctx context.Context, asker access.Asker, id string) error {
	return d.move(ctx, "retry background work", asker, id, []casework.JobState{casework.JobFailed, casework.JobCancelled}, casework.JobWaiting)
}

func (d Desk) move(ctx context.Context, op string, asker access.Asker, id string, from []casework.JobState, to casework.JobState) error {
	one, err := d.One(ctx, asker, id)
	if err != nil {
		return err
	}
	if one.State == to {
		return nil // a second click
	}
	if kind := d.kind(one.Kind); kind == nil || asker.ID != operator && !kind.May(ctx, asker, one.Job) {
		return casework.Fail(casework.Forbidden, op, "this is for those who may do the work")
	}
	return d.Store.MoveJob(ctx, asker.Note(d.Now(), access.Append, access.ForAdministration, op, 0), id, from, to)
}

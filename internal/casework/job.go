package casework

import (
	"context"
	"time"

	"throughline/internal/domain/access"
)

// JobState is how long work stands.
type JobState string

// The states.
const (
	JobWaiting   JobState = "waiting"
	JobRunning   JobState = "running"
	JobFinished  JobState = "finished"
	JobPartly    JobState = "finished_with_problems"
	JobFailed    JobState = "failed"
	JobCancelled JobState = "cancelled"
)

// JobStates lists them.
var JobStates = []JobState{JobWaiting, JobRunning, JobFinished, JobPartly, JobFailed, JobCancelled}

var jobWords = map[JobState]string{
	JobWaiting: "Waiting", JobRunning: "Running", JobFinished: "Finished",
	JobPartly: "Finished with problems", JobFailed: "Failed", JobCancelled: "Cancelled",
}

// Words returns the state as people read it.
func (s JobState) Words() string { return jobWords[s] }

// Over says whether nothing more is done.
func (s JobState) Over() bool { return s != JobWaiting && s != JobRunning }

// Job is long work that somebody asked for: codes, counts and moments, and nothing
// of anybody's record. What it works on and what comes of it is kept elsewhere,
// sealed, under the ids that its arguments and its result name.
type Job struct {
	ID, Kind  string
	By        string // account id of who asked for it
	Agency    string // of that account
	Asked     time.Time
	Key       string // the same key of the same kind is one job
	Arguments string // as its kind writes them: codes and ids alone

	State       JobState
	Done, Total int
	Began       time.Time // when it was last taken up
	From        int       // how much was done by then
	Changed     time.Time
	Stopping    bool   // somebody asked it to stop
	Said        string // what came of it: a sentence with counts, and no value of anybody's
	Result      string // the id under which what came of it is kept
}

// Left returns how long the rest takes at the speed so far, 0 where nobody can say.
func (j Job) Left(now time.Time) time.Duration {
	done := j.Done - j.From
	if j.State != JobRunning || done <= 0 || j.Total <= j.Done {
		return 0
	}
	return now.Sub(j.Began) / time.Duration(done) * time.Duration(j.Total-j.Done)
}

// JobKind is a kind of long work. A room that has some implements it, and the
// wiring makes it known.
type JobKind interface {
	// Code names the kind where jobs are kept.
	Code() string
	// Words returns what it does and what it counts, as people read it: "Bring in a
	// spreadsheet", "rows".
	Words() (title, unit string)
	// Path returns the page of what came of a job.
	Path(job Job) string
	// May decides whether the asker may have this work done, and its result: when it
	// is taken up, and again when somebody opens it.
	May(ctx context.Context, asker access.Asker, job Job) bool
	// Run does the work, from where an earlier run left it: the same job run twice
	// leaves what one run leaves. It returns soon after its context has ended.
	Run(ctx context.Context, asker access.Asker, job Job, progress Progress) (JobEnd, error)
}

// Progress is told how much is done of how much.
type Progress func(done, total int)

// JobEnd is what came of a job.
type JobEnd struct {
	Problems bool   // some of it could not be done
	Said     string // as Job.Said
	Result   string // as Job.Result
}

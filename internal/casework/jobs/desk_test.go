package jobs_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/jobs"
	"throughline/internal/domain/access"
)

// office is a desk with one piece of work that the lead asked for.
type office struct {
	*jobs.Desk
	record *caseworktest.Record
	kind   *caseworktest.Counting
	now    time.Time
}

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{now: caseworktest.Start, kind: &caseworktest.Counting{To: 5, For: []access.Role{access.ServiceLead}, End: casework.JobEnd{Said: "5 numbers counted", Result: "r1"}}}
	o.record = caseworktest.NewRecord(func() time.Time { return o.now })
	bench := casework.Bench{Record: o.record, Now: func() time.Time { return o.now }, NewID: func() string { return "id" }}
	o.Desk = &jobs.Desk{Bench: bench, Store: o.record, Staff: caseworktest.Crew{caseworktest.Lead, caseworktest.Admin}, Kinds: []casework.JobKind{o.kind}}
	o.ask(t, "j1", caseworktest.Lead)
	return o
}

// ask puts a piece of work in.
func (o *office) ask(t *testing.T, id string, asker access.Asker) {
	t.Helper()
	_, err := o.record.Append(t.Context(), casework.Change{Jobs: []casework.Job{{ID: id, Kind: "count", By: asker.ID, Agency: asker.Agency, Key: id}}})
	if err != nil {
		t.Fatal(err)
	}
}

// job returns how the first piece of work stands.
func (o *office) job(t *testing.T) jobs.Seen {
	t.Helper()
	one, err := o.One(t.Context(), caseworktest.Lead, "j1")
	if err != nil {
		t.Fatal(err)
	}
	return one
}

func TestWorkIsDoneAndSaysWhatCameOfIt(t *testing.T) {
	o := newOffice(t)
	worked, err := o.Work(t.Context(), o.kind, "w1")
	if err != nil || !worked {
		t.Fatalf("worked %t, %v", worked, err)
	}
	one := o.job(t)
	if one.State != casework.JobFinished || one.Done != 5 || one.Total != 5 || one.Said != "5 numbers counted" || one.Path != "/counted/r1" || one.Title != "Count up" || !one.Mine {
		t.Errorf("it ended as %+v", one)
	}
	if worked, err = o.Work(t.Context(), o.kind, "w1"); worked || err != nil {
		t.Errorf("it is done again: %t, %v", worked, err)
	}
}

func TestHowWorkEnds(t *testing.T) {
	broken := errors.New("the disk is full")
	for _, row := range []struct {
		name    string
		prepare func(*office)
		want    casework.JobState
		done    int
		err     error
	}{
		{"whole", func(*office) {}, casework.JobFinished, 5, nil},
		{"with problems", func(o *office) { o.kind.End.Problems = true }, casework.JobPartly, 5, nil},
		{"with an error", func(o *office) { o.kind.Step = func(context.Context, int) error { return broken } }, casework.JobFailed, 0, broken},
		{"with a fault", func(o *office) { o.kind.Step = func(context.Context, int) error { panic("a fault") } }, casework.JobFailed, 0, nil},
		{"the account is closed meanwhile", func(o *office) { o.Staff = caseworktest.Crew{caseworktest.Admin} }, casework.JobFailed, 0, nil},
		{"the account has another role now", func(o *office) {
			changed := caseworktest.Lead
			changed.Role = access.Keyworker
			o.Staff = caseworktest.Crew{changed}
		}, casework.JobFailed, 0, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			o := newOffice(t)
			row.prepare(o)
			_, err := o.Work(t.Context(), o.kind, "w1")
			if row.err != nil && !errors.Is(err, row.err) {
				t.Errorf("whoever runs the server is told %v, want %v", err, row.err)
			}
			if one := o.job(t); one.State != row.want || one.Done != row.done || one.Said == "" {
				t.Errorf("it ended as %+v, want %s at %d", one.Job, row.want, row.done)
			}
		})
	}
}

func TestWorkThatIsCutShortGoesOnWithTheNextWorker(t *testing.T) {
	o := newOffice(t)
	ctx, stop := context.WithCancel(t.Context())
	o.kind.Step = func(ctx context.Context, n int) error {
		if n == 3 {
			stop()
		}
		return ctx.Err()
	}
	if worked, err := o.Work(ctx, o.kind, "w1"); !worked || err != nil {
		t.Fatalf("worked %t, %v", worked, err)
	}
	if one := o.job(t); one.State != casework.JobWaiting || one.Done != 2 {
		t.Fatalf("when the server stops it stands at %+v", one.Job)
	}
	o.kind.Step = nil
	if _, err := o.Work(t.Context(), o.kind, "w2"); err != nil {
		t.Fatal(err)
	}
	if one := o.job(t); one.State != casework.JobFinished || !slices.Equal(o.kind.Counted, []int{1, 2, 3, 4, 5}) {
		t.Errorf("it ended as %+v, counting %v", one.Job, o.kind.Counted)
	}
}

func TestWorkIsCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(t)
		o.kind.Step = func(ctx context.Context, n int) error {
			if n == 3 {
				if err := o.Cancel(context.Background(), caseworktest.Lead, "j1"); err != nil {
					t.Error(err)
				}
				<-ctx.Done() // told at the next beat
			}
			return ctx.Err()
		}
		if _, err := o.Work(t.Context(), o.kind, "w1"); err != nil {
			t.Fatal(err)
		}
		if one := o.job(t); one.State != casework.JobCancelled || one.Done != 2 {
			t.Fatalf("it ended as %+v", one.Job)
		}
		o.kind.Step = nil
		if err := o.Retry(t.Context(), caseworktest.Lead, "j1"); err != nil {
			t.Fatal(err)
		}
		if _, err := o.Work(t.Context(), o.kind, "w1"); err != nil || o.job(t).State != casework.JobFinished {
			t.Errorf("tried again it ended as %+v, %v", o.job(t).Job, err)
		}
	})
}

func TestAWorkerThatLostItsJobLetsGo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(t)
		o.kind.Step = func(ctx context.Context, n int) error {
			if n == 3 {
				o.now = o.now.Add(2 * jobs.Lease)
				if _, taken, err := o.record.TakeJob(context.Background(), "count", "w2", o.now.Add(time.Hour)); !taken || err != nil {
					t.Errorf("the other worker takes it up: %t, %v", taken, err)
				}
				<-ctx.Done()
			}
			return ctx.Err()
		}
		if worked, err := o.Work(t.Context(), o.kind, "w1"); !worked || err != nil {
			t.Errorf("worked %t, %v", worked, err)
		}
		if one := o.job(t); one.State != casework.JobRunning {
			t.Errorf("the other worker's job is %+v", one.Job)
		}
	})
}

func TestWhoSeesWhichWork(t *testing.T) {
	o := newOffice(t)
	elsewhere, keyworker := caseworktest.Lead, caseworktest.Keyworker
	elsewhere.ID, elsewhere.Agency = "lead-2", "Women in Prison"
	o.ask(t, "j2", keyworker)
	for _, row := range []struct {
		name  string
		asker access.Asker
		want  []string
	}{
		{"a lead sees what her agency asked for", caseworktest.Lead, []string{"j2", "j1"}},
		{"an administrator too", caseworktest.Admin, []string{"j2", "j1"}},
		{"a keyworker sees her own", keyworker, []string{"j2"}},
		{"a lead elsewhere sees nothing", elsewhere, nil},
		{"nobody sees nothing", access.Asker{}, nil},
	} {
		list, err := o.List(t.Context(), row.asker)
		var ids []string
		for _, one := range list {
			ids = append(ids, one.ID)
		}
		if err != nil || !slices.Equal(ids, row.want) {
			t.Errorf("%s: %v, %v, want %v", row.name, ids, err, row.want)
		}
		for _, id := range []string{"j1", "j2", "no such"} {
			_, err := o.One(t.Context(), row.asker, id)
			if shown := err == nil; shown != slices.Contains(row.want, id) || err != nil && casework.KindOf(err) != casework.NotFound {
				t.Errorf("%s, opening %s: %v", row.name, id, err)
			}
		}
	}
}

func TestTheResultIsHandedOutOnlyToWhoMayHaveIt(t *testing.T) {
	o := newOffice(t)
	if _, err := o.Work(t.Context(), o.kind, "w1"); err != nil {
		t.Fatal(err)
	}
	seen, err := o.One(t.Context(), caseworktest.Admin, "j1")
	if err != nil || seen.Path != "" {
		t.Errorf("an administrator is led to %q, %v: she sees that it ran, and not what came of it", seen.Path, err)
	}
	if err := o.Retry(t.Context(), caseworktest.Admin, "j1"); casework.KindOf(err) != casework.Forbidden {
		t.Errorf("an administrator has it done again: %v", err)
	}
	if err := o.Retry(t.Context(), caseworktest.Lead, "j1"); casework.KindOf(err) != casework.Conflict {
		t.Errorf("what finished is done again: %v", err)
	}
	if err := o.Cancel(t.Context(), caseworktest.Lead, "no such"); casework.KindOf(err) != casework.NotFound {
		t.Errorf("what is not there is cancelled: %v", err)
	}
}

func TestTheTimeLeftFollowsTheSpeedSoFar(t *testing.T) {
	at := caseworktest.Start
	for _, row := range []struct {
		name string
		job  casework.Job
		want time.Duration
	}{
		{"a quarter in 10 seconds", casework.Job{State: casework.JobRunning, Done: 25, Total: 100, Began: at.Add(-10 * time.Second)}, 30 * time.Second},
		{"taken up again half way", casework.Job{State: casework.JobRunning, Done: 75, From: 50, Total: 100, Began: at.Add(-10 * time.Second)}, 10 * time.Second},
		{"nothing done yet", casework.Job{State: casework.JobRunning, Total: 100, Began: at}, 0},
		{"waiting", casework.Job{State: casework.JobWaiting, Done: 5, Total: 100}, 0},
		{"done", casework.Job{State: casework.JobRunning, Done: 100, Total: 100, Began: at.Add(-time.Second)}, 0},
	} {
		if got := row.job.Left(at); got != row.want {
			t.Errorf("%s: %v, want %v", row.name, got, row.want)
		}
	}
}

func TestOldWorkIsForgotten(t *testing.T) {
	o := newOffice(t)
	if _, err := o.Work(t.Context(), o.kind, "w1"); err != nil {
		t.Fatal(err)
	}
	o.now = o.now.Add(jobs.Kept + time.Hour)
	if err := o.Forget(t.Context()); err != nil {
		t.Fatal(err)
	}
	if list, err := o.List(t.Context(), caseworktest.Lead); err != nil || len(list) != 0 {
		t.Errorf("after 30 days the list holds %v, %v", list, err)
	}
}

package jobs_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/jobs"
	"throughline/internal/domain/access"
	worker "throughline/internal/edge/jobs"
)

func TestTheWorkerDoesWhatIsAskedForAndSaysWhatGoesWrong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		record := caseworktest.NewRecord(time.Now)
		fault := errors.New("the disk is full")
		kind := &caseworktest.Counting{To: 3, For: []access.Role{access.ServiceLead}, End: casework.JobEnd{Said: "done"}, Step: func(context.Context, int) error {
			err := fault
			fault = nil
			return err
		}}
		desk := jobs.Desk{
			Bench: casework.Bench{Record: record, Now: time.Now}, Store: record,
			Staff: caseworktest.Crew{caseworktest.Lead}, Kinds: []casework.JobKind{kind},
		}
		var said []string
		tidied := 0
		ctx, stop := context.WithCancel(t.Context())
		over := make(chan struct{})
		go func() {
			defer close(over)
			worker.Worker{
				Desk: desk, Name: "w1", Say: func(err error) { said = append(said, err.Error()) },
				Tidy: func(context.Context) error { tidied++; return nil },
			}.Run(ctx)
		}()
		for _, id := range []string{"j1", "j2"} {
			if _, err := record.Append(ctx, casework.Change{Jobs: []casework.Job{{ID: id, Kind: "count", By: caseworktest.Lead.ID, Key: id}}}); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(10 * time.Second)
		for id, want := range map[string]casework.JobState{"j1": casework.JobFailed, "j2": casework.JobFinished} {
			if one, err := desk.One(ctx, caseworktest.Lead, id); err != nil || one.State != want {
				t.Errorf("%s is %v, %v, want %s", id, one.State, err, want)
			}
		}
		stop()
		<-over
		if len(said) != 1 || !strings.Contains(said[0], "the disk is full") || tidied != 1 {
			t.Errorf("whoever runs the server is told %q; tidied %d times", said, tidied)
		}
	})
}

package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"text/tabwriter"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/jobs"
	"throughline/internal/casework/linking"
	"throughline/internal/casework/spreadsheet"
	"throughline/internal/edge/exchange"
	worker "throughline/internal/edge/jobs"
)

// wireJobs makes the kinds of long work known.
func (in *installation) wireJobs() {
	in.spreadsheet = &spreadsheet.Desk{
		Bench: in.bench, Schemes: in.schemes, Store: in.record, Secrets: in.vault, Memory: in.record, Staff: people{in.record}, Read: exchange.ReadSheet,
	}
	in.linking = &linking.Desk{Bench: in.bench, Telling: in.record, Store: in.record, Staff: people{in.record}}
	in.jobs = &jobs.Desk{Bench: in.bench, Store: in.record, Staff: people{in.record}, Kinds: []casework.JobKind{
		spreadsheet.Bringing{Desk: *in.spreadsheet}, spreadsheet.Undoing{Desk: *in.spreadsheet},
		linking.Comparing{Desk: *in.linking},
	}}
}

// work carries out background work until the context ends, and then closes the
// channel it returns.
func (in *installation) work(ctx context.Context, t terminal) <-chan struct{} {
	one := worker.Worker{Desk: *in.jobs, Name: newID(), Tidy: in.tidy, Say: func(err error) { t.say("throughline: %v", err) }}
	done := make(chan struct{})
	go func() {
		defer close(done)
		one.Run(ctx)
	}()
	return done
}

// tidy takes away what rooms keep for a time.
func (in *installation) tidy(ctx context.Context) error {
	return errors.Join(in.spreadsheet.Forget(ctx), in.evidence.Forget(ctx), in.linking.Forget(ctx))
}

type jobsCommand struct {
	List   jobsListCommand   `cmd:"" help:"List background work, the newest first."`
	Retry  jobsRetryCommand  `cmd:"" help:"Let work wait again that failed or was cancelled. It goes on from where it stopped."`
	Cancel jobsCancelCommand `cmd:"" help:"Cancel work that waits or was left running. What was done by then stays done."`
}

type jobsListCommand struct {
	place
	State string `help:"Only work in this state: waiting, running, finished, finished_with_problems, failed or cancelled."`
	JSON  bool   `help:"Print as JSON." name:"json"`
}

// Run lists jobs: codes, counts and moments, and nothing of anybody.
func (c jobsListCommand) Run(ctx context.Context, t terminal) error {
	in, err := c.open(ctx, opening{readOnly: true})
	if err != nil {
		return err
	}
	list, err := in.record.Jobs(ctx, jobs.Filter{State: casework.JobState(c.State)})
	if err := errors.Join(err, in.record.Close()); err != nil {
		return err
	}
	if c.JSON {
		return json.NewEncoder(t.out).Encode(list)
	}
	table := tabwriter.NewWriter(t.out, 0, 0, 3, ' ', 0)
	fmt.Fprintln(table, "job\tkind\tstate\tdone\tof\tasked\tby\tsaid")
	for _, job := range list {
		fmt.Fprintf(table, "%s\t%s\t%s\t%d\t%d\t%s\t%s\t%s\n", job.ID, job.Kind, job.State, job.Done, job.Total, job.Asked.Format(time.RFC3339), job.By, job.Said)
	}
	return table.Flush()
}

type jobsRetryCommand struct {
	place
	Job string `arg:"" help:"Id of the job, from throughline jobs list."`
}

// Run lets a job wait again.
func (c jobsRetryCommand) Run(ctx context.Context, t terminal) error {
	in, err := c.open(ctx, opening{})
	if err != nil {
		return err
	}
	if err := errors.Join(in.jobs.Retry(ctx, operator, c.Job), in.close(ctx)); err != nil {
		return err
	}
	t.say("The work waits again. A server that runs takes it up.")
	return nil
}

type jobsCancelCommand struct {
	place
	Job string `arg:"" help:"Id of the job, from throughline jobs list."`
}

// Run cancels a job.
func (c jobsCancelCommand) Run(ctx context.Context, t terminal) error {
	in, err := c.open(ctx, opening{})
	if err != nil {
		return err
	}
	if err := errors.Join(in.jobs.Cancel(ctx, operator, c.Job), in.close(ctx)); err != nil {
		return err
	}
	t.say("The work is cancelled.")
	return nil
}

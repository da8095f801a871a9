package jobs

import (
	"context"
	"fmt"
	"sync"
	"time"

	"throughline/internal/casework/jobs"
)

// How often a worker looks for work, and how often what is old is taken away.
const (
	lookEvery   = 2 * time.Second
	forgetEvery = time.Hour
)

// Worker carries out jobs.
type Worker struct {
	Desk jobs.Desk
	Name string // by which this process is told from others
	Say  func(error)
	// Tidy takes away besides what other rooms keep for a time; nil for nothing.
	Tidy func(ctx context.Context) error
}

// Run works until the context ends. Work in hand then waits for the next worker.
func (w Worker) Run(ctx context.Context) {
	var all sync.WaitGroup
	for _, kind := range w.Desk.Kinds {
		all.Go(func() {
			every(ctx, lookEvery, func() {
				for more := true; more && ctx.Err() == nil; {
					var err error
					more, err = w.Desk.Work(ctx, kind, w.Name)
					w.tell(ctx, err)
				}
			})
		})
	}
	all.Go(func() {
		every(ctx, forgetEvery, func() {
			w.tell(ctx, w.Desk.Forget(ctx))
			if w.Tidy != nil {
				w.tell(ctx, w.Tidy(ctx))
			}
		})
	})
	all.Wait()
}

// every does something at once, and then again and again until the context ends.
func every(ctx context.Context, pause time.Duration, do func()) {
	tick := time.NewTicker(pause)
	defer tick.Stop()
	for {
		do()
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (w Worker) tell(ctx context.Context, err error) {
	if err != nil && ctx.Err() == nil {
		w.Say(fmt.Errorf("background work: %w", err))
	}
}

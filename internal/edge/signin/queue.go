package signin

import (
	"context"

	"throughline/internal/casework/administration"
)

// queue bounds how many password hashes are worked out at once, since each
// takes 64 MiB. A few more wait for their turn; those beyond are turned away.
type queue struct {
	running, waiting chan struct{}
}

func newQueue(atOnce, waiting int) *queue {
	return &queue{running: make(chan struct{}, atOnce), waiting: make(chan struct{}, waiting)}
}

// do runs work in its turn. It answers administration.ErrTooManyTries when too
// many wait already, and the context's error when the wait was given up.
func (q *queue) do(ctx context.Context, work func()) error {
	select {
	case q.running <- struct{}{}:
	default:
		if err := q.wait(ctx); err != nil {
			return err
		}
	}
	defer func() { <-q.running }()
	work()
	return nil
}

func (q *queue) wait(ctx context.Context) error {
	select {
	case q.waiting <- struct{}{}:
	default:
		return administration.ErrTooManyTries
	}
	defer func() { <-q.waiting }()
	select {
	case q.running <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

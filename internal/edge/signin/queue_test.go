package signin

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"throughline/internal/casework/administration"
)

func TestQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const atOnce, waiting, comers = 2, 16, 25
		line := newQueue(atOnce, waiting)
		answers := make(chan error, comers)
		running, most := 0, 0
		turn := make(chan struct{}, 1) // guards the two counts
		turn <- struct{}{}
		count := func(by int) {
			<-turn
			running += by
			most = max(most, running)
			turn <- struct{}{}
		}
		for range comers {
			go func() {
				answers <- line.do(t.Context(), func() {
					count(1)
					time.Sleep(time.Second)
					count(-1)
				})
			}()
		}
		synctest.Wait()
		if got := len(answers); got != comers-atOnce-waiting {
			t.Errorf("%d were turned away at once, want %d", got, comers-atOnce-waiting)
		}
		served := 0
		for range comers {
			if err := <-answers; err == nil {
				served++
			} else if !errors.Is(err, administration.ErrTooManyTries) {
				t.Error(err)
			}
		}
		if served != atOnce+waiting || most != atOnce {
			t.Errorf("%d were served, %d at once; want %d and %d", served, most, atOnce+waiting, atOnce)
		}
	})
}

func TestQueueLetsGoOfThoseWhoLeave(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		line := newQueue(1, 1)
		release := make(chan struct{})
		go func() { _ = line.do(t.Context(), func() { <-release }) }()
		synctest.Wait()
		leaving, leave := context.WithCancel(t.Context())
		left := make(chan error)
		go func() { left <- line.do(leaving, func() { t.Error("served after leaving") }) }()
		synctest.Wait()
		leave()
		if err := <-left; !errors.Is(err, context.Canceled) {
			t.Errorf("leaving: %v", err)
		}
		next := make(chan error)
		go func() { next <- line.do(t.Context(), func() {}) }()
		synctest.Wait()
		close(release)
		if err := <-next; err != nil {
			t.Errorf("the place of one who left is not free: %v", err)
		}
	})
}

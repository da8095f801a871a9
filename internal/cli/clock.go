package cli

import (
	"sync"
	"time"
)

// clock is the one clock of an installation. It never goes back, not even behind
// the newest fact another process wrote: facts are ordered by when they happened,
// and a clock set back would put a new one before the old.
type clock struct {
	mu    sync.Mutex
	floor time.Time
	read  func() time.Time
}

// now returns the time, or the latest time already told where that is later.
func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if now := c.read(); now.After(c.floor) {
		c.floor = now
	}
	return c.floor
}

// raise makes the clock tell no time before this one.
func (c *clock) raise(floor time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if floor.After(c.floor) {
		c.floor = floor
	}
}

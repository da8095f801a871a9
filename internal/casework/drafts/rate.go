package drafts

import (
	"sync"
	"time"
)

// mostAMinute is how many drafts of one account are kept in a minute. A page keeps
// one each second at most.
const mostAMinute = 120

// rate counts the drafts of a minute by account.
type rate struct {
	mu     sync.Mutex
	minute time.Time
	counts map[string]int
}

// allow says whether one more of an account may be kept now, and counts it.
func (r *rate) allow(account string, now time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if minute := now.Truncate(time.Minute); !minute.Equal(r.minute) || r.counts == nil {
		r.minute, r.counts = minute, map[string]int{}
	}
	r.counts[account]++
	return r.counts[account] <= mostAMinute
}

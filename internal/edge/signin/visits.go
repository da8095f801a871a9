package signin

import "time"

// Visits holds back who comes too often without signing in: from one network,
// and from all of them together. Make one with NewVisits.
type Visits struct {
	each, all *tries
	now       func() time.Time
}

// NewVisits returns a count of visits that lets through so many within the
// window, from each network (as at sign-in) and in all.
func NewVisits(each, all int, window time.Duration, now func() time.Time) *Visits {
	return &Visits{each: newTries(each, window), all: newTries(all, window), now: now}
}

// Allow counts a visit from a peer address and says whether it may go on.
func (v *Visits) Allow(remoteAddr string) bool {
	now := v.now()
	return v.each.allow(addressBlock(remoteAddr), now) && v.all.allow("all", now)
}

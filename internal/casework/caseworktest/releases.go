package caseworktest

import (
	"context"
	"slices"
	"sync"

	"throughline/internal/casework"
	"throughline/internal/casework/evidence"
	"throughline/internal/domain/calendar"
)

// Released keeps what was released in memory. The zero Released is empty.
type Released struct {
	mutex    sync.Mutex
	releases []evidence.Release
	takings  []evidence.Taking
}

var _ evidence.Releases = (*Released)(nil)

// Releases returns the releases after a number, in order.
func (r *Released) Releases(_ context.Context, after int64) ([]evidence.Release, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if after >= int64(len(r.releases)) {
		return nil, nil
	}
	return slices.Clone(r.releases[after:]), nil
}

// KeepRelease keeps a release with the next number, if none came since the number
// given.
func (r *Released) KeepRelease(_ context.Context, release evidence.Release, after int64) (evidence.Release, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if after != int64(len(r.releases)) {
		return evidence.Release{}, casework.Fail(casework.Conflict, "keeping a release", "another was released meanwhile")
	}
	release.Number = after + 1
	r.releases = append(r.releases, release)
	return release, nil
}

// KeepTaking keeps that a release was given to somebody.
func (r *Released) KeepTaking(_ context.Context, taking evidence.Taking) error {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	same := func(other evidence.Taking) bool {
		day := calendar.DayOf(other.At) == calendar.DayOf(taking.At)
		other.At = taking.At
		return day && other == taking
	}
	if !slices.ContainsFunc(r.takings, same) {
		r.takings = append(r.takings, taking)
	}
	return nil
}

// Takings returns the newest takings, at most so many.
func (r *Released) Takings(_ context.Context, most int) ([]evidence.Taken, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	var list []evidence.Taken
	for _, taking := range r.takings {
		of := r.releases[taking.Release-1]
		of.Behind = nil
		list = append(list, evidence.Taken{Taking: taking, Of: of})
	}
	slices.SortStableFunc(list, func(a, b evidence.Taken) int { return b.At.Compare(a.At) })
	return list[:min(most, len(list))], nil
}

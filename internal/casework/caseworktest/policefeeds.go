package caseworktest

import (
	"cmp"
	"context"
	"slices"
	"time"

	"throughline/internal/casework/linking"
	"throughline/internal/domain/journey"
)

var (
	_ linking.Store   = (*Record)(nil)
	_ linking.Telling = (*Record)(nil)
)

// KeepPoliceFeed keeps a part of a police feed; when it was first kept stays.
func (r *Record) KeepPoliceFeed(_ context.Context, id string, part int, plain []byte) error {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.feeds == nil {
		r.feeds = map[sheetPart]keptPart{}
	}
	kept := r.Now()
	if before, known := r.feeds[sheetPart{id, part}]; known {
		kept = before.kept
	}
	r.feeds[sheetPart{id, part}] = keptPart{slices.Clone(plain), kept}
	return nil
}

// PoliceFeedParts opens parts of a police feed.
func (r *Record) PoliceFeedParts(_ context.Context, id string, from, to int) (map[int][]byte, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	parts := map[int][]byte{}
	for at, kept := range r.feeds {
		if at.id == id && at.part >= from && at.part < to {
			parts[at.part] = slices.Clone(kept.plain)
		}
	}
	return parts, nil
}

// PoliceFeeds returns the ids of all police feeds, the newest first.
func (r *Record) PoliceFeeds(context.Context) ([]string, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	var ids []string
	for at := range r.feeds {
		if at.part == 0 {
			ids = append(ids, at.id)
		}
	}
	slices.SortFunc(ids, func(a, b string) int {
		return cmp.Or(r.feeds[sheetPart{b, 0}].kept.Compare(r.feeds[sheetPart{a, 0}].kept), cmp.Compare(a, b))
	})
	return ids, nil
}

// DropPoliceFeed takes parts of a police feed away.
func (r *Record) DropPoliceFeed(_ context.Context, id string, from, to int) error {
	r.dropFeeds(func(at sheetPart, _ keptPart) bool { return at.id == id && at.part >= from && at.part < to })
	return nil
}

// ForgetPoliceFeeds takes parts away that were first kept before a moment.
func (r *Record) ForgetPoliceFeeds(_ context.Context, before time.Time, from, to int) error {
	r.dropFeeds(func(at sheetPart, kept keptPart) bool {
		return kept.kept.Before(before) && at.part >= from && at.part < to
	})
	return nil
}

func (r *Record) dropFeeds(these func(sheetPart, keptPart) bool) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	for at, kept := range r.feeds {
		if these(at, kept) {
			delete(r.feeds, at)
		}
	}
}

// Told returns what was told of who these women are, and their arrests.
func (r *Record) Told(_ context.Context, women []string) (map[string][]journey.Fact, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	kinds := []journey.Kind{journey.KindIdentity, journey.KindArrested, journey.KindWithdrawn, journey.KindUndone}
	told := map[string][]journey.Fact{}
	for _, fact := range r.facts {
		if slices.Contains(women, fact.Woman) && slices.Contains(kinds, fact.Body.Kind()) && !r.erased(fact.Woman) {
			if fact.Body.Kind() != journey.KindIdentity {
				fact.Words = nil
			}
			told[fact.Woman] = append(told[fact.Woman], fact)
		}
	}
	return told, nil
}

package caseworktest

import (
	"context"
	"slices"

	"throughline/internal/casework/linking"
	"throughline/internal/domain/journey"
)

var _ linking.Telling = (*Record)(nil)

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

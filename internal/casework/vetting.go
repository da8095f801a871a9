package casework

import (
	"context"
	"fmt"

	"throughline/internal/domain/journey"
)

// VettingsOf returns who is let into the custody suites of which force until when,
// for whoever books a visit there.
func VettingsOf(ctx context.Context, record Record) (journey.Vettings, error) {
	facts, _, err := record.Loose(ctx, 0, journey.KindVetting)
	if err != nil {
		return nil, fmt.Errorf("reading who is vetted: %w", err)
	}
	return journey.VettingsOf(facts), nil
}

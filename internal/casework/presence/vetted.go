package presence

import (
	"context"

	"throughline/internal/casework"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// VettedUntil returns the last day on which any force's vetting of somebody holds,
// the zero day where none is written down. It names no woman.
func (d *Desk) VettedUntil(ctx context.Context, account string) (calendar.Day, error) {
	facts, err := d.read(ctx)
	if err != nil {
		return 0, casework.In("vetting", err)
	}
	var until calendar.Day
	for _, vetting := range journey.VettingsOf(facts) {
		if vetting.Account == account {
			until = max(until, vetting.Until)
		}
	}
	return until, nil
}

package herspace

import (
	"context"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/safecontact"
)

// Reach says of one way to reach her whether it is safe, and what may be said
// there. What she said of the hours, of what to ask for and of who must not know
// stays as it was.
func (d Desk) Reach(ctx context.Context, asker access.Asker, key string, terms safecontact.Terms) error {
	classes := access.SetOf(access.Identity)
	return d.write(ctx, writing{"say how to reach her", asker, key, classes, terms, func(pen journey.Pen, one casework.Case) ([]journey.Fact, error) {
		if before, spoken := one.Row.SafeContact.Of(terms.Channel); spoken && terms.Allowed {
			terms.Hours, terms.Windows = before.Hours, slices.Clone(before.Windows)
		}
		return pen.TellSafeContact(one.Row, one.Who, journey.SafeContactEntry{
			Channels: []safecontact.Terms{terms}, Times: one.Who.Times, Ask: one.Who.Ask, Through: one.Who.Through, Guard: journey.GuardOf(one.Facts),
		})
	}})
}

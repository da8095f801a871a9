package cli

import (
	"context"
	"fmt"

	"throughline/internal/casework/safeguarding"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

// The measures of looking for one woman.
const (
	indexLook  = "look into the index of names, without the server"
	wholeLook  = "search by whole details, without the server"
	benchLooks = 25 // searches of an hour that the limit of one person lets through, with room
)

// measureSearch looks for one woman among all of a record, by whole details, beside
// the bare question to the index of keyed names.
func (r *benchReport) measureSearch(ctx context.Context, in *installation) error {
	entry := benchReferral(newID())
	if _, err := in.intake.Refer(ctx, benchOfficer(0).Asker(), entry, newID()); err != nil {
		return err
	}
	sought := journey.Identity{Family: entry.Identity.Family, Born: entry.Identity.Born}
	lead := access.Asker{ID: newID(), Name: "Lead", Agency: benchProvider, Role: access.ServiceLead}
	if _, err := r.time(indexLook, 1, benchLooks, 1, func(int, int) error {
		women, err := in.record.Find(ctx, sought)
		if err == nil && len(women) != 1 {
			err = fmt.Errorf("the index gives %d women", len(women))
		}
		return err
	}); err != nil {
		return err
	}
	_, err := r.time(wholeLook, 1, benchLooks, 1, func(int, int) error {
		found, err := in.safeguarding.Find(ctx, lead, safeguarding.Search{
			Purpose: access.ForSafeguarding, Declaration: safeguarding.Declaration{Family: sought.Family, Born: sought.Born},
		})
		if err == nil && len(found.Cases) != 1 {
			err = fmt.Errorf("the search gives %d cases", len(found.Cases))
		}
		return err
	})
	return err
}

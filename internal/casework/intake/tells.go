package intake

import (
	"time"

	"throughline/internal/casework"
	"throughline/internal/domain/safecontact"
)

// tellsFor is how long an inbox is worth telling of a request: after it somebody
// has seen it on Today.
const tellsFor = 24 * time.Hour

// tells returns what is sent to the inboxes of the service when a request comes:
// that there is one, and its reference. It says nothing of her and of who sent her.
func (d Desk) tells(caseID string) []casework.Outgoing {
	now := d.Now().UTC().Truncate(time.Second)
	told := make([]casework.Outgoing, len(d.Inboxes))
	for i, agency := range d.Inboxes {
		told[i] = casework.Outgoing{
			ID: d.NewID(), Case: caseID, Channel: safecontact.Email, Template: casework.NewRequest, Agency: agency, After: now, Until: now.Add(tellsFor),
		}
	}
	return told
}

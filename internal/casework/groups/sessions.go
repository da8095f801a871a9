package groups

import (
	"cmp"
	"context"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

var _ casework.Sessions = Desk{}

// Sessions returns the sessions from one day to another that concern the asker:
// of groups she runs, and of those in which women of her own caseload have a place;
// to who leads the service all of them. One that was called off is not among them.
func (d Desk) Sessions(ctx context.Context, asker access.Asker, from, to calendar.Day) ([]casework.GroupSession, error) {
	const op = "sessions of groups"
	if err := works(op, asker); err != nil {
		return nil, err
	}
	all, err := d.all(ctx)
	if err != nil {
		return nil, casework.In(op, err)
	}
	rows, err := d.members(ctx, asker, "")
	if err != nil {
		return nil, casework.In(op, err)
	}
	var sessions []casework.GroupSession
	for _, group := range all {
		places, _ := taken(rows, group.Group)
		mine := slices.ContainsFunc(rows, func(row journey.Row) bool {
			one, _ := row.InGroup(group.Group)
			return one.Step == journey.PlaceGiven && d.Standing(asker, row).Is(access.Allocated)
		})
		if !mine && !group.RunBy(asker.ID) && asker.Role != access.ServiceLead {
			continue
		}
		leads := group.Workers[0]
		if group.RunBy(asker.ID) {
			leads = asker.ID
		}
		for _, session := range group.Sessions {
			if day := session.At.Day(); day < from || day > to || session.Cancelled {
				continue
			}
			sessions = append(sessions, casework.GroupSession{
				At: session.At, Title: group.Title, Place: group.Place, Worker: leads, Taken: places, Places: group.Places,
				Href: Path(group.Group, session.SessionSet.Session),
			})
		}
	}
	slices.SortStableFunc(sessions, func(a, b casework.GroupSession) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Title, b.Title))
	})
	return sessions, d.Tell(ctx, op, d.Note(asker, access.Read, access.ForSupport, op, 0))
}

// Path returns the address of a group, or of the register of one of its sessions.
func Path(group, session string) string {
	if session == "" {
		return "/groups/" + group
	}
	return "/groups/" + group + "/session/" + session
}

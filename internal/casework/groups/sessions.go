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

// Session is one session as a diary shows it. It names no woman.
type Session struct {
	Group     string
	Session   string
	Title     string
	Topic     string
	Place     string
	At        calendar.Moment
	Ends      calendar.Moment // equal to At where nobody said how long it takes
	Cancelled bool
	Taken     int // places given or held
	Places    int // 0: not stated
	Runs      bool
	Mine      int // women of the asker's own caseload who have a place
}

// Sessions returns the sessions from one day to another that concern the asker:
// of groups she runs, and of those in which women of her own caseload have a place;
// to who leads the service all of them. They come in the order of time.
func (d Desk) Sessions(ctx context.Context, asker access.Asker, from, to calendar.Day) ([]Session, error) {
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
	var sessions []Session
	for _, group := range all {
		places, _ := taken(rows, group.Group)
		mine := 0
		for _, row := range rows {
			if one, _ := row.InGroup(group.Group); one.Step == journey.PlaceGiven && d.Standing(asker, row).Is(access.Allocated) {
				mine++
			}
		}
		if mine == 0 && !group.RunBy(asker.ID) && asker.Role != access.ServiceLead {
			continue
		}
		for _, session := range group.Sessions {
			if day := session.At.Day(); day < from || day > to {
				continue
			}
			sessions = append(sessions, Session{
				Group: group.Group, Session: session.SessionSet.Session, Title: group.Title, Topic: session.Topic, Place: group.Place,
				At: session.At, Ends: session.Ends(), Cancelled: session.Cancelled, Taken: places, Places: group.Places,
				Runs: group.RunBy(asker.ID), Mine: mine,
			})
		}
	}
	slices.SortStableFunc(sessions, func(a, b Session) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Title, b.Title)) })
	return sessions, d.Tell(ctx, op, d.Note(asker, access.Read, access.ForSupport, op, 0))
}

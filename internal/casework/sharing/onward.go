package sharing

import (
	"context"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

// Spelled returns the name of an agency as it is spelled by those who sign in from
// it, and as it was typed where nobody does.
func (d Desk) Spelled(ctx context.Context, agency string) (string, error) {
	colleagues, err := d.People.Colleagues(ctx)
	if err != nil {
		return "", casework.In("find an agency", err)
	}
	for _, colleague := range colleagues {
		if strings.EqualFold(strings.Join(strings.Fields(colleague.Agency), " "), agency) {
			return colleague.Agency, nil
		}
	}
	return agency, nil
}

// with returns the desk as if somebody worked as a partner for this agency: a
// service that has no account here, and is to get something of hers all the same.
func (d Desk) with(agency string) Desk {
	d.People = withPartner{d.People, agency}
	return d
}

type withPartner struct {
	People
	agency string
}

// Colleagues returns everybody who may sign in, and the partner.
func (p withPartner) Colleagues(ctx context.Context) ([]Colleague, error) {
	all, err := p.People.Colleagues(ctx)
	if err != nil {
		return nil, err
	}
	return append(all[:len(all):len(all)], Colleague{Agency: p.agency, Role: access.Partner}), nil
}

// Look returns what a partner would get if she said yes, and the classes of it that
// the asker may not read.
func (d Desk) Look(ctx context.Context, asker access.Asker, caseID string, entry casework.Agreeing) (Pack, access.Classes, error) {
	previews, err := d.with(entry.Recipient).Preview(ctx, asker, caseID, Proposal{
		Recipient: entry.Recipient, Purpose: access.ForSupport, Classes: entry.Classes, Until: entry.Until,
	})
	if err != nil {
		return Pack{}, 0, err
	}
	for _, one := range previews {
		if one.Reader.Role == access.Partner {
			return one.Pack, one.Closed, nil
		}
	}
	return Pack{}, 0, casework.Fail(casework.Internal, "preview sharing", "there is no partner of %s", entry.Recipient)
}

// Agree checks an answer of hers and makes its facts, for a verb that writes them
// together with its own.
func (d Desk) Agree(ctx context.Context, pen journey.Pen, row journey.Row, standing casework.Standing, entry casework.Agreeing) ([]journey.Fact, error) {
	answer := Answer{
		Recipient: entry.Recipient, Purpose: access.ForSupport, Classes: entry.Classes, Answer: entry.Answer, Until: entry.Until, Words: entry.Words, Raised: entry.Raised,
	}
	if err := d.with(entry.Recipient).check(ctx, row, standing, answer); err != nil {
		return nil, err
	}
	return answered(pen, row, answer)
}

// By returns what somebody gets of a case by one permission of hers and by nothing
// else: what was previewed before she gave it. Where that permission opens nothing
// now there is no such case.
func (d Desk) By(ctx context.Context, asker access.Asker, caseID, permission string) (Pack, error) {
	const op = "read what was sent"
	row, err := d.Record.Row(ctx, caseID)
	if err != nil && casework.KindOf(err) != casework.NotFound {
		return Pack{}, casework.In(op, err)
	}
	r := d.readingOf(asker, only(row, permission))
	if err != nil || len(r.purposes) == 0 || asker.Agency == "" {
		return Pack{}, d.Absent(ctx, op, asker, row, access.Read, access.ForSupport)
	}
	one, err := d.Record.Case(ctx, caseID, r.all())
	if err != nil {
		return Pack{}, casework.In(op, err)
	}
	for _, purpose := range r.purposes {
		note := d.Note(asker, access.Read, purpose.purpose, op, purpose.classes, row)
		note.Reason = "permission " + permission
		if err := d.Tell(ctx, op, note); err != nil {
			return Pack{}, err
		}
	}
	return d.pack(one, r, r.all()), nil
}

// only returns the row with one of her permissions alone.
func only(row journey.Row, permission string) journey.Row {
	permissions := row.Door.Permissions
	row.Door.Permissions = nil
	for _, one := range permissions {
		if one.ID == permission {
			row.Door.Permissions = []journey.Permission{one}
		}
	}
	return row
}

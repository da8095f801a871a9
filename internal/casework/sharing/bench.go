package sharing

import (
	"context"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// Summary is one page for the bench: who she is, days attended of days ordered,
// what she needs help with by name, how far she has come, and who supports her. It
// discloses nothing she said. Source: 000:394, 398.
type Summary struct {
	Court   string
	Because string // why nothing may go to the court; "" where it may
	Pack    Pack
	Support []Line
	On      calendar.Day // the day it was prepared
}

// ForBench prepares the summary that goes to the court of her order. Without her
// permission, given to that court and in force now, it holds nothing but the reason
// why not.
func (d Desk) ForBench(ctx context.Context, asker access.Asker, caseID string) (Summary, error) {
	const op = "summary for the bench"
	row, standing, err := d.Admit(ctx, op, asker, caseID, access.Read, access.ForSupport, planned)
	if err != nil {
		return Summary{}, err
	}
	if !supports(asker, standing) {
		return Summary{}, d.Absent(ctx, op, asker, row, access.Read, access.ForSupport)
	}
	// without says why there is nothing for a court: that too is read of her.
	without := func(summary Summary, because string) (Summary, error) {
		if err := d.Tell(ctx, op, d.Note(asker, access.Read, access.ForSupport, op, planned, row)); err != nil {
			return Summary{}, err
		}
		summary.Because = because
		return summary, nil
	}
	colleagues, err := d.People.Colleagues(ctx)
	if err != nil {
		return Summary{}, casework.In(op, err)
	}
	office := row.Door.Supervisor
	court := func(c Colleague) bool { return c.Role == access.Court && c.Agency == office && mayOrder(row, c) }
	if office == "" || !slices.ContainsFunc(colleagues, court) {
		return without(Summary{}, "Her order belongs to no court here. Name the court first")
	}
	summary := Summary{Court: office, On: d.Today()}
	r := d.readingOf(Reader{Role: access.Court}.asker(office), row)
	permission, given := inForce(row, office, d)
	if !given || !r.all().Has(access.Needs) {
		return without(summary, "She has not agreed that "+office+" gets a summary")
	}
	one, err := d.Record.Case(ctx, caseID, r.all())
	if err != nil {
		return Summary{}, casework.In(op, err)
	}
	summary.Pack = d.pack(one, r, r.all())
	summary.Support = stated(
		Line{Key: "Supported by", Value: row.Organisation()}, Line{Key: "First meeting", Value: known(row.Appointments.First)}, Line{Key: "Support ended", Value: known(row.Closed)},
	)
	note := d.Note(asker, access.Read, access.ForSupport, op, r.all(), row)
	note.Reason = "permission " + permission.ID
	if err := d.Tell(ctx, op, note); err != nil {
		return Summary{}, err
	}
	return summary, nil
}

// inForce returns the permission by which a court gets a summary now.
func inForce(row journey.Row, court string, d Desk) (journey.Permission, bool) {
	for _, permission := range row.Door.Permissions {
		if permission.Recipient == court && permission.Purpose == access.ForCondition &&
			permission.Classes.Has(access.Needs) && permission.State(d.Now()) == journey.PermissionGiven {
			return permission, true
		}
	}
	return journey.Permission{}, false
}

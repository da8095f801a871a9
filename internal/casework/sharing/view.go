package sharing

import (
	"context"
	"slices"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

// View is who may read of a woman beyond those who support her, and why.
type View struct {
	Row         journey.Row
	Reference   string
	Permissions []Permission // her answers, the newest first
	Recipients  []Recipient  // whom she may share with
	Specialists []Colleague  // who work with her
	Supervisor  string       // the court or probation office of her order, "" where there is none
	Agreement   Agreement    // to what is required of her, which is another matter

	MayAnswer  bool // the asker may write down what she says about sharing
	MayArrange bool // the asker may say who works with her, and whose order it is
	// Free are the specialists who may be asked to work with her, and Offices the
	// courts and probation offices there are. Both are empty where the asker may not
	// arrange.
	Free    []Colleague
	Offices []string
}

// Open returns what is shared of a case, for those who support her and for the
// woman herself.
func (d Desk) Open(ctx context.Context, asker access.Asker, caseID string) (View, error) {
	const op = "open sharing"
	row, standing, err := d.Admit(ctx, op, asker, caseID, access.Read, access.ForSupport, planned)
	if err != nil {
		return View{}, err
	}
	if !answers(asker, standing) {
		return View{}, d.Absent(ctx, op, asker, row, access.Read, access.ForSupport)
	}
	classes := planned | standing.Allowed(access.Read, access.ForSupport)&access.SetOf(access.Offence, access.Condition)
	one, err := d.Record.Case(ctx, caseID, classes)
	if err != nil {
		return View{}, casework.In(op, err)
	}
	colleagues, err := d.People.Colleagues(ctx)
	if err != nil {
		return View{}, casework.In(op, err)
	}
	names := map[string]string{}
	for _, colleague := range colleagues {
		names[colleague.ID] = colleague.Name
	}
	view := View{
		Row: row, Reference: casework.Reference(row.Case), Permissions: permissionsOf(one, names, d.Now()),
		Supervisor: row.Door.Supervisor, Agreement: agreementOf(one),
		MayAnswer: planned&^standing.Allowed(access.Append, access.ForSupport) == 0,
	}
	view.MayArrange = view.MayAnswer && supports(asker, standing)
	if view.Recipients, err = d.recipients(ctx, row); err != nil {
		return View{}, casework.In(op, err)
	}
	for _, colleague := range colleagues {
		switch {
		case slices.Contains(row.Door.Specialists, colleague.ID):
			view.Specialists = append(view.Specialists, colleague)
		case view.MayArrange && mayJoin(row, colleague):
			view.Free = append(view.Free, colleague)
		case view.MayArrange && mayOrder(row, colleague) && !slices.Contains(view.Offices, colleague.Agency):
			view.Offices = append(view.Offices, colleague.Agency)
		}
	}
	slices.SortFunc(view.Free, func(a, b Colleague) int { return strings.Compare(a.Name, b.Name) })
	slices.Sort(view.Offices)
	if err := d.Tell(ctx, op, d.Note(asker, access.Read, access.ForSupport, op, classes, row)); err != nil {
		return View{}, err
	}
	return view, nil
}

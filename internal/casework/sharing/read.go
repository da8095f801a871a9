package sharing

import (
	"cmp"
	"context"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// ListLine is one woman on the list of somebody who reads by permission, by an order
// or by working with her.
type ListLine struct {
	Case      string
	Reference string
	Name      string // "" where who she is is not shared
	Why       access.Relation
	Until     calendar.Day // the last day of what she shares; zero where nothing hangs on it
}

// List returns the women of whom the asker may read something now, by name and
// then by reference. Of those whom an organisation supports it has the open cases,
// or the closed ones.
func (d Desk) List(ctx context.Context, asker access.Asker, closed bool) ([]ListLine, error) {
	const op = "list shared"
	rows, err := d.joined(ctx, asker, closed)
	if err != nil {
		return nil, casework.In(op, err)
	}
	byPurpose := map[access.Purpose][]journey.Row{}
	readings := make([]reading, 0, len(rows))
	named := map[string]bool{}
	rows = slices.DeleteFunc(rows, func(row journey.Row) bool {
		r := d.readingOf(asker, row)
		if len(r.purposes) == 0 {
			return true
		}
		readings = append(readings, r)
		byPurpose[r.purposes[0].purpose] = append(byPurpose[r.purposes[0].purpose], row)
		if r.all().Has(access.Identity) {
			named[row.Woman] = true
		}
		return false
	})
	women := make([]string, 0, len(named))
	for woman := range named {
		women = append(women, woman)
	}
	who := map[string]journey.Identity{}
	if len(women) > 0 {
		if who, err = d.Record.Who(ctx, women); err != nil {
			return nil, casework.In(op, err)
		}
	}
	lines := make([]ListLine, len(rows))
	for i, row := range rows {
		lines[i] = ListLine{Case: row.Case, Reference: casework.Reference(row.Case), Why: d.why(asker, row)}
		her := who[row.Woman]
		switch {
		case !readings[i].all().Has(access.Identity):
		case asker.Specialism == access.Group:
			lines[i].Name = her.First()
		default:
			lines[i].Name = her.Name()
		}
		for _, until := range readings[i].until {
			lines[i].Until = max(lines[i].Until, until)
		}
	}
	slices.SortFunc(lines, func(a, b ListLine) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Reference, b.Reference))
	})
	for _, purpose := range purposes {
		classes := access.Classes(0)
		if len(byPurpose[purpose]) == 0 {
			continue
		}
		if len(named) > 0 {
			classes = access.SetOf(access.Identity)
		}
		if err := d.Tell(ctx, op, d.Note(asker, access.Read, purpose, op, classes, byPurpose[purpose]...)); err != nil {
			return nil, err
		}
	}
	return lines, nil
}

// joined returns the rows of women who may be joined to the asker, whether or not
// anything may be read of them now.
func (d Desk) joined(ctx context.Context, asker access.Asker, closed bool) ([]journey.Row, error) {
	if asker.Agency == "" {
		return nil, nil
	}
	filters := []casework.Filter{{Tied: journey.Tie{Who: asker.Agency, How: access.Shared}}}
	switch asker.Role {
	case access.Specialist:
		filters = append(filters, casework.Filter{Tied: journey.Tie{Who: asker.ID, How: access.Allocated}})
	case access.Court, access.Probation:
		filters = append(filters, casework.Filter{Tied: journey.Tie{Who: asker.Agency, How: access.Ordered}})
	case access.PartnerManager:
		filters = append(filters, casework.Filter{Organisation: asker.Agency, Open: !closed, Closed: closed})
	}
	var rows []journey.Row
	for _, filter := range filters {
		found, err := d.Record.Rows(ctx, asker, filter)
		if err != nil {
			return nil, err
		}
		for _, row := range found {
			if !slices.ContainsFunc(rows, func(r journey.Row) bool { return r.Case == row.Case }) && !d.own(asker, row) {
				rows = append(rows, row)
			}
		}
	}
	return rows, nil
}

// own says whether a case stands in the asker's own caseload, which has pages of
// its own.
func (d Desk) own(asker access.Asker, row journey.Row) bool {
	return asker.Role == access.Keyworker && d.Standing(asker, row).Is(access.Allocated)
}

// why says what joins the asker to a case first of all.
func (d Desk) why(asker access.Asker, row journey.Row) access.Relation {
	standing := d.Standing(asker, row)
	for _, relation := range []access.Relation{access.Allocated, access.Ordered, access.Organisation} {
		if standing.Is(relation) {
			return relation
		}
	}
	return access.Shared
}

// Shared is a case as somebody reads it who does not support her.
type Shared struct {
	Pack
	Case      string
	Version   int
	Why       access.Relation
	MayDecide bool           // on the order: a court's or a probation office's
	MayNote   []access.Class // the notes the asker may write
}

// Read returns what the asker may read of a case. Of a case of which nothing may be
// read there is nothing to say, whether it was shared once or never.
func (d Desk) Read(ctx context.Context, asker access.Asker, caseID string) (Shared, error) {
	const op = "read shared"
	row, r, err := d.admit(ctx, op, asker, caseID)
	if err != nil {
		return Shared{}, err
	}
	one, err := d.Record.Case(ctx, caseID, r.all())
	if err != nil {
		return Shared{}, casework.In(op, err)
	}
	shared := Shared{
		Pack: d.pack(one, r, r.all()), Case: row.Case, Version: row.Version, Why: d.why(asker, row),
		MayDecide: d.mayDecide(asker, row), MayNote: d.mayNote(asker, row),
	}
	for _, purpose := range r.purposes {
		if err := d.Tell(ctx, op, d.Note(asker, access.Read, purpose.purpose, op, purpose.classes, row)); err != nil {
			return Shared{}, err
		}
	}
	return shared, nil
}

// admit loads a case of which the asker may read something; any other is none.
func (d Desk) admit(ctx context.Context, op string, asker access.Asker, caseID string) (journey.Row, reading, error) {
	row, err := d.Record.Row(ctx, caseID)
	if err != nil && casework.KindOf(err) != casework.NotFound {
		return journey.Row{}, reading{}, casework.In(op, err)
	}
	r := d.readingOf(asker, row)
	if err != nil || len(r.purposes) == 0 || asker.Agency == "" || supports(asker, d.Standing(asker, row)) {
		return journey.Row{}, reading{}, d.Absent(ctx, op, asker, row, access.Read, access.ForSupport)
	}
	return row, r, nil
}

// mayDecide says whether the asker's own office ordered what is required of her,
// and there is something to decide.
func (d Desk) mayDecide(asker access.Asker, row journey.Row) bool {
	standing := d.Standing(asker, row)
	return row.Condition != nil && standing.Is(access.Ordered) && standing.Allowed(access.Append, access.ForCondition).Has(access.Condition)
}

// mayNote lists the classes of which a specialist who works with her may write a
// note.
func (d Desk) mayNote(asker access.Asker, row journey.Row) []access.Class {
	standing := d.Standing(asker, row)
	if asker.Role != access.Specialist || !standing.Is(access.Allocated) {
		return nil
	}
	allowed := standing.Allowed(access.Append, access.ForSupport)
	var classes []access.Class
	for _, class := range []access.Class{access.Needs, access.Notes, access.Sealed} {
		if allowed.Has(class) {
			classes = append(classes, class)
		}
	}
	return classes
}

package groups

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

// Her is the woman a page is about.
type Her struct {
	Case      string
	Reference string
	Name      string
	Contact   string // how to reach her safely, in words
	Open      bool
	Suggested []journey.GroupNeed // what is known that she needs to take part
	Language  string              // BCP 47, or in words; "" not known
}

func (d Desk) her(ctx context.Context, row journey.Row, standing casework.Standing) (Her, error) {
	who, err := d.who(ctx, []journey.Row{row})
	if err != nil {
		return Her{}, err
	}
	her := who[row.Woman]
	one := Her{
		Case: row.Case, Reference: casework.Reference(row.Case), Name: her.Name(), Contact: her.Reaching(row.Contact),
		Open: row.Open(), Language: cmp.Or(her.Interpret, row.Language),
	}
	if standing.Allowed(access.Read, access.ForSupport).Has(access.Needs) &&
		(row.Interpreter == journey.Yes || slices.Contains(row.Urgent, string(journey.NeedsInterpreter))) {
		one.Suggested = append(one.Suggested, journey.NeedsInterpreter)
	}
	return one, nil
}

// Place is one group as it stands to one woman.
type Place struct {
	Line
	journey.InGroup // the zero value where she never asked
	Marks           []Mark
}

// Mark is what a register said of her.
type Mark struct {
	journey.Session
	Outcome journey.Outcome
	Counts  journey.YesNo
}

// Hers returns a woman with the groups she is in or was in, and those she may
// choose from.
func (d Desk) Hers(ctx context.Context, asker access.Asker, caseID string) (her Her, in, open []Place, err error) {
	const op = "her groups"
	classes := access.SetOf(access.Identity, access.Plan)
	row, standing, err := d.Admit(ctx, op, asker, caseID, access.Read, access.ForSupport, classes)
	if err != nil {
		return her, nil, nil, err
	}
	if her, err = d.her(ctx, row, standing); err != nil {
		return her, nil, nil, casework.In(op, err)
	}
	all, err := d.all(ctx)
	if err != nil {
		return her, nil, nil, casework.In(op, err)
	}
	rows, err := d.members(ctx, asker, "")
	if err != nil {
		return her, nil, nil, casework.In(op, err)
	}
	one, err := d.Record.Case(ctx, caseID, 0)
	if err != nil {
		return her, nil, nil, casework.In(op, err)
	}
	marks := marksOf(one.Facts)
	for _, group := range all {
		place := Place{Line: Line{ServiceGroup: group, Next: d.next(group)}}
		place.Taken, place.Waiting = taken(rows, group.Group)
		known, joined := row.InGroup(group.Group)
		place.InGroup = known
		for _, session := range group.Sessions {
			if mark, there := marks[journey.SessionAppointment(session.SessionSet.Session, caseID)]; there {
				place.Marks = append(place.Marks, Mark{session, mark.Outcome, mark.Counts})
			}
		}
		if joined {
			in = append(in, place)
		}
		if (!joined || known.Step == journey.PlaceLeft) && !group.Ended.Known() {
			open = append(open, place)
		}
	}
	return her, in, open, d.Tell(ctx, op, d.Note(asker, access.Read, access.ForSupport, op, classes|access.SetOf(access.Condition), row))
}

// Found is a woman of the asker's own caseload.
type Found struct{ Case, Reference, Name string }

// Search looks for part of a name in the asker's own caseload, and nowhere else.
func (d Desk) Search(ctx context.Context, asker access.Asker, group, text string) ([]Found, error) {
	const op = "search for a group"
	if err := works(op, asker); err != nil {
		return nil, err
	}
	if text = strings.ToLower(strings.TrimSpace(text)); text == "" || asker.Role != access.Keyworker {
		return nil, nil
	}
	rows, err := d.Record.Rows(ctx, asker, casework.Filter{Worker: asker.ID, Open: true})
	if err != nil {
		return nil, casework.In(op, err)
	}
	rows = slices.DeleteFunc(rows, func(row journey.Row) bool {
		one, joined := row.InGroup(group)
		return joined && one.Step != journey.PlaceLeft || !d.Standing(asker, row).Allowed(access.Find, access.ForSupport).Has(access.Identity)
	})
	who, err := d.who(ctx, rows)
	if err != nil {
		return nil, casework.In(op, err)
	}
	var found []Found
	var shown []journey.Row
	for _, row := range rows {
		her := who[row.Woman]
		names := strings.ToLower(her.Name() + "\n" + her.Given + " " + her.Family)
		if strings.Contains(names, text) || strings.EqualFold(casework.Reference(row.Case), text) {
			found = append(found, Found{row.Case, casework.Reference(row.Case), her.Name()})
			shown = append(shown, row)
		}
	}
	return found, d.Tell(ctx, op, d.Note(asker, access.Find, access.ForSupport, op, access.SetOf(access.Identity), shown...))
}

// Joining is how she joins a group, as a person enters it.
type Joining struct {
	journey.GroupEntry
	Looked string // by who leads the service: what she found where a place may not be safe
}

// Join gives her a place in a group, or puts her on its list.
func (d Desk) Join(ctx context.Context, asker access.Asker, caseID, key string, entry Joining) (casework.Receipt, error) {
	const op = "join group"
	return d.Write(ctx, d.placing(op, asker, caseID, key, entry, func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
		facts, err := pen.JoinGroup(row, entry.GroupEntry)
		if err != nil {
			return nil, err
		}
		group, err := d.find(ctx, entry.Group)
		if err != nil {
			return nil, journey.Problems{{Field: "group", Say: "Choose a group"}}
		}
		if group.Ended.Known() {
			return nil, journey.Problems{{Field: "group", Say: "This group has ended: choose another"}}
		}
		if entry.Waiting {
			return facts, nil
		}
		return d.placed(ctx, op, asker, group, row, facts, entry.Looked)
	}))
}

// Step moves her on in a group: a place is offered to her, she takes it, or she
// gives it up.
func (d Desk) Step(ctx context.Context, asker access.Asker, caseID, key, group string, step journey.PlaceStep, looked string) (casework.Receipt, error) {
	const op = "move on in group"
	return d.Write(ctx, d.placing(op, asker, caseID, key, []any{group, step, looked}, func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
		facts, err := pen.StepInGroup(row, group, step)
		if err != nil || step == journey.PlaceLeft {
			return facts, err
		}
		known, err := d.find(ctx, group)
		if err != nil {
			return nil, err
		}
		if known.Ended.Known() {
			return nil, journey.Problems{{Field: "step", Say: "This group has ended"}}
		}
		if one, _ := row.InGroup(group); one.Step == journey.PlaceOffered {
			return facts, nil // the place is hers to take, and was looked at when it was offered
		}
		return d.placed(ctx, op, asker, known, row, facts, looked)
	}))
}

// placing is a change of a place: part of her plan.
func (d Desk) placing(op string, asker access.Asker, caseID, key string, entered any, decide func(journey.Pen, journey.Row) ([]journey.Fact, error)) casework.Writing {
	return casework.Writing{
		Op: op, Asker: asker, Case: caseID, Key: key, Action: access.Append, Purpose: access.ForSupport,
		Classes: access.SetOf(access.Plan), Entered: entered,
		Decide: func(pen journey.Pen, row journey.Row, _ casework.Standing) ([]journey.Fact, error) {
			return decide(pen, row)
		},
	}
}

// placed looks whether a place is free and safe before it is given or offered.
func (d Desk) placed(ctx context.Context, op string, asker access.Asker, group journey.ServiceGroup, row journey.Row, facts []journey.Fact, looked string) ([]journey.Fact, error) {
	rows, err := d.members(ctx, asker, group.Group)
	if err != nil {
		return nil, err
	}
	if places, _ := taken(rows, group.Group); group.Places > 0 && places >= group.Places {
		return nil, journey.Problems{{Field: "place", Say: "No place is free: put her on the waiting list"}}
	}
	found, err := d.dangerTo(ctx, asker, group, row)
	if err != nil {
		return nil, err
	}
	looked = strings.TrimSpace(looked)
	if err := d.warn(ctx, op, asker, row, found, looked); err != nil {
		return nil, err
	}
	if found.any() {
		facts[0].Words = &journey.Words{Text: looked}
	}
	return facts, nil
}

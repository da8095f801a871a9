package groups

import (
	"context"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// Told is one telling that she must not meet somebody, as those who may write it
// down see it: never whom, and never why.
type Told struct {
	Apart  string
	On     calendar.Day
	By     string // name of who wrote it down
	MayEnd bool
}

// Tellings returns that she must not meet somebody, for the page that writes it
// down: those the asker wrote, and for who leads the service all of them.
func (d Desk) Tellings(ctx context.Context, asker access.Asker, caseID string) (her Her, told []Told, err error) {
	const op = "who must not meet"
	row, standing, err := d.Admit(ctx, op, asker, caseID, access.Append, access.ForSafeguarding, access.SetOf(access.Sealed))
	if err != nil {
		return her, nil, err
	}
	if her, err = d.her(ctx, row, standing); err != nil {
		return her, nil, casework.In(op, err)
	}
	names, err := casework.NamesOf(ctx, d.Staff)
	if err != nil {
		return her, nil, casework.In(op, err)
	}
	for _, one := range row.Apart {
		if one.By == asker.ID || standing.Is(access.Service) {
			told = append(told, Told{Apart: one.ID, On: one.On, By: names[one.By], MayEnd: true})
		}
	}
	return her, told, d.Tell(ctx, op, d.Note(asker, access.Read, access.ForSafeguarding, op, access.SetOf(access.Identity), row))
}

// KeepApart writes down a woman whom she must not meet. The answer is the same
// whether anybody of that name is here or not.
func (d Desk) KeepApart(ctx context.Context, asker access.Asker, caseID, key string, other journey.Identity, reason string) error {
	_, err := d.Write(ctx, casework.Writing{
		Op: "keep apart", Asker: asker, Case: caseID, Key: key, Action: access.Append, Purpose: access.ForSafeguarding,
		Classes: access.SetOf(access.Sealed), Entered: []any{other, reason},
		Decide: func(pen journey.Pen, row journey.Row, _ casework.Standing) ([]journey.Fact, error) {
			return pen.KeepApart(row, other, reason)
		},
	})
	return err
}

// EndApart says that she may meet somebody after all. Who wrote it down says so, or
// who leads the service.
func (d Desk) EndApart(ctx context.Context, asker access.Asker, caseID, key, apart, reason string) error {
	_, err := d.Write(ctx, casework.Writing{
		Op: "end keeping apart", Asker: asker, Case: caseID, Key: key, Action: access.Append, Purpose: access.ForSafeguarding,
		Classes: access.SetOf(access.Sealed), Entered: []any{apart, reason},
		Decide: func(pen journey.Pen, row journey.Row, standing casework.Standing) ([]journey.Fact, error) {
			if !standing.Is(access.Service) {
				row.Apart = slices.DeleteFunc(slices.Clone(row.Apart), func(a journey.Apart) bool { return a.By != asker.ID })
			}
			return pen.EndApart(row, apart, reason)
		},
	})
	return err
}

// danger is why a place may not be safe. It names nobody.
type danger struct {
	told   []string // account ids of who wrote down that two women must not meet
	worker bool     // a conflict of interest with somebody who runs the group
}

func (d danger) any() bool { return len(d.told) > 0 || d.worker }

// dangerTo looks whether a woman may be in one room with those who have a place in
// a group, and with those who run it. It looks at the women the asker may know of
// and at no others, so that a warning tells of nobody who is hidden from the asker.
func (d Desk) dangerTo(ctx context.Context, asker access.Asker, group journey.ServiceGroup, her journey.Row) (danger, error) {
	var found danger
	rows, err := d.members(ctx, asker, group.Group)
	if err != nil {
		return found, err
	}
	rows = slices.DeleteFunc(rows, func(row journey.Row) bool {
		one, _ := row.InGroup(group.Group)
		return row.Woman == her.Woman || one.Step != journey.PlaceGiven && one.Step != journey.PlaceOffered
	})
	here := map[string]bool{}
	for _, row := range rows {
		here[row.Woman] = true
	}
	if found.told, err = d.fears(ctx, her, here); err != nil {
		return found, err
	}
	for _, row := range rows {
		told, err := d.fears(ctx, row, map[string]bool{her.Woman: true})
		if err != nil {
			return found, err
		}
		found.told = append(found.told, told...)
	}
	if d.Staff == nil || len(her.Door.Conflicts) == 0 {
		return found, nil
	}
	staff, err := d.Staff.Staff(ctx)
	if err != nil {
		return found, err
	}
	found.worker = slices.ContainsFunc(staff, func(person casework.Person) bool {
		return group.RunBy(person.ID) && her.Door.Barred(person.ID, person.Agency)
	})
	return found, nil
}

// fears returns who wrote down that a woman must not meet one of these women. What
// is sealed is opened for this one comparison and shown to nobody.
func (d Desk) fears(ctx context.Context, row journey.Row, women map[string]bool) ([]string, error) {
	if len(row.Apart) == 0 || len(women) == 0 {
		return nil, nil
	}
	one, err := d.Record.Case(ctx, row.Case, access.SetOf(access.Sealed))
	if err != nil {
		return nil, err
	}
	var told []string
	for _, fact := range one.Facts {
		body, is := fact.Body.(journey.KeptApart)
		stands := slices.ContainsFunc(row.Apart, func(a journey.Apart) bool { return a.ID == body.Apart })
		if !is || !stands || fact.Words == nil || fact.Words.Other == nil {
			continue
		}
		found, err := d.Record.Find(ctx, *fact.Words.Other)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(found, func(woman string) bool { return women[woman] }) {
			told = append(told, fact.By)
		}
	}
	return told, nil
}

// Warning is the one answer to somebody who would give a place that may not be
// safe, whatever makes it so.
const Warning = "Ask the lead: this place may not be safe"

// warn turns a danger into what the asker is told. Who leads the service learns
// whom to speak to, and goes on after saying what she found; everybody else is sent
// to her. That a place was warned of is written down.
func (d Desk) warn(ctx context.Context, op string, asker access.Asker, row journey.Row, found danger, looked string) error {
	if !found.any() {
		return nil
	}
	if asker.Role != access.ServiceLead {
		note := d.Note(asker, access.Append, access.ForSafeguarding, op, 0, row)
		note.Reason = ReasonWarned
		if err := d.Tell(ctx, op, note); err != nil {
			return err
		}
		return journey.Problems{{Field: "group", Say: Warning}}
	}
	if looked != "" {
		return nil
	}
	words, err := d.dangerWords(ctx, found)
	if err != nil {
		return err
	}
	return journey.Problems{{Field: "looked", Say: words + " To go on, say what you found"}}
}

// ReasonWarned stands in a line of the ledger where a place was asked for that may
// not be safe.
const ReasonWarned = "place-warning"

// dangerWords says to who leads the service whom to speak to.
func (d Desk) dangerWords(ctx context.Context, found danger) (string, error) {
	words := "Somebody who runs this group must not see her record."
	if len(found.told) == 0 {
		return words, nil
	}
	names, err := casework.NamesOf(ctx, d.Staff)
	if err != nil {
		return "", err
	}
	name := names[found.told[0]]
	if name == "" {
		name = "her keyworker"
	}
	said := "Two women may have to be kept apart. Speak to " + name + ", who wrote it down."
	if found.worker {
		return said + " " + words, nil
	}
	return said, nil
}

// dangers says to who leads the service that women who have a place in a group may
// have to be kept apart, as when somebody gave a place who could not be warned.
func (d Desk) dangers(ctx context.Context, asker access.Asker, group journey.ServiceGroup, rows []journey.Row) ([]string, error) {
	if asker.Role != access.ServiceLead {
		return nil, nil
	}
	here := map[string]bool{}
	for _, row := range rows {
		if one, _ := row.InGroup(group.Group); one.Step == journey.PlaceGiven || one.Step == journey.PlaceOffered {
			here[row.Woman] = true
		}
	}
	var said []string
	for _, row := range rows {
		if !here[row.Woman] {
			continue
		}
		told, err := d.fears(ctx, row, here)
		if err != nil {
			return nil, err
		}
		if len(told) == 0 {
			continue
		}
		words, err := d.dangerWords(ctx, danger{told: told})
		if err != nil {
			return nil, err
		}
		if !slices.Contains(said, words) {
			said = append(said, words)
		}
	}
	return said, nil
}

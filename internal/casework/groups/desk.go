package groups

import (
	"context"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

// Desk is where groups are planned, joined and written down.
type Desk struct {
	casework.Bench
	casework.Schemes
	Staff casework.Staff
}

// listed are the classes that a list of a group shows.
var listed = access.SetOf(access.Identity, access.Needs, access.Children)

// works refuses everyone who has nothing to do with groups.
func works(op string, asker access.Asker) error {
	switch {
	case asker.Role == access.Keyworker, asker.Role == access.ServiceLead:
		return nil
	case asker.Role == access.Specialist && asker.Specialism == access.Group:
		return nil
	}
	return casework.Fail(casework.Forbidden, op, "%s has no groups here", asker.Work())
}

// MayRun says whether a person can be chosen to run a group: whether groups open to
// her.
func MayRun(person casework.Person) bool {
	return works("", access.Asker{Role: person.Role, Specialism: person.Specialism}) == nil
}

// all returns every group of the service.
func (d Desk) all(ctx context.Context) ([]journey.ServiceGroup, error) {
	facts, _, err := d.Record.Loose(ctx, 0, journey.ServiceGroupKinds...)
	if err != nil {
		return nil, err
	}
	return journey.GroupsOf(facts), nil
}

// find returns one group.
func (d Desk) find(ctx context.Context, id string) (journey.ServiceGroup, error) {
	all, err := d.all(ctx)
	if err != nil {
		return journey.ServiceGroup{}, err
	}
	i := slices.IndexFunc(all, func(g journey.ServiceGroup) bool { return g.Group == id })
	if i < 0 {
		return journey.ServiceGroup{}, casework.Fail(casework.NotFound, "finding a group", "there is no such group")
	}
	return all[i], nil
}

// leftDays is how long whoever runs a group still sees a woman who left it, so that
// the register of her last sessions can be put right.
const leftDays = 28

// standing says how the asker stands to a woman with regard to a group: whoever
// runs it also stands to those who hold a place in it, or left it not long ago.
func (d Desk) standing(asker access.Asker, group journey.ServiceGroup, row journey.Row) casework.Standing {
	standing := d.Standing(asker, row)
	if one, joined := row.InGroup(group.Group); joined && group.RunBy(asker.ID) && (one.Step == journey.PlaceGiven || d.justLeft(one)) {
		return standing.Also(access.InGroup)
	}
	return standing
}

// justLeft says whether she had a place in a group and left it not long ago.
func (d Desk) justLeft(one journey.InGroup) bool {
	return one.From.Known() && one.Left.Known() && d.Today() <= one.Left.AddDays(leftDays)
}

// members returns the cases with a place in a group, or on its list, that are not
// hidden from the asker.
func (d Desk) members(ctx context.Context, asker access.Asker, group string) ([]journey.Row, error) {
	return d.Record.Rows(ctx, asker, casework.Filter{Tied: journey.Tie{Who: group, How: journey.HoldsPlace}, Order: casework.OldestFirst})
}

// who returns who the women of these rows are.
func (d Desk) who(ctx context.Context, rows []journey.Row) (map[string]journey.Identity, error) {
	women := make([]string, len(rows))
	for i, row := range rows {
		women[i] = row.Woman
	}
	slices.Sort(women)
	if women = slices.Compact(women); len(women) == 0 {
		return nil, nil
	}
	return d.Record.Who(ctx, women)
}

// Choices returns the people who can be chosen to run a group, by name.
func (d Desk) Choices(ctx context.Context, asker access.Asker) ([]casework.Person, error) {
	const op = "choose who runs a group"
	if err := works(op, asker); err != nil {
		return nil, err
	}
	if d.Staff == nil {
		return nil, nil
	}
	staff, err := d.Staff.Staff(ctx)
	if err != nil {
		return nil, casework.In(op, err)
	}
	return slices.DeleteFunc(staff, func(person casework.Person) bool { return !MayRun(person) }), nil
}

// taken counts the places of a group that are given or held for an answer, and
// who waits.
func taken(rows []journey.Row, group string) (places, waiting int) {
	for _, row := range rows {
		one, joined := row.InGroup(group)
		switch {
		case !joined || !row.Open():
		case one.Step == journey.PlaceGiven, one.Step == journey.PlaceOffered:
			places++
		case one.Step == journey.PlaceAsked:
			waiting++
		}
	}
	return places, waiting
}

// service writes facts of a group itself, which belong to no woman.
func (d Desk) service(ctx context.Context, op string, asker access.Asker, key string, entered any, facts []journey.Fact) (casework.Receipt, error) {
	digest, err := casework.Digest(key, op, asker, entered)
	if err != nil {
		return casework.Receipt{}, err
	}
	receipt, err := d.Record.Append(ctx, casework.Change{
		Key: key, Digest: digest, Facts: facts, Entry: d.Note(asker, access.Append, access.ForSupport, op, 0),
	})
	if err != nil {
		return casework.Receipt{}, casework.In(op, err)
	}
	return receipt, nil
}

// sent says whether a form of this key was taken before. A case of no such id makes
// the record answer from the key alone, and write nothing.
func (d Desk) sent(ctx context.Context, key, digest string) bool {
	_, before := d.Sent(ctx, casework.Change{Key: key, Digest: digest, Case: "none"})
	return before
}

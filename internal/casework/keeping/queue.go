package keeping

import (
	"context"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// Line is one woman on a list about keeping records.
type Line struct {
	Case      string
	Reference string
	Name      string // where the asker may read it
	Closed    calendar.Day
	Due       calendar.Day // from which somebody has to look
	Rule      Rule
	Keeping   journey.Keeping
	Asks      []journey.Ask // what she asked for in her own space that only a keeper can give, the oldest first

	woman string
}

// Queue is what waits for somebody about keeping records.
type Queue struct {
	Settings Settings
	Hers     []Line // she asks for a copy of what is kept of her, or that it is deleted
	Due      []Line // the longest over first
	More     bool   // there are more that are due than are listed
	Held     []Line
	Asked    []Line // an erasure waits for the second person
	Packs    []Line // a pack has been begun and has not left
}

// queueLength is how many due records are listed at once.
const queueLength = 100

// Queue returns whose time to be kept is over, what is held, and what waits for a
// second person.
func (d Desk) Queue(ctx context.Context, asker access.Asker) (Queue, error) {
	const op = "records to look at"
	queue := Queue{Settings: d.Settings.Settled()}
	if d.keeps(asker) == 0 {
		return queue, casework.Fail(casework.Forbidden, op, "%s does not decide how long records are kept", asker.Role.Words())
	}
	var listed []journey.Row
	until := d.Today().AddMonths(-12 * queue.Settings.Years)
	rows, err := d.Record.Rows(ctx, asker, casework.Filter{ClosedBy: until, Order: casework.OldestFirst})
	if err != nil {
		return queue, casework.In(op, err)
	}
	seen := map[string]bool{}
	for _, row := range rows {
		if seen[row.Woman] {
			continue
		}
		seen[row.Woman] = true
		due, err := d.due(ctx, asker, &row)
		switch {
		case err != nil:
			return queue, casework.In(op, err)
		case !due || !d.Standing(asker, row).Allowed(access.Find, access.ForLegal).Has(access.Identity):
		case len(queue.Due) == queueLength:
			queue.More = true
		default:
			queue.Due, listed = append(queue.Due, d.line(row)), append(listed, row)
		}
	}
	waiting, err := d.Record.Rows(ctx, asker, casework.Filter{Tied: journey.Tie{Who: journey.Keepers, How: access.Overseen}})
	if err != nil {
		return queue, casework.In(op, err)
	}
	seen = map[string]bool{}
	for _, row := range waiting {
		if seen[row.Woman] || !d.Standing(asker, row).Allowed(access.Find, access.ForLegal).Has(access.Identity) {
			continue
		}
		seen[row.Woman] = true
		listed = append(listed, row)
		line := d.line(row)
		if len(line.Asks) > 0 {
			queue.Hers = append(queue.Hers, line)
		}
		if len(row.Keeping.Holds) > 0 {
			queue.Held = append(queue.Held, line)
		}
		if row.Keeping.Asked != nil {
			queue.Asked = append(queue.Asked, line)
		}
		if len(row.Keeping.Packs) > 0 {
			queue.Packs = append(queue.Packs, line)
		}
	}
	slices.SortStableFunc(queue.Due, func(a, b Line) int { return int(a.Due - b.Due) })
	if err := d.nameLines(ctx, asker, listed, queue.Hers, queue.Due, queue.Held, queue.Asked, queue.Packs); err != nil {
		return queue, casework.In(op, err)
	}
	return queue, d.Tell(ctx, op, d.Note(asker, access.Find, access.ForLegal, op, access.SetOf(access.Identity), listed...))
}

// keeps returns what the asker may append about keeping, in the relation the role
// has to every case: nothing for all but two roles.
func (d Desk) keeps(asker access.Asker) access.Classes {
	relation := access.Unrelated
	switch asker.Role {
	case access.ServiceLead:
		relation = access.Service
	case access.InformationGovernance:
		relation = access.Overseen
	}
	return access.Allowed(asker, relation, access.Append, access.ForLegal)
}

// due says whether the time to keep a woman's record is over: of every case of
// hers. The row becomes the one that was closed last.
func (d Desk) due(ctx context.Context, asker access.Asker, row *journey.Row) (bool, error) {
	hers, err := d.Record.Rows(ctx, asker, casework.Filter{Woman: row.Woman})
	if err != nil {
		return false, err
	}
	for _, other := range hers {
		if other.Open() {
			return false, nil
		}
		if other.Closed > row.Closed {
			*row = other
		}
	}
	return len(row.Keeping.Holds) == 0 && row.Keeping.Asked == nil && d.Settings.dueOn(*row) <= d.Today(), nil
}

func (d Desk) line(row journey.Row) Line {
	line := Line{
		Case: row.Case, Reference: casework.Reference(row.Case), Closed: row.Closed, Rule: RuleOf(row), Keeping: row.Keeping,
		Asks: row.AsksKeepers(), woman: row.Woman,
	}
	if !row.Open() {
		line.Due = d.Settings.dueOn(row)
	}
	return line
}

// nameLines says who the women on the lists are, where the asker may read it.
func (d Desk) nameLines(ctx context.Context, asker access.Asker, rows []journey.Row, lists ...[]Line) error {
	var women []string
	for _, row := range rows {
		if d.Standing(asker, row).Allowed(access.Read, access.ForLegal).Has(access.Identity) {
			women = append(women, row.Woman)
		}
	}
	if len(women) == 0 {
		return nil
	}
	who, err := d.Record.Who(ctx, women)
	if err != nil {
		return err
	}
	for _, list := range lists {
		for i := range list {
			list[i].Name = who[list[i].woman].Name()
		}
	}
	return nil
}

// Step is one thing that was decided about keeping a record.
type Step struct {
	On    calendar.Moment
	Kind  journey.Kind
	By    string // as colleagues read it
	Words string
	Body  journey.Body
}

// View is how a record stands to be kept.
type View struct {
	Line
	Settings Settings
	Open     bool // she is supported still
	Steps    []Step
	Mine     bool // the asker asked for the erasure that waits
	Second   bool // the asker is the one who may confirm it
	AskedBy  string
}

// Look shows how a record stands to be kept, and what was decided about it.
func (d Desk) Look(ctx context.Context, asker access.Asker, caseID string) (View, error) {
	const op = "look at how long a record is kept"
	row, standing, err := d.Admit(ctx, op, asker, caseID, access.Append, access.ForLegal, plan)
	if err != nil {
		return View{}, err
	}
	one, err := d.Record.Case(ctx, caseID, plan)
	if err != nil {
		return View{}, casework.In(op, err)
	}
	view := View{Line: d.line(row), Settings: d.Settings.Settled(), Open: row.Open()}
	for _, fact := range one.Facts {
		switch fact.Body.(type) {
		case journey.Kept, journey.HoldSet, journey.HoldLifted, journey.ErasureAsked, journey.ErasureRefused:
		default:
			continue
		}
		step := Step{On: fact.Happened, Kind: fact.Body.Kind(), Body: fact.Body}
		if step.By, err = d.name(ctx, fact.By); err != nil {
			return View{}, casework.In(op, err)
		}
		if fact.Words != nil {
			step.Words = fact.Words.Text
		}
		view.Steps = append(view.Steps, step)
	}
	if asked := row.Keeping.Asked; asked != nil {
		view.Mine = asked.By == asker.ID
		view.Second = !view.Mine && asked.Role != asker.Role
		if view.AskedBy, err = d.name(ctx, asked.By); err != nil {
			return View{}, casework.In(op, err)
		}
	}
	classes := standing.Allowed(access.Read, access.ForLegal)
	if classes.Has(access.Identity) {
		who, err := d.Record.Who(ctx, []string{row.Woman})
		if err != nil {
			return View{}, casework.In(op, err)
		}
		view.Name = who[row.Woman].Name()
	}
	return view, d.Tell(ctx, op, d.Note(asker, access.Read, access.ForLegal, op, classes, row))
}

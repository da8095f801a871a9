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

// Line is one group on the list.
type Line struct {
	journey.ServiceGroup
	Taken, Waiting int
	Next           journey.Session // the zero Session where none is planned
	Runs           bool            // the asker runs it
}

// List returns the groups, those the asker runs first. It names no woman.
func (d Desk) List(ctx context.Context, asker access.Asker) ([]Line, error) {
	const op = "groups"
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
	var lines []Line
	for _, group := range all {
		line := Line{ServiceGroup: group, Next: d.next(group), Runs: group.RunBy(asker.ID)}
		line.Taken, line.Waiting = taken(rows, group.Group)
		lines = append(lines, line)
	}
	slices.SortStableFunc(lines, func(a, b Line) int {
		return cmp.Or(later(a.Ended.Known(), b.Ended.Known()), later(b.Runs, a.Runs))
	})
	return lines, d.Tell(ctx, op, d.Note(asker, access.Read, access.ForSupport, op, 0))
}

// later orders what is not so before what is.
func later(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// next returns the next session of a group that was not called off.
func (d Desk) next(group journey.ServiceGroup) journey.Session {
	now := calendar.At(d.Now())
	for _, session := range group.Sessions {
		if !session.Cancelled && !session.Ends().Over(now) {
			return session
		}
	}
	return journey.Session{}
}

// Member is a woman of a group whom the asker may know by name.
type Member struct {
	Case      string
	Reference string
	Name      string
	journey.InGroup
	Language string // she needs an interpreter for; "" where she needs none, or nobody knows which
	Risk     bool   // speak to her keyworker before the session
	Worker   string // her keyworker's name
	Mine     bool   // her record is open to the asker beyond the group
	First    bool   // first of those who wait
}

// Meeting is one session with what its register says, in numbers.
type Meeting struct {
	journey.Session
	Came, Said, Places int // of those on its register: who came, of whom something is written down, and all
	Over               bool
}

// View is one group as the asker may see it.
type View struct {
	Line
	Day         calendar.Day
	Names       []string // of who runs it
	Members     []Member // with a place, or offered one
	List        []Member // who waits, the first first
	OtherPlaces int      // places of women whom the asker does not know
	OtherWaits  int
	Meetings    []Meeting
	MayChange   bool
	Dangers     []string // to who leads the service
	Version     int
}

// Free returns how many places are free, and false where nobody said how many
// there are.
func (v View) Free() (int, bool) { return max(0, v.Places-v.Taken), v.Places > 0 }

// Open returns one group.
func (d Desk) Open(ctx context.Context, asker access.Asker, id string) (View, error) {
	const op = "open group"
	if err := works(op, asker); err != nil {
		return View{}, err
	}
	group, err := d.find(ctx, id)
	if err != nil {
		return View{}, casework.In(op, err)
	}
	rows, err := d.members(ctx, asker, id)
	if err != nil {
		return View{}, casework.In(op, err)
	}
	who, err := d.who(ctx, rows)
	if err != nil {
		return View{}, casework.In(op, err)
	}
	names, err := casework.NamesOf(ctx, d.Staff)
	if err != nil {
		return View{}, casework.In(op, err)
	}
	view := View{
		Line: Line{ServiceGroup: group, Next: d.next(group), Runs: group.RunBy(asker.ID)},
		Day:  d.Today(), MayChange: mayChange(op, asker, group) == nil, Version: Version(group),
	}
	for _, account := range group.Workers {
		view.Names = append(view.Names, cmp.Or(names[account], "Somebody who has left"))
	}
	view.Taken, view.Waiting = taken(rows, id)
	shown := view.people(d, asker, rows, who, names)
	if view.Meetings, err = d.meetings(ctx, group, rows); err != nil {
		return View{}, casework.In(op, err)
	}
	if view.Dangers, err = d.dangers(ctx, asker, group, rows); err != nil {
		return View{}, casework.In(op, err)
	}
	return view, d.Tell(ctx, op, d.Note(asker, access.Read, access.ForSupport, op, listed, shown...))
}

// people sorts the women of a group into those the asker may name and those who
// are numbers to her, and returns the cases of the first.
func (v *View) people(d Desk, asker access.Asker, rows []journey.Row, who map[string]journey.Identity, names map[string]string) (shown []journey.Row) {
	first := ""
	slices.SortStableFunc(rows, func(a, b journey.Row) int {
		one, _ := a.InGroup(v.Group)
		other, _ := b.InGroup(v.Group)
		return cmp.Or(one.Asked.Compare(other.Asked), cmp.Compare(a.Case, b.Case))
	})
	for _, row := range rows {
		one, _ := row.InGroup(v.Group)
		if one.Step == journey.PlaceLeft && !(one.WithSupport && d.justLeft(one)) {
			continue
		}
		waits := one.Step == journey.PlaceAsked
		if waits && first == "" {
			first = row.Case
		}
		standing := d.standing(asker, v.ServiceGroup, row)
		if !standing.Allowed(access.Read, access.ForSupport).Has(access.Identity) {
			if waits {
				v.OtherWaits++
			} else if row.Open() {
				v.OtherPlaces++
			}
			continue
		}
		shown = append(shown, row)
		member := d.member(row, one, standing, who[row.Woman], names)
		member.First = waits && row.Case == first
		if waits {
			v.List = append(v.List, member)
		} else {
			v.Members = append(v.Members, member)
		}
	}
	return shown
}

// member is what one woman's line says: no more than the door lets the asker have.
func (d Desk) member(row journey.Row, one journey.InGroup, standing casework.Standing, her journey.Identity, names map[string]string) Member {
	classes := standing.Allowed(access.Read, access.ForSupport)
	member := Member{
		Case: row.Case, Reference: casework.Reference(row.Case), Name: her.Name(), InGroup: one, Worker: names[row.Worker],
		Mine: standing.Whole(access.Read, access.ForSupport).Has(access.Plan),
	}
	if !classes.Has(access.Children) {
		member.Ages = nil
	}
	if !classes.Has(access.Needs) {
		member.Needs = nil
	}
	if slices.Contains(member.Needs, journey.NeedsInterpreter) {
		member.Language = cmp.Or(her.Interpret, row.Language)
	}
	member.Risk = one.AskFirst == journey.Yes || slices.Contains(row.Urgent, "risk_to_herself")
	return member
}

// meetings are the sessions of a group with their registers in numbers.
func (d Desk) meetings(ctx context.Context, group journey.ServiceGroup, rows []journey.Row) ([]Meeting, error) {
	said := map[string][]journey.Attendance{} // by session
	for _, row := range rows {
		one, err := d.Record.Case(ctx, row.Case, 0)
		if err != nil {
			return nil, err
		}
		marks := marksOf(one.Facts)
		for _, session := range group.Sessions {
			if mark, there := marks[journey.SessionAppointment(session.SessionSet.Session, row.Case)]; there {
				said[session.SessionSet.Session] = append(said[session.SessionSet.Session], mark)
			}
		}
	}
	now := calendar.At(d.Now())
	meetings := make([]Meeting, len(group.Sessions))
	for i, session := range group.Sessions {
		one := Meeting{Session: session, Over: session.At.Over(now)}
		for _, row := range rows {
			place, _ := row.InGroup(group.Group)
			if place.Held(session.At.Day()) {
				one.Places++
			}
		}
		for _, mark := range said[session.SessionSet.Session] {
			one.Said++
			if mark.Outcome.Came() {
				one.Came++
			}
		}
		one.Places = max(one.Places, one.Said)
		meetings[i] = one
	}
	return meetings, nil
}

// marksOf returns what stands of her appointments, by id.
func marksOf(facts []journey.Fact) map[string]journey.Attendance {
	marks := map[string]journey.Attendance{}
	for _, fact := range facts {
		if mark, is := fact.Body.(journey.Attendance); is {
			marks[mark.Appointment] = mark
		}
	}
	return marks
}

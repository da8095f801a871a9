package groups

import (
	"context"
	"fmt"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

// Entry is one woman of a register.
type Entry struct {
	Member
	Outcome journey.Outcome // "" while nothing is written down
	Counts  journey.YesNo
	Unit    string

	// Of a woman whose condition the asker may know of.
	Condition bool
	Suggested journey.YesNo  // by the rules, where she comes on time; "" where they do not state it
	Parts     []journey.Part // of the condition, where it has several
}

// Register is the register of one session, as the asker may take it.
type Register struct {
	Group   journey.ServiceGroup
	Session journey.Session
	Entries []Entry
	Others  int  // women on it whom the asker may not write of
	Seen    int  // numbers what was shown, to be sent back
	MayTake bool // the session has begun
	MayOff  bool // the asker may call it off
}

// Register returns the register of a session: the women with a place on that day,
// and those of whom something is written down.
func (d Desk) Register(ctx context.Context, asker access.Asker, group, session string) (Register, error) {
	const op = "open register"
	register, rows, err := d.register(ctx, op, asker, group, session)
	if err != nil {
		return Register{}, err
	}
	return register, d.Tell(ctx, op, d.Note(asker, access.Read, access.ForSupport, op, listed, rows...))
}

func (d Desk) register(ctx context.Context, op string, asker access.Asker, id, session string) (Register, []journey.Row, error) {
	if err := works(op, asker); err != nil {
		return Register{}, nil, err
	}
	group, err := d.find(ctx, id)
	if err != nil {
		return Register{}, nil, casework.In(op, err)
	}
	held, there := group.Session(session)
	if !there {
		return Register{}, nil, casework.Fail(casework.NotFound, op, "there is no such session")
	}
	all, err := d.members(ctx, asker, id)
	if err != nil {
		return Register{}, nil, casework.In(op, err)
	}
	names, err := casework.NamesOf(ctx, d.Staff)
	if err != nil {
		return Register{}, nil, casework.In(op, err)
	}
	register := Register{
		Group: group, Session: held, MayTake: !held.Cancelled && held.At.Day() <= d.Today(),
		MayOff: !held.Cancelled && mayChange(op, asker, group) == nil,
	}
	var rows []journey.Row
	var marks []journey.Attendance
	for _, row := range all {
		one, _ := row.InGroup(id)
		facts, err := d.Record.Case(ctx, row.Case, 0)
		if err != nil {
			return Register{}, nil, casework.In(op, err)
		}
		mark, said := marksOf(facts.Facts)[journey.SessionAppointment(session, row.Case)]
		if !said && !one.Held(held.At.Day()) {
			continue
		}
		if !d.mayWrite(asker, group, row) {
			register.Others++
			continue
		}
		rows, marks = append(rows, row), append(marks, mark)
	}
	who, err := d.who(ctx, rows)
	if err != nil {
		return Register{}, nil, casework.In(op, err)
	}
	for i, row := range rows {
		one, _ := row.InGroup(id)
		standing := d.standing(asker, group, row)
		entry := Entry{Member: d.member(row, one, standing, who[row.Woman], names), Outcome: marks[i].Outcome}
		// Who runs the group and is not her keyworker learns of no condition.
		if standing.Allowed(access.Read, access.ForSupport).Has(access.Condition) && row.Condition != nil {
			entry.Condition, entry.Counts, entry.Unit = true, marks[i].Counts, marks[i].Unit
			entry.Suggested, entry.Parts = d.SuggestCounts(row, journey.Group, journey.Attended), partsOf(row)
		}
		register.Entries = append(register.Entries, entry)
	}
	slices.SortStableFunc(register.Entries, func(a, b Entry) int { return compare(a.Name, b.Name) })
	register.Seen = casework.Version(marks)
	return register, rows, nil
}

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// partsOf returns the parts of her condition, without how far each is met.
func partsOf(row journey.Row) []journey.Part {
	var parts []journey.Part
	for _, part := range row.Condition.Parts {
		parts = append(parts, journey.Part{Unit: part.Unit, Required: part.Required})
	}
	return parts
}

// mayWrite says whether the asker may write down whether she came.
func (d Desk) mayWrite(asker access.Asker, group journey.ServiceGroup, row journey.Row) bool {
	return d.standing(asker, group, row).Allowed(access.Append, access.ForSupport).Has(access.Condition)
}

// Marked is what a person enters of one woman: an outcome, and whether it counts.
type Marked struct {
	Outcome journey.Outcome
	Counts  string // yes, no, the code of a part, or ByTheRules
}

// ByTheRules leaves it to the rulebook whether coming counts.
const ByTheRules = "rules"

// takenAnew is how often a register is decided anew because something else was
// written of one of its women meanwhile.
const takenAnew = 5

// TakeRegister writes down a whole register at once, one fact for each woman of
// whom something new is said. seen is the Seen of the register that was shown: upon
// another the change is a Conflict, also where two are sent in the same instant.
// Problems name the woman's case after the field, such as "outcome-case".
func (d Desk) TakeRegister(ctx context.Context, asker access.Asker, group, session string, seen int, key string, marked map[string]Marked) (casework.Receipt, error) {
	const op = "take register"
	digest, err := casework.Digest(key, op, asker, group, session, marked)
	if err != nil {
		return casework.Receipt{}, err
	}
	for range takenAnew {
		register, rows, err := d.register(ctx, op, asker, group, session)
		if err != nil {
			return casework.Receipt{}, err
		}
		if seen != register.Seen {
			if receipt, before := d.Sent(ctx, casework.Change{Key: key, Digest: digest, Case: "none"}); before {
				return receipt, nil
			}
			return casework.Receipt{}, casework.Fail(casework.Conflict, op, "somebody wrote in the register after it was opened")
		}
		facts, written, err := d.marks(ctx, asker, register, rows, marked)
		if err != nil {
			return casework.Receipt{}, casework.In(op, err)
		}
		upon := map[string]int{}
		for _, row := range written {
			upon[row.Case] = row.Version
		}
		receipt, err := d.Record.Append(ctx, casework.Change{
			Key: key, Digest: digest, Facts: facts, Upon: upon,
			Entry: d.Note(asker, access.Append, access.ForSupport, op, access.SetOf(access.Condition), written...),
		})
		if err == nil {
			return receipt, nil
		}
		if casework.KindOf(err) != casework.Conflict {
			return casework.Receipt{}, casework.In(op, err)
		}
	}
	return casework.Receipt{}, casework.Fail(casework.Conflict, op, "something was written of these women again and again")
}

// marks decides on what was entered of each woman.
func (d Desk) marks(ctx context.Context, asker access.Asker, register Register, rows []journey.Row, marked map[string]Marked) (facts []journey.Fact, written []journey.Row, err error) {
	var problems journey.Problems
	pen := d.Pen(asker)
	for _, entry := range register.Entries {
		mark, said := marked[entry.Case]
		if !said || mark.Outcome == "" {
			if entry.Outcome != "" {
				problems = append(problems, journey.Problem{Field: "outcome-" + entry.Case, Say: "Choose what happened: it was written down before"})
			}
			continue
		}
		row := rows[slices.IndexFunc(rows, func(row journey.Row) bool { return row.Case == entry.Case })]
		taken, wrong := d.entered(row, register.Session, entry, mark)
		if wrong == "" && entry.Outcome == taken.Outcome && (!entry.Condition || !taken.Outcome.Came() || entry.Counts == taken.Counts && entry.Unit == taken.Unit) {
			continue // nothing new is said
		}
		if wrong != "" {
			problems = append(problems, journey.Problem{Field: "counts-" + entry.Case, Say: wrong})
			continue
		}
		made, err := pen.TakeRegister(row, taken)
		if err != nil {
			problems = append(problems, journey.Problem{Field: "outcome-" + entry.Case, Say: fmt.Sprintf("%s: %s", entry.Name, err)})
			continue
		}
		one, err := d.Record.Case(ctx, row.Case, 0)
		if err != nil {
			return nil, nil, err
		}
		facts, written = append(facts, journey.Correcting(made, one.Facts)...), append(written, row)
	}
	if len(problems) > 0 {
		return nil, nil, problems
	}
	return facts, written, nil
}

// entered reads what was entered of one woman. Where the asker may not know of a
// condition the rules alone say whether it counts; where they do not state it, it
// does not, until her keyworker says so: a unit that was counted by mistake would
// be told to the police.
func (d Desk) entered(row journey.Row, session journey.Session, entry Entry, mark Marked) (journey.RegisterEntry, string) {
	taken := journey.RegisterEntry{Session: session, Outcome: mark.Outcome}
	if row.Condition == nil || !mark.Outcome.Came() {
		return taken, ""
	}
	suggested := d.SuggestCounts(row, journey.Group, mark.Outcome)
	parts := partsOf(row)
	if !entry.Condition {
		taken.Counts = journey.No
		if suggested == journey.Yes && len(parts) == 0 {
			taken.Counts = journey.Yes
		}
		return taken, ""
	}
	switch part := slices.ContainsFunc(parts, func(p journey.Part) bool { return p.Unit == mark.Counts }); {
	case part:
		taken.Counts, taken.Unit = journey.Yes, mark.Counts
	case mark.Counts == string(journey.No):
		taken.Counts = journey.No
	case len(parts) > 0:
		return taken, entry.Name + ": choose which part of the condition it was, or that it does not count"
	case mark.Counts == string(journey.Yes):
		taken.Counts = journey.Yes
	case suggested == "":
		return taken, entry.Name + ": the rules do not state whether this counts. Choose yes or no"
	default:
		taken.Counts = suggested
	}
	return taken, ""
}

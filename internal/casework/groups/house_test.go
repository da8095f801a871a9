package groups_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/groups"
	"throughline/internal/casework/intake"
	"throughline/internal/casework/support"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/scheme"
	"throughline/schemes"
)

func TestMain(m *testing.M) { caseworktest.Main(m) }

var (
	ctx = context.Background()

	priya, jo, lead = caseworktest.Keyworker, caseworktest.OtherWorker, caseworktest.Lead
	leyla           = access.Asker{ID: "leyla", Name: "Leyla", Agency: "Advance", Role: access.Specialist, Specialism: access.Immigration}
	ana             = access.Asker{ID: "ana", Name: "Ana", Agency: "Advance", Role: access.Specialist, Specialism: access.Group}
)

// staff are those who may sign in.
func staff() caseworktest.Team {
	var team caseworktest.Team
	for _, asker := range []access.Asker{priya, jo, lead, ana, leyla, caseworktest.Officer} {
		team = append(team, casework.Person{ID: asker.ID, Name: asker.Name, Agency: asker.Agency, Role: asker.Role, Specialism: asker.Specialism})
	}
	return team
}

type keyworkers []support.Keyworker

func (k keyworkers) Keyworkers(context.Context) ([]support.Keyworker, error) { return k, nil }

// centre is a service with groups.
type centre struct {
	*caseworktest.Room
	t      *testing.T
	desk   groups.Desk
	intake intake.Desk
	cases  support.Desk
	women  int
}

func newCentre(t *testing.T) *centre {
	t.Helper()
	books, err := schemes.Library()
	if err != nil {
		t.Fatal(err)
	}
	rules := casework.Schemes{Rules: books, Delivers: []string{"lwds"}, Settings: map[string]scheme.Settings{"lwds": {"covered_areas": []string{"Central West"}}}}
	room := caseworktest.NewRoom(t)
	return &centre{
		Room: room, t: t, desk: groups.Desk{Bench: room.Bench, Schemes: rules, Staff: staff()}, intake: intake.Desk{Bench: room.Bench, Schemes: rules},
		cases: support.Desk{Bench: room.Bench, Schemes: rules, People: keyworkers{{ID: priya.ID, OpenLimit: 30, YearLimit: 60}, {ID: jo.ID, OpenLimit: 30, YearLimit: 60}}},
	}
}

func (c *centre) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

// woman brings a woman in and gives her to a keyworker.
func (c *centre) woman(name string, worker access.Asker, change ...func(*journey.Referral)) journey.Row {
	c.t.Helper()
	c.women++
	entry := caseworktest.Amina()
	entry.Identity = journey.Identity{Given: name, Family: "Reed" + name, Born: calendar.On(1980, time.May, c.women), Phone: fmt.Sprintf("07700 9004%02d", c.women)}
	entry.Reference = "ref-" + name
	for _, one := range change {
		one(&entry)
	}
	receipt, err := c.intake.Refer(ctx, caseworktest.Officer, entry, c.Key())
	c.must(err)
	_, err = c.cases.Allocate(ctx, lead, receipt.Case, casework.AnyVersion, c.Key(), support.Allocation{Keyworker: worker.ID})
	c.must(err)
	return c.row(receipt.Case)
}

func (c *centre) row(caseID string) journey.Row {
	c.t.Helper()
	row, err := c.Record.Row(ctx, caseID)
	c.must(err)
	return row
}

// group plans a group that these people run, with a session a week from tomorrow.
func (c *centre) group(places int, workers ...access.Asker) string {
	c.t.Helper()
	entry := journey.GroupSet{Title: "Cooking together", Place: "Camden Hub", Places: places}
	for _, worker := range workers {
		entry.Workers = append(entry.Workers, worker.ID)
	}
	id, err := c.desk.Set(ctx, lead, 0, c.Key(), entry)
	c.must(err)
	c.must(c.desk.AddSessions(ctx, lead, id, c.Key(), journey.SessionEntry{First: calendar.At(c.Now().AddDate(0, 0, 1)), Minutes: 90, Weeks: 3}))
	return id
}

func (c *centre) join(asker access.Asker, row journey.Row, group string, change ...func(*groups.Joining)) error {
	entry := groups.Joining{GroupEntry: journey.GroupEntry{Group: group}}
	for _, one := range change {
		one(&entry)
	}
	_, err := c.desk.Join(ctx, asker, row.Case, c.Key(), entry)
	return err
}

func waiting(entry *groups.Joining) { entry.Waiting = true }

func looked(entry *groups.Joining) { entry.Looked = "They made it up, both told me" }

func (c *centre) open(asker access.Asker, group string) groups.View {
	c.t.Helper()
	view, err := c.desk.Open(ctx, asker, group)
	c.must(err)
	return view
}

// first returns the id of the first session of a group.
func (c *centre) first(group string) string {
	return c.open(lead, group).Meetings[0].SessionSet.Session
}

func names(members []groups.Member) string {
	all := make([]string, len(members))
	for i, member := range members {
		all[i] = strings.Fields(member.Name)[0]
	}
	return strings.Join(all, " ")
}

// says returns what has to be put right.
func says(err error) string {
	var problems journey.Problems
	if !errors.As(err, &problems) {
		return ""
	}
	return problems.Error()
}

func (c *centre) step(asker access.Asker, row journey.Row, group string, step journey.PlaceStep) error {
	_, err := c.desk.Step(ctx, asker, row.Case, c.Key(), group, step, "")
	return err
}

// tells says that a woman must not meet another.
func (c *centre) tells(asker access.Asker, row, other journey.Row) {
	c.t.Helper()
	who, err := c.Record.Who(ctx, []string{other.Woman})
	c.must(err)
	her := who[other.Woman]
	c.must(c.desk.KeepApart(ctx, asker, row.Case, c.Key(), journey.Identity{Given: her.Given, Family: her.Family, Born: her.Born}, "a fight last year"))
}

// hide bars somebody from a woman.
func (c *centre) hide(row journey.Row, from access.Asker) {
	c.t.Helper()
	facts, err := c.Bench.Pen(lead).MarkConflict(row, journey.ConflictEntry{Account: from.ID, From: journey.ConflictHers})
	c.must(err)
	_, err = c.Record.Append(ctx, casework.Change{Key: c.Key(), Facts: facts})
	c.must(err)
}

// take sends a register.
func (c *centre) take(asker access.Asker, group string, key string, marked map[string]groups.Marked) error {
	c.t.Helper()
	register, err := c.desk.Register(ctx, asker, group, c.first(group))
	c.must(err)
	_, err = c.desk.TakeRegister(ctx, asker, group, c.first(group), register.Seen, key, marked)
	return err
}

func came(counts string) groups.Marked {
	return groups.Marked{Outcome: journey.Attended, Counts: counts}
}

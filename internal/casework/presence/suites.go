package presence

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// Day is one day of presence in custody.
type Day struct {
	Day    calendar.Day
	Week   calendar.Day // the Monday of the week
	Suites []Line
	People []Person // keyworkers, by name
}

// Line is one suite on a day.
type Line struct {
	journey.Suite
	Called    []journey.Call // on the day, the newest first
	Visits    int            // this week
	Seen      int            // women spoken to at them
	Refresher calendar.Day   // when its police are to be trained again; zero where nobody wrote a session down
	Referred  int            // women referred from there in the last QuietSuiteDays; only to a lead
}

// Due says whether its police are due to be trained: never, or long ago.
func (l Line) Due(on calendar.Day) bool { return l.Refresher <= on }

// Person is a keyworker with the forces that let her in.
type Person struct {
	casework.Person
	Vettings []journey.VettingRecorded // the soonest to end first
}

// Suites returns the suites as they stand today.
func (d *Desk) Suites(ctx context.Context, asker access.Asker) (Day, error) {
	const op = "custody suites"
	if err := admitted(op, asker); err != nil {
		return Day{}, err
	}
	facts, err := d.read(ctx)
	if err != nil {
		return Day{}, casework.In(op, err)
	}
	day := d.Bench.Today()
	page := Day{Day: day, Week: monday(day)}
	referred := map[string]int{}
	classes := access.Classes(0)
	if asker.Role == access.ServiceLead {
		classes = access.SetOf(access.Condition)
		if referred, err = d.referred(ctx, asker); err != nil {
			return Day{}, casework.In(op, err)
		}
	}
	for _, suite := range journey.SuitesOf(facts) {
		line := Line{Suite: suite, Called: suite.CallsOn(day), Refresher: suite.Refresher(), Referred: referred[named(suite.Name)]}
		line.Visits, line.Seen = suite.VisitsSince(page.Week)
		page.Suites = append(page.Suites, line)
	}
	if page.People, err = d.people(ctx, journey.VettingsOf(facts)); err != nil {
		return Day{}, casework.In(op, err)
	}
	if err := d.Tell(ctx, op, d.Note(asker, access.Read, purpose, op, classes)); err != nil {
		return Day{}, err
	}
	return page, nil
}

// Quiet returns the suites from which nobody was referred for QuietSuiteDays.
func (d *Desk) Quiet(ctx context.Context, asker access.Asker) ([]Line, error) {
	page, err := d.Suites(ctx, asker)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(page.Suites, func(line Line) bool { return line.Referred > 0 }), nil
}

// referred counts the women referred lately, by the suite they were met in.
func (d *Desk) referred(ctx context.Context, asker access.Asker) (map[string]int, error) {
	rows, err := d.Record.Rows(ctx, asker, casework.Filter{Since: d.Bench.Today().AddDays(-journey.QuietSuiteDays)})
	if err != nil {
		return nil, err
	}
	count := map[string]int{}
	for _, row := range rows {
		count[named(row.Suite)]++
	}
	return count, nil
}

// named is a suite's name as it is compared.
func named(suite string) string { return strings.ToLower(strings.TrimSpace(suite)) }

// people returns the keyworkers with what lets them in.
func (d *Desk) people(ctx context.Context, vettings journey.Vettings) ([]Person, error) {
	staff, err := d.Staff.Staff(ctx)
	if err != nil {
		return nil, err
	}
	var people []Person
	for _, one := range staff {
		if one.Role != access.Keyworker {
			continue
		}
		person := Person{Person: one}
		for _, vetting := range vettings {
			if vetting.Account == one.ID {
				person.Vettings = append(person.Vettings, vetting)
			}
		}
		slices.SortFunc(person.Vettings, func(a, b journey.VettingRecorded) int { return cmp.Compare(a.Until, b.Until) })
		people = append(people, person)
	}
	return people, nil
}

// monday returns the Monday of the week of a day.
func monday(day calendar.Day) calendar.Day {
	return day.AddDays(-(int(day.Weekday()-time.Monday) + 7) % 7)
}

// From is a woman referred from a suite.
type From struct {
	Case      string
	Reference string
	Name      string
	On        calendar.Day
}

// Suite returns one suite with its calls and visits, and for a lead the women
// referred from there lately.
func (d *Desk) Suite(ctx context.Context, asker access.Asker, id string) (Line, []From, error) {
	const op = "custody suite"
	if err := admitted(op, asker); err != nil {
		return Line{}, nil, err
	}
	facts, err := d.read(ctx)
	if err != nil {
		return Line{}, nil, casework.In(op, err)
	}
	suites := journey.SuitesOf(facts)
	i := slices.IndexFunc(suites, func(s journey.Suite) bool { return s.Suite == id })
	if i < 0 {
		return Line{}, nil, casework.Fail(casework.NotFound, op, "there is no such suite")
	}
	day := d.Bench.Today()
	line := Line{Suite: suites[i], Called: suites[i].CallsOn(day), Refresher: suites[i].Refresher()}
	line.Visits, line.Seen = suites[i].VisitsSince(monday(day))
	from, rows, err := d.from(ctx, asker, line.Name)
	if err != nil {
		return Line{}, nil, casework.In(op, err)
	}
	line.Referred = len(from)
	classes := access.Classes(0)
	if asker.Role == access.ServiceLead {
		classes = access.SetOf(access.Identity, access.Condition)
	}
	if err := d.Tell(ctx, op, d.Note(asker, access.Read, purpose, op, classes, rows...)); err != nil {
		return Line{}, nil, err
	}
	return line, from, nil
}

// from returns the women referred lately from a suite, for a lead.
func (d *Desk) from(ctx context.Context, asker access.Asker, suite string) ([]From, []journey.Row, error) {
	if asker.Role != access.ServiceLead {
		return nil, nil, nil
	}
	rows, err := d.Record.Rows(ctx, asker, casework.Filter{Since: d.Bench.Today().AddDays(-journey.QuietSuiteDays)})
	if err != nil {
		return nil, nil, err
	}
	rows = slices.DeleteFunc(rows, func(row journey.Row) bool { return named(row.Suite) != named(suite) })
	women := make([]string, len(rows))
	for i, row := range rows {
		women[i] = row.Woman
	}
	who, err := d.Record.Who(ctx, women)
	if err != nil {
		return nil, nil, err
	}
	from := make([]From, len(rows))
	for i, row := range rows {
		from[i] = From{row.Case, casework.Reference(row.Case), who[row.Woman].Name(), row.Referred}
	}
	return from, rows, nil
}

package support

import (
	"context"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// team returns the keyworkers as the lead described them, and what the facts say
// of each. Limits are for the share of full time she works; that of the year also
// for the days she is away in it.
func (d Desk) team(ctx context.Context) ([]Keyworker, journey.Team, error) {
	keyworkers, err := d.People.Keyworkers(ctx)
	if err != nil {
		return nil, nil, err
	}
	facts, _, err := d.Record.Loose(ctx, 0, journey.TeamKinds...)
	if err != nil {
		return nil, nil, err
	}
	team, today := journey.TeamOf(facts), d.Bench.Today()
	for i := range keyworkers {
		keyworkers[i].described(team[keyworkers[i].ID], today)
	}
	return keyworkers, team, nil
}

// described puts on a keyworker what the facts say of her.
func (k *Keyworker) described(member journey.Member, today calendar.Day) {
	k.FullOpen, k.FullYear = k.OpenLimit, k.YearLimit
	if profile := member.Profile; profile != nil {
		k.Languages, k.Areas, k.Specialisms = profile.Languages, profile.Areas, profile.Specialisms
		k.FullOpen, k.FullYear = profile.Open, profile.Year
	}
	k.Share = member.Share()
	k.OpenLimit = (2*k.FullOpen*k.Share + 100) / 200
	k.YearLimit = member.Adjusted(k.FullYear, today)
	k.Away, _ = member.AwayOn(today)
	k.NextLeave, _ = member.NextLeave(today)
	k.DaysAway = member.DaysAway(yearFrom(today), today)
}

// yearFrom is the first day of the twelve months that end on a day.
func yearFrom(day calendar.Day) calendar.Day { return day.AddMonths(-12).AddDays(1) }

// loads counts what every keyworker carries.
func (d Desk) loads(ctx context.Context, asker access.Asker) ([]Load, error) {
	return d.loadsOf(ctx, asker, "")
}

// loadsOf is loads, counting only what one keyworker carries where one is named;
// the others are returned with nothing.
func (d Desk) loadsOf(ctx context.Context, asker access.Asker, worker string) ([]Load, error) {
	keyworkers, _, err := d.team(ctx)
	if err != nil {
		return nil, err
	}
	today := d.Bench.Today()
	counted, err := d.Record.Loads(ctx, asker, worker, yearFrom(today))
	if err != nil {
		return nil, err
	}
	loads := make([]Load, len(keyworkers))
	for i, keyworker := range keyworkers {
		loads[i] = Load{Keyworker: keyworker, YearFrom: yearFrom(today)}
		at := slices.IndexFunc(counted, func(c casework.Carried) bool { return c.Worker == keyworker.ID })
		if at < 0 {
			continue
		}
		one := counted[at]
		loads[i].Open, loads[i].Year, loads[i].New = one.Open, one.Taken, one.New
		if one.NewSince.Known() {
			loads[i].NewWait = max(0, today.Sub(one.NewSince))
		}
	}
	return loads, nil
}

// Profile is a keyworker as the lead edits her, with what covers her leave.
type Profile struct {
	Keyworker
	Leaves  []journey.LeavePlanned // of today and later
	Covered map[string][]Covered   // by leave: who acts for her women
	Open    int                    // women she has now
	Others  []Keyworker            // who could cover
}

// Covered is who acts for some of her women, and for how many.
type Covered struct {
	Keyworker string // account id
	Name      string
	Women     int
}

// Profile returns a keyworker for the lead to edit.
func (d Desk) Profile(ctx context.Context, asker access.Asker, keyworker string) (Profile, error) {
	const op = "profile of a keyworker"
	if err := leads(op, asker); err != nil {
		return Profile{}, err
	}
	keyworkers, team, err := d.team(ctx)
	if err != nil {
		return Profile{}, casework.In(op, err)
	}
	i := slices.IndexFunc(keyworkers, func(k Keyworker) bool { return k.ID == keyworker })
	if i < 0 {
		return Profile{}, casework.Fail(casework.NotFound, op, "there is no such keyworker")
	}
	page := Profile{Keyworker: keyworkers[i], Covered: map[string][]Covered{}}
	for _, leave := range team[keyworker].Leaves {
		if leave.Until >= d.Bench.Today() {
			page.Leaves = append(page.Leaves, leave)
		}
	}
	page.Others = slices.Delete(slices.Clone(keyworkers), i, i+1)
	rows, err := d.Record.Rows(ctx, asker, casework.Filter{Worker: keyworker, Open: true})
	if err != nil {
		return Profile{}, casework.In(op, err)
	}
	page.Open = len(rows)
	names := map[string]string{}
	for _, other := range keyworkers {
		names[other.ID] = other.Name
	}
	for _, row := range rows {
		for _, cover := range row.Door.Covers {
			if cover.For == keyworker {
				page.count(cover, names)
			}
		}
	}
	if err := d.Tell(ctx, op, d.Note(asker, access.Read, access.ForSupport, op, access.SetOf(access.Condition))); err != nil {
		return Profile{}, err
	}
	return page, nil
}

// count adds one woman to those whom somebody covers.
func (p *Profile) count(cover journey.Cover, names map[string]string) {
	by := p.Covered[cover.ID]
	i := slices.IndexFunc(by, func(c Covered) bool { return c.Keyworker == cover.Account })
	if i < 0 {
		p.Covered[cover.ID] = append(by, Covered{Keyworker: cover.Account, Name: names[cover.Account], Women: 1})
		return
	}
	by[i].Women++
}

// Describe writes down what is known of a keyworker.
func (d Desk) Describe(ctx context.Context, asker access.Asker, key string, entry journey.KeyworkerDescribed) error {
	const op = "describe keyworker"
	return d.ofTeam(ctx, op, asker, key, entry.Account, entry, func(pen journey.Pen, _ journey.Team) ([]journey.Fact, error) {
		return pen.DescribeKeyworker(entry)
	})
}

// ofTeam writes facts of the service about one keyworker, once per key.
func (d Desk) ofTeam(ctx context.Context, op string, asker access.Asker, key, keyworker string, entered any, decide func(journey.Pen, journey.Team) ([]journey.Fact, error)) error {
	if err := leads(op, asker); err != nil {
		return err
	}
	keyworkers, team, err := d.team(ctx)
	if err != nil {
		return casework.In(op, err)
	}
	if !slices.ContainsFunc(keyworkers, func(k Keyworker) bool { return k.ID == keyworker }) {
		return casework.Fail(casework.NotFound, op, "there is no such keyworker")
	}
	digest, err := casework.Digest(key, op, asker, entered)
	if err != nil {
		return err
	}
	change := casework.Change{Key: key, Digest: digest, Entry: d.Note(asker, access.Append, access.ForSupport, op, 0)}
	facts, undecided := decide(d.Pen(asker), team)
	if undecided != nil {
		if d.SentBefore(ctx, change) {
			return nil
		}
		return casework.In(op, undecided)
	}
	change.Facts = facts
	if _, err := d.Record.Append(ctx, change); err != nil {
		return casework.In(op, err)
	}
	return nil
}

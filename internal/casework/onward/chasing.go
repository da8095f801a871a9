package onward

import (
	"cmp"
	"context"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// Waiting is one referral that somebody has to do something about.
type Waiting struct {
	Referral
	Case      string
	Reference string
	Name      string
	Worker    string // name of her keyworker, "" where nobody knows it
	Late      bool   // the day on which somebody meant to ask is here
}

// Chasing is what waits for an answer, and what is agreed but not known to have
// begun.
type Chasing struct {
	Day     calendar.Day
	Waiting []Waiting // the longest first
	Coming  []Waiting // a first appointment is ahead, the soonest first
	Tell    []Waiting // it was taken on, and nobody knows whether she came
}

// counted are the days of a first appointment that lies ahead and is listed.
const comingDays = 14

// Chasing returns what the asker's referrals wait for.
func (d Desk) Chasing(ctx context.Context, asker access.Asker) (Chasing, error) {
	const op = "chasing"
	filter, err := standing(op, asker)
	if err != nil {
		return Chasing{}, err
	}
	rows, err := d.Record.Rows(ctx, asker, filter)
	if err != nil {
		return Chasing{}, casework.In(op, err)
	}
	names, err := casework.NamesOf(ctx, d.Staff)
	if err != nil {
		return Chasing{}, casework.In(op, err)
	}
	list := Chasing{Day: d.Today()}
	var shown []journey.Row
	for _, row := range rows {
		if list.take(d, row, names) {
			shown = append(shown, row)
		}
	}
	women := make([]string, len(shown))
	for i, row := range shown {
		women[i] = row.Woman
	}
	slices.Sort(women)
	if women = slices.Compact(women); len(women) > 0 {
		who, err := d.Record.Who(ctx, women)
		if err != nil {
			return Chasing{}, casework.In(op, err)
		}
		list.name(shown, who)
	}
	list.sort()
	if err := d.Tell(ctx, op, d.Note(asker, access.Read, access.ForSupport, op, identified, shown...)); err != nil {
		return Chasing{}, err
	}
	return list, nil
}

// take puts the referrals of a row on the lists, and says whether there were any.
func (c *Chasing) take(d Desk, row journey.Row, names map[string]string) bool {
	found := false
	for _, sent := range row.SentOn {
		one := Waiting{Referral: d.referral(row, sent), Case: row.Case, Reference: casework.Reference(row.Case), Worker: names[row.Worker]}
		first := sent.First.Day()
		switch {
		case one.State.Waits():
			one.Late = sent.Chase.Known() && sent.Chase <= c.Day
			c.Waiting = append(c.Waiting, one)
		case one.State == journey.SentTaken && first.Known() && first >= c.Day:
			if first > c.Day.AddDays(comingDays) {
				continue
			}
			c.Coming = append(c.Coming, one)
		case one.State == journey.SentTaken:
			c.Tell = append(c.Tell, one)
		default:
			continue
		}
		found = true
	}
	return found
}

func (c *Chasing) lists() [][]Waiting { return [][]Waiting{c.Waiting, c.Coming, c.Tell} }

func (c *Chasing) name(rows []journey.Row, who map[string]journey.Identity) {
	names := map[string]string{}
	for _, row := range rows {
		names[row.Case] = who[row.Woman].Name()
	}
	for _, list := range c.lists() {
		for i := range list {
			list[i].Name = names[list[i].Case]
		}
	}
}

func (c *Chasing) sort() {
	longest := func(a, b Waiting) int { return cmp.Or(a.On.Compare(b.On), cmp.Compare(a.Reference, b.Reference)) }
	slices.SortFunc(c.Waiting, longest)
	slices.SortFunc(c.Tell, longest)
	slices.SortFunc(c.Coming, func(a, b Waiting) int { return cmp.Or(a.First.Compare(b.First), cmp.Compare(a.Reference, b.Reference)) })
}

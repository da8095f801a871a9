package support

import (
	"cmp"
	"context"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
)

// Narrow chooses among the cases of a list by what the facts say of them. Zero
// fields choose everything.
type Narrow struct {
	Condition Standing
	Area      string
	Language  string // BCP 47
	Pathway   journey.Pathway
	Tier      need.Tier
	Quiet     bool // the service has not met or spoken to her for SilentDays
	Review    bool // the review of a goal is due
	Risk      bool // of harm, as it is written down
}

// Standing groups how conditions stand, as a person looks for them.
type Standing string

// The standings.
const (
	NoCondition Standing = "none"
	NotBegun    Standing = "not_started"
	UnderWay    Standing = "in_progress"
	IsMet       Standing = "met"
	WithPolice  Standing = "with_police" // who decide, because time passed or it was sent back
	IsOver      Standing = "over"        // police decided otherwise, or withdrew it

	// NearItsDate is open, and its date is near or passed: whatever else is so of it.
	NearItsDate Standing = "at_risk"
)

// Standings lists them.
var Standings = []Standing{NearItsDate, NotBegun, UnderWay, WithPolice, IsMet, IsOver, NoCondition}

// standingOf says how the condition of a case stands.
func standingOf(row journey.Row, state journey.ConditionState) Standing {
	switch {
	case row.Condition == nil:
		return NoCondition
	case state == journey.ConditionNotStarted:
		return NotBegun
	case state == journey.ConditionMet || state == journey.ConditionDecidedMet:
		return IsMet
	case state.Awaited():
		return WithPolice
	case state.Settled():
		return IsOver
	}
	return UnderWay
}

// Sort is the order of a list.
type Sort string

// The orders.
const (
	Newest  Sort = "" // referred last, first
	Oldest  Sort = "oldest"
	Soonest Sort = "next"  // whose next appointment is soonest; none booked comes last
	Quiet   Sort = "quiet" // whom nobody has met or spoken to for longest
	Due     Sort = "due"   // whose condition is due soonest; no date stated comes last
)

// Sorts lists them.
var Sorts = []Sort{Newest, Oldest, Soonest, Quiet, Due}

// Choices are what a list can be narrowed to: what its cases have.
type Choices struct {
	Areas     []string
	Languages []string
	Pathways  []journey.Pathway
	Tiers     []need.Tier
}

// mostLooked is the longest list whose cases are looked through to say what it can
// be narrowed to. A longer one is narrowed by what needs no looking.
const mostLooked = 2000

// has says whether a case, as it stands at a moment, is among those chosen.
func (n Narrow) has(row journey.Row, now calendar.Moment) bool {
	at := row.AtMoment(now)
	tier, _ := row.Tier()
	_, near := dueSoon(row, now.Day())
	return (n.Condition == "" || n.Condition == standingOf(row, at.Condition) || n.Condition == NearItsDate && row.Open() && near) &&
		(n.Area == "" || n.Area == row.Area) && (n.Language == "" || n.Language == row.Language) &&
		(n.Pathway == "" || n.Pathway == row.Pathway) && (n.Tier == 0 || n.Tier == tier) &&
		(!n.Quiet || row.Open() && row.Worker != "" && at.Silent >= SilentDays) && (!n.Review || row.Open() && at.ReviewDue) &&
		(!n.Risk || row.Open() && row.Concerns.HasOneOf(journey.Risks))
}

// sort orders rows that are the newest first.
func (s Sort) sort(rows []journey.Row, now calendar.Moment) {
	last := calendar.Day(1 << 30) // after every day
	by := func(key func(journey.Row) int) {
		slices.SortStableFunc(rows, func(a, b journey.Row) int { return cmp.Compare(key(a), key(b)) })
	}
	dayOr := func(day calendar.Day) int {
		if !day.Known() {
			day = last
		}
		return int(day)
	}
	switch s {
	case Oldest:
		slices.Reverse(rows)
	case Soonest:
		slices.SortStableFunc(rows, func(a, b journey.Row) int {
			one, other := a.AtMoment(now).Next, b.AtMoment(now).Next
			if one.Known() != other.Known() {
				return cmp.Compare(dayOr(one.Day()), dayOr(other.Day()))
			}
			return one.Compare(other)
		})
	case Quiet:
		by(func(row journey.Row) int { return -row.AtMoment(now).Silent })
	case Due:
		by(func(row journey.Row) int {
			if row.Condition == nil {
				return int(last)
			}
			return dayOr(row.Condition.Due)
		})
	}
}

// choicesOf says what these cases can be narrowed to.
func choicesOf(rows []journey.Row) Choices {
	var c Choices
	for _, row := range rows {
		c.Areas, c.Languages, c.Pathways = append(c.Areas, row.Area), append(c.Languages, row.Language), append(c.Pathways, row.Pathway)
		if tier, _ := row.Tier(); tier > 0 {
			c.Tiers = append(c.Tiers, tier)
		}
	}
	c.Areas, c.Languages, c.Pathways, c.Tiers = each(c.Areas), each(c.Languages), each(c.Pathways), each(c.Tiers)
	return c
}

// each returns the values once, in order, without the empty one.
func each[T cmp.Ordered](values []T) []T {
	var none T
	slices.Sort(values)
	return slices.DeleteFunc(slices.Compact(values), func(value T) bool { return value == none })
}

// looked returns a page of the rows that were chosen by looking at each.
func (d Desk) looked(ctx context.Context, rows []journey.Row, q Query) (selection, error) {
	now := calendar.At(d.Now())
	rows = slices.DeleteFunc(rows, func(row journey.Row) bool { return !q.Narrow.has(row, now) })
	q.Sort.sort(rows, now)
	found := cut(rows, nil, q)
	who, err := d.who(ctx, found.rows)
	found.who = who
	return found, err
}

// short returns all rows of a list that is short enough to look through, and
// false where it is not.
func (d Desk) short(ctx context.Context, asker access.Asker, filter casework.Filter) ([]journey.Row, bool, error) {
	total, err := d.Record.Count(ctx, asker, filter)
	if err != nil || total > mostLooked {
		return nil, false, err
	}
	rows, err := d.Record.Rows(ctx, asker, filter)
	return rows, err == nil, err
}

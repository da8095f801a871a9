package comparison

import (
	"fmt"

	"throughline/internal/reckoning/figure"
	"throughline/internal/reckoning/stats"
)

// Where says how a unit, an area or a month, lies to the limits that chance alone
// would keep it in.
type Where string

// Where a unit may lie.
const (
	Inside       Where = "inside the limits"
	OutsideSome  Where = "outside the 95% limits"
	OutsideAll   Where = "outside the 99.8% limits"
	TooSmall     Where = "inside the limits, but of too few to tell"
	NotToBeShown Where = "not shown"
)

// fewOfBase is the base below which a share inside the limits tells nothing: its
// limits hold nearly everything that could happen.
const fewOfBase = 20

// Outside says whether it lies outside any limit.
func (w Where) Outside() bool { return w == OutsideSome || w == OutsideAll }

// Units are areas, organisations or months beside limits about what they share.
type Units struct {
	// Target is the share of the whole, or the mean of the counts.
	Target float64
	// Spread widens the limits: see stats.Overdispersion. 1 leaves them.
	Spread float64
	// Limits and Where are as the units; the limits of what is not shown are zero.
	Limits []stats.Limits
	Where  []Where
}

// Readable is a figure as its reader may see it.
type Readable interface {
	Shown() (figure.Figure, bool)
}

// AboutWhole places the shares of units about the share of the whole. Whatever the
// reader may not see takes no part. It fails where the whole has no share or a unit
// is of another kind.
func AboutWhole(whole figure.Figure, units []Readable) (Units, error) {
	ratio, ok := whole.Ratio()
	if !ok || whole.Kind() != figure.Proportion {
		return Units{}, fmt.Errorf("placing units about %q: it is no share of anybody", whole.Meaning().Title)
	}
	placed := Units{Spread: 1}
	placed.Target, _ = ratio.Float64()
	var shares []stats.Share
	for _, unit := range units {
		shown, ok := unit.Shown()
		if !ok {
			continue
		}
		if shown.Kind() != figure.Proportion {
			return Units{}, fmt.Errorf("placing %q: a %s is no share", shown.Meaning().Title, shown.Kind())
		}
		if tally := shown.Tally(); tally.Base > 0 {
			shares = append(shares, stats.Share{N: tally.Numerator, Base: tally.Base})
		}
	}
	spread, _, err := stats.Overdispersion(placed.Target, shares)
	if err != nil {
		return Units{}, fmt.Errorf("placing units about %q: %w", whole.Meaning().Title, err)
	}
	placed.Spread = spread
	for _, unit := range units {
		shown, ok := unit.Shown()
		tally := shown.Tally()
		if !ok || tally.Base == 0 {
			placed.put(stats.Limits{}, NotToBeShown)
			continue
		}
		limits, err := stats.FunnelLimits(placed.Target, tally.Base, spread)
		if err != nil {
			return Units{}, fmt.Errorf("placing %q: %w", shown.Meaning().Title, err)
		}
		where := place(limits, float64(tally.Numerator)/float64(tally.Base))
		if where == Inside && tally.Base < fewOfBase {
			where = TooSmall
		}
		placed.put(limits, where)
	}
	return placed, nil
}

// AboutMean places the counts of units, such as months, about a mean. It fails
// where the mean is not above 0 or a unit is no count.
func AboutMean(mean float64, units []Readable) (Units, error) {
	limits, err := stats.CountLimits(mean)
	if err != nil {
		return Units{}, fmt.Errorf("placing counts: %w", err)
	}
	placed := Units{Target: mean, Spread: 1}
	for _, unit := range units {
		shown, ok := unit.Shown()
		if !ok {
			placed.put(limits, NotToBeShown)
			continue
		}
		if shown.Kind() != figure.Count {
			return Units{}, fmt.Errorf("placing %q: a %s is no count", shown.Meaning().Title, shown.Kind())
		}
		placed.put(limits, place(limits, float64(shown.Tally().Numerator)))
	}
	return placed, nil
}

func (u *Units) put(limits stats.Limits, where Where) {
	u.Limits, u.Where = append(u.Limits, limits), append(u.Where, where)
}

func place(limits stats.Limits, value float64) Where {
	switch {
	case !limits.Alarm.Holds(value):
		return OutsideAll
	case !limits.Warning.Holds(value):
		return OutsideSome
	}
	return Inside
}

// Outside counts the units outside any limit, and those outside the wider ones.
func (u Units) Outside() (some, all int) {
	for _, where := range u.Where {
		if where.Outside() {
			some++
		}
		if where == OutsideAll {
			all++
		}
	}
	return some, all
}

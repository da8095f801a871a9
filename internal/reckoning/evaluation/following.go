package evaluation

import (
	"fmt"
	"math/bits"
	"slices"

	"throughline/internal/domain/calendar"
	"throughline/internal/reckoning/chart"
	"throughline/internal/reckoning/column"
	"throughline/internal/reckoning/figure"
	"throughline/internal/reckoning/stats"
)

// Marks are the days after the referral at which re-arrests are read off.
var Marks = []int{90, 180, 365}

// Following is how women with a conditional caution were followed for a re-arrest:
// from the referral, or, at the landmark, from the second attended appointment. It
// tells of single women, and goes to the service's own people alone.
type Following struct {
	// CutOff is the last day that arrests are known of: the latest in the police
	// feed. Zero where none is known, and then nobody is followed.
	CutOff calendar.Day
	Curve  stats.Curve
	// Shortest, Median and Longest are days from the start to the cut-off, whatever
	// came in between; of an even number of women, the median is the longer of the
	// middle two.
	Shortest, Median, Longest int
}

// Followed says whether anybody was.
func (f Following) Followed() bool { return f.Curve.Size() > 0 }

// followed is the same in the making, and who had the event by each mark.
type followed struct {
	are    column.Bits    // followed at all: the start lies on or before the cut-off
	within [3]column.Bits // re-arrested by each of the Marks
	told   [3]column.Bits // followed for so long, or up to a re-arrest within it
	ends   []stats.Ends
	spans  []int // how many were to be followed for so many days, up to the cut-off
	early  []int // of them, how many were re-arrested or died before
	curve  stats.Curve
}

// cutOff returns the last day that arrests are known of, for any scheme: the last of
// a feed that was worked through, or else the latest arrest that came.
func (c *Columns) cutOff() calendar.Day {
	latest := calendar.Day(0)
	for _, until := range c.feeds {
		latest = max(latest, until)
	}
	for _, day := range c.lastArrest {
		latest = max(latest, day)
	}
	return latest
}

// follow follows those chosen, each from her own start to a re-arrest after it, her
// death or the cut-off, whichever comes first. Who has no start is not followed.
func (n *counting) follow(from dated) followed {
	var f followed
	if !n.cutOff.Known() {
		return f
	}
	start := n.dated(from)
	f.are = slices.Clone(n.within(from, calendar.Window{To: n.cutOff}))
	f.spans = make([]int, 1)
	for i, mark := range Marks {
		f.within[i] = make(column.Bits, len(n.chosen))
		f.told[i] = n.within(from, calendar.Window{To: n.cutOff.AddDays(-mark)})
	}
	for at := range f.are {
		f.are[at] &= n.chosen.Word(at) & n.flags[isCaution].Word(at) &^ n.again.Word(at)
		ended := f.are[at] & (n.flags[reArrested].Word(at) | n.flags[hasDied].Word(at))
		// Most are followed up to the cut-off, and only counted.
		for those := f.are[at] &^ ended; those != 0; those &= those - 1 {
			span := n.cutOff.Sub(start[at*column.Span+bits.TrailingZeros64(those)])
			f.spans = reaching(f.spans, span)
			f.spans[span]++
		}
		for ; ended != 0; ended &= ended - 1 {
			place := at*column.Span + bits.TrailingZeros64(ended)
			f.take(n, place, start[place])
		}
	}
	f.ends = reaching(f.ends, len(f.spans)-1)
	for span, women := range f.spans {
		f.ends[span].Censored += women - f.before(span)
	}
	if curve, err := stats.KaplanMeierByDay(f.ends); err == nil { // else nobody is followed
		f.curve = curve
	}
	return f
}

// take follows one woman who was re-arrested, or died.
func (f *followed) take(n *counting, place int, from calendar.Day) {
	end, event := n.reArrest.At(place), true
	if !end.Known() {
		end, event = max(min(n.died.At(place), n.cutOff), from), false
	}
	days, span := end.Sub(from), n.cutOff.Sub(from)
	at, bit := place/column.Span, uint64(1)<<(place%column.Span)
	if days < 0 || event && days == 0 {
		f.are[at] &^= bit // before the landmark, or on its day: she is no longer without a re-arrest
		return
	}
	f.ends, f.spans, f.early = reaching(f.ends, days), reaching(f.spans, span), reaching(f.early, span)
	f.spans[span]++
	f.early[span]++
	if event {
		f.ends[days].Events++
	} else {
		f.ends[days].Censored++
	}
	for i, mark := range Marks {
		if event && days <= mark {
			f.within[i][at] |= bit
		} else if days < mark {
			f.told[i][at] &^= bit // she died before
		}
	}
}

// before returns how many of those who were to be followed for so many days were
// re-arrested or died before.
func (f *followed) before(span int) int {
	if span < len(f.early) {
		return f.early[span]
	}
	return 0
}

// reaching returns a list long enough to hold a place.
func reaching[T any](list []T, place int) []T {
	if place < len(list) {
		return list
	}
	return append(list, make([]T, place+1-len(list))...)
}

// following says over what the curve is.
func (f followed) following(cutOff calendar.Day) Following {
	made := Following{CutOff: cutOff, Curve: f.curve}
	women := f.curve.Size()
	if women == 0 {
		return made
	}
	made.Shortest, made.Median, made.Longest = f.spanOf(0), f.spanOf(women/2), f.spanOf(women-1)
	return made
}

// spanOf returns for how many days the woman of a place was followed, when they
// stand in the order of it.
func (f followed) spanOf(place int) int {
	for span, women := range f.spans {
		if place -= women; place < 0 {
			return span
		}
	}
	return len(f.spans)
}

// Words says over what women were followed.
func (f Following) Words() string {
	if !f.Followed() {
		return "Nobody is followed: no arrest is known"
	}
	return fmt.Sprintf("Followed from the referral up to %s, the last day of the police feed: %d to %d days, median %d", f.CutOff.Short(), f.Shortest, f.Longest, f.Median)
}

// curveMarks are where the drawn curve is read off.
var curveMarks = []chart.Mark{{Label: "90 days", Days: 90}, {Label: "180 days", Days: 180}, {Label: "270 days", Days: 270}, {Label: "365 days", Days: 365}, {Label: "540 days", Days: 540}}

// drawReArrests draws the curve for those who read exact figures, and for others the
// shares of those followed long enough.
func (b *Book) drawReArrests(read Reader) (chart.Drawing, bool, error) {
	if b.SinceReferral.Curve.Size() < figure.LeastAtRisk {
		return chart.Drawing{}, false, nil
	}
	spec := chart.Spec{ID: "re-arrest", Cohort: "Women referred with a conditional caution, each counted once", Rows: "Followed so long"}
	if year, exact := read("re_arrest.by_365_days"); exact {
		spec.Headline = "Re-arrested within a year of the referral: " + year.Text()
		drawn, err := chart.Curve(spec, chart.Course{
			Event: "re-arrested", Definition: b.SinceReferral.Words(), Window: b.Scope.Cohort, Curve: b.SinceReferral.Curve,
			Marks: curveMarks, LeastAtRisk: figure.LeastAtRisk,
		})
		return drawn, err == nil, err
	}
	var bars []chart.Bar
	for _, days := range Marks {
		reading, ok := read(fmt.Sprintf("re_arrest.within_%d_days", days))
		if !ok {
			return chart.Drawing{}, false, fmt.Errorf("drawing re-arrests: there is no figure of %d days", days)
		}
		spec.Headline = fmt.Sprintf("Re-arrested within %d days, of those followed so long: %s", days, reading.Short())
		bars = append(bars, chart.Bar{Label: fmt.Sprintf("%d days", days), Figure: reading})
	}
	drawn, err := chart.Bars(spec, bars)
	return drawn, err == nil, err
}

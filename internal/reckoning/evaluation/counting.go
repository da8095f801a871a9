package evaluation

import (
	"math/bits"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/need"
	"throughline/internal/reckoning/column"
	"throughline/internal/reckoning/figure"
)

// counting is the cases of a scope, over which every figure of a book is counted.
type counting struct {
	*Columns
	scope     Scope
	chosen    column.Bits // the cases of the scope
	again     column.Bits // a woman's second or later conditional caution in the scheme
	overThree column.Bits // over three months since the first attended appointment
	overSix   column.Bits
	shared    base // of the definition counted last

	cutOff         calendar.Day // the last day that arrests are known of
	sinceReferral  followed
	sinceSecond    followed
	eighteenMonths column.Bits   // followed for so long
	toldBy         []eligibility // of reasons for no offer
	outcomesTold   bool          // the police feed says of any arrest what came of it
}

// counting chooses the cases of a scope.
func (c *Columns) counting(scope Scope) *counting {
	n := &counting{Columns: c, scope: scope}
	n.chosen = n.referredIn(scope.Cohort)
	n.keep(c.schemes.Are(scope.Scheme, c.Len()))
	for _, part := range scope.Narrow.groups() {
		if held := c.grouped(part.By); held != nil {
			n.keep(held.Are(part.Value, c.Len()))
		}
	}
	n.toldBy = c.met.told()
	n.again = c.seconds(scope.Scheme)
	n.overThree = c.within(byFirst, calendar.Window{To: lastBefore(scope.AsAt, 3)})
	n.overSix = c.within(byFirst, calendar.Window{To: lastBefore(scope.AsAt, 6)})
	n.cutOff, n.outcomesTold = c.cutOff(), c.flags[outcomeTold].Count() > 0
	n.eighteenMonths = c.within(byReferral, calendar.Window{To: n.cutOff.AddMonths(-18)})
	n.sinceReferral = n.follow(byReferral)
	n.sinceSecond = n.follow(bySecond)
	return n
}

// keep leaves out of the chosen who is not among those.
func (n *counting) keep(those column.Bits) {
	chosen := make(column.Bits, len(n.chosen))
	for at := range chosen {
		chosen[at] = n.chosen[at] & those.Word(at)
	}
	n.chosen = chosen
}

// referredIn returns the cases referred within a window.
func (n *counting) referredIn(window calendar.Window) column.Bits {
	return n.within(byReferral, window)
}

// endedIn returns the cases whose support ended within a window; nil of the zero
// window, which asks nothing.
func (n *counting) endedIn(window calendar.Window) column.Bits {
	if window == (calendar.Window{}) {
		return nil
	}
	return n.within(byClosing, window)
}

// lastBefore returns the last day after which more than so many calendar months
// had passed on a day.
func lastBefore(day calendar.Day, months int) calendar.Day {
	last := day.AddMonths(-months) + 3 // months differ in length by three days at the most
	for last.AddMonths(months) >= day {
		last--
	}
	return last
}

// seconds marks, in one scheme, every conditional caution of a woman but her
// first: figures that count women count her once.
func (c *Columns) seconds(scheme string) column.Bits {
	cautions := c.schemes.Are(scheme, c.Len())
	for at := range cautions {
		cautions[at] &= c.flags[isCaution].Word(at)
	}
	again := make(column.Bits, len(cautions))
	first := make([]int32, c.women.Names.Len()) // place of her first caution, plus one
	for at := range cautions.Places() {
		woman := c.women.Number(at)
		if woman == column.None {
			continue
		}
		before := int(first[woman]) - 1
		if before >= 0 && !c.earlier(at, before) {
			again.Set(at, true)
			continue
		}
		if before >= 0 {
			again.Set(before, true)
		}
		first[woman] = int32(at) + 1
	}
	return again
}

// earlier says whether one case was referred before another; of one day, the
// first by its id.
func (c *Columns) earlier(one, other int) bool {
	if c.referred.At(one) != c.referred.At(other) {
		return c.referred.At(one) < c.referred.At(other)
	}
	return c.cases.Text(int32(one)) < c.cases.Text(int32(other))
}

// block is 64 cases, one bit of a word for each.
type block struct {
	*counting
	at int
}

// is answers a question of yes or no for each.
func (b block) is(asked flag) uint64 {
	if asked == anyCase {
		return ^uint64(0)
	}
	return b.flags[asked].Word(b.at)
}

// anyOf returns those of whom any of the questions is answered with yes.
func (b block) anyOf(asked []flag) uint64 {
	found := uint64(0)
	for _, one := range asked {
		found |= b.is(one)
	}
	return found
}

// needs returns who has a need in the pathway at the first assessment.
func (b block) needs(pathway need.Pathway) uint64 { return b.is(needFlag(pathway)) }

// marks are what a figure says of 64 cases, one bit of each word for each. Who
// is in no word is not one of those the figure is about.
type marks struct {
	counted   uint64 // in the base and in the numerator
	among     uint64 // in the base
	notKnown  uint64 // should be in the base, but the answer is not known
	notTheirs uint64 // left out of the base: the question is not hers
}

// when counts those who hold, among all.
func when(holds uint64) marks { return marks{counted: holds, among: ^holds} }

// onlyWhen counts those who hold, and is about nobody else.
func onlyWhen(holds uint64) marks { return marks{counted: holds} }

// ifKnown moves those of whom it is not known out of the base.
func (m marks) ifKnown(known uint64) marks {
	m.notKnown |= (m.counted | m.among) &^ known
	m.counted, m.among = m.counted&known, m.among&known
	return m
}

// ifTheirs moves those whose question it is not out of the base.
func (m marks) ifTheirs(theirs uint64) marks {
	m.notTheirs |= (m.counted | m.among | m.notKnown) &^ theirs
	m.counted, m.among, m.notKnown = m.counted&theirs, m.among&theirs, m.notKnown&theirs
	return m
}

// of leaves out whom the figure is not about.
func (m marks) of(those uint64) marks {
	return marks{m.counted & those, m.among & those, m.notKnown & those, m.notTheirs & those}
}

// everyone counts every case it is put.
func everyone(block) marks { return marks{counted: ^uint64(0)} }

// tally is what the cases add up to under one definition.
func (n *counting) tally(d definition) figure.Tally {
	var made figure.Tally
	switch {
	case d.judge == nil:
		return made
	case d.plain != nil && d.window == calendar.Window{}:
		return n.tallyPlain(d)
	}
	amount := 0
	n.judged(d, func(b block, m marks) {
		numerator := bits.OnesCount64(m.counted)
		made.Numerator += numerator
		made.Base += numerator + bits.OnesCount64(m.among)
		made.Missing += bits.OnesCount64(m.notKnown)
		made.NotApplicable += bits.OnesCount64(m.notTheirs)
		if d.amount != nil {
			amount += d.amount.Sum(b.at, m.counted)
		}
	})
	if d.amount != nil {
		made.Numerator = amount
	}
	return made
}

// judged puts the cases of a definition to it, 64 at a time.
func (n *counting) judged(d definition, take func(block, marks)) {
	within := n.chosen
	if d.window != (calendar.Window{}) {
		within = n.referredIn(d.window)
	}
	ended := n.endedIn(d.ended)
	for at, chosen := range n.chosen {
		b := block{n, at}
		those := chosen & within.Word(at) & b.is(d.of)
		if ended != nil {
			those &= ended.Word(at)
		}
		if those != 0 {
			take(b, d.judge(b).of(those))
		}
	}
}

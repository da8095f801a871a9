package suppression

import (
	"cmp"
	"math"
	"slices"

	"throughline/internal/reckoning/figure"
)

// puzzle is the table as a reader sees it who wants to work out what is
// hidden: numbers known within limits, and sums between them.
type puzzle struct {
	policy  Policy
	numbers []number
	sums    []sum
	// numerators and bases say which number a printed count is.
	numerators, bases map[figure.Place]int
}

// number is one count. The same count printed twice is one number.
type number struct {
	value     int
	low, high int // what the reader knows of it
	printed   bool
	hidden    bool
}

type sum struct {
	total int
	parts []int
}

// unlimited is beyond any count, and far from overflowing.
const unlimited = math.MaxInt32

// The search for another table that reads the same is bounded. Where it runs
// out, the cell counts as worked out, so that more is hidden, not less.
const (
	budget           = 20_000
	mostHiddenAtOnce = 12
)

func newPuzzle(policy Policy, table figure.Table) *puzzle {
	p := &puzzle{policy: policy, numerators: map[figure.Place]int{}, bases: map[figure.Place]int{}}
	baseOf := map[int]int{} // by value: a base that recurs is taken to be one number
	said := map[figure.Place]bool{}
	for _, declared := range table.Sums {
		said[declared.Total] = true
	}
	each := func(visit func(figure.Place, figure.Figure)) {
		for row, cells := range table.Rows {
			for column, cell := range cells {
				if f, ok := cell.Figure(); ok {
					visit(figure.Place{Row: row, Column: column}, f)
				}
			}
		}
	}
	basesInRow := map[figure.Place]bool{} // the row, and in place of the column the base
	each(func(place figure.Place, f figure.Figure) {
		if base, ok := f.Base(); ok {
			// Where it is said what the base is, nothing need be taken.
			if said[figure.Place{Row: place.Row, Column: place.Column, Base: true}] {
				p.bases[place] = p.add(base)
				return
			}
			if _, known := baseOf[base]; !known {
				baseOf[base] = p.add(base)
			}
			p.bases[place] = baseOf[base]
			basesInRow[figure.Place{Row: place.Row, Column: base}] = true
		}
	})
	each(func(place figure.Place, f figure.Figure) {
		count, ok := f.Numerator()
		if !ok {
			return
		}
		if f.Kind() == figure.Count && basesInRow[figure.Place{Row: place.Row, Column: count}] {
			p.numerators[place] = baseOf[count]
			return
		}
		p.numerators[place] = p.add(count)
		if f.Kind() == figure.Proportion {
			base := p.bases[place]
			others := p.unprinted(p.numbers[base].value - count)
			p.sums = append(p.sums, sum{total: base, parts: []int{p.numerators[place], others}})
		}
	})
	for _, declared := range table.Sums {
		added := sum{total: p.at(declared.Total)}
		for _, place := range declared.Parts {
			added.parts = append(added.parts, p.at(place))
		}
		// The smallest part is the first to be hidden for another's sake.
		slices.SortStableFunc(added.parts, func(a, b int) int { return cmp.Compare(p.numbers[a].value, p.numbers[b].value) })
		p.sums = append(p.sums, added)
	}
	return p
}

// at returns the number at a place.
func (p *puzzle) at(place figure.Place) int {
	if place.Base {
		place.Base = false
		return p.bases[place]
	}
	return p.numerators[place]
}

// add puts a printed count into the puzzle, hidden at once where it is small.
func (p *puzzle) add(count int) int {
	made := number{value: count, printed: true, hidden: p.policy.small(count)}
	made.low, made.high = p.policy.behind(count)
	if made.hidden {
		made.low, made.high = 1, p.policy.hides
	}
	p.numbers = append(p.numbers, made)
	return len(p.numbers) - 1
}

// unprinted puts in the women of the base who are not in the numerator. No one
// prints them, but where they are few they must not be worked out either.
func (p *puzzle) unprinted(count int) int {
	p.numbers = append(p.numbers, number{value: count, high: unlimited, hidden: p.policy.small(count)})
	return len(p.numbers) - 1
}

// close hides further numbers until none of the hidden can be worked out. It
// returns false where no way to do so was found.
func (p *puzzle) close() bool {
	for i := range p.numbers {
		if p.numbers[i].hidden && !p.open(i) {
			return false
		}
		// What was hidden on the way had room to move when it was chosen, and
		// hiding more only gives more room.
	}
	return true
}

// open makes room for another number at i, hiding as few more as it can.
func (p *puzzle) open(i int) bool {
	for more := range mostHiddenAtOnce + 1 {
		for _, by := range []int{1, -1} {
			search := search{puzzle: p, changes: make([]int, len(p.numbers)), allowance: more, steps: budget}
			if !search.change(i, by) {
				continue
			}
			for _, given := range search.given {
				p.numbers[given].hidden = true
				p.numbers[given].low, p.numbers[given].high = p.policy.hides+1, unlimited
			}
			return true
		}
	}
	return false
}

// search looks for another table that reads the same as this one, in which
// some numbers differ by one: in a table of rows and columns, if any other
// table exists at all, such a one does.
type search struct {
	*puzzle
	changes   []int
	allowance int   // how many more printed numbers may be hidden for it
	given     []int // which were
	steps     int
}

// change changes number i by one and then others until every sum holds again.
// It leaves no trace where it fails.
func (s *search) change(i, by int) bool {
	if s.steps--; s.steps < 0 {
		return false
	}
	n := s.numbers[i]
	given := len(s.given)
	if value := n.value + by; value < n.low || value > n.high {
		// The reader is taken to know that a number hidden for the sake of
		// another is not itself small: the harder case.
		if n.hidden || !n.printed || n.value == 0 || value <= s.policy.hides || given == s.allowance {
			return false
		}
		s.given = append(s.given, i)
	}
	s.changes[i] = by
	if s.balance() {
		return true
	}
	s.changes[i], s.given = 0, s.given[:given]
	return false
}

// balance mends the first sum that does not hold, and so all of them.
func (s *search) balance() bool {
	for _, sum := range s.sums {
		over := s.changes[sum.total]
		for _, part := range sum.parts {
			over -= s.changes[part]
		}
		if over == 0 {
			continue
		}
		direction := cmp.Compare(over, 0)
		for _, part := range sum.parts {
			if s.changes[part] == 0 && s.change(part, direction) {
				return true
			}
		}
		return s.changes[sum.total] == 0 && s.change(sum.total, -direction)
	}
	return true
}

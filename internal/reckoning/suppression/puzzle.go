package suppression

import (
	"cmp"
	"maps"
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
	terms   [][]term // of each number
	// numerators and bases say which number a printed count is.
	numerators, bases map[figure.Place]int
}

// number is one count. The same count printed twice is one number.
type number struct {
	value     int
	low, high int // what the reader knows of it
	printed   bool
	hidden    bool
	stood     bool // an earlier count stands for it, which differs by little
	forOthers bool // it is hidden for the sake of another, and needs no room of its own
}

type sum struct {
	total int
	parts []int
}

// term is a number as it stands in a sum.
type term struct {
	sum  int
	sign int // 1: the total; -1: a part
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
		for _, part := range declared.Parts {
			said[part] = true
		}
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
				p.bases[place] = p.add(f, true, base)
				return
			}
			if known, ok := baseOf[base]; ok {
				p.narrow(known, f, true)
			} else {
				baseOf[base] = p.add(f, true, base)
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
			p.narrow(baseOf[count], f, false)
			return
		}
		p.numerators[place] = p.add(f, false, count)
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
	p.terms = make([][]term, len(p.numbers))
	for i, one := range p.sums {
		p.terms[one.total] = append(p.terms[one.total], term{i, 1})
		for _, part := range one.parts {
			p.terms[part] = append(p.terms[part], term{i, -1})
		}
	}
	// A number of no other sum is tried first: with it the search comes to an end.
	for _, one := range p.sums {
		slices.SortStableFunc(one.parts, func(a, b int) int {
			return cmp.Compare(min(len(p.terms[a]), 2), min(len(p.terms[b]), 2))
		})
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

// add puts a printed count of a figure, or its base, into the puzzle.
func (p *puzzle) add(f figure.Figure, base bool, count int) int {
	p.numbers = append(p.numbers, number{value: count, high: unlimited, printed: true})
	p.narrow(len(p.numbers)-1, f, base)
	return len(p.numbers) - 1
}

// narrow puts in what the printing of a number tells of it. It is hidden at once
// where it is small, or differs by little from what was printed of a wider or
// narrower group.
func (p *puzzle) narrow(i int, f figure.Figure, base bool) {
	n, of := &p.numbers[i], printingOf(f, base)
	low, high := p.policy.reach(of, n.value)
	if near, ok := p.policy.near(of, n.value); ok {
		n.hidden = true
		low, high = max(p.policy.hides+1, near-p.policy.hides), near-1
		if near < n.value {
			low, high = near+1, near+p.policy.hides
		}
	}
	if p.policy.stays(of, n.value) {
		n.hidden = true
		low, high = p.policy.hides+1, unlimited
	}
	if p.policy.small(n.value) {
		n.hidden = true
		low, high = 1, p.policy.hides
	}
	n.low, n.high = max(n.low, low), min(n.high, high)
	n.stood = n.stood || p.policy.stands(of, n.value) != n.value
}

// unprinted puts in the women of the base who are not in the numerator. No one
// prints them, but where they are few they must not be worked out either.
func (p *puzzle) unprinted(count int) int {
	p.numbers = append(p.numbers, number{value: count, high: unlimited, hidden: p.policy.small(count)})
	return len(p.numbers) - 1
}

// close hides further numbers until none of the hidden can be worked out, nor by
// how many women a number differs from the earlier one that stands for it. It
// returns false where no way to do so was found.
func (p *puzzle) close() bool {
	s := search{puzzle: p, changes: make([]int, len(p.numbers)), over: make([]int, len(p.sums))}
	for i := range p.numbers {
		if n := p.numbers[i]; n.forOthers || !n.hidden && !n.stood {
			continue
		}
		// Where no few more are found to hide, it is hidden itself where it is not yet,
		// then all that stand with it, and then all that stand with those: what hangs
		// together with none of them is shown still.
		for around := map[int]bool{i: true}; !s.open(i); {
			if n := p.numbers[i]; n.printed && !n.hidden && n.value > p.policy.hides {
				p.hide(i)
			} else if !p.hideBeside(around) {
				return false
			}
		}
		// What was hidden on the way had room to move when it was chosen, and
		// hiding more only gives more room. It is no small number, and those it was
		// hidden for have room by themselves.
	}
	return true
}

// hideBeside hides every number that stands in a sum with one of these, which it is
// then one of. It returns false where it hid nothing more, however far it went.
func (p *puzzle) hideBeside(around map[int]bool) bool {
	hid := false
	for more := true; more && !hid; {
		more = false
		for i := range maps.Clone(around) {
			for _, term := range p.terms[i] {
				for _, beside := range append(slices.Clone(p.sums[term.sum].parts), p.sums[term.sum].total) {
					if around[beside] {
						continue
					}
					around[beside], more = true, true
					if n := &p.numbers[beside]; n.printed && !n.hidden && n.value > p.policy.hides {
						p.hide(beside)
						hid = true
					}
				}
			}
		}
	}
	return hid
}

// hide hides a number that is not small, for the sake of another.
func (p *puzzle) hide(i int) {
	p.numbers[i].hidden, p.numbers[i].forOthers = true, !p.numbers[i].stood
	p.numbers[i].low, p.numbers[i].high = p.policy.hides+1, unlimited
}

// search looks for another table that reads the same as this one, in which
// some numbers differ by one: in a table of rows and columns, if any other
// table exists at all, such a one does.
type search struct {
	*puzzle
	changes   []int // of each number
	over      []int // of each sum: by how much its total is more than its parts
	changed   []int // the numbers that were, in order
	allowance int   // how many more printed numbers may be hidden for it
	given     []int // which were
	steps     int
}

// open makes room for another number at i, hiding as few more as it can.
func (s *search) open(i int) bool {
	for more := range mostHiddenAtOnce + 1 {
		for _, by := range []int{1, -1} {
			s.allowance, s.steps = more, budget
			found := s.change(i, by)
			for _, given := range s.given {
				s.hide(given)
			}
			s.back(0)
			s.given = s.given[:0]
			if found {
				return true
			}
		}
	}
	return false
}

// change changes number i by one and then others until every sum holds again.
// It leaves no trace where it fails.
func (s *search) change(i, by int) bool {
	if s.steps--; s.steps < 0 {
		return false
	}
	n := s.numbers[i]
	given, changed := len(s.given), len(s.changed)
	if value := n.value + by; value < n.low || value > n.high {
		// The reader is taken to know that a number hidden for the sake of
		// another is not itself small: the harder case.
		if n.hidden || !n.printed || n.value == 0 || value <= s.policy.hides || given == s.allowance {
			return false
		}
		s.given = append(s.given, i)
	}
	s.move(i, by)
	s.changed = append(s.changed, i)
	if s.balance() {
		return true
	}
	s.back(changed)
	s.given = s.given[:given]
	return false
}

// move changes a number, and what its sums are over by.
func (s *search) move(i, by int) {
	s.changes[i] += by
	for _, term := range s.terms[i] {
		s.over[term.sum] += by * term.sign
	}
}

// back takes every change back but the first so many.
func (s *search) back(to int) {
	for _, i := range s.changed[to:] {
		s.move(i, -s.changes[i])
	}
	s.changed = s.changed[:to]
}

// balance mends the first sum that does not hold, and so all of them.
func (s *search) balance() bool {
	first := len(s.sums)
	for _, i := range s.changed {
		for _, term := range s.terms[i] {
			if s.over[term.sum] != 0 {
				first = min(first, term.sum)
			}
		}
	}
	if first == len(s.sums) {
		return true
	}
	direction := cmp.Compare(s.over[first], 0)
	for _, part := range s.sums[first].parts {
		if s.changes[part] == 0 && s.change(part, direction) {
			return true
		}
	}
	total := s.sums[first].total
	return s.changes[total] == 0 && s.change(total, -direction)
}

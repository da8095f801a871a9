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
	budget           = 2_000 // of one way to begin
	mostHiddenAtOnce = 12
	turns            = 8
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
// how many women a number differs from the earlier one that stands for it. Where no
// few numbers make room for one, everything next to it is hidden, and at the last
// everything that any sum ties to it: of that nothing is left to work with.
func (p *puzzle) close() {
	s := search{puzzle: p, changes: make([]int, len(p.numbers)), over: make([]int, len(p.sums))}
	shut := make([]bool, len(p.numbers))
	for i := range p.numbers {
		if shut[i] || !p.numbers[i].hidden && !p.telling(i) || s.room(i) {
			// What was hidden on the way had room to move when it was chosen, and
			// hiding more only gives more room.
			continue
		}
		tied, found := []int(nil), false
		for sums := 1; !found; sums++ {
			before := len(tied)
			if tied = p.around(i, sums); len(tied) == before {
				break // everything that is tied to it is hidden
			}
			p.hide(tied)
			found = s.room(i)
		}
		if !found {
			for _, one := range tied {
				shut[one] = true
			}
		}
	}
}

// telling says whether by how many women a number differs from the earlier one that
// stands for it could be told from the others. Where all are rounded it cannot: a
// reader who follows release after release learns of no small change.
func (p *puzzle) telling(i int) bool { return p.numbers[i].stood && p.policy.nearest <= 1 }

// around returns the numbers that at most so many sums lie between and one number,
// that one too.
func (p *puzzle) around(i, sums int) []int {
	found := []int{i}
	seen, reached := map[int]bool{i: true}, map[int]bool{}
	for from, step := 0, 0; step < sums && from < len(found); step++ {
		ring := found[from:]
		from = len(found)
		for _, one := range ring {
			for _, term := range p.terms[one] {
				if reached[term.sum] {
					continue
				}
				reached[term.sum] = true
				for _, other := range append([]int{p.sums[term.sum].total}, p.sums[term.sum].parts...) {
					if !seen[other] {
						seen[other] = true
						found = append(found, other)
					}
				}
			}
		}
	}
	return found
}

// hide hides numbers that are printed; none stays shown, as the policy has it.
func (p *puzzle) hide(numbers []int) {
	for _, i := range numbers {
		if n := &p.numbers[i]; n.printed && !n.hidden && n.value != 0 {
			n.hidden = true
			n.low, n.high = p.policy.hides+1, unlimited
		}
	}
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
	turn      int // which way is tried first: the search is lost where it starts badly
}

// room makes room for another number at i, hiding as few more as it can. Where one
// way to begin finds none, it begins another way.
func (s *search) room(i int) bool {
	defer func() { s.turn = 0 }()
	for more := range mostHiddenAtOnce + 1 {
		for s.turn = range turns {
			for _, by := range []int{1, -1} {
				s.allowance, s.steps = more, budget
				found := s.change(i, by)
				s.hide(s.given)
				s.back(0)
				s.given = s.given[:0]
				if found {
					return true
				}
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
	next := -1
	for _, i := range s.changed {
		for _, term := range s.terms[i] {
			if s.over[term.sum] != 0 && (next < 0 || (s.turn%2 == 0) == (term.sum < next)) {
				next = term.sum
			}
		}
	}
	if next < 0 {
		return true
	}
	sum, direction := s.sums[next], cmp.Compare(s.over[next], 0)
	total := func() bool { return s.changes[sum.total] == 0 && s.change(sum.total, -direction) }
	if s.turn%4 >= 2 && total() {
		return true
	}
	for k := range sum.parts {
		part := sum.parts[(k+s.turn/4)%len(sum.parts)]
		if s.changes[part] == 0 && s.change(part, direction) {
			return true
		}
	}
	return s.turn%4 < 2 && total()
}

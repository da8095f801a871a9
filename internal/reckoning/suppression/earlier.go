package suppression

import "slices"

// Earlier is what was printed before, so that nothing is printed now that differs
// from it by a few women. The zero Earlier is nothing, and ready.
type Earlier struct {
	same, hidden, nested map[printing][]int
}

// printing is a count of a figure: what it counts, or its base.
type printing struct {
	id   string
	base bool
}

// Printed adds that a count of the figure, or its base, was printed of the same
// women: of this scheme, under the same filter, as at any day. The count is that
// before rounding.
func (e *Earlier) Printed(id string, base bool, count int) {
	add(&e.same, printing{id, base}, count)
}

// Hidden adds that a count was hidden where Printed would have been told of it.
func (e *Earlier) Hidden(id string, base bool, count int) {
	add(&e.hidden, printing{id, base}, count)
}

// PrintedOfPart adds that one was printed as at the same day of more of them, or
// of a part of them.
func (e *Earlier) PrintedOfPart(id string, base bool, count int) {
	add(&e.nested, printing{id, base}, count)
}

func add(to *map[printing][]int, of printing, count int) {
	if *to == nil {
		*to = map[printing][]int{}
	}
	if list := (*to)[of]; !slices.Contains(list, count) {
		list = append(list, count)
		slices.Sort(list)
		(*to)[of] = list
	}
}

// After returns the policy over what comes after earlier releases. A count that
// differs from an earlier one by no more than the policy hides is printed as the
// earlier one was, hidden where that was; one that differs so from that of a wider
// or narrower group, as at the same day, is hidden.
func (p Policy) After(earlier *Earlier) Policy {
	p.earlier = earlier
	return p
}

// Stands returns the count that is printed for a count of a figure, or of its
// base: its own, or an earlier one from which it differs by little. It says nothing
// of whether it is shown.
func (p Policy) Stands(id string, base bool, count int) int {
	if p.earlier == nil || p.small(count) {
		return count
	}
	stands := count
	for _, step := range p.earlier.same[printing{id, base}] {
		if apart := distance(step, count); apart <= p.hides && (stands == count || apart < distance(stands, count)) {
			stands = step
		}
	}
	return stands
}

// near returns the printed count of a wider or narrower group from which a count
// differs by a few women, and false where there is none.
func (p Policy) near(id string, base bool, count int) (int, bool) {
	if p.earlier == nil {
		return 0, false
	}
	for _, other := range p.earlier.nested[printing{id, base}] {
		if apart := distance(other, count); apart >= 1 && apart <= p.hides {
			return other, true
		}
	}
	return 0, false
}

// stays says whether a count is hidden because it differs by few from one that was
// hidden, and from none that was printed.
func (p Policy) stays(id string, base bool, count int) bool {
	if p.earlier == nil || p.small(count) || slices.Contains(p.earlier.same[printing{id, base}], p.Stands(id, base, count)) {
		return false
	}
	return slices.ContainsFunc(p.earlier.hidden[printing{id, base}], func(other int) bool {
		return other > p.hides && distance(other, count) <= p.hides
	})
}

// reach returns the counts that a printed one may stand for, to a reader who even
// knows at which counts it was printed before.
func (p Policy) reach(id string, base bool, count int) (low, high int) {
	stands := p.Stands(id, base, count)
	stood := p.earlier != nil && slices.Contains(p.earlier.same[printing{id, base}], stands)
	same := func(other int) bool {
		if other < 0 || p.small(other) || (other == 0) != (count == 0) {
			return false
		}
		if stood {
			return p.Stands(id, base, other) == stands
		}
		return p.Stands(id, base, other) == other && p.rounded(other) == p.rounded(count)
	}
	for low = count; same(low - 1); low-- {
	}
	for high = count; same(high + 1); high++ {
	}
	return low, high
}

func distance(a, b int) int { return max(a-b, b-a) }

package suppression

import (
	"slices"

	"throughline/internal/reckoning/figure"
)

// Earlier is what was printed before, so that nothing is printed now that differs
// from it by a few women. The zero Earlier is nothing, and ready.
type Earlier struct {
	same, hidden, nested map[printing][]int
}

// printing is a count of a figure of a part of the cases: what it counts, or its
// base.
type printing struct {
	id, part string
	base     bool
}

func printingOf(f figure.Figure, base bool) printing {
	return printing{f.Meaning().ID, f.Meaning().Part, base}
}

// Printed adds that a count of the figure, or its base, was printed of the same
// part of the cases, as at any day. The count is that before rounding.
func (e *Earlier) Printed(id, part string, base bool, count int) {
	add(&e.same, printing{id, part, base}, count)
}

// Hidden adds that a count was hidden where Printed would have been told of it.
func (e *Earlier) Hidden(id, part string, base bool, count int) {
	add(&e.hidden, printing{id, part, base}, count)
}

// PrintedOfAnother adds that it was printed as at the same day of another part,
// which holds this one or lies within it.
func (e *Earlier) PrintedOfAnother(id, part string, base bool, count int) {
	add(&e.nested, printing{id, part, base}, count)
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
// earlier one was, hidden where that was. One that was not printed before, and
// differs so from that of a wider or narrower part as at the same day, is hidden.
func (p Policy) After(earlier *Earlier) Policy {
	p.earlier = earlier
	return p
}

// Stands returns the count that is printed for one of a figure, or for its base:
// its own, or an earlier one from which it differs by little. It says nothing of
// whether it is shown.
func (p Policy) Stands(f figure.Figure, base bool) int {
	count, _ := f.Numerator()
	if base {
		count, _ = f.Base()
	}
	return p.stands(printingOf(f, base), count)
}

func (p Policy) stands(of printing, count int) int {
	if p.earlier == nil || p.small(count) {
		return count
	}
	stands := count
	for _, step := range p.earlier.same[of] {
		if apart := distance(step, count); apart <= p.hides && (stands == count || apart < distance(stands, count)) {
			stands = step
		}
	}
	return stands
}

// stood says whether what is printed for a count was printed before.
func (p Policy) stood(of printing, count int) bool {
	return p.earlier != nil && slices.Contains(p.earlier.same[of], p.stands(of, count))
}

// near returns the printed count of a wider or narrower part from which a count
// differs by a few women, and false where there is none.
func (p Policy) near(of printing, count int) (int, bool) {
	if p.earlier == nil || p.stood(of, count) {
		return 0, false
	}
	for _, other := range p.earlier.nested[of] {
		if apart := distance(other, count); apart >= 1 && apart <= p.hides {
			return other, true
		}
	}
	return 0, false
}

// stays says whether a count is hidden because it differs by few from one that was
// hidden, and from none that was printed.
func (p Policy) stays(of printing, count int) bool {
	if p.earlier == nil || p.small(count) || p.stood(of, count) {
		return false
	}
	return slices.ContainsFunc(p.earlier.hidden[of], func(other int) bool {
		return other > p.hides && distance(other, count) <= p.hides
	})
}

// reach returns the counts that a printed one may stand for, to a reader who even
// knows at which counts it was printed before.
func (p Policy) reach(of printing, count int) (low, high int) {
	stands, stood := p.stands(of, count), p.stood(of, count)
	same := func(other int) bool {
		if other < 0 || p.small(other) || (other == 0) != (count == 0) {
			return false
		}
		if stood {
			return p.stands(of, other) == stands
		}
		return p.stands(of, other) == other && p.rounded(other) == p.rounded(count)
	}
	for low = count; same(low - 1); low-- {
	}
	for high = count; same(high + 1); high++ {
	}
	return low, high
}

func distance(a, b int) int { return max(a-b, b-a) }

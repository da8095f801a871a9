package scheme

import "slices"

// Pair is a line of one rulebook beside the line of another that says the same
// matter. Either is nil where its rulebook has none.
type Pair struct{ Before, After *Line }

// Same says whether both say the same, with the same source and standing.
func (p Pair) Same() bool { return p.Before != nil && p.After != nil && *p.Before == *p.After }

// Beside is one part of two rulebooks side by side.
type Beside struct {
	Part // of the first; of the second where the first has no such part
	Both []Pair
}

// Compare sets two rulebooks side by side, part by part: two editions of one
// scheme, or two schemes. Clauses, settings and other lines with a name of their
// own are paired by it, the rest by their words.
func Compare(before, after *Rulebook) []Beside {
	var all []Beside
	left, right := before.Parts(), after.Parts()
	for _, part := range left {
		other := Part{}
		if i := slices.IndexFunc(right, part.same); i >= 0 {
			other = right[i]
		}
		all = append(all, Beside{Part: part, Both: pairs(part.Lines, other.Lines)})
	}
	for i, part := range right {
		if slices.ContainsFunc(left, part.same) {
			continue
		}
		// It stands after the part it follows in its own rulebook.
		place := 0
		if i > 0 {
			place = 1 + slices.IndexFunc(all, func(b Beside) bool { return b.same(right[i-1]) })
		}
		all = slices.Insert(all, place, Beside{Part: part, Both: pairs(nil, part.Lines)})
	}
	return all
}

// Changes returns the parts in which two rulebooks differ, with the lines that
// do.
func Changes(before, after *Rulebook) []Beside {
	var changed []Beside
	for _, beside := range Compare(before, after) {
		beside.Both = slices.DeleteFunc(beside.Both, Pair.Same)
		if len(beside.Both) > 0 {
			changed = append(changed, beside)
		}
	}
	return changed
}

func (p Part) same(other Part) bool { return p.Pathway == other.Pathway && p.Key == other.Key }

// pairs sets lines beside each other by their keys, in the order of the first
// and then of what only the second has.
func pairs(before, after []Line) []Pair {
	var both []Pair
	taken := make([]bool, len(after))
	for i := range before {
		pair := Pair{Before: &before[i]}
		for j := range after {
			if !taken[j] && after[j].Key == before[i].Key {
				pair.After, taken[j] = &after[j], true
				break
			}
		}
		both = append(both, pair)
	}
	for j := range after {
		if !taken[j] {
			both = append(both, Pair{After: &after[j]})
		}
	}
	return both
}

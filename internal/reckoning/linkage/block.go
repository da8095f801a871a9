package linkage

import (
	"errors"
	"math/bits"
)

// rule says which pairs are worth comparing: those in which some values are the
// same, and perhaps something else holds.
type rule struct {
	same []same
	also []condition
}

// parseRule reads a rule of blocking. Without values that are the same it would be
// every pair, and is refused.
func parseRule(text string) (rule, error) {
	read, err := parseCondition(text)
	if err != nil {
		return rule{}, err
	}
	parts := []condition{read}
	if all, ok := read.(and); ok {
		parts = all.all
	}
	var r rule
	for len(parts) > 0 {
		switch part := parts[0].(type) {
		case and:
			parts = append(parts, part.all...)
		case same:
			if part.left.right {
				part.left, part.right = part.right, part.left
			}
			if part.differ || part.left.right || !part.right.right {
				r.also = append(r.also, part)
			} else {
				r.same = append(r.same, part)
			}
		default:
			r.also = append(r.also, part)
		}
		parts = parts[1:]
	}
	if len(r.same) == 0 {
		return rule{}, errors.New("it names no value that has to be the same in both records, as in l.surname = r.surname")
	}
	return r, nil
}

// block finds the records of the right table that a record of the left one is
// compared with.
type block struct {
	left, right []*values // what has to be the same
	also        []test
	groups      groups
	starts      []int32 // where each group begins in members
	members     []int32 // records of the right table, group by group, each in order
}

// block makes the block of a rule, without its records.
func (c *compiling) block(r rule) *block {
	b := &block{}
	for _, one := range r.same {
		b.left, b.right = append(b.left, c.of(one.left)), append(b.right, c.of(one.right))
	}
	for _, one := range r.also {
		b.also = append(b.also, one.ask(c))
	}
	return b
}

// index groups the records of the right table, of which there are so many.
func (b *block) index(records int) {
	b.groups = newGroups(records)
	group := make([]int32, records)
	var sizes []int32
	for i := range group {
		key, known := key(b.right, int32(i))
		if !known {
			group[i] = -1
			continue
		}
		g := b.groups.number(key)
		if int(g) == len(sizes) {
			sizes = append(sizes, 0)
		}
		group[i] = g
		sizes[g]++
	}
	b.starts = make([]int32, len(sizes)+1)
	for g, size := range sizes {
		b.starts[g+1] = b.starts[g] + size
	}
	b.members = make([]int32, b.starts[len(sizes)])
	next := append([]int32(nil), b.starts...)
	for i, g := range group {
		if g >= 0 {
			b.members[next[g]] = int32(i)
			next[g]++
		}
	}
}

// groups numbers keys in the order they come: open places, of which at most half are
// taken.
type groups struct {
	keys    []uint64
	numbers []int32 // one more than the number; 0 where the place is open
	shift   int
	taken   int32
}

func newGroups(most int) groups {
	places := bits.Len(uint(2*most + 1))
	return groups{keys: make([]uint64, 1<<places), numbers: make([]int32, 1<<places), shift: 64 - places}
}

// place returns where a key stands, or would.
func (g *groups) place(key uint64) int {
	at := int(key * 0x9E3779B97F4A7C15 >> g.shift)
	for g.numbers[at] != 0 && g.keys[at] != key {
		at = (at + 1) & (len(g.keys) - 1)
	}
	return at
}

// number returns the number of a key, a new one where it has none.
func (g *groups) number(key uint64) int32 {
	at := g.place(key)
	if g.numbers[at] == 0 {
		g.taken++
		g.keys[at], g.numbers[at] = key, g.taken
	}
	return g.numbers[at] - 1
}

// key mixes the values of a record that have to be the same; known is false where
// one of them is not known.
func key(all []*values, record int32) (mixed uint64, known bool) {
	mixed = 14695981039346656037
	for _, value := range all {
		one := value.at(record, record)
		if one == 0 {
			return 0, false
		}
		mixed = (mixed ^ uint64(uint32(one))) * 1099511628211
		mixed ^= mixed >> 29
	}
	return mixed, true
}

// with returns the records that a record of the left table is compared with: those
// whose key is the same, whether or not their values are.
func (b *block) with(left int32) []int32 {
	key, known := key(b.left, left)
	if !known {
		return nil
	}
	g := b.groups.numbers[b.groups.place(key)]
	if g == 0 {
		return nil
	}
	return b.members[b.starts[g-1]:b.starts[g]]
}

// holds says whether a pair is one of this block.
func (b *block) holds(s *scratch, left, right int32) bool {
	for i, value := range b.left {
		one := value.at(left, right)
		if one == 0 || one != b.right[i].at(left, right) {
			return false
		}
	}
	for _, also := range b.also {
		if also(s, left, right) != yes {
			return false
		}
	}
	return true
}

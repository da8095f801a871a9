package scheme

import (
	"fmt"
	"slices"
	"strings"
)

// Compared is one part of two rulebooks side by side.
type Compared struct {
	Pathway string // code, of the first that has the part; empty for the whole scheme
	Part    string
	Title   string
	A, B    []Line
}

// Compare lays two rulebooks side by side, part by part. Editions of one scheme
// have the same pathways beside each other; of two schemes it is the first beside
// the first, in order.
func Compare(a, b *Rulebook, packs []*Pack) []Compared {
	var all []Compared
	place := func(c Compared) int {
		return slices.IndexFunc(all, func(other Compared) bool { return other.Title == c.Title })
	}
	for _, section := range a.alignable(b, packs) {
		all = append(all, Compared{Pathway: section.Pathway, Part: section.Part, Title: section.Title, A: section.Lines})
	}
	after := 0
	for _, section := range b.alignable(a, packs) {
		one := Compared{Pathway: section.Pathway, Part: section.Part, Title: section.Title, B: section.Lines}
		if i := place(one); i >= 0 {
			all[i].B, after = section.Lines, i+1
			continue
		}
		// It stands after the part that it follows in its own rulebook.
		all = slices.Insert(all, after, one)
		after++
	}
	return all
}

// alignable tells a rulebook with its pathways named alike in another edition, or
// numbered beside those of another scheme.
func (b *Rulebook) alignable(other *Rulebook, packs []*Pack) []Section {
	sections := b.Sections(packs)
	for i := range sections {
		s := &sections[i]
		n := slices.IndexFunc(b.Pathways, func(p Pathway) bool { return p.Code == s.Pathway })
		switch {
		case n < 0:
		case b.ID == other.ID:
			s.Title = s.Pathway + ": " + s.Part
		default:
			s.Title = fmt.Sprintf("Pathway %d: %s", n+1, s.Part)
		}
	}
	return sections
}

// Pair is a line of one rulebook beside the line of another on the same matter.
// Either is nil where its rulebook has none.
type Pair struct{ A, B *Line }

// Same says whether both say the same, with the same source and standing.
func (p Pair) Same() bool { return p.A != nil && p.B != nil && *p.A == *p.B }

// Pairs sets the lines beside each other: those of the first in order, each with
// the line of the second on the same matter, then what only the second says.
func (c Compared) Pairs() []Pair {
	var pairs []Pair
	taken := make([]bool, len(c.B))
	for i := range c.A {
		pair := Pair{A: &c.A[i]}
		for j := range c.B {
			if !taken[j] && c.B[j].Key == c.A[i].Key {
				pair.B, taken[j] = &c.B[j], true
				break
			}
		}
		pairs = append(pairs, pair)
	}
	for j := range c.B {
		if !taken[j] {
			pairs = append(pairs, Pair{B: &c.B[j]})
		}
	}
	return pairs
}

// Change is a line that one edition says otherwise than another.
type Change struct {
	Pathway string // code; empty for the whole scheme
	Part    string
	Pair
}

// Changes returns the lines in which two editions of a scheme differ.
func Changes(before, after *Rulebook) []Change {
	var changes []Change
	for _, compared := range Compare(before, after, nil) {
		for _, pair := range compared.Pairs() {
			if !pair.Same() {
				changes = append(changes, Change{compared.Pathway, compared.Part, pair})
			}
		}
	}
	for i := range after.Pathways {
		p := &after.Pathways[i]
		if was := before.Pathway(p.Code); was != nil {
			changes = append(changes, renamed(p.Code, "Title", was.Title, p.Title)...)
			changes = append(changes, renamed(p.Code, "The law beside it", strings.Join(was.Law, ", "), strings.Join(p.Law, ", "))...)
		}
	}
	return changes
}

// renamed is a change of a few words that have no source of their own.
func renamed(pathway, part, before, after string) []Change {
	if before == after {
		return nil
	}
	line := func(text string) *Line { return &Line{Provision: Provision{Text: text}, Key: part} }
	return []Change{{pathway, part, Pair{line(before), line(after)}}}
}

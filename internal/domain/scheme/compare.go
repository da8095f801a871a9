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
// the first, in order, and their titles number them.
func Compare(a, b *Rulebook, packs []*Pack) []Compared {
	var all []Compared
	var places []string
	for _, section := range a.Sections(packs) {
		all = append(all, Compared{Pathway: section.Pathway, Part: section.Part, Title: a.heading(section, b), A: section.Lines})
		places = append(places, a.place(section, b))
	}
	after := 0
	for _, section := range b.Sections(packs) {
		place := b.place(section, a)
		if i := slices.Index(places, place); i >= 0 {
			all[i].B, after = section.Lines, i+1
			continue
		}
		// It stands after the part that it follows in its own rulebook.
		all = slices.Insert(all, after, Compared{Pathway: section.Pathway, Part: section.Part, Title: b.heading(section, a), B: section.Lines})
		places = slices.Insert(places, after, place)
		after++
	}
	return all
}

// place finds the same part in another edition, or another scheme.
func (b *Rulebook) place(s Section, other *Rulebook) string {
	if b.ID == other.ID {
		return s.Pathway + ": " + s.Part
	}
	return b.heading(s, other)
}

// heading names a part beside the same part of another edition, or of another
// scheme, whose pathways have other names.
func (b *Rulebook) heading(s Section, other *Rulebook) string {
	n := slices.IndexFunc(b.Pathways, func(p Pathway) bool { return p.Code == s.Pathway })
	if n < 0 || b.ID == other.ID {
		return s.Title
	}
	return fmt.Sprintf("Pathway %d: %s", n+1, within(s.Part))
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

package impact

import (
	"throughline/internal/domain/scheme"
)

// Change says what is changed, why and by whose word.
type Change struct {
	Title  string        `json:"title"`
	Why    string        `json:"why,omitempty"`
	Source scheme.Source `json:"source,omitempty"`
	// Clauses are the clauses that differ.
	Clauses []Difference `json:"clauses"`
}

// Difference is one clause that differs: as it is and as changed, nil where the
// rulebook does not have it.
type Difference struct {
	Pathway string   `json:"pathway"`
	ID      string   `json:"id"`
	Before  *Wording `json:"before"`
	After   *Wording `json:"after"`
}

// Wording is a clause as it reads, with its authority.
type Wording struct {
	Text   string        `json:"text"`
	Rule   string        `json:"rule"`
	Source scheme.Source `json:"source"`
	Mark   string        `json:"mark"`
}

// Differences returns the clauses that differ between two rulebooks, in the
// order in which they stand.
func Differences(before, after *scheme.Rulebook) []Difference {
	var list []Difference
	for _, code := range codesOf(before, after) {
		old, changed := clausesOf(before, code), clausesOf(after, code)
		var ids []string
		seen := map[string]bool{}
		for _, c := range append(old[:len(old):len(old)], changed...) {
			if !seen[c.ID] {
				seen[c.ID] = true
				ids = append(ids, c.ID)
			}
		}
		for _, id := range ids {
			was, is := wordingOf(old, id), wordingOf(changed, id)
			if was == nil || is == nil || *was != *is {
				list = append(list, Difference{Pathway: code, ID: id, Before: was, After: is})
			}
		}
	}
	return list
}

func clausesOf(book *scheme.Rulebook, pathway string) []scheme.Clause {
	if p := book.Pathway(pathway); p != nil {
		return p.Clauses
	}
	return nil
}

func wordingOf(clauses []scheme.Clause, id string) *Wording {
	for i := range clauses {
		if c := &clauses[i]; c.ID == id {
			return &Wording{Text: c.Text, Rule: ruleOf(c), Source: c.Source, Mark: c.Mark.Words()}
		}
	}
	return nil
}

// ruleOf returns what a clause asks, as it is written.
func ruleOf(c *scheme.Clause) string {
	switch {
	case c.NotStated:
		return "not stated"
	case c.Given && c.Unless != "":
		return "given, unless " + c.Unless
	case c.Given:
		return "given"
	}
	return c.When
}

package scheme

import (
	"slices"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
)

// WordKind is how a word of an encounter is answered.
type WordKind string

// The kinds of word.
const (
	WholeNumber WordKind = "whole number"
	Amount      WordKind = "amount"
	YesOrNo     WordKind = "yes or no"
	Text        WordKind = "text"
	OneOf       WordKind = "one of"
	SomeOf      WordKind = "some of"
)

// Word is one thing about an encounter that a rulebook asks.
type Word struct {
	Name   string // the key of an Encounter
	Title  string // in plain words, such as "her age in years"
	Kind   WordKind
	Values []string // the codes it may have, of OneOf and SomeOf
}

// Asks returns what the clauses of a rulebook ask about an encounter, each word
// once, in the order of an encounter's words. Its settings are not among them.
func (b *Rulebook) Asks() []Word {
	asked := map[string]bool{}
	for _, p := range b.Pathways {
		for _, c := range p.Clauses {
			for _, name := range c.test.asks {
				asked[name] = true
			}
		}
	}
	var all []Word
	for i := range words {
		if w := &words[i]; asked[w.name] {
			all = append(all, Word{Name: w.name, Title: w.title, Kind: w.answers(), Values: slices.Clone(w.values)})
		}
	}
	return all
}

// answers says how a word is answered.
func (w *word) answers() WordKind {
	switch {
	case w.kind.IsExactType(cel.IntType):
		return WholeNumber
	case w.kind.IsExactType(cel.DoubleType):
		return Amount
	case w.kind.IsExactType(cel.BoolType):
		return YesOrNo
	case w.kind.IsExactType(cel.ListType(cel.StringType)):
		return SomeOf
	case len(w.values) > 0:
		return OneOf
	}
	return Text
}

// asked returns the names that an expression asks for.
func asked(checked *ast.AST) []string {
	var names []string
	root := ast.NavigateAST(checked)
	for _, e := range append(ast.MatchDescendants(root, ast.AllMatcher()), root) {
		if e.Kind() == ast.IdentKind {
			names = append(names, e.AsIdent())
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

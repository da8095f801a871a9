package scheme

import (
	"slices"

	"cel.dev/cel-go/cel"
)

// AnswerKind is how a question is answered.
type AnswerKind string

// The kinds of answer.
const (
	WholeNumber AnswerKind = "whole number"
	Amount      AnswerKind = "amount"
	YesOrNo     AnswerKind = "yes or no"
	Text        AnswerKind = "text"
	OneOf       AnswerKind = "one of"
	SomeOf      AnswerKind = "some of"
)

// Question is one thing that a rulebook asks about an encounter.
type Question struct {
	Word   string // the key of an Encounter
	Title  string // in plain words, such as "her age in years"
	Kind   AnswerKind
	Values []string // the codes it may have, of OneOf and SomeOf
}

// Questions returns what the clauses and workers of a rulebook ask about an
// encounter, each word once, in the order of an encounter's words.
func (b *Rulebook) Questions() []Question {
	asked := b.Asks()
	var all []Question
	for i := range words {
		if w := &words[i]; slices.Contains(asked, w.name) {
			all = append(all, Question{Word: w.name, Title: w.title, Kind: w.answers(), Values: slices.Clone(w.values)})
		}
	}
	return all
}

// answers says how a word is answered.
func (w *word) answers() AnswerKind {
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

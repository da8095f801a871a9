package scheme

import (
	"fmt"
	"slices"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
)

// These bound how many combinations of values are tried: on clauses that hang
// together, and on a pathway in all. Beyond them clauses are taken to agree.
const (
	mostTried    = 20_000
	mostTriedAll = 200_000
)

// Contradictions finds clauses that can never be answered yes, or never no,
// clauses of one pathway that can never hold together, and clauses that ask the
// same twice. It tries values on either side of every value that the clauses
// name, and so costs more than a parse.
func (b *Rulebook) Contradictions() Problems {
	var problems Problems
	for i := range b.Pathways {
		problems = append(problems, b.contradictions(&b.Pathways[i])...)
	}
	return problems
}

func (b *Rulebook) contradictions(p *Pathway) Problems {
	var problems Problems
	add := func(format string, args ...any) {
		problems = append(problems, Problem{Text: fmt.Sprintf("%s, %s: ", b.ID, p.Code) + fmt.Sprintf(format, args...)})
	}
	var asking []*Clause
	left := mostTriedAll
	for i := range p.Clauses {
		clause := &p.Clauses[i]
		if clause.test.program == nil {
			continue
		}
		for _, earlier := range asking {
			if strings.Join(strings.Fields(earlier.expression()), " ") == strings.Join(strings.Fields(clause.expression()), " ") {
				add("the clause %s asks the same as %s", clause.ID, earlier.ID)
			}
		}
		asking = append(asking, clause)
		yes, no, whole := b.reach([]*Clause{clause}, &left)
		switch {
		case whole && !yes:
			add("the clause %s can never hold: nobody can enter", clause.ID)
		case whole && !no:
			add("the clause %s always holds: it asks nothing", clause.ID)
		}
	}
	for _, group := range together(asking) {
		if yes, _, whole := b.reach(group, &left); len(group) > 1 && whole && !yes {
			names := make([]string, len(group))
			for i, clause := range group {
				names[i] = clause.ID
			}
			add("the clauses %s can never hold together: nobody can enter", strings.Join(names, ", "))
		}
	}
	return problems
}

func (c *Clause) expression() string {
	if c.Given {
		return c.Unless
	}
	return c.When
}

// together groups clauses that share a word or a setting, directly or through
// others.
func together(clauses []*Clause) [][]*Clause {
	var groups [][]*Clause
	for _, clause := range clauses {
		joined := []*Clause{clause}
		var apart [][]*Clause
		for _, group := range groups {
			if slices.ContainsFunc(group, func(other *Clause) bool {
				return slices.ContainsFunc(clause.test.asks, func(name string) bool { return slices.Contains(other.test.asks, name) })
			}) {
				joined = append(group, joined...)
			} else {
				apart = append(apart, group)
			}
		}
		groups = append(apart, joined)
	}
	return groups
}

// reach tries every combination of telling values: whether all clauses can hold
// at once, whether one can be answered no, and whether every combination was
// tried. left is how many may still be tried.
func (b *Rulebook) reach(clauses []*Clause, left *int) (yes, no, whole bool) {
	var names []string
	literals := map[string][]any{}
	for _, clause := range clauses {
		names = append(names, clause.test.asks...)
		for name, values := range clause.test.named {
			literals[name] = append(literals[name], values...)
		}
	}
	slices.Sort(names)
	names = slices.Compact(names)
	tries := 1
	values := make([][]any, len(names))
	for i, name := range names {
		values[i] = b.telling(name, literals[name])
		if tries *= len(values[i]); tries > mostTried {
			return false, false, false
		}
	}
	tried := make(map[string]any, len(names))
	for n := range tries {
		if *left--; *left < 0 {
			return false, false, false
		}
		for i, rest := 0, n; i < len(names); i++ {
			tried[names[i]] = values[i][rest%len(values[i])]
			rest /= len(values[i])
		}
		all := true
		for _, clause := range clauses {
			holds := clause.test.holds(tried)
			if clause.Given {
				holds = !holds
			}
			no = no || !holds
			all = all && holds
		}
		yes = yes || all
		if yes && no {
			return true, true, true
		}
	}
	return yes, no, true
}

// holds works the test out on values that are all known.
func (t test) holds(values map[string]any) bool {
	answer, _, err := t.program.Eval(values)
	return err == nil && answer.Value() == true
}

// telling returns the values of a word or a setting that can make a difference:
// those that are named, and ones beside them.
func (b *Rulebook) telling(name string, named []any) []any {
	kind, codes := cel.BoolType, []string(nil)
	if w := wordNamed(name); w != nil {
		kind, codes = w.kind, w.values
	} else if s := b.setting(name); s != nil {
		kind = s.Kind.celType()
	}
	switch {
	case kind.IsExactType(cel.BoolType):
		return []any{true, false}
	case kind.IsExactType(cel.IntType), kind.IsExactType(cel.DoubleType):
		return numbersBeside(kind, named)
	}
	texts := []string{elsewhere}
	for _, value := range append(named, anys(codes)...) {
		if text, ok := value.(string); ok && !slices.Contains(texts, text) {
			texts = append(texts, text)
		}
	}
	if kind.IsExactType(cel.StringType) {
		if len(codes) > 0 {
			texts = texts[1:]
		}
		return anys(texts)
	}
	lists := []any{[]string{}, texts}
	for _, text := range texts {
		lists = append(lists, []string{text})
	}
	return lists
}

// elsewhere stands for any text that no clause names.
const elsewhere = "elsewhere"

func anys(texts []string) []any {
	values := make([]any, len(texts))
	for i, text := range texts {
		values[i] = text
	}
	return values
}

func numbersBeside(kind *cel.Type, named []any) []any {
	around := map[float64]bool{0: true, 1: true, 20: true}
	for _, value := range named {
		var n float64
		switch v := value.(type) {
		case int64:
			n = float64(v)
		case float64:
			n = v
		default:
			continue
		}
		around[n-1], around[n], around[n+1] = true, true, true
	}
	var values []any
	for n := range around {
		if kind.IsExactType(cel.IntType) {
			values = append(values, int64(n))
		} else {
			values = append(values, n)
		}
	}
	return values
}

// named gathers the values that an expression names, by the word or setting they
// are compared with. A value in a comparison of several words goes to each.
func named(checked *ast.AST) map[string][]any {
	found := map[string][]any{}
	root := ast.NavigateAST(checked)
	for _, e := range append(ast.MatchDescendants(root, ast.KindMatcher(ast.CallKind)), root) {
		if e.Kind() != ast.CallKind {
			continue
		}
		var idents []string
		var values []any
		for _, part := range ast.MatchDescendants(e, ast.AllMatcher()) {
			switch part.Kind() {
			case ast.IdentKind:
				idents = append(idents, part.AsIdent())
			case ast.LiteralKind:
				values = append(values, part.AsLiteral().Value())
			}
		}
		for _, ident := range idents {
			for _, value := range values {
				if !slices.Contains(found[ident], value) {
					found[ident] = append(found[ident], value)
				}
			}
		}
	}
	return found
}

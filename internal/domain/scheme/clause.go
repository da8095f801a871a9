package scheme

import (
	"fmt"
	"slices"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
)

// A clause's expression may cost this much to work out, and be this long: far
// above any rule a person can read, far below what would slow an answer. Looking
// through a list costs one for each of its names, so that a list has its bound too.
const (
	costLimit = 50_000
	maxLength = 1_000
	mostNames = 10_000
)

// test is a clause's expression, compiled once.
type test struct {
	program cel.Program
	asks    []string         // the words and settings it asks for, in alphabetical order
	named   map[string][]any // the values it names, by what they are compared with
}

// environment declares the words of an encounter and the settings of a
// rulebook: nothing else can be asked.
func (b *Rulebook) environment() (*cel.Env, error) {
	declared := []cel.EnvOption{cel.CrossTypeNumericComparisons(true)} // "value_gbp < 100" is what people write
	for _, w := range words {
		declared = append(declared, cel.Variable(w.name, w.kind))
	}
	for _, s := range b.Settings {
		if settingName.MatchString(s.Name) && wordNamed(s.Name) == nil {
			declared = append(declared, cel.Variable(s.Name, s.Kind.celType()))
		}
	}
	return cel.NewEnv(declared...)
}

func (k SettingKind) celType() *cel.Type {
	switch k {
	case Names:
		return cel.ListType(cel.StringType)
	case Number:
		return cel.DoubleType
	}
	return cel.BoolType
}

// compile makes the test of an expression, or says everything that is wrong
// with it.
func compile(env *cel.Env, expression string) (test, []string) {
	if len(expression) > maxLength {
		return test{}, []string{fmt.Sprintf("is longer than %d characters", maxLength)}
	}
	checked, issues := env.Compile(expression)
	if issues.Err() != nil {
		var problems []string
		for _, e := range issues.Errors() {
			problems = append(problems, strings.TrimSuffix(e.Message, " (in container '')"))
		}
		return test{}, problems
	}
	var problems []string
	if !checked.OutputType().IsExactType(cel.BoolType) {
		problems = append(problems, "answers with "+checked.OutputType().String()+", not with yes or no")
	}
	problems = append(problems, misread(checked.NativeRep())...)
	if len(problems) > 0 {
		return test{}, problems
	}
	program, err := env.Program(checked, cel.EvalOptions(cel.OptOptimize, cel.OptPartialEval), cel.CostLimit(costLimit))
	if err != nil {
		return test{}, []string{err.Error()}
	}
	return test{program: program, asks: asked(checked.NativeRep()), named: named(checked.NativeRep())}, nil
}

// asked lists the words and settings of an expression. What a list is searched
// with is a name of the expression's own.
func asked(checked *ast.AST) []string {
	own := map[string]bool{}
	var names []string
	root := ast.NavigateAST(checked)
	all := append(ast.MatchDescendants(root, ast.AllMatcher()), root)
	for _, e := range all {
		if e.Kind() == ast.ComprehensionKind {
			c := e.AsComprehension()
			own[c.IterVar()], own[c.IterVar2()], own[c.AccuVar()] = true, true, true
		}
	}
	for _, e := range all {
		if e.Kind() == ast.IdentKind && !own[e.AsIdent()] {
			names = append(names, e.AsIdent())
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// misread finds what an expression says that can never be meant: no word at all,
// or a coded word compared with a code it cannot have.
func misread(checked *ast.AST) []string {
	var problems []string
	root := ast.NavigateAST(checked)
	for _, e := range append(ast.MatchDescendants(root, ast.AllMatcher()), root) {
		switch e.Kind() {
		case ast.CallKind:
			call := e.AsCall()
			if slices.Contains([]string{operators.Equals, operators.NotEquals, operators.In}, call.FunctionName()) {
				problems = append(problems, miscoded(call.Args(), nil)...)
			}
		case ast.ComprehensionKind:
			problems = append(problems, misreadSearch(e)...)
		}
	}
	if len(asked(checked)) == 0 {
		problems = append(problems, "asks nothing of the encounter: its answer never changes")
	}
	slices.Sort(problems)
	return slices.Compact(problems)
}

// misreadSearch finds codes that a listed word cannot hold in a search through
// it, such as needs.exists(n, n == "mental_helth").
func misreadSearch(e ast.NavigableExpr) []string {
	c := e.AsComprehension()
	if c.IterRange().Kind() != ast.IdentKind {
		return nil
	}
	searched := wordNamed(c.IterRange().AsIdent())
	if searched == nil {
		return nil
	}
	named := map[string]*word{c.IterVar(): searched}
	var problems []string
	for _, inner := range ast.MatchDescendants(e, ast.KindMatcher(ast.CallKind)) {
		call := inner.AsCall()
		if slices.Contains([]string{operators.Equals, operators.NotEquals, operators.In}, call.FunctionName()) {
			problems = append(problems, miscoded(call.Args(), named)...)
		}
	}
	return problems
}

// miscoded compares what an expression compares: a coded word, or a name that
// stands for what such a word holds, with codes it can have.
func miscoded(arguments []ast.Expr, named map[string]*word) []string {
	var w *word
	var literals []ast.Expr
	for _, e := range arguments {
		switch e.Kind() {
		case ast.IdentKind:
			w = wordNamed(e.AsIdent())
			if named[e.AsIdent()] != nil {
				w = named[e.AsIdent()]
			}
		case ast.LiteralKind:
			literals = append(literals, e)
		case ast.ListKind:
			literals = append(literals, e.AsList().Elements()...)
		}
	}
	if w == nil || len(w.values) == 0 {
		return nil
	}
	var problems []string
	for _, e := range literals {
		if e.Kind() != ast.LiteralKind {
			continue
		}
		text, ok := e.AsLiteral().Value().(string)
		switch {
		case !ok || slices.Contains(w.values, text):
		case text == w.waiting:
			problems = append(problems, fmt.Sprintf("asks whether %s is %q, which says that nothing is known yet", w.name, text))
		default:
			problems = append(problems, fmt.Sprintf("asks whether %s is %q: it is one of %s", w.name, text, strings.Join(w.values, ", ")))
		}
	}
	return problems
}

// answer works the test out. Where it cannot be known, missing lists the words
// and settings that keep it from being known, in alphabetical order.
func (t test) answer(f *facts) (holds Answer, missing []string) {
	if t.program == nil {
		return NotKnown, nil
	}
	value, _, err := t.program.Eval(f)
	if err != nil {
		return NotKnown, nil
	}
	switch v := value.(type) {
	case types.Bool:
		if v {
			return Yes, nil
		}
		return No, nil
	case *types.Unknown:
		for _, id := range v.IDs() {
			trails, _ := v.GetAttributeTrails(id)
			for _, trail := range trails {
				missing = append(missing, trail.Variable())
			}
		}
		slices.Sort(missing)
		return NotKnown, slices.Compact(missing)
	}
	return NotKnown, nil
}

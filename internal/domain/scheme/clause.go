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
// above any rule a person can read, far below what would slow an answer.
const (
	costLimit = 10_000
	maxLength = 1_000
)

// test is a clause's expression, compiled once.
type test struct {
	program cel.Program
	asks    []string // the words and settings it asks for
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
	if k == Names {
		return cel.ListType(cel.StringType)
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
	return test{program: program, asks: asked(checked.NativeRep())}, nil
}

// misread finds what an expression says that can never be meant: no word at all,
// or a coded word compared with a code it cannot have.
func misread(checked *ast.AST) []string {
	var problems []string
	asks := false
	root := ast.NavigateAST(checked)
	for _, e := range append(ast.MatchDescendants(root, ast.AllMatcher()), root) {
		switch e.Kind() {
		case ast.IdentKind:
			asks = true
		case ast.CallKind:
			call := e.AsCall()
			if slices.Contains([]string{operators.Equals, operators.NotEquals, operators.In}, call.FunctionName()) {
				problems = append(problems, miscoded(call.Args())...)
			}
		}
	}
	if !asks {
		problems = append(problems, "asks nothing of the encounter: its answer never changes")
	}
	slices.Sort(problems)
	return slices.Compact(problems)
}

func miscoded(arguments []ast.Expr) []string {
	var w *word
	var literals []ast.Expr
	for _, e := range arguments {
		switch e.Kind() {
		case ast.IdentKind:
			w = wordNamed(e.AsIdent())
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
func (t test) answer(facts cel.PartialActivation) (holds Answer, missing []string) {
	if t.program == nil {
		return NotKnown, nil
	}
	value, _, err := t.program.Eval(facts)
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

package scheme

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// A rulebook file may have so many bytes, keys in one place, and clauses in one
// pathway: many times those of the longest one, and far below what would keep its
// reader waiting. Of what is wrong with it no more is told than can be read.
const (
	maxBytes     = 1 << 20
	mostKeys     = 200
	mostClauses  = 100
	mostProblems = 100
)

// Problem is one thing wrong with a rulebook, at a line of its file. Line 0 is
// the whole file.
type Problem struct {
	Line int
	Text string
}

// String returns the problem as it is printed, such as "line 12: ...".
func (p Problem) String() string {
	if p.Line == 0 {
		return p.Text
	}
	return fmt.Sprintf("line %d: %s", p.Line, p.Text)
}

// Problems are all that is wrong with a rulebook, in the order of its lines.
type Problems []Problem

// Error returns every problem on a line of its own.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, problem := range p {
		lines[i] = problem.String()
	}
	return strings.Join(lines, "\n")
}

// Parse reads a rulebook from YAML, checks it and compiles its clauses. The
// error is a Problems with everything found wrong, not the first thing alone.
func Parse(data []byte) (*Rulebook, error) {
	var book Rulebook
	root, problems := readStrictly(data, &book)
	if root != nil {
		problems = append(problems, check(&book, root)...)
	}
	if len(problems) > 0 {
		return nil, inOrder(problems)
	}
	return &book, nil
}

func inOrder(problems Problems) Problems {
	slices.SortStableFunc(problems, func(a, b Problem) int { return a.Line - b.Line })
	problems = slices.Compact(problems)
	if more := len(problems) - mostProblems; more > 0 {
		problems = append(problems[:mostProblems:mostProblems], Problem{Text: fmt.Sprintf("and %d more problems", more)})
	}
	return problems
}

var (
	yamlLine     = regexp.MustCompile(`^(?:yaml: )?line (\d+): (.*)$`)
	unknownField = regexp.MustCompile(`^field (\S+) not found in type \S+$`)
)

// readStrictly decodes one YAML document: keys that the form does not have, keys
// given twice, and references to other parts of the file are problems. The node
// is nil where there is no document to look at.
func readStrictly(data []byte, into any) (*yaml.Node, Problems) {
	if len(data) > maxBytes {
		return nil, Problems{{Text: fmt.Sprintf("the file is larger than %d bytes", maxBytes)}}
	}
	var root yaml.Node
	if err := yaml.Unmarshal(data, &root); err != nil {
		return nil, Problems{readProblem(err.Error())}
	}
	if len(root.Content) == 0 || root.Content[0].Kind != yaml.MappingNode {
		return nil, Problems{{Text: "the file holds no keys and values"}}
	}
	if line := firstAlias(&root); line > 0 {
		return nil, Problems{{Line: line, Text: "refers to another part of the file: write it out"}}
	}
	if line := firstCrowd(&root); line > 0 {
		return nil, Problems{{Line: line, Text: fmt.Sprintf("has more than %d keys in one place", mostKeys)}}
	}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	decoder.KnownFields(true)
	var problems Problems
	var typed *yaml.TypeError
	switch err := decoder.Decode(into); {
	case errors.As(err, &typed):
		for _, text := range typed.Errors {
			problems = append(problems, readProblem(text))
		}
	case err != nil:
		return nil, Problems{readProblem(err.Error())}
	}
	if err := decoder.Decode(new(yaml.Node)); err != io.EOF {
		problems = append(problems, Problem{Text: "the file holds more than one document"})
	}
	return root.Content[0], problems
}

func readProblem(text string) Problem {
	match := yamlLine.FindStringSubmatch(text)
	if match == nil {
		return Problem{Text: text}
	}
	line, err := strconv.Atoi(match[1])
	if err != nil {
		return Problem{Text: text}
	}
	if field := unknownField.FindStringSubmatch(match[2]); field != nil {
		return Problem{Line: line, Text: fmt.Sprintf("%q is not a key here", field[1])}
	}
	return Problem{Line: line, Text: match[2]}
}

func firstAlias(node *yaml.Node) int {
	if node.Kind == yaml.AliasNode {
		return node.Line
	}
	for _, child := range node.Content {
		if line := firstAlias(child); line > 0 {
			return line
		}
	}
	return 0
}

// firstCrowd returns the line of the first thing with too many keys, 0 where
// there is none.
func firstCrowd(node *yaml.Node) int {
	if node.Kind == yaml.MappingNode && len(node.Content) > 2*mostKeys {
		return node.Line
	}
	for _, child := range node.Content {
		if line := firstCrowd(child); line > 0 {
			return line
		}
	}
	return 0
}

// lineAt returns the line of what lies at a path of keys and positions, or of
// the nearest thing above it that is there.
func lineAt(node *yaml.Node, path ...any) int {
	line := node.Line
	for _, step := range path {
		next := (*yaml.Node)(nil)
		switch step := step.(type) {
		case string:
			for i := 0; i+1 < len(node.Content) && node.Kind == yaml.MappingNode; i += 2 {
				if node.Content[i].Value == step {
					line, next = node.Content[i].Line, node.Content[i+1]
				}
			}
		case int:
			if node.Kind == yaml.SequenceNode && step < len(node.Content) {
				next = node.Content[step]
				line = next.Line
			}
		}
		if next == nil {
			return line
		}
		node = next
	}
	return line
}

package scheme

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Trace is one number of a rulebook, or one matter on which its sources are
// silent, with where in the sources it stands.
type Trace struct {
	Line   int    // of the rulebook's file
	At     string // what lies there, such as pathways/clauses/gravity
	Number string // as the rulebook writes it, "" for a silence
	Silent bool
	Text   string
	Source Source
	Mark   Mark
}

// String returns the trace as it is printed.
func (t Trace) String() string {
	what := t.Number
	if t.Silent {
		what = "not stated"
	}
	return fmt.Sprintf("line %d: %s: %s: %s (%s, %s)", t.Line, t.At, what, strings.TrimSuffix(t.Text, "."), t.Source, t.Mark.Words())
}

// Traces lists every number of a rulebook and every silence, in the order of its
// lines. A number that stands under no source is a problem.
func Traces(text []byte) ([]Trace, error) {
	var root yaml.Node
	if err := yaml.Unmarshal(text, &root); err != nil {
		return nil, Problems{readProblem(err.Error())}
	}
	t := &tracing{}
	for _, node := range root.Content {
		t.walk(node, nil, Provision{})
	}
	if len(t.problems) > 0 {
		return nil, inOrder(t.problems)
	}
	return t.found, nil
}

type tracing struct {
	found    []Trace
	problems Problems
}

// numberless are the keys whose digits are names, not numbers.
var numberless = []string{"id", "name", "source", "mark", "scheme", "pathway", "law", "to_scheme", "status", "start_day_counts", "last_day_in"}

func (t *tracing) walk(node *yaml.Node, path []string, over Provision) {
	switch node.Kind {
	case yaml.SequenceNode:
		for _, child := range node.Content {
			if child.Kind == yaml.ScalarNode && (len(path) == 0 || !slices.Contains(numberless, path[len(path)-1])) {
				t.numbers(child, path, over)
			}
			t.walk(child, path, over)
		}
	case yaml.MappingNode:
		own := over
		var named string
		for i := 0; i+1 < len(node.Content); i += 2 {
			switch key, value := node.Content[i].Value, node.Content[i+1]; key {
			case "source":
				own.Source, own.Text, own.Mark = Source(value.Value), "", InForce
			case "id", "name", "pathway":
				named = value.Value
			}
		}
		here := path
		if named != "" {
			here = append(slices.Clone(path), named)
		}
		for i := 0; i+1 < len(node.Content); i += 2 {
			switch key, value := node.Content[i].Value, node.Content[i+1]; key {
			case "text":
				own.Text = value.Value
			case "mark":
				own.Mark = Mark(value.Value)
			}
		}
		for i := 0; i+1 < len(node.Content); i += 2 {
			key, value := node.Content[i].Value, node.Content[i+1]
			switch {
			case value.Kind != yaml.ScalarNode:
				t.walk(value, append(slices.Clone(here), key), own)
			case silent(key, value):
				at := here
				if key != string(NotStated) {
					at = append(slices.Clone(here), key)
				}
				t.found = append(t.found, Trace{Line: node.Line, At: strings.Join(at, "/"), Silent: true, Text: own.Text, Source: own.Source, Mark: own.Mark})
			case !slices.Contains(numberless, key):
				t.numbers(value, append(slices.Clone(here), key), own)
			}
		}
	}
}

// silent says whether a key says that the sources are silent: not_stated itself,
// or one whose answer is not_stated.
func silent(key string, value *yaml.Node) bool {
	if key != string(NotStated) {
		return value.Value == string(NotStated)
	}
	var said bool
	return value.Decode(&said) == nil && said
}

// numerals are digits, with thousands parted and a fraction; those inside a word
// or a code, such as T2A, are none.
var numerals = regexp.MustCompile(`(?:^|[^\w.,])(\d[\d,]*(?:\.\d+)?)(?:$|[^\w])`)

func (t *tracing) numbers(value *yaml.Node, path []string, own Provision) {
	for _, number := range NumbersIn(value.Value) {
		if own.Source == "" {
			t.problems = append(t.problems, Problem{Line: value.Line, Text: fmt.Sprintf("%s says %s under no source", strings.Join(path, "/"), number)})
			continue
		}
		t.found = append(t.found, Trace{Line: value.Line, At: strings.Join(path, "/"), Number: number, Text: own.Text, Source: own.Source, Mark: own.Mark})
	}
}

// words of numbers, as sources and rulebooks spell them. "One" is mostly no
// number, and is left out.
var numberWords = map[string]int{
	"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
	"thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
	"thirty": 30, "thirty-two": 32, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}

var wordPattern = regexp.MustCompile(`[A-Za-z]+(?:-[A-Za-z]+)?`)

// NumbersIn lists the numbers of a text, each once: digits as written, a date as
// its year, spelled ones as digits. "One" is not looked for.
func NumbersIn(text string) []string {
	var found []string
	add := func(number string) {
		if !slices.Contains(found, number) {
			found = append(found, number)
		}
	}
	text = isoDate.ReplaceAllString(text, "$1")
	// Neighbours share the sign between them, so each search begins at it.
	for rest := text; ; {
		at := numerals.FindStringSubmatchIndex(rest)
		if at == nil {
			break
		}
		add(strings.TrimSuffix(strings.ReplaceAll(rest[at[2]:at[3]], ",", ""), "."))
		rest = rest[at[3]:]
	}
	for _, w := range wordPattern.FindAllString(text, -1) {
		if n, ok := numberWords[strings.ToLower(w)]; ok {
			add(strconv.Itoa(n))
		}
	}
	return found
}

var isoDate = regexp.MustCompile(`\b(\d{4})-\d{2}-\d{2}\b`)

// Cited lists the lines that a source cites, by document: {"004": {158, 166}}.
func (s Source) Cited() map[string][]int {
	cited := map[string][]int{}
	for part := range strings.SplitSeq(string(s), "; ") {
		document, lines, _ := strings.Cut(part, ":")
		for _, span := range strings.Split(lines, ", ") {
			from, to, ranged := strings.Cut(span, "-")
			first, err := strconv.Atoi(from)
			if err != nil {
				continue
			}
			last := first
			if ranged {
				if last, err = strconv.Atoi(to); err != nil {
					continue
				}
			}
			for line := first; line <= last && line-first < 1000; line++ {
				cited[document] = append(cited[document], line)
			}
		}
	}
	return cited
}

// StandsIn says whether the number of a trace is on one of the lines it cites,
// in digits or spelled. lines gives a line of a document, and false where there
// is none. An inferred number need not be: it is drawn from the line. What is
// silent stands where its line is.
func (t Trace) StandsIn(lines func(document string, line int) (string, bool)) bool {
	found := false
	for document, cited := range t.Source.Cited() {
		for _, line := range cited {
			text, ok := lines(document, line)
			if !ok {
				return false
			}
			found = found || t.Silent || t.Mark == Inferred || slices.ContainsFunc(looseNumbers(text), t.means)
		}
	}
	return found
}

// means says whether a number of a source's line is the traced one: a year may
// stand there as its last two digits, as in "March 20".
func (t Trace) means(number string) bool {
	return number == t.Number || len(t.Number) == 4 && strings.HasPrefix(t.Number, "20") && number == t.Number[2:]
}

var anyDigits = regexp.MustCompile(`\d[\d,]*(?:\.\d+)?`)

// looseNumbers lists the numbers of a source's line, those joined to letters,
// signs and footnote marks too: £100, 18-24, 2012/13.
func looseNumbers(text string) []string {
	var found []string
	for _, number := range anyDigits.FindAllString(text, -1) {
		found = append(found, strings.TrimRight(strings.ReplaceAll(number, ",", ""), "."))
	}
	for _, w := range wordPattern.FindAllString(text, -1) {
		for _, part := range append(strings.Split(w, "-"), w) {
			if n, ok := numberWords[strings.ToLower(part)]; ok {
				found = append(found, strconv.Itoa(n))
			}
		}
	}
	// "Thirty two" in two words.
	spelled := strings.ToLower(text)
	for word, n := range numberWords {
		if strings.Contains(word, "-") && strings.Contains(spelled, strings.ReplaceAll(word, "-", " ")) {
			found = append(found, strconv.Itoa(n))
		}
	}
	return found
}

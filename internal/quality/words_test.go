package quality

import (
	"fmt"
	"go/ast"
	"go/token"
	"path"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"throughline/internal/domain/wording"
)

// listed holds the words themselves, each with what to say in its place.
const listed = "internal/domain/wording/unsaid.go"

func wordFindings(where, text string) []string {
	var found []string
	if sentenceName.MatchString(text) {
		return nil
	}
	for _, one := range wording.FindUnsaid(text) {
		found = append(found, fmt.Sprintf("%s says %q in %.80q: say %s", where, strings.TrimSpace(one.Word), text, one.Say))
	}
	return found
}

// literal is a text written in Go, with its place.
type literal struct{ where, text string }

// literals returns what a file may show: its strings without import paths and
// struct tags.
func literals(file source) []literal {
	var texts []literal
	tags := map[*ast.BasicLit]bool{}
	ast.Inspect(file.syntax, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.Field:
			tags[node.Tag] = true
		case *ast.BasicLit:
			if node.Kind != token.STRING || tags[node] {
				return true
			}
			if text, err := strconv.Unquote(node.Value); err == nil {
				texts = append(texts, literal{file.at(node), text})
			}
		}
		return true
	})
	return texts
}

// sentenceName is the key of a sentence, or how keys begin, as Go writes it.
var sentenceName = regexp.MustCompile(`^[a-z][a-z-]*(\.[a-z0-9_]+)+\.?$`)

// sentenceKey names a sentence of a catalogue, and nobody reads it.
var sentenceKey = regexp.MustCompile(`(?m)^\s*"[a-z][a-z0-9_.-]*": `)

var templateComment = regexp.MustCompile(`(?ms)^\s*//.*?$|<!--.*?-->|/\*.*?\*/`)

// shown says whether a file that is not Go holds text for readers.
func shown(name string) bool {
	switch {
	case strings.Contains(name, "testdata/"):
		return false
	case strings.HasSuffix(name, ".templ"):
		return true
	}
	return within(name, "locales") && (path.Ext(name) == ".json" || path.Ext(name) == ".yaml")
}

func TestWords(t *testing.T) {
	for _, file := range allSources(t) {
		if file.test() || file.made() || forTests(file.room()) || file.path == listed {
			continue
		}
		for _, text := range literals(file) {
			report(t, wordFindings(text.where, text.text))
		}
	}
	for name, text := range allTexts(t) {
		if !shown(name) {
			continue
		}
		for i, line := range strings.Split(sentenceKey.ReplaceAllString(blankComments(text), ""), "\n") {
			report(t, wordFindings(name+":"+strconv.Itoa(i+1), line))
		}
	}
}

// blankComments takes comments out of a template and keeps its lines counted.
func blankComments(text string) string {
	return templateComment.ReplaceAllStringFunc(text, func(comment string) string {
		return strings.Repeat("\n", strings.Count(comment, "\n"))
	})
}

func TestWordsFindWhatIsNotSaid(t *testing.T) {
	for text, found := range map[string]bool{
		"The offender":                           true,
		"Our Clients":                            true,
		"a service user":                         true,
		"the female was seen":                    false,
		"Brought in: a female.":                  true,
		"a female officer":                       false,
		"She failed to attend":                   true,
		"Invalid date":                           true,
		"She refused":                            true,
		"noncompliance":                          true,
		"She is not eligible.":                   true,
		"Not eligible here, but Willow House is": false,
		"She did not come":                       false,
		"victim_view":                            false,
		"message.subject.":                       false,
		"subjective":                             false,
		"Enter her date of birth":                false,
	} {
		if got := wordFindings("page.templ:1", text); (len(got) > 0) != found {
			t.Errorf("%q: found %q, want %v", text, got, found)
		}
	}
}

func TestLiteralsAreWhatIsShown(t *testing.T) {
	file := planted(t, "p.go", "package p\n\nimport \"errors\"\n\n// a comment\ntype t struct {\n\tf int `json:\"tag\"`\n}\n\nvar e = errors.New(\"shown\")\n")
	got := literals(file)
	if len(got) != 1 || got[0] != (literal{"p.go:10", "shown"}) {
		t.Errorf("literals: %v", got)
	}
}

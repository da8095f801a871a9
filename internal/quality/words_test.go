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
)

// unsaid are words nobody reads here, with what to say in their place. A code
// with an underscore is no word.
var unsaid = []struct {
	pattern *regexp.Regexp
	say     string
}{
	{word(`offenders?`), "woman, or her name"},
	{word(`subjects?`), "woman, or her name"},
	{word(`clients?`), "woman, or her name"},
	{word(`service users?`), "woman, or her name"},
	{word(`females`), "women"},
	{word(`(?:an?|the|this|each|every) female(?:[^\s\w]|$)`), "woman"},
	{word(`victims?`), "her own word"},
	{word(`failed to attend`), "did not come"},
	{word(`non-?complian(?:t|ce)`), "what happened"},
	{word(`refus(?:e|es|ed|al)`), "said not now"},
	{word(`disengage(?:s|d|ment)?`), "what happened, and when"},
	{word(`invalid`), "what to enter"},
	{regexp.MustCompile(`(?i)\bnot eligible\W*$`), "what she may have in its place"},
}

func word(pattern string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)(?:^|\b)` + pattern + `(?:\b|$)`)
}

// said are the places where such a word has to stand, with the reason.
var said = []struct{ path, word, because string }{}

func wordFindings(where, text string) []string {
	var found []string
	for _, rule := range unsaid {
		match := strings.TrimSpace(rule.pattern.FindString(text))
		if match == "" {
			continue
		}
		allowed := false
		for _, place := range said {
			allowed = allowed || strings.HasPrefix(where, place.path) && strings.EqualFold(match, place.word)
		}
		if !allowed {
			found = append(found, fmt.Sprintf("%s says %q in %.80q: say %s", where, match, text, rule.say))
		}
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
		if file.test() || file.made() || forTests(file.room()) {
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
		for i, line := range strings.Split(blankComments(text), "\n") {
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

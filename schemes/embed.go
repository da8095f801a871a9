// Package schemes holds the rulebooks of diversion schemes, one YAML file each,
// and beside each a table of the scenarios it must answer. It never decides
// anything itself.
package schemes

import (
	"embed"
	"fmt"
	"slices"
	"strings"

	"throughline/internal/domain/scheme"
)

// Files are the rulebooks (ID.yaml) and their scenarios (ID.scenarios.yaml).
//
//go:embed *.yaml
var Files embed.FS

// changes are worked examples of a change to a rulebook.
//
//go:embed changes/*.yaml
var changes embed.FS

// Change is a worked example of a change to a rulebook.
type Change struct {
	Name string // of its file, without .yaml
	Text []byte
	scheme.Amendment
}

// Changes returns the worked examples, in order of name.
func Changes() ([]Change, error) {
	entries, err := changes.ReadDir("changes")
	if err != nil {
		return nil, fmt.Errorf("listing the changes: %w", err)
	}
	var list []Change
	for _, entry := range entries {
		text, err := changes.ReadFile("changes/" + entry.Name())
		if err != nil {
			return nil, fmt.Errorf("reading the change %s: %w", entry.Name(), err)
		}
		amendment, err := scheme.ParseAmendment(text)
		if err != nil {
			return nil, fmt.Errorf("changes/%s: %w", entry.Name(), err)
		}
		list = append(list, Change{strings.TrimSuffix(entry.Name(), ".yaml"), text, amendment})
	}
	return list, nil
}

const scenariosSuffix = ".scenarios.yaml"

// Library returns every rulebook, as the edition of its scheme that came with
// the program. Of several files of one scheme, each decides from its own first
// day in force. The error names the file and everything found wrong in it.
func Library() (*scheme.Library, error) {
	entries, err := Files.ReadDir(".")
	if err != nil {
		return nil, fmt.Errorf("listing the rulebooks: %w", err)
	}
	var editions []scheme.Edition
	var books []*scheme.Rulebook
	for _, entry := range entries {
		if entry.IsDir() || strings.HasSuffix(entry.Name(), scenariosSuffix) {
			continue
		}
		text, err := Files.ReadFile(entry.Name())
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", entry.Name(), err)
		}
		book, err := scheme.Parse(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", entry.Name(), err)
		}
		edition := scheme.Edition{Book: book, Text: text}
		if slices.ContainsFunc(books, func(b *scheme.Rulebook) bool { return b.ID == book.ID }) {
			edition.From = book.InForce.From
		}
		editions, books = append(editions, edition), append(books, book)
	}
	if problems := scheme.CheckTogether(books); len(problems) > 0 {
		return nil, fmt.Errorf("rulebooks: %w", problems)
	}
	library, err := scheme.NewLibrary(editions...)
	if err != nil {
		return nil, fmt.Errorf("rulebooks: %w", err)
	}
	return library, nil
}

// Scenarios returns the table of cases kept beside the rulebook of a scheme.
func Scenarios(id string) ([]scheme.Scenario, error) {
	data, err := Files.ReadFile(id + scenariosSuffix)
	if err != nil {
		return nil, fmt.Errorf("reading the scenarios of %s: %w", id, err)
	}
	of, scenarios, err := scheme.ParseScenarios(data)
	if err != nil {
		return nil, fmt.Errorf("the scenarios of %s: %w", id, err)
	}
	if of != id {
		return nil, fmt.Errorf("the scenarios of %s say that they are of %q", id, of)
	}
	return scenarios, nil
}

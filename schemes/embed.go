// Package schemes holds the rulebooks of diversion schemes, one YAML file each,
// and beside each a table of the scenarios it must answer. It never decides
// anything itself.
package schemes

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"throughline/internal/domain/scheme"
)

// Files are the rulebooks (ID.yaml) and their scenarios (ID.scenarios.yaml).
//
//go:embed *.yaml
var Files embed.FS

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

// Law returns every law pack, in the order of their file names.
func Law() ([]*scheme.Pack, error) {
	entries, err := Files.ReadDir("law")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("listing the law packs: %w", err)
	}
	var packs []*scheme.Pack
	for _, entry := range entries {
		text, err := Files.ReadFile("law/" + entry.Name())
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", entry.Name(), err)
		}
		pack, err := scheme.ParsePack(text)
		if err != nil {
			return nil, fmt.Errorf("law/%s: %w", entry.Name(), err)
		}
		packs = append(packs, pack)
	}
	return packs, nil
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
